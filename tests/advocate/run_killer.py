"""Run `advocate campaign run` and be killed between two steps of the second supporter's letters, once in each folder.

A process of its own, with one thread, so that it can be forked without a lock being held by somebody else.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from advocate import clock
from advocate.campaign import run_journal
from advocate.cli import cli
from advocate.writing import delivery

clock.today = lambda: date(2026, 11, 24)


def die_around(home: Any, name: str, at: int, *, before: bool = False) -> None:
    """Be killed after (or before) the call number `at` of a function."""
    real, calls = getattr(home, name), count(1)

    def dying(*args: Any, **kwargs: Any) -> Any:
        last = next(calls) == at
        if last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(home, name, dying)


def journal_goes() -> None:
    """Be killed when the letters are in the log, before the journal goes."""
    real, calls = Path.unlink, count(1)

    def dying(self: Path, missing_ok: bool = False) -> None:
        if self.name == run_journal.NAME and next(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        real(self, missing_ok)

    Path.unlink = dying  # type: ignore[method-assign]


#: A file is in the workshop; some have their names, and none is logged; all are, and the journal is there yet.
MOMENTS: tuple[Callable[[], None], ...] = (
    lambda: die_around(delivery, "_write_private", 8),
    lambda: die_around(delivery, "_give_name", 8),
    journal_goes,
)


def main(log: str, *folders: str) -> None:
    """Give each folder a copy of the log, and a run that is killed at its own moment."""
    for folder, moment in zip(folders, MOMENTS, strict=True):
        Path(folder).mkdir()
        shutil.copy(log, folder)
        child = os.fork()
        if not child:
            moment()
            os.chdir(folder)
            os.environ["ADVOCATE_DB"] = f"{folder}/log.db"
            sink = os.open(os.devnull, os.O_WRONLY)
            os.dup2(sink, 1)
            try:
                cli.main(
                    [
                        "campaign",
                        "run",
                        "read well",
                        "--supporters",
                        "mai@example.org",
                        "--supporters",
                        "ole@example.org",
                        "--yes",
                    ]
                )
            finally:
                os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != -signal.SIGKILL:
            sys.exit(f"not killed in {folder}: {code}")


if __name__ == "__main__":
    main(*sys.argv[1:])
