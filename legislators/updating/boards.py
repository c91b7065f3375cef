"""Who won the school boards' seats in the elections since our boards were listed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from legislators.board_imports import ImportPlan, plan_import
from legislators.board_results import RESULTS_FILE, held_results, write_held_results
from legislators.errors import NotPublished, UpdateStopped
from legislators.sources.secretary_of_state import URL
from legislators.terms import general_election
from legislators.updating.work import Change, Made, Work

BOARDS = "school_boards.json"
_SIGNS = {"+": "+", "=": "~", "?": "~"}


def update_boards(work: Work) -> Made:
    """Add the results of the general elections since the compiled boards' date to those held.

    Raises FetchError, SnapshotError, UpdateStopped.
    """
    notes: list[str] = []
    files = list(_given(work.given)) if work.given else list(_fetched(work, notes))
    if not files:
        return Made(notes=tuple(notes), current=not notes)
    plan = plan_import(files, work.today, force=work.force)
    notes += _notes(plan)
    if not plan.changed:
        return Made(notes=tuple(notes), eyes=plan.needs_eyes)
    held = held_results(work.snapshot).with_races(plan.races)
    write_held_results(work.out / RESULTS_FILE, held)
    return Made(
        plan.sources,
        tuple(each.name for each in plan.sources),
        tuple(_changes(plan)),
        tuple(notes),
        eyes=plan.needs_eyes,
    )


def elections_since(day: date, today: date) -> list[date]:
    """Return the general elections after a day, up to today; odd years have them for some boards."""
    days = [general_election(year) for year in range(day.year, today.year + 1)]
    return [each for each in days if day < each <= today]


def _fetched(work: Work, notes: list[str]) -> Iterator[Path]:
    for day in elections_since(_listed_on(work), work.today):
        work.tell(f"fetching the results of {day}")
        try:
            yield work.fetcher.fetch(URL.format(day=f"{day:%Y%m%d}"), "txt").path
        except NotPublished:
            notes.append(f"The Secretary of State has no results of {day} by district yet.")


def _listed_on(work: Work) -> date:
    """Return the day of the compiled boards, which name the winners until then."""
    head = work.snapshot.path(BOARDS).read_text(encoding="utf-8")[:2000]
    found = re.search(r'"as_of": "(\d{4}-\d{2}-\d{2})"', head)
    return date.fromisoformat(found[1]) if found else date.min


def _given(given: tuple[Path, ...]) -> Iterator[Path]:
    for each in given:
        files = sorted(each.rglob("*sdrace.txt")) if each.is_dir() else [each]
        if not files:
            raise UpdateStopped(f"{each} holds no results: files named YYYYMMDD_sdrace.txt are looked for.")
        yield from files


def _notes(plan: ImportPlan) -> Iterator[str]:
    for file in plan.files:
        yield f"{file.election}: {_many(file.races, 'race')}, a winner's name for {file.named} of {_many(file.seats, 'seat')}."
        yield from (f"{file.election}: {each}" for each in file.problems[:5])
        if file.left_out:
            yield f"{file.election}: {_many(len(file.left_out), 'race')} not final and left out."
        if file.unknown:
            yield f"{file.election}: {_many(len(file.unknown), 'race')} of districts that we do not know."
    for each in plan.comparison.disagreements[:10]:
        yield (
            f"{each.board}, {each.seat} ({each.election}): ours are {', '.join(each.ours) or 'nobody'}, "
            f"the results name {', '.join(each.results) or 'nobody'}."
        )


def _changes(plan: ImportPlan) -> Iterator[Change]:
    for board in plan.comparison.turnovers:
        for seat in board.seats:
            who = seat.name or f"nobody named ({seat.unnamed})"
            again = " again" if seat.sign == "=" else f" (was {seat.before})" if seat.before else ""
            yield Change(
                "boards", _SIGNS[seat.sign], f"{board.board} ({board.district}), {seat.seat}",
                f"{who}{again}, from {seat.begins}",
            )  # fmt: skip


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' if number != 1 else ''}"
