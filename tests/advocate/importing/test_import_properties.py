"""Whatever the rows: decisions add up, twice is once, undo gives back what was, and a no stays a no."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advocate.importing import planning
from advocate.importing.applying import apply_plan
from advocate.importing.entry import ConsentGiven, Entry
from advocate.importing.planning import Source, plan_import, planned_rows
from advocate.importing.undoing import undo_import
from advocate.store.consents import opted_out
from advocate.store.keys import match_key
from advocate.store.log import Log

# Few of each, so that rows meet: households, nicknames, one e-mail with two names, father and son.
NAMES = (
    "Ann Olson",
    "Bob Olson",
    "Robert Olson",
    "Ann B Olson",
    "A Olson",
    "Pa Houa Vang",
    "Vang Pa Houa",
    "Jon Ek",
    "Jo Ek",
    "",
)
EMAILS = ("", "", "ann@example.org", "bob@example.org", "olsons@example.org")
PHONES = ("", "", "+16515550101", "+16515550102")
ADDRESSES = ("", "1 Oak Ln, Saint Paul, MN 55106", "2 Oak Ln, Saint Paul, MN 55106")
CONSENTS = (None, ConsentGiven("any", "2026-09-12", "School fair"), ConsentGiven("email", "", "Web form"))
CHANNELS = ((), (), (), ("email",), ("any",))
ROLES = ("", "parent", "educator")
WORDS = ("", "reading", "math, reading", "tutors")

rows = st.builds(
    lambda name, email, phone, address, consent, no, role, words, external, problem: (
        name, email, phone, address, consent, no, role, words, external, problem,
    ),
    st.sampled_from(NAMES), st.sampled_from(EMAILS), st.sampled_from(PHONES), st.sampled_from(ADDRESSES),
    st.sampled_from(CONSENTS), st.sampled_from(CHANNELS), st.sampled_from(ROLES), st.sampled_from(WORDS),
    st.sampled_from(("", "", "7", "8")), st.sampled_from(("", "", "", "", "a phone with six digits")),
)  # fmt: skip
lists = st.lists(rows, max_size=9)


def entries(some: list[tuple[Any, ...]]) -> Iterator[Entry]:
    for line, (name, email, phone, address, consent, no, role, words, external, problem) in enumerate(
        some, 2
    ):
        yield Entry(
            line, name, name.partition(" ")[0], "", email, phone, address, role=role, interests=words, notes=words,
            external_system="van" if external else "", external_id=external, consent=consent, opted_out=no,
            name_key=match_key(name), email_key=email, phone_key=phone, address_key=match_key(address),
            problems=(problem,) if problem else (), rejected="" if name or email else "no name",
            names_house=bool(address),
        )  # fmt: skip


def dump(log: Log) -> list[str]:
    return list(log.database.conn.iterdump())


@pytest.fixture(scope="module")
def log() -> Iterator[Log]:
    with TemporaryDirectory() as folder, Log(Path(folder) / "log.db") as opened:
        yield opened


def emptied(log: Log, before: list[tuple[Any, ...]]) -> None:
    """Begin with nobody, then with what this list brings."""
    for number in (2, 1):
        if log.database.conn.execute("SELECT 1 FROM batches WHERE number = ?", [number]).fetchone():
            undo_import(log, str(number))
    assert log.database.conn.execute("SELECT count(*) FROM supporters").fetchone() == (0,)
    apply_plan(log, plan_import(log, entries(before), Source("before.csv")))


often = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@often
@given(before=lists, sheet=lists)
def test_decisions_add_up_twice_is_once_and_undo_is_the_identity(
    log: Log, before: list[tuple[Any, ...]], sheet: list[tuple[Any, ...]]
) -> None:
    emptied(log, before)
    was, nos = dump(log), opted_out(log.database)
    plan = plan_import(log, entries(sheet), Source("sheet.csv"))
    assert plan.rows == len(sheet) == sum(plan.counts.values()) == len(list(planned_rows(log)))
    assert [entry.line for _, entry in planned_rows(log)] == list(range(2, len(sheet) + 2))
    assert dump(log) == was
    applied = apply_plan(log, plan)
    assert log.database.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    for person, channels in nos.items():
        assert channels <= opted_out(log.database)[person]
    once = dump(log)
    again = plan_import(log, entries(sheet), Source("sheet.csv"))
    assert (again.counts["create"], again.counts["update"]) == (0, 0), list(planned_rows(log))
    assert apply_plan(log, again).number is None
    assert dump(log) == once
    if applied.number is None:
        assert once == was
    else:
        undone = undo_import(log, str(applied.number))
        assert undone.left == ()
        assert dump(log) == was


@often
@given(before=lists, sheet=lists)
def test_what_is_decided_at_once_is_what_the_ladder_decides(
    log: Log, before: list[tuple[Any, ...]], sheet: list[tuple[Any, ...]]
) -> None:
    emptied(log, before)
    quick = plan_import(log, entries(sheet), Source("sheet.csv"))
    told = [
        (planned.line, planned.decision, planned.supporter_id, planned.changes)
        for planned, _ in planned_rows(log)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "joined", lambda links, lines: set(range(2, len(sheet) + 2)))
        slow = plan_import(log, entries(sheet), Source("sheet.csv"))
        one_by_one = [
            (planned.line, planned.decision, planned.supporter_id, planned.changes)
            for planned, _ in planned_rows(log)
        ]
    assert quick.counts == slow.counts
    # Of what is there already it is not kept whose it is, where nobody asks.
    assert [each[:2] for each in told] == [each[:2] for each in one_by_one]
    assert [each[3] for each in told] == [each[3] for each in one_by_one]
