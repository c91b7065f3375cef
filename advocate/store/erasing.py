"""How is a person taken out of the log, so that nothing in the file tells who they were and every count stays?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.store.forgotten_counts import drop_lone_towns, shared_sources
from advocate.store.going import MINE, going, these
from advocate.store.keys import NO_NAME, Clock, match_key, moment, new_id
from advocate.store.open import explained

if TYPE_CHECKING:
    from sqlite_utils import Database

NOBODY = "(forgotten)"

#: Rows of these tables may only be added; a forgotten person's words in them are the one exception.
_APPEND_ONLY = (
    "contact_events_are_not_changed",
    "deliveries_are_not_changed",
    "delivery_events_are_not_changed",
    "approvals_are_not_changed",
    "replies_are_not_changed",
)

_MY_CONTACTS = f"contact_id IN (SELECT id FROM contacts WHERE {MINE})"
_MY_DELIVERIES = f"delivery_id IN (SELECT id FROM deliveries WHERE {_MY_CONTACTS})"
_MY_ADDRESSES = f"address_id IN (SELECT id FROM addresses WHERE {MINE})"

#: A role stays, the one before an edit, too; of a source only that there was another.
_ROLE_BEFORE = (
    "CASE WHEN json_type(before, '$.role') IS NULL THEN CASE WHEN json_type(before, '$.came_from') IS NULL THEN '{}' "
    "ELSE json_object('came_from', '') END WHEN json_type(before, '$.came_from') IS NULL "
    "THEN json_object('role', json_extract(before, '$.role')) "
    "ELSE json_object('role', json_extract(before, '$.role'), 'came_from', '') END"
)

#: Who had no name held a no, and was counted nowhere: forgotten, they are counted nowhere, either.
_NAME_AFTER = f"CASE WHEN name_key = '' AND name = '{NO_NAME}' THEN name ELSE '{NOBODY}' END"

#: Every place that says who a person is. What is left counts: rows, days, standings, districts, roles.
_ERASE = (
    f"UPDATE contact_events SET note = '', who = '' WHERE {_MY_CONTACTS}",
    f"UPDATE delivery_events SET reply = '' WHERE {_MY_DELIVERIES}",
    f"UPDATE deliveries SET message_id = '<' || id || '@forgotten>', sender = '{NOBODY}', content_hash = '', "
    f"approved_by = '{NOBODY}', recorded_by = '' WHERE {_MY_CONTACTS}",
    f"UPDATE approvals SET content_hash = '', approved_by = '{NOBODY}', how = '', recorded_by = '' WHERE {_MY_CONTACTS}",
    # What an official lets us print is theirs; other words of an answer may be about the person.
    "UPDATE replies SET note = '', who = '', quotation = CASE may_quote WHEN 1 THEN quotation ELSE '' END "
    f"WHERE {MINE} OR {_MY_CONTACTS}",
    f"DELETE FROM letter_bands WHERE signature_id IN (SELECT id FROM letter_signatures WHERE {MINE})",
    f"DELETE FROM letter_signatures WHERE {MINE}",
    # A hash that can be compared with a letter somebody holds tells whose it was; one of the contact's id still
    # counts, and is the same in two logs that are brought together.
    "UPDATE contacts SET subject = '', files = '[]', letter_hash = CASE letter_hash WHEN '' THEN '' "
    f"ELSE lower(hex(id)) END WHERE {MINE}",
    f"UPDATE placements SET lat = NULL, lon = NULL, problem = '' WHERE {_MY_ADDRESSES}",
    f"UPDATE addresses SET address = '', address_key = 'forgotten:' || id, town = '', zip_code = '' WHERE {MINE}",
    f"UPDATE consents SET source = '{NOBODY}', wording = '' WHERE {MINE}",
    f"DELETE FROM external_ids WHERE {MINE}",
    f"UPDATE batch_rows SET reason = '{NOBODY}', before = '{{}}', after = '{{}}' WHERE {MINE}",
    # Into whom a row was merged, and with which addresses, is no word of theirs: past days are counted by it,
    # and two logs that are brought together must agree on it.
    # (What the forgetting itself has put there stays, a second time, too.)
    f"UPDATE supporter_changes SET before = CASE kind WHEN 'forget' THEN before WHEN 'edit' THEN {_ROLE_BEFORE} ELSE '{{}}' END, "
    "after = CASE WHEN kind IN ('merge', 'unmerge') "
    f"THEN json_remove(after, '$.moved.consents', '$.moved.external_ids') ELSE '{{}}' END WHERE {MINE}",
    f"UPDATE supporters SET name = {_NAME_AFTER}, name_key = '', given_name = '', family_name = '', email = '', "
    "email_key = '', phone = '', phone_key = '', language = '', interests = '', came_from = '', notes = '', "
    "batch_line = CASE WHEN batch_id IS NULL THEN NULL ELSE 0 END, forgotten_on = :day WHERE id IN (SELECT id FROM temp.going)",
)

#: What tells the street: the point as well as the words.
_COARSEN = (
    "UPDATE placements SET lat = NULL, lon = NULL WHERE address_id IN (SELECT id FROM temp.going)",
    "UPDATE addresses SET address = trim(town || ', MN ' || zip_code, ', '), address_key = 'coarse:' || id "
    "WHERE id IN (SELECT id FROM temp.going)",
)


def erase_people(database: Database, people: Sequence[str], on: date, clock: Clock, who: str = "") -> None:
    """Overwrite all that says who these people are, inside the caller's `Log.writing()`.

    Their rows stay and count. `scrub` afterwards takes the old bytes out of the file.
    """
    with going(database, people):
        sources = shared_sources(database)
    with _writable(database):
        blank_people(database, people, on)
    with going(database, people):
        _note(database, "SELECT id FROM temp.going", "forget", clock, who, sources)


def blank_people(database: Database, people: Sequence[str], on: date) -> None:
    """Overwrite all that says who these people are; the tables can be changed. A second time changes nothing."""
    database.execute("PRAGMA secure_delete = ON")
    with going(database, people):
        _erase_unclaimed(database)
        for statement in _ERASE:
            database.execute(statement, {"day": on.isoformat()} if ":day" in statement else {})
        drop_lone_towns(database)
        blank_merges(database)


def blank_merges(database: Database) -> None:
    """Take the rows of the people in temp.going as they were out of the records of merged logs: they cannot be put back any more."""
    ids = {
        row[0]
        for row in database.execute(
            f"SELECT id FROM temp.going UNION SELECT id FROM contacts WHERE {MINE} UNION SELECT id FROM addresses "
            f"WHERE {MINE} UNION SELECT id FROM consents WHERE {MINE} UNION SELECT id FROM supporter_changes WHERE {MINE} "
            f"UNION SELECT id FROM deliveries WHERE {_MY_CONTACTS} UNION SELECT id FROM contact_events WHERE {_MY_CONTACTS} "
            f"UNION SELECT id FROM delivery_events WHERE {_MY_DELIVERIES}"
        )
    }
    found = database.execute(
        "SELECT merge_id, table_name, row_id, before FROM log_merge_rows WHERE kind = 'changed' AND before <> '{}'"
    ).fetchall()
    told = {row[:3]: {row[2], *_words(json.loads(row[3]))} for row in found}
    theirs: set[tuple[str, str, str]] = set()
    # What hung on a contact that became one with another is known by that contact alone: look again until nothing is new.
    while more := {row for row, words in told.items() if row not in theirs and not ids.isdisjoint(words)}:
        theirs |= more
        ids |= {row[2] for row in more}
    database.conn.executemany(
        "UPDATE log_merge_rows SET before = '{}' WHERE merge_id = ? AND table_name = ? AND row_id = ?",
        sorted(theirs),
    )


def coarsen_addresses(database: Database, people: Sequence[str], clock: Clock, who: str = "") -> int:
    """Drop the streets of these people, inside the caller's `Log.writing()`; return how many addresses lost theirs.

    Town, ZIP code and districts stay. An address that was not looked up yet keeps its street: without
    it the districts would be lost.
    """
    database.execute("PRAGMA secure_delete = ON")
    with going(database, people):
        known = database.execute(
            "SELECT addresses.id, addresses.supporter_id FROM addresses JOIN placements ON "
            f"placements.address_id = addresses.id WHERE {MINE} AND instr(address_key, ':') = 0"
        ).fetchall()
        _drop_words(database, "supporter_changes", "id", "address")
        _drop_words(database, "batch_rows", "batch_id, line", "address")
        _coarsen_merges(database)
    with these(database, [row[0] for row in known]):
        for statement in _COARSEN:
            database.execute(statement)
    with these(database, sorted({row[1] for row in known})):
        _note(database, "SELECT id FROM temp.going", "coarsen", clock, who)
    return len(known)


def _coarsen_merges(database: Database) -> None:
    """Take streets and points out of the records of merged logs: of addresses that became one, as they were before."""
    mine = {
        row[0]
        for row in database.execute(f"SELECT id FROM temp.going UNION SELECT id FROM addresses WHERE {MINE}")
    }
    found = database.execute(
        "SELECT before, row_id, merge_id, table_name FROM log_merge_rows WHERE kind = 'changed' AND before <> '{}' "
        "AND table_name IN ('addresses', 'placements')"
    ).fetchall()
    # Addresses first: the place of one that is gone is known by it alone.
    for text, row_id, merge_id, table in sorted(found, key=lambda row: str(row[3])):
        told = json.loads(text)
        if row_id not in mine and mine.isdisjoint(_words(told)):
            continue
        mine.add(row_id)
        for row in filter(None, (told["before"], told["after"])):
            if "address" in row or "address_key" in row:
                row |= {"address": "", "address_key": f"coarse:{row_id}"}
            row |= {name: None for name in ("lat", "lon") if name in row}
        database.execute(
            "UPDATE log_merge_rows SET before = ? WHERE merge_id = ? AND table_name = ? AND row_id = ?",
            [json.dumps(told, ensure_ascii=False), merge_id, table, row_id],
        )


def scrub(database: Database, path: Path) -> bool:
    """Rewrite the file without what was deleted, and empty its -wal; False where another program is in the way.

    SQLite leaves old bytes in free pages and in the write-ahead file until then, and a merge that was killed
    a copy of a log beside this one. Not inside `writing()`.
    Raises StoreError, as for a disk without room for a second copy of the log.
    """
    from advocate.store.union.other import sweep

    sweep(path)
    with explained(path):
        database.execute("PRAGMA secure_delete = ON")
        try:
            database.execute("VACUUM")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
        busy = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


@contextmanager
def _writable(database: Database) -> Iterator[None]:
    """Let the append-only tables be changed inside, in the same transaction, and lock them again word for word."""
    words = {
        name: database.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [name]
        ).fetchone()[0]
        for name in _APPEND_ONLY
    }
    for name in words:
        database.execute(f"DROP TRIGGER {name}")
    yield
    for sql in words.values():
        database.execute(sql)


def _note(
    database: Database, ids: str, kind: str, clock: Clock, who: str, sources: Mapping[str, str] | None = None
) -> None:
    """Put on record that it was done, and nothing of what was there but a source that others have, too."""
    now = moment(clock)
    rows = database.execute(ids).fetchall()
    database.conn.executemany(
        "INSERT INTO supporter_changes (id, supporter_id, kind, before, who, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
        ((new_id(), row[0], kind, json.dumps(_told(sources or {}, row[0])), who, now) for row in rows),
    )


def _told(sources: Mapping[str, str], supporter_id: str) -> dict[str, str]:
    return {"came_from": sources[supporter_id]} if supporter_id in sources else {}


def _erase_unclaimed(database: Database) -> None:
    """Blank rows of imports that belong to nobody (rejected, or in doubt) but hold these people's words."""
    rows = database.execute(
        "SELECT name_key, email_key, phone_key, phone FROM supporters WHERE id IN (SELECT id FROM temp.going)"
    )
    marks = {match_key(text) for row in rows for text in row} - {""}
    found = database.execute(
        "SELECT batch_id, line, before, after FROM batch_rows WHERE supporter_id IS NULL AND after || before <> '{}{}'"
    ).fetchall()
    theirs = [
        row[:2]
        for row in found
        if any(match_key(word) in marks for text in row[2:] for word in _words(json.loads(text)))
    ]
    database.conn.executemany(
        f"UPDATE batch_rows SET reason = '{NOBODY}', before = '{{}}', after = '{{}}' WHERE batch_id = ? AND line = ?",
        theirs,
    )


def _words(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for each in value.values() for word in _words(each))
    elif isinstance(value, list):
        yield from (word for each in value for word in _words(each))


def _drop_words(database: Database, table: str, key: str, about: str) -> None:
    """Take what is called so out of the changes that `going` have on record; `key` is the table's own."""
    there = " AND ".join(f"{column} = ?" for column in key.split(", "))
    for row in database.execute(f"SELECT before, after, {key} FROM {table} WHERE {MINE}").fetchall():
        kept = [json.dumps(_without(json.loads(text), about), ensure_ascii=False) for text in row[:2]]
        if kept != list(row[:2]):
            database.execute(f"UPDATE {table} SET before = ?, after = ? WHERE {there}", [*kept, *row[2:]])


def _without(value: Any, about: str) -> Any:
    """Return a JSON value without the fields that are called so, as names or first in a list of their own."""
    if isinstance(value, dict):
        return {key: _without(each, about) for key, each in value.items() if about not in key}
    if isinstance(value, list):
        return [
            _without(each, about)
            for each in value
            if not (isinstance(each, list) and each and isinstance(each[0], str) and about in each[0])
        ]
    return value
