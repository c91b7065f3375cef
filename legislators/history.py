"""Which copy of the data knows who sat on an earlier day, and what can none of them tell?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from legislators.copies import COPIES
from legislators.places import Notice
from legislators.snapshot import data_home, kept_copies, open_snapshot

if TYPE_CHECKING:
    from legislators.copies import KeptCopy
    from legislators.official import Official
    from legislators.snapshot import Snapshot

_LINES = "districts.gpkg"
_ROSTER = "officials.json"


def snapshot_on(day: date) -> tuple[Snapshot, list[Notice]]:
    """Return the data to ask about a day: those in force, or for an earlier day the newest copy valid then.

    Where no copy is valid on the day, the data in force answer, which know when their own people came.
    """
    copies = kept_copies()
    ours = next((each for each in copies if each.in_force), None)
    if ours is None or ours.as_of is None or day >= ours.as_of:
        return open_snapshot(), []
    older = next((each for each in copies if not each.in_force and _is_valid(each, day)), None)
    if older is None:
        return open_snapshot(), []
    text = f"For {day} an older copy of the data was asked, the one of {older.as_of} ({older.name})."
    return open_snapshot(older.folder), [Notice("older_copy", text)]


def gaps_on(snapshot: Snapshot, officials: Sequence[Official], day: date) -> list[Notice]:
    """Return what the data cannot tell about a day before their own: who sat, and by which lines."""
    notices = []
    unknown = [each for each in officials if each.kind != "school_board" and each.status == "not_in_data"]
    if unknown:
        at_hand = ", ".join(str(each.as_of) for each in kept_copies() if each.as_of)
        notices.append(
            Notice(
                "before_our_data",
                f"Our data do not say who held every seat on {day}. At hand are copies of: {at_hand}. An older "
                f"one is asked where it lies in a folder in {data_home() / COPIES}.",
            )
        )
    later = [each.title for each in snapshot.sources_of(_LINES) if each.valid_from and each.valid_from > day]
    if later:
        text = f"On {day} other district lines may have been in force than ours: {'; '.join(later)}."
        notices.append(Notice("later_lines", text))
    return notices


def _is_valid(copy: KeptCopy, day: date) -> bool:
    """True where the copy's roster is not younger than the day, and its terms had not ended by then."""
    if copy.as_of is None or copy.as_of > day:
        return False
    ends = [each.valid_to for each in open_snapshot(copy.folder).sources_of(_ROSTER)]
    return all(end is None or day < end for end in ends)
