"""Which districts hold this point, how far is the nearest line, and what lies beyond it?"""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.errors import UnknownDistrict

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from legislators.district_cells import CellTable
    from legislators.district_nearby import KindLines
    from legislators.district_points import KindShapes
    from legislators.geopackage import Feature

#: The four kinds, in the order in which they are shown and stored.
KINDS = ("state_house", "state_senate", "congress", "school_district")
#: What a place is called that lies in no district of a kind.
OUTSIDE = "outside Minnesota"
NO_SCHOOL_DISTRICT = "no school district"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A district that may hold the place: `distance_m` from it, or with `share` (0 to 1) of its area."""

    id: str
    name: str
    distance_m: float | None = None
    share: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return id, name and whichever of `distance_m` and `share` is known."""
        known: dict[str, Any] = {"id": self.id, "name": self.name}
        if self.distance_m is not None:
            known["distance_m"] = round(self.distance_m)
        if self.share is not None:
            known["share"] = round(self.share, 3)
        return known


@dataclass(frozen=True, slots=True)
class District:
    """One district of one kind, and how sure we are that the place lies in it.

    `edge_m` is the distance in metres from the point to the nearest line of the district, None for
    an area. When `certain` is false, `alternatives` holds every district that is possible, the
    chosen one first. `id` is "" where the place lies in no district of the kind.
    """

    kind: str
    id: str
    name: str
    ocd_id: str
    edge_m: float | None
    certain: bool
    alternatives: tuple[Alternative, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the district as the JSON of `advocate who` has it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "ocd_id": self.ocd_id,
            "edge_m": None if self.edge_m is None else round(self.edge_m),
            "certain": self.certain,
            "alternatives": [each.to_dict() for each in self.alternatives],
        }


class DistrictIndex:
    """The districts of one GeoPackage; cheap to make, reads only what a question needs.

    A point on a line belongs to the district of the lower id, so every point has one answer.
    """

    def __init__(self, gpkg: Path, cells: Path | None = None) -> None:
        self._gpkg = gpkg
        self._cells = cells

    def at(self, lat: float, lon: float, radius_m: float = 50.0) -> tuple[District, ...]:
        """Return the district of each kind at a point in degrees, always four, in the order of KINDS.

        Where another district of the kind, or land in none, lies within `radius_m`, the district is
        not certain and its alternatives say what lies how far away. A point outside Minnesota gives
        the id "" for all four.
        """
        from legislators.geopackage import open_geopackage

        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
            return tuple(District(kind, "", OUTSIDE, "", None, True) for kind in KINDS)
        from legislators.district_lines import Surroundings

        with closing(open_geopackage(self._gpkg)) as db:
            found = [Surroundings.of(db, kind, lat, lon, radius_m) for kind in KINDS]
        outside, at_border = found[0].own is None, found[0].free_m is not None
        return tuple(_district(each, outside, at_border) for each in found)

    def get(self, kind: str, id_: str) -> District | None:
        """Return a district by its exact id, without a place in it; None where there is none."""
        known = self._names.get(kind, {}).get(id_)
        return District(kind, id_, known[0], known[1], None, True) if known else None

    def ids(self, kind: str) -> list[str]:
        """Return every id of a kind, as people count: 9B before 10A. Raises UnknownDistrict."""
        if kind not in self._names:
            raise UnknownDistrict(f"There is no kind of district {kind!r}; the kinds are {', '.join(KINDS)}")
        return list(self._names[kind])

    def name(self, kind: str, id_: str) -> str:
        """Return the name of a district, or what "" means. Raises UnknownDistrict."""
        if id_ == "":
            return NO_SCHOOL_DISTRICT if kind == "school_district" else OUTSIDE
        known = self._names.get(kind, {}).get(id_)
        if known is None:
            meant = self.normalise(kind, id_)  # raises for a wrong kind as well
            known = self._names[kind][meant]
        return known[0]

    def normalise(self, kind: str, text: str) -> str:
        """Return the id that `text` means ("67b", "ISD 625"). Raises UnknownDistrict that lists near ones."""
        from legislators.district_ids import match_id

        return match_id(kind, text, {id_: name for id_, (name, _) in self._names.get(kind, {}).items()})

    def shapes(self, kind: str) -> tuple[Feature, ...]:
        """Return every district of a kind with its shape in degrees, in the order of `ids`."""
        from legislators.geopackage import read_features

        return read_features(self._gpkg, kind)

    def locate_points(self, lats: ArrayLike, lons: ArrayLike) -> dict[str, NDArray[np.str_]]:
        """Return for each kind an array of the ids of the districts that hold the points.

        `lats` and `lons` are degrees, two lists of the same length. The id is "" where there is no
        district, and for points that are not finite or not on Earth. The answers are those of `at`.
        Raises ValueError where the lengths differ.
        """
        from legislators.district_points import as_degrees, locate

        return locate(self._table, self._kinds, *as_degrees(lats, lons))

    def near_lines(
        self, lats: ArrayLike, lons: ArrayLike, radii_m: ArrayLike, ids: Mapping[str, NDArray[np.str_]]
    ) -> dict[str, list[tuple[int, str, float]]]:
        """Return for each kind (row, other id, metres) for every other district within a row's radius.

        `radii_m` is one radius for all, or one a row; `ids` is what `locate_points` gave for the same
        points. The other id is "" where land in no district is near. Sorted by row, then distance;
        rows that are not near a line do not appear. Raises ValueError where lengths differ.
        """
        import numpy as np

        from legislators.district_nearby import near_lines
        from legislators.district_points import as_degrees

        points = as_degrees(lats, lons)
        radii = np.broadcast_to(np.asarray(radii_m, dtype=np.float64), points[0].shape)
        return near_lines(self._table, self._lines, *points, radii, ids)

    @cached_property
    def _lines(self) -> dict[str, KindLines]:
        from legislators.district_lines import NO_DISTRICT, lines_without_rim
        from legislators.district_nearby import KindLines
        from legislators.geopackage import read_features

        free = {each.id: lines_without_rim(each.shape) for each in read_features(self._gpkg, NO_DISTRICT)}
        return {
            kind: KindLines.of(
                [*self.ids(kind), ""], [*(each.shape.boundary for each in self.shapes(kind)), free[kind]]
            )
            for kind in KINDS
        }

    @cached_property
    def _table(self) -> CellTable:
        from legislators.district_cells import read_cells

        return read_cells(self._cells or self._gpkg.with_name("district_cells.npz"), self._gpkg, KINDS)

    @cached_property
    def _kinds(self) -> dict[str, KindShapes]:
        from legislators.district_points import KindShapes

        return {kind: KindShapes.of(self.shapes(kind)) for kind in KINDS}

    @cached_property
    def _names(self) -> dict[str, dict[str, tuple[str, str]]]:
        from legislators.geopackage import open_geopackage, read_rows

        with closing(open_geopackage(self._gpkg)) as db:
            rows = {kind: read_rows(db, kind, ("id", "name", "ocd_id")) for kind in KINDS}
        return {kind: {str(i): (str(n), str(o)) for i, n, o in found} for kind, found in rows.items()}


