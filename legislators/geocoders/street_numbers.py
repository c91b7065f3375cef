"""Which ranges of one street hold a house number, or come near it, without looking at all of them?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from legislators.geocoders.street_ranges import StreetRange
from legislators.street_names import StreetName


@dataclass(frozen=True, slots=True)
class NumberedRanges:
    """The ranges of a street in one ZIP code, by their numbers, each with what of its name is not as typed (0: nothing).

    `los` are their first numbers, and `reach` is the highest number that a range up to there has.
    """

    ranges: Sequence[tuple[int, StreetRange]]
    los: Sequence[int]
    reach: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[StreetRange], wanted: StreetName) -> NumberedRanges:
        """Build it from rows in the order of their numbers."""
        kind, directions = wanted.type, wanted.directions
        reach = list(accumulate([row.hi for row in rows], max))
        ranges = [(2 * (row.type != kind) + (row.directions != directions), row) for row in rows]
        return cls(ranges, [row.lo for row in rows], reach)

    def touching(self, low: int, high: int) -> list[tuple[int, StreetRange]]:
        """Return the ranges that have a number from `low` to `high` in them, in order."""
        found = []
        at = bisect_right(self.los, high)
        while at and self.reach[at - 1] >= low:
            at -= 1
            if self.ranges[at][1].hi >= low:
                found.append(self.ranges[at])
        found.reverse()
        return found
