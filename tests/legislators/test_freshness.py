"""Is it told when the data are too old, and is an earlier day asked of the copy that was valid then?"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from legislators.freshness import updated_on, why_stale
from legislators.representation import represent_districts
from legislators.snapshot import bundled_folder, data_home, open_snapshot
from legislators.updating import note_current

OCTOBER = date(2026, 10, 1)


def codes(on: date, **words: Any) -> list[str]:
    return [notice.code for notice in represent_districts("67B", on=on, **words).warnings]


def test_data_fetched_in_october_are_too_old_after_120_days() -> None:
    snapshot = open_snapshot()
    assert updated_on(snapshot, "state_house") == updated_on(snapshot, "school_board") == OCTOBER
    assert updated_on(snapshot, "school_district") is None
    assert why_stale(snapshot, "state_house", date(2027, 1, 29)) == ""
    assert why_stale(snapshot, "state_house", date(2027, 1, 30)) == (
        "Our data of the Legislature and the governor were last updated on 2026-10-01, 121 days before "
        "2027-01-30 (more than 120). Who sits may have changed: advocate data update officials."
    )
    assert why_stale(snapshot, "school_board", date(2027, 1, 30)).endswith("advocate data update boards.")


def test_the_number_of_days_is_the_persons_own() -> None:
    assert "stale_data" not in codes(date(2026, 11, 24))
    assert codes(date(2026, 11, 24), stale_after=30) == ["stale_data"]
    assert codes(date(2027, 2, 1)) == ["term_ended", "stale_data"]


def test_a_day_on_which_nothing_newer_was_there_counts_as_an_update() -> None:
    note_current(["officials"], date(2027, 1, 20))
    assert updated_on(open_snapshot(), "state_house") == date(2027, 1, 20)
    assert updated_on(open_snapshot(), "school_board") == OCTOBER
    note_current(["boards"], date(2027, 1, 21))
    assert updated_on(open_snapshot(), "state_house") == date(2027, 1, 20)
    (data_home() / "unchanged.json").write_text("[1", encoding="utf-8")
    assert updated_on(open_snapshot(), "state_house") == OCTOBER


@pytest.fixture
def older_copy() -> Path:
    """A copy of February 2024 among the kept ones, in which somebody else sat for 67B."""
    folder = data_home() / "copies" / "2024-02"
    folder.mkdir(parents=True)
    for each in bundled_folder().iterdir():
        if each.suffix in (".json", ".toml"):
            shutil.copy(each, folder)
        else:
            (folder / each.name).symlink_to(each)
    file = folder / "officials.json"
    text = file.read_text(encoding="utf-8").replace('"2026-08-05"', '"2024-02-01"', 1)
    content = json.loads(text)
    for seat in content["seats"]:
        seat["term_ends"] = "2025-01-06"
        if seat["district"] == "67B":
            seat["holder"] |= {"name": "Ana Before", "id": "ocd-person/before", "starts": "2023-01-03"}
    head = {name: value for name, value in content.items() if name != "seats"}
    lines = [f'"{name}": {json.dumps(value)},' for name, value in head.items()]
    file.write_text(
        "\n".join(["{", *lines, f'"seats": {json.dumps(content["seats"])}', "}"]), encoding="utf-8"
    )
    listing = folder / "SOURCES.toml"
    words = listing.read_text(encoding="utf-8").replace("valid_to = 2027-01-04", "valid_to = 2025-01-06")
    listing.write_text(words.replace('vintage = "2026-08-05"', 'vintage = "2024-02-01"'), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("older_copy")
def test_an_earlier_day_is_asked_of_the_copy_that_was_valid_then() -> None:
    found = represent_districts("67B", on=date(2024, 3, 1))
    (member,) = [each for each in found.officials if each.kind == "state_house"]
    assert (member.name, member.status) == ("Ana Before", "sitting")
    (told,) = [each.message for each in found.warnings if each.code == "older_copy"]
    assert told == "For 2024-03-01 an older copy of the data was asked, the one of 2024-02-01 (2024-02)."


@pytest.mark.usefixtures("older_copy")
@pytest.mark.parametrize("day", [date(2024, 1, 31), date(2025, 1, 6), date(2026, 8, 5), date(2026, 11, 24)])
def test_a_copy_that_is_younger_or_whose_terms_were_over_is_not_asked(day: date) -> None:
    assert "older_copy" not in codes(day)


def test_without_an_older_copy_it_is_told_what_is_at_hand() -> None:
    # Who sits in 47A came in 2026; who sat in 2024 is not in our data.
    found = represent_districts("47A", on=date(2024, 3, 1))
    (told,) = [each.message for each in found.warnings if each.code == "before_our_data"]
    assert told.startswith(
        "Our data do not say who held every seat on 2024-03-01. At hand are copies of: 2026-08-05."
    )
    lines = [each.message for each in found.warnings if each.code == "later_lines"]
    assert lines == [
        "On 2024-03-01 other district lines may have been in force than ours: School District Boundaries, Minnesota, SY2025-26."
    ]
