"""What stays of forgotten people so that no count changes, of today or of a past day, and tells nobody who they were?

A town or a source that others on record have, too, says of a row no more than its districts do: the
number of the town stays with the contact, the source with the record of the forgetting. One that
nobody else has could tell who it was: its word goes everywhere, and only the number is left to count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.store.going import MINE

if TYPE_CHECKING:
    from sqlite_utils import Database


def shared_sources(database: Database) -> dict[str, str]:
    """Return supporter id -> source, of the people in temp.going whose source others have, too."""
    return dict(
        database.execute(
            "SELECT id, came_from FROM supporters WHERE id IN (SELECT id FROM temp.going) AND came_from IN "
            "(SELECT came_from FROM supporters WHERE came_from <> '' AND id NOT IN (SELECT id FROM temp.going))"
        ).fetchall()
    )


def drop_lone_towns(database: Database) -> None:
    """Take the names of towns out of the facts in which only people in temp.going lived; after their addresses are blank."""
    database.execute(
        "UPDATE reach_words SET word = '(forgotten ' || n || ')' WHERE n IN (SELECT f.town FROM reach_facts AS f "
        f"WHERE f.town > 0 AND f.contact IN (SELECT number FROM contacts WHERE {MINE})) "
        "AND word NOT LIKE '(forgotten %' AND NOT EXISTS (SELECT 1 FROM addresses WHERE town = word) "
        "AND NOT EXISTS (SELECT 1 FROM reach_facts WHERE n IN (template, findings, house, senate, school))"
    )
