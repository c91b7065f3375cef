"""Do we read the Census Geocoder's answers rightly, and refuse what is no answer?"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.errors import AmbiguousAddress, GeocoderError, NotInMinnesota
from legislators.geocoders.census_answers import choose, districts_of, read_matches

LEAIDS = {"2733840": "0625-01"}
FAILED = [{"status": "Layer query encountered an error: java.lang.RuntimeException: Failed to return"}]


def geographies() -> dict[str, Any]:
    return {
        "Counties": [{"GEOID": "27123", "BASENAME": "Ramsey", "NAME": "Ramsey County"}],
        "Oklahoma Tribal Statistical Areas": [],
        "2010 Census Urban Clusters": copy.deepcopy(FAILED),
        "2026 State Legislative Districts - Upper": [
            {"GEOID": "27067", "SLDU": "067", "BASENAME": "67", "NAME": "State Senate District 67"}
        ],
        "2026 State Legislative Districts - Lower": [
            {"GEOID": "2767B", "SLDL": "67B", "BASENAME": "67B", "NAME": "State House District 67B"}
        ],
        "120th Congressional Districts": [{"GEOID": "2704", "BASENAME": "4"}],
        "Unified School Districts": [{"GEOID": "2733840", "BASENAME": "St. Paul Public School District"}],
        "Elementary School Districts": [],
    }


def row(
    matched: str = "1540 6TH ST E, SAINT PAUL, MN, 55106",
    x: float = -93.0355,
    y: float = 44.9593,
    *,
    state: str = "MN",
    first: str = "1501",
    last: str = "1599",
) -> dict[str, Any]:
    return {
        "tigerLine": {"side": "R", "tigerLineId": "102"},
        "coordinates": {"x": x, "y": y},
        "matchedAddress": matched,
        "addressComponents": {
            "zip": matched[-5:],
            "city": "SAINT PAUL",
            "state": state,
            "streetName": "6TH",
            "suffixType": "ST",
            "suffixDirection": "E",
            "fromAddress": first,
            "toAddress": last,
        },
        "geographies": geographies(),
    }


def answer(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"result": {"input": {"benchmark": {"id": "4"}}, "addressMatches": list(rows)}}


def test_one_answer_gives_the_point_and_all_four_districts() -> None:
    match = choose(read_matches(answer(row())))
    assert match is not None
    assert (match.lat, match.lon, match.zip_code) == (44.9593, -93.0355, "55106")
    assert match.matched == "1540 6TH ST E, SAINT PAUL, MN 55106"
    assert districts_of(match, LEAIDS) == (
        {"state_house": "67B", "state_senate": "67", "congress": "4", "school_district": "0625-01"},
        (),
    )


def test_a_school_district_without_a_mapping_is_left_out_and_is_no_failure() -> None:
    (match,) = read_matches(answer(row()))
    found, failed = districts_of(match, {})
    assert "school_district" not in found
    assert failed == ()


@pytest.mark.parametrize(
    ("layer", "rows", "kind", "district"),
    [
        (
            "2024 State Legislative Districts - Lower",
            [{"GEOID": "2707A", "SLDL": "07A"}],
            "state_house",
            "7A",
        ),
        (
            "2024 State Legislative Districts - Lower",
            [{"SLDL": "01B", "BASENAME": "1B"}],
            "state_house",
            "1B",
        ),
        ("State Legislative Districts - Upper", [{"GEOID": "27001", "SLDU": "001"}], "state_senate", "1"),
        ("119th Congressional Districts", [{"GEOID": "2708", "CD119": "08"}], "congress", "8"),
        ("Secondary School Districts", [{"GEOID": "2733840"}], "school_district", "0625-01"),
        # The Census's word for a piece of water that is in no district.
        (
            "2024 State Legislative Districts - Lower",
            [{"GEOID": "27ZZZ", "SLDL": "ZZZ"}],
            "state_house",
            None,
        ),
        # A point on the river's other bank.
        (
            "2024 State Legislative Districts - Lower",
            [{"GEOID": "55073", "SLDL": "073"}],
            "state_house",
            None,
        ),
    ],
)
def test_districts_get_our_ids_whatever_year_the_layer_is_named_after(
    layer: str, rows: list[dict[str, Any]], kind: str, district: str | None
) -> None:
    one = row()
    one["geographies"] = {layer: rows}
    found, _ = districts_of(read_matches(answer(one))[0], LEAIDS)
    assert found.get(kind) == district


def test_a_layer_that_holds_only_a_status_is_no_answer() -> None:
    one = row()
    one["geographies"]["2026 State Legislative Districts - Lower"] = copy.deepcopy(FAILED)
    found, failed = districts_of(read_matches(answer(one))[0], LEAIDS)
    assert "state_house" not in found
    assert failed == ("state_house",)
    assert found["state_senate"] == "67"


def test_of_two_years_of_a_layer_the_later_answers_unless_it_failed() -> None:
    one = row()
    one["geographies"] = {
        "120th Congressional Districts": [{"GEOID": "2705"}],
        "119th Congressional Districts": [{"GEOID": "2704"}],
    }
    assert districts_of(read_matches(answer(one))[0], {})[0] == {"congress": "5"}
    one["geographies"]["120th Congressional Districts"] = copy.deepcopy(FAILED)
    assert districts_of(read_matches(answer(one))[0], {}) == ({"congress": "4"}, ())


def test_no_match_is_none() -> None:
    assert choose(read_matches(answer())) is None


def test_two_places_that_fit_are_a_question_with_both_in_it() -> None:
    matches = read_matches(
        answer(
            row("100 MAIN ST, ANOKA, MN, 55303", -93.387, 45.198),
            row("100 MAIN ST, SAINT PAUL, MN, 55102", -93.1, 44.945),
        )
    )
    with pytest.raises(AmbiguousAddress, match="several places") as caught:
        choose(matches)
    assert caught.value.choices == ("100 MAIN ST, ANOKA, MN 55303", "100 MAIN ST, SAINT PAUL, MN 55102")
    typed_zip = choose(matches, "55102")
    assert typed_zip is not None
    assert typed_zip.lat == 44.945


def test_the_two_sides_of_one_street_are_one_place() -> None:
    match = choose(read_matches(answer(row(), row(y=44.95935))))
    assert match is not None
    assert match.lat == 44.9593


def test_a_match_in_wisconsin_is_not_in_minnesota_but_one_here_wins() -> None:
    hudson = row("1540 6TH ST, HUDSON, WI, 54016", -92.74, 44.97, state="WI")
    with pytest.raises(NotInMinnesota, match=r"in WI, not in Minnesota"):
        choose(read_matches(answer(hudson)))
    match = choose(read_matches(answer(hudson, row())))
    assert match is not None
    assert match.state == "MN"


@pytest.mark.parametrize(
    ("first", "last", "error_m"),
    [
        ("1501", "1599", 128),  # a city block
        ("1500", "1518", 81),  # a short block
        ("7000", "7998", 1000),  # a country mile
        ("", "", 125.0),
        (None, "1599", 125.0),
        ("W7890", "W7999", 125.0),
    ],
)
def test_the_error_grows_with_the_range_that_was_interpolated(first: Any, last: Any, error_m: float) -> None:
    (match,) = read_matches(answer(row(first=first, last=last)))
    assert match.error_m == pytest.approx(error_m, abs=1)


@given(st.integers(0, 99999), st.integers(0, 99999))
def test_an_error_is_never_smaller_than_a_lot_or_larger_than_a_mile(first: int, last: int) -> None:
    (match,) = read_matches(answer(row(first=str(first), last=str(last))))
    (turned,) = read_matches(answer(row(first=str(last), last=str(first))))
    assert 40 <= match.error_m <= 1000
    assert turned.error_m == match.error_m


def _without(key: str) -> dict[str, Any]:
    one = row()
    del one[key]
    return answer(one)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "no result",
        {"errors": ["Address cannot be empty"], "status": "400"},
        {"result": None},
        {"result": {"addressMatches": [None]}},
        {"result": {"addressMatches": [{}]}},
        _without("coordinates"),
        _without("addressComponents"),
        answer(row(x="west")),  # type: ignore[arg-type]
        answer(row(y=float("nan"))),
        answer(row(y=4495930.0)),
    ],
)
def test_another_shape_is_an_error_that_does_not_quote_it(wrong: object) -> None:
    with pytest.raises(GeocoderError) as caught:
        read_matches(wrong)
    assert "form we do not know" in str(caught.value)
    assert "6TH" not in str(caught.value)
    assert caught.value.__suppress_context__


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["GEOID", "SLDL", "status", "BASENAME"]), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_whatever_a_layer_holds_it_is_a_district_or_nothing(layer: Any) -> None:
    one = row()
    one["geographies"] = {"2026 State Legislative Districts - Lower": layer}
    found, _ = districts_of(read_matches(answer(one))[0], LEAIDS)
    assert set(found) <= {"state_house"}


def test_an_answer_cannot_steer_the_terminal() -> None:
    row = {
        "matchedAddress": "1 \x1b[31mMAIN\nST, ANOKA, MN, 55303",
        "coordinates": {"x": -93.4, "y": 45.2},
        "addressComponents": {"state": "MN", "zip": "55303"},
    }
    (match,) = read_matches({"result": {"addressMatches": [row]}})
    assert match.matched == "1 [31mMAIN ST, ANOKA, MN 55303"
