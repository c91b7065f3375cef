"""How do district shapes get into an OGC GeoPackage, and out of it again?

A small writer and reader of our own, because a look-up needs four shapes and no GIS library. The
file follows GeoPackage 1.4 with the R-tree extension, so QGIS and geopandas open it as well.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: NAD 83, in which the Census Bureau publishes; within two metres of WGS 84 in Minnesota.
SRS_ID = 4269
_APPLICATION_ID = 0x47504B47  # "GPKG"
_SPEC_VERSION = 10400
# SQLite stamps its own version into the file; a fixed one keeps the bytes the same on every machine.
_SQLITE_STAMP = 3_040_000
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)  # by the header's envelope code
_RTREE_SPEC = "http://www.geopackage.org/spec120/#extension_rtree"

_NAD83 = (
    'GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4269"]]'
)
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_REFERENCE_SYSTEMS = (
    ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
    ("Undefined geographic", 0, "NONE", 0, "undefined"),
    ("WGS 84", 4326, "EPSG", 4326, _WGS84),
    ("NAD83", SRS_ID, "EPSG", SRS_ID, _NAD83),
)
_METADATA_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id),
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name));
"""


@dataclass(frozen=True, slots=True)
class Feature:
    """One district with its shape (longitude, latitude in degrees of NAD 83)."""

    id: str
    name: str
    ocd_id: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Layer:
    """One table of features; `title` is what a map program shows for it."""

    name: str
    title: str
    features: tuple[Feature, ...]


def encode_shape(shape: BaseGeometry) -> bytes:
    """Return the shape as a GeoPackage blob: header with envelope, then little-endian WKB."""
    import shapely

    min_x, min_y, max_x, max_y = shape.bounds
    header = struct.pack("<2sBBi4d", b"GP", 0, 0b0000_0011, SRS_ID, min_x, max_x, min_y, max_y)
    wkb: bytes = shapely.to_wkb(shape, byte_order=1)
    return header + wkb


def wkb_of(blob: bytes) -> bytes:
    """Return the WKB inside a GeoPackage blob of any writer. Raises SnapshotError where it is none."""
    code = (blob[3] >> 1) & 0b111 if len(blob) > 8 else 7
    if blob[:2] != b"GP" or code >= len(_ENVELOPE_BYTES):
        raise SnapshotError("a shape in the GeoPackage is broken: its header does not begin with 'GP'")
    return blob[8 + _ENVELOPE_BYTES[code] :]


