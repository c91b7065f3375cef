"""Do the shares of school districts in legislative ones add up, and name the places that people know?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from legislators.errors import SnapshotError, UnknownDistrict
from legislators.overlay import LEGISLATIVE_KINDS, load_overlay
from legislators.snapshot import Snapshot, bundled_folder

HOLES = {"state_house": {"3A", "8B", "51A"}, "state_senate": {"3", "8", "51"}, "congress": {"5", "8"}}
BUNDLED = Snapshot((bundled_folder(),))


def test_67b_lies_in_saint_paul_and_a_rural_district_in_many() -> None:
    overlay = load_overlay(BUNDLED)
    first, *corners = overlay.school_districts("state_house", "67B")
    assert first.school_district == "0625-01" and first.share_of_district > 0.99
    assert all(each.share_of_district < 0.01 for each in corners)
    rural = overlay.school_districts("state_house", "1A")
    assert len(rural) > 10 and any(each.whole for each in rural)


@pytest.mark.parametrize(("kind", "count"), list(zip(LEGISLATIVE_KINDS, (134, 67, 8), strict=True)))
def test_every_district_is_covered_by_school_districts(kind: str, count: int) -> None:
    overlay = load_overlay(BUNDLED)
    ids = {each.district for each in overlay.overlaps if each.kind == kind}
    assert len(ids) == count
    for district in ids:
        covered = sum(each.share_of_district for each in overlay.school_districts(kind, district))
        # Lake Superior (3, 8) and the airport (51A) lie in no school district.
        assert covered == pytest.approx(1, abs=0.002) or district in HOLES[kind]


def test_every_school_district_lies_wholly_in_some_house_districts() -> None:
    overlay = load_overlay(BUNDLED)
    schools = {each.school_district for each in overlay.overlaps}
    assert len(schools) == 329
    for school in schools:
        parts = overlay.legislative_districts("state_house", school)
        assert sum(each.share_of_school_district for each in parts) == pytest.approx(1, abs=0.005)
        shares = [each.share_of_school_district for each in parts]
        assert shares == sorted(shares, reverse=True)


def test_a_senate_district_has_the_land_of_its_two_house_districts() -> None:
    overlay = load_overlay(BUNDLED)
    in_house = {
        each.school_district: each.km2
        for half in "AB"
        for each in overlay.school_districts("state_house", f"36{half}")
    }
    in_senate = {each.school_district for each in overlay.school_districts("state_senate", "36")}
    assert in_senate <= set(in_house)


def test_a_wrong_district_or_a_broken_file_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(UnknownDistrict, match="state_house, state_senate, congress"):
        load_overlay(BUNDLED).school_districts("state_house", "99Z")
    (tmp_path / "overlay.json").write_text('{"overlaps": [{"kind": 1}]}')
    with pytest.raises(SnapshotError, match="advocate data build"):
        load_overlay(Snapshot((tmp_path,)))


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the libraries of a build")
def test_the_bundled_overlay_is_what_the_bundled_districts_give(tmp_path: Path) -> None:
    from legislators.sources.overlay import compile_overlay

    (tmp_path / "districts.gpkg").symlink_to(bundled_folder() / "districts.gpkg")
    assert compile_overlay(tmp_path, tmp_path) == []
    assert (tmp_path / "overlay.json").read_bytes() == (bundled_folder() / "overlay.json").read_bytes()
