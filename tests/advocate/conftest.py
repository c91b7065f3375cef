"""What do the tests share: the day, the officials, a log, and a mail server?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from advocate.store.log import Log
from legislators import officials
from legislators.officials import Roster
from legislators.snapshot import Snapshot
from tests.advocate.smtp_server import Inbox, Post


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day on which the officials of the bundled data sit, whatever day the tests run on."""
    monkeypatch.setattr("advocate.clock.today", lambda: date(2026, 11, 24))


_ROSTERS: dict[str, Roster] = {}


@pytest.fixture
def one_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many commands of one test file ask the same roster: it is read once."""
    real = officials.load_roster

    def load_roster(snapshot: Snapshot) -> Roster:
        if snapshot.version not in _ROSTERS:
            _ROSTERS[snapshot.version] = real(snapshot)
        return _ROSTERS[snapshot.version]

    monkeypatch.setattr(officials, "load_roster", load_roster)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """An empty log whose clock stands still on the day."""
    with Log(tmp_path / "log.db", clock=lambda: datetime(2026, 11, 24, 18, 0, tzinfo=UTC)) as log:
        yield log


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in; the log that commands use is its log.db."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCATE_DB", str(tmp_path / "log.db"))
    return tmp_path


@pytest.fixture
def start_smtp() -> Iterator[Any]:
    """Start a server on a free port of loopback; options go to aiosmtpd."""
    running = []

    def start(**options: Any) -> Post:
        inbox = Inbox()
        post = Post(inbox, hostname="127.0.0.1", port=0, **options)
        post.inbox = inbox
        post.start()
        running.append(post)
        return post

    yield start
    for post in running:
        post.stop()


@pytest.fixture
def smtp(start_smtp: Any, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A plain server, and the settings that lead to it."""
    post: Post = start_smtp()
    for name, word in (
        ("HOST", "127.0.0.1"),
        ("PORT", str(post.port)),
        ("SECURITY", "none"),
        ("PER_MINUTE", "0"),
    ):
        monkeypatch.setenv(f"ADVOCATE_SMTP_{name}", word)
    return post
