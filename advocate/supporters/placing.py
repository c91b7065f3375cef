"""In which districts does everybody on our lists live? The whole list offline, and the rest by the Census if asked."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from advocate.store.placements import Placing, ToPlace
from advocate.supporters.found_places import placing_at, placing_of_row, snapshot_mark

if TYPE_CHECKING:
    from advocate.store.keys import Clock
    from advocate.store.log import Log

#: Different addresses in one piece of work.
CHUNK = 8192
#: Different addresses that are put in the order of their streets.
WINDOW = 8 * CHUNK
#: So many rows are read at a time; an address that several of them have is looked up once for all.
STRETCH = 500_000
#: With fewer addresses, a second process costs more than it brings.
WORTH_A_PROCESS = 8_000
#: An address on a street of the bundled counties: to place it opens everything that a look-up reads.
_ANYWHERE = "1540 6th St E, Saint Paul, MN 55106"
_METHOD_AND_CERTAIN = itemgetter(Placing._fields.index("method"), Placing._fields.index("certain"))
#: Told how many more addresses are done.
Progress = Callable[[int], None]
#: The rows that have the same address, each list in one of the chunks that go to a process.
_Homes: TypeAlias = list[list[ToPlace]]
#: The answers of one chunk, as plain tuples of `Placing`, which cost a third between processes.
_Answers: TypeAlias = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many addresses were looked up, and how they came out; by_method counts those that have a place.

    `asked` were sent to the Census Geocoder, `unanswered` is how many of them it failed on.
    """

    certain: int = 0
    uncertain: int = 0
    not_placed: int = 0
    by_method: tuple[tuple[str, int], ...] = ()
    asked: int = 0
    unanswered: int = 0

    @property
    def located(self) -> int:
        """All that were looked up."""
        return self.certain + self.uncertain + self.not_placed

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "located": self.located, "certain": self.certain, "uncertain": self.uncertain,
            "not_placed": self.not_placed, "by_method": dict(self.by_method),
            "asked": self.asked, "unanswered": self.unanswered,
        }  # fmt: skip


def count_to_place(log: Log) -> int:
    """Return how many addresses have no place yet, or one of another snapshot."""
    from advocate.store import placements

    return placements.count_to_place(log.database, snapshot_mark())


def place_offline(
    log: Log,
    clock: Clock,
    *,
    progress: Progress = lambda _: None,
    processes: int | None = None,
    dry_run: bool = False,
) -> Tally:
    """Look up every address that needs it, on this computer alone, and keep the answers as they come.

    `processes` None takes all cores for a long list. Stopped at any moment, what was kept stays, and
    the next run does the rest. With `dry_run` nothing is kept.
    """
    from advocate.store import placements
    from advocate.store.bulk import collector_resting, pages_at_hand

    mark = snapshot_mark()
    counts: Counter[str] = Counter()
    if processes is None:
        many = placements.count_to_place(log.database, mark) >= WORTH_A_PROCESS
        processes = (os.cpu_count() or 1) if many else 1
    stretches = placements.read_to_place(log.database, mark, STRETCH)
    # As in the processes: a look-up leaves no cycles.
    with collector_resting(), pages_at_hand(log.database):
        for homes, found in _located(_chunks(stretches), processes):
            placed = list(_of_each(homes, found))
            if not dry_run:
                with log.writing():
                    placements.keep_placements(log.database, placed, mark, clock)
            counts += count(answer for _, answer in placed)
            progress(len(placed))
    return tally(counts)


def _chunks(stretches: Iterable[list[ToPlace]]) -> Iterator[_Homes]:
    """Yield the rows by their address, CHUNK different ones at a time, those of a street together.

    Neighbours lie on the same few ranges, which are at hand then; but only those of a WINDOW are put
    together, so that what is written stays near the end of the table's index.
    """
    for rows in stretches:
        by_address: dict[str, list[ToPlace]] = {}
        for row in rows:
            by_address.setdefault(row[1], []).append(row)
        homes = iter(by_address.values())
        while window := sorted(islice(homes, WINDOW), key=_street_of):
            yield from (window[start : start + CHUNK] for start in range(0, len(window), CHUNK))


def _street_of(rows: list[ToPlace]) -> str:
    """Return what stands behind the house number, in one case."""
    return rows[0][1].partition(" ")[2].lower()


def locate_texts(texts: Sequence[str]) -> list[Placing]:
    """Return where each address lies, as our own data have it, in order."""
    from legislators.bulk import locate_addresses

    return [placing_of_row(row) for row in locate_addresses(texts)]


def _locate_plainly(texts: Sequence[str]) -> _Answers:
    """Return the same as plain tuples."""
    return list(map(tuple, locate_texts(texts)))


def _located(chunks: Iterator[_Homes], processes: int) -> Iterator[tuple[_Homes, _Answers]]:
    """Yield each chunk with its answers, in order; no more chunks are made ahead than keep all cores busy."""
    if processes < 2:
        for homes in chunks:
            yield homes, _locate_plainly([rows[0].address for rows in homes])
        return
    waiting: deque[tuple[_Homes, Future[_Answers]]] = deque()
    with _workers(processes) as workers:
        # They open the data while the first addresses are read from the log.
        for _ in range(processes):
            workers.submit(_locate_plainly, [_ANYWHERE])
        for homes in chunks:
            texts = [rows[0].address for rows in homes]
            waiting.append((homes, workers.submit(_locate_plainly, texts)))
            if len(waiting) > 2 * processes:
                done, answer = waiting.popleft()
                yield done, answer.result()
        while waiting:
            done, answer = waiting.popleft()
            yield done, answer.result()


@contextmanager
def _workers(processes: int) -> Iterator[Executor]:
    """Start processes that share nothing with this one but the data's files, and end them in any case."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not forked: this process holds an open database.
    context = multiprocessing.get_context("spawn")
    workers = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin_worker)
    try:
        yield workers
    finally:
        workers.shutdown(wait=True, cancel_futures=True)


def _begin_worker() -> None:
    import gc
    import signal

    # Ctrl-C is the parent's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _of_each(homes: _Homes, found: _Answers) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield (address id, its answer): a point known before takes the place of what the streets cannot say.

    A point that a person gave counts before any street; one from the Census where no street has it. So
    the districts of new data are found, and no address leaves this computer a second time.
    """
    for rows, answer in zip(homes, found, strict=True):
        for row in rows:
            was = row[2]
            if was == "point" or (was == "census" and answer[0] is None):
                yield row[0], _from_point(row)
            else:
                yield row[0], answer


def _from_point(row: ToPlace) -> Placing:
    from legislators.lookup import lookup_for
    from legislators.places import Place

    place = Place("", row.lat, row.lon, row.old_method, row.error_m, "")
    return placing_at(lookup_for(), place)


def count(placed: Iterable[tuple[Any, ...]]) -> Counter[str]:
    """Return how the addresses came out, of tuples as `Placing` has them."""
    counts: Counter[str] = Counter()
    for (method, certain), many in Counter(map(_METHOD_AND_CERTAIN, placed)).items():
        counts["certain" if certain else "uncertain" if method else "not_placed"] += many
        if method:
            counts[f"by {method}"] += many
    return counts


def tally(counts: Counter[str], asked: int = 0, unanswered: int = 0) -> Tally:
    """Return what was counted."""
    methods = sorted((key[3:], count) for key, count in counts.items() if key.startswith("by "))
    return Tally(
        counts["certain"], counts["uncertain"], counts["not_placed"], tuple(methods), asked, unanswered
    )
