"""What was changed by hand, from what to what, when and by whom? Changes are added, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from advocate.store.keys import Clock, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Whose changes are on record.
Owner = Literal["supporter", "campaign"]


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change on record; `recorded_at` is UTC.

    The kind is edit, merge, unmerge, forget or coarsen of a supporter, new, edit, close or reopen of a campaign.
    """

    id: str
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    who: str
    recorded_at: str

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON has it."""
        return asdict(self)


def record_change(
    database: Database,
    owner: Owner,
    owner_id: str,
    kind: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    clock: Clock,
    who: str,
) -> None:
    """Put one change on record, inside the caller's `Log.writing()`."""
    database.execute(
        f"INSERT INTO {owner}_changes (id, {owner}_id, kind, before, after, who, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [new_id(), owner_id, kind, _json(before), _json(after), who, moment(clock)],
    )


def changes_of(database: Database, owner: Owner, owner_id: str) -> tuple[KeptChange, ...]:
    """Return every change of one supporter or campaign, oldest first."""
    rows = database.execute(
        f"SELECT id, kind, before, after, who, recorded_at FROM {owner}_changes WHERE {owner}_id = ? "
        "ORDER BY recorded_at, rowid",
        [owner_id],
    )
    return tuple(KeptChange(r[0], r[1], json.loads(r[2]), json.loads(r[3]), r[4], r[5]) for r in rows)


def _json(words: Mapping[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False)
