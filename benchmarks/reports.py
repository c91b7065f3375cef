"""How fast is a million contacts counted, beside SQL written by hand for SQLite's own shell, and do both say the same?

The log is made up with a fixed seed (1,000,000 contacts by 200,000 supporters to every seat) in a folder
that goes away. Each report's rows and the hand-written SQL (`reports_by_hand`) are measured as the
processor's time, each in a process of its own kind: ours in this one, SQLite's in its shell, start-up
and printing included.
"""

from __future__ import annotations

import gc
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.reports_by_hand import BY_HAND, SETUP, our_numbers
from benchmarks.rows import Row, timed

if TYPE_CHECKING:
    from advocate.reports.report import Report, Scope
    from advocate.store.log import Log

TODAY = date(2026, 11, 24)
MOST_TIMES, MOST_SECONDS = 1.5, 2.0
CONTACTS, SUPPORTERS = 1_000_000, 200_000


def bench_reports(contacts: int = CONTACTS, supporters: int = SUPPORTERS) -> Iterator[Row]:
    """Yield a row for the making of the log, one a report, and those of everything in one file."""
    from advocate.store.log import Log
    from benchmarks.everything import bench_everything

    with TemporaryDirectory() as folder:
        path = Path(folder) / "advocate.db"
        seconds, _ = timed(lambda: make_log(path, contacts, supporters))
        size = path.stat().st_size / 1e6
        yield Row(f"a log of {contacts:,} contacts by {supporters:,} supporters", f"made in {seconds:.0f} s, {size:,.0f} MB", "",
                  None, f"{memory_mb():,.0f} MB of memory, most of it for the rows as they are made up")  # fmt: skip
        shell = shutil.which("sqlite3")
        if shell is None:
            yield Row(
                "the sqlite3 shell", "is not installed: Python's own SQLite stands in for it", "", None, ""
            )
        with Log(path) as log:
            yield from (compared(log, name, shell) for name in BY_HAND)
            yield past(log)
        yield from bench_everything(path)


def make_log(path: Path, contacts: int, supporters: int) -> None:
    """Make the log; the same rows for the same numbers."""
    from advocate.store.log import Log
    from benchmarks.made_campaign import make_campaign, real_officials
    from benchmarks.made_writing import write_campaign

    # Millions of rows that all stay: looking for what could be let go takes longer than making them.
    gc.disable()
    try:
        made = make_campaign(contacts=contacts, supporters=supporters, officials=real_officials())
        with Log(path) as log:
            write_campaign(log, made, quickly=True)
    finally:
        gc.enable()


def compared(log: Log, name: str, shell: str | None) -> Row:
    """Return a report's time beside that of the SQL by hand; not met where they do not say the same."""
    ours, report = least(lambda: count(log, name))
    theirs, rows = least(lambda: by_shell(shell, log.path, name) if shell else by_python(log.path, name))
    same = rows == our_numbers(report)
    times = ours / theirs
    met = same and times <= MOST_TIMES and ours <= MOST_SECONDS
    said = "the same numbers" if same else f"NOT THE SAME: {difference(our_numbers(report), rows)}"
    return Row(f"report {name}: {len(report.rows):,} rows", f"{ours:.2f} s, sqlite3 {theirs:.2f} s, {times:.2f} times", "at most "
               f"{MOST_TIMES} times and {MOST_SECONDS:.0f} s", met, f"{said}; {memory_mb():,.0f} MB of memory")  # fmt: skip


def past(log: Log) -> Row:
    """Return what a past day costs: the reports of a month ago, the slowest of them."""
    took = {name: least(lambda name=name: count(log, name, date(2026, 10, 24)))[0] for name in BY_HAND}
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items())
    return Row("--as-of a day a month ago", f"at most {max(took.values()):.1f} s", "", None, told)


def count(log: Log, name: str, as_of: date | None = None) -> Report:
    """Return a report of all that is on record."""
    from advocate.reports.named import read_scope, report_named

    scope: Scope = read_scope(log.database, today=TODAY, name=name, as_of=as_of)
    return report_named(name)(log.database, scope)


def least(work: Any, times: int = 3) -> tuple[float, Any]:
    """Return the least processor seconds of several runs, of this process and of those it started, and the result."""
    best, result = float("inf"), None
    for _ in range(times):
        start = processor_seconds()
        result = work()
        best = min(best, processor_seconds() - start)
    return best, result


def processor_seconds() -> float:
    """Return what this process and its finished children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def by_shell(shell: str, path: Path, name: str) -> list[tuple[str, ...]]:
    """Return the rows that the shell prints."""
    done = subprocess.run(
        [shell, "-readonly", "-list", "-separator", "\t", str(path)],
        input=f"{SETUP};\n{BY_HAND[name]};", capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted(tuple(line.split("\t")) for line in done.stdout.splitlines())


def by_python(path: Path, name: str) -> list[tuple[str, ...]]:
    """Return the same rows by Python's SQLite, where there is no shell."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute(SETUP)
        found = [row for part in BY_HAND[name].split(";\n") for row in connection.execute(part)]
    finally:
        connection.close()
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in found)


def difference(ours: list[tuple[str, ...]], theirs: list[tuple[str, ...]]) -> str:
    """Return the first of each that the other has not."""
    return f"{sorted(set(ours) - set(theirs))[:1]} here, {sorted(set(theirs) - set(ours))[:1]} by hand"


def memory_mb() -> float:
    """Return the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
