"""How is one measurement written down? What was done, by whom how fast, and what was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `met` is None where nothing was asked for."""

    work: str
    reached: str
    asked: str
    met: bool | None
    note: str


def print_rows(rows: Iterable[Row]) -> None:
    """Print the rows, one fact a line, so that they can be read in a log."""
    for row in rows:
        verdict = {True: "met", False: "NOT MET", None: ""}[row.met]
        print(f"{row.work}\n    {row.reached}" + (f"   asked: {row.asked}   {verdict}" if row.asked else ""))
        if row.note:
            print(f"    {row.note}")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that the work took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def best_of(times: int, work: Callable[[], T]) -> tuple[float, T]:
    """Return the shortest of several runs: the one that other programs disturbed least."""
    return min((timed(work) for _ in range(times)), key=lambda each: each[0])
