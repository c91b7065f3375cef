"""Is a report of a past day the same, byte for byte, whatever was written since?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advocate.reports.forms import BINARY, FORMS, form_named
from advocate.reports.named import REPORTS, read_scope, report_named
from advocate.reports.report import Report, Scope
from advocate.store.contacts import NewContact
from advocate.store.editing import change_supporter
from advocate.store.erasing import erase_people
from advocate.store.keys import new_id
from advocate.store.log import Log
from advocate.store.merges import merge_supporters, unmerge_supporters
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from benchmarks.made_campaign import MadeUp, make_campaign
from benchmarks.made_writing import write_campaign

TODAY = date(2026, 11, 24)
#: A day in the middle, and the last one of the made-up campaign.
PAST = [date(2026, 10, 20), date(2026, 11, 24)]
FORMS_OF_TEXT = [name for name in FORMS if name not in BINARY and name != "html"]
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
SENATOR = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "8", snapshot="2026-12-08")


Pages = dict[tuple[str, date, str], str | bytes]
Later = Callable[[Log, MadeUp], None]


def pages(log: Log, without: str = "nothing") -> Pages:
    """Return every report of every past day in every form; `without` is how the columns left out begin."""
    found = {}
    for name in REPORTS:
        for day in PAST:
            scope = read_scope(log.database, today=TODAY, name=name, as_of=day)
            report = stripped(report_named(name)(log.database, scope), without)
            for form in FORMS_OF_TEXT:
                found[name, day, form] = form_named(form)(report)
    return found


def stripped(report: Report, without: str) -> Report:
    left = [n for n, column in enumerate(report.columns) if not column.name.startswith(without)]
    rows = tuple(tuple(row[n] for n in left) for row in report.rows)
    return replace(report, columns=tuple(report.columns[n] for n in left), rows=rows)


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign(contacts=150, supporters=60)


def open_then(path: Path, now: datetime) -> Log:
    return Log(path, clock=lambda: now)


@pytest.fixture(scope="module")
def base(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("past") / "advocate.db"
    with open_then(path, datetime(2026, 11, 22, 18, 0, tzinfo=UTC)) as log:
        write_campaign(log, made)
        log.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="module")
def before(base: Path) -> Pages:
    with open_then(base, NOW) as log:
        return pages(log)


@pytest.fixture
def log(base: Path, tmp_path: Path) -> Iterator[Log]:
    path = tmp_path / "advocate.db"
    path.write_bytes(base.read_bytes())
    path.chmod(0o600)
    with open_then(path, NOW) as log:
        yield log


def more_contacts(log: Log, made: MadeUp) -> None:
    new = NewContact(Supporter("New Writer", "1 Main St, Duluth"), SENATOR, letter_hash="h", findings="L6")
    log.move(log.add_contact(new).id, "sent", on=date(2026, 10, 1))


def more_moves(log: Log, made: MadeUp) -> None:
    for contact in log.contacts(standing="sent")[:20]:
        log.move(contact.id, "confirmed")
    for contact in log.contacts(standing="confirmed")[:5]:
        log.move(contact.id, "bounced")
    for contact in log.contacts(standing="drafted")[:5]:
        log.move(contact.id, "sent", on=date(2026, 10, 1), channel="post")


def corrections(log: Log, made: MadeUp) -> None:
    for contact in log.contacts(standing="sent")[:10]:
        log.take_back(contact.id)


def replies(log: Log, made: MadeUp) -> None:
    with log.writing():
        for answer in made.answers[:6]:
            if not any(each.corrects == answer.id for each in made.answers):
                add_reply(log, answer.contact_id, made.officials[answer.official], answer.id)
            add_reply(log, answer.contact_id, made.officials[answer.official], None)


def add_reply(log: Log, contact_id: str | None, official: dict[str, str], corrects: str | None) -> None:
    log.database.execute(
        "INSERT INTO replies (id, official_id, official_key, contact_id, answer, happened_on, corrects, recorded_at) "
        "VALUES (?, ?, ?, ?, 'no', '2026-10-02', ?, '2026-11-25T18:00:00.000000Z')",
        [new_id(), official["id"], official["official_key"], contact_id, corrects],
    )


def merges(log: Log, made: MadeUp) -> None:
    """Merge whom others were merged into already, take an older merge back, merge again."""
    ids = [person.id for person in made.people]
    (_, kept), (_, second) = made.merged[:2]
    with log.writing():
        merge_supporters(log.database, ids[second], ids[kept], log.clock)
        merge_supporters(log.database, ids[30], ids[second], log.clock)
        merge_supporters(log.database, ids[31], ids[32], log.clock)
        unmerge_supporters(log.database, ids[32], log.clock)
        merge_supporters(log.database, ids[33], ids[32], log.clock)


def taken_apart(log: Log, made: MadeUp) -> None:
    with log.writing():
        for gone, _ in made.merged:
            unmerge_supporters(log.database, made.people[gone].id, log.clock)


def edits(log: Log, made: MadeUp) -> None:
    with log.writing():
        for person in made.people[20:40]:
            change_supporter(
                log.database, person.id, {"role": "educator", "came_from": "by hand"}, "", log.clock
            )


def roles(log: Log, made: MadeUp) -> None:
    with log.writing():
        for person in made.people[10:50]:
            change_supporter(log.database, person.id, {"role": "policymaker"}, "", log.clock)


def forgetting(log: Log, made: MadeUp) -> None:
    """Forget people who wrote, one who others were merged into, and one after a merge of the same day."""
    taken = dict(made.merged)
    kept = [made.people[n].id for n in taken.values()]
    others = [made.people[n].id for n in range(12, 50, 4)]
    with log.writing():
        merge_supporters(log.database, made.people[51].id, made.people[55].id, log.clock)
        erase_people(log.database, [*kept, *others, made.people[51].id], NOW.date(), log.clock)


LATER: list[Later] = [more_contacts, more_moves, corrections, replies, merges, taken_apart, edits]


@pytest.mark.parametrize("later", LATER, ids=lambda each: each.__name__)
def test_what_is_written_later_changes_no_byte(log: Log, made: MadeUp, before: Pages, later: Later) -> None:
    later(log, made)
    after = pages(log)
    assert [page for page in before if before[page] != after[page]] == []


@pytest.mark.parametrize(
    "others", [(), (more_contacts, roles, merges, replies)], ids=["alone", "after all else"]
)
def test_forgetting_changes_no_byte_but_where_the_nearest_lives(
    log: Log, made: MadeUp, others: tuple[Later, ...]
) -> None:
    before = pages(log, "nearest")
    for later in (*others, forgetting):
        later(log, made)
    after = pages(log, "nearest")
    assert [page for page in before if before[page] != after[page]] == []


def test_what_was_written_later_shows_on_its_own_day(log: Log, made: MadeUp) -> None:
    for later in (more_contacts, more_moves, corrections, replies, merges, edits):
        earlier = report_named("officials")(log.database, today_s(log))
        was = [*earlier.rows, *report_named("supporters")(log.database, today_s(log, "supporters")).rows]
        later(log, made)
        now = report_named("officials")(log.database, today_s(log))
        rows = [*now.rows, *report_named("supporters")(log.database, today_s(log, "supporters")).rows]
        assert rows != was, later.__name__


def today_s(log: Log, name: str = "officials") -> Scope:
    return read_scope(log.database, today=date(2026, 11, 25), name=name)


def test_a_report_writes_nothing_into_the_log(log: Log) -> None:
    content = list(log.database.conn.iterdump())
    pages(log)
    assert list(log.database.conn.iterdump()) == content
