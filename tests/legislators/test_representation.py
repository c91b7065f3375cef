"""Does the whole look-up name the right districts and officials, and own up to what it does not know?"""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators import representation
from legislators.districts import Alternative
from legislators.errors import AmbiguousAddress, BadAddress, GeocoderError, NotInMinnesota, UnknownDistrict
from legislators.geocoders import Found
from legislators.lookup import lookup_for
from legislators.places import Place
from legislators.representation import represent_districts, represent_point, who_represents

TODAY = date(2026, 11, 24)
HOUSE = "1540 6th St E, Saint Paul, MN 55106"


def codes(found: representation.Representation) -> set[str]:
    return {notice.code for notice in found.warnings}


def ids(found: representation.Representation) -> dict[str, str]:
    return {district.kind: district.id for district in found.districts}


def test_the_address_of_the_readme() -> None:
    found = who_represents(HOUSE, offline=True, on=TODAY)
    assert ids(found) == {
        "state_house": "67B",
        "state_senate": "67",
        "congress": "4",
        "school_district": "0625-01",
    }
    assert found.place and found.place.method == "street_range" and found.certain
    by_kind: dict[str, list[str]] = {}
    for official in found.officials:
        by_kind.setdefault(official.kind, []).append(official.name)
    assert by_kind["state_senate"] == ["Foung Hawj"]
    assert by_kind["state_house"] == ["Jay Xiong"]
    assert {"Carlo Franco", "Chauntyll Allen", "Erica Valliant", "Yusef Carrillo"} <= set(
        by_kind["school_board"]
    )


@pytest.mark.parametrize(
    "typed",
    [
        "1540 E 6th St, St. Paul 55106",
        "1540 Sixth Street East, St Paul, Minnesota",
        "1540 6th st e #200 saint paul mn 55106-4321",
    ],
)
def test_other_spellings_are_the_same_place(typed: str) -> None:
    place, same = (who_represents(text, offline=True, on=TODAY).place for text in (HOUSE, typed))
    assert place and same
    assert (place.lat, place.lon) == (same.lat, same.lon)


def test_json_has_the_shape_that_is_promised() -> None:
    found = who_represents(HOUSE, offline=True, on=TODAY).to_dict()
    assert list(found)[:6] == ["query", "as_of", "place", "districts", "officials", "warnings"]
    assert set(found["place"]) == {"matched", "lat", "lon", "method", "error_m", "source"}
    assert set(found["districts"][0]) == {"kind", "id", "name", "ocd_id", "edge_m", "certain", "alternatives"}
    promised = {
        "name",
        "kind",
        "district",
        "title",
        "party",
        "email",
        "phone",
        "mail",
        "url",
        "term_ends",
        "vacant",
        "source",
        "as_of",
    }
    assert promised <= set(found["officials"][0])


@pytest.mark.parametrize(
    ("typed", "error", "said"),
    [
        ("", BadAddress, "empty"),
        ("123 2nd St, Hudson, WI 54016", NotInMinnesota, "Wisconsin"),
        ("123 Main St, 54016", NotInMinnesota, "ZIP code 54016"),
        ("12 Nowhere Ln, Gophertown", BadAddress, "check the town"),
        ("PO Box 5", BadAddress, "PO box"),
        ("hello", BadAddress, "number, street, town"),
    ],
)
def test_what_cannot_be_placed_says_why(typed: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        who_represents(typed, offline=True, on=TODAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("PO Box 12, Anoka, MN 55303", "po_box"), ("RR 1 Box 2, Trimont, MN 56176", "rural_route")],
)
def test_a_box_gets_its_zip_area_and_the_reason(typed: str, code: str) -> None:
    found = who_represents(typed, offline=True, on=TODAY)
    assert {code, "zip_area"} <= codes(found)
    assert found.place and found.place.method == "zip_area"
    assert not any(district.certain for district in found.districts)
    assert not any(official.certain for official in found.officials)


def test_every_district_of_an_area_brings_its_officials() -> None:
    found = who_represents("55106", offline=True, on=TODAY)
    house = found.district("state_house")
    assert house and len(house.alternatives) > 1
    assert house.id == house.alternatives[0].id
    seats = {official.district for official in found.officials if official.kind == "state_house"}
    assert seats == {option.id for option in house.alternatives}


def test_near_a_line_both_sides_are_named() -> None:
    # Walk from 67B towards its neighbour until the line is near.
    near = next(
        found
        for step in range(400)
        if (found := represent_point(44.9602, -93.0354 - step * 0.0002, on=TODAY)).district("state_house")
        and not found.districts[0].certain
    )
    house = near.districts[0]
    assert house.edge_m is not None and house.edge_m <= 50
    assert len(house.alternatives) >= 2
    assert house.alternatives[0] == Alternative(house.id, house.name, 0.0)
    assert "near_line" in codes(near)


def test_the_vacant_seat_is_shown_as_vacant() -> None:
    found = represent_districts("21a", on=TODAY)
    seat = next(official for official in found.officials if official.kind == "state_house")
    assert (seat.name, seat.vacant) == ("", True)
    assert "vacant" in codes(found)


def test_nobody_sits_whose_term_has_ended() -> None:
    found = who_represents(HOUSE, offline=True, on=date(2027, 2, 1))
    legislators = [official for official in found.officials if official.kind.startswith("state_")]
    assert [official.status for official in legislators] == ["term_ended", "term_ended"]
    assert not any(official.name for official in legislators)
    assert "term_ended" in codes(found)
    assert "successor not in our data of 2026-08-05" in legislators[0].note


