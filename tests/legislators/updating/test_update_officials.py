"""Does an update take the members who sit now, say who changed, and refuse what cannot be true?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from published_samples import Rows, bundled_roster, members_table, row_of, write
from publisher_server import Publisher, redirects, serves, status, web_page
from update_samples import LATER, NOW, QUICK, SAME_DAY, Run, seats, someone, told

from legislators import snapshot
from legislators.errors import FetchError, SnapshotError, UpdateStopped
from legislators.snapshot import open_snapshot
from legislators.sources.fetching import Fetcher
from legislators.sources.open_states_csv import URL as TABLE
from legislators.updating import Request, prepared, put_in_force

pytestmark = pytest.mark.usefixtures("package", "unchecked")


def test_the_same_members_change_nothing(server: Publisher, update: Run) -> None:
    server.on(TABLE, serves(members_table(), modified=SAME_DAY))
    found = update("officials")
    assert (found.folder, found.changes, found.current) == (None, (), ("officials",))
    assert any("known fault" in note for note in found.notes)
    assert open_snapshot().folders == (snapshot.data_home(), snapshot.bundled_folder())


def test_a_newer_table_that_says_the_same_makes_the_roster_newer(server: Publisher, update: Run) -> None:
    server.on(TABLE, serves(members_table(), modified=LATER))
    found = update("officials")
    assert found.changes == ()
    assert found.files == ("officials.json",)
    assert {seat["as_of"] for seat in seats() if seat["kind"] != "governor"} == {"2026-11-20"}
    (source,) = open_snapshot().sources_of("officials.json")
    assert (source.vintage, source.retrieved_on, source.url) == ("2026-11-20", "2026-11-24", TABLE)


def test_one_changed_record_is_exactly_one_difference(server: Publisher, update: Run) -> None:
    table = members_table(lambda rows: row_of(rows, "65").update(email="sen.sandra.pappas@senate.mn"))
    server.on(TABLE, serves(table, modified=LATER))
    found = update("officials")
    assert told(found) == [
        "~ Senate District 65: e-mail of Sen. Sandy Pappas changed: "
        "sen.sandra.parry@senate.mn -> sen.sandra.pappas@senate.mn"
    ]
    before, after = bundled_roster()["seats"], seats()
    differs = [new["seat"] for old, new in zip(before, after, strict=True) if old["holder"] != new["holder"]]
    assert differs == ["Senate District 65"]
    holder = next(seat for seat in after if seat["seat"] == "Senate District 65")["holder"]
    assert holder["note"] == ""
    assert holder["mail"], "the office is kept from the roster before"


CHANGES: dict[str, tuple[Callable[[Rows], object], list[str]]] = {
    "a vacancy is filled": (
        lambda rows: rows.append(dict.fromkeys(rows[0], "") | someone(current_district="21A")),
        ["+ House District 21A: Rep. Mai Example (was vacant)"],
    ),
    "somebody leaves": (
        lambda rows: rows.remove(row_of(rows, "62A")),
        ["- House District 62A: Rep. Aisha Gomez left; the seat is vacant"],
    ),
    "somebody follows": (
        lambda rows: row_of(rows, "62A").update(someone()),
        ["+ House District 62A: Rep. Mai Example (was Rep. Aisha Gomez)"],
    ),
    "an office at the Capitol is told": (
        lambda rows: row_of(rows, "62A").update(capitol_voice="(651) 555-0100"),
        ["~ House District 62A: phone of Rep. Aisha Gomez changed: 651-296-7152 -> 651-555-0100"],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_differences_are_said_as_a_person_reads_them(name: str, server: Publisher, update: Run) -> None:
    change, lines = CHANGES[name]
    server.on(TABLE, serves(members_table(change), modified=LATER))
    assert told(update("officials")) == lines


def test_who_left_and_when_is_kept(server: Publisher, update: Run) -> None:
    server.on(TABLE, serves(members_table(lambda rows: rows.remove(row_of(rows, "62A"))), modified=LATER))
    update("officials")
    seat = next(seat for seat in seats() if seat["seat"] == "House District 62A")
    assert seat["holder"] is None
    assert (seat["former"]["name"], seat["former"]["ended"]) == ("Aisha Gomez", "2026-11-20")


BROKEN: dict[str, tuple[Callable[[Rows], object], str]] = {
    "half of it": (lambda rows: rows.__delitem__(slice(100)), "names 100 members of 201"),
    "none": (lambda rows: rows.clear(), "names 0 members"),
    "two for one seat": (
        lambda rows: rows.append(row_of(rows, "62A") | someone()),
        "has two people for 62A",
    ),
    "no such district": (lambda rows: row_of(rows, "62A").update(current_district="68A"), "'68A'"),
    "a number for a district": (
        lambda rows: row_of(rows, "1A").update(current_district="1"),
        "two people|'1'",
    ),
    "no name": (lambda rows: row_of(rows, "62A").update(name=""), "without a name or an id"),
    "a strange id": (lambda rows: row_of(rows, "62A").update(id="12"), "without a name or an id"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_table_that_cannot_be_true_is_refused(name: str, server: Publisher, update: Run) -> None:
    change, words = BROKEN[name]
    server.on(TABLE, serves(members_table(change), modified=LATER))
    with pytest.raises(SnapshotError, match=words):
        update("officials")
    assert open_snapshot().path("officials.json").parent == snapshot.bundled_folder()


@pytest.mark.parametrize("act", [web_page(), status(500), status(429, Retry_After="900"), redirects("/x")])
def test_a_server_out_of_order_leaves_what_we_have(act: Any, server: Publisher, update: Run) -> None:
    server.on(TABLE, act)
    with pytest.raises(FetchError):
        update("officials", "streets")
    assert open_snapshot().folders[0] == snapshot.data_home()


def test_an_older_table_is_taken_only_by_force(server: Publisher, update: Run) -> None:
    table = members_table(lambda rows: row_of(rows, "65").update(email="x@senate.mn"))
    server.on(TABLE, serves(table, modified="Mon, 06 Jul 2026 12:00:00 GMT"))
    with pytest.raises(UpdateStopped, match="did not pass the check"):
        update("officials")
    assert "older than the roster in force" in update("officials", apply=False).faults[0]
    assert update("officials", force=True).folder is not None


def test_what_the_check_finds_stops_the_update(
    server: Publisher, update: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legislators.doctor import Finding

    old = Finding("error", "known", "1A", "Known before.", "Wait.")
    new = Finding("error", "email", "65", "It is nobody's.", "Ask.")
    monkeypatch.setattr(
        "legislators.doctor.check_snapshot",
        lambda data, **options: (old, new) if isinstance(data, Path) else (old,),
    )
    server.on(TABLE, serves(members_table(), modified=LATER))
    assert update("officials", apply=False).faults == ("65: It is nobody's. Ask.",)
    with pytest.raises(UpdateStopped, match="--force"):
        update("officials")
    assert open_snapshot().folders[0] == snapshot.data_home()
    assert update("officials", force=True).folder is not None


def test_the_turn_of_the_year_brings_new_terms(server: Publisher, tmp_path: Path) -> None:
    january = date(2027, 1, 12)
    table = members_table(lambda rows: row_of(rows, "62A").update(someone()))
    server.on(TABLE, serves(table, modified="Mon, 11 Jan 2027 12:00:00 GMT"))
    fetcher = Fetcher(tmp_path / "downloads", january, base=server.base, limits=QUICK)
    with prepared(Request(("officials",), january), fetcher) as found:
        put_in_force(found, NOW)
    ends = {(seat["kind"], seat["term_ends"]) for seat in seats() if seat["kind"] != "governor"}
    assert ends == {("state_house", "2029-01-01"), ("state_senate", "2031-01-06")}
    seat = next(seat for seat in seats() if seat["seat"] == "House District 62A")
    assert seat["holder"]["name"] == "Mai Example"
    assert seat["former"] is None, "who sat in the term before did not leave in this one"


def yaml_person(id_: str, name: str, district: str) -> str:
    given, family = name.split()
    return (
        f"id: {id_}\nname: {name}\nfamily_name: {family}\nemail: rep.{given.lower()}."
        f"{family.lower()}@house.mn.gov\nparty:\n- name: Independent\nroles:\n- type: lower\n"
        f"  district: {district}\n  start_date: 2025-01-14\n"
    )


def test_a_checkout_is_read_with_its_commit_and_day(update: Run, tmp_path: Path) -> None:
    mn = tmp_path / "people" / "data" / "mn"
    write(mn / "legislature" / "a.yml", yaml_person("ocd-person/7", "Mai Example", "1A").encode())
    write(mn / "committees" / "c.yml", b"id: c\nname: Education Policy\nchamber: lower\nmembers: []\n")
    write(mn / "executive" / "g.yml", b"id: g\nname: Gov Example\nroles: []\n")
    pulled = int(datetime(2026, 11, 22, 12).timestamp())
    line = f"{'0' * 40} {'abcdef1234' * 4} Somebody <s@example.org> {pulled} +0000\tclone: from\n"
    write(tmp_path / "people" / ".git" / "logs" / "HEAD", line.encode())
    found = update("officials", given=(tmp_path / "people",))
    assert "- Senate District 65: no such seat any more" in told(found)
    (seat,) = seats()
    assert seat["holder"]["name"] == "Mai Example"
    assert (seat["as_of"], seat["source"]) == (
        "2026-11-22",
        "Open States, people database at abcdef1234 (CC0)",
    )
    assert update("officials", given=(tmp_path / "people",)).folder is None, (
        "the same once more is nothing new"
    )


def test_a_folder_without_people_is_told(update: Run, tmp_path: Path) -> None:
    with pytest.raises(UpdateStopped, match="holds no people of Minnesota"):
        update("officials", given=(tmp_path,))
