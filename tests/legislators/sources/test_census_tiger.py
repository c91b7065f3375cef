"""Do published boundary files become districts with all their holes, and is a wrong file named?

A made-up state of ten kilometres: four House strips, a congressional district with another inside
it, two school districts in UTM with a hole that is in neither.
"""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapefile
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from legislators.district_lines import NO_DISTRICT
from legislators.districts import KINDS, DistrictIndex
from legislators.errors import SnapshotError
from legislators.geopackage import encode_shape, read_features
from legislators.snapshot import sha256_of
from legislators.sources import census_tiger
from legislators.sources.census_tiger import compile_districts

COUNTS = {"state_house": 4, "state_senate": 2, "congress": 2, "school_district": 2}
Rows = Sequence[tuple[str, BaseGeometry]]
STRIPS = [shapely.box(-93.3 + i * 0.025, 45, -93.3 + (i + 1) * 0.025, 45.1) for i in range(4)]
HOUSE: Rows = [
    ("02B", STRIPS[3]),
    ("01A", STRIPS[0]),
    ("ZZZ", shapely.box(-93, 45, -92, 46)),
    ("01B", STRIPS[1]),
    ("02A", STRIPS[2]),
]
SENATE: Rows = [("001", shapely.union_all(STRIPS[:2])), ("002", shapely.union_all(STRIPS[2:]))]
ISLAND = shapely.box(-93.27, 45.04, -93.23, 45.06)
CONGRESS: Rows = [("01", shapely.union_all(STRIPS).difference(ISLAND)), ("02", ISLAND)]
HOLE = shapely.box(478_500, 4_986_500, 479_500, 4_987_500)
SCHOOLS: Rows = [
    ("0002-01", shapely.box(476_500, 4_983_000, 481_000, 4_994_500).difference(HOLE)),
    ("0001-03", shapely.box(481_000, 4_983_000, 484_500, 4_994_500)),
]


def write_zip(path: Path, column: str, rows: Rows) -> None:
    part = path.with_suffix("")
    with shapefile.Writer(part) as writer:
        writer.field(column, "C", 5)
        for code, shape in rows:
            writer.record(code)
            writer.shape(mapping(shape))
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(part.with_suffix(suffix), part.name + suffix)
            part.with_suffix(suffix).unlink()


def write_schools(path: Path, rows: Rows, srs: int = 26915) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        db.execute("INSERT INTO gpkg_geometry_columns VALUES ('school_districts', 'Shape', ?)", (srs,))
        db.execute("CREATE TABLE school_districts (fid INTEGER PRIMARY KEY, Shape, formid)")
        blobs = [(encode_shape(shapely.multipolygons([shape])), code) for code, shape in rows]
        db.executemany("INSERT INTO school_districts VALUES (NULL, ?, ?)", blobs)
        db.commit()


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(census_tiger, "COUNTS", COUNTS)
    boundaries = tmp_path / "published" / "boundaries"
    boundaries.mkdir(parents=True)
    write_zip(boundaries / "tl_2024_27_sldl.zip", "SLDLST", HOUSE)
    write_zip(boundaries / "tl_2024_27_sldu.zip", "SLDUST", SENATE)
    write_zip(boundaries / "tl_2022_27_cd118.zip", "CD118FP", CONGRESS)
    write_schools(boundaries / "mn_school_districts_2025.gpkg", SCHOOLS)
    directory = tmp_path / "published" / "schools" / "district_directory.csv"
    directory.parent.mkdir()
    with directory.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["formid", "mde_name", "ocd_id"])
        rows.writerows(
            [("0001-03", "East Public Schools", "ocd/east"), ("0002-01", "West, with a comma", "")]
        )
    return tmp_path / "published"


def test_ids_names_and_order(published: Path, tmp_path: Path) -> None:
    compile_districts(published, tmp_path / "out")
    index = DistrictIndex(tmp_path / "out" / "districts.gpkg")
    assert {kind: index.ids(kind) for kind in KINDS} == {
        "state_house": ["1A", "1B", "2A", "2B"],
        "state_senate": ["1", "2"],
        "congress": ["1", "2"],
        "school_district": ["0001-03", "0002-01"],
    }
    house, school = index.get("state_house", "1A"), index.get("school_district", "0002-01")
    assert house and (house.name, house.ocd_id[-8:]) == ("House District 1A", "/sldl:1a")
    assert school and (school.name, school.ocd_id) == ("West, with a comma", "")


