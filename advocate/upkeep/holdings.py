"""Where does our data come from, how old is it, and how is it made again?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from advocate import clock

if TYPE_CHECKING:
    from legislators.snapshot import Source
    from legislators.updating import Change

#: The two rooms with data, and the folder of each below the one that a person names.
ROOMS = ("legislators", "letters")
SOURCES_FILE = "SOURCES.toml"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A compiled file, and whether it is "new", "changed" or the "same" bytes as before."""

    path: Path
    bytes: int
    change: str


@dataclass(frozen=True, slots=True)
class Holding:
    """One published source that is in use; `vintage` is what its content stands for."""

    room: str
    name: str
    publisher: str
    title: str
    url: str
    licence: str
    vintage: str
    retrieved_on: str
    used_for: tuple[str, ...]
    folder: Path

    def since(self) -> date:
        """Return the first day the vintage can mean; its age counts from there."""
        parts = [int(part) for part in self.vintage.split("-")]
        return date(*[*parts, 1, 1][:3])


def build_data(published: Path, out: Path | None = None, *, dry_run: bool = False) -> list[MadeFile]:
    """Compile all data from the publishers' files, and return what each file became.

    Goes to the data that came with the packages, or to `out`/legislators and `out`/letters. With
    `dry_run` everything is compiled and compared, and nothing is kept. Raises what the compilers
    raise (SnapshotError, FiguresUnreadable), with the old files in place.
    """
    targets = {room: out / room if out else bundled_folder(room) for room in ROOMS}
    before = {room: _contents(targets[room]) for room in ROOMS}
    with _elsewhere(targets, dry_run) as places:
        _compile(published, places)
        after = {room: _contents(places[room]) for room in ROOMS}
    return [
        MadeFile(targets[room] / name, len(data), _change(before[room].get(name), data))
        for room in ROOMS
        for name, data in after[room].items()
    ]


def add_streets(files: Sequence[Path], *, dry_run: bool = False) -> tuple[tuple[Change, ...], Path | None]:
    """Add counties' street ranges to a new copy of the person's own data, and put it in force.

    Returns what changed, and the folder of the copy: None where all of it was there already, the
    folder of all copies for a dry run. Raises SnapshotError or UpdateStopped, with the data as they were.
    """
    from legislators.snapshot import data_home
    from legislators.updating import Request, prepared, put_in_force

    with prepared(Request(("streets",), clock.today(), given=tuple(files))) as update:
        if update.folder is None:
            return (), None
        if dry_run:
            return update.changes, data_home()
        return update.changes, put_in_force(update, datetime.now())


def list_holdings() -> list[Holding]:
    """Return every source in use, the officials' and districts' first. Raises SnapshotError."""
    from legislators.snapshot import open_snapshot, read_sources

    snapshot, letters = open_snapshot(), bundled_folder("letters")
    held = [
        _holding("legislators", source, snapshot.path(source.used_for[0]).parent)
        for source in snapshot.sources
    ]
    return held + [_holding("letters", source, letters) for source in read_sources(letters / SOURCES_FILE)]


def bundled_folder(room: str) -> Path:
    """Return the folder of the data that came with a package."""
    from importlib import import_module

    home = import_module(room).__file__
    if home is None:  # a namespace without files has no data either
        raise FileNotFoundError(2, "No such package", room)
    return Path(home).parent / "data"


def _compile(published: Path, places: dict[str, Path]) -> None:
    from legislators.sources.build import build_snapshot
    from letters.sources.build import build_figures

    build_snapshot(published, places["legislators"])
    build_figures(published, places["letters"])


@contextmanager
def _elsewhere(targets: dict[str, Path], dry_run: bool) -> Iterator[dict[str, Path]]:
    """Give the targets themselves, or for a dry run folders that are gone afterwards."""
    if not dry_run:
        yield targets
        return
    with tempfile.TemporaryDirectory() as folder:
        yield {room: Path(folder) / room for room in targets}


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def _change(old: bytes | None, new: bytes) -> str:
    return "new" if old is None else "same" if old == new else "changed"


def _holding(room: str, source: Source, folder: Path) -> Holding:
    return Holding(
        room=room,
        name=source.name,
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        licence=source.licence,
        vintage=source.vintage,
        retrieved_on=source.retrieved_on,
        used_for=source.used_for,
        folder=folder,
    )