def test_the_airport_has_no_school_board_but_a_legislator() -> None:
    found = represent_point(44.8848, -93.2223, on=TODAY)
    assert ids(found)["school_district"] == "" and ids(found)["state_house"]
    assert "no_school_district" in codes(found)
    assert not any(official.kind == "school_board" for official in found.officials)


@pytest.mark.parametrize(
    ("lat", "lon", "error"),
    [
        (44.9, -92.5, NotInMinnesota),
        (47.6, -87.5, NotInMinnesota),
        (-93.0, 44.9, BadAddress),
        (444, 0, BadAddress),
    ],
)
def test_points_elsewhere(lat: float, lon: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        represent_point(lat, lon, on=TODAY)


def test_unknown_districts_list_right_ones() -> None:
    with pytest.raises(UnknownDistrict, match="67"):
        represent_districts("67C", on=TODAY)


class Answer:
    """A geocoder that answers what it is told to."""

    name = "census"

    def __init__(self, answer: Found | Exception | None) -> None:
        self.answer = answer

    def locate(self, address: object) -> Found | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def census(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def answer(with_what: Found | Exception | None) -> None:
        monkeypatch.setitem(lookup_for().__dict__, "census", Answer(with_what))

    return answer


ELSEWHERE = "77 Beech St W, Trimont, MN 56176"


def test_the_census_is_asked_only_where_streets_fail_and_never_offline(census) -> None:  # type: ignore[no-untyped-def]
    census(AssertionError("asked"))
    who_represents(ELSEWHERE, offline=True, on=TODAY)
    who_represents(HOUSE, on=TODAY)
    with pytest.raises(AssertionError):
        who_represents(ELSEWHERE, on=TODAY)


def test_the_census_answers(census) -> None:  # type: ignore[no-untyped-def]
    census(
        Found(
            Place("77 BEECH ST W", 43.7638, -94.7131, "census", 80.0, "US Census Geocoder"),
            {"state_house": "21B"},
        )
    )
    found = who_represents(ELSEWHERE, on=TODAY)
    assert ids(found)["state_house"] == "21B" and found.place and found.place.method == "census"


def test_where_the_census_and_our_lines_differ_both_are_said(census) -> None:  # type: ignore[no-untyped-def]
    census(
        Found(
            Place("77 BEECH ST W", 43.7638, -94.7131, "census", 80.0, "US Census Geocoder"),
            {"state_house": "22A"},
        )
    )
    found = who_represents(ELSEWHERE, on=TODAY)
    house = found.districts[0]
    assert not house.certain and {option.id for option in house.alternatives} == {"21B", "22A"}
    assert "district_differs" in codes(found)


def test_a_census_that_cannot_answer_is_a_warning_and_the_area(census) -> None:  # type: ignore[no-untyped-def]
    census(GeocoderError("The Census Geocoder did not answer."))
    found = who_represents(ELSEWHERE, on=TODAY)
    assert found.place and found.place.method == "zip_area"
    assert "census_unavailable" in codes(found)
    assert any("no answer" in step for step in found.steps)


def test_a_street_in_two_towns_is_asked_back() -> None:
    with pytest.raises(AmbiguousAddress) as caught:
        who_represents("500 Main St", offline=True, on=TODAY)
    assert len(caught.value.choices) >= 2


def test_the_snapshot_can_be_named(tmp_path: Path) -> None:
    from legislators.snapshot import open_snapshot

    again = who_represents(HOUSE, offline=True, on=TODAY, snapshot=open_snapshot())
    assert ids(again)["state_house"] == "67B"


@settings(max_examples=60, deadline=None)
@given(st.floats(43.5, 49.4), st.floats(-97.2, -89.5))
def test_any_point_has_a_senate_district_that_holds_its_house_district(lat: float, lon: float) -> None:
    try:
        found = represent_point(lat, lon, on=TODAY)
    except NotInMinnesota:
        return
    house, senate = found.districts[0], found.districts[1]
    if house.certain and senate.certain:
        assert house.id[:-1] == senate.id
    for district in found.districts:
        assert district.certain == (not district.alternatives)


def test_a_zip_code_of_other_districts_makes_the_place_uncertain() -> None:
    # Grand Avenue is in 55105; 55106 lies on the other side of town. One of the two is a slip.
    found = who_represents("1000 Grand Ave, Saint Paul, MN 55106", offline=True, on=TODAY)
    house = found.district("state_house")
    assert house and not house.certain and not found.certain
    assert [option.id for option in house.alternatives][:2] == [house.id, "67B"]
    assert "zip_differs" in codes(found) and "near_line" not in codes(found)
    assert {o.district for o in found.officials if o.kind == "state_house"} >= {house.id, "67B"}


def test_a_zip_code_of_the_same_districts_is_only_a_warning() -> None:
    found = who_represents("1540 6th St E, Saint Paul, MN 55101", offline=True, on=TODAY)
    school = found.district("school_district")
    assert "zip_differs" in codes(found) and school and school.certain


@pytest.mark.parametrize(
    ("town", "certain"), [("Minneapolis", False), ("Woodbury", False), ("Some Township", True)]
)
def test_a_town_of_other_districts_makes_the_place_uncertain(town: str, certain: bool) -> None:
    # 55105 is Saint Paul's; where the town is another known one, town or ZIP code is a slip.
    found = who_represents(f"800 Summit Ave, {town}, MN 55105", offline=True, on=TODAY)
    assert found.place and found.place.matched == "800 SUMMIT AVE, SAINT PAUL, MN 55105"
    house = found.district("state_house")
    assert house and house.id == "64A" and house.certain is certain
    assert ("town_differs" in codes(found)) is not certain
