"""Do terms begin and end on the days that Minnesota's calendar gives?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.terms import (
    ballot_before,
    board_term_begins,
    board_term_ends,
    earliest_special_end,
    first_monday_of_january,
    general_election,
    legislature_term_ends,
)


@pytest.mark.parametrize(
    ("elected", "ends"),
    [
        (date(2022, 11, 8), date(2027, 1, 4)),
        (date(2023, 11, 7), date(2028, 1, 3)),
        (date(2024, 11, 5), date(2029, 1, 1)),
        (date(2025, 11, 4), date(2030, 1, 7)),
    ],
)
def test_a_regular_board_term_lasts_four_years(elected: date, ends: date) -> None:
    assert board_term_ends(elected) == ends
    assert ballot_before(ends) == general_election(elected.year + 4)


def test_the_ballot_of_2026_fills_the_seats_whose_terms_end_in_january_2027() -> None:
    assert ballot_before(date(2027, 1, 4)) == date(2026, 11, 3)


def test_a_regular_winner_waits_for_january_and_a_special_one_does_not() -> None:
    assert board_term_begins(date(2025, 11, 4), special=False) == date(2026, 1, 5)
    assert board_term_begins(date(2025, 11, 4), special=True) == date(2025, 11, 4)


@pytest.mark.parametrize(
    ("elected", "regular_years", "ends"),
    [
        (date(2024, 11, 5), {2022, 2024}, date(2027, 1, 4)),
        (date(2025, 11, 4), {2022, 2024}, date(2027, 1, 4)),
        (date(2023, 11, 7), {2023}, date(2026, 1, 5)),
        (date(2025, 11, 4), {2023, 2025}, date(2028, 1, 3)),
        (date(2025, 11, 4), set(), date(2027, 1, 4)),
        (date(2025, 11, 4), {2022, 2023}, date(2027, 1, 4)),
    ],
)
def test_a_special_term_ends_at_the_boards_next_election_at_the_earliest(
    elected: date, regular_years: set[int], ends: date
) -> None:
    assert earliest_special_end(elected, regular_years) == ends


@given(st.integers(1970, 2200), st.sets(st.integers(1970, 2200)))
def test_no_special_term_outlasts_a_regular_one(year: int, regular_years: set[int]) -> None:
    elected = general_election(year)
    assert elected < earliest_special_end(elected, regular_years) <= board_term_ends(elected)


@given(st.integers(1900, 2200))
def test_the_days_fall_where_the_law_says(year: int) -> None:
    begins, votes = first_monday_of_january(year), general_election(year)
    assert (begins.weekday(), begins.month) == (0, 1) and begins.day <= 7
    assert (votes.weekday(), votes.month) == (1, 11) and 2 <= votes.day <= 8


@pytest.mark.parametrize(
    ("on", "house", "senate"),
    [
        (date(2026, 8, 5), date(2027, 1, 4), date(2027, 1, 4)),
        (date(2027, 1, 3), date(2027, 1, 4), date(2027, 1, 4)),
        (date(2027, 1, 4), date(2029, 1, 1), date(2031, 1, 6)),
        (date(2031, 2, 1), date(2033, 1, 3), date(2033, 1, 3)),
        (date(2033, 2, 1), date(2035, 1, 1), date(2037, 1, 5)),
    ],
)
def test_the_senate_has_a_term_of_two_years_before_new_lines(on: date, house: date, senate: date) -> None:
    assert legislature_term_ends("state_house", on) == house
    assert legislature_term_ends("state_senate", on) == senate
