"""Who gets a letter: never by a guess, and everybody who gets none is told with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advocate.errors import WrongChoice
from advocate.writing.recipients import choose_officials, read_offices, settle
from legislators.districts import Alternative, District
from legislators.errors import UnknownDistrict
from legislators.officials import Official
from legislators.places import Place
from legislators.representation import Representation

DAY = date(2026, 11, 24)
PLACE = Place("1 MAIN ST, SAINT PAUL, MN 55106", 44.96, -93.03, "street_range", 40.0, "TIGER", "55106")
SENATOR = Official(
    name="Foung Hawj", kind="state_senate", district="67", title="Senator", seat="", party="", email="", phone="",
    mail=(), url="", term_ends=date(2027, 1, 4), status="sitting", note="", committees=(), source="Open States",
    as_of=date(2026, 8, 5), id="p/67",
)  # fmt: skip


def district(kind: str, id_: str, *others: Alternative, certain: bool = True) -> District:
    names = {"state_house": f"House District {id_}", "school_district": "Saint Paul Public Schools"}
    own = (Alternative(id_, names.get(kind, id_), 0.0), *others) if others else ()
    return District(kind, id_, names.get(kind, id_), "", 38.0, certain, own)


HOUSE = district("state_house", "67B", Alternative("66A", "House District 66A", 38.2), certain=False)
SENATE = district("state_senate", "67")
SCHOOL = district("school_district", "0625-01")


def found(
    *districts: District, officials: tuple[Official, ...] = (), place: Place | None = PLACE
) -> Representation:
    return Representation("1 Main St", DAY, place, districts, officials, ())


def test_offices_are_read_in_one_order_and_wrong_ones_list_the_right_ones() -> None:
    assert (
        read_offices(["board, Senate", "house"])
        == read_offices("senate,house,board")
        == ("house", "senate", "board")
    )
    for wrong in (["mayor"], [""], []):
        with pytest.raises(WrongChoice, match="house, senate, board, governor"):
            read_offices(wrong)


def test_near_a_line_both_sides_are_named_and_nobody_is_written_to() -> None:
    settled = settle(
        found(HOUSE, SENATE, officials=(SENATOR, replace(SENATOR, kind="state_house", district="67B")))
    )
    chosen, skipped = choose_officials(settled, ("house", "senate"))
    assert chosen == (SENATOR,)
    (doubt,) = skipped
    assert doubt.in_doubt
    assert "House District 67B; House District 66A, 38 m away" in doubt.reason
    assert "--district 67B or --district 66A" in doubt.reason


def test_a_zip_area_names_shares_and_not_more_than_six() -> None:
    many = tuple(Alternative(f"{number}A", f"House District {number}A", share=0.1) for number in range(1, 9))
    area = District("state_house", "1A", "House District 1A", "", None, False, many)
    _, (doubt,) = choose_officials(settle(found(area)), ("house",))
    assert "House District 1A, 10% of the area" in doubt.reason
    assert doubt.reason.count("of the area") == 6
    assert "and 2 more" in doubt.reason


def test_a_district_that_was_not_looked_up_or_is_none() -> None:
    _, skipped = choose_officials(settle(found(SENATE)), ("house",))
    assert skipped[0].in_doubt
    nowhere = District("school_district", "", "", "", 900.0, True)
    _, (none,) = choose_officials(settle(found(nowhere)), ("board",))
    assert not none.in_doubt
    assert "lies in no school district" in none.reason


@pytest.mark.parametrize(
    ("status", "note", "reason"),
    [
        ("vacant", "vacant since 2026-06-21", "The seat is vacant: vacant since 2026-06-21."),
        ("term_ended", "term ended 2027-01-04, successor not in our data of 2026-08-05",
         "Term ended 2027-01-04, successor not in our data of 2026-08-05."),
        ("not_in_data", "3 of 7 seats are not in our data", "3 of 7 seats are not in our data; no name is invented."),
        ("sitting", "", "Our data do not name who holds the seat; no name is invented."),
    ],
)  # fmt: skip
def test_a_seat_without_a_holder_gets_no_letter(status: str, note: str, reason: str) -> None:
    empty = replace(SENATOR, name="", status=status, note=note)
    chosen, (skipped,) = choose_officials(settle(found(SENATE, officials=(empty,))), ("senate",))
    assert chosen == ()
    assert skipped.reason == reason
    assert skipped.official == empty


def test_a_named_house_district_settles_the_senate_too() -> None:
    settled = settle(found(HOUSE, SENATE, SCHOOL), district="hd 66a", on=DAY)
    chosen, skipped = choose_officials(settled, ("house",))
    assert [official.district for official in chosen] == ["66A"]
    assert not skipped
    assert settled.named == {"state_house", "state_senate"}


@pytest.fixture
def both_uncertain() -> Representation:
    senate = district("state_senate", "67", Alternative("66", "Senate District 66", 38.2), certain=False)
    school = district("school_district", "0625-01", Alternative("0623-01", "Roseville", 99.0), certain=False)
    return found(HOUSE, senate, school)


def test_senate_and_school_districts_can_be_named_alone(both_uncertain: Representation) -> None:
    settled = settle(both_uncertain, district="66", school_district="ISD 623", on=DAY)
    chosen, skipped = choose_officials(settled, ("house", "senate", "board"))
    assert {(o.kind, o.district) for o in chosen} == {("state_senate", "66"), ("school_board", "0623-01")}
    assert [s.kind for s in skipped if s.in_doubt] == ["state_house"]
    assert [d.kind for d in settled.districts] == ["state_house", "state_senate", "school_district"]


def test_a_district_that_the_place_cannot_be_in_is_refused(both_uncertain: Representation) -> None:
    with pytest.raises(WrongChoice, match="can be: 67B, 66A") as refused:
        settle(both_uncertain, district="12B", on=DAY)
    assert refused.value.choices == ("67B", "66A")
    with pytest.raises(UnknownDistrict):
        settle(both_uncertain, district="99Z", on=DAY)


def test_of_an_area_the_persons_word_is_taken_with_a_warning(both_uncertain: Representation) -> None:
    area = replace(both_uncertain, place=replace(PLACE, lat=None, lon=None, method="zip_area", error_m=None))
    settled = settle(area, district="12B", on=DAY)
    assert [(w.code, "12" in w.message) for w in settled.warnings] == [("district_named", True)]
    assert [o.district for o in choose_officials(settled, ("house", "senate"))[0]] == ["12B", "12"]
