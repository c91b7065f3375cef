"""What do the districts look like on a map: simplified together, so that borders stay shared?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Metres; the mean radius of the Earth. The map's middle meridian is that of Minnesota's own maps (UTM zone 15).
_RADIUS, _MERIDIAN = 6_371_008.8, -93.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A district's outline in metres on the plane: x to the east of 93° west, y to the north of the equator."""

    id: str
    name: str
    outline: Any  # a shapely polygon or multipolygon


@cache
def district_shapes(
    kind: str, tolerance_m: float, part: tuple[float, float, float, float] | None = None
) -> tuple[Shape, ...]:
    """Return every district of a kind, its outline simplified by about `tolerance_m` metres.

    Neighbours keep one and the same border: they are simplified as a whole, from the snapshot in use.
    With `part` (west, south, east, north in metres) only those that reach into it.
    """
    import numpy as np
    import shapely

    found = _outlines(kind)
    if part is not None:
        inside = shapely.box(*part)
        found = tuple(each for each in found if shapely.intersects(each.outline, inside))
    simple = shapely.coverage_simplify(np.array([each.outline for each in found]), tolerance_m)
    return tuple(Shape(each.id, each.name, outline) for each, outline in zip(found, simple, strict=True))


def whole_extent(kind: str) -> tuple[float, float, float, float]:
    """Return how far the districts of a kind reach: west, south, east, north in metres."""
    import shapely

    west, south, east, north = map(float, shapely.total_bounds([each.outline for each in _outlines(kind)]))
    return west, south, east, north


@cache
def _outlines(kind: str) -> tuple[Shape, ...]:
    """Return every district with all the corners it has."""
    import numpy as np
    import shapely

    from legislators.districts import default_index

    found = default_index().shapes(kind)
    outlines = shapely.transform(np.array([each.shape for each in found]), on_plane)
    return tuple(Shape(each.id, each.name, outline) for each, outline in zip(found, outlines, strict=True))


def on_plane(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (longitude, latitude) in degrees as metres: Mercator's projection, laid across the middle meridian."""
    import numpy as np

    east, north = np.radians(degrees[:, 0] - _MERIDIAN), np.radians(degrees[:, 1])
    x = np.arctanh(np.cos(north) * np.sin(east))
    y = np.arctan2(np.tan(north), np.cos(east))
    return np.column_stack((x, y)) * _RADIUS
