"""What is wrong with a snapshot of the data?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from legislators.doctor.finding import LEVELS, Finding, in_order

if TYPE_CHECKING:
    from legislators.corrections import Correction
    from legislators.doctor.records import Records
    from legislators.snapshot import Snapshot

__all__ = ["LEVELS", "Finding", "check_snapshot"]


def check_snapshot(
    data: Path | Snapshot,
    *,
    on: date | None = None,
    shapes: bool = True,
    corrections: Iterable[Correction] = (),
) -> tuple[Finding, ...]:
    """Return everything that is wrong in a snapshot (or its folder), errors first; () where all is well.

    `on` is the day for which ended and vacant are told (default: the day of which the roster is
    true, so that the same data give the same findings). Without `shapes` the districts' lines are
    left out, which take most of the time. What a person's own `corrections` mend is told as a note.
    A file that is missing or cannot be read is a finding of the code "unreadable" (an error), and
    the rest is checked all the same. Raises nothing for data.
    """
    from legislators.doctor.records import read_records
    from legislators.doctor.sources import check_listings
    from legislators.snapshot import Snapshot

    snapshot = data if isinstance(data, Snapshot) else Snapshot((data,))
    records, unreadable = read_records(snapshot)
    day = on or records.as_of
    found = [*unreadable, *check_listings(snapshot.folders, day)]
    found += _about_people(records, day, tuple(corrections))
    if shapes:
        from legislators.doctor.shapes import check_shapes

        found += check_shapes(snapshot, set(records.directory))
    return in_order(found)


def _about_people(records: Records, day: date, corrections: tuple[Correction, ...]) -> list[Finding]:
    """Check the people as they are corrected; what the corrections mended becomes a note that says so."""
    if not corrections:
        return _check_people(records, day)
    from legislators.corrections import Corrections
    from legislators.doctor.corrected import check_corrections, corrected, mended

    ours = Corrections(corrections)
    told = _check_people(corrected(records, ours), day)
    left = {(each.code, each.subjects) for each in told}
    answered = [each for each in _check_people(records, day) if (each.code, each.subjects) not in left]
    return [*told, *(mended(each, ours) for each in answered), *check_corrections(ours, records)]


def _check_people(records: Records, day: date) -> list[Finding]:
    from legislators.doctor.boards import check_boards, check_directory
    from legislators.doctor.seats import check_seats

    found: list[Finding] = []
    if "officials.json" in records.readable:
        found += check_seats(records.seats, day)
    if {"school_boards.json", "school_districts.json"} <= records.readable:
        found += check_boards(records.boards, records.directory, day)
    return [*found, *check_directory(records.directory)]