def test_holes_and_islands_stay(published: Path, tmp_path: Path) -> None:
    compile_districts(published, tmp_path / "out")
    gpkg = tmp_path / "out" / "districts.gpkg"
    outer, inner = (each.shape for each in read_features(gpkg, "congress"))
    assert outer.equals(CONGRESS[0][1]) and inner.equals(ISLAND)
    index = DistrictIndex(gpkg)
    assert [each.id for each in index.at(45.05, -93.25)][2] == "2"
    lon, lat = Transformer.from_crs(26915, 4269, always_xy=True).transform(479_000, 4_987_000)
    *_, school = index.at(lat, lon, 30.0)
    assert (school.id, school.name, school.certain) == ("", "no school district", True)
    assert school.edge_m == pytest.approx(500, rel=0.002)
    free = {each.id: each.shape for each in read_features(gpkg, NO_DISTRICT)}
    assert len(free["school_district"].geoms) == 2, "the hole, and all around the state"
    assert len(free["congress"].geoms) == 1, "the island is a district, not a hole"


def test_metres_become_degrees_with_their_straight_lines(published: Path, tmp_path: Path) -> None:
    compile_districts(published, tmp_path / "out")
    east = read_features(tmp_path / "out" / "districts.gpkg", "school_district")[0].shape
    back = Transformer.from_crs(4269, 26915, always_xy=True)
    metres = shapely.transform(east, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])))
    assert shapely.hausdorff_distance(metres.boundary, SCHOOLS[1][1].boundary) < 0.001
    lengths = np.hypot(*np.diff(shapely.get_coordinates(metres), axis=0).T)
    assert lengths.max() <= 1000.001


def test_the_same_files_give_the_same_bytes_and_their_hashes(published: Path, tmp_path: Path) -> None:
    first = compile_districts(published, tmp_path / "one")
    assert compile_districts(published, tmp_path / "two") == first
    for name in ("districts.gpkg", "district_cells.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    hashes = {source.sha256 for source in first}
    assert hashes == {sha256_of(path) for path in (published / "boundaries").iterdir()}
    made = {"districts.gpkg", "district_cells.npz", "overlay.json"}
    assert all(set(source.used_for) == made for source in first)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(-2, 122), st.integers(-2, 82), st.floats(0, 1), st.floats(0, 1)), min_size=1
    )
)
def test_cells_give_the_answer_of_the_shapes(
    compiled: Path, points: list[tuple[int, int, float, float]]
) -> None:
    lats = [45 + (row + up * (up > 0.5)) / 1200 for row, _, up, _ in points]
    lons = [-93.3 + (column + right * (right > 0.5)) / 800 for _, column, _, right in points]
    index = DistrictIndex(compiled / "districts.gpkg")
    for kind, found in index.locate_points(lats, lons).items():
        for lat, lon, id_ in zip(lats, lons, found, strict=True):
            holding = [f.id for f in index.shapes(kind) if f.shape.intersects(shapely.Point(lon, lat))]
            assert id_ == (holding[0] if holding else "")


@pytest.fixture
def compiled(published: Path, tmp_path: Path) -> Path:
    out = tmp_path / "compiled"
    if not out.exists():
        compile_districts(published, out)
    return out


def html(path: Path) -> None:
    path.write_text("<html>Request Rejected</html>" * 40)


BROKEN: list[tuple[str, Callable[[Path], object], str]] = [
    ("tl_2024_27_sldl.zip", Path.unlink, r"must hold one file tl_YYYY_27_sldl\.zip"),
    ("tl_2024_27_sldl.zip", html, r"sldl\.zip cannot be read"),
    (
        "tl_2024_27_sldu.zip",
        lambda path: write_zip(path, "SLDLST", SENATE),
        "has no column SLDUST: it holds SLDLST",
    ),
    (
        "tl_2022_27_cd118.zip",
        lambda path: write_zip(path, "CD118FP", CONGRESS[:1]),
        "congress: 1 districts .* expected 2",
    ),
    (
        "tl_2022_27_cd118.zip",
        lambda path: write_zip(path, "CD118FP", [CONGRESS[0], ("02", STRIPS[1])]),
        "overlap",
    ),
    ("mn_school_districts_2025.gpkg", html, r"2025\.gpkg cannot be read"),
    ("mn_school_districts_2025.gpkg", Path.unlink, r"must hold one file mn_school_districts_YYYY\.gpkg"),
    (
        "mn_school_districts_2025.gpkg",
        lambda path: write_schools(path, SCHOOLS, 4326),
        "EPSG:4326, expected EPSG:26915",
    ),
    ("mn_school_districts_2025.gpkg", lambda path: write_schools(path, [("0009-01", HOLE)]), "0009-01"),
    ("../schools/district_directory.csv", html, "cannot be read as MDE's"),
]


@pytest.mark.parametrize("name, damage, told", BROKEN)
def test_a_wrong_file_is_named(
    published: Path, tmp_path: Path, name: str, damage: Callable[[Path], object], told: str
) -> None:
    damage(published / "boundaries" / name)
    with pytest.raises(SnapshotError, match=told):
        compile_districts(published, tmp_path / "out")
    assert not (tmp_path / "out").exists()
