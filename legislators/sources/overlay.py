"""Which school districts lie in which legislative district, wholly or partly? districts.gpkg -> overlay.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.geopackage import read_features
from legislators.snapshot import Source
from legislators.sources.compiled import write_records

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from legislators.geopackage import Feature

OVERLAY = "overlay.json"
GEOPACKAGE = "districts.gpkg"
#: The kinds that are laid over the school districts.
LEGISLATIVE = ("state_house", "state_senate", "congress")
#: Two publishers draw the same road or river a few metres apart. What is smaller than this share of
#: both districts is such a difference of drawing, not land that one serves.
SLIVER_SHARE = 0.001
_UTM_15 = 26915
_NAD83 = 4269


@dataclass(frozen=True, slots=True)
class _Shape:
    id: str
    area: float
    shape: BaseGeometry


def compile_overlay(published: Path, out: Path) -> list[Source]:  # noqa: ARG001 - as every compiler
    """Lay the districts of `out`/districts.gpkg over each other, and write `out`/overlay.json.

    Reads what compile_districts wrote, and so has no source of its own. Areas are measured on the
    plane of UTM zone 15. The shares are of land and water, and say nothing of where people live.
    """
    schools = _shapes(out / GEOPACKAGE, "school_district")
    records: list[dict[str, Any]] = []
    for kind in LEGISLATIVE:
        records.extend(_overlaps(kind, _shapes(out / GEOPACKAGE, kind), schools))
    head = {
        "about": "Which part of a legislative district's area lies in which school district, and the other way "
        "round. Written by `advocate data build`.",
        "smallest_share": SLIVER_SHARE,
    }
    write_records(out / OVERLAY, head, "overlaps", records)
    return []


def _shapes(path: Path, kind: str) -> list[_Shape]:
    to_plane = plane_projection()
    return [_measured(feature, to_plane(feature.shape)) for feature in read_features(path, kind)]


def _measured(feature: Feature, shape: BaseGeometry) -> _Shape:
    return _Shape(feature.id, float(shape.area), shape)


def plane_projection() -> Any:
    """Return the function that lays a shape in degrees onto the plane, in metres."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    transformer = Transformer.from_crs(_NAD83, _UTM_15, always_xy=True)

    def in_metres(degrees: Any) -> Any:
        return np.column_stack(transformer.transform(degrees[:, 0], degrees[:, 1]))

    return lambda shape: shapely.transform(shape, in_metres)


def _overlaps(kind: str, districts: Sequence[_Shape], schools: Sequence[_Shape]) -> Iterator[dict[str, Any]]:
    """Yield a record for each pair that shares land, the largest share of a district first."""
    import shapely

    tree = shapely.STRtree([school.shape for school in schools])
    for district in districts:
        shapely.prepare(district.shape)
        near = [schools[i] for i in tree.query(district.shape, predicate="intersects")]
        yield from _sorted(_record(kind, district, school) for school in near)


def _record(kind: str, district: _Shape, school: _Shape) -> dict[str, Any]:
    shared = district.shape.intersection(school.shape).area
    return {
        "kind": kind,
        "district": district.id,
        "school_district": school.id,
        # Four places: a hundredth of a percent, coarser than any rounding between machines.
        "share_of_district": round(shared / district.area, 4),
        "share_of_school_district": round(shared / school.area, 4),
        "km2": round(shared / 1e6, 2),
    }


def _sorted(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [each for each in records if _is_land(each)]
    return sorted(kept, key=lambda each: (-each["share_of_district"], each["school_district"]))


def _is_land(record: dict[str, Any]) -> bool:
    largest: float = max(record["share_of_district"], record["share_of_school_district"])
    return largest >= SLIVER_SHARE
