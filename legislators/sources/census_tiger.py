"""Where do the district lines come from? The Census Bureau's and MDE's files -> districts.gpkg."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from legislators.district_ids import natural_order
from legislators.district_lines import NO_DISTRICT
from legislators.errors import SnapshotError
from legislators.geopackage import (
    SRS_ID,
    Feature,
    Layer,
    open_geopackage,
    read_rows,
    wkb_of,
    write_geopackage,
)
from legislators.snapshot import Source
from legislators.sources.boundary_files import boundary_sources, find_boundaries

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

GEOPACKAGE = "districts.gpkg"
CELLS = "district_cells.npz"
#: What the files hold; anything else is a wrong or a broken file.
COUNTS = {"state_house": 134, "state_senate": 67, "congress": 8, "school_district": 329}

_OCD = "ocd-division/country:us/state:mn"
# A straight line in metres bows by up to 17 m in degrees over the longest edge (29 km); by 2 cm over this.
_LONGEST_EDGE_M = 1000.0
# A tenth of a millimetre: hides the last bits in which versions of PROJ differ.
_DECIMALS = 9
# Far enough beyond the state that its rim is never the nearest line.
_RIM_DEGREES = 1.0
_UTM_15 = 26915
#: The day that MDE's metadata give for the lines of the bundled snapshot.
_SCHOOLS_DATED = "2025-10-08"


def compile_districts(
    published: Path, out: Path, *, schools_dated: str = _SCHOOLS_DATED, retrieved_on: str = "2026-10"
) -> list[Source]:
    """Read the four boundary files under `published`, write districts.gpkg and district_cells.npz to `out`.

    The files keep their published names, which tell their year: tl_YYYY_27_sldl.zip, _sldu.zip,
    _cdNNN.zip, and mn_school_districts_YYYY.gpkg for the school year that begins in YYYY; of each
    there is one. `schools_dated` and `retrieved_on` are as in Source. Shapes stay at full resolution.
    Raises SnapshotError where a file is missing, is not what its name says, holds another number of
    districts, or where its districts overlap or leave slivers.
    """
    from legislators.sources.cells import build_cells

    files, directory = find_boundaries(published), published / "schools" / "district_directory.csv"
    house = _census(files.house, "SLDLST", "House District", "sldl")
    senate = _census(files.senate, "SLDUST", "Senate District", "sldu")
    column = f"CD{files.congress.stem[-3:]}FP"
    congress = _census(files.congress, column, "Congressional District", "cd")
    schools = _schools(files.schools, directory)
    layers = [
        _layer("state_house", "Minnesota House of Representatives", house),
        _layer("state_senate", "Minnesota Senate", senate),
        _layer("congress", "United States House of Representatives, Minnesota", congress),
        _layer("school_district", "Minnesota school districts", schools),
    ]
    layers.append(_outside(layers))
    sources = boundary_sources(files, schools_dated, retrieved_on)
    out.mkdir(parents=True, exist_ok=True)
    write_geopackage(out / GEOPACKAGE, layers, _last_change(sources))
    build_cells(out / GEOPACKAGE, out / CELLS)
    return sources


def _last_change(sources: Sequence[Source]) -> str:
    """Return the newest vintage among the inputs, so that the same input gives the same bytes."""
    newest = max((source.vintage + "-01-01")[:10] for source in sources)
    return f"{newest}T00:00:00.000Z"


def _census(path: Path, column: str, name: str, ocd: str) -> Iterator[Feature]:
    """Yield the districts of a Census Bureau file; `column` holds their codes, padded with zeros."""
    for record, shape in _read_zip(path):
        if column not in record:
            raise SnapshotError(f"{path} has no column {column}: it holds {', '.join(record)}")
        code = str(record[column])
        if not code.startswith("Z"):  # ZZZ: water that belongs to no district
            id_ = code.lstrip("0")
            yield Feature(id_, f"{name} {id_}", f"{_OCD}/{ocd}:{id_.lower()}", shape)


def _schools(path: Path, directory_path: Path) -> Iterator[Feature]:
    """Yield MDE's school districts in degrees, with their names from its directory."""
    directory = _read_directory(directory_path)
    to_degrees = _reprojection()
    with closing(open_geopackage(path)) as db:
        ((table, column, srs),) = read_rows(
            db, "gpkg_geometry_columns", ("table_name", "column_name", "srs_id")
        )
        rows = read_rows(db, str(table), ("formid", str(column)))
    if srs != _UTM_15:
        raise SnapshotError(f"{path} is in EPSG:{srs}, expected EPSG:{_UTM_15}")
    for form_id, blob in rows:
        id_ = str(form_id)
        if id_ not in directory or not isinstance(blob, bytes):
            raise SnapshotError(f"{path}: school district {id_} has no shape or is not in {directory_path}")
        name, ocd_id = directory[id_]
        yield Feature(id_, name, ocd_id, to_degrees(blob))


