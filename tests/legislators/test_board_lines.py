"""Does an address get its own board member by lines that were checked, and both where a line is near?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from legislators.board_line_files import WrongLines, check_for_board, check_lines, km2
from legislators.board_lines import (
    ElectionDistrict,
    Lines,
    NoLines,
    all_lines,
    lines_of,
    lines_path,
    remove_lines,
    seat_key,
    seats_at,
    write_lines,
)
from legislators.errors import SnapshotError
from legislators.geopackage import read_one
from legislators.representation import represent_districts, represent_point
from legislators.snapshot import bundled_folder

BOARD = "0381-01"
SEATS = [f"District {n}" for n in range(1, 8)]
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def outline() -> BaseGeometry:
    return read_one(bundled_folder() / "districts.gpkg", "school_district", BOARD).shape


def strips(shape: BaseGeometry, count: int = 7) -> list[BaseGeometry]:
    """Cut a shape into `count` strips from west to east: made-up election districts."""
    west, south, east, north = shape.bounds
    step = (east - west) / count
    return [
        shapely.intersection(shape, box(west + step * n, south, west + step * (n + 1), north))
        for n in range(count)
    ]


def write(path: Path, shapes: list[BaseGeometry], names: list[Any], **more: Any) -> Path:
    features = [
        {"type": "Feature", "properties": {"DIST": name}, "geometry": mapping(shape)}
        for name, shape in zip(names, shapes, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path, outline: BaseGeometry) -> Path:
    return write(tmp_path / "lines.geojson", strips(outline), list(range(1, 8)))


def middle(shape: BaseGeometry, west_of: float) -> tuple[float, float]:
    """Return a point (latitude, longitude) inside a shape, so far east of its western edge, in degrees."""
    west, south, _, north = shape.bounds
    line = shapely.intersection(
        shape, shapely.linestrings([[west + west_of, south], [west + west_of, north]])
    )
    point = shapely.get_parts(line)[0].interpolate(0.5, normalized=True)
    return point.y, point.x


def test_an_address_gets_its_own_member(file: Path, outline: BaseGeometry) -> None:
    checked = check_for_board(file, BOARD, "DIST")
    assert (checked.faults, checked.notes) == ((), ())
    assert [each.seat for each in checked.areas] == SEATS
    assert sum(checked.km2.values()) == pytest.approx(km2(outline), rel=1e-6)
    lat, lon = middle(strips(outline)[2], 0.05)
    before = represent_point(lat, lon, on=DAY)
    assert sum(1 for each in before.officials if each.kind == "school_board") == 7
    write_lines(Lines(BOARD, "made up", DAY, checked.areas))
    after = represent_point(lat, lon, on=DAY)
    (member,) = (each for each in after.officials if each.kind == "school_board")
    assert (member.seat, member.name, member.certain) == ("District 3", "Alan Ringer", True)
    assert "elected by this address's election district" in member.note
    assert "not resolved" not in member.note
    assert after.certain


def test_near_a_line_both_members_are_named_and_a_notice_asks(file: Path, outline: BaseGeometry) -> None:
    write_lines(Lines(BOARD, "made up", DAY, check_for_board(file, BOARD, "DIST").areas))
    lat, lon = middle(strips(outline)[3], 0.0003)
    found = represent_point(lat, lon, on=DAY)
    members = [each for each in found.officials if each.kind == "school_board"]
    assert [each.seat for each in members] == ["District 4", "District 3"]
    assert not any(each.certain for each in members)
    (notice,) = (each for each in found.warnings if each.code == "near_election_district")
    assert "District 4 or District 3. A line runs about 20 m away. Ask" in notice.message
    assert not found.certain


def test_a_board_asked_by_name_shows_every_seat(file: Path) -> None:
    write_lines(Lines(BOARD, "made up", DAY, check_for_board(file, BOARD, "DIST").areas))
    found = represent_districts(school_district=BOARD, on=DAY)
    members = [each for each in found.officials if each.kind == "school_board"]
    assert [each.seat for each in members] == SEATS
    assert all("give an address" in each.note for each in members)


def test_a_place_that_the_lines_leave_out_shows_all_members_and_says_so(
    file: Path, outline: BaseGeometry
) -> None:
    areas = check_for_board(file, BOARD, "DIST").areas
    lat, lon = middle(strips(outline)[2], 0.05)
    write_lines(Lines(BOARD, "made up", DAY, tuple(each for each in areas if each.seat != "District 3")))
    found = represent_point(lat, lon, on=DAY)
    assert sum(1 for each in found.officials if each.kind == "school_board") == 7
    assert "election_district_unknown" in {each.code for each in found.warnings}


@pytest.mark.parametrize(
    ("names", "key", "message"),
    [
        ([1, 2, 3, 4, 5, 6, 6], "DIST", "has no shape for District 7"),
        ([1, 2, 3, 4, 5, 6, 8], "DIST", "feature 7: DIST is 8, and the board has no such seat"),
        ([1, 2, 3, 4, 5, 6, None], "DIST", "DIST is None"),
        ([1, 2, 3, 4, 5, 6, 7], "NAME", "has no field 'NAME'"),
    ],
)
def test_names_that_are_no_seats_are_refused_with_the_right_ones(
    tmp_path: Path, outline: BaseGeometry, names: list[Any], key: str, message: str
) -> None:
    path = write(tmp_path / "x.geojson", strips(outline), names)
    with pytest.raises(WrongLines, match=message) as wrong:
        check_lines(path, key, SEATS, outline)
    assert wrong.value.choices


def test_another_reference_system_is_refused_with_what_to_do(tmp_path: Path, outline: BaseGeometry) -> None:
    shapes, names = strips(outline), list(range(1, 8))
    utm = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::26915"}}
    with pytest.raises(WrongLines, match="ogr2ogr"):
        check_lines(write(tmp_path / "a", shapes, names, crs=utm), "DIST", SEATS, outline)
    degrees = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert not check_lines(write(tmp_path / "b", shapes, names, crs=degrees), "DIST", SEATS, outline).faults
    swapped = [shapely.transform(each, lambda xy: xy[:, ::-1]) for each in shapes]
    with pytest.raises(WrongLines, match="latitude before longitude"):
        check_lines(write(tmp_path / "c", swapped, names), "DIST", SEATS, outline)
    metres = [shapely.transform(each, lambda xy: xy * 50_000) for each in shapes]
    with pytest.raises(WrongLines, match="metres or feet"):
        check_lines(write(tmp_path / "d", metres, names), "DIST", SEATS, outline)
    away = [shapely.transform(each, lambda xy: xy - 20) for each in shapes]
    with pytest.raises(WrongLines, match="outside Minnesota"):
        check_lines(write(tmp_path / "e", away, names), "DIST", SEATS, outline)


def test_overlaps_gaps_and_land_outside_are_told_with_how_much_and_where(
    tmp_path: Path, outline: BaseGeometry
) -> None:
    shapes, names = strips(outline), list(range(1, 8))
    wide = [shapely.buffer(each, 0.05) if n == 3 else each for n, each in enumerate(shapes)]
    faults = check_lines(write(tmp_path / "a", wide, names), "DIST", SEATS, outline).faults
    assert any(each.startswith("District 3 and District 4 share ") for each in faults)
    assert any(" km² lie outside the school district, the largest part around 4" in each for each in faults)
    west, south, east, north = outline.bounds
    hole = box(west + (east - west) * 0.3, south, west + (east - west) * 0.5, north)
    holed = [shapely.difference(each, hole) for each in shapes]
    (fault,) = check_lines(write(tmp_path / "b", holed, names), "DIST", SEATS, outline).faults
    assert "of the school district lie in no election district" in fault


def test_a_line_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    bow = shapely.Polygon([(-93.1, 45.0), (-93.0, 45.1), (-93.0, 45.0), (-93.1, 45.1)])
    found = check_lines(write(tmp_path / "a", [bow], [1]), "DIST", ["District 1"], shapely.make_valid(bow))
    assert "was mended" in found.notes[0]
    assert found.areas[0].shape.is_valid


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no GeoJSON"),
        ("[]", "is no GeoJSON FeatureCollection"),
        ('{"features": []}', "has no features"),
        ('{"features": [{"geometry": null}]}', "feature 1: no shape in place of a Polygon"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "feature 1: Point"),
        (
            '{"features": [{"properties": {"DIST": 1}, "geometry": {"type": "Polygon", "coordinates": [[1]]}}]}',
            "broken shape",
        ),
        (
            '{"features": [{"properties": {"DIST": 1}, "geometry": {"type": "Polygon", "coordinates": []}}]}',
            "empty shape",
        ),
    ],
)
def test_what_is_no_set_of_polygons_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WrongLines, match=message):
        check_lines(path, "DIST", ["District 1"], box(-93, 45, -92, 46))


def test_a_board_at_large_has_no_election_districts(file: Path) -> None:
    with pytest.raises(WrongLines, match="No seat of this board is elected by election district"):
        check_for_board(file, "0625-01", "DIST")


def test_lines_are_listed_and_removed_and_a_broken_file_is_told(file: Path) -> None:
    assert (all_lines(), lines_of(BOARD)) == ((), None)
    write_lines(Lines(BOARD, "made up", DAY, check_for_board(file, BOARD, "DIST").areas))
    assert [(each.district, each.source, each.added_on) for each in all_lines()] == [(BOARD, "made up", DAY)]
    lines_path(BOARD).write_text("{}", encoding="utf-8")
    with pytest.raises(SnapshotError, match="advocate boards districts add"):
        lines_of(BOARD)
    remove_lines(BOARD)
    with pytest.raises(NoLines, match="Those at hand: none"):
        remove_lines(BOARD)


@pytest.mark.parametrize(
    "text",
    [
        "3",
        3,
        3.0,
        "03",
        "District 3",
        "DISTRICT 3",
        "Dist. 03",
        "School Board District #3",
        "Director District 3",
    ],
)
def test_a_seat_is_known_however_its_number_is_written(text: object) -> None:
    assert seat_key(text) == seat_key("District 3") == "3"


def test_a_place_s_name_tells_its_district() -> None:
    assert seat_key("Tyler District") == seat_key("tyler") == "tyler"
    assert seat_key("District 3") != seat_key("District 13")


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.floats(1, 3000))
def test_every_point_of_a_tiling_has_one_own_district_and_the_others_are_within_the_radius(
    x: float, y: float, radius: float
) -> None:
    areas = tuple(
        ElectionDistrict(f"District {n}", box(-93 + n * 0.1, 45, -92.9 + n * 0.1, 45.1)) for n in range(3)
    )
    lon, lat = -93 + 0.3 * x, 45 + 0.1 * y
    found = seats_at(Lines("0001-03", "x", DAY, areas), lat, lon, radius)
    assert found.own in {each.seat for each in areas}
    assert found.own not in {seat for seat, _ in found.others}
    assert all(0 <= metres <= radius for _, metres in found.others)
