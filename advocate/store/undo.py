"""What did an import bring, what hangs on it by now, and how is the rest of it taken out again?

Supporters that cannot be put back as they were are gathered in a temporary table with the reason;
all that the batch brought is then removed but theirs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from advocate.importing.decisions import FIELDS
from advocate.store.batches import Batch
from advocate.store.bulk import indexes_afterwards
from advocate.store.leaning import gather_leaned_on

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Columns of supporters that an import changes.
COLUMNS = frozenset((*FIELDS, "name", "name_key", "email_key", "phone_key"))
#: Tables whose rows bear their batch, and what a row of another one is to the supporter it hangs on.
_OF_THE_BATCH = {
    "addresses": "another address",
    "external_ids": "another id",
    "consents": "a consent or an opt-out",
}
#: Worked out from an address and made again at any time, so nothing depends on it.
_DERIVED = ("placements",)
_NOT_DEPENDING = (*_OF_THE_BATCH, *_DERIVED, "batch_rows", "supporters")


class Left(NamedTuple):
    """A supporter whom an undo leaves as they are, and why; `line` is that of the import's file."""

    line: int
    supporter_id: str
    why: str


class Undone(NamedTuple):
    """What an undo did (or would do): people removed, people put back as they were, people left."""

    removed: int
    put_back: int
    left: tuple[Left, ...]


