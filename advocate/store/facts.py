"""What do the reports count from, where triggers cannot have kept it: rows that came in bulk or out of order?

The triggers of `advocate.store.schema.campaigns` bring reach_facts along with every event, in the
order in which events are written. After rows of another log came in, their order is that of
`recorded_at`; then the contacts they belong to are counted again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from advocate.store.counting import day_number
from advocate.store.schema.campaigns import CONSTITUENT, SECOND, word_number

if TYPE_CHECKING:
    from sqlite_utils import Database


def rebuild_facts(database: Database, contact_ids: Sequence[str] | None = None) -> None:
    """Work the facts of these contacts out again (None: of all), inside the caller's `Log.writing()`.

    Also brings contacts.standing and contacts.channel after the last event by `recorded_at`. Town and
    group of texts stay as they were counted before, where there was a fact: forgetting takes the words.
    """
    connection = database.conn
    for table in ("again", "counted", "states"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute("CREATE TEMP TABLE again (id TEXT PRIMARY KEY) WITHOUT ROWID")
    if contact_ids is not None:
        connection.executemany("INSERT OR IGNORE INTO again VALUES (?)", ((each,) for each in contact_ids))
    _number(database)
    _keep_keys(database, "id IN again" if contact_ids is not None else "1")
    these = "contact IN (SELECT number FROM contacts WHERE id IN again)" if contact_ids is not None else "1"
    connection.execute("CREATE TEMP TABLE counted (contact INTEGER PRIMARY KEY, town, text_group)")
    connection.execute(f"INSERT INTO counted SELECT contact, town, text_group FROM reach_facts WHERE {these}")
    for table in ("reach_facts", "reach_past"):
        connection.execute(f"DELETE FROM {table} WHERE {these}")
    _replay(
        database, "contacts" if contact_ids is None else "again CROSS JOIN contacts ON contacts.id = again.id"
    )
    connection.execute(_FACTS)
    connection.execute(_FOLLOW)
    for table in ("again", "counted", "states"):
        connection.execute(f"DROP TABLE temp.{table}")


def _number(database: Database) -> None:
    database.execute(
        "UPDATE contacts SET number = rowid + (SELECT coalesce(max(number), 0) FROM contacts) WHERE number IS NULL"
    )


def _keep_keys(database: Database, mine: str) -> None:
    """Give small numbers to whatever of the contacts has none; `mine` is a condition on contacts."""
    for table, column in (
        ("reach_supporters", "supporter_id"), ("reach_officials", "official_id"), ("reach_campaigns", "campaign_id"),
    ):  # fmt: skip
        database.execute(
            f"INSERT OR IGNORE INTO {table} (id) SELECT DISTINCT {column} FROM contacts "
            f"WHERE {mine} AND {column} IS NOT NULL"
        )
    for column in ("template", "findings", "writer_house", "writer_senate", "writer_school_district"):
        database.execute(
            f"INSERT OR IGNORE INTO reach_words (word) SELECT DISTINCT {column} FROM contacts "
            f"WHERE {mine} AND {column} IS NOT NULL"
        )
    database.execute(
        "INSERT OR IGNORE INTO reach_words (word) SELECT DISTINCT town FROM addresses "
        f"WHERE id IN (SELECT address_id FROM contacts WHERE {mine})"
    )
    # A person whom others were merged into needs a number, with or without a contact of their own.
    database.execute(
        "INSERT OR IGNORE INTO reach_supporters (id) SELECT merged_into FROM supporters "
        "WHERE merged_into IS NOT NULL"
    )


def drop_unused_keys(database: Database) -> None:
    """Let go of the numbers of what no contact has any more, after rows were taken out of the log."""
    used = {
        "reach_campaigns": "SELECT campaign FROM reach_facts",
        "reach_officials": "SELECT official FROM reach_facts UNION SELECT holder FROM reach_facts",
        "reach_supporters": "SELECT supporter FROM reach_facts UNION SELECT person FROM reach_facts UNION "
        "SELECT n FROM reach_supporters WHERE id IN (SELECT merged_into FROM supporters WHERE merged_into IS NOT NULL) "
        # Past days are counted by those whom somebody was merged into for a while.
        "OR id IN (SELECT json_extract(after, '$.merged_into') FROM supporter_changes WHERE kind = 'merge')",
        "reach_words": " UNION ".join(
            f"SELECT {column} FROM reach_facts WHERE {column} IS NOT NULL"
            for column in ("template", "findings", "town", "house", "senate", "school")
        ),
    }
    for table, question in used.items():
        database.execute(f"DELETE FROM {table} WHERE n <> 0 AND n NOT IN ({question})")


#: One row a contact, from its last state. Whoever is counted again was counted before, or is new.
_FACTS = f"""
INSERT INTO reach_facts (
    contact, campaign, supporter, person, official, channel, standing, day, letter, template, own_words,
    findings, town, house, senate, school, constituent, minutes, cost_cents, recorded, holder, text_group
)
SELECT
    states.contact,
    coalesce((SELECT n FROM reach_campaigns WHERE id = contacts.campaign_id), 0),
    own.n,
    coalesce((SELECT n FROM reach_supporters WHERE id = supporters.merged_into), own.n),
    target.n, states.channel, states.standing, states.day, contacts.letter_hash <> '',
    {word_number("contacts.template")}, contacts.own_words, {word_number("contacts.findings")},
    coalesce(counted.town, {word_number("addresses.town")}),
    {word_number("contacts.writer_house")}, {word_number("contacts.writer_senate")},
    {word_number("contacts.writer_school_district")}, {CONSTITUENT},
    states.minutes, states.cost_cents, states.recorded, target.holder,
    coalesce((
        SELECT max(g.leader) FROM letter_signatures AS s JOIN letter_groups AS g ON g.signature_id = s.id
        WHERE s.supporter_id = contacts.supporter_id AND s.contact_id = contacts.id
    ), counted.text_group)
