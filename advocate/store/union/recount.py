"""What do the reports count from, now that rows came in or went?"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from advocate.store.facts import drop_unused_keys, rebuild_facts

if TYPE_CHECKING:
    from sqlite_utils import Database

#: From this share of the contacts on, all are counted again: that is quicker.
_NEARLY_ALL = 0.9


def count_again(database: Database, contacts: AbstractSet[str]) -> None:
    """Work out the facts of these contacts again, and let go of those of contacts that are gone."""
    execute = database.execute
    for table in ("reach_facts", "reach_past"):
        execute(f"DELETE FROM {table} WHERE contact NOT IN (SELECT number FROM contacts)")
    there = {row[0] for row in execute("SELECT id FROM contacts")}
    again = sorted(contacts & there)
    if again:
        execute("DROP TABLE IF EXISTS temp.counted_again")
        execute("CREATE TEMP TABLE counted_again (id TEXT PRIMARY KEY) WITHOUT ROWID")
        database.conn.executemany("INSERT INTO temp.counted_again VALUES (?)", ((each,) for each in again))
        # A text may be another contact's now. That of a forgotten person is known from here alone.
        execute(
            "UPDATE reach_facts SET text_group = NULL WHERE text_group IS NOT NULL AND contact IN "
            "(SELECT number FROM contacts JOIN supporters ON supporters.id = supporter_id "
            "WHERE forgotten_on IS NULL AND contacts.id IN (SELECT id FROM temp.counted_again))"
        )
        execute("DROP TABLE temp.counted_again")
        rebuild_facts(database, None if len(again) > _NEARLY_ALL * len(there) else again)
    drop_unused_keys(database)
