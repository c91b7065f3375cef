"""Does `advocate who` answer a real address, and say plainly when it cannot or is not sure?"""

from __future__ import annotations

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner

from advocate.cli import cli
from legislators.geocoders import census

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
CENSUS_URL = f"{census.SERVICE}/geographies/onelineaddress"
#: A street that no bundled county holds.
ELSEWHERE = "200 Main St, Ely, MN 55731"


def who(*arguments: str, env: dict[str, str] | None = None) -> Any:
    return CliRunner().invoke(cli, ["who", *arguments], env=env)


def census_answer(x: float, y: float) -> dict[str, Any]:
    match = {
        "coordinates": {"x": x, "y": y},
        "matchedAddress": "200 MAIN ST, ELY, MN, 55731",
        "addressComponents": {"zip": "55731", "state": "MN", "fromAddress": "200", "toAddress": "298"},
        "geographies": {},
    }
    return {"result": {"addressMatches": [match]}}


def test_a_real_address_gives_its_officials_offline() -> None:
    result = who(ADDRESS, "--offline", "--as-of", "2026-11-24")
    assert result.exit_code == 0, result.output
    for words in (
        "House District 67B",
        "Senate District 67",
        "Saint Paul Public Schools (0625-01)",
        "Jay Xiong",
    ):
        assert words in result.output
    assert "3 of 7 seats are not in our data" in result.output


def test_the_address_need_not_be_quoted() -> None:
    quoted, bare = who(ADDRESS, "--offline", "--json"), who(*ADDRESS.split(), "--offline", "--json")
    assert bare.output == quoted.output


def test_json_has_the_documented_shape() -> None:
    answer = json.loads(who(ADDRESS, "--offline", "--json", "--as-of", "2026-11-24").stdout)
    assert answer["as_of"] == "2026-11-24"
    assert answer["place"]["method"] == "street_range"
    assert {d["kind"]: d["id"] for d in answer["districts"]} == {
        "state_house": "67B",
        "state_senate": "67",
        "congress": "4",
        "school_district": "0625-01",
    }
    assert {"query", "as_of", "place", "districts", "officials", "warnings"} <= set(answer)
    assert {o["kind"] for o in answer["officials"]} == {
        "state_senate", "state_house", "school_board", "school_district",
    }  # fmt: skip


def test_named_districts_give_their_officials() -> None:
    result = who("--district", "67b", "--school-district", "625")
    assert result.exit_code == 0
    assert "Senate District 67" in result.output
    assert "School board of Saint Paul Public Schools" in result.output


def test_a_vacant_seat_is_shown_as_vacant() -> None:
    result = who("--district", "21A", "--as-of", "2026-11-24")
    assert "name        vacant" in result.output
    assert "vacant since 2026-06-21" in result.output


def test_nobody_sits_after_the_term_has_ended() -> None:
    result = who("--district", "67B", "--as-of", "2027-02-01")
    assert "term ended 2027-01-04, successor not in our data" in result.output
    assert "Jay Xiong" not in result.output


def test_an_area_is_uncertain_and_exits_with_3() -> None:
    result = who(ELSEWHERE, "--offline")
    assert result.exit_code == 3
    assert "an area, not a house" in result.output
    assert "Which one is yours?" in result.output or "only the area tells so" in result.output


@responses.activate
def test_online_the_census_is_asked_only_where_our_streets_end() -> None:
    responses.get(CENSUS_URL, json=census_answer(-91.8671, 47.9032))
    assert json.loads(who(ADDRESS, "--json").stdout)["place"]["method"] == "street_range"
    assert len(responses.calls) == 0
    answer = json.loads(who(ELSEWHERE, "--json").stdout)
    assert answer["place"]["method"] == "census"
    assert answer["place"]["matched"] == "200 MAIN ST, ELY, MN 55731"
    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize("env", [{"ADVOCATE_OFFLINE": "1"}, {"ADVOCATE_OFFLINE": "yes"}])
def test_the_environment_can_keep_it_offline(env: dict[str, str]) -> None:
    assert json.loads(who(ELSEWHERE, "--json", env=env).stdout)["place"]["method"] == "zip_area"
    assert len(responses.calls) == 0


@responses.activate
@pytest.mark.parametrize(
    "reply",
    [
        {"body": "<html>Request Rejected</html>"},
        {"body": '{"result": {"addr'},
        {"status": 500},
        {"json": {"odd": 1}},
    ],
)
def test_a_geocoder_that_misbehaves_is_a_warning_and_the_next_step_answers(
    reply: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census, "BACK_OFF_S", (0.0, 0.0))
    responses.get(CENSUS_URL, **reply)
    result = who(ELSEWHERE, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 3
    assert answer["place"]["method"] == "zip_area"
    (warning,) = [w for w in answer["warnings"] if w["code"] == "census_unavailable"]
    assert "Main" not in warning["message"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((), 2, 'advocate who "1540 6th St E'),
        ((ADDRESS, "--point", "44.9,-93.0"), 2, "one of the three"),
        (("--point", "44.9,-93.0", "--district", "67B"), 2, "one of the three"),
        (("--district", "68A"), 2, "68A"),
        (("--school-district", "9999-01"), 2, "9999-01"),
        (("",), 1, "empty"),
        (("1 Main St, Hudson, WI 54016", "--offline"), 1, "Wisconsin"),
        (("--point", "47.5,-88.0"), 1, "Minnesota"),
        (("--point", "-93.0355,44.9593"), 2, "44.9593,-93.0355"),
    ],
)
def test_bad_input_is_told_without_a_traceback(arguments: tuple[str, ...], code: int, says: str) -> None:
    result = who(*arguments)
    assert result.exit_code == code, result.output
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_the_airport_lies_in_no_school_district() -> None:
    result = who("--point", "44.8820,-93.2110")
    assert "School district  no school district" in result.output
    assert "School board" not in result.output
