"""What is decided when two logs meet: opt-outs, forgotten people, doubts, broken files, what stays when it is taken back?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from advocate.cli import cli
from advocate.store.approvals import NewApproval, add_approval, mark_needs_yes, needs_yes, why_no_yes
from advocate.store.consents import Consent, opted_out, record_consents
from advocate.store.contacts import NewContact
from advocate.store.editing import change_supporter
from advocate.store.forgetting import NoKey, key_file
from advocate.store.log import Log
from advocate.store.people import find_person
from advocate.store.placements import Placing, keep_placements
from advocate.store.supporters import Supporter
from advocate.store.union.brought import CannotTakeBack, UnknownMerge
from advocate.store.union.other import private_copy, private_folder
from advocate.store.union.pair import attached
from advocate.store.union.parts import read_part
from advocate.store.union.tables import COPIED, DERIVED, LOCAL, TEXTS
from advocate.supporters.leaving import coarsen, forget
from benchmarks.two_logs import (
    OFFICIALS,
    PEOPLE,
    START,
    Ticking,
    act,
    content,
    copy_log,
    differences,
    merge,
    unmerge_log,
)

MAI, OLE = PEOPLE[:2]
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Log(path).close()
    return path


@pytest.fixture
def a(empty: Path, tmp_path: Path) -> Path:
    return copy_log(empty, tmp_path / "a.db")


@pytest.fixture
def b(empty: Path, tmp_path: Path) -> Path:
    return copy_log(empty, tmp_path / "b.db")


def opened(path: Path, own: int = 0, days: int = 0) -> Log:
    return Log(path, clock=Ticking(START + timedelta(days=days), own))


def letter(log: Log, who: Supporter = MAI, text: str = "one", campaign: str = "Read Well") -> str:
    return log.add_contact(NewContact(who, OFFICIALS[0], letter_hash=text, campaign=campaign)).id


def run(*words: str | Path) -> Any:
    return CliRunner().invoke(cli, ["log", *map(str, words)])


def test_every_table_of_the_schema_is_thought_of(empty: Path) -> None:
    """A new table fails here: say in advocate/store/union/tables.py whether it goes over."""
    names = {
        row[0]
        for row in sqlite3.connect(empty).execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    }
    thought_of = {*COPIED, *TEXTS, *LOCAL}
    assert {name for name in names if not name.startswith(DERIVED)} == thought_of


def test_the_same_person_and_letter_under_two_ids_are_one(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        mine = letter(log)
    with opened(b, 2, days=1) as log:
        theirs = letter(log)
        log.move(theirs, "sent")
    brought = merge(a, b)
    assert (brought.people_met, brought.letters_met, brought.eyes) == (1, 1, ())
    with opened(a) as log:
        (contact,) = log.contacts()
        assert contact.id == min(mine, theirs) and contact.standing == "sent"
        assert [event.kind for event in log.events(contact.id)] == ["made", "move"]
        assert len(log.database.execute("SELECT id FROM people").fetchall()) == 1


def made_for(path: Path, own: int, *said: tuple[str, bool], needs_yes: bool = True, days: int = 0) -> str:
    """Have a letter of Mai's that a run made for her, with what she said to its words; return its id."""
    with opened(path, own, days) as log:
        id_ = letter(log)
        with log.writing():
            if needs_yes:
                mark_needs_yes(log.database, id_)
            for words, given in said:
                new = NewApproval(id_, words, "Mai Example", "2026-11-02", "in person", "ana", given)
                add_approval(log.database, new, log.clock)
    return id_


@pytest.mark.parametrize("way", [(True, False), (False, True)])
def test_one_letter_of_two_waits_for_a_yes_where_either_does(
    a: Path, b: Path, way: tuple[bool, bool]
) -> None:
    made_for(a, 1, needs_yes=way[0])
    made_for(b, 2, needs_yes=way[1], days=1)
    ba = copy_log(b, b.with_name("ba.db"))
    merge(a, b)
    merge(ba, a)
    for path in (a, ba):
        with opened(path) as log:
            (contact,) = log.contacts()
            assert why_no_yes(log.database, contact.id, "words") == "not asked"
    unmerge_log(a, 1)
    with opened(a) as log:
        (contact,) = log.contacts()
        assert needs_yes(log.database, contact.id) is way[0]


