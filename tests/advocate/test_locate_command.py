"""Does `advocate locate` keep every row and column, place what it can, and lose nothing when something fails?"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner

from advocate.cli import cli
from advocate.supporters import locating
from advocate.supporters.locating import ADDED, added_names
from legislators.geocoders import census

ADDRESSES = """name,address,note
Ada,"1540 6th St E, Saint Paul, MN 55106",first
Bo,"PO Box 12, Saint Paul, MN 55101",
Cy,,no address
Di,"1 Main St, Hudson, WI 54016",across the river
"""
POINTS = """id,lat,lon
home,44.9593,-93.0355
airport,44.8820,-93.2110
lake,47.5000,-88.0000
swapped,-93.0355,44.9593
words,north,west
empty,,
"""


def locate(*arguments: object, stdin: str | bytes | None = None) -> Any:
    return CliRunner().invoke(cli, ["locate", *map(str, arguments)], input=stdin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def save(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_addresses_are_placed_and_every_row_and_column_is_kept(folder: Path) -> None:
    path = save(folder, ADDRESSES)
    result = locate(path)
    assert result.exit_code == 3
    assert result.stdout == ""
    target = folder / "list-located.csv"
    rows = rows_of(target)
    assert list(rows[0]) == ["name", "address", "note", *ADDED]
    assert [(row["name"], row["note"]) for row in rows] == [
        ("Ada", "first"),
        ("Bo", ""),
        ("Cy", "no address"),
        ("Di", "across the river"),
    ]
    ada, bo, cy, di = rows
    assert [ada[kind] for kind in locating.KINDS] == ["67B", "67", "4", "0625-01"]
    assert (ada["method"], ada["certain"], ada["alternatives"], ada["problem"]) == (
        "street_range",
        "yes",
        "",
        "",
    )
    assert 0 < int(ada["error_m"]) <= 1000
    assert (bo["method"], bo["certain"], bo["error_m"]) == ("zip_area", "no", "")
    assert "state_house:65B" in bo["alternatives"].split(";")
    assert (cy["certain"], cy["problem"]) == ("no", "the row has no address and no point")
    assert "Wisconsin" in di["problem"]
    assert di["state_house"] == ""
    assert path.read_bytes() == ADDRESSES.encode()
    assert result.stderr == f"4 rows: 1 certain, 1 not certain, 2 not placed. Written to {target}\n"
    if os.name != "nt":
        assert target.stat().st_mode & 0o777 == 0o600


def test_points_are_placed_and_bad_ones_say_why(folder: Path) -> None:
    result = locate(save(folder, POINTS), "--out", "-")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert [rows["home"][kind] for kind in locating.KINDS] == ["67B", "67", "4", "0625-01"]
    assert (rows["home"]["method"], rows["home"]["error_m"], rows["home"]["certain"]) == ("point", "0", "yes")
    assert (rows["airport"]["school_district"], rows["airport"]["certain"]) == ("", "yes")
    assert "outside Minnesota" in rows["lake"]["problem"]
    assert "swapped" in rows["swapped"]["problem"]
    assert "numbers" in rows["words"]["problem"]
    assert "no address and no point" in rows["empty"]["problem"]
    assert result.exit_code == 3


def test_all_certain_is_done(folder: Path) -> None:
    result = locate(save(folder, "lat,lon\n44.9593,-93.0355\n"))
    assert result.exit_code == 0
    assert "1 row: 1 certain, 0 not certain, 0 not placed." in result.stderr


def test_a_point_beside_a_line_names_both_sides(folder: Path) -> None:
    from legislators.districts import default_index

    # Walk east from a known point until the House district changes: there the line is.
    index = default_index()
    low, high = -93.0355, -92.90
    own = index.at(44.9593, low)[0].id
    for _ in range(30):
        middle = (low + high) / 2
        if index.at(44.9593, middle)[0].id == own:
            low = middle
        else:
            high = middle
    locate(save(folder, f"lat,lon\n44.9593,{low}\n"))
    (row,) = rows_of(folder / "list-located.csv")
    house = [each for each in row["alternatives"].split(";") if each.startswith("state_house:")]
    assert row["certain"] == "no"
    assert house[0] == f"state_house:{own}"
    assert len(house) >= 2
    assert row["state_house"] == own


def test_a_row_with_both_uses_the_point_unless_told_otherwise(folder: Path) -> None:
    text = 'address,lat,lon\n"1540 6th St E, Saint Paul, MN 55106",44.8820,-93.2110\n'
    path = save(folder, text)
    locate(path)
    assert rows_of(folder / "list-located.csv")[0]["method"] == "point"
    locate(path, "--by", "address", "--yes")
    row = rows_of(folder / "list-located.csv")[0]
    assert (row["method"], row["state_house"]) == ("street_range", "67B")


def test_columns_of_the_same_name_are_kept_and_the_added_ones_renamed(folder: Path) -> None:
    result = locate(save(folder, "lat,lon,Certain,school_district\n44.9593,-93.0355,old,mine\n"))
    (row,) = rows_of(folder / "list-located.csv")
    assert (row["Certain"], row["school_district"]) == ("old", "mine")
    assert (row["certain_2"], row["school_district_2"]) == ("yes", "0625-01")
    assert "'school_district' is 'school_district_2', 'certain' is 'certain_2'" in result.stderr


def test_added_names_never_collide() -> None:
    columns = [*ADDED, *(f"{name}_2" for name in ADDED)]
    assert set(added_names(columns)) == {f"{name}_3" for name in ADDED}


@pytest.mark.parametrize(("codec", "told"), [("cp1252", True), ("utf-16", False), ("utf-8-sig", False)])
def test_other_encodings_come_out_as_utf_8_that_excel_opens(folder: Path, codec: str, told: bool) -> None:
    result = locate(save(folder, "name;lat;lon\nZoë;44.9593;-93.0355\n".encode(codec)))
    assert (folder / "list-located.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(folder / "list-located.csv", ";")[0]["name"] == "Zoë"
    assert ("Windows-1252" in result.stderr) is told


def test_ragged_rows_are_kept_and_say_so(folder: Path) -> None:
    result = locate(
        save(folder, "lat,lon,name\n44.9593,-93.0355\n44.9593,-93.0355,Bo,too much\n\n44.9593,-93.0355,Cy\n")
    )
    rows = rows_of(folder / "list-located.csv")
    assert [row["column_4"] for row in rows] == ["", "too much", "", ""]
    assert [row["state_house"] for row in rows] == ["67B", "67B", "", "67B"]
    assert "2 values for 3 columns" in rows[0]["problem"]
    assert "4 values for 3 columns" in rows[1]["problem"]
    assert "the row is empty" in rows[2]["problem"]
    assert rows[3]["problem"] == ""
    assert "3 rows are not as wide as the header, or empty" in result.stderr


def test_standard_input_goes_to_standard_output() -> None:
    result = locate("-", stdin="lat\tlon\n44.9593\t-93.0355\n")
    assert result.stdout.splitlines()[1] == "44.9593\t-93.0355\t67B\t67\t4\t0625-01\tpoint\t0\tyes\t\t"


def test_chunks_change_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(folder, POINTS)
    whole = locate(path, "--out", "-").stdout
    monkeypatch.setattr(locating, "CHUNK", 2)
    assert locate(path, "--out", "-").stdout == whole


def test_an_answer_that_is_there_is_not_written_over_unasked(folder: Path) -> None:
    path = save(folder, POINTS)
    target = save(folder, "precious", "list-located.csv")
    result = locate(path)
    assert result.exit_code == 1
    assert "is there already. --yes writes over it" in result.stderr
    assert target.read_text(encoding="utf-8") == "precious"
    assert locate(path, "--yes").exit_code == 3
    assert target.read_text(encoding="utf-8").startswith("id,lat,lon")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    path = save(folder, POINTS)
    result = locate(path, "--dry-run")
    assert "Nothing was written." in result.stderr
    assert list(folder.iterdir()) == [path]


def test_a_failure_in_the_middle_leaves_nothing_half_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(folder, POINTS)

    def stop(*_: object, **__: object) -> Iterator[locating.Located]:
        yield locating.Located()
        raise KeyboardInterrupt

    monkeypatch.setattr(locating, "locate_sheet", stop)
    result = locate(path)
    assert result.exit_code == 130
    assert "Stopped." in result.stderr
    assert list(folder.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(folder: Path) -> None:
    path = save(folder, POINTS)
    folder.chmod(0o500)
    try:
        result = locate(path)
    finally:
        folder.chmod(0o700)
    assert result.exit_code == 1
    assert "You may not read or write" in result.stderr


def test_a_folder_that_refuses_is_told_by_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def refuse(**_: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied", "/hidden/.list-located.csv.x.part")

    path = save(folder, POINTS)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    result = locate(path)
    assert result.exit_code == 1
    assert f"You may not read or write '{folder}'" in result.stderr
    assert ".part" not in result.stderr


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", 1, "list.csv is empty"),
        (b"name,note\nAda,x\n", 2, "Its columns are: name, note."),
        (b"Ada,12 Main St E\nBo,14 Main St E\n", 2, "first line looks like data"),
        (b"lat,lat\n1,2\n", 1, "are both called 'lat'"),
        (b"PK\x03\x04", 1, "workbook"),
        (b"lat,lon\n44\x00,1\n", 1, "NUL byte"),
    ],
)
def test_what_is_no_list_is_told_and_nothing_written(folder: Path, data: bytes, code: int, says: str) -> None:
    path = save(folder, data)
    result = locate(path)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert list(folder.iterdir()) == [path]


def test_a_file_that_is_not_there_and_a_folder_are_told(folder: Path) -> None:
    assert "There is no file or folder" in locate(folder / "none.csv").stderr
    assert "is a folder" in locate(folder).stderr
    path = save(folder, POINTS)
    assert "is a folder" in locate(path, "--out", folder, "--yes").stderr


@responses.activate
def test_addresses_leave_the_computer_only_when_asked(folder: Path) -> None:
    match = {
        "coordinates": {"x": -91.8671, "y": 47.9032},
        "matchedAddress": "200 MAIN ST, ELY, MN, 55731",
        "addressComponents": {"zip": "55731", "state": "MN", "fromAddress": "200", "toAddress": "298"},
        "geographies": {},
    }
    url = f"{census.SERVICE}/geographies/onelineaddress"
    responses.get(url, body=json.dumps({"result": {"addressMatches": [match]}}))
    path = save(folder, "address,city,zip\n200 Main St,Ely,55731\n")
    locate(path, "--yes")
    locate(path, "--yes", "--census", "--offline")
    assert len(responses.calls) == 0
    assert rows_of(folder / "list-located.csv")[0]["method"] == "zip_area"
    locate(path, "--yes", "--census")
    assert len(responses.calls) == 1
    assert rows_of(folder / "list-located.csv")[0]["method"] == "census"


def test_a_street_spelled_otherwise_is_told_beside_its_districts(tmp_path: Path) -> None:
    sheet = tmp_path / "list.csv"
    sheet.write_text('address\n"1540 6th St, Saint Paul, MN 55106"\n', encoding="utf-8")
    CliRunner().invoke(cli, ["locate", str(sheet)])
    (row,) = rows_of(tmp_path / "list-located.csv")
    assert row["state_house"] == "67B" and "E 6th St" in row["problem"]


def test_a_workbook_is_placed_as_a_list_and_answered_as_csv(folder: Path) -> None:
    import xlsxwriter

    path = folder / "fair.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write_row(0, 0, ["nothing here"])
        sheet = book.add_worksheet("People")
        sheet.write(0, 0, "School fair, September")
        for number, row in enumerate(csv.reader(io.StringIO(ADDRESSES)), 1):
            sheet.write_row(number, 0, row)
    result = locate(path, "--sheet", "People")
    assert result.exit_code == 3, result.stderr
    assert "fair-located.csv" in result.stderr
    rows = rows_of(folder / "fair-located.csv")
    assert [row["name"] for row in rows] == ["Ada", "Bo", "Cy", "Di"]
    assert rows[0]["state_house"] == "67B"
    assert "has no sheets" in locate(save(folder, ADDRESSES), "--sheet", "People").stderr
