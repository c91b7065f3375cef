"""Are overlaps, holes and unlike pairs found, on a made-up state of squares and on the real lines?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.doctor import check_snapshot
from legislators.doctor.shapes import check_layers
from legislators.geopackage import Feature, Layer, write_geopackage

Layers = dict[str, tuple[Feature, ...]]
SCHOOLS = {f"{number:04}-01" for number in range(1, 68)}
SIDE = 0.1


def feature(id_: str, west: float, south: float, east: float, north: float) -> Feature:
    return Feature(id_, id_, "", shapely.multipolygons([shapely.box(west, south, east, north)]))


def state() -> Layers:
    """67 squares in a row: each a Senate and a school district, its halves House districts; Congress is eight runs."""
    edges = [round(-97 + SIDE * number, 6) for number in range(68)]
    squares = list(zip(range(1, 68), edges, edges[1:], strict=False))
    house = [feature(f"{n}A", w, 45.0, e, 45.05) for n, w, e in squares]
    house += [feature(f"{n}B", w, 45.05, e, 45.1) for n, w, e in squares]
    runs = [*range(0, 64, 9), 67]
    return {
        "state_house": tuple(house),
        "state_senate": tuple(feature(str(n), w, 45.0, e, 45.1) for n, w, e in squares),
        "congress": tuple(
            feature(str(n), edges[a], 45.0, edges[b], 45.1) for n, (a, b) in enumerate(pairwise(runs), 1)
        ),
        "school_district": tuple(feature(f"{n:04}-01", w, 45.0, e, 45.1) for n, w, e in squares),
    }


def changed(kind: str, id_: str, shape: shapely.Geometry | None) -> Layers:
    """The state with one shape in another's place, or without it."""
    layers = state()
    rows = [replace(row, shape=shape) if row.id == id_ else row for row in layers[kind]]
    layers[kind] = tuple(row for row in rows if row.shape is not None)
    return layers


def found(
    layers: Mapping[str, Sequence[Feature]], directory: set[str] = SCHOOLS
) -> set[tuple[str, tuple[str, ...]]]:
    return {(each.code, each.subjects) for each in check_layers(layers, directory)}


def test_a_whole_state_has_no_findings() -> None:
    assert found(state()) == set()


def test_a_district_that_reaches_into_the_next_one_overlaps() -> None:
    wide = shapely.multipolygons([shapely.box(-96.9, 45.0, -96.79, 45.1)])
    assert found(changed("school_district", "0002-01", wide)) == {
        ("overlap", ("school_district/0002-01", "school_district/0003-01"))
    }


def test_a_district_that_ends_too_early_leaves_a_hole_and_differs_from_its_pair() -> None:
    narrow = shapely.multipolygons([shapely.box(-96.9, 45.0, -96.82, 45.1)])
    told = found(changed("state_senate", "2", narrow))
    assert {code for code, _ in told} == {"hole", "pair_differs"}
    assert ("pair_differs", ("state_senate/2", "state_house/2A", "state_house/2B")) in told


def test_a_hole_says_where_it_is_and_how_large() -> None:
    narrow = shapely.multipolygons([shapely.box(-96.9, 45.0, -96.82, 45.1)])
    (hole,) = check_layers(changed("school_district", "0002-01", narrow), SCHOOLS)
    assert hole.what == "17.5 km² around 45.0500,-96.8100 lie in no district of the kind."
    assert set(hole.subjects) == {"school_district/0002-01", "school_district/0003-01"}


def test_missing_and_unknown_districts() -> None:
    layers = changed("congress", "3", None)
    assert ("no_shape", ("congress/3",)) in found(layers)
    assert ("no_directory", ("school_district/0001-01",)) in found(state(), SCHOOLS - {"0001-01"})
    assert ("no_shape", ("school_district/0099-01",)) in found(state(), SCHOOLS | {"0099-01"})


def test_a_shape_that_crosses_itself_is_told_as_such() -> None:
    bow = shapely.multipolygons([shapely.Polygon([(-96.9, 45), (-96.8, 45.1), (-96.8, 45), (-96.9, 45.1)])])
    told = found(changed("school_district", "0002-01", bow))
    assert ("broken_shape", ("school_district/0002-01",)) in told


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.001, 0.09),
    st.booleans(),
    st.sampled_from(["state_house", "state_senate", "school_district", "congress"]),
)
def test_a_moved_edge_is_always_an_overlap_or_a_hole(metres: float, wider: bool, kind: str) -> None:
    layers = state()
    target = layers[kind][1]
    west, south, east, north = target.shape.bounds
    moved = shapely.multipolygons([shapely.box(west, south, east + (metres if wider else -metres), north)])
    codes = {code for code, _ in found(changed(kind, target.id, moved))}
    assert ("overlap" if wider else "hole") in codes


def test_the_lines_are_read_from_a_snapshot(tmp_path: Path) -> None:
    layers = changed("state_house", "5A", shapely.multipolygons([shapely.box(-96.6, 45.0, -96.5, 45.04)]))
    written = [Layer(kind, kind, features) for kind, features in layers.items()]
    write_geopackage(tmp_path / "districts.gpkg", written, "2026-01-01T00:00:00.000Z")
    told = {
        (e.code, e.subjects)
        for e in check_snapshot(tmp_path)
        if e.where.startswith(("state_house", "state_senate"))
    }
    assert ("pair_differs", ("state_senate/5", "state_house/5A", "state_house/5B")) in told
    assert "hole" in {code for code, _ in told}


def test_a_geopackage_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "districts.gpkg").write_bytes(b"no database")
    assert ("unreadable", ("file/districts.gpkg",)) in {
        (e.code, e.subjects) for e in check_snapshot(tmp_path)
    }
