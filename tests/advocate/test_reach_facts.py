"""Whatever happens in whatever order: do the facts kept along say what is worked out again, and what plain Python counts?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from advocate.errors import AdvocateError
from advocate.store.contacts import NewContact, Spent
from advocate.store.erasing import erase_people
from advocate.store.facts import rebuild_facts
from advocate.store.log import Log
from advocate.store.merges import merge_supporters, unmerge_supporters
from advocate.store.migrations import migrations
from advocate.store.moves import Said
from advocate.store.officials import OfficialThen
from advocate.store.open import APPLICATION_ID, writing
from advocate.store.supporters import Supporter
from advocate.store.union.other import private_copy
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign
from letters.similarity import Signature
from tests.advocate.counted_again import Act, state_of

FIRST = datetime(2026, 10, 1, 17, 0, tzinfo=UTC)
STANDINGS = ("handed_over", "sent", "confirmed", "bounced", "drafted")
CHANNELS = ("", "email", "post")
OFFICIALS = [
    OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08"),
    # The same person in another seat, and in the same as a later roster has them.
    OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "66", snapshot="2026-10-08"),
    OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-11-08"),
    OfficialThen("k2", "Liz Lee", "Representative", "state_house", "67A", snapshot="2026-10-08"),
]

#: (what is done, to which contact or supporter, further numbers that say how)
DOING = st.tuples(st.sampled_from(("write", "move", "move", "move", "back", "correct", "merge", "unmerge", "forget")),
                  st.integers(0, 5), st.integers(0, 11), st.integers(0, 9))  # fmt: skip


class Ticking:
    """A clock that goes on by a second each time it is asked, and by a day where it is told."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "advocate.db"
    with Log(path) as log:
        log.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "advocate.db"


def do(log: Log, what: str, who: int, how: int, more: int) -> None:
    """Do one thing, where it can be done; what is refused is not written."""
    contacts = [row[0] for row in log.database.execute("SELECT id FROM contacts ORDER BY rowid")]
    people = [row[0] for row in log.database.execute("SELECT id FROM supporters ORDER BY rowid")]
    day = date(2026, 9, 20) + timedelta(days=more)
    spent = Spent(minutes=5 * more or None, cost_cents=73 if how % 3 == 0 else None)
    if what == "write":
        write(log, who, how, more)
    elif what in ("move", "back", "correct") and contacts:
        contact = contacts[who % len(contacts)]
        said = Said(on=day, channel=CHANNELS[how % 3], spent=spent)
        if what == "move":
            log.move(contact, STANDINGS[how % 5], on=said.on, channel=said.channel)
        elif what == "back":
            log.take_back(contact)
        else:
            log.correct(contact, said)
    elif len(people) > 1:
        one, other = people[who % len(people)], people[how % len(people)]
        with log.writing():
            if what == "merge":
                merge_supporters(log.database, one, other, log.clock)
            elif what == "unmerge":
                unmerge_supporters(log.database, one, log.clock)
            elif what == "forget" and more == 0:
                erase_people(log.database, [one], day, log.clock)


