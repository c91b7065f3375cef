"""Do two logs that began as copies and grew apart give one union, whichever way round, once or twice, and is it taken back?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from advocate.store.log import Log
from benchmarks.two_logs import START, Ticking, act, content, copy_log, differences, merge, unmerge_log

DOINGS = st.lists(st.tuples(st.integers(0, 22), st.integers(0, 9), st.integers(0, 9)), max_size=14)


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
