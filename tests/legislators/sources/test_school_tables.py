"""Do the district directory and the board seats table become records that claim no more than they say?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.errors import SnapshotError
from legislators.sources.boards import ATTRIBUTION, compile_boards, slug
from legislators.sources.mde import compile_directory, tidy_street

DIRECTORY_ROWS = {
    "formid": ("0625-01", "0004-01"),
    "district": ("ISD 625", "ISD 4"),
    "mde_name": ("Saint Paul Public Schools", "McGregor Public School District"),
    "short_name": ("Saint Paul", "McGregor"),
    "leaid": ("2733840", "2719170"),
    "ocd_id": ("ocd-division/x", "ocd-division/y"),
    "county": ("Ramsey", "Aitkin"),
    "street": ("360 COLBORNE ST", "148 S 2ND ST"),
    "city": ("SAINT PAUL", "MCGREGOR"),
    "state": ("MN", "MN"),
    "zip": ("55102", "55760"),
    "mail_street": ("360 COLBORNE ST", "BOX 160"),
    "mail_city": ("SAINT PAUL", "MCGREGOR"),
    "mail_zip": ("55102", "55760"),
    "phone": ("(651)632-3760", "(218)768-2111"),
    "website": ("http://www.spps.org/", "NA"),
    "grades": ("PK-12", "PK-12"),
    "board_seats": ("4", "7"),
}
DIRECTORY = "".join(
    ",".join(row) + "\n" for row in (tuple(DIRECTORY_ROWS), *zip(*DIRECTORY_ROWS.values(), strict=True))
)
SEATS = """\
leaid,state_id,district,seat,name,elected,special,unnamed_reason
2733840,MN-010625,ISD 625,At Large,Carlo Franco,2023-11-07,,
2733840,MN-010625,ISD 625,At Large,Chauntyll Allen,2023-11-07,,
2719170,MN-010004,ISD 4,At Large,Ann Example,2022-11-08,,
2719170,MN-010004,ISD 4,At Large,Ben Example,2022-11-08,,
2719170,MN-010004,ISD 4,At Large,,2022-11-08,,special election; results do not say whose seat
2719170,MN-010004,ISD 4,At Large,,2024-11-05,,write-in
2719170,MN-010004,ISD 4,At Large,,2024-11-05,,write-in
2719170,MN-010004,ISD 4,At Large,Ann Example,2024-11-05,,
2719170,MN-010004,ISD 4,At Large,Cy Example,2025-11-04,Y,
2700001,MN-010166,ISD 166,District 1,Erik Redix,2022-11-08,,
2700001,MN-010166,ISD 166,District 2,Carrie Jansen,2024-11-05,,
"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "published" / "schools"
    folder.mkdir(parents=True)
    (folder / "district_directory.csv").write_text(DIRECTORY, encoding="utf-8")
    (folder / "board_seats_2026-10.csv").write_text(SEATS, encoding="utf-8")
    return folder.parent


def boards(published: Path, out: Path) -> dict[str, dict[str, Any]]:
    out.mkdir(exist_ok=True)
    compile_boards(published, out)
    rows = json.loads((out / "school_boards.json").read_text(encoding="utf-8"))["boards"]
    return {row["district"]: row for row in rows}


def test_a_district_has_street_mail_phone_and_web(published: Path, tmp_path: Path) -> None:
    compile_directory(published, tmp_path)
    found = json.loads((tmp_path / "school_districts.json").read_text(encoding="utf-8"))
    mcgregor, saint_paul = found["districts"]
    assert mcgregor["street"] == ["148 S 2nd St", "McGregor, MN 55760"]
    assert mcgregor["mail"] == ["PO Box 160", "McGregor, MN 55760"]
    assert (mcgregor["phone"], mcgregor["url"]) == ("218-768-2111", "")
    assert (saint_paul["phone"], saint_paul["url"]) == ("651-632-3760", "http://www.spps.org/")
    assert all(row["source"] and row["as_of"] for row in found["districts"])
    # How many board seats there are comes from the ODbL table, and stays in the ODbL file.
    assert "board_seats" not in mcgregor


