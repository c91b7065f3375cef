"""Whom on the lists could this one entry be? Everybody who shares an id, an e-mail, a phone or an address with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.matching.ladder import Known

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.importing.entry import Entry

#: How a row of the list is found by each key; one that was merged stands for the one it was merged into.
_BY_KEY = """
SELECT id FROM supporters WHERE email_key = :email AND email_key <> ''
UNION SELECT id FROM supporters WHERE phone_key = :phone AND phone_key <> ''
UNION SELECT supporter_id FROM addresses WHERE address_key = :address AND :address <> ''
UNION SELECT supporter_id FROM external_ids WHERE system = :system AND external_id = :number AND :number <> ''
"""


def find_candidates(database: Database, entry: Entry) -> list[Known]:
    """Return those who could be the person of an entry, as the matching ladder sees them."""
    rows = database.execute(
        "SELECT id, coalesce(merged_into, id), name_key, email_key, phone_key FROM supporters "
        f"WHERE forgotten_on IS NULL AND id IN ({_BY_KEY}) ORDER BY id",
        {
            "email": entry.email_key,
            "phone": entry.phone_key,
            "address": entry.address_key,
            "system": entry.external_system,
            "number": entry.external_id,
        },
    ).fetchall()
    return [_known(database, *row) for row in rows]


def _known(database: Database, row_id: str, person: str, name: str, email: str, phone: str) -> Known:
    both = "supporter_id IN (?, ?)"
    homes = database.execute(f"SELECT address_key FROM addresses WHERE {both}", [row_id, person]).fetchall()
    ids = database.execute(
        f"SELECT system, external_id FROM external_ids WHERE {both}", [row_id, person]
    ).fetchall()
    return Known(
        person,
        name,
        email,
        phone,
        tuple(row[0] for row in homes),
        tuple((row[0], row[1]) for row in ids),
    )
