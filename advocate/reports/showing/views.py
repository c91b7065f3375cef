"""Which part of the state lies where on the picture, in pixels, and what has room in it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from advocate.reports.showing.shapes import Shape, district_shapes, on_plane, whole_extent

#: The Twin Cities with their suburbs, in degrees (west, south, east, north): too small on the map of the state.
METRO = (-93.72, 44.70, -92.80, 45.24)
#: Pixels from west to east.
_WIDTH = 430


@dataclass(frozen=True, slots=True)
class View:
    """A part of the plane (metres) as it lies on the picture: pixels, y downwards.

    `tolerance_m` is how far an outline may lie from the true one: less than what a pixel shows.
    """

    west: float
    south: float
    east: float
    north: float
    tolerance_m: float
    #: Whether all of the state lies in it.
    whole: bool
    width: int = _WIDTH

    @property
    def height(self) -> int:
        """Pixels from north to south."""
        return round((self.north - self.south) * self._scale)

    @property
    def _scale(self) -> float:
        return self.width / (self.east - self.west)

    def drawn(self, kind: str) -> list[tuple[Shape, Any]]:
        """Return (district, outline in pixels, cut at the picture's edge) of each that can be seen here."""
        part = None if self.whole else (self.west, self.south, self.east, self.north)
        shapes = district_shapes(kind, self.tolerance_m, part)
        found = [(each, self.place(each.outline)) for each in shapes]
        return [(shape, outline) for shape, outline in found if not outline.is_empty]

    def place(self, outline: Any) -> Any:
        """Return the outline in pixels of this view, cut at its edge."""
        import shapely

        cut = shapely.clip_by_rect(outline, self.west, self.south, self.east, self.north)
        return shapely.transform(cut, self._pixels)

    def _pixels(self, metres: Any) -> Any:
        import numpy as np

        x, y = (metres[:, 0] - self.west) * self._scale, (self.north - metres[:, 1]) * self._scale
        return np.column_stack((x, y))


def state_view(kind: str) -> View:
    """Return the view of all Minnesota."""
    # School districts have more corners, which follow sections of land.
    return View(*whole_extent(kind), 900.0 if kind == "school_district" else 500.0, True)


def metro_view() -> View:
    """Return the view of the Twin Cities."""
    import numpy as np

    west, south, east, north = METRO
    corners = on_plane(np.array([(west, south), (east, south), (west, north), (east, north)]))
    west, south = map(float, corners.min(axis=0))
    east, north = map(float, corners.max(axis=0))
    return View(west, south, east, north, 80.0, False)


def metro_edge(view: View) -> Any:
    """Return the line around the Twin Cities' part in another view."""
    import shapely

    metro = metro_view()
    return shapely.LineString(
        view.place(shapely.box(metro.west, metro.south, metro.east, metro.north)).exterior
    )


def hatch(outline: Any, gap: float = 6.0) -> Any:
    """Return slanted lines within an outline in pixels; None where none falls into it.

    They lie on one grid for the whole picture, so that the hatching of neighbours meets.
    """
    import shapely

    west, north, east, south = outline.bounds
    first, last = int((west + north) // gap), int((east + south) // gap) + 1
    lines = shapely.multilinestrings(
        [[(west, n * gap - west), (east, n * gap - east)] for n in range(first, last + 1)]
    )
    # A cut at the picture's edge can leave an outline that touches itself.
    inside = shapely.intersection(lines, shapely.make_valid(outline))
    return inside if inside.length > 0 else None


def label_size(words: str, outline: Any) -> tuple[float, float, int] | None:
    """Return (x, y, letters' size) where the words fit into the outline; None where they do not."""
    import shapely

    middle = shapely.maximum_inscribed_circle(outline, 0.5)
    x, y = middle.coords[0]
    for size in (11, 9, 8):
        # A sign is about 0.6 of its height wide; the circle's room is less than the outline's.
        if middle.length >= 0.27 * size * min(len(words), 0.5 * len(words) + 3) + 0.5:
            return x, y, size
    return None
