"""Is a board's sheet a file that people can edit, which believes nothing that nobody has verified?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.board_sheets import (
    OLD_DAYS,
    Sheet,
    WrongSheet,
    doubts_of,
    new_sheet,
    problems_of,
    read_all,
    read_sheet,
    set_values,
    sheet_notices,
    sheet_of,
    sheet_path,
    sheet_text,
    stalest,
)
from legislators.representation import represent_districts

TODAY = date(2026, 11, 24)
WHOLE = Sheet(
    "0625-01",
    ("3rd Tuesday, 5:30 pm", "2nd Monday"),
    "Conference room",
    "by noon, at the office",
    "three minutes",
    "https://www.example.org/board",
    "",
    date(2026, 11, 1),
    "Ada Example",
)


def write(district: str, text: str) -> None:
    sheet_path(district).parent.mkdir(parents=True, exist_ok=True)
    sheet_path(district).write_text(text, encoding="utf-8")


def test_a_new_sheet_is_empty_and_says_what_each_field_is_for() -> None:
    assert sheet_of("0625-01") is None
    path = new_sheet("0625-01")
    text = path.read_text(encoding="utf-8")
    assert "# the rules of public comment" in text
    assert sheet_of("0625-01") == Sheet("0625-01")
    assert doubts_of(Sheet("0625-01"), TODAY) == [
        "empty so far: meetings, sign_up, rules, link",
        "nobody has verified it yet: set verified_on and verified_by",
    ]
    with pytest.raises(WrongSheet, match="is there already"):
        new_sheet("0625-01")


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(texts, max_size=3), texts, texts, st.one_of(st.none(), st.dates()))
def test_a_sheet_is_read_as_it_was_written(
    meetings: list[str], place: str, rules: str, day: date | None
) -> None:
    sheet = Sheet("0625-01", tuple(meetings), place, "", rules, "", "", day, "Ada" if day else "")
    write("0625-01", sheet_text(sheet))
    assert read_sheet(sheet_path("0625-01")) == sheet


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = [", "cannot be read as TOML"),
        ('district = "0002-01"\n', "the file's name says '0625-01'"),
        (
            'district = "0625-01"\nmetings = []\n',
            "metings is no field of a sheet; they are district, meetings",
        ),
        ('district = "0625-01"\nmeetings = "Tuesday"\n', "meetings must be a list of texts"),
        ('district = "0625-01"\nplace = 3\n', "place must be a text"),
        ('district = "0625-01"\nlink = "example"\n', "write the whole address"),
        ('district = "0625-01"\nverified_on = "today"\nverified_by = "A"\n', "a day without quotes"),
        ('district = "0625-01"\nverified_on = 2026-11-01\n', "verified_by says who looked"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_told_with_the_file(text: str, message: str) -> None:
    write("0625-01", text)
    with pytest.raises(WrongSheet, match=r"0625-01\.toml") as wrong:
        sheet_of("0625-01")
    assert message in str(wrong.value)


def test_fields_are_set_as_typed_and_nothing_wrong_gets_in() -> None:
    made = set_values(
        Sheet("0625-01"), {"meetings": " 3rd Tuesday, 5:30 pm; 2nd Monday ;", "place": " Library "}
    )
    assert (made.meetings, made.place) == (("3rd Tuesday, 5:30 pm", "2nd Monday"), "Library")
    for pairs, message in (
        ({"district": "0002-01"}, "no field that can be set"),
        ({"verified_on": "soon"}, "a day such as"),
        ({"verified_on": "2026-11-01"}, "verified_by"),
        ({"link": "here"}, "whole address"),
    ):
        with pytest.raises(WrongSheet, match=message):
            set_values(Sheet("0625-01"), pairs)
    assert set_values(WHOLE, {"verified_on": ""}).verified_on is None


def test_the_stalest_come_first_those_nobody_looked_at_before_all() -> None:
    sheets = {
        "a": Sheet("a", verified_on=date(2026, 11, 1), verified_by="A"),
        "b": Sheet("b"),
        "c": Sheet("c", verified_on=date(2024, 11, 1), verified_by="A"),
    }
    assert [each.district for each in stalest(sheets, TODAY)] == ["b", "c", "a"]
    assert not sheets["a"].is_old(TODAY)
    assert sheets["c"].is_old(TODAY)
    assert f"verified {(TODAY - date(2024, 11, 1)).days} days ago" in "".join(doubts_of(sheets["c"], TODAY))
    assert OLD_DAYS == 180


def test_a_day_to_come_is_no_verification() -> None:
    sheet = set_values(WHOLE, {"verified_on": "2027-01-01"})
    assert "verified_on is 2027-01-01, a day to come" in doubts_of(sheet, TODAY)


def test_who_tells_the_sheet_and_a_broken_one_hides_nobody() -> None:
    write("0625-01", sheet_text(WHOLE))
    found = represent_districts(school_district="0625-01", on=TODAY)
    (notice,) = (each for each in found.warnings if each.code == "board_sheet")
    assert notice.message == (
        "The school board meets: 3rd Tuesday, 5:30 pm; 2nd Monday. Public comment: by noon, at the office. "
        "The board's sheet (verified 2026-11-01 by Ada Example): advocate boards sheet show 0625-01"
    )
    write("0625-01", "x = [")
    broken = represent_districts(school_district="0625-01", on=TODAY)
    assert [each.name for each in broken.officials] == [each.name for each in found.officials]
    assert [each.code for each in broken.warnings].count("board_sheet") == 1
    assert sheet_notices(["0002-01"], TODAY) == []


def test_all_sheets_are_read_and_the_broken_ones_told() -> None:
    write("0625-01", sheet_text(WHOLE))
    write("0002-01", "x = [")
    sheets, wrong = read_all()
    assert sheets == {"0625-01": WHOLE}
    assert len(wrong) == 1
    assert "0002-01.toml" in wrong[0]
    assert problems_of({"district": "0625-01"}, "0625-01") == []


def test_a_person_s_own_sheet_wins_over_one_that_came_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legislators.board_sheets.BUNDLED", tmp_path)
    (tmp_path / "0625-01.toml").write_text(sheet_text(WHOLE), encoding="utf-8")
    assert sheet_of("0625-01") == WHOLE
    own = set_values(WHOLE, {"place": "Library"})
    write("0625-01", sheet_text(own))
    assert sheet_of("0625-01") == own
    assert read_all() == ({"0625-01": own}, [])
