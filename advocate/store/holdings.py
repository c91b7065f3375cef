"""What do we hold of one person, in every table?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What belongs to a person: its name in the export, and how it is found by their rows' ids.
_TABLES = {
    "supporter": "SELECT * FROM supporters WHERE id IN ({ids}) ORDER BY merged_into IS NOT NULL, id",
    "addresses": "SELECT * FROM addresses WHERE supporter_id IN ({ids}) ORDER BY created_at, id",
    "placements": "SELECT placements.* FROM placements JOIN addresses ON addresses.id = address_id "
    "WHERE supporter_id IN ({ids}) ORDER BY addresses.created_at, addresses.id",
    "consents": "SELECT * FROM consents WHERE supporter_id IN ({ids}) ORDER BY recorded_at, rowid",
    "external_ids": "SELECT * FROM external_ids WHERE supporter_id IN ({ids}) ORDER BY system, external_id",
    "contacts": "SELECT * FROM contact_log WHERE supporter_id IN ({ids}) ORDER BY created_at, id",
    "contact_events": "SELECT contact_events.* FROM contact_events JOIN contacts ON contacts.id = contact_id "
    "WHERE supporter_id IN ({ids}) ORDER BY recorded_at, contact_events.rowid",
    "deliveries": "SELECT deliveries.* FROM deliveries JOIN contacts ON contacts.id = contact_id "
    "WHERE supporter_id IN ({ids}) ORDER BY deliveries.created_at, deliveries.id",
    "delivery_events": "SELECT delivery_events.* FROM delivery_events JOIN deliveries ON deliveries.id = delivery_id "
    "JOIN contacts ON contacts.id = contact_id WHERE supporter_id IN ({ids}) ORDER BY recorded_at, delivery_events.rowid",
    "approvals": "SELECT approvals.* FROM approvals JOIN contacts ON contacts.id = contact_id "
    "WHERE supporter_id IN ({ids}) ORDER BY recorded_at, approvals.rowid",
    "replies": "SELECT * FROM replies WHERE supporter_id IN ({ids}) OR contact_id IN "
    "(SELECT id FROM contacts WHERE supporter_id IN ({ids})) ORDER BY recorded_at, rowid",
    "changes": "SELECT * FROM supporter_changes WHERE supporter_id IN ({ids}) ORDER BY recorded_at, rowid",
    "batches": "SELECT id, number, file_name, consent_source, who, applied_at FROM batches WHERE id IN "
    "(SELECT batch_id FROM supporters WHERE id IN ({ids}) UNION SELECT batch_id FROM batch_rows WHERE supporter_id IN ({ids}) "
    "UNION SELECT batch_id FROM consents WHERE supporter_id IN ({ids})) ORDER BY number",
    "batch_rows": "SELECT * FROM batch_rows WHERE supporter_id IN ({ids}) ORDER BY batch_id, line",
}
#: Columns that hold JSON.
_JSON = ("figures", "files", "before", "after")


def everything_of(database: Database, row_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Return table -> rows that belong to a person, whose own rows have these ids; nothing is left out.

    What a letter's likeness is worked out from cannot be read back (`letter_signatures` counts it).
    """
    marks = ", ".join(f":id{n}" for n in range(len(row_ids)))
    values = {f"id{n}": row_id for n, row_id in enumerate(row_ids)}
    found = {}
    for name, question in _TABLES.items():
        cursor = database.execute(question.format(ids=marks), values)
        columns = [column[0] for column in cursor.description]
        found[name] = [_read(dict(zip(columns, row, strict=True))) for row in cursor]
    count = database.execute(
        f"SELECT count(*) FROM letter_signatures WHERE supporter_id IN ({marks})", values
    )
    found["letter_signatures"] = [{"count": count.fetchone()[0]}]
    return found


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {key: json.loads(value) if key in _JSON and value else value for key, value in row.items()}
