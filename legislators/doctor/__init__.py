"""What is wrong with a snapshot of the data?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from legislators.doctor.finding import LEVELS, Finding, in_order

if TYPE_CHECKING:
    from legislators.board_appointees import Appointee
    from legislators.corrections import Correction
    from legislators.doctor.records import Records, Row
    from legislators.snapshot import Snapshot

__all__ = ["LEVELS", "Finding", "check_snapshot"]


def check_snapshot(
    data: Path | Snapshot,
    *,
    on: date | None = None,
    shapes: bool = True,
    corrections: Iterable[Correction] = (),
    appointees: Iterable[Appointee] = (),
) -> tuple[Finding, ...]:
    """Return everything that is wrong in a snapshot (or its folder), errors first; () where all is well.

    `on` is the day for which ended and vacant are told (default: the day of which the roster is
    true, so that the same data give the same findings). Without `shapes` the districts' lines are
    left out, which take most of the time. What a person's own `corrections` mend is told as a note; `appointees`
    are the board members whom a person has named.
    A file that is missing or cannot be read is a finding of the code "unreadable" (an error), and
    the rest is checked all the same. Raises nothing for data.
    """
    from legislators.doctor.records import read_records
    from legislators.doctor.sources import check_listings
    from legislators.snapshot import Snapshot

    snapshot = data if isinstance(data, Snapshot) else Snapshot((data,))
    records, unreadable = read_records(snapshot)
    day = on or records.as_of
    found = [*unreadable, *check_listings(snapshot, day)]
    boards, broken = _boards_now(snapshot, records, tuple(appointees), day)
    found += [*broken, *_about_people(records, boards, day, tuple(corrections))]
    if shapes:
        from legislators.doctor.shapes import check_shapes

        found += check_shapes(snapshot, set(records.directory))
    return in_order(found)


def _boards_now(
    snapshot: Snapshot, records: Records, appointees: tuple[Appointee, ...], day: date
) -> tuple[list[Row], list[Finding]]:
    from legislators.board_results import RESULTS_FILE, held_results
    from legislators.doctor.records import boards_on
    from legislators.errors import SnapshotError

    try:
        return boards_on(records, held_results(snapshot), appointees, day), []
    except SnapshotError as error:
        remedy = "Move it away, and read the results in again: advocate boards import."
        what = f"The file cannot be read: {error}"
        finding = Finding("error", "unreadable", RESULTS_FILE, what, remedy, (f"file/{RESULTS_FILE}",))
        return records.boards, [finding]


def _about_people(
    records: Records, boards: list[Row], day: date, corrections: tuple[Correction, ...]
) -> list[Finding]:
    """Check the people as they are corrected; what the corrections mended becomes a note that says so."""
    if not corrections:
        return _check_people(records, boards, day)
    from legislators.corrections import Corrections
    from legislators.doctor.corrected import check_corrections, corrected, mended

    ours = Corrections(corrections)
    told = _check_people(corrected(records, ours), boards, day)
    left = {(each.code, each.subjects) for each in told}
    raw = _check_people(records, boards, day)
    answered = [each for each in raw if (each.code, each.subjects) not in left]
    return [*told, *(mended(each, ours) for each in answered), *check_corrections(ours, records)]


def _check_people(records: Records, boards: list[Row], day: date) -> list[Finding]:
    from legislators.doctor.boards import check_boards, check_directory
    from legislators.doctor.seats import check_seats

    found: list[Finding] = []
    if "officials.json" in records.readable:
        found += check_seats(records.seats, day)
    if {"school_boards.json", "school_districts.json"} <= records.readable:
        found += check_boards(records.boards, boards, records.directory, day)
    return [*found, *check_directory(records.directory)]
