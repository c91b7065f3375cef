"""The lines above a letter: as typed where typed with care, as an envelope has them elsewhere."""

from __future__ import annotations

import pytest

from advocate.writing.envelope import read_home
from legislators.places import Place

PLACE = Place("1540 6TH ST E, SAINT PAUL, MN 55106", 44.96, -93.03, "street_range", 40.0, "TIGER", "55106")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("1540 6th St E, Saint Paul, MN 55106", ("1540 6th St E", "Saint Paul, MN 55106")),
        ("1540 6th St E, Saint Paul, Minnesota 55106-1234", ("1540 6th St E", "Saint Paul, MN 55106")),
        ("1540 6TH ST E, SAINT PAUL MN 55106", ("1540 6th St E", "Saint Paul, MN 55106")),
        ("1540 6th st e, st. paul", ("1540 6th St E", "St. Paul, MN 55106")),
        ("1540 6th St E, Apt 3, Saint Paul, MN 55106", ("1540 6th St E, Apt 3", "Saint Paul, MN 55106")),
        ("1540 6th St E", ("1540 6th St E", "Saint Paul, MN 55106")),
        ("1540 6th St E, 55106", ("1540 6th St E", "Saint Paul, MN 55106")),
        ("W7890 County Road B W, Roseville, MN", ("W7890 County Road B W", "Roseville, MN 55106")),
    ],
)
def test_lines(typed: str, lines: tuple[str, ...]) -> None:
    assert read_home(typed, PLACE).lines == lines


def test_two_spellings_are_compared_as_one() -> None:
    forms = {
        read_home(typed, PLACE).form
        for typed in ("1540 6th St E, St. Paul, MN 55106", "1540 6TH ST E,Saint Paul MN 55106")
    }
    assert len(forms) == 1


def test_without_a_place_nothing_is_made_up() -> None:
    home = read_home("Saint Paul, MN 55106", None)
    assert (home.town, home.zip_code) == ("Saint Paul", "55106")
