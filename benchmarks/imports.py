"""How fast is a list of a million people taken in, beside `sqlite-utils insert --csv` of the same file?

python -m benchmarks.imports [ROWS]
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rows import Row, print_rows, timed

ROWS = 1_000_000
SOURCE = "School fair 2026-09-12"
MEMORY_MB = 1_500

FIRST = (
    "Ann", "Bob", "Maria", "José", "Pa", "Houa", "Xiong", "Fatima", "Ahmed", "Ingrid", "Lars", "Siri", "Mai", "Nguyen",
    "Emma", "Olivia", "Noah", "Liam", "Jack", "Kate", "Robert", "William", "Elizabeth", "Abdi", "Halima", "Sofia", "Mateo",
    "Chue", "Kia", "Yer", "Mee", "Astrid", "Sven", "Grace", "Henry", "Nora", "Owen", "Ruth",
)  # fmt: skip
LAST = (
    "Olson", "Johnson", "Vang", "Xiong", "Yang", "Lee", "Garcia", "Martínez", "Hassan", "Mohamed", "Nguyen", "Smith",
    "Larson", "Nelson", "Berg", "Thao", "Moua", "Lopez", "Anderson", "Peterson", "Carlson", "Hernandez", "Abdullahi",
    "Warsame", "Her", "Lor", "Schmidt", "Mueller", "Novak", "Kowalski", "Wright",
)  # fmt: skip
STREETS = (
    "6th St E",
    "Main St",
    "Grand Ave",
    "Summit Ave",
    "Lake St",
    "County Road B W",
    "Nicollet Ave",
    "Oak Ln",
)
TOWNS = (("Saint Paul", "55106"), ("Minneapolis", "55407"), ("Duluth", "55812"), ("Rochester", "55901"))
HEADER = (
    "First Name", "Last Name", "Email", "Mobile Phone", "Street Address", "City", "State", "Zip", "Role", "Language",
    "Source", "Opted Out", "Notes",
)  # fmt: skip


def people(rows: int, *, seed: int = 1) -> Iterator[list[str]]:
    """Yield people of thirteen columns: every third lives with the one before, at one address and often one phone."""
    chance = random.Random(seed)
    home: list[str] = []
    last = phone = ""
    for n in range(rows):
        if n % 3 != 2 or not home:
            town, zip_code = chance.choice(TOWNS)
            home = [f"{chance.randrange(1, 9_999)} {chance.choice(STREETS)}", town, "MN", zip_code]
            last = chance.choice(LAST)
        if n % 6 != 5 or not phone:
            phone = f"({chance.choice(('651', '612', '218', '507'))}) {chance.randrange(200, 999)}-{chance.randrange(10_000):04d}"
        first = chance.choice(FIRST)
        email = f"{first}.{last}{n}@example.org".lower().replace("é", "e").replace("í", "i")
        role = chance.choice(("parent", "educator", "business leader"))
        notes = chance.choice(("", "wants to help", "call evenings"))
        yield [first, last, email, phone, *home, role, "en", SOURCE, "no", notes]


def write(path: Path, rows: Iterator[list[str]]) -> Path:
    """Write a list as CSV."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path


def new_and_changed(rows: int) -> Iterator[list[str]]:
    """Yield a tenth as many: half of them new, half of them on the list with another phone, role or address."""
    part = rows // 20
    for n, row in enumerate(people(rows)):
        if n % 20 == 0:
            change = n // 20 % 3
            row[(3, 8, 4)[change]] = (f"(763) 555-{n // 20 % 10_000:04d}", "policymaker", f"{n} Elm St")[
                change
            ]
            yield row
    for row in people(part, seed=2):
        row[2] = f"new.{row[2]}"
        yield row


def run(*words: str | Path) -> None:
    """Run a command of this environment; its exit code 3 says that some rows need eyes."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr)


def seconds(*words: str | Path) -> float:
    """Return how long a command takes, begun with the disk at rest: what the one before left is written out."""
    os.sync()
    return timed(lambda: run(*words))[0]


def bench_imports(rows: int = ROWS) -> list[Row]:
    """Take a list in, again, changed, and out again."""
    with TemporaryDirectory() as folder:
        at = Path(folder)
        whole = write(at / "whole.csv", people(rows))
        changed = write(at / "changed.csv", new_and_changed(rows))
        db, peer = at / "log.db", at / "peer.db"
        ours = ("advocate", "import")
        ways = ("--consent-source", SOURCE, "--yes", "--db", db)
        firsts, peers = [], []
        for _ in range(2):
            peers.append(seconds("sqlite_utils", "insert", peer, "people", whole, "--csv"))
            peer.unlink()
            db.unlink(missing_ok=True)
            firsts.append(seconds(*ours, whole, *ways))
        theirs, first = min(peers), min(firsts)
        again = seconds(*ours, whole, *ways)
        some = seconds(*ours, changed, *ways)
        run(*ours, "undo", "2", "--yes", "--db", db)
        undo = seconds(*ours, "undo", "1", "--yes", "--db", db)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    thirteen = f"{rows:,} rows of 13 columns"
    return [
        Row(
            f"import of {thirteen} into an empty list, matched, with consent",
            f"{first:.1f} s; `sqlite-utils insert --csv` of the same file {theirs:.1f} s: {theirs / first:.2f} x as fast",
            "2 x", theirs >= 2 * first, "whole commands, each in a process of its own; the better of two, in turn",
        ),
        Row("the same file again, all unchanged", f"{again:.1f} s, {first / again:.2f} x as fast as the first",
            "1 x", again <= first, ""),
        Row(f"{rows // 10:,} new and changed rows into it", f"{some:.1f} s, 1/{first / some:.1f} of the first",
            "1/5", some <= first / 5, "half new, half with another phone, role or address"),
        Row("undo of the first", f"{undo:.1f} s, {first / undo:.2f} x as fast as the import", "1 x", undo <= first, ""),
        Row("memory of the largest process", f"{memory:,.0f} MB", f"{MEMORY_MB:,} MB", memory < MEMORY_MB, ""),
    ]  # fmt: skip


if __name__ == "__main__":
    print_rows(bench_imports(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