@pytest.mark.parametrize(
    ("published_text", "tidy"),
    [
        ("6000 W MOORE LAKE DR", "6000 W Moore Lake Dr"),
        ("1410 MCKAY AVE S STE 201", "1410 McKay Ave S Ste 201"),
        ("200 1ST ST NW", "200 1st St NW"),
        ("P.O. BOX 8", "PO Box 8"),
        ("PO BOX X", "PO Box X"),
        ("BOX 128 510 3RD AVE", "PO Box 128"),
        ("120 South Hawthorn Street", "120 South Hawthorn Street"),
    ],
)
def test_streets_in_capitals_read_as_on_an_envelope(published_text: str, tidy: str) -> None:
    assert tidy_street(published_text) == tidy


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789", max_size=40))
def test_tidying_changes_capitals_and_nothing_else(text: str) -> None:
    if "BOX" not in text:
        assert tidy_street(text).upper() == " ".join(text.split())
    assert tidy_street(tidy_street(text)) == tidy_street(text)


def test_unnamed_seats_stay_unnamed_and_say_why(published: Path, tmp_path: Path) -> None:
    seats = boards(published, tmp_path / "out")["0004-01"]["seats"]
    assert [(seat["name"], seat["elected"], seat["unnamed"]) for seat in seats] == [
        ("Ben Example", "2022-11-08", ""),
        ("", "2022-11-08", "a special election filled a seat here; the results do not say which"),
        ("", "2022-11-08", "the winner of this seat later won another seat of the board"),
        ("Ann Example", "2024-11-05", ""),
        ("", "2024-11-05", "a write-in candidate won, whom the results do not name"),
        ("", "2024-11-05", "a write-in candidate won, whom the results do not name"),
        ("Cy Example", "2025-11-04", ""),
    ]
    assert len({seat["id"] for seat in seats}) == len(seats)


def test_one_person_holds_one_seat_the_newest(published: Path, tmp_path: Path) -> None:
    seats = boards(published, tmp_path / "out")["0004-01"]["seats"]
    assert [seat["elected"] for seat in seats if seat["name"] == "Ann Example"] == ["2024-11-05"]


def test_terms_and_sources_follow_the_election(published: Path, tmp_path: Path) -> None:
    every = [seat for board in boards(published, tmp_path / "out").values() for seat in board["seats"]]
    assert {(seat["elected"], seat["special"], seat["term_ends"]) for seat in every} == {
        ("2022-11-08", False, "2027-01-04"),
        ("2023-11-07", False, "2028-01-03"),
        ("2024-11-05", False, "2029-01-01"),
        ("2025-11-04", True, "2027-01-04"),
    }
    publishers = {(seat["elected"] < "2023", seat["source"].split(",")[0]) for seat in every}
    assert publishers == {(True, "Minnesota Secretary of State"), (False, "districtry (ODbL 1.0)")}


def test_boards_say_how_many_seats_are_lacking(published: Path, tmp_path: Path) -> None:
    missing = {district: board["missing"] for district, board in boards(published, tmp_path / "out").items()}
    assert missing == {"0004-01": "", "0166-01": "", "0625-01": "5 of 7 seats are not in our data"}


def test_the_board_file_carries_its_licence(published: Path, tmp_path: Path) -> None:
    boards(published, tmp_path / "out")
    head = json.loads((tmp_path / "out" / "school_boards.json").read_text(encoding="utf-8"))
    notice = (tmp_path / "out" / "school_boards.LICENSE.md").read_text(encoding="utf-8")
    for text in (head["licence"], notice):
        assert ATTRIBUTION in text and "ODbL" in text
    assert (
        ATTRIBUTION == "Contains information from districtry, made available under the Open Database License"
    )


def test_the_order_of_the_rows_does_not_matter(published: Path, tmp_path: Path) -> None:
    boards(published, tmp_path / "one")
    head, *rows = SEATS.splitlines()
    table = published / "schools" / "board_seats_2026-10.csv"
    table.write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    boards(published, tmp_path / "two")
    one, two = (tmp_path / name / "school_boards.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("write-in", "moved to Iowa", "reason 'moved to Iowa'; known are .*write-in"),
        ("MN-010625", "2733840", "'2733840' is no state district number like MN-010625"),
        ("unnamed_reason", "why", "has no column unnamed_reason"),
    ],
)
def test_a_table_of_an_unknown_form_stops_the_build(
    published: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    table = published / "schools" / "board_seats_2026-10.csv"
    table.write_text(SEATS.replace(old, new), encoding="utf-8")
    with pytest.raises(SnapshotError, match=message):
        boards(published, tmp_path / "out")


def test_a_slug_is_lower_case_words() -> None:
    assert slug("Michael (Snowy) Crnobrna") == "michael-snowy-crnobrna"
    assert slug("María Isa Pérez-Vega") == "maría-isa-pérez-vega"
