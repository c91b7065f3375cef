"""Does a long list learn of the same neighbours as each point alone?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.district_nearby import _PIECE, KindLines, points_in_plane
from legislators.districts import KINDS, DistrictIndex
from legislators.snapshot import bundled_folder

index = DistrictIndex(bundled_folder() / "districts.gpkg")
CORNERS = np.vstack([shapely.get_coordinates([each.shape for each in index.shapes(kind)]) for kind in KINDS])

radii = st.one_of(st.sampled_from([0.0, 50.0]), st.floats(1, 1500))
beside = st.builds(
    lambda number, north, east: (
        CORNERS[number % len(CORNERS)][1] + north,
        CORNERS[number % len(CORNERS)][0] + east,
    ),
    st.integers(0, 2**31),
    st.floats(-3e-3, 3e-3),
    st.floats(-3e-3, 3e-3),
)
anywhere = st.tuples(st.floats(43.3, 49.5), st.floats(-97.4, -89.3))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.one_of(beside, anywhere), radii), min_size=1, max_size=6))
def test_the_neighbours_are_those_of_each_point_alone(asked: list[tuple[tuple[float, float], float]]) -> None:
    lats, lons = [point[0] for point, _ in asked], [point[1] for point, _ in asked]
    radius = [radius for _, radius in asked]
    near = index.near_lines(lats, lons, radius, index.locate_points(lats, lons))
    assert list(near) == list(KINDS)
    for row, (point, radius_m) in enumerate(asked):
        for district in index.at(*point, radius_m):
            found = [(other, metres) for at, other, metres in near[district.kind] if at == row]
            alone = {each.id: each.distance_m or 0.0 for each in district.alternatives[1:]}
            # Two ways of measuring may disagree on what lies on the rim of the circle itself.
            sure = {id_ for id_, metres in alone.items() if metres < radius_m - 0.5}
            assert (
                sure
                <= {other for other, _ in found}
                <= set(alone) | {o for o, m in found if m > radius_m - 0.5}
            )
            assert [m for _, m in found] == sorted(m for _, m in found)
            for other, metres in found:
                if other in alone:
                    assert metres == pytest.approx(alone[other], rel=0.01, abs=0.5)


@pytest.mark.parametrize("widest", [50.0, 170.0, 900.0])
def test_what_the_cells_settle_needs_no_measuring(widest: float) -> None:
    rng = np.random.default_rng(5)
    points = CORNERS[rng.integers(0, len(CORNERS), 4000)] + rng.normal(0, 1.5e-3, (4000, 2))
    lats, lons, radius = points[:, 1], points[:, 0], rng.uniform(0, widest, 4000)
    ids = index.locate_points(lats, lons)
    near = index.near_lines(lats, lons, radius, ids)
    rows = np.arange(4000)
    in_plane = points_in_plane(rows, lats, lons)
    for kind, lines in index._lines.items():
        assert near[kind] == lines.near(rows, in_plane, lats, radius, ids[kind])
        assert len(near[kind]) > 100


@pytest.mark.filterwarnings("error")
def test_rows_come_in_order_and_what_is_no_place_is_near_nothing() -> None:
    lats = np.array([np.nan, 44.9593, np.inf, 44.9593, 45.0])
    lons = np.array([-93.0, -93.0355, -93.0, -93.0355, np.inf])
    near = index.near_lines(lats, lons, [50.0, 450.0, 50.0, 400.0, 50.0], index.locate_points(lats, lons))
    assert [row for row, _, _ in near["state_house"]] == [1]
    assert near["state_senate"] == []
    near = index.near_lines(lats, lons, 5000.0, index.locate_points(lats, lons))
    rows = [row for row, _, _ in near["state_house"]]
    assert rows == sorted(rows)
    assert set(rows) == {1, 3}


def test_an_empty_list_is_near_nothing() -> None:
    assert index.near_lines([], [], 50.0, index.locate_points([], [])) == {kind: [] for kind in KINDS}


@pytest.mark.parametrize("count", [3, _PIECE - 1, _PIECE, _PIECE + 1, 2 * _PIECE, 2 * _PIECE + 1])
def test_cutting_lines_into_pieces_loses_none_of_them(count: int) -> None:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = shapely.LinearRing(np.column_stack((-94 + np.cos(angles), 45 + np.sin(angles))))
    lines = KindLines.of(
        ["1", "2", ""], [ring, shapely.affinity.translate(ring, 3), shapely.MultiLineString()]
    )
    pieces = np.asarray(lines.tree.geometries)
    assert sorted(set(lines.district.tolist())) == [0, 1]
    segments = shapely.get_num_coordinates(pieces) - 1
    assert segments.max() <= _PIECE
    assert segments[lines.district == 0].sum() == count
    merged = shapely.line_merge(shapely.multilinestrings(pieces[lines.district == 0]))
    assert merged.is_ring
