"""How do the rows of a plan become supporters, addresses, ids and consents? Set by set, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.store import staging
from advocate.store.keys import new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a batch bears: its batch, and when it was written (UTC)."""

    batch_id: str
    now: str
    opt_out_source: str


def enlist(database: Database, stamp: Stamp) -> None:
    """Add everybody whom the plan creates, in the order of the file."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.made")
    connection.execute("CREATE TABLE temp.made (line INTEGER PRIMARY KEY, id TEXT NOT NULL)")
    last = connection.execute("SELECT coalesce(max(line), 1) FROM temp.entry").fetchone()[0]
    step = max(1, 0xFFFFFFFF // (last + 1))
    # Ids are random, but grow with the line: so a million of them are added to an index at its end,
    # or into it in one sweep.
    a_new_id = f"printf('%08x', line * {step} + abs(random() % {step})) || lower(hex(randomblob(12)))"
    connection.execute(
        f"INSERT INTO temp.made SELECT line, {a_new_id} FROM temp.entry "
        "WHERE code = 1 OR (code = 0 AND line IN (SELECT line FROM temp.decided WHERE decision = 'create')) ORDER BY line"
    )
    by = {"batch": stamp.batch_id, "now": stamp.now, "no": stamp.opt_out_source}
    of_made = "FROM temp.made AS m JOIN temp.entry AS e USING (line)"
    connection.execute(
        "INSERT INTO supporters (id, name, name_key, email, email_key, phone, created_at, given_name, family_name, "
        "phone_key, role, language, interests, came_from, notes, batch_id, batch_line) "
        "SELECT m.id, e.name, e.name_key, e.email, e.email_key, e.phone, :now, e.given_name, e.family_name, "
        "e.phone_key, e.role, e.language, e.interests, e.came_from, e.notes, :batch, e.line "
        f"{of_made} ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at, batch_id) "
        f"SELECT {a_new_id}, m.id, e.address, e.address_key, e.town, e.zip_code, :now, :batch "
        f"{of_made} WHERE e.address_key <> '' ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO external_ids (system, external_id, supporter_id, batch_id) "
        f"SELECT e.external_system, e.external_id, m.id, :batch {of_made} WHERE e.external_id <> '' "
        "ORDER BY e.external_system, e.external_id",
        by,
    )
    connection.execute(
        "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
        f"SELECT {a_new_id}, m.id, 1, e.consent_channel, e.consent_on, e.consent_source, e.consent_wording, :batch, :now "
        f"{of_made} WHERE e.consent_source IS NOT NULL ORDER BY e.line",
        by,
    )
    more = connection.execute(
        f"SELECT m.id, e.more_consents {of_made} WHERE e.more_consents <> ''"
    ).fetchall()
    add_consents(
        database,
        (
            (who, 1, channel, on, source, wording)
            for who, text in more
            for channel, on, source, wording in json.loads(text)
        ),
        stamp,
    )
    who_says_no = connection.execute(f"SELECT m.id, e.opted_out {of_made} WHERE e.opted_out <> ''").fetchall()
    noes = (
        (who, 0, each, "", stamp.opt_out_source, "") for who, text in who_says_no for each in text.split()
    )
    add_consents(database, noes, stamp)


def keep_the_rest(database: Database, stamp: Stamp, no_consent: str) -> None:
    """Write down the lines that need eyes or were rejected, with the reason; what they hold stays in their file."""
    connection = database.conn
    insert = "INSERT INTO batch_rows (batch_id, line, decision, reason) "
    connection.execute(
        f"{insert} SELECT ?, line, decision, reason FROM temp.decided "
        "WHERE decision IN ('needs_eyes', 'rejected') ORDER BY line",
        [stamp.batch_id],
    )
    connection.execute(
        f"{insert} SELECT ?, line, 'needs_eyes', ? FROM temp.entry WHERE code = {staging.NO_CONSENT} ORDER BY line",
        [stamp.batch_id, no_consent],
    )


def add_consents(database: Database, rows: Iterable[tuple[Any, ...]], stamp: Stamp) -> None:
    """Add consents, each as (supporter id, given, channel, day, source, wording)."""
    database.conn.executemany(
        "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((new_id(), *row, stamp.batch_id, stamp.now) for row in rows),
    )
