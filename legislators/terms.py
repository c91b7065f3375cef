"""When does a term begin and end, and when is the seat on the ballot before that?"""

from __future__ import annotations

from datetime import date, timedelta

#: Years that a school board member elected at a regular election serves.
BOARD_TERM_YEARS = 4


def first_monday_of_january(year: int) -> date:
    """Return the day on which Minnesota's terms of office change hands in `year`."""
    return _first_weekday(year, 1, 0)


def general_election(year: int) -> date:
    """Return the Tuesday after the first Monday of November of `year`."""
    return _first_weekday(year, 11, 0) + timedelta(days=1)


def ballot_before(term_ends: date) -> date:
    """Return the election that fills the seat for the time after `term_ends`."""
    return general_election(term_ends.year - 1)


def board_term_ends(elected: date) -> date:
    """Return the end of the four years that a regular school board election gives."""
    return first_monday_of_january(elected.year + BOARD_TERM_YEARS + 1)


def board_term_begins(elected: date, *, special: bool) -> date:
    """Return the first day of a board member's term: at once after a special election, else in January."""
    return elected if special else first_monday_of_january(elected.year + 1)


def earliest_special_end(elected: date, regular_years: set[int]) -> date:
    """Return the earliest possible end of a term whose rest was filled by a special election.

    A vacancy is filled until the seat's own regular election. `regular_years` are years in which this
    board held regular elections: they tell whether it votes in odd or in even years. The next such
    year after the special election is the earliest; where the board's years are unknown or mixed, it
    is the very next year.
    """
    parities = {year % 2 for year in regular_years}
    later = range(elected.year + 1, elected.year + BOARD_TERM_YEARS + 1)
    fitting = [year for year in later if len(parities) != 1 or year % 2 in parities]
    return first_monday_of_january(fitting[0] + 1)


def house_first_met(on: date) -> date:
    """Return the day on which the terms of the House that sits on a day began."""
    year = on.year if on.year % 2 else on.year - 1
    begins = first_monday_of_january(year)
    return begins if begins <= on else first_monday_of_january(year - 2)


def legislature_term_ends(kind: str, on: date) -> date:
    """Return the end of the terms that run on a day, of "state_house" or "state_senate".

    The House is elected in every even year, the Senate in those that end in 2, 6 and 0: its last term
    before new lines are drawn has two years (Minnesota Constitution, article IV, section 4).
    """
    began = house_first_met(on)
    if kind == "state_house":
        return first_monday_of_january(began.year + 2)
    year = began.year + 1
    while year % 10 not in (0, 2, 6):
        year += 2
    return first_monday_of_january(year + 1)


def _first_weekday(year: int, month: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7)
