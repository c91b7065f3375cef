"""Run `advocate send`, killed at its Nth step (or after some milliseconds), then run it again; one order a line.

Orders come on stdin as "step 7" or "after 12.5", answers go out as JSON. A process of its own, with one
thread, so that it can be forked without a lock being held by somebody else.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import smtplib
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from datetime import date
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from advocate import clock
from advocate.cli import cli
from advocate.cli import send as _send  # noqa: F401  -- imported before the fork
from advocate.mailing import send_planning
from advocate.store import contacts, deliveries
from advocate.store.log import Log

MANY = 10_000
# A day on which the officials of the bundled data sit, whatever day the tests run on.
clock.today = lambda: date(2026, 11, 24)


def tick_around(home: Any, name: str, tick: Callable[[], None]) -> None:
    """Make a function tick before and after it runs."""
    real = getattr(home, name)

    def ticking(*args: Any, **kwargs: Any) -> Any:
        tick()
        try:
            return real(*args, **kwargs)
        finally:
            tick()

    setattr(home, name, ticking)


def run(ids: list[str], step: int, seconds: float = 0.0) -> int:
    """Run the command in a child; return its exit code, or minus the signal that ended it."""
    child = os.fork()
    if child:
        if seconds:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = count(1)

    def tick() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    tick_around(smtplib.SMTP, "send", tick)
    tick_around(smtplib.SMTP, "getreply", tick)
    tick_around(Log, "begin_delivery", tick)
    tick_around(Log, "end_delivery", tick)
    tick_around(deliveries, "add_step", tick)
    tick_around(contacts, "insert_event", tick)
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    code = 1
    try:
        cli.main(["send", *ids, "--yes"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


def warm_up(ids: list[str], log: Path) -> None:
    """Load all that a run needs, so that the children need not."""
    import email.headerregistry
    import email.policy  # noqa: F401

    with redirect_stdout(StringIO()), suppress(SystemExit):
        cli.main(["send", *ids, "--dry-run", "--db", str(log)])


def main(folder: str, *ids: str) -> None:
    """Take orders until stdin ends; each begins from the same log."""
    before, log = Path(folder) / "before.db", Path(folder) / "log.db"
    warm_up(list(ids), before)
    # Whether a letter is fit is looked at before anything goes, and is tested elsewhere.
    send_planning._unfit = lambda mail: ""
    for line in sys.stdin:
        how, number = line.split()
        for old in Path(folder).glob("log.db*"):
            old.unlink()
        shutil.copy(before, log)
        killed = run(list(ids), int(number)) if how == "step" else run(list(ids), MANY, float(number) / 1000)
        again = run(list(ids), MANY)
        sys.stdout.write(json.dumps({"killed": killed == -signal.SIGKILL, "again": again}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
