"""Is a long import that is killed at any moment, and begun again, what it would have been? Run by `make killed`.

python -m benchmarks.killed [ROWS]
"""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.imports import SOURCE, people, write
from benchmarks.rows import Row, print_rows, timed

ROWS = 200_000
KILLS = 20

#: All that an import writes, but for what is random (ids) or the moment's; who a row belongs to is told by their line.
_CONTENT = (
    "SELECT count(*), sum(created), sum(needs_eyes) FROM batches",
    "SELECT batch_line, name, name_key, email, email_key, phone, phone_key, given_name, family_name, role, language, "
    "interests, came_from, notes, merged_into, forgotten_on FROM supporters ORDER BY batch_line",
    "SELECT s.batch_line, a.address, a.address_key, a.town, a.zip_code FROM addresses AS a "
    "JOIN supporters AS s ON s.id = a.supporter_id ORDER BY 1, 2",
    "SELECT s.batch_line, c.given, c.channel, c.happened_on, c.source, c.wording FROM consents AS c "
    "JOIN supporters AS s ON s.id = c.supporter_id ORDER BY 1, 2, 3",
    "SELECT line, decision, reason FROM batch_rows ORDER BY line",
    "SELECT (SELECT count(*) FROM addresses), (SELECT count(*) FROM consents), (SELECT count(*) FROM external_ids)",
    "SELECT type, name, sql FROM sqlite_master ORDER BY rowid",
)


def content(db: Path) -> str:
    """Return a word for what a log holds; a damaged one, or one whose rows point nowhere, says so instead."""
    with closing(sqlite3.connect(db)) as database:
        if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "damaged"
        if database.execute("PRAGMA foreign_key_check").fetchone():
            return "rows that point nowhere"
        seen = hashlib.sha256()
        for question in _CONTENT:
            for row in database.execute(question):
                seen.update(repr(row).encode())
    return seen.hexdigest()


def begin(file: Path, db: Path) -> subprocess.Popen[bytes]:
    """Begin to import a list."""
    words = ["import", str(file), "--consent-source", SOURCE, "--yes", "--db", str(db)]
    return subprocess.Popen(
        [sys.executable, "-m", "advocate", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def moments(took: float) -> Iterator[float]:
    """Yield seconds after the start at which to kill: half of them anywhere, half of them in the second half, where it writes."""
    chance = random.Random(20261124)
    for n in range(KILLS):
        yield took * chance.uniform(0.5 if n % 2 else 0.0, 1.0)


def bench_killed(rows: int = ROWS) -> list[Row]:
    """Kill an import and begin it again, twenty times."""
    with TemporaryDirectory() as folder:
        at = Path(folder)
        file = write(at / "list.csv", people(rows))
        before, whole = at / "before.db", at / "whole.db"
        begin(write(at / "few.csv", people(1)), before).wait()
        undone = ["import", "undo", "1", "--yes", "--db", str(before)]
        subprocess.run([sys.executable, "-m", "advocate", *undone], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(before, whole)
        took, _ = timed(lambda: begin(file, whole).wait())
        old, new = content(before), content(whole)
        killed = kept = finished = 0
        for number, seconds in enumerate(moments(took)):
            db = at / f"{number}.db"
            shutil.copy(before, db)
            process = begin(file, db)
            time.sleep(seconds)
            process.kill()
            killed += process.wait() == -signal.SIGKILL
            left = content(db)
            kept += left in (old, new)
            begin(file, db).wait()
            finished += content(db) == new
            print(f"    killed after {seconds:.1f} s: {'the old list' if left == old else 'the new list' if left == new else left}; "
                  f"begun again: {'as if undisturbed' if content(db) == new else 'ANOTHER LIST'}", flush=True)  # fmt: skip
            for each in at.glob(f"{number}.*"):
                each.unlink()
    return [
        Row(f"an import of {rows:,} rows, killed at {KILLS} random moments",
            f"{kept} times the old list or the new one was there", f"{KILLS}", kept == KILLS, f"{killed} of them before it was done"),
        Row("begun again", f"{finished} times as if it had not been disturbed", f"{KILLS}", finished == KILLS, ""),
    ]  # fmt: skip


if __name__ == "__main__":
    print_rows(bench_killed(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