@pytest.mark.parametrize("copied", [True, False])
def test_a_no_of_the_other_log_holds_when_the_merge_is_taken_back(a: Path, b: Path, copied: bool) -> None:
    """Else a yes would come into force again of which it is known that it was taken back."""
    mine = made_for(a, 1, ("words", True))
    if copied:
        copy_log(a, b)
    made_for(b, 2, ("words", False), days=1)
    merge(a, b)
    with opened(a) as log:
        (contact,) = log.contacts()
        assert why_no_yes(log.database, contact.id, "words") == "said no"
    taken = unmerge_log(a, 1)
    assert ("Mai Example", "their no to a letter stays") in [(each.who, each.why) for each in taken.left]
    with opened(a) as log:
        (contact,) = log.contacts()
        assert (contact.id, why_no_yes(log.database, mine, "words")) == (mine, "said no")
        assert not log.database.execute("PRAGMA foreign_key_check").fetchall()
    assert not merge(a, b).eyes


def test_two_yeses_to_other_words_let_only_the_later_words_go(a: Path, b: Path) -> None:
    mine = made_for(a, 1, ("mine", True))
    copy_log(a, b)
    made_for(b, 2, ("theirs", True), days=1)
    merge(a, b)
    with opened(a) as log:
        assert why_no_yes(log.database, mine, "mine") == "changed since"
        assert why_no_yes(log.database, mine, "theirs") == ""


def test_an_opt_out_of_either_log_holds(a: Path, b: Path) -> None:
    for path, own, given in ((a, 1, True), (b, 2, False)):
        with opened(path, own) as log:
            letter(log)
            with log.writing():
                person = find_person(log.database, "mai@example.org").id
                record_consents(log.database, [Consent(person, given, "Fair")], log.clock)
    merge(a, b)
    with opened(a) as log:
        person = find_person(log.database, "mai@example.org").id
        assert opted_out(log.database, [person]) == {person: frozenset({"any"})}


