"""Where on its street does this house number stand? From published address ranges, offline."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from pathlib import Path

from legislators.address import Address
from legislators.errors import AmbiguousAddress, SnapshotError
from legislators.geocoders import Found
from legislators.geography import metres_between, metres_per_degree
from legislators.places import Notice, Place
from legislators.street_names import RULES, StreetName, canonical_street

#: Houses stand about this far from the middle of the road, in metres.
SETBACK_M = 20.0
#: Matches nearer to each other than this, in metres, are one place.
SAME_PLACE_M = 150.0
#: Overlapping ranges of one street are one place in doubt up to this distance, in metres.
SAME_STREET_M = 600.0
#: A house number this far outside every range is still placed at the nearest end.
_NEAR_NUMBERS = 40

_QUERY = """SELECT type, directions, name, zip, lo, hi, parity, side, spread, path, county FROM ranges
WHERE core = ? AND lo <= ? AND hi >= ?"""


@dataclass(frozen=True, slots=True)
class _Match:
    """A range that may hold the address; `cost` counts what does not agree."""

    cost: int
    name: str
    zip_code: str
    lat: float
    lon: float
    error_m: float
    numbers: int


class StreetIndex:
    """Address ranges in SQLite. `towns` tells the canonical names of the towns a ZIP code serves."""

    name = "street_range"

    def __init__(self, file: Path, towns: Callable[[str], Collection[str]]) -> None:
        self._towns = towns
        try:
            self._db = sqlite3.connect(
                f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            rules = self._db.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
        except sqlite3.Error as error:
            raise SnapshotError(
                f"The street index {file.name} can't be read ({error}). Remove it, or add the streets again."
            ) from error
        if rules != (str(RULES),):
            raise SnapshotError(
                f"The street index {file.name} was made by another version of advocate. Add the streets again."
            )

    def locate(self, address: Address) -> Found | None:
        """Return the place of the house number, or None where no range holds it.

        Raises AmbiguousAddress where two places fit equally well.
        """
        if address.number is None or address.grid or not address.street:
            return None
        wanted = canonical_street(address.street)
        matches = self._exact(address, wanted) or self._nearby(address, wanted)
        if not matches:
            return None
        if not (address.zip_code or address.city):
            # Other counties may have the street too, so even a single match is only a question.
            raise self._question("In which town is it?", address, matches)
        least = min(match.cost for match in matches)
        match = self._one_of(address, [match for match in matches if match.cost == least])
        zip_code = match.zip_code or address.zip_code
        town = address.city or next(iter(self._towns(zip_code)), "")
        matched = f"{address.number} {match.name}, {town + ', ' if town else ''}MN {zip_code}".rstrip()
        notices: tuple[Notice, ...] = ()
        if address.zip_code and match.zip_code and match.zip_code != address.zip_code:
            notices = (
                Notice(
                    "zip_differs",
                    f"The street's ZIP code on file is {match.zip_code}, not {address.zip_code}.",
                ),
            )
        place = Place(
            matched,
            match.lat,
            match.lon,
            self.name,
            match.error_m,
            "US Census Bureau TIGER/Line address ranges",
            zip_code,
        )
        return Found(place, notices=notices)

    def _exact(self, address: Address, wanted: StreetName) -> list[_Match]:
        number = address.number or 0
        found = []
        for row in self._db.execute(_QUERY, (wanted.core, number, number)):
            cost = self._cost(address, wanted, row)
            if cost is not None:
                right_side = row[6] == 2 or row[6] == number % 2
                found.append(_place(row, number, cost if right_side else cost + 4, right_side))
        return found

    def _nearby(self, address: Address, wanted: StreetName) -> list[_Match]:
        """Return the nearest end of the nearest range of the street, for a number just outside all ranges."""
        number = address.number or 0
        rows = self._db.execute(
            _QUERY, (wanted.core, number + _NEAR_NUMBERS, number - _NEAR_NUMBERS)
        ).fetchall()
        fits = [
            (max(row[4] - number, number - row[5]), cost, row)
            for row in rows
            if (cost := self._cost(address, wanted, row)) is not None
        ]
        if not fits:
            return []
        least = min(away for away, _, _ in fits)
        return [
            _place(row, number, cost, row[6] in (2, number % 2), off=1.0 + away)
            for away, cost, row in fits
            if away == least
        ]

    def _cost(self, address: Address, wanted: StreetName, row: tuple[str, ...]) -> int | None:
        """Return what disagrees between the address and a range, 0 for nothing, or None for another street."""
        kind, directions, zip_code = row[0], row[1], row[3]
        cost = 0
        if kind != wanted.type:
            if kind and wanted.type:
                return None
            cost += 2
        if directions != wanted.directions:
            if directions and wanted.directions:
                return None
            cost += 1
        if address.zip_code:
            if zip_code != address.zip_code:
                if zip_code and address.city not in self._towns(zip_code):
                    return None
                cost += 1
        elif address.city and address.city not in self._towns(zip_code):
            return None
        return cost

    def _one_of(self, address: Address, best: list[_Match]) -> _Match:
        """Return the match, where they are all one place; two places are a question, not a guess.

        Two published ranges of one street that overlap are one place in doubt: the narrower one,
        with the distance to the other as the doubt.
        """
        first = min(best, key=lambda m: (m.numbers, m.error_m, m.name, m.zip_code))
        apart = max(metres_between((first.lon, first.lat), (m.lon, m.lat)) for m in best)
        same_street = len({(canonical_street(m.name), m.zip_code) for m in best}) == 1
        if apart <= (SAME_STREET_M if same_street else SAME_PLACE_M):
            return replace(first, error_m=max(first.error_m, apart))
        raise self._question("Two or more places fit this address equally well. Which is it?", address, best)

    def _question(self, asked: str, address: Address, matches: list[_Match]) -> AmbiguousAddress:
        choices = sorted({self._typed(address, m) for m in matches})
        if len(choices) == 1 and len(matches) > 1:
            # The same words for two places: only the map can tell them apart.
            choices = sorted({f"{choices[0]} ({m.lat:.4f}, {m.lon:.4f})" for m in matches})
        return AmbiguousAddress(f"{asked} On file: {'; '.join(choices[:12])}", choices)

    def _typed(self, address: Address, match: _Match) -> str:
        town = next(iter(self._towns(match.zip_code)), "").title()
        return (
            f"{address.number} {match.name.title()}, {town + ', ' if town else ''}MN {match.zip_code}".strip()
        )


def _place(row: tuple[object, ...], number: int, cost: int, right_side: bool, off: float = 0.0) -> _Match:
    """Return the point for a number along a range: interpolated along the path, and set back to its side."""
    _, _, name, zip_code, lo, hi, _, side, spread, path, _ = row
    flat = struct.unpack(f"<{len(path) // 4}i", path)  # type: ignore[arg-type]
    points = [(flat[i] / 1e6, flat[i + 1] / 1e6) for i in range(0, len(flat), 2)]
    # A range of one number stands in the middle; else half a step is left free at each end.
    share = 0.5 if hi == lo else min(max((number - lo) / (hi - lo), 0.0), 1.0)  # type: ignore[operator]
    lon, lat, length = _along(points, 0.04 + 0.92 * share, int(side) if right_side else 0)  # type: ignore[call-overload]
    error = error_of(length, float(spread), right_side, off)  # type: ignore[arg-type]
    return _Match(cost, str(name), str(zip_code), lat, lon, error, int(hi) - int(lo))  # type: ignore[call-overload]


def error_of(length_m: float, spread_m: float, right_side: bool, off: float) -> float:
    """Return the radius in metres that should hold the true place nine times in ten.

    Houses are spread unevenly along an edge, and curved edges are drawn as chords, so the doubt
    grows with the edge's length; the constants were set on buildings with known points.
    """
    return 50.0 + 0.4 * length_m + spread_m + (0.0 if right_side else 40.0) + (60.0 if off else 0.0)


def _along(points: list[tuple[float, float]], share: float, side: int) -> tuple[float, float, float]:
    """Return longitude, latitude and the path's length in metres, at a share of a path, set back to a side."""
    east, north = metres_per_degree(points[0][1])
    steps = [((b[0] - a[0]) * east, (b[1] - a[1]) * north) for a, b in pairwise(points)]
    lengths = [hypot(*step) for step in steps]
    total = sum(lengths)
    left = total * share
    for start, (dx, dy), length in zip(points, steps, lengths, strict=False):
        if left <= length and length:
            along = left / length
            # Right of the direction of travel is (dy, -dx).
            x = dx * along + side * SETBACK_M * dy / length
            y = dy * along - side * SETBACK_M * dx / length
            return start[0] + x / east, start[1] + y / north, total
        left -= length
    return points[-1][0], points[-1][1], total