def write_geopackage(path: Path, layers: Sequence[Layer], last_change: str) -> None:
    """Write the layers to `path`, replacing it; the same input gives the same bytes.

    `last_change` is the ISO instant that the file shows as its date, e.g. "2025-10-08T00:00:00.000Z".
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {_SPEC_VERSION}")
        db.executescript(_METADATA_TABLES)
        db.execute("BEGIN")
        db.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", _REFERENCE_SYSTEMS)
        for layer in layers:
            _write_layer(db, layer, last_change)
        db.execute("COMMIT")
        db.execute("VACUUM")
    _fix_header(path)


def _write_layer(db: sqlite3.Connection, layer: Layer, last_change: str) -> None:
    import shapely

    name, index = layer.name, f"rtree_{layer.name}_geom"
    db.execute(
        f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, "
        "id TEXT NOT NULL, name TEXT NOT NULL, ocd_id TEXT NOT NULL)"
    )
    db.execute(f"CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)")
    for fid, feature in enumerate(layer.features, start=1):
        row = (fid, encode_shape(feature.shape), feature.id, feature.name, feature.ocd_id)
        db.execute(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?)", row)
        min_x, min_y, max_x, max_y = feature.shape.bounds
        db.execute(f"INSERT INTO {index} VALUES (?, ?, ?, ?, ?)", (fid, min_x, max_x, min_y, max_y))
    bounds = shapely.total_bounds([feature.shape for feature in layer.features])
    contents = (name, "features", name, layer.title, last_change, *map(float, bounds), SRS_ID)
    db.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", contents)
    columns = (name, "geom", "MULTIPOLYGON", SRS_ID)
    db.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", columns)
    extension = (name, "geom", "gpkg_rtree_index", _RTREE_SPEC, "write-only")
    db.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", extension)
    # Last, because the triggers call functions that only GIS programs have.
    for statement in _rtree_triggers(name, index):
        db.execute(statement)


def _rtree_triggers(table: str, index: str) -> Iterator[str]:
    """Yield the triggers that the R-tree extension asks for, so that an edit in QGIS keeps the index true."""
    full = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))"
    empty = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
    corners = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
    put = f"INSERT OR REPLACE INTO {index} VALUES (NEW.fid, {corners});"
    drop = f"DELETE FROM {index} WHERE id = OLD.fid;"
    move = (
        f"UPDATE {index} SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom), "
        f"miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid;"
    )
    had = "(OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))"
    had_none = "(OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))"
    both = f"DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);"
    rules = (
        ("insert", "AFTER INSERT", full, put),
        ("update2", "AFTER UPDATE OF geom", f"OLD.fid = NEW.fid AND {empty}", drop),
        ("update4", "AFTER UPDATE", f"OLD.fid != NEW.fid AND {empty}", both),
        ("update5", "AFTER UPDATE", f"OLD.fid != NEW.fid AND {full}", f"{drop} {put}"),
        ("update6", "AFTER UPDATE OF geom", f"OLD.fid = NEW.fid AND {full} AND {had}", move),
        ("update7", "AFTER UPDATE OF geom", f"OLD.fid = NEW.fid AND {full} AND {had_none}", put),
        ("delete", "AFTER DELETE", "OLD.geom NOTNULL", drop),
    )
    for suffix, event, condition, body in rules:
        yield f"CREATE TRIGGER {index}_{suffix} {event} ON {table} WHEN {condition} BEGIN {body} END"


def _fix_header(path: Path) -> None:
    """Overwrite the bytes that tell how often and by which SQLite the file was written."""
    with path.open("r+b") as file:
        file.seek(24)
        file.write(struct.pack(">I", 1))
        file.seek(92)
        file.write(struct.pack(">II", 1, _SQLITE_STAMP))


def open_geopackage(path: Path) -> sqlite3.Connection:
    """Open for reading only. Raises SnapshotError where there is no file; the caller closes."""
    if not path.is_file():
        raise SnapshotError(f"{path} is missing: install again, or run `advocate data build`")
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def read_rows(db: sqlite3.Connection, layer: str, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """Return the named columns of every row of a layer, in the order of the file."""
    names = ", ".join(f'"{column}"' for column in columns)
    return _rows(db, f'SELECT {names} FROM "{layer}" ORDER BY rowid', ())


def read_features(path: Path, layer: str) -> tuple[Feature, ...]:
    """Return every feature of one of our own layers, in the order of the file."""
    with closing(open_geopackage(path)) as db:
        return tuple(_features(read_rows(db, layer, ("id", "name", "ocd_id", "geom"))))


def read_one(path: Path, layer: str, id_: str) -> Feature:
    """Return the feature of one id of one of our own layers. Raises SnapshotError where there is none."""
    with closing(open_geopackage(path)) as db:
        rows = _rows(db, f'SELECT id, name, ocd_id, geom FROM "{layer}" WHERE id = ?', (id_,))
    for feature in _features(rows):
        return feature
    raise SnapshotError(f"{path} has no {layer} {id_!r}.")


def features_touching(
    db: sqlite3.Connection, layer: str, bounds: tuple[float, float, float, float], id_: str | None = None
) -> tuple[Feature, ...]:
    """Return the features whose envelope touches `bounds` (west, south, east, north in degrees).

    In the order of the file; with `id_`, only the feature of that id.
    """
    west, south, east, north = bounds
    found = _rows(
        db,
        f"SELECT id FROM rtree_{layer}_geom WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?",
        (east, west, north, south),
    )
    # Fetched one by one in order: letting SQLite sort would carry every shape through the sorter.
    fids = sorted(int(str(fid)) for (fid,) in found)
    sql = f"SELECT id, name, ocd_id, geom FROM {layer} WHERE fid = ? AND id = coalesce(?, id)"
    return tuple(_features(row for fid in fids for row in _rows(db, sql, (fid, id_))))


def _rows(db: sqlite3.Connection, sql: str, parameters: Sequence[object]) -> list[tuple[object, ...]]:
    try:
        return db.execute(sql, parameters).fetchall()
    except sqlite3.DatabaseError as error:
        (_, _, file) = db.execute("PRAGMA database_list").fetchone()
        raise SnapshotError(
            f"{file} cannot be read as a GeoPackage ({error}): get the file again, or, where it is our own, "
            "run `advocate data build`"
        ) from error


def _features(rows: Iterable[tuple[object, ...]]) -> Iterator[Feature]:
    import shapely

    for id_, name, ocd_id, blob in rows:
        assert isinstance(blob, bytes)
        yield Feature(str(id_), str(name), str(ocd_id), shapely.from_wkb(wkb_of(blob)))
