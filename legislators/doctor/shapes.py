"""Do the districts' shapes fill the state once: no overlap, no hole, and two House districts a Senate one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from legislators.doctor.finding import Finding
from legislators.doctor.seats import HOUSE, SENATE
from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from legislators.geopackage import Feature
    from legislators.snapshot import Snapshot

FILE = "districts.gpkg"
#: What each kind must hold; school districts are compared with the directory.
EXPECTED = {"state_house": HOUSE, "state_senate": SENATE, "congress": frozenset(map(str, range(1, 9)))}
_UPDATE = "Get the lines again: advocate data update districts."
#: Two publishers draw the state's edge a few metres apart; below this it is that, not a hole.
SMALLEST_KM2 = 0.05
#: Square degrees that are surely less than that.
_SPECK_DEGREES = 1e-6
#: A square metre: below this, rounding.
_SAME_KM2 = 1e-6
_EARTH_KM = 6371.0
#: Where the law knows no school district: (longitude, latitude, largest area in km2) of the airport
#: between Minneapolis and Saint Paul, and of Lake Superior.
NO_SCHOOL_DISTRICT = ((-93.2161, 44.8818, 22.0), (-90.6057, 47.4062, 6_800.0))


def check_shapes(snapshot: Snapshot, directory: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with the shapes; `directory` holds the ids of the school districts on file."""
    try:
        layers = _read(snapshot)
    except SnapshotError as error:
        yield Finding("error", "unreadable", FILE, f"The file cannot be read: {error}", _UPDATE, (f"file/{FILE}",))  # fmt: skip
        return
    yield from check_layers(layers, directory)