FROM temp.states
CROSS JOIN contacts ON contacts.number = states.contact
JOIN supporters ON supporters.id = contacts.supporter_id
JOIN reach_supporters AS own ON own.id = contacts.supporter_id
JOIN officials ON officials.id = contacts.official_id
JOIN reach_officials AS target ON target.id = contacts.official_id
JOIN addresses ON addresses.id = contacts.address_id
LEFT JOIN temp.counted ON counted.contact = states.contact
"""

_PAST = (
    "INSERT INTO reach_past (contact, channel, standing, day, minutes, cost_cents, recorded, until, ended_by, root) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

#: The contact's own row says the same as its facts.
_FOLLOW = """
UPDATE contacts SET standing = now.standing, channel = now.channel
FROM (
    SELECT t.contact, s.standing, c.channel FROM temp.states AS t
    JOIN reach_standings AS s ON s.n = t.standing JOIN reach_channels AS c ON c.n = t.channel
) AS now
WHERE contacts.number = now.contact AND (contacts.standing, contacts.channel) IS NOT (now.standing, now.channel)
"""

#: (id, kind, standing, channel, day it happened, act_on as a day or None, corrects, minutes, cost, recorded)
_Event = tuple[str, str, int, int | None, int, int | None, str | None, int | None, int | None, int]
#: (channel, standing, day, minutes, cost, recorded)
_State = tuple[int, int, int, int | None, int | None, int]

_MADE = (3, 4)


def states_of(channel: int, events: Iterable[_Event]) -> tuple[_State, list[tuple[_State, int, str, str]]]:
    """Return a contact's state after its events, and each earlier one with (until when, ended by which event, root).

    `channel` is what the contact was made as; the rule, and what a root is, are those of the triggers.
    """
    now: _State | None = None
    past: list[tuple[_State, int, str, str]] = []
    before: dict[str, _State] = {}
    roots: dict[str, str] = {}
    for id_, kind, standing, by, happened, act_on, corrects, minutes, cost, recorded in events:
        if now is None:
            day = happened if act_on is None else act_on
            now = (by or channel, standing, day, minutes, cost, recorded)
            continue
        root = roots.get(corrects or "", corrects or "") if kind == "correction" else ""
        if act_on is not None and root:
            roots[id_] = root
        past.append((now, recorded, id_, roots.get(id_, "")))
        before[id_] = now
        base = now
        if act_on is not None:
            day = act_on
        elif kind == "correction":
            old = before.get(root)
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


def _replay(database: Database, contacts: str) -> None:
    """Fill temp.states with the last state of each of `contacts` (in SQL), and reach_past with those before it."""
    from itertools import groupby
    from operator import itemgetter

    connection = database.conn
    connection.execute(
        "CREATE TEMP TABLE states (contact INTEGER PRIMARY KEY, channel, standing, day, minutes, cost_cents, recorded)"
    )
    numbers = dict(connection.execute("SELECT channel, n FROM reach_channels"))
    standings = dict(connection.execute("SELECT standing, n FROM reach_standings"))
    rows = connection.execute(
        "SELECT contacts.number, contacts.channel, e.id, e.kind, e.standing, e.channel, e.happened_on, e.act_on, "
        f"e.corrects, e.minutes, e.cost_cents, {SECOND.format('e.recorded_at')} "
        f"FROM {contacts} CROSS JOIN contact_events AS e ON e.contact_id = contacts.id "
        "ORDER BY contacts.number, e.recorded_at, e.kind <> 'made', e.rowid"
    )
    now: list[tuple[Any, ...]] = []
    past: list[tuple[Any, ...]] = []
    for (number, channel), of_contact in groupby(rows, key=itemgetter(0, 1)):
        events: list[_Event] = [
            (
                id_,
                kind,
                standings[standing],
                numbers.get(by),
                _day(on),
                _day(act_on) if act_on else None,
                *rest,
            )
            for _, _, id_, kind, standing, by, on, act_on, *rest in of_contact
        ]
        # What it was made as is the first event's; an older log has it in the contact alone.
        made_as = numbers["letter"] if any(event[3] for event in events) else numbers[channel]
        state, earlier = states_of(made_as, events)
        now.append((number, *state))
        past += [(number, *each, until, ended_by, root) for each, until, ended_by, root in earlier]
    past.sort(key=lambda row: (row[0], row[-2]))
    connection.executemany("INSERT INTO states VALUES (?, ?, ?, ?, ?, ?, ?)", now)
    connection.executemany(_PAST, past)


@lru_cache(maxsize=10_000)
def _day(text: str) -> int:
    return day_number(date.fromisoformat(text))
