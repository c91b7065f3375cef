"""What of a log goes into a mailed file, and is what arrived what was sent?

The file begins with one line of JSON (what it is, its schema, since when, how many rows, a SHA-256);
the rest is a small log, compressed. Taking it in is bringing a log in.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import StoreError
from advocate.store.bulk import unchecked_keys
from advocate.store.keys import Clock, moment
from advocate.store.open import APPLICATION_ID
from advocate.store.union.other import private_folder
from advocate.store.union.tables import COPIED, read_tables

if TYPE_CHECKING:
    from advocate.store.log import Log

#: What the first line is known by, and which form of the file it is.
_MARK, _FORM = "advocate_log_part", 1
_LONGEST_HEADER = 65_536
_LARGEST = 20_000_000_000


class NotAPart(StoreError):
    """The file is no part of a log, or not all of it arrived; the message says which. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a mailed file holds: since which moment (UTC), of which campaign ("" all), rows by table."""

    since: str
    campaign: str
    made_at: str
    schema: str
    rows: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


#: Rows of a person, and of a contact, that go with them.
_OF_PEOPLE = ("external_ids", "consents", "batch_rows", "supporter_changes")
_OF_CONTACTS = ("contact_events", "deliveries", "approvals")


def read_part(
    log: Log, since: str, campaign_id: str | None, campaign: str, clock: Clock
) -> tuple[Part, bytes]:
    """Return what was recorded from a moment on, with all it hangs on, and the file's content."""
    connection = log.database.conn
    with private_folder(log.path) as folder:
        file = folder / "part.db"
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _lay_out(connection, file)
        with unchecked_keys(log.database):
            connection.execute("ATTACH ? AS part", [file.absolute().as_uri()])
            try:
                connection.execute("BEGIN")
                _choose(connection, since, campaign_id)
                rows = _fill(connection)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.execute("DETACH part")
        _finish(connection, file)
        content = file.read_bytes()
    schema = connection.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()[0]
    part = Part(since, campaign, moment(clock), schema, rows)
    header = {
        _MARK: _FORM,
        **part.to_dict(),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return part, json.dumps(header, ensure_ascii=False).encode() + b"\n" + zlib.compress(content)


def _lay_out(connection: sqlite3.Connection, file: Path) -> None:
    """Make the tables of this schema, empty."""
    tables = connection.execute(
        "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    with closing(sqlite3.connect(file)) as part:
        for (sql,) in tables:
            part.execute(sql)
        part.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        part.commit()


def _finish(connection: sqlite3.Connection, file: Path) -> None:
    """Add what a log has besides tables, so that a later version can bring it up to its own schema."""
    rest = connection.execute(
        "SELECT sql FROM main.sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    with closing(sqlite3.connect(file)) as part:
        for (sql,) in rest:
            part.execute(sql)
        part.commit()


def _choose(connection: sqlite3.Connection, since: str, campaign_id: str | None) -> None:
    """Gather in temp.part_contacts and temp.part_people whose rows go."""
    by = {"since": since, "campaign": campaign_id}
    for name in ("part_contacts", "part_people"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        connection.execute(f"CREATE TEMP TABLE {name} (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute(
        "INSERT INTO temp.part_contacts SELECT id FROM main.contacts WHERE (:campaign IS NULL OR campaign_id = :campaign) "
        "AND (created_at >= :since OR id IN (SELECT contact_id FROM main.contact_events WHERE recorded_at >= :since "
        "UNION SELECT contact_id FROM main.approvals WHERE recorded_at >= :since "
        "UNION SELECT contact_id FROM main.replies WHERE recorded_at >= :since AND contact_id IS NOT NULL "
        "UNION SELECT contact_id FROM main.deliveries JOIN main.delivery_events AS e ON e.delivery_id = deliveries.id "
        "WHERE e.recorded_at >= :since))",
        by,
    )
    connection.execute(
        "INSERT INTO temp.part_people SELECT supporter_id FROM main.contacts WHERE id IN temp.part_contacts "
        "UNION SELECT a.supporter_id FROM main.contacts AS c JOIN main.addresses AS a ON a.id = c.address_id "
        "WHERE c.id IN temp.part_contacts UNION SELECT supporter_id FROM main.replies WHERE supporter_id IS NOT NULL "
        "AND contact_id IN temp.part_contacts"
    )
    if campaign_id is None:
        connection.execute(
            "INSERT OR IGNORE INTO temp.part_people SELECT id FROM main.supporters WHERE created_at >= :since "
            "UNION SELECT supporter_id FROM main.addresses WHERE created_at >= :since "
            "UNION SELECT supporter_id FROM main.addresses JOIN main.placements AS p ON p.address_id = addresses.id "
            "WHERE p.located_at >= :since UNION SELECT supporter_id FROM main.consents WHERE recorded_at >= :since "
            "UNION SELECT supporter_id FROM main.supporter_changes WHERE recorded_at >= :since "
            "UNION SELECT r.supporter_id FROM main.batch_rows AS r JOIN main.batches AS b ON b.id = r.batch_id "
            "WHERE b.applied_at >= :since AND r.supporter_id IS NOT NULL UNION SELECT supporter_id FROM main.replies "
            "WHERE recorded_at >= :since AND supporter_id IS NOT NULL",
            by,
        )
    connection.execute(
        "INSERT OR IGNORE INTO temp.part_people SELECT merged_into FROM main.supporters "
        "WHERE merged_into IS NOT NULL AND id IN temp.part_people"
    )
    connection.execute(
        "INSERT OR IGNORE INTO temp.part_people SELECT id FROM main.supporters WHERE merged_into IN temp.part_people"
    )
    connection.execute("DROP TABLE IF EXISTS temp.part_replies")
    connection.execute(
        "CREATE TEMP TABLE part_replies AS WITH RECURSIVE going (id) AS (SELECT id FROM main.replies WHERE "
        "contact_id IN temp.part_contacts OR (contact_id IS NULL AND recorded_at >= :since "
        "AND (:campaign IS NULL OR campaign_id = :campaign)) "
        "UNION SELECT r.corrects FROM main.replies AS r JOIN going ON going.id = r.id WHERE r.corrects IS NOT NULL) "
        "SELECT r.id FROM main.replies AS r JOIN going ON going.id = r.id WHERE (r.contact_id IS NULL OR r.contact_id IN "
        "temp.part_contacts) AND (r.supporter_id IS NULL OR r.supporter_id IN temp.part_people)",
        by,
    )


def _fill(connection: sqlite3.Connection) -> dict[str, int]:
    """Copy the rows, those that others point to after them; return how many, by table."""
    mine, theirs = "supporter_id IN temp.part_people", "contact_id IN temp.part_contacts"
    conditions = {
        "supporters": "id IN temp.part_people",
        "addresses": mine,
        "placements": "address_id IN (SELECT id FROM part.addresses)",
        **dict.fromkeys(_OF_PEOPLE, mine),
        "contacts": "id IN temp.part_contacts",
        **dict.fromkeys(_OF_CONTACTS, theirs),
        "delivery_events": "delivery_id IN (SELECT id FROM part.deliveries)",
        "replies": "id IN (SELECT id FROM temp.part_replies)",
        "officials": "id IN (SELECT official_id FROM part.contacts UNION SELECT official_id FROM part.replies)",
        "campaigns": "id IN (SELECT campaign_id FROM part.contacts UNION SELECT campaign_id FROM part.replies)",
        "campaign_changes": "campaign_id IN (SELECT id FROM part.campaigns)",
        "batches": "id IN (SELECT batch_id FROM part.supporters UNION SELECT batch_id FROM part.addresses UNION "
        "SELECT batch_id FROM part.consents UNION SELECT batch_id FROM part.external_ids UNION "
        "SELECT batch_id FROM part.batch_rows)",
        "letter_signatures": theirs,
        "letter_groups": "signature_id IN (SELECT id FROM part.letter_signatures)",
        "letter_bands": "signature_id IN (SELECT id FROM part.letter_signatures)",
        "_sqlite_migrations": "1",
        "reach_channels": "1",
        "reach_standings": "1",
    }
    tables = read_tables(connection)
    for name, table in tables.items():
        if name not in conditions and name not in COPIED and table.references:
            # Of a later schema: what points to nobody but those who go.
            conditions[name] = " AND ".join(
                f"({column} IS NULL OR {column} IN (SELECT id FROM part.{target}))"
                for column, target in table.references
            )
    rows = {}
    for name, condition in conditions.items():
        count = connection.execute(
            f"INSERT INTO part.{name} SELECT * FROM main.{name} WHERE {condition}"
        ).rowcount
        if name in tables and count:
            rows[name] = count
    return rows


@contextmanager
def opened_part(file: Path, log: Log) -> Iterator[tuple[Part, Path]]:
    """Yield what a mailed file says it holds, and the small log in it as a file that is gone afterwards. Raises NotAPart."""
    part, content = _read(file)
    with private_folder(log.path) as folder:
        inside = folder / "part.db"
        handle = os.open(inside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        yield part, inside


def _read(file: Path) -> tuple[Part, bytes]:
    if file.is_dir():
        raise NotAPart(f"'{file}' is a folder; the file that was mailed is needed here.")
    with file.open("rb") as stream:
        first = stream.readline(_LONGEST_HEADER)
        packed = stream.read()
    try:
        told = json.loads(first)
        form, size, digest = told.pop(_MARK), int(told.pop("bytes")), str(told.pop("sha256"))
        part = Part(**told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = " A whole log is brought in with `advocate log merge`." if first.startswith(b"SQLite") else ""
        raise NotAPart(
            f"'{file}' is no part of a log as `advocate log export` writes it, so nothing was changed.{hint}"
        ) from error
    if form != _FORM:
        raise NotAPart(
            f"'{file}' was written by a newer version of advocate. Update advocate here first. Nothing was changed."
        )
    try:
        content = zlib.decompressobj().decompress(packed, max(0, min(size, _LARGEST)) + 1)
    except zlib.error:
        content = b""
    if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
        raise NotAPart(
            f"'{file}' did not arrive whole: its content is not what its first line says. Ask for it to be sent again. "
            "Nothing was changed."
        )
    return part, content
