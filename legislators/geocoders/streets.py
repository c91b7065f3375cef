"""Where on its street does this house number stand? From published address ranges, offline."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import NamedTuple

from legislators.address import Address
from legislators.errors import AmbiguousAddress, SnapshotError
from legislators.geocoders import Found
from legislators.ground import metres_between, metres_per_degree
from legislators.places import Notice, Place
from legislators.street_names import RULES, StreetName, canonical_street, titled

#: Houses stand about this far from the middle of the road, in metres.
SETBACK_M = 20.0
#: Matches nearer to each other than this, in metres, are one place.
SAME_PLACE_M = 150.0
#: Overlapping ranges of one street are one place in doubt up to this distance, in metres.
SAME_STREET_M = 600.0
#: A house number this far outside every range is still placed at the nearest end.
_NEAR_NUMBERS = 40

_QUERY = """SELECT type, directions, name, zip, lo, hi, parity, side, spread, path, county FROM ranges
WHERE core = ?1 AND lo <= ?2 + ?3 AND hi >= ?2 - ?3
AND (type = ?4 OR type = '' OR ?4 = '') AND (directions = ?5 OR directions = '' OR ?5 = '')"""


#: A row of `ranges`, in the order of the query.
_Row = tuple[str, str, str, str, int, int, int, int, float, bytes, str]


class _Fit(NamedTuple):
    """A range of the street; `cost` counts what does not agree, `away` how far the number lies outside it."""

    cost: int
    row: _Row
    own_side: bool
    away: int


@dataclass(frozen=True, slots=True)
class _Match:
    """A place that may be the address's; `numbers` is how wide its range is."""

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
        if address.number is None or address.grid or not address.street or not self._serves(address):
            return None
        fits = self._fits(address, canonical_street(address.street))
        if not fits:
            return None
        if not (address.zip_code or address.city):
            # Other counties may have the street too, so even a single match is only a question.
            raise self._question(
                "In which town is it?", address, [_place(address.number, fit) for fit in fits]
            )
        least = min(fit.cost for fit in fits)
        match = self._one_of(address, [_place(address.number, fit) for fit in fits if fit.cost == least])
        zip_code = match.zip_code or address.zip_code
        towns = tuple(self._towns(zip_code))
        town = address.city if address.city in towns or not towns else towns[0]
        matched = f"{address.number} {match.name}, {town + ', ' if town else ''}MN {zip_code}".rstrip()
        notices = tuple(_differences(address, match))
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

    @cached_property
    def _zips(self) -> frozenset[str]:
        return frozenset(code for (code,) in self._db.execute("SELECT zip FROM zips"))

    @cached_property
    def _towns_served(self) -> frozenset[str]:
        return frozenset(town for code in self._zips for town in self._towns(code))

    def _serves(self, address: Address) -> bool:
        """Say whether the index has any street of the address's ZIP code or town at all."""
        if address.zip_code in self._zips or address.city in self._towns_served:
            return True
        return not (address.zip_code or address.city)

    def _fits(self, address: Address, wanted: StreetName) -> list[_Fit]:
        """Return the street's ranges that hold the number, else those whose end is nearest to it."""
        number = address.number or 0
        fits = []
        asked = (wanted.core, number, _NEAR_NUMBERS, wanted.type, wanted.directions)
        for row in self._db.execute(_QUERY, asked):
            cost = self._cost(address, wanted, row)
            if cost is not None:
                own_side = row[6] == 2 or row[6] == number % 2
                away = max(row[4] - number, number - row[5], 0)
                fits.append(_Fit(cost if own_side or away else cost + 4, row, own_side, away))
        nearest = min((fit.away for fit in fits), default=0)
        return [fit for fit in fits if fit.away == nearest]

    def _cost(self, address: Address, wanted: StreetName, row: _Row) -> int | None:
        """Return what is missing on one side or differs, 0 for nothing, or None for a street of another town."""
        cost = 2 * (row[0] != wanted.type) + (row[1] != wanted.directions)
        if row[3] == address.zip_code:
            return cost
        if (address.city or address.zip_code) and address.city not in self._towns(row[3]):
            return None
        return cost + bool(address.zip_code)

    def _one_of(self, address: Address, best: list[_Match]) -> _Match:
        """Return the match, where they are all one place; two places are a question, not a guess.

        Two published ranges of one street that overlap are one place in doubt: the narrower one,
        with the distance to the other as the doubt.
        """
        first = min(best, key=lambda m: (m.numbers, m.error_m, m.name, m.zip_code))
        apart = max(metres_between((first.lon, first.lat), (m.lon, m.lat)) for m in best)
        same_street = len({(canonical_street(m.name), m.zip_code) for m in best}) == 1
        if apart <= (SAME_STREET_M if same_street else SAME_PLACE_M):
            return first if apart <= first.error_m else replace(first, error_m=apart)
        raise self._question("Two or more places fit this address equally well. Which is it?", address, best)

    def _question(self, asked: str, address: Address, matches: list[_Match]) -> AmbiguousAddress:
        choices = sorted({self._typed(address, m) for m in matches})
        apart = max(metres_between((matches[0].lon, matches[0].lat), (m.lon, m.lat)) for m in matches)
        if len(choices) == 1 and apart > SAME_PLACE_M:
            # The same words for two places: only the map can tell them apart.
            choices = sorted({f"{choices[0]} ({m.lat:.4f}, {m.lon:.4f})" for m in matches})
        return AmbiguousAddress(f"{asked} On file: {'; '.join(choices[:12])}", choices)

    def _typed(self, address: Address, match: _Match) -> str:
        town = next(iter(self._towns(match.zip_code)), "").title()
        return (
            f"{address.number} {titled(match.name)}, {town + ', ' if town else ''}MN {match.zip_code}".strip()
        )


def _differences(address: Address, match: _Match) -> Iterator[Notice]:
    """Yield what the published street says otherwise than the address."""
    if canonical_street(match.name) != canonical_street(address.street):
        yield Notice("street_differs", f"The street on file is {titled(match.name)}; check that it is yours.")


def _place(number: int, fit: _Fit) -> _Match:
    """Return the point for a number along a range: interpolated along the path, and set back to its side."""
    _, _, name, zip_code, lo, hi, _, side, spread, path, _ = fit.row
    flat = struct.unpack(f"<{len(path) // 4}i", path)
    points = [(flat[i] / 1e6, flat[i + 1] / 1e6) for i in range(0, len(flat), 2)]
    # A range of one number stands in the middle; else a little is left free at each end.
    share = 0.5 if hi == lo else min(max((number - lo) / (hi - lo), 0.0), 1.0)
    lon, lat, length = _along(points, 0.04 + 0.92 * share, side if fit.own_side else 0)
    error = error_of(length, spread, fit.own_side, bool(fit.away))
    return _Match(name, zip_code, lat, lon, error, hi - lo)


def error_of(length_m: float, spread_m: float, own_side: bool, beyond: bool) -> float:
    """Return the radius in metres that should hold the true place at least four times in five.

    Houses are spread unevenly along an edge, and curved edges are drawn as chords, so the doubt
    grows with the edge's length. The constants were set on school buildings (`make bench`), whose
    middles stand further from the street than a house does; homes should do better.
    """
    return 80.0 + 0.5 * length_m + spread_m + (0.0 if own_side else 40.0) + (60.0 if beyond else 0.0)


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
