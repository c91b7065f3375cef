"""Does the ladder stay as right as the docs say, on people with known answers?"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
COUNT = 4000


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.matching")


def test_the_set_is_the_same_every_time_and_has_repeats(bench: Any) -> None:
    rows = bench.typed_rows(COUNT)
    assert rows == bench.typed_rows(COUNT)
    assert len(rows) == COUNT
    assert 0.3 < 1 - len({row.person for row in rows}) / COUNT < 0.5


def test_the_ladder(bench: Any) -> None:
    tally = bench.climb(bench.typed_rows(COUNT))
    repeats = tally["repeats"]
    assert tally["wrong"] <= tally["right"] / 1000
    assert tally["right"] / repeats > 0.6
    assert (tally["right"] + tally["asked_repeats"]) / repeats > 0.75
    assert tally["asked"] / COUNT < 0.1


def test_duplicates(bench: Any) -> None:
    rows = bench.typed_rows(COUNT)
    truth, sharing = bench.true_pairs(rows)
    found = {(pair.first_id, pair.second_id) for pair in bench.find_duplicates(row.known for row in rows)}
    assert len(found & truth) / len(found) > 0.96
    assert len(found & sharing) / len(sharing) > 0.95
