"""An official is found as people name one; where several could be meant, all are listed, and none is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from advocate.errors import AmbiguousOfficial, UnknownOfficial
from advocate.officials.search import described, find_official
from legislators.officials import Roster, load_roster
from legislators.snapshot import open_snapshot

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def roster() -> Roster:
    return load_roster(open_snapshot())


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        *((text, "Senate District 67") for text in ("Hawj", "Sen. FOUNG HAWJ", "sd 67", "SD67", "067", "Senate 67",
                                                    "state_senate/67", "sen.foung.hawj@senate.mn", "Fung Hawj")),
        *((text, "House District 67B") for text in ("67b", "house 67 B", "HD67B", "Rep. Xiong 67B")),
        ("the governor", "Governor of Minnesota"),
        ("gov. Walz", "Governor of Minnesota"),
    ],
)  # fmt: skip
def test_a_seat_is_found_by_what_people_write(roster: Roster, text: str, seat: str) -> None:
    assert find_official(roster, text, DAY).seat == seat


@pytest.mark.parametrize(
    "text", ["Franco 0625-01", "carlo franco", "ISD 625 Franco", "St. Paul board franco"]
)
def test_a_board_member_is_found_by_name_and_district(roster: Roster, text: str) -> None:
    assert find_official(roster, text, DAY).name == "Carlo Franco"


@pytest.mark.parametrize("text", ["ISD 625 office", "0625-01 office", "Saint Paul Public Schools"])
def test_a_district_office_is_found(roster: Roster, text: str) -> None:
    assert find_official(roster, text, DAY).kind == "school_district"


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("house 67", "Jay Xiong, Representative, House District 67B"),
        ("0625-01", "Carlo Franco, School Board Member, Saint Paul Public Schools (0625-01)"),
        ("St Paul board", "Carlo Franco, School Board Member, Saint Paul Public Schools (0625-01)"),
        ("Murphy", "Erin Murphy, Senator, Senate District 64"),
    ],
)
def test_several_are_all_listed(roster: Roster, text: str, among: str) -> None:
    with pytest.raises(AmbiguousOfficial, match="could be several") as caught:
        find_official(roster, text, DAY)
    assert among in caught.value.choices
    for line in caught.value.choices:  # What is listed can be typed.
        assert (
            described(find_official(roster, line.replace("(", "").replace(")", ""), DAY)).split(",")[0]
            in line
        )


@pytest.mark.parametrize("text", ["", "   ", "99", "68", "Nobody Atall", "=cmd|x", "the", "0999-09"])
def test_nobody_is_guessed(roster: Roster, text: str) -> None:
    with pytest.raises(UnknownOfficial, match="no official"):
        find_official(roster, text, DAY)


def test_the_nearest_are_named(roster: Roster) -> None:
    with pytest.raises(UnknownOfficial, match="Did you mean") as caught:
        find_official(roster, "Fuong Haji", DAY)
    assert any("Hawj" in choice for choice in caught.value.choices)


def test_a_seat_whose_term_has_ended_says_so(roster: Roster) -> None:
    with pytest.raises(UnknownOfficial, match="Nobody sits there"):
        find_official(roster, "67", date(2027, 2, 1))
