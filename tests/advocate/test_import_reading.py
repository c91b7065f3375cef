"""Are the columns and rows of any list found, whatever stands above them, and is every odd line told?"""

from __future__ import annotations

import csv
import datetime
import io
import tracemalloc
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from advocate.errors import AdvocateError, WrongChoice
from advocate.importing.reading import SourceList, open_list
from advocate.importing.sheets import SheetError, fitted
from advocate.importing.workbooks import cell_text

HEAD = "First name,Last name,Email,Phone\n"
ANN = "Ann,Olson,ann@example.org,651-555-0123\n"


def opened(folder: Path, data: str | bytes, name: str = "fair.csv", sheet: str = "") -> SourceList:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_list(path, sheet=sheet)


def people(source: SourceList) -> list[tuple[int, tuple[str, ...], str]]:
    return [(row.line, row.values, row.kind) for row in source.rows()]


def notes(source: SourceList) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in source.problems]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, codec: str, delimiter: str) -> None:
    text = (HEAD + "José,Müller,jose@example.org,651-555-0123\n").replace(",", delimiter)
    source = opened(tmp_path, text.encode(codec))
    assert (source.encoding, source.delimiter) == (codec, delimiter)
    assert source.columns == ("First name", "Last name", "Email", "Phone")
    assert people(source) == [(2, ("José", "Müller", "jose@example.org", "651-555-0123"), "")]
    assert people(source) == people(source), "a list can be read again"


def test_lines_of_two_encodings_are_both_read(tmp_path: Path) -> None:
    data = (HEAD + "José,A,a@example.org,\n").encode() + "Zoë,B,b@example.org,\n".encode("cp1252")
    assert [row.values[0] for row in opened(tmp_path, data).rows()] == ["José", "Zoë"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_a_person_counts(tmp_path: Path, end: str) -> None:
    text = HEAD + ANN + '"Bo","Two\nlines",bo@example.org,\n\nCy,Berg,cy@example.org,\n'
    source = opened(tmp_path, text.replace("\n", end))
    assert [row.line for row in source.rows()] == [2, 3, 6]


def test_titles_above_the_header_are_left_out_and_told(tmp_path: Path) -> None:
    source = opened(tmp_path, "Sign-up sheet,,,\n,,,\nSchool fair 9/12/2026,,,\n" + HEAD + ANN)
    assert source.header_line == 4
    assert [line for line, _ in notes(source)] == [1, 3]
    assert people(source) == [(5, ("Ann", "Olson", "ann@example.org", "651-555-0123"), "")]


def test_a_title_without_commas_hides_neither_delimiter_nor_header(tmp_path: Path) -> None:
    source = opened(tmp_path, "Sign-up sheet; our fair\n" + HEAD + ANN)
    assert (source.delimiter, source.header_line) == (",", 2)


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        # A line of groups above the names.
        ("Person,,Home,,Work,\nFirst name,Last name,City,Phone,City,Phone\n",
         ("First name", "Last name", "City", "Phone", "City (Work)", "Phone (Work)")),
        # The second line finishes the first.
        ("Name,,Email,Phone,Zip,City\nFirst,Last,,,,\n", ("First", "Last", "Email", "Phone", "Zip", "City")),
    ],
)  # fmt: skip
def test_two_header_lines_are_read_as_one(tmp_path: Path, head: str, columns: tuple[str, ...]) -> None:
    source = opened(tmp_path, head + "Ann,Olson,x,y,z,w\n")
    assert source.columns == columns
    assert source.header_line == 2
    assert [row.line for row in source.rows()] == [3]
    if "Person" not in head:
        assert "lines 1 and 2 were read together" in notes(source)[0][1]


def test_two_columns_of_one_name_are_told_and_told_apart(tmp_path: Path) -> None:
    source = opened(tmp_path, "Name,Phone,phone,Phone\nAnn,1,2,3\n")
    assert source.columns == ("Name", "Phone", "phone (2)", "Phone (3)")
    assert [line for line, _ in notes(source)] == [1, 1]
    assert "column 3 is called 'phone' like an earlier one" in notes(source)[0][1]


def test_empty_and_nameless_columns(tmp_path: Path) -> None:
    source = opened(tmp_path, "Name,,Email,,\nAnn,,a@example.org,,\nBo,x,b@example.org,,\n")
    assert source.columns == ("Name", "column_2", "Email")
    assert [kind for _, _, kind in people(source)] == ["", ""]
    full = opened(tmp_path, "Name,Email,\nAnn,a@example.org,likes tea\nBo,b@example.org,x\n")
    assert full.columns == ("Name", "Email", "column_3")


def test_two_hundred_columns(tmp_path: Path) -> None:
    names = ["Name", "Email", *(f"Answer {n}" for n in range(198))]
    source = opened(tmp_path, ",".join(names) + "\n" + ",".join(["Ann", "a@example.org", *"x" * 198]) + "\n")
    assert len(source.columns) == 200
    assert len(people(source)[0][1]) == 200