def test_who_could_be_two_people_stays_two_and_is_told(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        letter(log, Supporter("Robert Olson", "1 Elm St", email="olson@example.org"))
    with opened(b, 2) as log:
        letter(log, Supporter("Ingrid Olson", "1 Elm St", email="olson@example.org"))
    brought = merge(a, b)
    assert brought.people_met == 0 and "may be one person, or two" in brought.eyes[0]
    told = run("merge", b, "--db", copy_log(b, b.with_name("again.db")), "--yes")
    assert told.exit_code == 0 and "nothing new" in told.output


def test_doubts_give_exit_code_3_and_name_the_command(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        letter(log, Supporter("Robert Olson", "1 Elm St", email="olson@example.org"))
    with opened(b, 2) as log:
        letter(log, Supporter("Ingrid Olson", "1 Elm St", email="olson@example.org"))
    looked = run("merge", b, "--db", a, "--dry-run", "--json")
    assert looked.exit_code == 3 and json.loads(looked.output)["number"] == 0
    assert not opened(a).database.execute("SELECT 1 FROM log_merges").fetchone()
    done = run("merge", b, "--db", a, "--yes")
    assert done.exit_code == 3 and "advocate supporters merge" in done.output
    assert run("merge", b, "--db", a).exit_code == 2  # nobody to ask


def test_things_that_do_not_follow_on_each_other_are_told(a: Path, b: Path) -> None:
    with opened(a) as log:
        contact = letter(log)
    shutil.copy(a, b)
    with opened(a, 1, days=1) as log:
        log.move(contact, "confirmed")
    with opened(b, 2, days=2) as log:
        log.move(contact, "sent")
    assert "recorded otherwise in each log" in merge(a, b).eyes[0]


def test_two_corrections_of_one_thing_are_one_or_follow_each_other(a: Path, b: Path) -> None:
    with opened(a) as log:
        contact = letter(log)
        log.move(contact, "sent")
    shutil.copy(a, b)
    for path, own in ((a, 1), (b, 2)):
        with opened(path, own, days=1) as log:
            log.take_back(contact, note=path.name)
    ab, ba = copy_log(a, a.with_name("ab.db")), copy_log(b, b.with_name("ba.db"))
    # What a's log holds already is all there is to it.
    assert not merge(ab, b).is_new
    merge(ba, a)
    for union in (ab, ba):
        with opened(union) as log:
            assert [event.note for event in log.events(contact) if event.corrects] == ["a.db"]
    unmerge_log(ba, 1)
    assert not differences(content(ba), content(b))


def test_who_was_forgotten_in_one_log_is_forgotten_in_both(a: Path, b: Path) -> None:
    with opened(a) as log:
        letter(log)
        letter(log, OLE)
    copy_log(a, b)
    with opened(a, 1, days=1) as log:
        forget(log, [find_person(log.database, "mai@example.org").id], on=DAY)
    with opened(b, 2, days=1) as log:
        new = letter(log, text="a letter after copying")
        log.move(new, "sent", note="Mai says so", who="Mai")
    for path, other in ((copy_log(a, a.with_name("ab.db")), b), (copy_log(b, b.with_name("ba.db")), a)):
        brought = merge(path, other)
        assert brought.forgotten == 1
        raw = path.read_bytes() if path.name == "ab.db" else b""
        assert b"mai@example.org" not in raw
        with opened(path) as log:
            assert len(log.contacts()) == 3
            held = json.dumps([list(row) for row in log.database.execute("SELECT * FROM log_merge_rows")])
            assert (
                "Mai" not in held
                and not log.database.execute("SELECT 1 FROM contact_events WHERE note <> ''").fetchone()
            )
        unmerge_log(path, brought.number)
        with opened(path) as log:
            assert not log.database.execute("SELECT 1 FROM supporters WHERE name LIKE 'Mai%'").fetchone()


def test_a_forgotten_person_is_known_under_another_id_by_the_other_logs_key(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        letter(log)
        forget(log, [find_person(log.database, "mai@example.org").id], on=DAY)
    with opened(b, 2) as log:
        letter(log)
        letter(log, OLE)
    for path, other in ((copy_log(a, a.with_name("ab.db")), b), (copy_log(b, b.with_name("ba.db")), a)):
        brought = merge(path, other)
        assert brought.forgotten == 1
        # The household's phone is a question, not a verdict.
        assert [eye for eye in brought.eyes if "Ole Example" in eye and "phone" in eye]
        with opened(path) as log:
            assert not log.database.execute("SELECT 1 FROM supporters WHERE name LIKE 'Mai%'").fetchone()
    key_file(a).unlink()
    told = merge(copy_log(b, b.with_name("no key.db")), a)
    assert "does not lie beside it" in told.eyes[0]
    with pytest.raises(NoKey):
        merge(a, b)


def test_a_letter_that_became_one_stays_counted_when_its_writer_is_forgotten_and_the_merge_taken_back(
    a: Path, b: Path
) -> None:
    for path, own in ((a, 1), (b, 2)):
        with opened(path, own) as log:
            letter(log)
    for path, other in ((copy_log(a, a.with_name("ab.db")), b), (copy_log(b, b.with_name("ba.db")), a)):
        merge(path, other)
        with opened(path, 1, days=9) as log:
            forget(log, [find_person(log.database, "mai@example.org").id], on=DAY)
        unmerge_log(path, 1)
        with opened(path) as log:
            assert len(log.contacts()) == 1
            assert not log.database.execute("PRAGMA foreign_key_check").fetchall()


def test_a_street_that_is_let_go_of_goes_from_the_record_of_the_merge(a: Path, b: Path) -> None:
    for path, own in ((a, 1), (b, 2)):
        with opened(path, own) as log:
            letter(log)
            with log.writing():
                home = log.database.execute("SELECT id FROM addresses").fetchone()[0]
                place = Placing(44.9, -93.0, "point", 5.0, 1, "67B", "67", "4", "0625-01")
                keep_placements(log.database, [(home, place)], "2026-11-01", log.clock)
    with opened(a) as log, log.writing():
        # One person by one id, so that their two addresses become one.
        log.database.execute("PRAGMA defer_foreign_keys = ON")
        theirs = opened(b).database.execute("SELECT id FROM supporters").fetchone()[0]
        mine = log.database.execute("SELECT id FROM supporters").fetchone()[0]
        for table in ("addresses", "contacts"):
            log.database.execute(f"UPDATE {table} SET supporter_id = ?", [theirs])
        log.database.execute("UPDATE supporters SET id = ? WHERE id = ?", [theirs, mine])
        log.database.execute("UPDATE reach_supporters SET id = ? WHERE id = ?", [theirs, mine])
    for path, other in ((copy_log(a, a.with_name("ab.db")), b), (copy_log(b, b.with_name("ba.db")), a)):
        merge(path, other)
        with opened(path, 1, days=9) as log:
            coarsen(log, [find_person(log.database, "mai@example.org").id])
            held = json.dumps([list(row) for row in log.database.execute("SELECT * FROM log_merge_rows")])
            assert "6th St" not in held and "6th st" not in held and "44.9" not in held
        unmerge_log(path, 1)
        with opened(path) as log:
            assert not log.database.execute("SELECT 1 FROM addresses WHERE address LIKE '%6th%'").fetchone()


def test_who_joined_after_being_forgotten_elsewhere_is_told_and_stays(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        letter(log)
        forget(log, [find_person(log.database, "mai@example.org").id], on=date(2026, 11, 3))
    with opened(b, 2, days=9) as log:
        letter(log)
    brought = merge(b, a)
    assert brought.forgotten == 0 and "joined after that" in brought.eyes[0]


def test_what_was_recorded_since_stays_with_the_person_and_is_told(a: Path, b: Path) -> None:
    with opened(b, 2) as log:
        stays, goes = letter(log), letter(log, PEOPLE[2])
    before = content(a)
    merge(a, b)
    with opened(a, 1, days=9) as log:
        log.move(stays, "sent")
    taken = unmerge_log(a, 1)
    assert [(each.who, each.why) for each in taken.left] == [("Mai Example", "a contact went on since")]
    with opened(a) as log:
        assert [contact.id for contact in log.contacts()] == [stays]
        assert log.database.execute("SELECT count(*) FROM reach_facts").fetchone()[0] == 1
        assert log.database.execute("SELECT count(*) FROM reach_supporters").fetchone()[0] == 1
    assert goes not in repr(content(a)) and content(a) != before
    with pytest.raises(CannotTakeBack, match="taken back on"):
        unmerge_log(a, 1)
    with pytest.raises(UnknownMerge, match="Those brought in are: 1"):
        unmerge_log(a, 7)


def test_a_field_that_was_changed_by_hand_since_stays(a: Path, b: Path) -> None:
    with opened(a, 1) as log:
        letter(log, Supporter("Mai Example", MAI.address, email=MAI.email))
    with opened(b, 2, days=1) as log:
        letter(log)
    merge(a, b)
    with opened(a, 1, days=9) as log, log.writing():
        person = find_person(log.database, "mai@example.org")
        assert person.phone == "651-555-0143"
        change_supporter(log.database, person.id, {"phone": "651-555-0100"}, "+16515550100", log.clock)
    told = run("unmerge", "1", "--db", a, "--yes")
    assert told.exit_code == 3, told.output
    with opened(a) as log:
        assert find_person(log.database, "mai@example.org").phone == "651-555-0100"


def test_the_newest_merge_is_taken_back_first(a: Path, b: Path, empty: Path) -> None:
    third = copy_log(empty, a.with_name("c.db"))
    for path, own, who in ((b, 2, MAI), (third, 3, OLE)):
        with opened(path, own) as log:
            letter(log, who)
        merge(a, path)
    with pytest.raises(CannotTakeBack, match="unmerge 2"):
        unmerge_log(a, 1)
    listed = run("merges", "--db", a).output
    assert "b.db" in listed and "c.db" in listed
    assert run("unmerge", "2", "--db", a, "--yes").exit_code == 0
    assert "taken back" in run("merges", "--db", a).output
    looked = json.loads(run("unmerge", "1", "--db", a, "--dry-run", "--json").stdout)
    assert looked["removed"]["contacts"] == 1 and (looked["left"], looked["changed_since"]) == ([], 0)
    assert run("unmerge", "1", "--db", a, "--yes").exit_code == 0
    assert not any(rows for name, rows in content(a).items() if name != "settings")


@pytest.fixture
def grown(empty: Path, a: Path, b: Path) -> tuple[Path, Path]:
    with opened(a) as log:
        act(log, [(n, n, n + 1) for n in range(11)])
    copy_log(a, b)
    with opened(b, 2, days=1) as log:
        act(log, [(n, n + 2, n) for n in (0, 2, 5, 6, 13, 14, 15, 16, 17, 19, 20, 21, 22)])
    return a, b


def test_a_part_is_brought_in_as_the_log_is(grown: tuple[Path, Path]) -> None:
    a, b = grown
    part = a.with_name("part")
    assert run("export", "--since", "2026-11-03", "--out", part, "--db", b).exit_code == 0
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    whole = copy_log(a, a.with_name("whole.db"))
    merge(whole, b)
    done = run("import", part, "--db", a, "--yes")
    assert done.exit_code in (0, 3), done.output
    assert not differences(content(whole), content(a))
    assert "nothing new" in run("import", part, "--db", a, "--yes").output
    assert not list(a.parent.glob(".*part-*")) and not list(a.parent.glob(".merging*"))


def test_a_part_of_one_campaign_holds_no_other(a: Path, b: Path) -> None:
    with opened(b, 2) as log:
        letter(log), letter(log, OLE, campaign="Fund Schools")
    part = a.with_name("part")
    assert (
        run(
            "export", "--since", "2026-11-01", "--campaign", "fund schools", "--out", part, "--db", b
        ).exit_code
        == 0
    )
    assert run("import", part, "--db", a, "--yes").exit_code == 0
    with opened(a) as log:
        assert [(contact.campaign, contact.supporter) for contact in log.contacts()] == [
            ("Fund Schools", OLE.name)
        ]
    assert (
        run(
            "export", "--since", "2026-11-01", "--campaign", "nothing", "--out", part, "--db", b, "--yes"
        ).exit_code
        == 2
    )


def broken_files(b: Path) -> Iterator[tuple[str, Path, str]]:
    def made(name: str, data: bytes) -> Path:
        path = b.with_name(name)
        path.write_bytes(data)
        return path

    whole = b.read_bytes()
    yield "empty", made("empty", b""), "is empty"
    yield "text", made("text", b"name,email\n"), "no log of advocate"
    yield "cut", made("cut", whole[: len(whole) // 2]), "damaged"
    yield "scribbled", made("scribbled", whole[:9000] + b"\x7f" * 9000 + whole[18000:]), "damaged"
    yield "folder", b.parent, "is no file"
    foreign = b.with_name("foreign.db")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (a)")
    yield "foreign", foreign, "another program"
    newer = copy_log(b, b.with_name("newer.db"))
    with sqlite3.connect(newer) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('advocate', 'm999_later')"
        )
    yield "newer", newer, "newer version"
    wild = copy_log(b, b.with_name("wild.db"))
    with sqlite3.connect(wild) as connection:
        connection.execute("DROP TRIGGER reach_ends")
        connection.execute("DELETE FROM supporters")
    yield "wild", wild, "damaged"


def test_a_file_that_is_no_sound_log_changes_nothing(a: Path, b: Path) -> None:
    with opened(b, 2) as log:
        letter(log)
    with opened(a, 1) as log:
        letter(log, OLE)
    before = content(a)
    for name, path, says in broken_files(b):
        told = run("merge", path, "--db", a, "--yes")
        assert told.exit_code == 1 and says in told.output, (name, told.output)
    assert "this log itself" in run("merge", a, "--db", a, "--yes").output
    assert run("merge", a.with_name("nowhere"), "--db", a, "--yes").exit_code == 1
    assert content(a) == before


def test_a_part_that_did_not_arrive_whole_changes_nothing(a: Path, b: Path) -> None:
    with opened(b, 2) as log:
        letter(log)
    part = a.with_name("part")
    assert run("export", "--since", "2026-11-01", "--out", part, "--db", b).exit_code == 0
    sound, before = part.read_bytes(), content(a)
    header, _, rest = sound.partition(b"\n")
    for data, says in (
        (sound[:-30], "whole"), (sound.replace(rest[50:60], bytes(10)), "whole"), (b"", "no part"), (header, "whole"),
        (b"{}\n" + rest, "no part"), (header.replace(b"part\": 1", b"part\": 2") + b"\n" + rest, "newer"),
        (b.read_bytes(), "advocate log merge"), (b"[" * 60_000 + b"\n" + rest, "no part"),
        (header.replace(b'"bytes": ', b'"bytes": -') + b"\n" + rest, "whole"),
    ):  # fmt: skip
        part.write_bytes(data)
        told = run("import", part, "--db", a, "--yes")
        assert told.exit_code == 1 and says in told.output, told.output
    assert content(a) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_step_the_log_is_the_old_or_the_new(
    grown: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = grown
    old, whole = content(a), copy_log(a, a.with_name("whole.db"))
    statements = 0

    def count(_: str) -> None:
        nonlocal statements
        statements += 1
        if statements == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(database: Any, *rest: Any) -> Any:
        database.conn.set_trace_callback(count)
        return attached(database, *rest)

    monkeypatch.setattr("advocate.store.union.merging.attached", watched)
    last = 0
    merge(whole, b)
    new, every = content(whole), statements
    for step in (3, every // 2, every - 25, every - 6, every - 4):
        target, statements, last = copy_log(a, a.with_name(f"{step}.db")), 0, step
        child = os.fork()
        if not child:
            merge(target, b)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert content(target) in (old, new)
        statements, last = 0, 0
        merge(target, b)
        assert not differences(content(target), new), step
    assert not list(a.parent.glob(".merging-*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_copies_that_a_killed_merge_or_export_left_go_with_the_next_or_when_somebody_is_forgotten(
    grown: tuple[Path, Path],
) -> None:
    a, b = grown
    here = copy_log(a, a.with_name("[here].db"))  # a name that means something in a pattern

    def left_by_a_killed(work: Callable[[], AbstractContextManager[Path]]) -> Path:
        child = os.fork()
        if not child:
            entered = work()
            entered.__enter__()
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        (left,) = here.parent.glob(".merging-*")
        assert stat.S_IMODE(left.stat().st_mode) == 0o700
        return left

    left = left_by_a_killed(lambda: private_copy(b, here))
    assert [stat.S_IMODE(file.stat().st_mode) for file in left.iterdir()] == [0o600]
    with opened(here, 1, days=9) as log:
        read_part(log, "", None, "", log.clock)
        assert not left.exists()
        left = left_by_a_killed(lambda: private_folder(here))
        forget(log, [log.database.execute("SELECT id FROM people").fetchone()[0]], on=DAY)
        assert not left.exists()
