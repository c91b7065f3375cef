"""Four people log their calls at the same moment into one file: is every one there, none twice, and how fast?"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.rows import Row

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from advocate.acts.acting import Act
    from advocate.store.officials import OfficialThen
    from advocate.store.people import Person

ASKED = 1_000
PROCESSES = 4
EACH = 2_500
#: So many contacts are in the log before: its indexes are as deep as a busy campaign's.
THERE = 100_000
DAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Logged:
    """What was found in the file afterwards. `lost` and `twice` count acts, `elsewhere` what else is not as it should be."""

    acts: int
    lost: int
    twice: int
    elsewhere: tuple[str, ...]
    seconds: float
    cpu_seconds: float

    @property
    def a_second(self) -> int:
        """How many were logged in a second, by all together."""
        return int(self.acts / self.seconds)


def bench_logging() -> list[Row]:
    """Measure it on a log that holds a campaign."""
    from advocate.store.log import Log
    from benchmarks.made_campaign import make_campaign
    from benchmarks.made_writing import write_campaign

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        with Log(path) as log:
            write_campaign(log, make_campaign(contacts=THERE, supporters=THERE // 5), quickly=True)
        done = log_at_once(path, PROCESSES, EACH)
    right = not done.lost and not done.twice and not done.elsewhere
    return [
        Row(
            f"{done.acts:,} calls logged one by one from {PROCESSES} processes at once into a log of {THERE:,} contacts",
            f"{done.a_second:,} a second in all; {done.lost} lost, {done.twice} twice",
            f"{ASKED:,} a second, none lost, none twice",
            right and done.a_second >= ASKED,
            f"each in its own transaction, looked for before; {done.cpu_seconds:.1f} s of the processors' time on "
            f"{os.cpu_count()} of them{'; ' + '; '.join(done.elsewhere) if done.elsewhere else ''}",
        )
    ]


def log_at_once(path: Path, processes: int, each: int) -> Logged:
    """Have several processes log calls into one file at once, and look what is there afterwards."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes + 1)
    results = context.SimpleQueue()
    workers = [
        context.Process(target=_work, args=(path, number, each, barrier, results))
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    barrier.wait(timeout=120)
    begun = time.perf_counter()
    ends = [results.get() for _ in workers]
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    return _found(
        path, processes, each, seconds, sum(cpu for _, cpu in ends), [id_ for ids, _ in ends for id_ in ids]
    )


def _work(path: Path, number: int, each: int, barrier: Barrier, results: Any) -> None:
    """Log `each` calls, one transaction a call, as `advocate record call` does."""
    from advocate.acts.acting import record_act
    from advocate.store.log import Log
    from advocate.store.officials import OfficialThen
    from advocate.store.people import get_person

    with Log(path, patience=60) as log:
        people = [
            get_person(log.database, row[0])
            for row in log.database.execute("SELECT id FROM people ORDER BY id LIMIT 500")
        ]
        fields = "official_key, name, title, kind, district, seat, party, email, term_ends, source, source_as_of, snapshot"
        officials = [
            OfficialThen(*row)
            for row in log.database.execute(f"SELECT {fields} FROM officials ORDER BY id LIMIT 150")
        ]
        acts = [_act(people, officials, number, n, number * each + n) for n in range(each)]
        barrier.wait(timeout=120)
        before = time.process_time()
        ids = [record_act(log, act).id for act in acts]
        results.put((ids, time.process_time() - before))


def _act(people: Sequence[Person], officials: Sequence[OfficialThen], number: int, n: int, place: int) -> Act:
    """Return a call of another person to another official each time, so that none is like one before."""
    from advocate.acts.acting import Act
    from advocate.store.acts import NewAct
    from advocate.store.contacts import Spent

    person, official = people[place % len(people)], officials[place // len(people) % len(officials)]
    new = NewAct(
        person.id, official, "call", DAY, spent=Spent(5), note=f"call {number}-{n}", who=f"process {number}"
    )
    return Act(person, new)


def _found(path: Path, processes: int, each: int, seconds: float, cpu: float, ids: Sequence[str]) -> Logged:
    from advocate.store.log import Log

    wanted = {f"call {number}-{n}" for number in range(processes) for n in range(each)}
    with Log(path) as log:
        ask = log.database.conn.execute
        notes = Counter(
            row[0]
            for row in ask("SELECT note FROM contact_events WHERE kind = 'made' AND note LIKE 'call %-%'")
        )
        there = {row[0] for row in ask("SELECT contact_id FROM contact_events WHERE note LIKE 'call %-%'")}
        wrong = {
            "an id that is not there": len(set(ids) - there),
            "numbers that two contacts share": ask(
                "SELECT count(number) - count(DISTINCT number) FROM contacts"
            ).fetchone()[0],
            "contacts that no report counts": ask(
                "SELECT count(*) FROM contacts WHERE number NOT IN (SELECT contact FROM reach_facts)"
            ).fetchone()[0],
            "things in the file that are not sound": sum(
                line != "ok" for (line,) in ask("PRAGMA integrity_check")
            ),
        }
    return Logged(
        len(ids), len(wanted - set(notes)), sum(n - 1 for n in notes.values()),
        tuple(f"{n} {what}" for what, n in wrong.items() if n), seconds, cpu,
    )  # fmt: skip
