"""The ranges of a street that hold a number are those that a look at every one of them finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legislators.geocoders.street_numbers import NumberedRanges
from legislators.geocoders.street_ranges import StreetRange
from legislators.street_names import StreetName

WANTED = StreetName("6TH", "ST", "E")
RANGES = st.lists(
    st.tuples(
        st.integers(1, 300), st.integers(0, 120), st.sampled_from(["ST", "AVE"]), st.sampled_from(["E", ""])
    )
)


def range_of(lo: int, hi: int, kind: str = "ST", directions: str = "E") -> StreetRange:
    return StreetRange(kind, directions, "E 6th St", "55106", lo, hi, 2, 1, 0.0, b"", "Ramsey")


@given(RANGES, st.integers(0, 450), st.integers(0, 80))
def test_a_search_finds_what_looking_at_every_range_finds(
    drawn: list[tuple[int, int, str, str]], low: int, more: int
) -> None:
    rows = [range_of(lo, lo + wide, kind, directions) for lo, wide, kind, directions in drawn]
    rows.sort(key=lambda row: (row.lo, row.hi))
    found = NumberedRanges.of(rows, WANTED).touching(low, low + more)
    assert [row for _, row in found] == [row for row in rows if row.lo <= low + more and row.hi >= low]


def test_a_wide_range_that_begins_early_is_found_behind_many_narrow_ones() -> None:
    rows = [range_of(1, 999), *(range_of(n, n + 8) for n in range(101, 900, 10))]
    assert [(row.lo, row.hi) for _, row in NumberedRanges.of(rows, WANTED).touching(500, 500)] == [(1, 999)]


def test_what_is_not_as_typed_costs() -> None:
    rows = [range_of(1, 9), range_of(1, 9, "AVE"), range_of(1, 9, directions=""), range_of(1, 9, "AVE", "")]
    assert [cost for cost, _ in NumberedRanges.of(rows, WANTED).touching(5, 5)] == [0, 2, 1, 3]