def _district(found: Any, outside: bool, at_border: bool) -> District:
    """Return the district of one kind; `found` is its Surroundings."""
    here = OUTSIDE if outside or found.kind != "school_district" else NO_SCHOOL_DISTRICT
    beyond = OUTSIDE if at_border or found.kind != "school_district" else NO_SCHOOL_DISTRICT
    own = found.own
    id_, name, ocd_id = (own.id, own.name, own.ocd_id) if own else ("", here, "")
    others = [Alternative(each.id, each.name, distance) for each, distance in found.others]
    if found.free_m is not None:
        others.append(Alternative("", beyond, found.free_m))
    others.sort(key=lambda each: (each.distance_m or 0.0, each.id))
    options = (Alternative(id_, name, 0.0), *others) if others else ()
    return District(found.kind, id_, name, ocd_id, found.edge_m, not others, options)


@cache
def default_index() -> DistrictIndex:
    """Return the index of the snapshot that is in use; the same one every time."""
    from legislators.snapshot import open_snapshot

    snapshot = open_snapshot()
    gpkg = snapshot.path("districts.gpkg")
    # The cells are made from the shapes, so only those that lie beside them fit.
    return DistrictIndex(gpkg, gpkg.with_name("district_cells.npz"))


def locate_points(lats: ArrayLike, lons: ArrayLike) -> dict[str, NDArray[np.str_]]:
    """Return the districts of many points, from the snapshot in use; see `DistrictIndex.locate_points`."""
    return default_index().locate_points(lats, lons)


def normalise_district_id(kind: str, text: str) -> str:
    """Return the id that `text` means: "67b" -> "67B", "ISD 625" -> "0625-01".

    Raises UnknownDistrict that lists near ones, or all that fit ("1" is Aitkin's and Minneapolis's).
    """
    return default_index().normalise(kind, text)
