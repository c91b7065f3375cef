"""Several processes log calls into one file at once: every one is there, none is twice, and each is counted."""

from __future__ import annotations

from pathlib import Path

from advocate.store.log import Log
from advocate.store.officials import OfficialThen, keep_official
from benchmarks.logging_acts import DAY, log_at_once


def test_four_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with Log(path) as log, log.writing():
        for n in range(20):
            insert = "INSERT INTO supporters (id, name, name_key, created_at) VALUES (?, ?, ?, '')"
            log.database.execute(insert, [f"{n:032x}", f"Made-up {n}", f"made up {n}"])
        for n in range(5):
            name = f"Made-up Senator {n}"
            keep_official(
                log.database, OfficialThen(f"senator/{n}", name, "Senator", "state_senate", str(n + 1))
            )
    done = log_at_once(path, 4, 25)
    assert (done.acts, done.lost, done.twice, done.elsewhere) == (100, 0, 0, ())
    with Log(path) as log:
        counted = log.database.execute(
            "SELECT count(*), sum(minutes) FROM reach WHERE channel = 'call' AND standing = 'sent' AND day = ? AND minutes = 5",
            [DAY.isoformat()],
        ).fetchone()
    assert counted == (100, 500)
