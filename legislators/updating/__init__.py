"""What would a new copy of the data change, does it hold together, and how does it come into force?"""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from legislators import copies
from legislators.errors import SnapshotError, UpdateStopped
from legislators.freshness import UNCHANGED_FILE
from legislators.snapshot import (
    SOURCES_FILE,
    Snapshot,
    Source,
    bundled_folder,
    data_home,
    open_snapshot,
    write_sources,
)
from legislators.updating.filling import fill_copy, note_current
from legislators.updating.work import PARTS, Change, Made, Work

if TYPE_CHECKING:
    from legislators.sources.fetching import Fetcher

__all__ = [
    "PARTS",
    "Change",
    "Request",
    "Update",
    "fill_copy",
    "note_current",
    "prepared",
    "put_in_force",
    "roll_back",
]

_LINES = "districts.gpkg"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be brought up to date on a day, and from where.

    `given` are a person's own files or folders in place of the publishers' servers; `counties` are names,
    numbers or "all". With `force`, races that are not final are taken, too.
    """

    parts: tuple[str, ...]
    today: date
    counties: tuple[str, ...] = ()
    given: tuple[Path, ...] = ()
    force: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """A new copy, compiled and checked, beside the one in force and not yet in its place.

    `folder` is None where nothing differs. `files` are the names of those that do. `notes` are what a
    person should know of how it was made; with one of `faults` (errors of the check that the copy in
    force has not, and doubts of a step) only force applies it. `eyes` says that a person should look.
    `current` are the parts whose publisher's newest was read.
    """

    folder: Path | None
    files: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    eyes: bool
    current: tuple[str, ...]


@contextmanager
def prepared(
    request: Request, fetcher: Fetcher | None = None, tell: Callable[[str], None] | None = None
) -> Iterator[Update]:
    """Make the new copy beside the one in force; inside the block it can be put in force.

    The lock is held until the block ends, and what was not put in force is gone then. Raises
    UpdateStopped, FetchError, SnapshotError; nothing in force has changed.
    """
    home = _home()
    with copies.only_update(home), copies.new_copy(home) as made, _scratch(home) as scratch:
        if fetcher is None:
            from legislators.sources.fetching import Fetcher

            fetcher = Fetcher(home / copies.DOWNLOADS, request.today)
        snapshot = open_snapshot()
        out = scratch / "out"
        out.mkdir()
        work = Work(
            snapshot,
            out,
            scratch,
            fetcher,
            request.today,
            request.given,
            request.counties,
            request.force,
            tell or _silent,
        )
        done = {part: _run(part, work) for part in request.parts}
        yield _update(work, made, done)


def put_in_force(update: Update, now: datetime, *, force: bool = False) -> Path:
    """Make the new copy the one in force, at once, and return its folder; the one before is kept.

    To be called inside the block of `prepared`. Raises UpdateStopped where the check found faults and
    no `force` is given, or the disk is full: the old copy is in force then, whole.
    """
    if update.folder is None:
        raise UpdateStopped("There is nothing new to put in force.")
    if update.faults and not force:
        raise UpdateStopped(
            "The new data did not pass the check, so they were not put in force. Look at what was found; "
            "--force takes them all the same."
        )
    return copies.put_in_force(data_home(), update.folder, now)


def roll_back() -> Path | None:
    """Put the copy before the present one in force; None means the data that came with advocate.

    Raises UpdateStopped where no update is in force or another one is at work.
    """
    home = _home()
    with copies.only_update(home):
        before = copies.roll_back(home)
        # What was asked since then is not in the copy that is in force now.
        (home / UNCHANGED_FILE).unlink(missing_ok=True)
        return before


def _silent(line: str) -> None:
    """Tell nobody."""


def _home() -> Path:
    home = data_home()
    if home.resolve() in (bundled_folder().resolve(), *bundled_folder().resolve().parents):
        raise UpdateStopped(
            f"ADVOCATE_DATA names {home}, which holds the data that came with advocate: an update never "
            "touches those. Name another folder."
        )
    return home


@contextmanager
def _scratch(home: Path) -> Iterator[Path]:
    # Beside the copies, so that what is made moves in by renaming; swept away with them after a kill.
    folder = Path(tempfile.mkdtemp(prefix=copies.MAKING, dir=home / copies.COPIES))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(part: str, work: Work) -> Made:
    from importlib import import_module

    module = import_module(f"legislators.updating.{part}")
    step: Callable[[Work], Made] = getattr(module, f"update_{part}")
    try:
        return step(work)
    except (LookupError, TypeError, ValueError) as error:
        raise UpdateStopped(
            f"What the publisher of the {part} has now is of a form we don't know "
            f"({type(error).__name__}: {error}). Nothing was changed."
        ) from error


def _update(work: Work, made: Path, done: dict[str, Made]) -> Update:
    """Fill the new copy, compare it with what is in use, and check it."""
    results = list(done.values())
    names = sorted(path.name for path in work.out.iterdir() if not _is_same(path, work.snapshot))
    notes = tuple(dict.fromkeys(note for each in results for note in each.notes))
    eyes, current = any(each.eyes for each in results), _current(work, done)
    sources = _sources(work.snapshot, results)
    if not names and _are_known(sources, work.snapshot):
        return Update(None, (), (), notes, (), (), eyes, current)
    for name in names:
        (work.out / name).replace(made / name)
    fill_copy(made, work.snapshot, without=names)
    write_sources(made / SOURCES_FILE, sources)
    changes = _changes(work.snapshot, made, names) + [each for one in results for each in one.changes]
    work.tell("checking the new data")
    errors, warnings = _new_findings(work, made, names)
    faults = [doubt for each in results for doubt in each.doubts] + errors
    files = tuple(names) or (SOURCES_FILE,)
    return Update(
        made, files, tuple(changes), notes, tuple(faults), tuple(warnings), eyes or bool(warnings), current
    )


def _current(work: Work, done: dict[str, Made]) -> tuple[str, ...]:
    # A person's own files say nothing of what the publisher has today.
    return () if work.given else tuple(part for part in done if done[part].current)


def _sources(snapshot: Snapshot, results: Sequence[Made]) -> list[Source]:
    """Return the records of the new copy's inputs: of a part that wasn't read anew they stay as they are."""
    from legislators.updating.unlisted import unlisted_streets

    kept = {each.name: each for each in [*unlisted_streets(snapshot), *snapshot.sources]}
    for each in results:
        for name in each.replaced if each.sources else ():
            kept.pop(name, None)
        kept |= {source.name: source for source in each.sources}
    return list(kept.values())


def _are_known(sources: Sequence[Source], snapshot: Snapshot) -> bool:
    """False where an input is another one, even if what was made of it is the same (lines that nobody moved)."""
    known = {(each.name, each.sha256, each.vintage) for each in snapshot.sources}
    listed = {each.name for each in snapshot.sources}
    return all(
        (each.name, each.sha256, each.vintage) in known
        for each in sources
        if each.name in listed or each.sha256
    )


def _changes(snapshot: Snapshot, made: Path, names: Sequence[str]) -> list[Change]:
    found: list[Change] = []
    if "officials.json" in names:
        from legislators.updating.people import changed_people

        found += changed_people(snapshot.path("officials.json"), made / "officials.json")
    if _LINES in names:
        from legislators.updating.lines import changed_lines

        found += changed_lines(snapshot.path(_LINES), made / _LINES)
    return found


def _new_findings(work: Work, made: Path, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the check's errors and warnings about the new copy that it hasn't about the data in use.

    The same fault of the same seat or district is no new one, though its words tell another day.
    """
    from legislators.doctor import check_snapshot

    shapes = _LINES in names
    known = {
        (each.code, each.where, each.subjects)
        for each in check_snapshot(work.snapshot, on=work.today, shapes=shapes)
    }
    found: dict[str, list[str]] = {"error": [], "warning": []}
    for each in check_snapshot(made, on=work.today, shapes=shapes):
        if each.level in found and (each.code, each.where, each.subjects) not in known:
            found[each.level].append(f"{each.where}: {each.what} {each.remedy}")
    return found["error"], found["warning"]


def _is_same(path: Path, snapshot: Snapshot) -> bool:
    try:
        return filecmp.cmp(path, snapshot.path(path.name), shallow=False)
    except (OSError, SnapshotError):
        return False
