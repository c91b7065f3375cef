"""The map's districts keep their shared borders, its classes are in order, its holes are hatched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from advocate.reports.report import Report
from advocate.reports.showing.drawing import dressed
from advocate.reports.showing.map import classes, draw_coverage, shading_of
from advocate.reports.showing.pictures import chart_bytes
from advocate.reports.showing.shapes import district_shapes, on_plane
from advocate.reports.showing.views import hatch, label_size, metro_view, state_view
from legislators.districts import default_index


@given(st.lists(st.integers(0, 5_000_000), max_size=400))
def test_classes_begin_at_one_and_rise(counts: list[int]) -> None:
    starts = classes(counts)
    assert starts[0] == 1 and list(starts) == sorted(set(starts)) and len(starts) <= 4
    if any(counts):
        assert starts[-1] <= 1.3 * max(counts) + 1


def test_the_plane_keeps_angles_and_lengths_near_its_middle() -> None:
    a, b, c = on_plane(np.array([(-93.0, 45.0), (-93.0, 45.01), (-92.99, 45.0)]))
    assert abs(np.hypot(*(b - a)) - 1112) < 2 and abs(np.hypot(*(c - a)) - 786.3) < 2
    assert abs(np.dot(b - a, c - a)) < 200 and b[1] > a[1] and c[0] > a[0]


@pytest.mark.parametrize("kind", ["state_senate", "state_house"])
def test_borders_stay_shared_and_nobody_is_lost(kind: str) -> None:
    view = state_view(kind)
    shapes = district_shapes(kind, view.tolerance_m, None)
    assert [each.id for each in shapes] == default_index().ids(kind)
    outlines = np.array([each.outline for each in shapes])
    assert shapely.coverage_is_valid(outlines) and not shapely.is_empty(outlines).any()
    drawn = view.drawn(kind)
    assert len(drawn) == len(shapes)
    west, north, east, south = shapely.total_bounds([outline for _, outline in drawn])
    assert west >= -1 and north >= -1 and east <= view.width + 1 and south <= view.height + 1


def test_the_metro_lies_within_the_state_the_right_way_up() -> None:
    drawn = {shape.id: outline for shape, outline in metro_view().drawn("state_house")}
    assert {"59B", "67B", "64A", "50B"} <= set(drawn) and "3A" not in drawn
    minneapolis, saint_paul, anoka = (drawn[id_].centroid for id_ in ("59B", "67B", "35A"))
    assert minneapolis.x < saint_paul.x and anoka.y < minneapolis.y


def test_hatching_stays_inside_and_meets_over_borders() -> None:
    left, right = shapely.box(0, 0, 40, 40), shapely.box(40, 0, 80, 40)
    lines = [hatch(left), hatch(right)]
    assert all(line.difference(box).length < 1e-6 for line, box in zip(lines, (left, right), strict=True))
    together = hatch(shapely.box(0, 0, 80, 40))
    assert abs(sum(line.length for line in lines) - together.length) < 1e-6
    assert hatch(shapely.box(0.2, 0.2, 0.4, 0.4)) is None


def test_a_name_is_written_only_where_it_fits() -> None:
    assert label_size("67B", shapely.box(0, 0, 60, 60)) is not None
    assert label_size("67B", shapely.box(0, 0, 60, 4)) is None


@pytest.fixture
def senate(report_of: dict[str, Report]) -> Report:
    return report_of["coverage"]


def test_the_map_shows_the_reports_counts_and_holes(senate: Report) -> None:
    shading = shading_of(senate)
    names = [column.name for column in senate.columns]
    rows = [dict(zip(names, row, strict=True)) for row in senate.rows]
    assert shading.kind == "state_senate" and shading.measure == "contacts"
    assert shading.holes == {row["district"] for row in rows if not row["officials"]}
    for row in rows:
        count, shade = row["contacts"], shading.shade(str(row["district"]))
        assert (shade == 0) == (count == 0)
        assert not shade or shading.starts[shade - 1] <= count  # type: ignore[operator]


def test_without_contacts_it_shows_where_supporters_live(senate: Report) -> None:
    names = [column.name for column in senate.columns]
    place = names.index("contacts")
    quiet = replace(senate, rows=tuple((*row[:place], 0, *row[place + 1 :]) for row in senate.rows))
    assert shading_of(quiet).measure == "supporters"


def test_the_picture_has_names_legend_and_title(senate: Report) -> None:
    for each in draw_coverage(senate):
        dressed(each.chart).to_dict(validate=True)
    svg = chart_bytes(senate, ".svg").decode()
    for said in (
        ">contacts</text>",
        ">none</text>",
        ">3</text>",
        ">66</text>",
        "Contacts made by the people of each Senate district",
    ):
        assert said in svg
    assert ("no official" in svg) == bool(shading_of(senate).holes)
