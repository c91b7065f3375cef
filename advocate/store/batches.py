"""Which imports have been made? A batch's rows go into the list all at once, and it can be asked for again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.store.keys import Clock, moment

if TYPE_CHECKING:
    from sqlite_utils import Database


class UnknownBatch(WrongChoice):
    """No import has that number; `choices` holds the numbers there are."""


@dataclass(frozen=True, slots=True)
class NewBatch:
    """An import as it is written down. The five numbers add up to `rows`, less what was skipped."""

    file_name: str
    file_hash: str
    preset: str
    columns: dict[str, str]
    consent_source: str
    rows: int
    created: int
    updated: int
    unchanged: int
    needs_eyes: int
    rejected: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """An import as it is on record; `undone_at` is set where an undo had to leave some rows."""

    id: str
    number: int
    file_name: str
    preset: str
    consent_source: str
    rows: int
    created: int
    updated: int
    unchanged: int
    needs_eyes: int
    rejected: int
    applied_at: str
    undone_at: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of an import that was not simply new: what was decided, and what changed in whom."""

    line: int
    decision: str
    reason: str
    supporter_id: str
    before: dict[str, str]
    after: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


_FIELDS = tuple(Batch.__dataclass_fields__)


def add_batch(database: Database, new: NewBatch, clock: Clock) -> tuple[str, int]:
    """Write a batch down; return its id and its number, which people use."""
    connection = database.conn
    number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM batches").fetchone()[0])
    # Three columns of every imported row hold the id, so it is a short one.
    batch_id = secrets.token_hex(6)
    values = asdict(new) | {"columns": json.dumps(new.columns, ensure_ascii=False)}
    values |= {"id": batch_id, "number": number, "applied_at": moment(clock)}
    connection.execute(
        f"INSERT INTO batches ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        list(values.values()),
    )
    return batch_id, number


def read_batches(database: Database) -> list[Batch]:
    """Return all imports that stand, oldest first."""
    rows = database.execute(f"SELECT {', '.join(_FIELDS)} FROM batches ORDER BY number").fetchall()
    return [Batch(*row) for row in rows]


def read_batch(database: Database, number: str) -> Batch:
    """Return one import by its number. Raises UnknownBatch."""
    batches = read_batches(database)
    plain = number.strip().removeprefix("#")
    for batch in batches:
        if plain == str(batch.number):
            return batch
    there = ", ".join(str(each.number) for each in batches[-20:])
    known = f"The imports are: {there}." if there else "Nothing has been imported yet."
    raise UnknownBatch(
        f"There is no import '{number}'. {known} `advocate import list` shows them.",
        [str(each.number) for each in batches],
    )


def read_batch_rows(database: Database, batch_id: str) -> Iterator[BatchRow]:
    """Yield the lines of an import that were updated, need eyes or were rejected, in the order of the file."""
    rows = database.execute(
        "SELECT line, decision, reason, coalesce(supporter_id, ''), before, after FROM batch_rows "
        "WHERE batch_id = ? ORDER BY line",
        [batch_id],
    )
    return (BatchRow(row[0], row[1], row[2], row[3], json.loads(row[4]), json.loads(row[5])) for row in rows)