def write(log: Log, who: int, how: int, more: int) -> None:
    writer = Supporter(f"Test Writer {who}", f"{who} Main St", town=f"Town {who % 3}")
    new = NewContact(writer, OFFICIALS[how % 4], letter_hash=f"h{how}{more}" if how % 5 else "",
                     campaign=("", "Reading")[more % 2], channel=("letter", "email")[how % 2], own_words=more * 10,
                     findings=(None, "", "L6")[more % 3], writer_districts=("67A", "67", "4", "0625-01"))  # fmt: skip
    kept = log.add_contact(new)
    if kept.is_new and how % 2:
        log.keep_signature(kept.id, Signature(tuple(range(how // 4, how // 4 + 64))))


def facts(log: Log) -> list[tuple[Any, ...]]:
    """Return the facts with ids and words in the place of numbers, and the earlier states."""
    now = log.database.execute(
        "SELECT c.id, k.id, own.id, person.id, o.id, holder.id, f.channel, f.standing, f.day, f.letter, t.word, "
        "f.own_words, g.word, town.word, h.word, s.word, d.word, f.constituent, f.minutes, f.cost_cents, f.recorded, "
        "f.text_group FROM reach_facts AS f JOIN contacts AS c ON c.number = f.contact "
        "JOIN reach_campaigns AS k ON k.n = f.campaign JOIN reach_supporters AS own ON own.n = f.supporter "
        "JOIN reach_supporters AS person ON person.n = f.person JOIN reach_officials AS o ON o.n = f.official "
        "JOIN reach_officials AS holder ON holder.n = f.holder JOIN reach_words AS t ON t.n = f.template "
        "JOIN reach_words AS town ON town.n = f.town JOIN reach_words AS h ON h.n = f.house "
        "JOIN reach_words AS s ON s.n = f.senate JOIN reach_words AS d ON d.n = f.school "
        "LEFT JOIN reach_words AS g ON g.n = f.findings ORDER BY c.id"
    )
    past = log.database.execute("SELECT * FROM reach_past ORDER BY contact, ended_by")
    rows = log.database.execute("SELECT id, number, standing, channel FROM contacts ORDER BY id")
    return [*now, *past, *rows]


def acts(log: Log) -> Iterator[tuple[str, Act]]:
    """Yield (supporter, contact) with everything that happened, from the rows as they lie there."""
    from benchmarks.made_campaign import Event

    events: dict[str, list[Event]] = {}
    for contact, *row in log.database.execute(
        "SELECT contact_id, id, kind, standing, channel, happened_on, corrects, recorded_at, minutes, cost_cents, act_on "
        "FROM contact_events ORDER BY rowid"
    ):
        events.setdefault(contact, []).append(Event(*row))
    for id_, supporter, channel in log.database.execute("SELECT id, supporter_id, channel FROM contacts"):
        yield supporter, Act(id_, 0, 0, None, channel, "", "", None, None, tuple(events[id_]))


@settings(max_examples=25, deadline=None, phases=[Phase.generate, Phase.shrink],
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(doings=st.lists(DOING, min_size=4, max_size=24))
def test_facts_kept_along_are_facts_worked_out_again(
    empty: Path, path: Path, doings: list[tuple[str, int, int, int]]
) -> None:
    for leftover in path.parent.glob("advocate.db*"):
        leftover.unlink()
    copyfile(empty, path)
    path.chmod(0o600)
    with Log(path, clock=Ticking()) as log:
        write(log, 0, 1, 1)
        for doing in doings:
            with suppress(AdvocateError):
                do(log, *doing)
        kept = facts(log)
        for some in (None, [row[0] for row in log.database.execute("SELECT id FROM contacts")][::2]):
            with log.writing():
                rebuild_facts(log.database, some)
            assert facts(log) == kept
        counted_in_plain_python(log)


def counted_in_plain_python(log: Log) -> None:
    into = dict(log.database.execute("SELECT id, merged_into FROM supporters WHERE merged_into IS NOT NULL"))
    found = {
        row[0]: row[1:]
        for row in log.database.execute(
            "SELECT c.id, p.id, w.channel, s.standing, date(f.day * 86400, 'unixepoch'), f.minutes, f.cost_cents "
            "FROM reach_facts AS f JOIN contacts AS c ON c.number = f.contact JOIN reach_supporters AS p ON p.n = f.person "
            "JOIN reach_channels AS w ON w.n = f.channel JOIN reach_standings AS s ON s.n = f.standing"
        )
    }
    for supporter, act in acts(log):
        state = state_of(act)
        assert state is not None
        person = into.get(supporter, supporter)
        assert found.pop(act.id) == (
            person,
            state.channel,
            state.standing,
            state.day,
            state.minutes,
            state.cents,
        )
    assert not found


def test_what_was_put_right_and_then_taken_back_leaves_nothing(path: Path) -> None:
    """Sent with ten minutes, corrected to twenty, taken back, sent again: nobody has said how long that took."""
    with Log(path, clock=Ticking()) as log:
        contact = log.add_contact(
            NewContact(Supporter("Test Writer", "1 Main St"), OFFICIALS[0], letter_hash="h")
        ).id
        log.move(contact, "sent", on=date(2026, 10, 5))
        log.correct(contact, Said(on=date(2026, 10, 3), spent=Spent(minutes=10)))
        log.correct(contact, Said(on=date(2026, 10, 4), spent=Spent(minutes=20)))
        question = "SELECT date(day * 86400, 'unixepoch'), minutes FROM reach_facts"
        assert log.database.execute(question).fetchall() == [("2026-10-04", 20)]
        log.take_back(contact)
        assert log.database.execute(question).fetchall() == [("2026-10-01", None)]
        log.move(contact, "sent", on=date(2026, 10, 9))
        assert log.database.execute(question).fetchall() == [("2026-10-09", None)]


class OlderLog:
    """A log as the program before m009 had it, as far as writing a campaign goes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock = Ticking()
        self.database = Database(sqlite3.connect(path))
        migrations.apply(self.database, stop_before="m009_reports_count_along_indexes")
        self.database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self.database.conn.commit()

    def writing(self) -> AbstractContextManager[None]:
        return writing(self.database, self.path)


def test_an_older_log_is_brought_to_the_same_facts(path: Path, tmp_path: Path) -> None:
    made = make_campaign(
        contacts=120, supporters=40, officials=[_row(n, each) for n, each in enumerate(OFFICIALS)]
    )
    older = OlderLog(path)
    write_campaign(older, made)  # type: ignore[arg-type]
    older.database.close()
    with Log(path) as upgraded, Log(tmp_path / "new.db", clock=Ticking()) as new:
        write_campaign(new, made)
        assert facts(upgraded) == facts(new)
        assert len({row[-1] for row in facts(new)[:120]}) > 2
        for log in (upgraded, new):
            assert log.database.execute("SELECT count(*) FROM reach_past").fetchone()[0] > 120
            assert log.database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_sound_older_log_can_be_brought_in(path: Path, tmp_path: Path) -> None:
    older = OlderLog(path)
    made = make_campaign(contacts=40, officials=[_row(n, each) for n, each in enumerate(OFFICIALS)])
    write_campaign(older, made)  # type: ignore[arg-type]
    older.database.close()
    with private_copy(path, tmp_path / "new.db") as copy, closing(sqlite3.connect(copy)) as brought:
        assert brought.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert brought.execute("SELECT count(*) FROM reach_past").fetchone()[0] > 40


def _row(n: int, official: OfficialThen) -> dict[str, Any]:
    kinds = ("state_senate", "state_house", "school_board", "governor")
    return {
        **asdict(official),
        "id": f"o{n}",
        "official_key": f"k{n}",
        "kind": kinds[n],
        "source_as_of": "2026-10-08",
    }
