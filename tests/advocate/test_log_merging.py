"""Do two logs that began as copies and grew apart give one union, whichever way round, once or twice, and is it taken back?"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from advocate.store.facts import rebuild_facts
from advocate.store.log import Log
from advocate.store.union.brought import CannotTakeBack
from benchmarks.two_logs import START, Ticking, act, content, copy_log, differences, merge, unmerge_log

DOINGS = st.lists(st.tuples(st.integers(0, 23), st.integers(0, 9), st.integers(0, 9)), max_size=14)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log at this version, made once: making its tables takes longer than filling them."""
    path = tmp_path_factory.mktemp("empty") / "log.db"
    Log(path).close()
    return path


def grow(log_file: Path, doings: list[tuple[int, int, int]], days: int, own: int) -> None:
    with Log(log_file, clock=Ticking(START + timedelta(days=days), own)) as log:
        act(log, doings, own)


@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(before=DOINGS, one=DOINGS, other=DOINGS)
def test_two_logs_that_grew_apart_give_one_union(
    empty: Path, before: list[tuple[int, int, int]], one: list[tuple[int, int, int]], other: list[tuple[int, int, int]]
) -> None:  # fmt: skip
    with TemporaryDirectory() as folder:
        base = copy_log(empty, Path(folder) / "base.db")
        grow(base, before, 0, 0)
        a, b = (copy_log(base, Path(folder) / f"{name}.db") for name in "ab")
        grow(a, one, 1, 1)
        grow(b, other, 1, 2)
        ab, ba = copy_log(a, Path(folder) / "ab.db"), copy_log(b, Path(folder) / "ba.db")
        first = merge(ab, b)
        merge(ba, a)
        union = content(ab)
        assert differences(union, content(ba)) == {}
        for again in (b, a, ba):
            assert not merge(ab, again).is_new
        assert differences(union, content(ab)) == {}
        if first.is_new and not first.forgotten:
            unmerge_log(ab, first.number)
            assert differences(content(a), content(ab)) == {}


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(before=DOINGS, one=DOINGS, other=DOINGS, after=DOINGS)
def test_taking_back_leaves_a_sound_log_with_all_that_was_recorded_since(
    empty: Path, before: list[tuple[int, int, int]], one: list[tuple[int, int, int]],
    other: list[tuple[int, int, int]], after: list[tuple[int, int, int]],
) -> None:  # fmt: skip
    since = (START + timedelta(days=5)).isoformat()
    recorded = [
        f"SELECT id FROM {name} WHERE recorded_at > '{since}'" for name in ("contact_events", "consents")
    ]
    with TemporaryDirectory() as folder:
        a = copy_log(empty, Path(folder) / "a.db")
        grow(a, before, 0, 0)
        b = copy_log(a, Path(folder) / "b.db")
        grow(a, one, 1, 1)
        grow(b, other, 1, 2)
        brought = merge(a, b)
        grow(a, after, 6, 3)
        with Log(a) as log:
            kept = [sorted(log.database.execute(question).fetchall()) for question in recorded]
        if brought.is_new:
            with suppress(CannotTakeBack):
                unmerge_log(a, brought.number)
        with Log(a) as log:
            assert kept == [sorted(log.database.execute(question).fetchall()) for question in recorded]
            assert not log.database.execute("PRAGMA foreign_key_check").fetchall()
            counted = sorted(map(repr, log.database.execute("SELECT * FROM reach")))
            with log.writing():
                rebuild_facts(log.database)
            assert counted == sorted(map(repr, log.database.execute("SELECT * FROM reach")))
