"""Is a GeoJSON file a true set of a school district's election districts: right place, right names, no gaps?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.board_lines import ElectionDistrict, seat_key
from legislators.errors import LegislatorsError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: No set of election districts of one school district comes near it.
_LARGEST = 50_000_000
#: Longitude and latitude as the reference systems that GeoJSON may name: WGS 84 and, within two metres, NAD 83.
_DEGREES = re.compile(r"CRS:?84|EPSG:{1,2}(4326|4269)\b", re.IGNORECASE)
_MINNESOTA = (-97.6, 43.3, -89.3, 49.5)
#: Two drawings of one line never agree; less than this part of the district is drawing, in km2 and as a share.
_DRAWING_KM2 = 0.05
_DRAWING_SHARE = 0.01
_DRAWING_MOST_KM2 = 10.0
_TOLD_KM2 = 0.005
_EARTH_KM = 6371.0072
_POLYGONS = ("Polygon", "MultiPolygon")


class WrongLines(LegislatorsError):
    """The file can't be used at all; `choices` holds the right words where a word was wrong."""

    wrong_usage = True

    def __init__(self, message: str, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """The election districts of a file, by seat, with their areas in km2.

    `faults` are what must be right before an address can be told (gaps, overlaps, land outside the
    district): with one, only force adds the lines. `notes` are small differences in drawing.
    """

    areas: tuple[ElectionDistrict, ...]
    km2: Mapping[str, float]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def check_lines(path: Path, key: str, seats: Sequence[str], outline: BaseGeometry) -> CheckedLines:
    """Read a GeoJSON file whose property `key` names the seats, and check it against the district's own line.

    `seats` are the board's seats that are elected by district, `outline` is in degrees. Raises
    WrongLines for what can't be mended by force: no GeoJSON, another reference system, names that are
    no seats, seats without a shape. Raises OSError.
    """
    features = _features(path)
    by_seat = _by_seat(path, features, key, sorted(set(seats)))
    notes: list[str] = []
    shapes = {seat: _whole(seat, parts, notes) for seat, parts in by_seat.items()}
    _check_place(path, shapes)
    faults: list[str] = []
    _compare(shapes, outline, faults, notes)
    return CheckedLines(
        tuple(ElectionDistrict(seat, shapes[seat]) for seat in sorted(shapes)),
        {seat: km2(shape) for seat, shape in shapes.items()},
        tuple(faults),
        tuple(notes),
    )


def km2(shape: BaseGeometry) -> float:
    """Return the area in square kilometres of a shape in degrees, good to half a percent."""
    import numpy as np
    import shapely

    def equal_area(lonlat: Any) -> Any:
        lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
        return np.column_stack((lon, np.sin(lat))) * _EARTH_KM

    return float(shapely.area(shapely.transform(shape, equal_area)))


def _features(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > _LARGEST:
        raise WrongLines(f"{path} is over {_LARGEST // 10**6} MB: too much for one school district's lines.")
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise WrongLines(f"{path} is no GeoJSON ({error}). A GIS program saves one as GeoJSON.") from error
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise WrongLines(f"{path} is no GeoJSON FeatureCollection: it has no list of features.")
    _check_system(path, content.get("crs"))
    features = [each for each in content["features"] if isinstance(each, dict)]
    for number, each in enumerate(features, 1):
        kind = (each.get("geometry") or {}).get("type") if isinstance(each.get("geometry"), dict) else None
        if kind not in _POLYGONS:
            raise WrongLines(f"{path}, feature {number}: {kind or 'no shape'} in place of a Polygon.")
    if not features:
        raise WrongLines(f"{path} has no features.")
    return features


def _check_system(path: Path, crs: object) -> None:
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else str(crs)
    if not _DEGREES.search(name):
        raise WrongLines(
            f"{path} is in the reference system {name!r}; longitude and latitude (EPSG:4326) are needed. With "
            f"GDAL: ogr2ogr -t_srs EPSG:4326 -f GeoJSON degrees.geojson {path.name}"
        )


def _by_seat(
    path: Path, features: Sequence[Mapping[str, Any]], key: str, seats: Sequence[str]
) -> dict[str, list[tuple[int, Any]]]:
    """Return the shapes of each seat, each with the number of its feature."""
    if not seats:
        raise WrongLines("No seat of this board is elected by election district, as far as our data know.")
    by_key = {seat_key(seat): seat for seat in seats}
    found: dict[str, list[tuple[int, Any]]] = {}
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") or {}
        if key not in properties:
            fields = sorted({str(name) for each in features for name in (each.get("properties") or {})})
            raise WrongLines(f"{path}, feature {number} has no field {key!r}. Name another: --key.", fields)
        seat = by_key.get(seat_key(properties[key]))
        if seat is None:
            raise WrongLines(
                f"{path}, feature {number}: {key} is {properties[key]!r}, and the board has no such seat. "
                "Its seats by election district:",
                seats,
            )
        found.setdefault(seat, []).append((number, feature["geometry"]))
    lacking = [seat for seat in seats if seat not in found]
    if lacking:
        raise WrongLines(f"{path} has no shape for {', '.join(lacking)}.", tuple(seats))
    return found


def _whole(seat: str, parts: Sequence[tuple[int, Any]], notes: list[str]) -> BaseGeometry:
    """Return the shape of one seat; a line that crosses itself is mended, and told."""
    import shapely
    from shapely.geometry import shape

    shapes = []
    for number, geometry in parts:
        try:
            found = shapely.force_2d(shape(geometry))
        except (
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
            shapely.errors.ShapelyError,
        ) as error:
            raise WrongLines(f"Feature {number} ({seat}) has a broken shape: {error}.") from error
        if found.is_empty:
            raise WrongLines(f"Feature {number} ({seat}) has an empty shape.")
        if not found.is_valid:
            reason = shapely.is_valid_reason(found)
            notes.append(f"{seat}: the line of feature {number} was mended ({reason}).")
            found = _areas_of(shapely.make_valid(found))
        shapes.append(found)
    return shapely.union_all(shapes)


def _areas_of(shape: BaseGeometry) -> BaseGeometry:
    import shapely

    return shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type in _POLYGONS])


