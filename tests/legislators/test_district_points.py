"""Do a million points at once get the answer that each would get alone, on lines and at corners too?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators import locate_points
from legislators.district_cells import read_cells
from legislators.districts import KINDS, DistrictIndex
from legislators.errors import SnapshotError
from legislators.snapshot import bundled_folder

GPKG = bundled_folder() / "districts.gpkg"
index = DistrictIndex(GPKG)
CELLS = read_cells(bundled_folder() / "district_cells.npz", GPKG, KINDS)
FEATURES = {kind: index.shapes(kind) for kind in KINDS}
CORNERS = {kind: shapely.get_coordinates([each.shape for each in FEATURES[kind]]) for kind in KINDS}
TREES = {kind: shapely.STRtree([each.shape for each in FEATURES[kind]]) for kind in KINDS}

Points = list[tuple[float, float]]


def brute_force(kind: str, lat: float, lon: float) -> str:
    """Return the first district in the order of the file that holds the point, lines included."""
    found = TREES[kind].query(shapely.Point(lon, lat), predicate="intersects")
    return FEATURES[kind][min(found)].id if len(found) else ""


anywhere = st.tuples(st.floats(43.3, 49.5), st.floats(-97.4, -89.3))
corners = st.builds(
    lambda kind, number: tuple(CORNERS[kind][number % len(CORNERS[kind])][::-1].tolist()),
    st.sampled_from(KINDS),
    st.integers(0, 2**31),
)
middles = st.builds(
    lambda kind, number: tuple(
        CORNERS[kind][number % (len(CORNERS[kind]) - 1) :][:2].mean(axis=0)[::-1].tolist()
    ),
    st.sampled_from(KINDS),
    st.integers(0, 2**31),
)
beside = st.builds(
    lambda point, north, east: (point[0] + north, point[1] + east),
    corners,
    st.floats(-1e-3, 1e-3),
    st.floats(-1e-3, 1e-3),
)
on_cell_edges = st.builds(
    lambda point, rows, columns: (
        CELLS.grid.south + round((point[0] - CELLS.grid.south) * CELLS.grid.per_degree_lat) / rows,
        CELLS.grid.west + round((point[1] - CELLS.grid.west) * CELLS.grid.per_degree_lon) / columns,
    ),
    st.one_of(corners, anywhere),
    st.just(CELLS.grid.per_degree_lat),
    st.just(CELLS.grid.per_degree_lon),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(anywhere, corners, middles, beside, on_cell_edges), min_size=1, max_size=40))
def test_every_answer_is_that_of_asking_every_shape(points: Points) -> None:
    lats, lons = zip(*points, strict=True)
    found = index.locate_points(lats, lons)
    assert list(found) == list(KINDS)
    for kind in KINDS:
        assert found[kind].tolist() == [brute_force(kind, *point) for point in points]


@settings(max_examples=25, deadline=None)
@given(st.one_of(anywhere, corners, beside))
def test_one_point_alone_gets_the_same_answer(point: tuple[float, float]) -> None:
    found = index.locate_points([point[0]], [point[1]])
    assert [each.id for each in index.at(*point)] == [found[kind][0] for kind in KINDS]


def test_every_house_district_lies_in_its_senate_district() -> None:
    inner = [shapely.point_on_surface(each.shape) for each in FEATURES["state_house"]]
    found = index.locate_points([point.y for point in inner], [point.x for point in inner])
    assert found["state_house"].tolist() == index.ids("state_house")
    assert found["state_senate"].tolist() == [id_[:-1] for id_ in index.ids("state_house")]


def test_the_senate_is_known_from_the_house_where_they_nest_to_the_bit() -> None:
    nested = dict(zip(KINDS, (each.parent_of is not None for each in CELLS.choices), strict=True))
    assert nested == {"state_house": False, "state_senate": True, "congress": False, "school_district": False}


@pytest.mark.filterwarnings("error")
def test_what_is_no_place_on_earth_is_in_no_district() -> None:
    nan, inf = float("nan"), float("inf")
    lats = [nan, 45.0, inf, 45.0, -inf, 1e300, 45.0, 91.0, 44.9593]
    lons = [-93.0, nan, -93.0, inf, -inf, 1e300, -1e300, -93.0, -93.0355]
    for kind, ids in locate_points(lats, lons).items():
        assert ids[:-1].tolist() == [""] * 8, kind
        assert ids[-1] != ""


def test_empty_lists_and_arrays_of_other_types() -> None:
    for ids in locate_points([], []).values():
        assert ids.shape == (0,)
        assert ids.dtype.kind == "U"
    whole = locate_points(np.array([45], dtype=np.int32), np.array([-93], dtype=np.float32))
    assert whole["state_senate"].tolist() == [index.at(45, -93)[1].id]


@pytest.mark.parametrize("lats, lons", [([45.0], [-93.0, -94.0]), (45.0, -93.0), ([[45.0]], [[-93.0]])])
def test_lists_that_do_not_fit_are_refused(lats: object, lons: object) -> None:
    with pytest.raises(ValueError, match="two lists of the same length"):
        locate_points(lats, lons)  # type: ignore[arg-type]


def test_long_lists_are_taken_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    lats, lons = rng.uniform(43.4, 49.4, 1000), rng.uniform(-97.3, -89.4, 1000)
    whole = index.locate_points(lats, lons)
    monkeypatch.setattr("legislators.district_points._BATCH", 64)
    for kind, ids in index.locate_points(lats, lons).items():
        assert (ids == whole[kind]).all()


def test_cells_of_other_shapes_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "districts.gpkg"
    other.write_bytes(GPKG.read_bytes() + b"\0")
    with pytest.raises(SnapshotError, match="other district shapes"):
        read_cells(bundled_folder() / "district_cells.npz", other, KINDS)


def test_a_broken_cell_file_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "district_cells.npz"
    for content in (b"", b"<html>", (bundled_folder() / "district_cells.npz").read_bytes()[:5000]):
        broken.write_bytes(content)
        with pytest.raises(SnapshotError, match=r"district_cells\.npz cannot be read"):
            read_cells(broken, GPKG, KINDS)
