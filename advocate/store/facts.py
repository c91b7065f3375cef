"""What do the reports count from, where triggers cannot have kept it: rows that came in bulk or out of order?

The triggers of `advocate.store.schema.campaigns` bring reach_facts along with every event, in the
order in which events are written. After rows of another log came in, their order is that of
`recorded_at`; then the contacts they belong to are counted again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from advocate.store.schema.campaigns import CONSTITUENT, DAY, SECOND, word_number

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATE = "contact, channel, standing, day, minutes, cost_cents, recorded"


def rebuild_facts(database: Database, contact_ids: Sequence[str] | None = None) -> None:
    """Work the facts of these contacts out again (None: of all), inside the caller's `Log.writing()`.

    Also brings contacts.standing and contacts.channel after the last event by `recorded_at`.
    """
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.again")
    connection.execute("CREATE TEMP TABLE again (id TEXT PRIMARY KEY) WITHOUT ROWID")
    if contact_ids is None:
        connection.execute("INSERT INTO again SELECT id FROM contacts ORDER BY id")
        connection.execute("DELETE FROM reach_facts")
        connection.execute("DELETE FROM reach_past")
    else:
        connection.executemany("INSERT OR IGNORE INTO again VALUES (?)", ((each,) for each in contact_ids))
    _number(database)
    for table in ("reach_facts", "reach_past") if contact_ids is not None else ():
        connection.execute(
            f"DELETE FROM {table} WHERE contact IN (SELECT number FROM contacts WHERE id IN again)"
        )
    _keep_keys(database)
    connection.execute(_BEGIN)
    _replay(database)
    connection.execute("DROP TABLE temp.again")


def _number(database: Database) -> None:
    database.execute(
        "UPDATE contacts SET number = rowid + (SELECT coalesce(max(number), 0) FROM contacts) WHERE number IS NULL"
    )


def _keep_keys(database: Database) -> None:
    """Give small numbers to whatever of the contacts has none."""
    for table, column in (
        ("reach_supporters", "supporter_id"), ("reach_officials", "official_id"), ("reach_campaigns", "campaign_id"),
    ):  # fmt: skip
        database.execute(
            f"INSERT OR IGNORE INTO {table} (id) SELECT DISTINCT {column} FROM contacts "
            f"WHERE id IN again AND {column} IS NOT NULL"
        )
    for column in ("template", "findings", "writer_house", "writer_senate", "writer_school_district"):
        database.execute(
            f"INSERT OR IGNORE INTO reach_words (word) SELECT DISTINCT {column} FROM contacts "
            f"WHERE id IN again AND {column} IS NOT NULL"
        )
    database.execute(
        "INSERT OR IGNORE INTO reach_words (word) SELECT DISTINCT town FROM addresses "
        "WHERE id IN (SELECT address_id FROM contacts WHERE id IN again)"
    )
    # Somebody merged into a person who has no contact of their own needs that person's number.
    database.execute(
        "INSERT OR IGNORE INTO reach_supporters (id) SELECT merged_into FROM supporters "
        "WHERE merged_into IS NOT NULL AND id IN (SELECT id FROM reach_supporters)"
    )


_BEGIN = f"""
INSERT INTO reach_facts
SELECT
    contacts.number,
    coalesce((SELECT n FROM reach_campaigns WHERE id = contacts.campaign_id), 0),
    own.n,
    coalesce((SELECT n FROM reach_supporters WHERE id = supporters.merged_into), own.n),
    (SELECT n FROM reach_officials WHERE id = contacts.official_id),
    (SELECT n FROM reach_channels WHERE channel = contacts.channel),
    1, 0, contacts.letter_hash <> '',
    {word_number("contacts.template")}, contacts.own_words, {word_number("contacts.findings")}, {word_number("addresses.town")},
    {word_number("contacts.writer_house")}, {word_number("contacts.writer_senate")}, {word_number("contacts.writer_school_district")},
    {CONSTITUENT},
    NULL, NULL, 0
