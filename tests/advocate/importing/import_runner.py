"""Import a list again and again, killed where the order says; one order a line: "DB LIST STEP MILLISECONDS".

A process of its own, with one thread, so that it can be forked without a lock being held by somebody
else. STEP is the SQL statement at which the child dies as if the power had gone, MILLISECONDS when it
is killed; 0 for neither. The answer is the exit code, or minus the signal.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

from advocate.cli import cli
from advocate.store import open as door


def child(db: str, file: str, step: int) -> None:
    """Run the command; with a step, die at that statement."""
    steps = count(1)

    def tick() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    class Watched(sqlite3.Connection):
        def execute(self, *words: Any) -> sqlite3.Cursor:
            tick()
            return super().execute(*words)

        def executemany(self, *words: Any) -> sqlite3.Cursor:
            tick()
            return super().executemany(*words)

    real = sqlite3.connect
    door.sqlite3.connect = lambda *words, **named: real(*words, factory=Watched, **named)  # type: ignore[attr-defined]
    sink = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(sink, stream)
    code = 1
    try:
        cli.main(["import", file, "--consent-source", "School fair", "--yes", "--db", db])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


def warm_up(file: str) -> None:
    """Load all that a run needs, so that the children need not."""
    with (
        TemporaryDirectory() as folder,
        redirect_stdout(StringIO()),
        redirect_stderr(StringIO()),
        suppress(SystemExit),
    ):
        cli.main(["import", file, "--consent-source", "School fair", "--dry-run", "--db", f"{folder}/log.db"])


def main() -> None:
    """Carry out orders until there are none."""
    warm = False
    for line in sys.stdin:
        db, file, step, milliseconds = line.split()
        if not warm:
            warm_up(file)
            warm = True
        pid = os.fork()
        if not pid:
            child(db, file, int(step))
        if float(milliseconds):
            time.sleep(float(milliseconds) / 1000)
            os.kill(pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
