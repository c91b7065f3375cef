"""Who is to be forgotten, by what would they be known again, and what does the log hold of them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.store.forgetting import PersonKeys

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Whose rows they are: those in the temporary table that `going` fills.
MINE = "supporter_id IN (SELECT id FROM temp.going)"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What would go with some people: rows that count on, and the letters' files, which lie elsewhere."""

    people: int
    addresses: int
    contacts: int
    files: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "people": self.people, "addresses": self.addresses, "contacts": self.contacts, "files": list(self.files),
        }  # fmt: skip


def holdings_of(database: Database, people: Sequence[str]) -> Holdings:
    """Return what the log holds of these people; ids of the view `people`."""
    with going(database, people):
        addresses = _one(database, f"SELECT count(*) FROM addresses WHERE {MINE}")
        contacts = _one(database, f"SELECT count(*) FROM contacts WHERE {MINE}")
        rows = database.execute(
            f"SELECT DISTINCT file.value FROM contacts, json_each(contacts.files) AS file WHERE {MINE} ORDER BY 1"
        )
        return Holdings(len(people), addresses, contacts, tuple(row[0] for row in rows))


def keys_of(database: Database, people: Sequence[str]) -> list[PersonKeys]:
    """Return by what these people would be known again: every name with every address, every id elsewhere."""
    with going(database, people):
        rows = database.execute(
            "SELECT coalesce(merged_into, id), name_key, email_key, phone_key FROM supporters "
            "WHERE id IN (SELECT id FROM temp.going)"
        ).fetchall()
        homes: dict[str, set[str]] = {}
        for person, key in database.execute(
            "SELECT coalesce(merged_into, supporters.id), address_key FROM addresses "
            f"JOIN supporters ON supporters.id = supporter_id WHERE {MINE}"
        ):
            homes.setdefault(person, set()).add(key)
        ids = database.execute(f"SELECT system, external_id FROM external_ids WHERE {MINE}").fetchall()
    return [
        *(
            PersonKeys(name, email, phone, home)
            for person, name, email, phone in rows
            for home in sorted(homes.get(person, {""}))
        ),
        *(PersonKeys(external_key=f"{system}:{number}") for system, number in ids),
    ]


def count_in_doubt(database: Database, people: Sequence[str]) -> int:
    """Return how many of their messages may or may not have reached the mail server."""
    from advocate.store.deliveries import deliveries_in_doubt

    doubtful = {delivery.contact_id for delivery in deliveries_in_doubt(database)}
    with going(database, people):
        rows = database.execute(f"SELECT id FROM contacts WHERE {MINE}")
        return sum(row[0] in doubtful for row in rows)


def count_without_place(database: Database, people: Sequence[str]) -> int:
    """Return how many of their addresses were not looked up yet."""
    with going(database, people):
        return _one(
            database,
            f"SELECT count(*) FROM addresses WHERE {MINE} AND instr(address_key, ':') = 0 "
            "AND id NOT IN (SELECT address_id FROM placements)",
        )


def quiet_since(database: Database, day: date, *, with_street: bool = False) -> list[str]:
    """Return the people of whom nothing is on record from `day` on: not joined, written, consented or changed.

    `with_street` leaves out those whose addresses are all coarse already.
    """
    rows_of = "(SELECT id FROM supporters AS row WHERE row.id = people.id OR row.merged_into = people.id)"
    mine = f"supporter_id IN {rows_of}"
    street = f"AND EXISTS (SELECT 1 FROM addresses WHERE {mine} AND instr(address_key, ':') = 0)"
    found = database.execute(
        f"SELECT id FROM people WHERE NOT EXISTS (SELECT 1 FROM supporters WHERE id IN {rows_of} "
        "AND created_at >= :day) "
        f"AND NOT EXISTS (SELECT 1 FROM contacts WHERE {mine} AND created_at >= :day) "
        "AND NOT EXISTS (SELECT 1 FROM contact_events WHERE happened_on >= :day AND contact_id IN "
        f"(SELECT id FROM contacts WHERE {mine})) "
        f"AND NOT EXISTS (SELECT 1 FROM consents WHERE {mine} AND max(recorded_at, happened_on) >= :day) "
        f"AND NOT EXISTS (SELECT 1 FROM supporter_changes WHERE {mine} AND kind = 'edit' AND recorded_at >= :day) "
        f"{street if with_street else ''} ORDER BY id",
        {"day": day.isoformat()},
    )
    return [row[0] for row in found]


@contextmanager
def going(database: Database, people: Iterable[str]) -> Iterator[None]:
    """Have these people's rows, and those merged into them, in the temporary table `going`."""
    with these(database, people):
        database.execute(
            "INSERT OR IGNORE INTO temp.going SELECT id FROM supporters WHERE merged_into IN (SELECT id FROM temp.going)"
        )
        yield


@contextmanager
def these(database: Database, ids: Iterable[str]) -> Iterator[None]:
    """Have just these ids in the temporary table `going`."""
    inside = database.conn.in_transaction
    database.execute("CREATE TEMP TABLE going (id TEXT PRIMARY KEY)")
    try:
        database.conn.executemany("INSERT OR IGNORE INTO temp.going VALUES (?)", ((each,) for each in ids))
        yield
    finally:
        database.execute("DROP TABLE temp.going")
        if not inside:
            # Filling even a temporary table begins a transaction, which must not stay open.
            database.conn.commit()


def _one(database: Database, question: str) -> int:
    return int(database.execute(question).fetchone()[0])
