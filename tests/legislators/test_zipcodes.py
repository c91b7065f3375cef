"""Is a ZIP code an area with shares, and never a point?"""

import json
from pathlib import Path

import pytest

from legislators.address import parse_address
from legislators.errors import SnapshotError
from legislators.geocoders.zipcodes import ZipAreas
from legislators.snapshot import open_snapshot


@pytest.fixture(scope="module")
def areas() -> ZipAreas:
    return ZipAreas(open_snapshot().path("zip_areas.json"))


def test_every_area_touches_all_four_kinds_and_shares_are_shares(areas: ZipAreas) -> None:
    codes = json.loads(open_snapshot().path("zip_areas.json").read_text(encoding="utf-8"))
    assert len(codes) > 950
    for code in codes:
        districts = areas.districts(code)
        assert set(districts) == {"state_house", "state_senate", "congress", "school_district"}
        for kind, shares in districts.items():
            assert shares, (code, kind)
            assert all(0 < share <= 1 for share in shares.values())
            assert sum(shares.values()) <= 1.02
            assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_house_districts_of_an_area_lie_in_its_senate_districts(areas: ZipAreas) -> None:
    districts = areas.districts("55106")
    assert {id_[:-1] for id_ in districts["state_house"]} == set(districts["state_senate"])


def test_an_area_is_no_point(areas: ZipAreas) -> None:
    found = areas.locate(parse_address("55106"))
    assert found
    assert (found.place.lat, found.place.lon, found.place.error_m) == (None, None, None)
    assert "67B" in found.areas["state_house"]


def test_a_post_office_zip_is_the_area_around_it(areas: ZipAreas) -> None:
    assert areas.districts("55002") == areas.districts("55056")
    assert areas.towns("55002") == ("ALMELUND",)


def test_a_town_without_a_zip_is_all_its_areas(areas: ZipAreas) -> None:
    one = areas.locate(parse_address("Saint Paul"))
    assert one
    assert set(areas.districts("55106")["state_house"]) <= set(one.areas["state_house"])
    assert one.place.zip_code == ""


def test_unknown_is_none_not_a_guess(areas: ZipAreas) -> None:
    assert areas.locate(parse_address("99999")) is None
    assert areas.locate(parse_address("12 Main St, Gophertown", areas.cities)) is None
    assert "99999" not in areas


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "zip_areas.json"
    file.write_text("{")
    with pytest.raises(SnapshotError, match=r"zip_areas\.json"):
        _ = ZipAreas(file).cities
