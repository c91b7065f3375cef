"""Are different spellings of one street the same street, and different streets not?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.street_names import DIRECTIONS, TYPES, canonical_street, ordinal, titled


@pytest.mark.parametrize(
    "spellings",
    [
        ("6TH ST E", "6TH STREET EAST", "E 6TH ST", "SIXTH ST E", "EAST SIXTH STREET", "6 ST E"),
        ("CO RD B W", "COUNTY ROAD B W", "W COUNTY ROAD B", "CR B W", "CTY RD B WEST", "COUNTY RD B WEST"),
        ("CO RD E E", "COUNTY ROAD E EAST"),
        ("STATE HWY 65", "HIGHWAY 65", "HWY 65", "MN HWY 65", "TRUNK HIGHWAY 65", "MN 65"),
        ("US HWY 61", "US 61", "U S HIGHWAY 61", "HWY 61"),
        ("CO HWY 10", "CSAH 10", "COUNTY ROAD 10"),
        ("ST CLAIR AVE", "SAINT CLAIR AVENUE"),
        ("670TH AVE", "670TH AVENUE"),
        ("REV DR MARTIN LUTHER KING JR BLVD", "REVEREND DOCTOR MARTIN LUTHER KING JUNIOR BOULEVARD"),
        ("TWENTY-FIRST AVE S", "21ST AVENUE SOUTH"),
        ("ST MARY'S ST", "ST MARYS ST"),
        ("N SMITH AVE N", "SMITH AVE N"),
    ],
)
def test_spellings_of_one_street_agree(spellings: tuple[str, ...]) -> None:
    assert len({canonical_street(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("6TH ST E", "6TH ST W"),
        ("6TH ST E", "6TH AVE E"),
        ("6TH ST", "16TH ST"),
        ("CO RD E", "CO RD B"),
        ("CO RD E W", "CO RD E E"),
        ("OLD HWY 8", "HWY 8"),
        ("NORTH AVE", "SOUTH AVE"),
        ("123RD AVE NW", "123RD LN NW"),
    ],
)
def test_different_streets_stay_apart(one: str, other: str) -> None:
    assert canonical_street(one) != canonical_street(other)


def test_a_direction_alone_before_a_type_is_the_name() -> None:
    assert canonical_street("NORTH AVE").core == "N"
    assert canonical_street("NORTH AVE").directions == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1ST"),
        (2, "2ND"),
        (3, "3RD"),
        (4, "4TH"),
        (11, "11TH"),
        (12, "12TH"),
        (113, "113TH"),
        (121, "121ST"),
    ],
)
def test_ordinals(number: int, text: str) -> None:
    assert ordinal(number) == text


_NAMES = st.sampled_from(["MAPLE", "6TH", "MARTIN LUTHER KING", "ST CLAIR", "OLD HUDSON"])


@given(_NAMES, st.sampled_from(sorted(TYPES)), st.sampled_from(sorted(DIRECTIONS)))
def test_a_direction_before_or_behind_is_the_same(name: str, kind: str, direction: str) -> None:
    assert canonical_street(f"{direction} {name} {kind}") == canonical_street(f"{name} {kind} {direction}")


@given(st.text(alphabet="ABCDEFNSTW 0123456789'-/&", max_size=40))
def test_any_text_has_one_canonical_form(text: str) -> None:
    found = canonical_street(text)
    assert canonical_street(text) == found
    assert found.type in {*TYPES.values(), ""}


def test_names_are_written_as_people_write_them() -> None:
    assert titled("E 6TH ST") == "E 6th St"
    assert titled("MAIN ST NE") == "Main St NE"
    assert titled("CO RD J") == "Co Rd J"