def test_rows_too_short_and_too_long_are_told_and_kept(tmp_path: Path) -> None:
    source = opened(
        tmp_path,
        HEAD + "Ann,Olson\n" + "Bo,Berg,bo@example.org,1,extra,more,,\n" + "Cy,B,c@example.org,2,,,\n",
    )
    rows = list(source.rows())
    assert [row.kind for row in rows] == ["short", "long", ""]
    assert rows[0].values == ("Ann", "Olson", "", "")
    assert rows[1].values == ("Bo", "Berg", "bo@example.org", "1", "extra", "more")
    assert "2 values for 4 columns" in rows[0].problem
    assert "6 values for 4 columns; the rest is kept with the notes" in rows[1].problem


def test_a_header_in_the_middle_of_a_list_is_nobody(tmp_path: Path) -> None:
    rows = list(opened(tmp_path, HEAD + ANN + HEAD + ANN).rows())
    assert [(row.line, row.kind) for row in rows] == [(2, ""), (3, "damaged"), (4, "")]
    assert "names the columns once more" in rows[1].problem


def test_a_file_cut_off_in_a_quoted_field_gives_the_rows_before_it(tmp_path: Path) -> None:
    source = opened(tmp_path, HEAD + ANN + 'Bo,Berg,bo@example.org,"651-5')
    rows = list(source.rows())
    assert [(row.line, row.kind) for row in rows] == [(2, ""), (3, "damaged")]
    assert rows[1].values[0] == "Bo"
    assert "never closed" in rows[1].problem
    swallowed = list(opened(tmp_path, HEAD + ANN + 'Bo,Berg,"bo@example.org,\n' + ANN * 3).rows())
    assert [(row.line, row.kind) for row in swallowed] == [(2, ""), (3, "damaged")]
    assert "4 lines to the end of the file are one value" in swallowed[1].problem


def test_an_inch_sign_in_the_last_row_is_no_open_mark(tmp_path: Path) -> None:
    source = opened(tmp_path, HEAD + "Bo,Berg,bo@example.org,5'10\" tall\n")
    assert people(source)[0][2] == ""


def test_a_nul_byte_and_a_cell_of_ten_megabytes_stop_nothing(tmp_path: Path) -> None:
    source = opened(
        tmp_path, HEAD + "A\x00nn,Olson,a@example.org,\n" + f"Bo,{'x' * 10_000_000},b@example.org,\n" + ANN
    )
    rows = list(source.rows())
    assert [row.line for row in rows] == [2, 3, 4]
    assert len(rows[1].values[1]) == 10_000_000


def test_odd_bytes_in_a_list_stop_nothing(tmp_path: Path) -> None:
    """An old database pads its cells with NULs, and writes Windows-1252 with a bell and an escape in a note."""
    padded = [
        f"{name}\x00\x00\x00\x00,Müller\x00\x00,{name}@example.org,\x07\x1b\x02"
        for name in ("ann", "bo", "cy")
    ]
    source = opened(tmp_path, (HEAD + "\n".join(padded)).encode("cp1252"))
    assert (source.encoding, len(list(source.rows()))) == ("cp1252", 3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\n\n ,,\n", "is empty"),
        (HEAD.encode(), "no rows under them"),
        (
            b"Ann,Olson,ann@example.org,651-555-0123\nBo,Berg,bo@example.org,\n",
            "the first lines look like data",
        ),
        (b"PK\x03\x04not a workbook", "cannot be read as one"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xfeN\x00a", "damaged at byte"),
        (Random(7).randbytes(20_000), "save it as text"),
        (Random(8).randbytes(300), "save it as text"),
    ],
)
def test_what_is_no_list_is_told_with_the_remedy(tmp_path: Path, data: bytes, says: str) -> None:
    data = data + b"\x00" if says == "damaged at byte" and len(data) % 2 == 0 else data
    with pytest.raises(AdvocateError, match=r"^fair\.csv") as caught:
        opened(tmp_path, data)
    assert says in str(caught.value)


def test_a_headless_list_is_told_which_line_to_put_above(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="Put a line above them, such as: First name"):
        opened(tmp_path, "Ann Olson,1540 6th St E,55106\nBo Berg,12 Main St,55303\n")


def test_a_header_of_unknown_names_is_still_a_header(tmp_path: Path) -> None:
    assert opened(tmp_path, "Kontakt,Wohnort\nAnn,Ely\n").columns == ("Kontakt", "Wohnort")


def test_a_file_that_changes_under_the_reader_is_told(tmp_path: Path) -> None:
    source = opened(tmp_path, HEAD + ANN)
    (tmp_path / "fair.csv").write_bytes(HEAD.encode() + "José\n".encode("cp1252"))
    with pytest.raises(SheetError, match="changed while it was read"):
        list(source.rows())


