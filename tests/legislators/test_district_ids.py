"""Is a district found however a person writes it, and is a wrong one met with the right ones?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.district_ids import natural_order
from legislators.districts import KINDS, default_index, normalise_district_id
from legislators.errors import UnknownDistrict

WRITTEN = [
    ("state_house", "67b", "67B"),
    ("state_house", " 67 B ", "67B"),
    ("state_house", "07A", "7A"),
    ("state_house", "HD-67B", "67B"),
    ("state_house", "House District 67B", "67B"),
    ("state_house", "ocd-division/country:us/state:mn/sldl:67b", "67B"),
    ("state_senate", "067", "67"),
    ("state_senate", "SD 7", "7"),
    ("state_senate", "Senate District 7", "7"),
    ("congress", "CD 5", "5"),
    ("congress", "Congressional District 05", "5"),
    ("school_district", "0625-01", "0625-01"),
    ("school_district", "625-01", "0625-01"),
    ("school_district", "625", "0625-01"),
    ("school_district", "isd #625", "0625-01"),
    ("school_district", "ISD 1", "0001-01"),
    ("school_district", "SSD 1", "0001-03"),
    ("school_district", "2909", "2909-01"),
]


@pytest.mark.parametrize("kind, text, id_", WRITTEN)
def test_written_in_many_ways(kind: str, text: str, id_: str) -> None:
    assert normalise_district_id(kind, text) == id_


@pytest.mark.parametrize("kind", KINDS)
def test_every_id_and_every_name_of_a_numbered_district_means_itself(kind: str) -> None:
    for id_ in default_index().ids(kind):
        assert normalise_district_id(kind, id_) == id_
        if kind != "school_district":
            assert normalise_district_id(kind, default_index().name(kind, id_).upper()) == id_


WRONG = [
    ("state_house", "67C", ["67C", "1A to 67B", "67A (House District 67A)", "67B (House District 67B)"]),
    ("state_house", "68A", ["67A", "67B"]),
    ("state_house", "67", ["67A", "67B"]),
    ("state_senate", "68", ["67 (Senate District 67)"]),
    ("state_senate", "67B", ["67 (Senate District 67)"]),
    ("congress", "0", ["1 (Congressional District 1)"]),
    ("school_district", "1", ["fits 2 districts", "0001-01 (Aitkin", "0001-03 (Minneapolis"]),
    ("school_district", "0625-03", ["0625-01 (Saint Paul Public Schools)"]),
    ("school_district", "St. Paul", ["0625-01 (Saint Paul Public Schools)"]),
    ("school_district", "Anoka-Henepin", ["0011-01 (Anoka-Hennepin"]),
    ("school_district", "", ["There is no school district ''", "advocate who"]),
]


@pytest.mark.parametrize("kind, text, told", WRONG)
def test_a_wrong_one_lists_the_right_ones(kind: str, text: str, told: list[str]) -> None:
    with pytest.raises(UnknownDistrict) as error:
        normalise_district_id(kind, text)
    for part in told:
        assert part in str(error.value)


def test_a_wrong_kind_lists_the_kinds() -> None:
    for ask in (lambda: normalise_district_id("house", "67B"), lambda: default_index().ids("house")):
        with pytest.raises(UnknownDistrict, match="state_house, state_senate, congress, school_district"):
            ask()


@given(st.sampled_from(KINDS), st.text(max_size=12))
def test_any_text_is_an_id_or_a_message(kind: str, text: str) -> None:
    try:
        assert normalise_district_id(kind, text) in default_index().ids(kind)
    except UnknownDistrict as error:
        assert repr(text) in str(error)


def test_ids_count_as_people_do() -> None:
    assert sorted(["10A", "9B", "1A", "0011-01", "9A"], key=natural_order) == [
        "1A",
        "9A",
        "9B",
        "10A",
        "0011-01",
    ]
