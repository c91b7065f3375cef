"""In which districts does everybody on our lists live? The whole list offline, and the rest by the Census if asked."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from advocate.found_places import placing_at, placing_of_row, snapshot_mark
from advocate.store.placements import Placing, ToPlace

if TYPE_CHECKING:
    from advocate.store.keys import Clock
    from advocate.store.log import Log

#: Addresses in one piece of work.
CHUNK = 4096
#: With fewer addresses, a second process costs more than it brings.
WORTH_A_PROCESS = 8_000
#: Told how many more addresses are done.
Progress = Callable[[int], None]
#: The answers for one chunk as plain tuples of `Placing`, and how they came out.
_Answers: TypeAlias = tuple[list[tuple[Any, ...]], Counter[str]]


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

    mark = snapshot_mark()
    counts: Counter[str] = Counter()
    if processes is None:
        many = placements.count_to_place(log.database, mark) >= WORTH_A_PROCESS
        processes = (os.cpu_count() or 1) if many else 1
    chunks = placements.read_to_place(log.database, mark, CHUNK)
    for chunk, found, how in _located(chunks, processes):
        placed, counted = _with_known_points(chunk, found, how)
        if not dry_run:
            with log.writing():
                placements.keep_placements(
                    log.database, zip((row.address_id for row in chunk), placed, strict=True), mark, clock
                )
        counts += counted
        progress(len(chunk))
    return tally(counts)


def locate_texts(texts: Sequence[str]) -> list[Placing]:
    """Return where each address lies, as our own data have it, in order."""
    from legislators.bulk import locate_addresses

    return [placing_of_row(row) for row in locate_addresses(texts)]


def _locate_counted(texts: Sequence[str]) -> _Answers:
    """Return the same as plain tuples, which cost a third between processes, and how they came out."""
    placed = locate_texts(texts)
    return [tuple(placing) for placing in placed], count(placed)


def _located(
    chunks: Iterator[list[ToPlace]], processes: int
) -> Iterator[tuple[list[ToPlace], list[tuple[Any, ...]], Counter[str]]]:
    """Yield each chunk with its answers, in order; no more chunks are read ahead than keep all cores busy."""
    if processes < 2:
        for chunk in chunks:
            yield chunk, *_locate_counted([row.address for row in chunk])
        return
    waiting: deque[tuple[list[ToPlace], Future[_Answers]]] = deque()
    with _workers(processes) as workers:
        for chunk in chunks:
            waiting.append((chunk, workers.submit(_locate_counted, [row.address for row in chunk])))
            if len(waiting) > processes + 1:
                done, answer = waiting.popleft()
                yield done, *answer.result()
        while waiting:
            done, answer = waiting.popleft()
            yield done, *answer.result()


@contextmanager
def _workers(processes: int) -> Iterator[Executor]:
    """Start processes that share nothing with this one but the data's files, and end them in any case."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Not forked: this process holds an open database.
    context = multiprocessing.get_context("spawn")
    workers = ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_ctrl_c_to_the_parent)
    try:
        yield workers
    finally:
        workers.shutdown(wait=True, cancel_futures=True)


def _leave_ctrl_c_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _with_known_points(
    chunk: Sequence[ToPlace], found: list[tuple[Any, ...]], how: Counter[str]
) -> tuple[Sequence[tuple[Any, ...]], Counter[str]]:
    """Return the answers, those from a point known before in place of what the streets cannot say.

    A point that a person gave counts before any street; one from the Census where no street has it. So
    the districts of new data are found, and no address leaves this computer a second time.
    """
    if not any(row.old_method in ("point", "census") for row in chunk):
        return found, how
    placed = [
        _from_point(row)
        if row.old_method == "point" or (row.old_method == "census" and placing.lat is None)
        else placing
        for row, placing in zip(chunk, map(Placing._make, found), strict=True)
    ]
    return placed, count(placed)


def _from_point(row: ToPlace) -> Placing:
    from legislators.lookup import lookup_for
    from legislators.places import Place

    place = Place("", row.lat, row.lon, row.old_method, row.error_m, "")
    return placing_at(lookup_for(), place)


def count(placed: Sequence[Placing]) -> Counter[str]:
    """Return how the addresses came out."""
    counts = Counter(
        "certain" if placing.certain else "uncertain" if placing.method else "not_placed"
        for placing in placed
    )
    counts.update(f"by {placing.method}" for placing in placed if placing.method)
    return counts


def tally(counts: Counter[str], asked: int = 0, unanswered: int = 0) -> Tally:
    """Return what was counted."""
    methods = sorted((key[3:], count) for key, count in counts.items() if key.startswith("by "))
    return Tally(
        counts["certain"], counts["uncertain"], counts["not_placed"], tuple(methods), asked, unanswered
    )