def _read_directory(path: Path) -> dict[str, tuple[str, str]]:
    """Return id -> (name, OCD id) from MDE's directory."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = {row["formid"]: (row["mde_name"], row["ocd_id"]) for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise SnapshotError(f"{path} cannot be read as MDE's school district directory: {error!r}") from error
    if not found:
        raise SnapshotError(f"{path} cannot be read as MDE's school district directory: it has no rows")
    return found


def _reprojection() -> Callable[[bytes], BaseGeometry]:
    """Return the function that turns a blob in UTM zone 15 into a shape in degrees."""
    import numpy as np
    import shapely
    from pyproj import Transformer

    transformer = Transformer.from_crs(_UTM_15, SRS_ID, always_xy=True)

    def in_degrees(metres: Any) -> Any:
        return np.round(np.column_stack(transformer.transform(metres[:, 0], metres[:, 1])), _DECIMALS)

    def read(blob: bytes) -> BaseGeometry:
        shape = shapely.segmentize(shapely.from_wkb(wkb_of(blob)), _LONGEST_EDGE_M)
        return shapely.transform(shape, in_degrees)

    return read


def _read_zip(path: Path) -> Iterator[tuple[Mapping[str, Any], BaseGeometry]]:
    """Yield each record of the shapefile in a zip with its shape, holes and islands kept apart."""
    import shapefile
    from shapely.geometry import shape as to_shape

    try:
        with shapefile.Reader(path) as reader:
            for row in reader.iterShapeRecords():
                yield row.record.as_dict(), to_shape(row.shape.__geo_interface__)
    except (OSError, BadZipFile, shapefile.ShapefileException) as error:
        raise SnapshotError(f"{path} cannot be read as a zipped shapefile ({error}): get it again") from error


def _layer(kind: str, title: str, features: Iterator[Feature]) -> Layer:
    """Return the layer in the order of its ids, after checking that its districts fit together."""
    import shapely

    rows = sorted(features, key=lambda feature: natural_order(feature.id))
    if len(rows) != COUNTS[kind] or len({row.id for row in rows}) != COUNTS[kind]:
        raise SnapshotError(f"{kind}: {len(rows)} districts in the published file, expected {COUNTS[kind]}")
    shapes = [_as_multipolygon(row.shape) for row in rows]
    if not shapely.is_valid(shapes).all() or not shapely.coverage_is_valid(shapes):
        raise SnapshotError(f"{kind}: districts of the published file overlap or leave slivers between them")
    clean = (Feature(row.id, row.name, row.ocd_id, s) for row, s in zip(rows, shapes, strict=True))
    return Layer(kind, title, tuple(clean))


def _as_multipolygon(shape: BaseGeometry) -> MultiPolygon:
    from shapely import MultiPolygon, Polygon

    if isinstance(shape, Polygon):
        return MultiPolygon([shape])
    if isinstance(shape, MultiPolygon):
        return shape
    raise SnapshotError(f"a district's shape is a {shape.geom_type}, not an area")


def _outside(layers: Sequence[Layer]) -> Layer:
    """Return what each kind leaves free, out to a rim around the state: beyond a line may be nothing."""
    import shapely

    unions = [shapely.coverage_union_all([f.shape for f in layer.features]) for layer in layers]
    west, south, east, north = shapely.total_bounds(unions)
    rim = shapely.box(west - _RIM_DEGREES, south - _RIM_DEGREES, east + _RIM_DEGREES, north + _RIM_DEGREES)
    features = tuple(
        Feature(layer.name, f"in no {layer.name}", "", _as_multipolygon(shapely.difference(rim, union)))
        for layer, union in zip(layers, unions, strict=True)
    )
    return Layer(NO_DISTRICT, "Where there is no district of a kind", features)
