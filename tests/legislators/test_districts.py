"""Is a point in its true districts, and does it know what lies beyond the nearest line?"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from legislators.district_lines import NO_DISTRICT
from legislators.districts import KINDS, Alternative, District, default_index
from legislators.errors import SnapshotError, UnknownDistrict
from legislators.geopackage import read_features
from legislators.snapshot import bundled_folder

COUNTS = {"state_house": 134, "state_senate": 67, "congress": 8, "school_district": 329}
MSP_AIRPORT = (44.8848, -93.2223)
LAKE_SUPERIOR = (47.2, -91.0)
SAINT_PAUL = (44.9593, -93.0355)
#: A point in Hudson, Wisconsin, across the St. Croix.
HUDSON = (44.9747, -92.7569)

index = default_index()


def ids_at(point: tuple[float, float]) -> list[str]:
    return [each.id for each in index.at(*point)]


def test_the_snapshot_holds_every_district_of_every_kind() -> None:
    for kind, count in COUNTS.items():
        ids = index.ids(kind)
        assert len(ids) == len(set(ids)) == count
        districts = [index.get(kind, id_) for id_ in ids]
        assert all(each and each.name for each in districts)
        ocd_ids = [each.ocd_id for each in districts if each and each.ocd_id]
        assert all(each.startswith("ocd-division/country:us/state:mn/") for each in ocd_ids)
        # The directory gives none for seven school districts, most of them young; we invent none.
        assert len(set(ocd_ids)) == len(ocd_ids) == count - (7 if kind == "school_district" else 0)
    assert index.ids("state_house")[:3] == ["1A", "1B", "2A"]
    assert index.ids("state_senate") == [str(number) for number in range(1, 68)]


def test_a_saint_paul_point_as_the_command_shows_it() -> None:
    house, senate, congress, school = (each.to_dict() for each in index.at(*SAINT_PAUL))
    assert house == {
        "kind": "state_house",
        "id": "67B",
        "name": "House District 67B",
        "ocd_id": "ocd-division/country:us/state:mn/sldl:67b",
        "edge_m": 424,
        "certain": True,
        "alternatives": [],
    }
    assert (senate["id"], senate["ocd_id"][-7:]) == ("67", "sldu:67")
    assert (congress["id"], congress["ocd_id"][-4:]) == ("4", "cd:4")
    assert (school["id"], school["name"]) == ("0625-01", "Saint Paul Public Schools")
    json.dumps([house, senate, congress, school])


def test_alternatives_say_only_what_is_known() -> None:
    assert Alternative("1A", "x", distance_m=41.6).to_dict() == {"id": "1A", "name": "x", "distance_m": 42}
    assert Alternative("1A", "x", share=0.12345).to_dict() == {"id": "1A", "name": "x", "share": 0.123}
    assert District("congress", "1", "n", "o", None, True).to_dict()["edge_m"] is None


@pytest.mark.parametrize("point", [MSP_AIRPORT, LAKE_SUPERIOR])
def test_land_and_water_in_no_school_district(point: tuple[float, float]) -> None:
    *others, school = index.at(*point)
    assert all(each.id for each in others)
    assert (school.id, school.name, school.ocd_id) == ("", "no school district", "")
    assert school.certain
    assert school.edge_m is not None and school.edge_m > 500


@pytest.mark.parametrize(
    "point", [HUDSON, (0.0, 0.0), (44.0, -100.0), (float("nan"), -93.0), (45.0, float("inf")), (91.0, -93.0)]
)
def test_a_point_outside_the_state_is_in_nothing(point: tuple[float, float]) -> None:
    found = index.at(*point)
    assert [each.kind for each in found] == list(KINDS)
    assert {(each.id, each.name) for each in found} == {("", "outside Minnesota")}


def test_lines_that_moved_after_2022_are_the_new_ones() -> None:
    # A patch near Granite Falls where the Census Bureau and the court's plan differ; we follow the former.
    assert ids_at((44.797, -95.506))[:2] == ["15A", "15"]


def test_a_line_inside_a_senate_district_makes_only_the_house_unsure() -> None:
    shapes = {each.id: each.shape for each in index.shapes("state_house")}
    shared = shapely.intersection(shapes["67A"].boundary, shapes["67B"].boundary)
    middle = shapely.line_interpolate_point(shapely.line_merge(shared), 0.5, normalized=True)
    house, senate, *_ = index.at(middle.y + 1e-4, middle.x)
    assert not house.certain
    assert {each.id for each in house.alternatives} == {"67A", "67B"}
    assert house.alternatives[0].id == house.id
    assert senate.certain and senate.alternatives == ()


def test_the_radius_decides() -> None:
    near, far = index.at(*SAINT_PAUL, 400.0)[0], index.at(*SAINT_PAUL, 450.0)[0]
    assert near.certain and not far.certain
    assert far.alternatives[0] == Alternative("67B", "House District 67B", 0.0)
    assert far.alternatives[1].distance_m == pytest.approx(far.edge_m)


def test_beyond_the_line_may_be_no_school_district() -> None:
    free = next(
        each.shape
        for each in read_features(bundled_folder() / "districts.gpkg", NO_DISTRICT)
        if each.id == "school_district"
    )
    airport = next(part for part in free.geoms if part.contains(shapely.Point(MSP_AIRPORT[::-1])))
    for lon, lat in list(airport.exterior.coords)[:20:5]:
        *_, school = index.at(lat, lon, 30.0)
        assert not school.certain
        assert ("", "no school district") in {(each.id, each.name) for each in school.alternatives}


def test_beyond_the_line_may_be_another_state() -> None:
    # The line with Iowa runs along 43.5 degrees.
    for each in index.at(43.5003, -94.0, 100.0)[:3]:
        assert each.id and not each.certain
        assert (each.alternatives[-1].id, each.alternatives[-1].name) == ("", "outside Minnesota")
        assert each.edge_m == pytest.approx(each.alternatives[-1].distance_m)


def test_a_school_line_at_the_border_leads_out_of_the_state() -> None:
    *_, school = index.at(43.5003, -94.0, 100.0)
    assert "no school district" not in {each.name for each in school.alternatives}


def test_senate_districts_are_their_two_house_districts() -> None:
    house = {each.id: each.shape for each in index.shapes("state_house")}
    for senate in index.shapes("state_senate"):
        union = shapely.union(house[f"{senate.id}A"], house[f"{senate.id}B"])
        assert shapely.symmetric_difference(union, senate.shape).area <= 1e-12 * senate.shape.area


@pytest.mark.parametrize("kind", KINDS)
def test_districts_neither_overlap_nor_leave_slivers(kind: str) -> None:
    shapes = np.array([each.shape for each in index.shapes(kind)])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_get_and_name() -> None:
    assert index.get("state_house", "67C") is None
    assert index.get("nothing", "67B") is None
    assert index.name("state_house", "67b") == "House District 67B"
    assert index.name("state_house", "") == "outside Minnesota"
    assert index.name("school_district", "") == "no school district"


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    from legislators.districts import DistrictIndex

    broken = DistrictIndex(tmp_path / "districts.gpkg")
    for ask in (
        lambda: broken.at(*SAINT_PAUL),
        lambda: broken.ids("congress"),
        lambda: broken.locate_points([45], [-93]),
    ):
        with pytest.raises(SnapshotError, match="advocate data build"):
            ask()


def test_nothing_heavy_is_loaded_before_it_is_asked_for() -> None:
    code = "import sys, legislators.districts as d; d.default_index(); print({'numpy', 'shapely'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "set()"


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' files")
def test_every_known_school_is_in_its_true_districts() -> None:
    path = Path(os.environ["ADVOCATE_PUBLISHED"]) / "geocoding" / "school_addresses_984.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        house, senate, _, school = index.at(float(row["lat"]), float(row["lon"]))
        assert (house.id, senate.id, school.id) == (row["house"], row["senate"], row["school_district"]), row
        assert house.edge_m == pytest.approx(float(row["house_edge_m"]), rel=0.01, abs=0.5)


def test_a_name_of_a_wrong_kind_lists_the_kinds() -> None:
    with pytest.raises(UnknownDistrict, match="the kinds are state_house"):
        index.name("house", "67B")
