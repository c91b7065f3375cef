"""Do parts come into force together, can they be taken back, and does the rest stay as it is?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from published_samples import addrfeat, members_table, write
from publisher_server import Publisher, serves, status
from update_samples import LATER, Run, gone

from legislators import snapshot
from legislators.errors import FetchError
from legislators.snapshot import open_snapshot, sha256_of
from legislators.sources.boundary_files import addrfeat_url
from legislators.sources.open_states_csv import URL as TABLE
from legislators.sources.secretary_of_state import URL as RESULTS
from legislators.updating import note_current, roll_back
from legislators.updating.streets import counties_at_hand

pytestmark = pytest.mark.usefixtures("package", "unchecked")


def test_parts_are_updated_together_or_not_at_all(server: Publisher, update: Run) -> None:
    server.on(TABLE, serves(members_table(gone), modified=LATER))
    server.on(addrfeat_url(2026, "27053"), serves(addrfeat("27053", [("Oak Ave", 1, 9)], 2026)))
    server.on(RESULTS.format(day="20261103"), status(403))
    with pytest.raises(FetchError):
        update("officials", "streets", "boards")
    assert open_snapshot().folders[0] == snapshot.data_home()
    server.acts.pop("/" + RESULTS.format(day="20261103").removeprefix("https://"))
    found = update("officials", "streets", "boards")
    assert found.files == ("officials.json", "streets.sqlite")
    assert {each.part for each in found.changes} == {"officials", "streets"}


def test_rolling_back_brings_the_data_before_and_forgets_what_was_asked(
    server: Publisher, update: Run, today: date
) -> None:
    before = sha256_of(open_snapshot().path("officials.json"))
    server.on(TABLE, serves(members_table(gone), modified=LATER))
    found = update("officials")
    note_current(found.current, today)
    note = snapshot.data_home() / "unchanged.json"
    assert json.loads(note.read_text(encoding="utf-8")) == {"officials": "2026-11-24"}
    assert roll_back() is None
    assert sha256_of(open_snapshot().path("officials.json")) == before
    assert not note.exists()
    assert update("officials").changes == found.changes, "the same update can be taken again"


def test_files_that_did_not_change_take_no_second_place(server: Publisher, update: Run) -> None:
    server.on(TABLE, serves(members_table(gone), modified=LATER))
    update("officials")
    first = open_snapshot().path("districts.gpkg")
    server.on(TABLE, serves(members_table(), modified="Sat, 21 Nov 2026 12:00:00 GMT"))
    update("officials")
    second = open_snapshot().path("districts.gpkg")
    assert first != second
    assert first.samefile(second)


def test_streets_that_no_list_tells_of_keep_their_year(server: Publisher, update: Run, package: Path) -> None:
    from legislators.sources.addrfeat import add_streets

    file = write(
        package.parent / "own" / "tl_2023_27037_addrfeat.zip", addrfeat("27037", [("A St", 1, 9)], 2023)
    )
    snapshot.data_home().mkdir()
    add_streets([file], package / "streets.sqlite", snapshot.data_home() / "streets.sqlite")
    server.on(TABLE, serves(members_table(gone), modified=LATER))
    update("officials")
    names = {each.name: each.vintage for each in open_snapshot().sources_of("streets.sqlite")}
    assert names["address_ranges_27037"] == "2023"
    assert set(counties_at_hand(open_snapshot().path("streets.sqlite"))) == {"27037", "27053"}
