"""The rows of a file, laid beside the list they go into: which of them can be decided all at once?

They lie in temporary tables of the open database. SQLite keeps those in a file without a name, so
that nothing is left of it however the program ends.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from advocate.importing.entry import ConsentGiven, Entry

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What is decided for a row without looking at it alone: nothing yet, new, there already, no consent, or only whose it is.
#: Each takes one byte (0 and 1 would take none), so that a code is written over the other where it lies.
OPEN, CREATE, UNCHANGED, NO_CONSENT, KNOWN = range(2, 7)

#: So many people with one e-mail, phone or address are no household: among them only the same name counts.
CROWD = 8
_MANY = 900
#: Memory for the pages of the staged rows, of which a million are fewer than that, and for the list's, in KiB.
STAGED_CACHE, CACHE = 400_000, 250_000
#: So much of the list's file is read without copying, in bytes; it counts as memory of the process.
MAPPED = 512 * 1024 * 1024

_COLUMNS = (
    "line", "code", "alone", "name", "given_name", "family_name", "email", "phone", "address", "town", "zip_code", "role",
    "language", "interests", "came_from", "notes", "external_system", "external_id", "consent_channel",
    "consent_on", "consent_source", "consent_wording", "opted_out", "name_key", "email_key", "phone_key",
    "address_key", "problems", "rejected", "names_house", "more_consents", "remarks",
)  # fmt: skip
#: Where each stands in a staged row.
AT = {name: n for n, name in enumerate(_COLUMNS)}
ENTRY = ", ".join(f"e.{each}" for each in _COLUMNS if each not in ("code", "alone"))
_INSERT = f"INSERT INTO temp.entry VALUES ({', '.join('?' * len(_COLUMNS))})"
PARTS = "\x1f"

#: Kinds of key: its column in the file, and how people of the list are found by it (as `person`, a rowid).
KEYS = {
    "email": "CROSS JOIN supporters AS s INDEXED BY supporters_by_email ON s.email_key = e.email_key "
    "AND e.email_key <> '' AND s.email_key <> ''",
    "phone": "CROSS JOIN supporters AS s INDEXED BY supporters_by_phone ON s.phone_key = e.phone_key "
    "AND e.phone_key <> '' AND s.phone_key <> ''",
    "address": "CROSS JOIN addresses AS a INDEXED BY addresses_by_key ON a.address_key = e.address_key "
    "AND e.address_key <> '' AND e.names_house "
    "CROSS JOIN supporters AS s ON s.id = a.supporter_id",
    "external_id": "CROSS JOIN external_ids AS x ON x.system = e.external_system AND x.external_id = e.external_id "
    "AND e.external_id <> '' CROSS JOIN supporters AS s ON s.id = x.supporter_id",
}

#: The address is one of theirs, or at a place of theirs of which the street was dropped.
LIVES_THERE = (
    "EXISTS (SELECT 1 FROM addresses AS a WHERE a.supporter_id = s.id AND (a.address_key = e.address_key OR "
    "(a.address_key GLOB 'coarse:*' AND lower(a.town) = lower(e.town) AND a.zip_code = e.zip_code)))"
)
#: Of the rows that `decided_alone` finds nothing in: whom the e-mail and the name find, and whether all is there already,
#: as `decisions.decide_same` decides; 0 where something is new, NULL where that needs a look at more than the row.
#: Both tables are walked in the order of their rows (NOT INDEXED, INDEXED BY): the planner would hop about.
_FOUND = f"""
INSERT INTO temp.quick (line, person, there)
SELECT e.line, s.rowid, CASE WHEN
  e.opted_out = ''
  AND (e.phone = '' OR e.phone = s.phone OR (e.phone_key <> '' AND e.phone_key = s.phone_key))
  AND (e.role = '' OR e.role = s.role) AND (e.language = '' OR e.language = s.language)
  AND (e.given_name = '' OR s.given_name <> '') AND (e.family_name = '' OR s.family_name <> '')
  AND (e.came_from = '' OR s.came_from <> '')
  AND (e.interests = '' OR e.interests = s.interests) AND (e.notes = '' OR e.notes = s.notes)
  AND (e.address_key = '' OR {LIVES_THERE})
  AND (e.external_id = '' OR EXISTS (
      SELECT 1 FROM external_ids AS x
      WHERE x.system = e.external_system AND x.external_id = e.external_id AND x.supporter_id = s.id))
  AND EXISTS (
      SELECT 1 FROM consents AS c WHERE c.supporter_id = s.id AND c.given = 1
      AND (e.consent_source IS NULL OR (c.channel = e.consent_channel AND c.happened_on = e.consent_on
           AND c.source = e.consent_source AND c.source <> '')))
  THEN 1
  WHEN e.opted_out = '' AND e.external_id = ''
  AND NOT EXISTS (SELECT 1 FROM consents AS c WHERE c.supporter_id = s.id AND c.given = 0)
  AND NOT EXISTS (SELECT 1 FROM supporters AS o WHERE o.merged_into = s.id)
  THEN 0 END
