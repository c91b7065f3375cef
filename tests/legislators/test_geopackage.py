"""Does a GeoPackage of ours say what the standard asks, and give back what went in?"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from legislators.errors import SnapshotError
from legislators.geopackage import (
    Feature,
    Layer,
    encode_shape,
    features_touching,
    open_geopackage,
    read_features,
    wkb_of,
    write_geopackage,
)

WHEN = "2025-10-08T00:00:00.000Z"
RING = shapely.MultiPolygon([shapely.box(-95, 45, -94, 46).difference(shapely.box(-94.6, 45.4, -94.4, 45.6))])
ISLANDS = shapely.MultiPolygon([shapely.box(-93, 45, -92, 46), shapely.box(-91, 47, -90.5, 47.5)])
LAYER = Layer(
    "places", "Two places", (Feature("1A", "Ring", "ocd/1a", RING), Feature("2B", "É", "", ISLANDS))
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder" / "x #1.gpkg"
    path.parent.mkdir()
    write_geopackage(path, [LAYER], WHEN)
    return path


def test_what_went_in_comes_out_to_the_bit(file: Path) -> None:
    found = read_features(file, "places")
    assert [(f.id, f.name, f.ocd_id) for f in found] == [("1A", "Ring", "ocd/1a"), ("2B", "É", "")]
    assert shapely.equals_identical([f.shape for f in found], [RING, ISLANDS]).all()


def test_the_same_layers_give_the_same_bytes_whoever_writes_them(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.gpkg"
    again.write_bytes(b"what was there before")
    write_geopackage(again, [LAYER], WHEN)
    assert again.read_bytes() == file.read_bytes()
    stamp = struct.unpack(">I", file.read_bytes()[96:100])[0]
    assert stamp == 3_040_000, "the version of this machine's SQLite must not show"


def test_the_blob_has_the_header_of_the_standard() -> None:
    blob = encode_shape(ISLANDS)
    magic, version, flags, srs, *envelope = struct.unpack("<2sBBi4d", blob[:40])
    assert (magic, version, srs) == (b"GP", 0, 4269)
    assert flags == 0b00000011, "little-endian, envelope of x and y, not empty"
    assert envelope == [-93, -90.5, 45, 47.5]
    assert shapely.from_wkb(wkb_of(blob)).equals_exact(ISLANDS)


@pytest.mark.parametrize("code, length", [(0, 0), (1, 32), (2, 48), (3, 48), (4, 64)])
def test_headers_of_other_writers_are_understood(code: int, length: int) -> None:
    header = struct.pack("<2sBBi", b"GP", 0, code << 1 | 1, 26915) + b"\0" * length
    assert wkb_of(header + b"wkb") == b"wkb"


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX" + b"\0" * 60, b"GP\0\x0b" + b"\0" * 60])
def test_a_blob_that_is_none_is_refused(blob: bytes) -> None:
    with pytest.raises(SnapshotError, match="begin with 'GP'"):
        wkb_of(blob)


def test_the_file_declares_itself(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert db.execute("PRAGMA user_version").fetchone() == (10400,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        contents = db.execute("SELECT table_name, data_type, last_change, min_x, max_y FROM gpkg_contents")
        assert contents.fetchall() == [("places", "features", WHEN, -95.0, 47.5)]
        assert {-1, 0, 4326, 4269} == {
            row[0] for row in db.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")
        }
        extension = db.execute("SELECT extension_name, scope FROM gpkg_extensions").fetchall()
        assert extension == [("gpkg_rtree_index", "write-only")]


def test_the_triggers_keep_the_index_true_when_a_gis_program_edits(file: Path) -> None:
    def corner(at: int, none: float) -> object:
        return lambda blob: shapely.from_wkb(wkb_of(blob)).bounds[at] if blob else none

    with closing(sqlite3.connect(file)) as db:
        for name, at in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
            db.create_function(name, 1, corner(at, 0.0))  # type: ignore[arg-type]
        db.create_function("ST_IsEmpty", 1, lambda blob: blob is None)

        def indexed() -> dict[int, float]:
            return dict(db.execute("SELECT id, minx FROM rtree_places_geom"))

        moved = encode_shape(shapely.MultiPolygon([shapely.box(-80, 40, -79, 41)]))
        db.execute("UPDATE places SET geom = ? WHERE fid = 1", (moved,))
        assert indexed() == {1: -80, 2: -93}
        db.execute("UPDATE places SET fid = 9 WHERE fid = 1")
        assert indexed() == {9: -80, 2: -93}
        db.execute("UPDATE places SET geom = NULL WHERE fid = 9")
        assert indexed() == {2: -93}
        db.execute("UPDATE places SET geom = ? WHERE fid = 9", (moved,))
        db.execute("INSERT INTO places VALUES (3, ?, 'x', 'y', 'z')", (moved,))
        assert indexed() == {9: -80, 2: -93, 3: -80}
        db.execute("DELETE FROM places WHERE fid = 2")
        assert indexed() == {9: -80, 3: -80}


def test_only_what_touches_the_box_is_read(file: Path) -> None:
    with closing(open_geopackage(file)) as db:
        assert [f.id for f in features_touching(db, "places", (-94.5, 45.5, -94.5, 45.5))] == ["1A"]
        assert [f.id for f in features_touching(db, "places", (-94, 46, -93, 46))] == ["1A", "2B"]
        assert [f.id for f in features_touching(db, "places", (-94, 46, -93, 46), "2B")] == ["2B"]
        assert features_touching(db, "places", (0, 0, 1, 1)) == ()


def test_a_missing_or_foreign_file_is_a_message_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"nothing\.gpkg is missing"):
        open_geopackage(tmp_path / "nothing.gpkg")
    foreign = tmp_path / "page.gpkg"
    foreign.write_text("<html>Request Rejected</html>" * 50)
    with pytest.raises(SnapshotError, match=r"page\.gpkg cannot be read"):
        read_features(foreign, "places")


def test_geopandas_reads_it(file: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.read_file(file, layer="places")
    assert frame.crs.to_epsg() == 4269
    assert list(frame["id"]) == ["1A", "2B"]
    assert shapely.equals_identical(frame.geometry.to_numpy(), [RING, ISLANDS]).all()
