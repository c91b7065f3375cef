"""Is land that changed hands measured in square kilometres, from whom and to whom?"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import shapely

from legislators.geopackage import Feature, Layer, write_geopackage
from legislators.updating.lines import KINDS, changed_lines

#: One kilometre at 45 degrees north, in degrees east, on the ellipsoid.
EAST_KM = 1 / (math.pi / 180 * 6378.137 * math.cos(math.radians(45)) / math.sqrt(1 - 0.00669438 * 0.5))
NORTH_KM = 1 / 111.1


def lines(path: Path, border: float, *, names: tuple[str, str] = ("44A", "44B"), north: float = 10) -> Path:
    """Two districts of 10 km height with a border `border` km east of 93 degrees west."""

    def box(west: float, east: float) -> Any:
        return shapely.MultiPolygon(
            [shapely.box(-93 + west * EAST_KM, 45, -93 + east * EAST_KM, 45 + north * NORTH_KM)]
        )

    house = tuple(
        Feature(id_, f"House District {id_}", f"ocd/{id_}", shape)
        for id_, shape in zip(names, (box(0, border), box(border, 20)), strict=True)
    )
    other = (Feature("1", "One", "ocd/1", shapely.MultiPolygon([shapely.box(-93, 45, -92, 46)])),)
    layers = [Layer(kind, title, house if kind == "state_house" else other) for kind, title in KINDS.items()]
    write_geopackage(path, layers, "2026-01-01T00:00:00.000Z")
    return path


def said(old: Path, new: Path) -> list[str]:
    return [f"{each.sign} {each.where}: {each.text}" for each in changed_lines(old, new)]


def test_the_same_lines_are_no_change(tmp_path: Path) -> None:
    assert said(lines(tmp_path / "a.gpkg", 10), lines(tmp_path / "b.gpkg", 10)) == []


def test_land_says_where_it_came_from(tmp_path: Path) -> None:
    moved = said(lines(tmp_path / "a.gpkg", 10), lines(tmp_path / "b.gpkg", 10.37))
    assert moved == ["~ House District 44A: 44A: 3.7 km² came from 44B"]


def test_a_line_drawn_anew_is_only_counted(tmp_path: Path) -> None:
    moved = said(lines(tmp_path / "a.gpkg", 10), lines(tmp_path / "b.gpkg", 10.0002))
    assert moved == ["~ House Districts: 2 redrawn by less than 0.01 km² each"]


def test_land_that_nobody_had_is_told(tmp_path: Path) -> None:
    moved = said(lines(tmp_path / "a.gpkg", 10), lines(tmp_path / "b.gpkg", 10, north=10.1))
    assert sorted(moved) == [
        "~ House District 44A: 44A: 1.0 km² came from no house district",
        "~ House District 44B: 44B: 1.0 km² came from no house district",
    ]


def test_districts_that_come_and_go_are_named(tmp_path: Path) -> None:
    moved = said(lines(tmp_path / "a.gpkg", 10), lines(tmp_path / "b.gpkg", 10, names=("44A", "45A")))
    assert moved[:2] == [
        "+ House District 45A: House District 45A: new",
        "- House District 44B: House District 44B: no longer there",
    ]
    assert moved[2] == "~ House District 45A: 45A: 99.9 km² came from 44B"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_title(kind: str) -> None:
    assert KINDS[kind][0].isupper()
