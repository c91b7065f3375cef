"""Where along its path does a house number of one published range stand, and how far off may that be?"""

from __future__ import annotations

import struct
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from legislators.ground import metres_per_degree
from legislators.street_names import canonical_street, titled

#: Houses stand about this far from the middle of the road, in metres.
SETBACK_M = 20.0


class StreetRange(NamedTuple):
    """One published range, in the order of the index's columns; parity 2 is both sides, `spread` in metres."""

    type: str
    directions: str
    name: str
    zip_code: str
    lo: int
    hi: int
    parity: int
    side: int
    spread: float
    path: bytes
    county: str


class Fit(NamedTuple):
    """A range of the street; `cost` counts what does not agree, `away` how far the number lies outside it."""

    cost: int
    row: StreetRange
    own_side: bool
    away: int


class Match(NamedTuple):
    """A place that may be the address's; `numbers` is how wide its range is."""

    name: str
    zip_code: str
    lat: float
    lon: float
    error_m: float
    numbers: int


class _Path(NamedTuple):
    """A path's points in degrees, the steps between them and their lengths in metres, and the scale."""

    points: list[tuple[float, float]]
    steps: list[tuple[float, float]]
    lengths: list[float]
    length: float
    east: float
    north: float


def fit_of(cost: int, row: StreetRange, number: int) -> Fit:
    """Return how well a number fits a range whose street already costs something."""
    own_side = row.parity == 2 or row.parity == number % 2
    away = max(row.lo - number, number - row.hi, 0)
    return Fit(cost if own_side or away else cost + 4, row, own_side, away)


def place_on(number: int, fit: Fit) -> Match:
    """Return the point for a number along a range: interpolated along the path, and set back to its side."""
    row = fit.row
    lo, hi = row.lo, row.hi
    # A range of one number stands in the middle; else a little is left free at each end.
    share = 0.5 if hi == lo else min(max((number - lo) / (hi - lo), 0.0), 1.0)
    path = _path_of(row.path)
    lon, lat = _along(path, 0.04 + 0.92 * share, row.side if fit.own_side else 0)
    error = error_of(path.length, row.spread, fit.own_side, fit.away > 0)
    return Match(row.name, row.zip_code, lat, lon, error, hi - lo)


def error_of(length_m: float, spread_m: float, own_side: bool, beyond: bool) -> float:
    """Return the radius in metres that should hold the true place at least four times in five.

    Houses are spread unevenly along an edge, and curved edges are drawn as chords, so the doubt
    grows with the edge's length. The constants were set on school buildings (`make bench`), whose
    middles stand further from the street than a house does; homes should do better.
    """
    return 80.0 + 0.5 * length_m + spread_m + (0.0 if own_side else 40.0) + (60.0 if beyond else 0.0)


@lru_cache(maxsize=16_384)
def title_if_other(published: str, typed: str) -> str:
    """Return a published name as people write it where the typed one is another street, else ""."""
    return "" if canonical_street(published) == canonical_street(typed) else titled(published)


@lru_cache(maxsize=32_768)
def _path_of(packed: bytes) -> _Path:
    # Both sides of a block, and all its houses, lie along the same few points.
    flat = struct.unpack(f"<{len(packed) // 4}i", packed)
    points = [(flat[i] / 1e6, flat[i + 1] / 1e6) for i in range(0, len(flat), 2)]
    east, north = metres_per_degree(points[0][1])
    steps = [((b[0] - a[0]) * east, (b[1] - a[1]) * north) for a, b in pairwise(points)]
    lengths = [hypot(*step) for step in steps]
    return _Path(points, steps, lengths, sum(lengths), east, north)


def _along(path: _Path, share: float, side: int) -> tuple[float, float]:
    """Return longitude and latitude at a share of a path, set back to a side."""
    points, steps, lengths, length, east, north = path
    left = length * share
    for start, (dx, dy), step in zip(points, steps, lengths, strict=False):
        if left <= step and step:
            along = left / step
            # Right of the direction of travel is (dy, -dx).
            x = dx * along + side * SETBACK_M * dy / step
            y = dy * along - side * SETBACK_M * dx / step
            return start[0] + x / east, start[1] + y / north
        left -= step
    return points[-1]