def test_the_text_file_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="has no sheets"):
        opened(tmp_path, HEAD + ANN, sheet="People")


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return path


PEOPLE = [["School fair"], [], ["Name", "E-mail", "Cell", "Zip", "Consent date", "Opted out"],
          ["Ann Olson", "ann@example.org", 6515550123, 55106, datetime.date(2026, 9, 12), False]]  # fmt: skip


def test_the_sheet_with_people_is_read_and_its_cells_are_text(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fair.xlsx", {"About": [["Made by us"]], "People": PEOPLE, "Empty": []})
    source = open_list(path)
    assert (source.sheet, source.header_line, source.encoding) == ("People", 3, "")
    assert people(source) == [
        (4, ("Ann Olson", "ann@example.org", "6515550123", "55106", "2026-09-12", "no"), "")
    ]
    assert people(source) == people(source)


def test_a_sheet_can_be_named_and_a_wrong_one_lists_the_right_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path / "fair.xlsx", {"May": [["Name", "Email"], ["Ann", "a@example.org"]],
                                              "June": [["Name", "Email"], ["Bo", "b@example.org"]]})  # fmt: skip
    source = open_list(path)
    assert source.sheet == "May"
    assert "'June' may hold people as well" in notes(source)[0][1]
    assert [row.values[0] for row in open_list(path, sheet="june").rows()] == ["Bo"]
    with pytest.raises(WrongChoice, match="Its sheets: May, June") as caught:
        open_list(path, sheet="July")
    assert caught.value.choices == ("May", "June")


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="People">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_a_sheet_of_open_document_is_read(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        inner = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        return f"<table:table-row>{inner}</table:table-row>"

    with zipfile.ZipFile(tmp_path / "fair.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml", ODS.format(rows=row("Name", "Email") + row("Pa Houa", "p@example.org"))
        )
    source = open_list(tmp_path / "fair.ods")
    assert source.sheet == "People"
    assert people(source) == [(2, ("Pa Houa", "p@example.org"), "")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (6515550123.0, "6515550123"),
        (1.5, "1.5"),
        (True, "yes"),
        (datetime.datetime(2026, 9, 12, 0, 0), "2026-09-12"),
        (datetime.datetime(2026, 9, 12, 18, 30), "2026-09-12 18:30:00"),
        (datetime.time(9, 30), "09:30:00"),
        ("x", "x"),
    ],
)
def test_a_cell_is_what_somebody_would_have_typed(cell: Any, text: str) -> None:
    assert cell_text(cell) == text


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=("Cs",)), max_size=10
)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_value_under_a_header_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], codec: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows = [["Ann", *row] for row in rows]
    writer.writerows([["First name", "Last name", "Email", "Notes"], *rows])
    source = opened(tmp_path_factory.mktemp("list"), text.getvalue().encode(codec))
    if source.header_line == 1:
        assert [list(row.values) for row in source.rows()] == rows


@given(
    st.lists(
        st.lists(st.text(alphabet='aé ,"\n\r;1', max_size=6), min_size=1, max_size=4), min_size=1, max_size=12
    ),
    st.sets(st.integers(0, 11)),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_rows_of_some_lines_are_those_rows(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[list[str]],
    picked: set[int],
    end: str,
    cut_off: bool,
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=end)
    writer.writerow(["First name", "Last name", "Email"])
    writer.writerows(["Ann", *row] for row in cells)
    text = stream.getvalue() + ('Bo,"never closed' if cut_off else "")
    source = opened(tmp_path_factory.mktemp("lists"), text)
    some = [row for n, row in enumerate(source.rows()) if n in picked]
    found = source.rows_at([row.line for row in some])
    as_wide = [(row.line, fitted(row.values, len(source.columns))) for row in found]
    assert as_wide == [(row.line, row.values) for row in some]


def test_some_rows_of_a_file_that_became_shorter_are_missed(tmp_path: Path) -> None:
    source = opened(tmp_path, HEAD + ANN + ANN.replace("Ann", "Bo"))
    source.path.write_text(HEAD + ANN, encoding="utf-8")
    with pytest.raises(SheetError, match="changed while it was read"):
        list(source.rows_at([2, 3]))


@given(st.binary(max_size=150))
def test_any_bytes_are_a_list_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    try:
        source = opened(tmp_path_factory.mktemp("list"), data)
        rows = list(source.rows())
    except AdvocateError as error:
        assert str(error).startswith("fair.csv")
    else:
        assert all(len(row.values) >= len(source.columns) for row in rows)


def test_a_list_is_read_without_being_held(tmp_path: Path) -> None:
    source = opened(tmp_path, HEAD + ANN * 30_000)
    tracemalloc.start()
    count = sum(1 for _ in source.rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 400_000, "a file of 1.2 MB takes less than a third of that"
