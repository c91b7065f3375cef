"""Several processes log calls into one file at once: every one is there, none is twice, and each is counted."""

from __future__ import annotations

from pathlib import Path

from advocate.store.log import Log
from benchmarks.logging_acts import DAY, log_at_once
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign


def test_four_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    with Log(path) as log:
        write_campaign(log, make_campaign(contacts=60, supporters=20))
    done = log_at_once(path, 4, 25)
    assert (done.acts, done.lost, done.twice, done.elsewhere) == (100, 0, 0, ())
    with Log(path) as log:
        counted = log.database.execute(
            "SELECT count(*), sum(minutes) FROM reach WHERE channel = 'call' AND standing = 'sent' AND day = ? AND minutes = 5",
            [DAY.isoformat()],
        ).fetchone()
    assert counted == (100, 500)
