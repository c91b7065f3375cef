"""How do the rows of a plan become supporters, addresses, ids and consents? Set by set, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import randbelow, token_hex
from typing import TYPE_CHECKING, Any

from advocate.store import staging
from advocate.store.keys import NO_NAME, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a batch bears: its batch, when it was written (UTC), and what its ids are made of.

    The first eight digits of an id are those of `first` and the line, the other 24 are the batch's own; all are
    random. So the ids of one batch stand side by side, and a million of them go into an index in one place.
    """

    batch_id: str
    now: str
    opt_out_source: str
    first: int
    ending: str

    def id_of(self, line: int) -> str:
        """Return the id of whom a line makes; their first address and consent have the same."""
        return f"{self.first + line:08x}{self.ending}"

    def made_as(self, who: str) -> str:
        """Return the id of somebody whom a plan knows by an id, or as "new:LINE"."""
        return self.id_of(int(who[4:])) if who.startswith("new:") else who


#: The same in SQL.
_ID_OF_LINE = "printf('%08x', :first + e.line) || :ending"
#: Who has no name is there only to hold a no.
_NAME = f"CASE e.name_key WHEN '' THEN '{NO_NAME}' ELSE e.name END"
_OF_MADE = (
    f"FROM temp.entry AS e NOT INDEXED WHERE (e.code = {staging.CREATE} OR (e.code = {staging.OPEN} "
    "AND e.line IN (SELECT line FROM temp.decided WHERE decision = 'create')))"
)


def new_stamp(database: Database, batch_id: str, now: str, opt_out_source: str) -> Stamp:
    """Return the stamp of a batch that is made of the staged rows."""
    last = database.conn.execute("SELECT coalesce(max(line), 0) FROM temp.entry").fetchone()[0]
    return Stamp(batch_id, now, opt_out_source, randbelow(16**8 - last), token_hex(12))


def enlist(database: Database, stamp: Stamp) -> None:
    """Add everybody whom the plan creates, in the order of the file. No yes is kept for who has no name."""
    connection = database.conn
    by = {"batch": stamp.batch_id, "now": stamp.now, "first": stamp.first, "ending": stamp.ending}
    connection.execute(
        "INSERT INTO supporters (id, name, name_key, email, email_key, phone, created_at, given_name, family_name, "
        "phone_key, role, language, interests, came_from, notes, batch_id, batch_line) "
        f"SELECT {_ID_OF_LINE}, {_NAME}, e.name_key, e.email, e.email_key, e.phone, :now, e.given_name, e.family_name, "
        "e.phone_key, e.role, e.language, e.interests, e.came_from, e.notes, :batch, e.line "
        f"{_OF_MADE} ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at, batch_id) "
        f"SELECT {_ID_OF_LINE}, {_ID_OF_LINE}, e.address, e.address_key, e.town, e.zip_code, :now, :batch "
        f"{_OF_MADE} AND e.address_key <> '' ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO external_ids (system, external_id, supporter_id, batch_id) "
        f"SELECT e.external_system, e.external_id, {_ID_OF_LINE}, :batch {_OF_MADE} AND e.external_id <> '' "
        "ORDER BY e.external_system, e.external_id",
        by,
    )
    connection.execute(
        "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
        f"SELECT {_ID_OF_LINE}, {_ID_OF_LINE}, 1, e.consent_channel, e.consent_on, e.consent_source, e.consent_wording, "
        f":batch, :now {_OF_MADE} AND e.consent_source IS NOT NULL AND e.name_key <> '' ORDER BY e.line",
        by,
    )
    add_consents(
        database,
        (
            (stamp.id_of(line), 1, channel, on, source, wording)
            for line, text in connection.execute(
                f"SELECT e.line, e.more_consents {_OF_MADE} AND e.more_consents <> '' AND e.name_key <> ''"
            ).fetchall()
            for channel, on, source, wording in json.loads(text)
        ),
        stamp,
    )
    who_says_no = connection.execute(
        f"SELECT e.line, e.opted_out {_OF_MADE} AND e.opted_out <> ''"
    ).fetchall()
    noes = (
        (stamp.id_of(line), 0, each, "", stamp.opt_out_source, "")
        for line, text in who_says_no
        for each in text.split()
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
