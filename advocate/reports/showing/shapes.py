"""What do the districts look like on a map: simplified together, so that borders stay shared?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shape:
    """A district's outline in metres on the plane (x east, y north, Mercator across the meridian 93° west)."""

    id: str
    name: str
    outline: Any  # a shapely polygon or multipolygon


def district_shapes(kind: str, tolerance_m: float) -> tuple[Shape, ...]:
    """Return every district of a kind, its outline simplified by about `tolerance_m` metres."""
    raise NotImplementedError