def find_left(database: Database, batch: Batch) -> tuple[Left, ...]:
    """Gather, in temp.left_alone, the supporters on whom something later depends; return them by line."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.left_alone")
    connection.execute("CREATE TABLE temp.left_alone (id TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID")
    connection.execute("DROP TABLE IF EXISTS temp.of_batch")
    connection.execute(
        "CREATE TABLE temp.of_batch (id TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.execute(
        "INSERT INTO temp.of_batch SELECT id, batch_line FROM supporters WHERE batch_id = ? ORDER BY id",
        [batch.id],
    )
    updated = "SELECT DISTINCT supporter_id FROM batch_rows WHERE batch_id = :id AND decision = 'update'"
    by = {"id": batch.id, "number": batch.number, "at": batch.applied_at}
    in_batch = "t.supporter_id IN (SELECT id FROM temp.of_batch)"
    both = f"({in_batch} OR t.supporter_id IN ({updated}))"
    reasons = [
        (
            "the person was forgotten since",
            f"SELECT t.id FROM (SELECT id AS supporter_id, * FROM supporters WHERE forgotten_on IS NOT NULL) AS t WHERE {both}",
        ),
        (
            "a later import changed it",
            f"SELECT t.supporter_id FROM batch_rows AS t JOIN batches AS b ON b.id = t.batch_id "
            f"WHERE b.number > :number AND t.decision = 'update' AND {both}",
        ),
        *_leaned_on(database, batch),
        (
            "it was edited, merged or forgotten since",
            f"SELECT t.supporter_id FROM supporter_changes AS t WHERE t.recorded_at >= :at AND {both}",
        ),
        (
            "another row was merged into it",
            "SELECT t.merged_into FROM supporters AS t WHERE t.merged_into IN (SELECT id FROM temp.of_batch)",
        ),
    ]
    reasons += [
        (
            f"{what} was added since",
            f"SELECT t.supporter_id FROM {table} AS t WHERE t.batch_id IS NOT :id AND {in_batch}",
        )
        for table, what in _OF_THE_BATCH.items()
    ]
    reasons.append(
        (
            "an opt-out of it was taken back by hand",
            "SELECT t.supporter_id FROM consents AS t WHERE t.batch_id = :id AND t.lifted_by IS NOT NULL",
        )
    )
    reasons += _hanging_on(database)
    for why, question in reasons:
        connection.execute(
            f"INSERT OR IGNORE INTO temp.left_alone WITH found(id) AS ({question}) SELECT DISTINCT id, :why FROM found",
            by | {"why": why},
        )
    _changed_since(database, batch)
    return _listed(database, batch)


def _leaned_on(database: Database, batch: Batch) -> list[tuple[str, str]]:
    """Return (why, question for supporter ids) of those whom a later import found as this one left them."""
    if not gather_leaned_on(database, batch):
        return []
    question = (
        "SELECT t.id FROM temp.of_batch AS t WHERE t.line IN (SELECT line FROM temp.leaned_on) UNION ALL "
        "SELECT t.supporter_id FROM batch_rows AS t WHERE t.batch_id = :id AND t.decision = 'update' "
        "AND t.line IN (SELECT line FROM temp.leaned_on)"
    )
    return [("a later import has it, too", question)]


def _hanging_on(database: Database) -> list[tuple[str, str]]:
    """Return (why, question for supporter ids) for every other table that points to a supporter or an address."""
    found = []
    connection = database.conn
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table in _NOT_DEPENDING or table == "supporter_changes":
            continue
        for key in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            target, column = key[2], key[3]
            why = f"it has {table.replace('_', ' ')}"
            if target == "supporters":
                found.append(
                    (
                        why,
                        f'SELECT t."{column}" FROM "{table}" AS t WHERE t."{column}" IN (SELECT id FROM temp.of_batch)',
                    )
                )
            elif target == "addresses":
                found.append(
                    (
                        why,
                        f'SELECT a.supporter_id FROM "{table}" AS t JOIN addresses AS a ON a.id = t."{column}" '
                        "WHERE a.batch_id = :id",
                    )
                )
    return found


def _changed_since(database: Database, batch: Batch) -> None:
    """Leave people whose field is not any more what the batch made it, whoever changed it."""
    connection = database.conn
    last: dict[tuple[str, str], str] = {}
    for who, after in connection.execute(
        "SELECT supporter_id, after FROM batch_rows WHERE batch_id = ? AND decision = 'update' ORDER BY step",
        [batch.id],
    ):
        for name, value in json.loads(after).items():
            if name in COLUMNS:
                last[who, name] = value
    by_column: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for (who, name), value in last.items():
        by_column[name].append(("its fields were changed since", who, value))
    for name, rows in by_column.items():
        connection.executemany(
            f"INSERT OR IGNORE INTO temp.left_alone SELECT id, ? FROM supporters WHERE id = ? AND {name} IS NOT ?",
            rows,
        )


def _listed(database: Database, batch: Batch) -> tuple[Left, ...]:
    rows = database.conn.execute(
        "SELECT coalesce(o.line, (SELECT min(line) FROM batch_rows AS r WHERE r.batch_id = ? AND r.supporter_id = l.id)), "
        "l.id, l.why FROM temp.left_alone AS l LEFT JOIN temp.of_batch AS o ON o.id = l.id ORDER BY 1, 2",
        [batch.id],
    )
    return tuple(Left(*row) for row in rows)


def count_undone(database: Database, batch: Batch, left: tuple[Left, ...]) -> Undone:
    """Return what taking the batch out comes to."""
    connection = database.conn
    removed = connection.execute(
        "SELECT count(*) FROM temp.of_batch WHERE id NOT IN (SELECT id FROM temp.left_alone)"
    ).fetchone()[0]
    put_back = connection.execute(
        "SELECT count(DISTINCT supporter_id) FROM batch_rows WHERE batch_id = ? AND decision = 'update' "
        "AND supporter_id NOT IN (SELECT id FROM temp.left_alone) AND supporter_id NOT IN (SELECT id FROM temp.of_batch)",
        [batch.id],
    ).fetchone()[0]
    return Undone(int(removed), int(put_back), left)


def take_out(database: Database, batch: Batch, now: str) -> None:
    """Remove what the batch brought and put back what it changed, but for those in temp.left_alone."""
    connection = database.conn
    there = connection.execute("SELECT count(*) FROM supporters").fetchone()[0]
    going = connection.execute("SELECT count(*) FROM temp.of_batch").fetchone()[0]
    left = connection.execute("SELECT count(*) FROM temp.left_alone").fetchone()[0]
    not_left = "AND supporter_id NOT IN (SELECT id FROM temp.left_alone)" if left else ""
    _put_back(database, batch, not_left)
    with indexes_afterwards(database, rows=going, of=there):
        if connection.execute("SELECT 1 FROM placements LIMIT 1").fetchone():
            connection.execute(
                "DELETE FROM placements WHERE address_id IN "
                f"(SELECT id FROM addresses WHERE batch_id = ? {not_left})",
                [batch.id],
            )
        for table in _OF_THE_BATCH:
            connection.execute(f"DELETE FROM {table} WHERE batch_id = ? {not_left}", [batch.id])
        connection.execute(
            f"DELETE FROM supporters WHERE batch_id = ? {not_left.replace('supporter_id', 'id')}", [batch.id]
        )
    if left:
        connection.execute(
            "DELETE FROM batch_rows WHERE batch_id = ? "
            "AND (supporter_id IS NULL OR supporter_id NOT IN (SELECT id FROM temp.left_alone))",
            [batch.id],
        )
        connection.execute("UPDATE batches SET undone_at = ? WHERE id = ?", [now, batch.id])
    else:
        connection.execute("DELETE FROM batch_rows WHERE batch_id = ?", [batch.id])
        connection.execute("DELETE FROM batches WHERE id = ?", [batch.id])


def _put_back(database: Database, batch: Batch, not_left: str) -> None:
    """Give updated people their earlier values, the last change first."""
    values: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for who, before in database.conn.execute(
        "SELECT supporter_id, before FROM batch_rows WHERE batch_id = ? AND decision = 'update' "
        f"AND supporter_id NOT IN (SELECT id FROM temp.of_batch) {not_left} ORDER BY step DESC",
        [batch.id],
    ):
        for name, value in json.loads(before).items():
            if name in COLUMNS:
                values[name].append((value, who))
    for name, pairs in values.items():
        database.conn.executemany(f"UPDATE supporters SET {name} = ? WHERE id = ?", pairs)