FROM temp.entry AS e NOT INDEXED CROSS JOIN supporters AS s INDEXED BY supporters_by_email
WHERE e.code <> {OPEN} AND e.email_key <> '' AND s.email_key = e.email_key AND s.email_key <> ''
  AND s.name_key = e.name_key AND e.name_key <> ''
  AND s.merged_into IS NULL AND s.forgotten_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM supporters AS o WHERE o.email_key = e.email_key AND o.email_key <> '' AND o.rowid <> s.rowid)
"""


def stage(database: Database, rows: Iterable[tuple[Any, ...]]) -> int:
    """Lay rows down, each as `staged` gives it; return how many there are. One transaction, which stays open."""
    connection = database.conn
    clear(database)
    connection.execute(f"PRAGMA temp.cache_size = -{STAGED_CACHE}")
    connection.execute(f"PRAGMA main.cache_size = -{CACHE}")
    # A large list is looked into all over: read from where the file lies in memory, a page is not copied first.
    connection.execute(f"PRAGMA main.mmap_size = {MAPPED}")
    # Indexes are sorted with a second core. The rows of a plan lie in a file without a name: no zeros over them.
    connection.execute("PRAGMA threads = 2")
    connection.execute("PRAGMA temp.secure_delete = OFF")
    connection.execute(
        f"CREATE TABLE temp.entry ({_COLUMNS[0]} INTEGER PRIMARY KEY, {', '.join(_COLUMNS[1:])})"
    )
    connection.executemany(_INSERT, rows)
    return int(connection.execute("SELECT count(*) FROM temp.entry").fetchone()[0])


def clear(database: Database) -> None:
    """Take away what an earlier plan left."""
    for table in ("entry", "quick", "open_line", "decided"):
        database.conn.execute(f"DROP TABLE IF EXISTS temp.{table}")


def staged(entry: Entry) -> tuple[Any, ...]:
    """Return an entry as it is laid down, with what it comes to where nobody else has to do with it."""
    said = entry.consent
    consent = (
        (None, None, None, None)
        if said is None
        else (said.channel, said.happened_on, said.source, said.wording)
    )
    alone = decided_alone(entry)
    return (
        entry[0], alone, alone, *entry[1:16], *consent, " ".join(entry.opted_out), *entry[18:22],
        PARTS.join(entry.problems) if entry.problems else "", entry.rejected,
        entry.names_house, json.dumps(entry.more_consents) if entry.more_consents else "",
        PARTS.join(entry.remarks) if entry.remarks else "",
    )  # fmt: skip


def decided_alone(entry: Entry) -> int:
    """Return what is decided at once about a row that nobody shares a key with; OPEN where there is more to it."""
    known = (
        entry.email_key or entry.phone_key or entry.external_id or (entry.address_key and entry.names_house)
    )
    if entry.problems or entry.rejected or entry.more_consents or not (entry.name_key and known):
        return OPEN
    if entry.consent is None:
        return CREATE if entry.opted_out else NO_CONSENT
    return CREATE if entry.consent.source else OPEN


def read_entry(row: Sequence[Any]) -> Entry:
    """Return the entry of a staged row."""
    consent = None if row[18] is None else ConsentGiven(row[16], row[17], row[18], row[19])
    problems = tuple(row[25].split(PARTS)) if row[25] else ()
    remarks = tuple(row[29].split(PARTS)) if row[29] else ()
    more = tuple(ConsentGiven(*each) for each in json.loads(row[28])) if row[28] else ()
    said = (consent, tuple(row[20].split()), *row[21:25], problems, remarks, row[26], bool(row[27]), more)
    return Entry._make((*row[:16], *said))


def entries(database: Database, where: str = "") -> Iterator[Entry]:
    """Yield staged entries in the order of the file."""
    return map(
        read_entry, database.conn.execute(f"SELECT {ENTRY} FROM temp.entry AS e {where} ORDER BY line")
    )


def entries_at(database: Database, lines: Iterable[int]) -> Iterator[Entry]:
    """Yield the staged entries of these lines."""
    one = f"SELECT {ENTRY} FROM temp.entry AS e WHERE e.line = ?"
    return (read_entry(row) for line in lines for row in database.conn.execute(one, (line,)))


def decide_at_once(database: Database) -> None:
    """Set the code of every row to what it comes to alone, or to unchanged or known where e-mail and name find one person.

    Who has to do with other rows or other people is to be looked at anew: see `candidate_pairs`, `reopen`.
    """
    connection = database.conn
    connection.execute("UPDATE temp.entry SET code = alone WHERE code <> alone")
    for table in ("quick", "open_line"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(
        "CREATE TABLE temp.quick (line INTEGER PRIMARY KEY, person INTEGER NOT NULL, there INTEGER)"
    )
    connection.execute("CREATE TABLE temp.open_line (line INTEGER PRIMARY KEY)")
    if has_people(database):
        connection.execute(_FOUND)
        for code, there in ((UNCHANGED, 1), (KNOWN, 0)):
            connection.execute(
                f"UPDATE temp.entry SET code = {code} WHERE line IN (SELECT line FROM temp.quick WHERE there = {there})"
            )
        connection.execute("CREATE INDEX temp.quick_by_person ON quick (person)")


def lines_not_there(database: Database, lines: Iterable[int]) -> set[int]:
    """Return those of the lines that are not unchanged as they lie there."""
    connection = database.conn
    if not _found_somebody(database):
        return set(lines)
    one = f"SELECT 1 FROM temp.entry WHERE line = ? AND code = {UNCHANGED}"
    return {line for line in lines if connection.execute(one, (line,)).fetchone() is None}


def _found_somebody(database: Database) -> bool:
    """Return False where `decide_at_once` knew nobody of the list."""
    return database.conn.execute("SELECT 1 FROM temp.quick LIMIT 1").fetchone() is not None


def has_people(database: Database) -> bool:
    """Return False for a list that is empty yet."""
    return database.conn.execute("SELECT 1 FROM supporters LIMIT 1").fetchone() is not None


def reopen(database: Database, lines: Iterable[int]) -> None:
    """Leave these lines to be decided one after the other."""
    connection = database.conn
    connection.executemany("INSERT OR IGNORE INTO temp.open_line VALUES (?)", ((line,) for line in lines))
    connection.execute(f"UPDATE temp.entry SET code = {OPEN} WHERE line IN (SELECT line FROM temp.open_line)")


def candidate_pairs(
    database: Database, key: str, some: Collection[int] | None = None
) -> Iterator[tuple[int, str, str, str]]:
    """Yield (line, its name key, supporter id, their name key) of every line of which it is not plain whose it is.

    `some`: of these lines alone. A row that was merged stands for the one it was merged into.
    """
    question = (
        "SELECT e.line, e.name_key, coalesce(s.merged_into, s.id), s.name_key "
        f"FROM temp.entry AS e NOT INDEXED {KEYS[key]} WHERE s.forgotten_on IS NULL AND "
    )
    if some is None:
        return database.conn.execute(f"{question} e.code NOT IN ({UNCHANGED}, {KNOWN})")
    one = question + "e.line = ?"
    return (row for line in sorted(some) for row in database.conn.execute(one, (line,)))


def lines_decided_for(database: Database, supporter_ids: Iterable[str]) -> list[int]:
    """Return the lines that were found to be these people without a look at other lines."""
    connection = database.conn
    if not _found_somebody(database):
        return []
    find = "SELECT q.line FROM supporters AS s JOIN temp.quick AS q ON q.person = s.rowid WHERE s.id = ?"
    return [row[0] for each in supporter_ids for row in connection.execute(find, (each,))]


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield ids by as many as one question can hold."""
    some: list[str] = []
    for each in ids:
        some.append(each)
        if len(some) == _MANY:
            yield some
            some = []
    if some:
        yield some


def marks(some: Sequence[Any]) -> str:
    """Return a question mark for each."""
    return ", ".join("?" * len(some))
