"""Can we read the lists people really have, and say what is wrong with the ones we cannot?"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.errors import AdvocateError
from advocate.importing.sheets import Problem, SheetError, parse_sheet, read_sheet

PLAIN = (
    "name,address,city\nAda,1540 6th St E,Saint Paul\nZoë,75 Rev Dr Martin Luther King Jr Blvd,Saint Paul\n"
)


def values(text: str | bytes) -> list[tuple[str, ...]]:
    data = text.encode() if isinstance(text, str) else text
    return [row.values for row in parse_sheet(data, "list.csv").rows]


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found_out(codec: str, found: str) -> None:
    sheet = parse_sheet(PLAIN.encode(codec), "list.csv")
    assert sheet.encoding == found
    assert sheet.columns == ("name", "address", "city")
    assert sheet.rows[1].values == ("Zoë", "75 Rev Dr Martin Luther King Jr Blvd", "Saint Paul")
    assert sheet.problems == ()


def test_a_list_pasted_from_two_encodings_is_read_line_by_line() -> None:
    data = "name,town\nZoë,Saint Paul\n".encode() + "José,Anoka\n".encode("cp1252")
    assert values(data) == [("Zoë", "Saint Paul"), ("José", "Anoka")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_and_the_line_ends_are_found_out(delimiter: str, end: str) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", end)
    sheet = parse_sheet(text.encode(), "list.csv")
    assert sheet.delimiter == delimiter
    assert len(sheet.columns) == 3
    assert [row.line for row in sheet.rows] == [2, 3]


def test_excels_own_first_line_names_the_delimiter() -> None:
    sheet = parse_sheet(b"sep=;\r\nname;note\r\nAda;a,b,c\r\n", "list.csv")
    assert sheet.columns == ("name", "note")
    assert sheet.rows[0].values == ("Ada", "a,b,c")


def test_commas_in_a_list_of_one_column_belong_to_the_addresses() -> None:
    sheet = parse_sheet(b"address\n1540 6th St E, Saint Paul, MN 55106\n12 Main St, Anoka\n", "list.csv")
    assert sheet.columns == ("address",)
    assert [row.values for row in sheet.rows] == [
        ("1540 6th St E, Saint Paul, MN 55106",),
        ("12 Main St, Anoka",),
    ]
    assert sheet.delimiter == ","
    assert sheet.problems == ()


def test_ragged_rows_are_kept_and_told_with_their_line() -> None:
    sheet = parse_sheet(b"name,city\nAda\nBo,Anoka,MN,55303\n\nCy,Ely,,\nDi,Ada\n\n\n", "list.csv")
    assert sheet.columns == ("name", "city", "column_3", "column_4")
    assert [row.values for row in sheet.rows] == [
        ("Ada", "", "", ""),
        ("Bo", "Anoka", "MN", "55303"),
        ("", "", "", ""),
        ("Cy", "Ely", "", ""),
        ("Di", "Ada", "", ""),
    ]
    assert [(p.source, p.line) for p in sheet.problems] == [("list.csv", 2), ("list.csv", 3), ("list.csv", 4)]
    assert "1 value for 2 columns" in sheet.problems[0].message
    assert "4 values for 2 columns" in sheet.problems[1].message
    assert sheet.problems[2] == Problem("list.csv", 4, "the row is empty")


def test_lines_are_counted_through_values_with_line_breaks() -> None:
    sheet = parse_sheet(b'name,note\nAda,"one\ntwo"\nBo,"x"\n', "list.csv")
    assert [(row.line, row.values) for row in sheet.rows] == [(2, ("Ada", "one\ntwo")), (4, ("Bo", "x"))]


def test_columns_without_a_name_get_one_that_is_free() -> None:
    sheet = parse_sheet(b"name,,column_2,,\nAda,x,y\n", "list.csv")
    assert sheet.columns == ("name", "column_2_", "column_2")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "list.csv is empty"),
        (b"\n \n\r\n", "list.csv is empty"),
        (b"\xef\xbb\xbf", "list.csv is empty"),
        (b"\xff\xfe", "list.csv is empty"),
        (b"name,address\n", "no rows under them"),
        (b",,\nAda,x,y\n", "line 1: there are no names of columns"),
        (b"Name,Town,name\nAda,Ely,x\n", "columns 1 and 3 are both called 'Name'"),
        (b"name,town\nAda,El\x00y\n", "line 2: there is a NUL byte"),
        (
            b'name,town\nAda,"Ely\nBo,Anoka\nCy,Ada\n',
            "line 2: a quotation mark opens here and is never closed",
        ),
        (b'name,town\nAda,Ely\nBo,"Anoka', "line 3: a quotation mark"),
        (b"PK\x03\x04rest", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        ("name,town\nAda,Ely\n".encode("utf-16")[:-1], "UTF-16 text, but is damaged"),
    ],
)
def test_what_is_no_list_is_told_with_the_remedy(data: bytes, says: str) -> None:
    with pytest.raises(AdvocateError, match=r"^list\.csv") as caught:
        parse_sheet(data, "list.csv")
    assert says in str(caught.value)


def test_a_value_of_a_million_letters_is_an_error_and_no_crash() -> None:
    with pytest.raises(SheetError, match="quotation mark"):
        parse_sheet(b'name,town\nAda,"' + b"x" * 1_000_000, "list.csv")


def test_a_long_value_is_kept_whole_and_is_no_unclosed_mark() -> None:
    sheet = parse_sheet(b"name,town\nAda," + b"x" * 1_000_000 + b"\nBo,Ely\n", "list.csv")
    assert [len(row.values[1]) for row in sheet.rows] == [1_000_000, 3]


@pytest.mark.parametrize(
    ("head", "headless"),
    [
        ("name,address", False),
        ("1540 6th St E,Saint Paul", True),
        ("ada@example.org,Ada", True),
        ("44.95,-93.03", True),
        ("2025 score,address 1", False),
    ],
)
def test_a_first_line_of_data_is_noticed(head: str, headless: bool) -> None:
    assert parse_sheet(f"{head}\nx,y\n".encode(), "list.csv").seems_headless() is headless


def test_a_file_is_read_from_disk_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "fair.tsv").write_text("name\ttown\nAda\tEly\n", encoding="utf-8")
    assert read_sheet(tmp_path / "fair.tsv").source == "fair.tsv"
    with pytest.raises(FileNotFoundError):
        read_sheet(tmp_path / "none.csv")


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\x1f\r", exclude_categories=("Cs",)), max_size=12
)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_comes_back_value_for_value(rows: list[list[str]], codec: str) -> None:
    rows = [*rows, ["end"] * len(rows[0])]
    columns = [f"col{n}" for n in range(len(rows[0]))]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([columns, *rows])
    sheet = parse_sheet(text.getvalue().encode(codec), "list.csv")
    assert sheet.columns == tuple(columns)
    assert [list(row.values) for row in sheet.rows] == rows


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_clear_error(data: bytes) -> None:
    try:
        sheet = parse_sheet(data, "list.csv")
    except AdvocateError as error:
        assert str(error).startswith("list.csv")
    else:
        assert all(len(row.values) == len(sheet.columns) for row in sheet.rows)
