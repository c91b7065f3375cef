"""How long ago were our data of an office brought up to date, and is that too long to rely on them?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from legislators.places import Notice
from legislators.snapshot import data_home

if TYPE_CHECKING:
    from legislators.official import Official
    from legislators.snapshot import Snapshot

#: The file in the person's data folder that says when the publishers last had nothing newer; an update writes it.
UNCHANGED_FILE = "unchanged.json"
#: After so many days without an update, officials may have changed without our knowing.
STALE_AFTER_DAYS = 120

_ROSTER = ("officials.json",)
_BOARDS = ("school_boards.json", "board_results.json")
_FILES = {"state_house": _ROSTER, "state_senate": _ROSTER, "governor": _ROSTER, "school_board": _BOARDS}
_WORDS = {_ROSTER: ("the Legislature and the governor", "officials"), _BOARDS: ("school boards", "boards")}


def updated_on(snapshot: Snapshot, kind: str) -> date | None:
    """Return the day on which a kind of official was last fetched, or found unchanged; None where unknown.

    Where only a month or a year is on file, its first day counts. Raises SnapshotError.
    """
    files = _FILES.get(kind)
    if files is None:
        return None
    days = [_first_day(each.retrieved_on) for file in files for each in snapshot.sources_of(file)]
    return max([*days, *_unchanged_on(_WORDS[files][1])], default=None)


def why_stale(snapshot: Snapshot, kind: str, on: date, stale_after: int = STALE_AFTER_DAYS) -> str:
    """Return in a sentence why our data of a kind of official are too old on a day, "" where they are not."""
    fetched = updated_on(snapshot, kind)
    if fetched is None or (on - fetched).days <= stale_after:
        return ""
    whose, part = _WORDS[_FILES[kind]]
    return (
        f"Our data of {whose} were last updated on {fetched}, {(on - fetched).days} days before {on} "
        f"(more than {stale_after}). Who sits may have changed: advocate data update {part}."
    )


def stale_notices(
    snapshot: Snapshot, officials: Iterable[Official], on: date, stale_after: int = STALE_AFTER_DAYS
) -> list[Notice]:
    """Return a notice for each part of the data that is too old for these officials on a day."""
    told = dict.fromkeys(
        why_stale(snapshot, kind, on, stale_after) for kind in dict.fromkeys(each.kind for each in officials)
    )
    return [Notice("stale_data", text) for text in told if text]


def _unchanged_on(part: str) -> list[date]:
    try:
        return [date.fromisoformat(_unchanged(data_home() / UNCHANGED_FILE)[part])]
    except (KeyError, ValueError):
        return []


def _unchanged(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(part): str(day) for part, day in found.items()} if isinstance(found, dict) else {}


def _first_day(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])
