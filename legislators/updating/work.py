"""What do the steps of an update share: where they read, where they write, and what they tell?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legislators.snapshot import Snapshot, Source
    from legislators.sources.fetching import Fetcher

#: The parts that this package can bring up to date; `advocate data update` adds "figures".
PARTS = ("officials", "boards", "districts", "streets")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two copies, as a person reads it.

    `sign` is "+" (came), "-" (went) or "~" (changed); `where` is the seat, board, district or county.
    """

    part: str
    sign: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """The data in force, the folder for new files, and a folder for what is only needed on the way.

    `given` are files or folders of a person's own in place of the publishers' servers. `tell` hears
    what is being done, a line at a time.
    """

    snapshot: Snapshot
    out: Path
    scratch: Path
    fetcher: Fetcher
    today: date
    given: tuple[Path, ...]
    counties: tuple[str, ...]
    force: bool
    tell: Callable[[str], None]

    def source(self, name: str) -> Source | None:
        """Return a source of the data in force by its name."""
        return next((each for each in self.snapshot.sources if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Made:
    """What a step made: the records of its inputs, which take the place of those `replaced` (by name).

    `notes` are what a person should know; `doubts` stop the update unless it is forced; `eyes` says
    that a person should look. `current` is True where the publisher's newest was read, whether it
    differs or not.
    """

    sources: tuple[Source, ...] = ()
    replaced: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    eyes: bool = False
    current: bool = True
