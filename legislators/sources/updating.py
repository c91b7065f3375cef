"""What would a new copy of the data change, does it hold together, and how does it come into force?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
class Update:
    """A new copy, compiled and checked, beside the one in force and not yet in its place.

    `folder` is None where nothing differs. `notes` are what a person should know of how it was made;
    `faults` are the check's errors that the copy in force has not: with one, only force applies it.
    """

    folder: Path | None
    parts: tuple[str, ...]
    files: tuple[str, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
