"""What do the compiled files of people say, and which of them cannot be read?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from legislators.doctor.finding import Finding
from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from legislators.board_appointees import Appointee
    from legislators.board_results import HeldResults
    from legislators.board_terms import Chain
    from legislators.snapshot import Snapshot

Row = dict[str, Any]

#: file -> the list in it.
FILES = {"officials.json": "seats", "school_districts.json": "districts", "school_boards.json": "boards"}
_REBUILD = "Get the data again: advocate data update, or take back the last update: advocate data rollback."


@dataclass(slots=True)
class Records:
    """The rows of a snapshot's people as compiled; a file that cannot be read gives none."""

    seats: list[Row] = field(default_factory=list)
    directory: dict[str, Row] = field(default_factory=dict)
    boards: list[Row] = field(default_factory=list)
    as_of: date = date.min
    readable: frozenset[str] = frozenset()


def read_records(snapshot: Snapshot) -> tuple[Records, list[Finding]]:
    """Return the rows, and a finding for every file that is missing or has no such rows."""
    rows: dict[str, list[Row]] = {}
    days: list[date] = []
    findings = []
    for name, key in FILES.items():
        try:
            content = json.loads(snapshot.path(name).read_text(encoding="utf-8"))
            rows[name] = [row for row in content[key] if isinstance(row["district"], str)]
            days.append(date.fromisoformat(content["as_of"]))
        except (SnapshotError, OSError, ValueError, KeyError, TypeError) as error:
            rows.pop(name, None)
            what = f"The file cannot be read: {_said(error)}"
            findings.append(Finding("error", "unreadable", name, what, _REBUILD, (f"file/{name}",)))
    records = Records(
        rows.get("officials.json", []),
        {row["district"]: row for row in rows.get("school_districts.json", [])},
        rows.get("school_boards.json", []),
        max(days, default=date.min),
        frozenset(rows),
    )
    return records, findings


def boards_on(
    records: Records, results: HeldResults, appointees: Sequence[Appointee], day: date
) -> list[Row]:
    """Return the boards with their seats as they stand on a day, by all results and appointees held.

    A board whose compiled record is broken stays as it is, and has findings of its own.
    """
    from legislators.board_members import board_chains

    compiled = {board["district"]: board for board in records.boards}
    if not results.races and not appointees:
        return records.boards
    districts = {*compiled, *results.by_district, *(each.district for each in appointees)}
    found = []
    for district in sorted(districts):
        board, races = compiled.get(district), results.by_district.get(district, ())
        try:
            chains = board_chains(board, district, races, appointees)
        except (KeyError, ValueError, TypeError):
            found.append(board or {"district": district, "seats": []})
            continue
        known = {seat["id"] for seat in board["seats"]} if board else set()
        visible = [chain for chain in chains if chain[0].begins <= day or chain[0].id in known]
        if visible:
            found.append({"district": district, "seats": [_seat_on(chain, day) for chain in visible]})
    return found


def _seat_on(chain: Chain, day: date) -> Row:
    term = next((each for each in reversed(chain) if each.begins <= day), chain[0])
    return {
        "id": term.id,
        "seat": term.seat,
        "name": term.name,
        "unnamed": term.unnamed,
        "special": term.special,
        "term_begins": term.begins.isoformat(),
        "term_ends": term.ends.isoformat(),
    }


def day_of(value: object) -> date | None:
    """Return the day of "2027-01-04"; None for nothing, or for what is no day."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _said(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)
