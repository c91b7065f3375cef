"""By what would a partner's list know the people of ours? E-mails, phones, and names with addresses, as they are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.store.nameless import HAS_A_NAME

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Marked:
    """A person's id, and (kind, text) of each way to know them, sorted; () where there is none."""

    id: str
    marks: tuple[tuple[str, str], ...]


def read_marked(database: Database) -> Iterator[Marked]:
    """Yield everybody who is on the lists, rows that were merged as one person.

    Who was forgotten is not there any more, and who said no to being reached at all is left out: their data
    serve nobody else's count.
    """
    people: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    person = "coalesce(s.merged_into, s.id)"
    refused = "SELECT supporter_id FROM consents WHERE given = 0 AND lifted_by IS NULL AND channel = 'any'"
    gone = f"SELECT coalesce(merged_into, id) FROM supporters WHERE id IN ({refused})"
    counted = f"{person} IN (SELECT id FROM people WHERE {HAS_A_NAME}) AND {person} NOT IN ({gone})"
    for row_id, name, email, phone in database.conn.execute(
        f"SELECT {person}, s.name_key, s.email_key, s.phone_key FROM supporters AS s WHERE {counted}"
    ):
        people[row_id] |= {(kind, text) for kind, text in (("e-mail", email), ("phone", phone)) if text}
        names[row_id].add(name)
    # A colon stands in the key of an address whose street was let go of.
    for row_id, key in database.conn.execute(
        f"SELECT {person}, a.address_key FROM addresses AS a JOIN supporters AS s ON s.id = a.supporter_id "
        f"WHERE {counted} AND a.address_key <> '' AND instr(a.address_key, ':') = 0"
    ):
        people[row_id] |= {("name and address", f"{name}\n{key}") for name in names[row_id] if name}
    for row_id, marks in people.items():
        yield Marked(row_id, tuple(sorted(marks)))


def count_left_out(database: Database) -> int:
    """Return how many people are on the lists and said no to being reached at all."""
    refused = "SELECT supporter_id FROM consents WHERE given = 0 AND lifted_by IS NULL AND channel = 'any'"
    return int(
        database.execute(
            f"SELECT count(*) FROM people WHERE {HAS_A_NAME} AND id IN (SELECT coalesce(merged_into, id) FROM supporters "
            f"WHERE id IN ({refused}))"
        ).fetchone()[0]
    )