def _check_place(path: Path, shapes: Mapping[str, BaseGeometry]) -> None:
    import shapely

    west, south, east, north = (float(each) for each in shapely.total_bounds(list(shapes.values())))
    if _within((west, south, east, north), _MINNESOTA):
        return
    if _within((south, west, north, east), _MINNESOTA):
        raise WrongLines(f"{path} has latitude before longitude; GeoJSON has longitude first.")
    if max(abs(west), abs(south), abs(east), abs(north)) > 360:
        raise WrongLines(
            f"{path} is in metres or feet ({west:.0f}, {south:.0f} …), not in degrees. With GDAL: "
            f"ogr2ogr -t_srs EPSG:4326 -f GeoJSON degrees.geojson {path.name}"
        )
    raise WrongLines(f"{path} lies outside Minnesota ({west:.2f}, {south:.2f} to {east:.2f}, {north:.2f}).")


def _within(box: Sequence[float], outer: Sequence[float]) -> bool:
    return outer[0] <= box[0] and outer[1] <= box[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _compare(
    shapes: Mapping[str, BaseGeometry], outline: BaseGeometry, faults: list[str], notes: list[str]
) -> None:
    """Say what lies outside the district, what of it is left out, and what two election districts share."""
    import shapely

    whole, union = km2(outline), shapely.union_all(list(shapes.values()))
    limit = min(max(_DRAWING_KM2, whole * _DRAWING_SHARE), _DRAWING_MOST_KM2)
    outside, left_out = _areas(shapely.difference(union, outline)), _areas(shapely.difference(outline, union))
    _say(outside, limit, "{} lie outside the school district", faults, notes)
    _say(left_out, limit, "{} of the school district lie in no election district", faults, notes)
    for (a, first), (b, second) in combinations(sorted(shapes.items()), 2):
        shared = _areas(shapely.intersection(first, second))
        _say(shared, _DRAWING_KM2, f"{a} and {b} share {{}}", faults, notes)


def _areas(shape: BaseGeometry) -> list[tuple[float, BaseGeometry]]:
    """Return the parts of a shape that have an area worth telling, each with its km2, the largest first."""
    import shapely

    parts = [(km2(part), part) for part in shapely.get_parts(shape) if part.geom_type in _POLYGONS]
    return sorted((each for each in parts if each[0] > 0), key=lambda each: -each[0])


def _say(
    parts: Sequence[tuple[float, BaseGeometry]],
    limit: float,
    words: str,
    faults: list[str],
    notes: list[str],
) -> None:
    """Tell an area, and where the largest part of it is; what is less than half a hectare is nobody's matter."""
    area = sum(size for size, _ in parts)
    if area >= _TOLD_KM2:
        at = parts[0][1].representative_point()
        text = f"{words.format(f'{area:.2f} km²')}, the largest part around {at.y:.4f},{at.x:.4f}."
        (faults if area > limit else notes).append(text)


def check_for_board(path: Path, district: str, key: str) -> CheckedLines:
    """Check a file against the seats and the line that our data have of a school district. See `check_lines`."""
    from legislators.board_terms import is_by_district
    from legislators.geopackage import read_one
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    snapshot = open_snapshot()
    seats = {chain[-1].seat for chain in load_roster(snapshot).board(district)}
    outline = read_one(snapshot.path("districts.gpkg"), "school_district", district)
    return check_lines(path, key, [seat for seat in seats if is_by_district(seat)], outline.shape)