def check_layers(layers: Mapping[str, Sequence[Feature]], directory: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with the shapes of the four kinds, in degrees."""
    whole = {}
    for kind, features in layers.items():
        expected = EXPECTED.get(kind) or directory
        yield from _complete(kind, {each.id for each in features}, expected)
        shapes = [each.shape for each in features]
        meet = _all_meet(shapes)
        if not meet:
            yield from _overlaps(kind, features)
        whole[kind] = _union(shapes, meet=meet)
    yield from _holes(layers, whole)
    yield from _pairs(layers["state_house"], layers["state_senate"])


def _read(snapshot: Snapshot) -> dict[str, tuple[Feature, ...]]:
    import sqlite3

    from shapely.errors import ShapelyError

    from legislators.districts import KINDS
    from legislators.geopackage import open_geopackage, read_features

    path = snapshot.path(FILE)
    try:
        with closing(open_geopackage(path)):
            return {kind: read_features(path, kind) for kind in KINDS}
    except (ShapelyError, sqlite3.Error, AssertionError) as error:
        raise SnapshotError(f"{path}: {error}") from error


def _complete(kind: str, known: set[str], expected: frozenset[str] | set[str]) -> Iterator[Finding]:
    for id_ in sorted(expected - known):
        what = "The district has no shape, so no address can be found in it."
        yield Finding("error", "no_shape", f"{kind} {id_}, {FILE}", what, _UPDATE, (f"{kind}/{id_}",))
    for id_ in sorted(known - expected):
        code, what = "unknown_district", "There is no such district in Minnesota."
        if kind == "school_district":
            code, what = "no_directory", "The school district has no entry in school_districts.json."
        yield Finding("error", code, f"{kind} {id_}, {FILE}", what, _UPDATE, (f"{kind}/{id_}",))


def _overlaps(kind: str, features: Sequence[Feature]) -> Iterator[Finding]:
    import shapely

    shapes = [each.shape for each in features]
    broken = [each.id for each in features if not each.shape.is_valid or each.shape.is_empty]
    for id_ in broken:
        what = "The shape crosses itself, or is empty."
        yield Finding("error", "broken_shape", f"{kind} {id_}, {FILE}", what, _UPDATE, (f"{kind}/{id_}",))
    if broken:
        return
    edges = shapely.coverage_invalid_edges(shapes)
    touched = [number for number, edge in enumerate(edges) if not shapely.is_empty(edge)]
    for number, first in enumerate(touched):
        for second in touched[number + 1 :]:
            km2 = _km2(shapely.intersection(shapes[first], shapes[second]))
            if km2 > 0:
                a, b = features[first].id, features[second].id
                what = f"{a} and {b} overlap ({_area(km2)}), so an address there would have two answers."
                yield Finding("error", "overlap", f"{kind} {a} and {b}, {FILE}", what, _UPDATE, (f"{kind}/{a}", f"{kind}/{b}"))  # fmt: skip


def _holes(layers: Mapping[str, Sequence[Feature]], whole: Mapping[str, BaseGeometry]) -> Iterator[Finding]:
    """Yield land that one kind leaves out, though other kinds have it."""
    import shapely

    # Not the school districts': MDE draws the state's edge in its own way.
    state = whole["state_house"]
    for kind in ("state_senate", "congress"):
        state = state if _same(state, whole[kind]) else shapely.union(state, whole[kind])
    for kind, union in whole.items():
        if _same(state, union):
            continue
        parts = shapely.get_parts(shapely.difference(state, union))
        for part in parts[shapely.area(parts) > _SPECK_DEGREES]:
            km2 = _km2(part)
            if km2 < SMALLEST_KM2 or (kind == "school_district" and _by_law(part, km2)):
                continue
            at = part.representative_point()
            what = f"{_area(km2)} around {at.y:.4f},{at.x:.4f} lie in no district of the kind."
            near = [each.id for each in layers[kind] if shapely.intersects(each.shape, part)]
            subjects = tuple(f"{kind}/{id_}" for id_ in near)
            yield Finding("error", "hole", f"{kind}, {FILE}", what, _UPDATE, subjects)


def _by_law(part: BaseGeometry, km2: float) -> bool:
    import shapely

    return any(
        shapely.intersects_xy(part, lon, lat) and km2 <= largest for lon, lat, largest in NO_SCHOOL_DISTRICT
    )


def _pairs(house: Sequence[Feature], senate: Sequence[Feature]) -> Iterator[Finding]:
    """Yield the Senate districts that are not exactly their two House districts."""
    import shapely

    halves = {each.id: each.shape for each in house}
    for each in senate:
        ids = [id_ for id_ in (f"{each.id}A", f"{each.id}B") if id_ in halves]
        if len(ids) < 2 or not all(shape.is_valid for shape in (halves[ids[0]], halves[ids[1]], each.shape)):
            continue
        pair = shapely.union(*(halves[id_] for id_ in ids))
        if _same(pair, each.shape):
            continue
        km2 = _km2(shapely.symmetric_difference(pair, each.shape))
        if km2 > _SAME_KM2:
            what = (
                f"Senate District {each.id} is not House Districts {' and '.join(ids)}: {_area(km2)} differ."
            )
            subjects = (f"state_senate/{each.id}", *(f"state_house/{id_}" for id_ in ids))
            where = f"state_senate {each.id}, {FILE}"
            yield Finding("error", "pair_differs", where, what, _UPDATE, subjects)


def _all_meet(shapes: Sequence[BaseGeometry]) -> bool:
    """True where all shapes are sound and meet edge to edge, as a publisher's own do: no overlap, no mismatch."""
    import shapely

    return (
        not any(shapely.is_empty(shapes))
        and all(shapely.is_valid(shapes))
        and bool(shapely.coverage_is_valid(shapes))
    )


def _union(shapes: Sequence[BaseGeometry], *, meet: bool) -> BaseGeometry:
    """Return all the shapes as one; quickly where they all meet edge to edge."""
    import shapely

    if not meet:
        return shapely.union_all(shapely.make_valid(list(shapes)))
    union = shapely.coverage_union_all(shapes)
    # A kind with islands comes as a collection, which no other step takes.
    return union if union.geom_type != "GeometryCollection" else shapely.union_all(shapely.get_parts(union))


def _same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Say whether two shapes are the same to the last bit, which is quick to see; False tells nothing."""
    import shapely

    a, b = (shapely.normalize(shapely.multipolygons(shapely.get_parts(each))) for each in (one, other))
    return bool(a == b)


def _km2(shape: BaseGeometry) -> float:
    """Return an area in square kilometres, good to a percent: an equal-area strip at each latitude."""
    import numpy as np
    import shapely

    if shapely.is_empty(shape):
        return 0.0

    def flat(lonlat: Any) -> Any:
        lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
        return np.column_stack((lon, np.sin(lat))) * _EARTH_KM

    return float(shapely.area(shapely.transform(shape, flat)))


def _area(km2: float) -> str:
    return f"{km2:.1f} km²" if km2 >= 0.1 else f"{km2 * 1e6:,.0f} m²"
