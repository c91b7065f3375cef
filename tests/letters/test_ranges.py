"""Is the range across a legislator's districts of one year and basis, and never an average?"""

from __future__ import annotations

import pytest
from letter_samples import figure

from letters.errors import FigureNotFound
from letters.figures import FigureBook
from letters.ranges import Served, range_across


def own(district: str, value: str, **more: object) -> object:
    return figure(value, geography=district, geography_name=f"School {district}", **more)


BOOK = FigureBook(
    [  # type: ignore[list-item]
        own("0001-01", "40.00"),
        own("0002-01", "55.50"),
        own("0003-01", "30.10"),
        own("0003-01", "29.00", basis="C"),
        own("0004-01", "20.00", year=2024),
    ]
)


def test_the_lowest_and_the_highest_are_named_and_those_without_listed() -> None:
    found = range_across(BOOK, "math", ["0001-01", "0002-01", "0003-01", "0004-01", "0005-01"])
    assert [each.geography for each in found.figures] == ["0002-01", "0001-01", "0003-01"]
    assert (str(found.lowest.not_met), str(found.highest.not_met)) == ("44.50", "69.90")
    assert found.without == ("0004-01", "0005-01")
    assert {(each.year, each.basis) for each in found.figures} == {(2025, "A")}
    assert found.in_words("House District 1A").format("[^1]", "[^2]") == (
        "In the 3 school districts that lie wholly or partly in House District 1A, the share that did not meet or "
        "exceed the standards in math in 2024-25 ran from 44.50 percent in School 0002-01[^1] to 69.90 percent in "
        "School 0003-01.[^2]"
    )


def test_the_corner_of_a_map_is_not_served() -> None:
    served = [Served("0001-01", 0.98, 0.2), Served("0002-01", 0.0023, 0.0046), Served("0003-01", 0.004, 0.5)]
    assert [each.geography for each in range_across(BOOK, "math", served).figures] == ["0001-01", "0003-01"]


def test_one_district_is_said_as_one() -> None:
    found = range_across(BOOK, "math", ["0001-01"])
    assert "the one school district in House District 1A" in found.in_words("House District 1A")


def test_no_figure_at_all_is_said() -> None:
    with pytest.raises(FigureNotFound, match="None of these school districts has a reading figure"):
        range_across(BOOK, "reading", ["0001-01"])