FROM again
CROSS JOIN contacts ON contacts.id = again.id
JOIN supporters ON supporters.id = contacts.supporter_id
JOIN reach_supporters AS own ON own.id = contacts.supporter_id
JOIN officials ON officials.id = contacts.official_id
JOIN addresses ON addresses.id = contacts.address_id
"""

#: (id, kind, standing, channel, day it happened, act_on as a day or None, corrects, minutes, cost, recorded)
_Event = tuple[str, str, int, int | None, int, int | None, str | None, int | None, int | None, int]
#: (channel, standing, day, minutes, cost, recorded)
_State = tuple[int, int, int, int | None, int | None, int]

_MADE = (3, 4)


def states_of(channel: int, events: Iterable[_Event]) -> tuple[_State, list[tuple[_State, int, str]]]:
    """Return a contact's state after its events, and each earlier one with (until when, ended by which event).

    `channel` is what the contact was made as; the rule is that of the triggers.
    """
    now: _State | None = None
    past: list[tuple[_State, int, str]] = []
    before: dict[str, _State] = {}
    for id_, kind, standing, by, happened, act_on, corrects, minutes, cost, recorded in events:
        if now is None:
            day = happened if act_on is None else act_on
            now = (by or channel, standing, day, minutes, cost, recorded)
            continue
        past.append((now, recorded, id_))
        before[id_] = now
        old = before.get(corrects or "") if kind == "correction" else None
        base = now
        if act_on is not None:
            day = act_on
        elif kind == "correction":
            day = old[2] if old else now[2]
            base = (0, 0, 0, None, None, 0) if old is None else old
        elif standing in _MADE and now[1] in _MADE:
            day = now[2]
        else:
            day = happened
        spent = base[3] if minutes is None else minutes
        paid = base[4] if cost is None else cost
        now = (by or now[0], standing, day, spent, paid, recorded)
    if now is None:
        raise ValueError("a contact has at least the event that made it")
    return now, past


def _replay(database: Database) -> None:
    from itertools import groupby
    from operator import itemgetter

    connection = database.conn
    rows = connection.execute(
        "SELECT contacts.number, made.n, e.id, e.kind, s.n, c.n, "
        f"{DAY.format('e.happened_on')}, CASE e.act_on WHEN '' THEN NULL ELSE {DAY.format('e.act_on')} END, "
        f"e.corrects, e.minutes, e.cost_cents, {SECOND.format('e.recorded_at')} "
        "FROM again CROSS JOIN contacts ON contacts.id = again.id "
        "JOIN contact_events AS e ON e.contact_id = contacts.id "
        "JOIN reach_channels AS made ON made.channel = CASE WHEN EXISTS (SELECT 1 FROM contact_events AS other "
        "WHERE other.contact_id = contacts.id AND other.channel <> '') THEN 'letter' ELSE contacts.channel END "
        "JOIN reach_standings AS s ON s.standing = e.standing "
        "LEFT JOIN reach_channels AS c ON c.channel = e.channel "
        "ORDER BY again.id, e.recorded_at, e.kind <> 'made', e.rowid"
    )
    now: list[tuple[Any, ...]] = []
    past: list[tuple[Any, ...]] = []
    for (number, channel), events in groupby(rows, key=itemgetter(0, 1)):
        state, earlier = states_of(channel, (tuple(row)[2:] for row in events))
        now.append((*state, number))
        past += [(number, *each, until, ended_by) for each, until, ended_by in earlier]
    connection.executemany(
        "UPDATE reach_facts SET channel = ?, standing = ?, day = ?, minutes = ?, cost_cents = ?, recorded = ? "
        "WHERE contact = ?", now,
    )  # fmt: skip
    past.sort(key=lambda row: (row[0], row[-1]))
    connection.executemany("INSERT INTO reach_past VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", past)
    connection.execute(
        "UPDATE contacts SET (standing, channel) = (SELECT s.standing, c.channel FROM reach_facts AS f "
        "JOIN reach_standings AS s ON s.n = f.standing JOIN reach_channels AS c ON c.n = f.channel "
        "WHERE f.contact = contacts.number) WHERE id IN again AND (standing, channel) IS NOT "
        "(SELECT s.standing, c.channel FROM reach_facts AS f JOIN reach_standings AS s ON s.n = f.standing "
        "JOIN reach_channels AS c ON c.n = f.channel WHERE f.contact = contacts.number)"
    )
