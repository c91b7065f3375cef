"""How does each part of the data stand: of when is it, when was it last asked for, which terms end soon?"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.upkeep.holdings import Holding
    from legislators.snapshot import Snapshot

#: Terms that end within so many days are told.
SOON_DAYS = 120


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data and the one command that brings it up to date.

    `vintage` is the newest of its sources, `asked_on` when its publisher last had nothing newer (""
    where never). `terms_end` are pairs of a day and how many terms end on it, soon or already.
    """

    name: str
    title: str
    vintage: str
    retrieved_on: str
    asked_on: str
    terms_end: tuple[tuple[date, int], ...]
    command: str

    def to_dict(self) -> dict[str, Any]:
        """Return the part as JSON has it."""
        return asdict(self)


#: Name, title, files and command of every part.
_PARTS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("officials", "The Legislature and the governor", ("officials.json",), "advocate data update officials"),
    (
        "boards",
        "School boards",
        ("school_boards.json", "board_results.json"),
        "advocate data update boards",
    ),
    ("districts", "District lines", ("districts.gpkg",), "advocate data update districts"),
    (
        "streets",
        "Streets with house numbers",
        ("streets.sqlite",),
        "advocate data update streets --county NAME",
    ),
    (
        "figures",
        "Published figures",
        ("figures.sqlite",),
        "advocate data update figures --from WORKBOOK.xlsx",
    ),
    (
        "directory",
        "School districts' addresses and phones",
        ("school_districts.json",),
        "install the newest version of advocate",
    ),
    ("zip codes", "ZIP codes", ("zip_areas.json",), "install the newest version of advocate"),
)


def part_of(files: tuple[str, ...]) -> str:
    """Return the part that a source's files belong to, "" for none."""
    return next((name for name, _, used, _ in _PARTS if set(used) & set(files)), "")


def list_parts(held: list[Holding], today: date) -> list[Part]:
    """Return every part, from the sources in use. Raises SnapshotError."""
    from legislators.snapshot import data_home, open_snapshot

    snapshot, asked = open_snapshot(), _asked(data_home())
    found = []
    for name, title, files, command in _PARTS:
        sources = [each for each in held if set(each.used_for) & set(files)]
        found.append(
            Part(
                name,
                title,
                max((each.vintage for each in sources), default=""),
                max((each.retrieved_on for each in sources), default=""),
                asked.get(name, ""),
                _terms(snapshot, name, today),
                command,
            )
        )
    return found


def _asked(home: Path) -> dict[str, str]:
    from legislators.freshness import UNCHANGED_FILE

    try:
        found = json.loads((home / UNCHANGED_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(part): str(day) for part, day in found.items()} if isinstance(found, dict) else {}


def _terms(snapshot: Snapshot, name: str, today: date) -> tuple[tuple[date, int], ...]:
    """Return the ends of terms that are over or soon will be, and how many members each is of."""
    if name == "officials":
        seats = _records(snapshot.path("officials.json"), "seats")
        days = [seat["term_ends"] for seat in seats if seat["holder"]]
    elif name == "boards":
        boards = _records(snapshot.path("school_boards.json"), "boards")
        days = [seat["term_ends"] for board in boards for seat in board["seats"] if seat["name"]]
    else:
        return ()
    counts = Counter(date.fromisoformat(day) for day in days if day)
    return tuple(sorted((day, count) for day, count in counts.items() if (day - today).days <= SOON_DAYS))


def _records(path: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[name]
    return rows
