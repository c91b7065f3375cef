"""Killed at any moment of `send` and started again: each message arrives once, and the log says so."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advocate import write_letters
from advocate.store.log import Log

RUNNER = Path(__file__).with_name("kill_runner.py")
Order = Callable[[str], dict[str, Any]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 needs a system that has it")


@pytest.fixture
def order(smtp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Order]:
    """Give a function that carries out one order of `kill_runner` on two letters that can go."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCATE_DB", str(tmp_path / "log.db"))
    with Log(tmp_path / "before.db") as log:
        written = write_letters(
            "1540 6th St E, Saint Paul, MN 55106", name="Mai Example", email="mai@example.org", story="It is closed.",
            to=("house", "senate"), offline=True, log=log, today=date(2026, 11, 24),
        )  # fmt: skip
    ids = [letter.contact_id for letter in written.letters]
    runner = subprocess.Popen(
        [sys.executable, str(RUNNER), str(tmp_path), *ids],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert runner.stdin and runner.stdout

    def give(line: str) -> dict[str, Any]:
        assert runner.stdin and runner.stdout
        smtp.inbox.messages.clear()
        runner.stdin.write(f"{line}\n")
        runner.stdin.flush()
        return json.loads(runner.stdout.readline())  # type: ignore[no-any-return]

    yield give
    runner.stdin.close()
    assert runner.wait(20) == 0
    runner.stdout.close()


def arrived(smtp: Any) -> Counter[str]:
    return Counter(str(message["To"].addresses[0].addr_spec) for message in smtp.inbox.messages)


def confirmed(folder: Path) -> list[tuple[str, str, int]]:
    """What the log says: standing, last word of the delivery, and how often it was accepted."""
    with sqlite3.connect(folder / "log.db") as database:
        rows = database.execute(
            "SELECT standing, (SELECT state FROM delivery_events JOIN deliveries ON deliveries.id = delivery_id "
            "WHERE contact_id = contacts.id ORDER BY delivery_events.rowid DESC LIMIT 1), "
            "(SELECT count(*) FROM contact_events WHERE contact_id = contacts.id AND standing = 'confirmed') FROM contacts"
        ).fetchall()
    database.close()
    return rows


ONCE = {"rep.jay.xiong@house.mn.gov": 1, "sen.foung.hawj@senate.mn": 1}


def test_killed_at_every_step_each_message_arrives_once(order: Order, smtp: Any, tmp_path: Path) -> None:
    killed = 0
    for step in range(1, 200):
        result = order(f"step {step}")
        assert (step, arrived(smtp)) == (step, ONCE)
        assert (step, result["again"]) == (step, 0)
        assert confirmed(tmp_path) == [("confirmed", "accepted", 1)] * 2
        if not result["killed"]:
            break
        killed += 1
    # Two letters, each with its envelope, text and answers, and what is written down between.
    assert killed >= 50


def test_killed_at_any_time_each_message_arrives_once(order: Order, smtp: Any, tmp_path: Path) -> None:
    for milliseconds in range(2, 62, 3):
        result = order(f"after {milliseconds}")
        assert (milliseconds, arrived(smtp), result["again"]) == (milliseconds, ONCE, 0)
        assert confirmed(tmp_path) == [("confirmed", "accepted", 1)] * 2


def test_of_a_server_that_cannot_tell_a_killed_run_never_sends_twice(
    order: Order, smtp: Any, tmp_path: Path
) -> None:
    smtp.inbox.can_tell = False
    in_doubt = 0
    for step in range(1, 200, 4):
        result = order(f"step {step}")
        assert all(times == 1 for times in arrived(smtp).values())
        for standing, state, _ in confirmed(tmp_path):
            assert (standing, state) in [("confirmed", "accepted"), ("drafted", "sending")]
            in_doubt += standing == "drafted"
        if not result["killed"]:
            break
    assert in_doubt > 2


def test_the_first_log_can_be_copied(tmp_path: Path) -> None:
    """The runner copies the log's file alone: nothing may be left in its write-ahead file."""
    with Log(tmp_path / "a.db"):
        pass
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    with Log(tmp_path / "b.db") as log:
        assert log.contacts() == []
