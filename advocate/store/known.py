"""Who are these people, with all that an import compares: values, addresses, ids elsewhere, what they said?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice
from advocate.importing.decisions import FIELDS, Person, Said
from advocate.store.id_starts import find_id
from advocate.store.keys import coarse_key
from advocate.store.staging import ENTRY, KNOWN, LIVES_THERE, chunks, marks, read_entry

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.importing.entry import Entry

_VALUES = ("name", *FIELDS)


def load_people(database: Database, ids: Iterable[str]) -> dict[str, Person]:
    """Return the supporters of these ids; who is merged or forgotten is not among them."""
    found: dict[str, Person] = {}
    for some in chunks(ids):
        found |= _load(database, some)
    return found


def _load(database: Database, ids: list[str]) -> dict[str, Person]:
    connection, these = database.conn, f"IN ({marks(ids)})"
    rows = connection.execute(
        f"SELECT id, name_key, email_key, phone_key, {', '.join(_VALUES)} FROM people WHERE id {these}", ids
    )
    people = {
        row[0]: Person(row[0], dict(zip(_VALUES, row[4:], strict=True)), row[1], row[2], row[3])
        for row in rows
    }
    for gone in connection.execute(
        f"SELECT merged_into, name_key, email_key, phone_key, id FROM supporters WHERE merged_into {these}",
        ids,
    ):
        if gone[0] in people:
            people[gone[0]].also.append(gone[1:4])
    # What a merged row has beside it counts as the survivor's: their addresses, ids and words.
    owner = "coalesce(s.merged_into, s.id)"
    join = f"JOIN supporters AS s ON s.id = t.supporter_id WHERE s.id {these} OR s.merged_into {these}"
    for who, key, town, zip_code in connection.execute(
        f"SELECT {owner}, t.address_key, t.town, t.zip_code FROM addresses AS t {join}", ids * 2
    ):
        if who in people:
            people[who].address_keys.add(coarse_key(town, zip_code) if key.startswith("coarse:") else key)
    for who, system, number in connection.execute(
        f"SELECT {owner}, t.system, t.external_id FROM external_ids AS t {join}", ids * 2
    ):
        if who in people:
            people[who].external_ids.add((system, number))
    for who, given, channel, on, source, lifted in connection.execute(
        f"SELECT {owner}, t.given, t.channel, t.happened_on, t.source, t.lifted_by IS NOT NULL "
        f"FROM consents AS t {join}", ids * 2
    ):  # fmt: skip
        if who in people:
            people[who].said.add(Said(bool(given), channel, on, source, bool(lifted)))
    return people


def known_people(database: Database) -> Iterator[tuple[Entry, Person]]:
    """Yield the entries of which only whose they are is known, each with that person.

    Of the person's addresses and words it has what the entry may say once more, which is all that its decision asks for.
    """
    theirs = ", ".join(f"s.{name}" for name in _VALUES)
    rows = database.conn.execute(
        f"SELECT {ENTRY}, s.id, {theirs}, s.name_key, s.email_key, s.phone_key, "
        f"{LIVES_THERE}, "
        "EXISTS (SELECT 1 FROM consents AS c WHERE c.supporter_id = s.id AND c.given = 1), "
        "EXISTS (SELECT 1 FROM consents AS c WHERE c.supporter_id = s.id AND c.given = 1 AND c.channel = e.consent_channel "
        "AND c.happened_on = e.consent_on AND c.source = e.consent_source) "
        "FROM temp.entry AS e NOT INDEXED CROSS JOIN temp.quick AS q ON q.line = e.line "
        f"CROSS JOIN supporters AS s ON s.rowid = q.person WHERE e.code = {KNOWN} ORDER BY e.line"
    )
    at = len(_VALUES) + 1
    for row in rows:
        entry, found = read_entry(row), row[-at - 6 :]
        person = Person(found[0], dict(zip(_VALUES, found[1:at], strict=True)), *found[at : at + 3])
        lives_there, said_yes, said_this = found[at + 3 :]
        if lives_there:
            person.address_keys.add(entry.address_key)
        if said_this and entry.consent is not None:
            person.said.add(Said(True, *entry.consent[:3]))
        elif said_yes:
            person.said.add(Said(True, "", "", ""))
        yield entry, person


def state_of_list(database: Database) -> str:
    """Return a word that is another one once somebody was added, changed by hand, or spoke about being reached."""
    row = database.conn.execute(
        "SELECT (SELECT count(*) || ' ' || coalesce(max(rowid), 0) FROM supporters), (SELECT max(number) FROM batches), "
        "(SELECT group_concat(id) FROM batches), (SELECT count(*) || max(recorded_at) FROM supporter_changes), "
        "(SELECT count(*) || ' ' || coalesce(max(rowid), 0) FROM consents), (SELECT count(*) FROM addresses)"
    ).fetchone()
    return "s" + hashlib.sha256(repr(row).encode()).hexdigest()[:15]


def find_supporter_id(database: Database, start: str) -> str:
    """Return the one supporter whose id begins so, as a plan file names them. Raises WrongChoice."""
    return find_id(
        database, "people", start, error=WrongChoice, noun="supporter", shown_by="advocate supporters list",
        describe=lambda each: each[:16],
    )  # fmt: skip
