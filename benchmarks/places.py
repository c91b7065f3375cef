"""How fast is everybody on the lists put into districts, offline, on all cores, with the answers kept?"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

from advocate.store.keys import match_key, new_id, utc_now
from advocate.store.log import Log
from advocate.supporters.placing import place_offline
from benchmarks.addresses import street_lines
from benchmarks.rows import Row, best_of

#: Lists as long as the import's. In the second, so many people live at each address.
DIFFERENT, HOMES, HOUSEHOLD = 1_000_000, 300_000, 3
#: What is asked for, in people a second on two cores.
ASKED = 30_000


def fill(log: Log, lines: list[str]) -> None:
    """Put somebody at each address of the list."""
    people = [(new_id(), f"Person {n}", f"person {n}") for n in range(len(lines))]
    # An import gives ids that ascend with the lines of the sheet.
    homes = [
        (f"{n:08x}{new_id()[8:]}", person[0], line, match_key(line))
        for n, (person, line) in enumerate(zip(people, lines, strict=True))
    ]
    with log.writing():
        connection = log.database.conn
        connection.executemany(
            "INSERT INTO supporters (id, name, name_key, created_at) VALUES (?, ?, ?, '2026-11-24')", people
        )
        connection.executemany(
            "INSERT INTO addresses (id, supporter_id, address, address_key, created_at) "
            "VALUES (?, ?, ?, ?, '2026-11-24')",
            homes,
        )


def rate(log: Log, count: int, processes: int) -> tuple[float, int]:
    """Return addresses a second, and how many are certain; nobody is placed before."""

    def work() -> int:
        with log.writing():
            log.database.execute("DELETE FROM placements")
        return place_offline(log, utc_now, processes=processes).certain

    seconds, certain = best_of(2, work)
    return count / seconds, certain


def bench_list(lines: list[str], homes: int) -> Row:
    """Measure one list, in no order, as lists are."""
    random.Random(2026).shuffle(lines)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, Log(Path(folder) / "log.db") as log:
        fill(log, lines)
        speed, certain = rate(log, len(lines), cores)
    return Row(
        f"supporters locate, offline, {len(lines):,} people at {homes:,} addresses, answers kept in the log",
        f"{speed:,.0f} a second on {cores} cores, with their start",
        f"{ASKED:,} a second",
        speed >= ASKED,
        f"{certain:,} certain",
    )


def bench_places() -> list[Row]:
    """Run every measurement of this module."""
    different = street_lines(DIFFERENT)
    homes = different[:HOMES]
    return [bench_list(different, len(different)), bench_list(homes * HOUSEHOLD, len(homes))]


if __name__ == "__main__":
    from benchmarks.rows import print_rows

    print_rows(bench_places())
