"""How far is a point from the lines of its district, and which districts begin beyond them?"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legislators.geopackage import Feature, features_touching
from legislators.ground import box_around, metres_per_unit, to_plane

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The layer that holds, for each kind, the land and water in no district.
NO_DISTRICT = "no_district"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies at a point and within a radius of it, for one kind of district; distances in metres.

    `own` is None in no district. `edge_m` is None only far outside the state. `free_m` is how far
    land in no district is, None where there is none within the radius or the point lies in it.
    """

    kind: str
    own: Feature | None
    edge_m: float | None
    others: tuple[tuple[Feature, float], ...]
    free_m: float | None

    @classmethod
    def of(cls, db: sqlite3.Connection, kind: str, lat: float, lon: float, radius_m: float) -> Surroundings:
        """Look around a point in degrees, reading only the shapes whose envelopes are near."""
        import shapely

        box = box_around(lat, lon, radius_m)
        near = features_touching(db, kind, box)
        own = next((each for each in near if shapely.intersects_xy(each.shape, lon, lat)), None)
        ruler = Ruler(lat, lon)
        others = [(each, ruler.to_area(each.shape, box)) for each in near if each is not own]
        free = _free_area(db, kind, lat, lon)
        if own is None:
            edge_m = None if free is None else ruler.to_line(lines_without_rim(free))
            free_m = None
        else:
            edge_m = ruler.to_line(shapely.boundary(own.shape))
            free_m = None if free is None else ruler.to_area(free, box)
        return cls(
            kind,
            own,
            edge_m,
            tuple((each, distance) for each, distance in others if distance <= radius_m),
            free_m if free_m is not None and free_m <= radius_m else None,
        )


def _free_area(db: sqlite3.Connection, kind: str, lat: float, lon: float) -> BaseGeometry | None:
    found = features_touching(db, NO_DISTRICT, (lon, lat, lon, lat), kind)
    return found[0].shape if found else None


def lines_without_rim(free: BaseGeometry) -> BaseGeometry:
    """Return the lines of the area in no district, but not the rim we drew around the state."""
    import shapely

    lines = shapely.get_parts(shapely.boundary(free))
    return shapely.multilinestrings([line for line in lines if line.bounds != free.bounds])


class Ruler:
    """Measures from one point to shapes in degrees."""

    def __init__(self, lat: float, lon: float) -> None:
        import numpy as np
        import shapely

        self._lat = lat
        self._point = shapely.points(to_plane(np.array([[lon, lat]])))[0]

    def to_area(self, shape: BaseGeometry, box: tuple[float, float, float, float]) -> float:
        """Return the metres to a shape, infinite where it lies wholly outside the box."""
        import shapely

        return self.to_line(shapely.clip_by_rect(shape, *box))

    def to_line(self, shape: BaseGeometry) -> float:
        """Return the metres to the nearest part of a shape, infinite for an empty one."""
        import numpy as np
        import shapely

        if shapely.is_empty(shape):
            return float("inf")
        shortest = shapely.shortest_line(self._point, shapely.transform(shape, to_plane))
        (_, y0), (_, y1) = shapely.get_coordinates(shortest)
        # Half way is where the scale is the mean one.
        here = metres_per_unit(np.array([self._lat]))[0]
        halfway = self._lat + np.degrees((y1 - y0) * here / 6_378_137.0) / 2
        return float(shapely.length(shortest) * metres_per_unit(np.array([halfway]))[0])
