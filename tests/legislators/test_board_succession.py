"""Do boards turn over on the day their winners begin, not a day before, and does nobody get lost or doubled?"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.board_members import board_chains, board_members
from legislators.board_results import HeldRace
from legislators.board_terms import missing_words
from legislators.official import Official

OFFICE = {
    "district": "0381-01",
    "name": "Made-up Public Schools",
    "phone": "218-555-0100",
    "mail": ["1 Main St", "Two Harbors, MN 55616"],
    "url": "https://www.example.org",
    "source": "MDE",
    "as_of": "2025-06-30",
}
E2026, TURN = date(2026, 11, 3), date(2027, 1, 4)
TAKEN = date(2026, 11, 24)


def seat(name: str, label: str = "At Large", elected: str = "2022-11-08", **changes: Any) -> dict[str, Any]:
    ends = {"2022-11-08": "2027-01-04", "2024-11-05": "2029-01-01", "2023-11-07": "2028-01-03"}[elected]
    return {
        "id": f"school_board/0381-01/{elected}/{name.casefold().replace(' ', '-') or 'unnamed-1'}",
        "seat": label,
        "name": name,
        "unnamed": "" if name else "a write-in candidate won, whom the results do not name",
        "elected": elected,
        "special": False,
        "by_election_district": "District" in label,
        "term_begins": f"{int(elected[:4]) + 1}-01-02",
        "term_ends": ends,
        "source": "made up",
        "as_of": "2026-10-01",
        **changes,
    }


def board(*seats: dict[str, Any], missing: str = "") -> dict[str, Any]:
    return {"district": "0381-01", "seats": list(seats), "missing": missing, "as_of": "2026-10-01"}


def race(
    *names: str, label: str = "At Large", election: date = E2026, special: bool = False, office: str = "5000"
) -> HeldRace:
    won = tuple((name, "" if name else "a write-in candidate won", "") for name in names)
    return HeldRace(election, "0381-01", label, special, office, won, "", TAKEN)


def on(day: date, compiled: dict[str, Any] | None, *races: HeldRace) -> list[Official]:
    return list(board_members(compiled, OFFICE, day, races))


def names(found: list[Official]) -> list[str]:
    return [each.name for each in found]


SIX = board(
    seat("Ann Old"), seat("Bob Old"), seat("Cat Old"),
    seat("Dan Mid", elected="2024-11-05"), seat("Eve Mid", elected="2024-11-05"), seat("Fay Mid", elected="2024-11-05"),
)  # fmt: skip


def test_a_board_turns_over_on_the_first_monday_of_january_and_not_a_day_before() -> None:
    results = race("Gus New", "Bob Old", "Hal New")
    before = on(TURN - timedelta(days=1), SIX, results)
    assert names(before) == ["Ann Old", "Bob Old", "Cat Old", "Dan Mid", "Eve Mid", "Fay Mid"]
    assert "the winner elected 2026-11-03 sits from 2027-01-04" in before[0].note
    assert "elected again 2026-11-03, until 2031-01-06" in before[1].note
    assert "2026-11-03" not in before[3].note
    after = on(TURN, SIX, results)
    assert names(after) == ["Gus New", "Bob Old", "Hal New", "Dan Mid", "Eve Mid", "Fay Mid"]
    assert [each.term_ends for each in after[:3]] == [date(2031, 1, 6)] * 3
    assert after[0].note.startswith("won the election of 2026-11-03")
    assert {each.status for each in after} == {"sitting"}


def test_before_the_election_nothing_of_it_is_told() -> None:
    results = race("Gus New", "Bob Old", "Hal New")
    asked = on(date(2026, 11, 2), SIX, results)
    assert asked == on(date(2026, 11, 2), SIX)


def test_without_results_the_winner_is_said_to_be_unknown_as_before() -> None:
    assert "the winner of 2026-11-03 is not in our data" in on(TAKEN, SIX)[0].note
    ended = on(TURN, SIX)
    assert [each.status for each in ended] == ["term_ended"] * 3 + ["sitting"] * 3


def test_a_seat_with_a_name_of_its_own_tells_who_comes() -> None:
    compiled = board(seat("Ann Old", "District 1"), seat("Bob Mid", "District 2", "2024-11-05"))
    found = on(TAKEN, compiled, race("Gus New", label="District 1"))
    assert "the winner elected 2026-11-03 sits from 2027-01-04: Gus New" in found[0].note
    assert names(on(TURN, compiled, race("Gus New", label="District 1"))) == ["Gus New", "Bob Mid"]


def test_a_write_in_leaves_the_seat_unnamed_with_the_reason() -> None:
    found = on(TURN, SIX, race("Gus New", "", "Hal New"))
    unnamed = [each for each in found if not each.name]
    assert [each.status for each in unnamed] == ["not_in_data"]
    assert "write-in" in unnamed[0].note


def test_a_special_election_for_a_seat_of_its_own_name_fills_it_at_once_for_the_rest_of_the_term() -> None:
    compiled = board(seat("Ann Old", "District 1"), seat("Bob Mid", "District 2", "2024-11-05"))
    results = race("Gus New", label="District 2", special=True)
    assert names(on(date(2026, 11, 2), compiled, results)) == ["Ann Old", "Bob Mid"]
    found = on(E2026, compiled, results)
    assert names(found) == ["Ann Old", "Gus New"]
    assert found[1].term_ends == date(2029, 1, 1)


def test_a_special_election_at_large_names_its_winner_and_says_that_nobody_knows_whose_seat_it_was() -> None:
    found = on(TAKEN, SIX, race("Gus New", special=True))
    assert sorted(names(found)) == ["", "", "Ann Old", "Bob Old", "Cat Old", "Gus New"]
    why = next(each.note for each in found if not each.name)
    assert "a special election on 2026-11-03 filled a seat here; the results do not say which" in why
    assert "until then: Dan Mid, Eve Mid, Fay Mid" in why


def test_a_special_winner_whose_term_was_to_end_gives_way_to_the_regular_winners() -> None:
    compiled = board(
        seat("Ann Old"), seat("Sue Special", elected="2024-11-05", special=True, term_ends="2027-01-04")
    )
    assert names(on(TURN, compiled, race("Gus New", "Hal New")))[:2] == ["Gus New", "Hal New"]
    # Only the regular seat was on the ballot: the special term goes on to the next election.
    found = on(TURN, compiled, race("Gus New"))
    assert names(found)[:2] == ["Gus New", "Sue Special"]
    assert found[1].term_ends == date(2029, 1, 1)


def test_who_wins_another_seat_of_the_board_leaves_the_old_one() -> None:
    compiled = board(seat("Ann Old", "District 1"), seat("Bob Mid", "District 2", "2024-11-05"))
    found = on(TURN, compiled, race("Bob Mid", label="District 1"))
    assert names(found) == ["Bob Mid", ""]
    assert "later won another seat" in found[1].note


def test_a_seat_that_our_boards_lack_appears_on_the_day_its_term_begins() -> None:
    compiled = board(
        seat("Ann Old"), seat("Bob Mid", elected="2024-11-05"), missing="4 or 5 more seats are missing"
    )
    results = race("Gus New", "Hal New", "Ida New")
    assert names(on(TURN - timedelta(days=1), compiled, results)) == ["Ann Old", "Bob Mid", ""]
    after = on(TURN, compiled, results)
    assert names(after) == ["Gus New", "Bob Mid", "Hal New", "Ida New", ""]
    assert after[-1].note.startswith("2 or 3 more seats are not in our data: 4 listed")


def test_older_results_fill_only_what_the_compiled_board_lacks() -> None:
    old = race("Ann Old", "Zoe Old", election=date(2022, 11, 8))
    lacking = board(seat("Ann Old"), missing="5 or 6 more seats are not in our data")
    assert names(on(TAKEN, lacking, old)) == ["Ann Old", "Zoe Old", ""]
    assert names(on(TAKEN, SIX, old)) == names(on(TAKEN, SIX))


def test_a_board_of_which_nothing_was_compiled_is_made_of_the_results_alone() -> None:
    results = (race("Ann Old", "Bob Old", election=date(2022, 11, 8)), race("Gus New", "Ann Old"))
    assert names(on(date(2022, 12, 1), None, *results)) == [""]
    assert names(on(TAKEN, None, *results)) == ["Ann Old", "Bob Old", ""]
    assert sorted(names(on(TURN, None, *results))) == ["", "Ann Old", "Gus New"]


def test_a_board_that_renamed_its_seats_has_no_more_of_them() -> None:
    compiled = board(*(seat(f"P{n} Old", f"Position {n}") for n in (1, 2, 3)))
    assert names(on(TURN, compiled, race("A New", "B New", "C New")))[:3] == ["A New", "B New", "C New"]


def test_results_of_two_elections_follow_each_other() -> None:
    results = (
        race("Gus New", "Bob Old", "Hal New"),
        race("Jo Later", "Kit Later", "Lee Later", election=date(2030, 11, 5)),
    )
    assert sorted(names(on(date(2031, 1, 5), SIX, *results)))[-2:] == ["Gus New", "Hal New"]
    assert {"Jo Later", "Kit Later", "Lee Later"} <= set(names(on(date(2031, 1, 6), SIX, *results)))


def test_a_count_that_is_not_final_says_so() -> None:
    partial = HeldRace(
        E2026,
        "0381-01",
        "At Large",
        False,
        "5000",
        (("Gus New", "", ""),),
        "2 of 4 precincts had reported",
        TAKEN,
    )
    found = on(TURN, board(seat("Ann Old")), partial)
    assert "not final: 2 of 4 precincts had reported" in found[0].note


@pytest.mark.parametrize(("seats", "words"), [(6, ""), (7, ""), (5, "1 or 2 more seats"), (2, "4 or 5 more")])
def test_missing_seats_are_counted_by_law(seats: int, words: str) -> None:
    assert missing_words("0381-01", ["At Large"] * seats).startswith(words)
    assert missing_words("0625-01", ["At Large"] * 4) == "3 of 7 seats are not in our data"


people = st.sampled_from(["Ann Old", "Bob Old", "Cat Old", "Dan Mid", "Gus New", "Hal New", "Ida New", ""])


@given(st.lists(people, min_size=1, max_size=4), st.lists(people, max_size=2), st.integers(0, 3000))
def test_whatever_is_elected_the_board_keeps_its_seats_and_nobody_sits_twice(
    regular: list[str], special: list[str], days: int
) -> None:
    regular = [name for n, name in enumerate(regular) if not name or name not in regular[:n]][:3]
    special = [name for n, name in enumerate(special) if not name or name not in [*regular, *special[:n]]]
    races = [race(*regular)] + ([race(*special, special=True)] if special else [])
    day = date(2025, 1, 6) + timedelta(days=days)
    found = on(day, SIX, *races)
    seats = [each for each in found if not each.id.endswith("/missing")]
    assert len(seats) == 6
    assert max(Counter(each.name for each in seats if each.name).values(), default=1) <= (2 if special else 1)
    ids = [term.id for chain in board_chains(SIX, "0381-01", races, ()) for term in dict.fromkeys(chain)]
    assert len({each.id for each in seats}) == 6
    assert len(ids) == len(set(ids))
