"""Which logs were brought in, and can one of them be taken back?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import StoreError, WrongChoice

if TYPE_CHECKING:
    from sqlite_utils import Database


class UnknownMerge(WrongChoice):
    """No log was brought in under that number; `choices` holds the numbers there are."""


class CannotTakeBack(StoreError):
    """A merge cannot be taken back as things are; the message says what to do first. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class LogMerge:
    """A log that was brought in: its number, file and rows by table; `undone_at` is "" while it stands."""

    id: str
    number: int
    file_name: str
    told: Mapping[str, Any]
    needs_eyes: int
    who: str
    merged_at: str
    undone_at: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "number": self.number, "file": self.file_name, **{k: v for k, v in self.told.items() if k != "number"},
            "needs_eyes": self.needs_eyes, "who": self.who, "merged_at": self.merged_at, "undone_at": self.undone_at,
        }  # fmt: skip


def read_merges(database: Database) -> list[LogMerge]:
    """Return the logs that were brought in, oldest first, those taken back among them."""
    rows = database.execute(
        "SELECT id, number, file_name, added, needs_eyes, who, merged_at, undone_at FROM log_merges ORDER BY number"
    )
    return [LogMerge(row[0], row[1], row[2], json.loads(row[3]), *row[4:]) for row in rows]


def find_merge(database: Database, number: str) -> LogMerge:
    """Return the merge of this number, which stands and is the last. Raises UnknownMerge, CannotTakeBack."""
    merges = read_merges(database)
    plain = number.strip().removeprefix("#")
    found = next((each for each in merges if str(each.number) == plain), None)
    if found is None:
        there = ", ".join(str(each.number) for each in merges[-20:])
        known = f"Those brought in are: {there}." if there else "No log was brought in yet."
        raise UnknownMerge(
            f"There is no merge '{number}'. {known} `advocate log merges` shows them.",
            [str(each.number) for each in merges],
        )
    if found.undone_at:
        raise CannotTakeBack(
            f"Merge {found.number} ({found.file_name}) was taken back on {found.undone_at[:10]}."
        )
    later = [each for each in merges if each.number > found.number and not each.undone_at]
    if later:
        names = ", ".join(f"{each.number} ({each.file_name})" for each in reversed(later))
        raise CannotTakeBack(
            f"Logs that were brought in later may rest on merge {found.number}: {names}. Take the newest back first: "
            f"advocate log unmerge {later[-1].number}"
        )
    return found
