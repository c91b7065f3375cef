"""How does a made-up campaign come into a log: as the program would write it, or a million contacts in seconds?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from benchmarks.made_campaign import Act, Event, MadeUp

if TYPE_CHECKING:
    from sqlite3 import Connection

    from advocate.store.log import Log

_TRIGGERS = ("contacts_are_numbered", "reach_begins", "reach_moves", "contact_events_move_the_contact")
_OFFICIAL = (
    "id", "official_key", "name", "title", "kind", "district", "seat", "party", "email", "term_ends", "source",
    "source_as_of", "snapshot",
)  # fmt: skip


_IN_A_HURRY = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "ignore_check_constraints = ON",
    "cache_size = -1000000",
)
_AS_BEFORE = (
    "cache_size = -2000",
    "ignore_check_constraints = OFF",
    "foreign_keys = ON",
    "synchronous = NORMAL",
    "journal_mode = WAL",
)


def write_campaign(log: Log, made: MadeUp, *, quickly: bool = False) -> None:
    """Write the rows as the program would; `quickly`, without triggers and indexes, whose work is done once at the end.

    The tests count what the first leaves; the second leaves the same, and is what is measured.
    """
    connection = log.database.conn
    for pragma in _IN_A_HURRY if quickly else ():
        connection.execute(f"PRAGMA {pragma}")
    with log.writing():
        _people(connection, made)
        _officials_and_campaigns(connection, made)
        with _all_at_once(log) if quickly else nullcontext():
            _contacts(connection, made)
            # As they were written down: in the order of time. Reports go by what they say, so a hurry need not sort.
            events = ((event, act.id) for act in made.acts for event in act.events)
            _events(connection, events if quickly else sorted(events, key=lambda each: each[0].recorded_at))
        _answers(connection, made)
        _texts(connection, made)
    _merge_and_forget(log, made)
    for pragma in _AS_BEFORE if quickly else ():
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _all_at_once(log: Log) -> Iterator[None]:
    """Let rows go in plainly; afterwards number and index them all, and work their facts out."""
    from advocate.store.facts import rebuild_facts

    connection = log.database.conn
    kept = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (name IN (SELECT value FROM json_each(?)) "
        "OR type = 'index' AND tbl_name IN ('contacts', 'contact_events', 'reach_facts'))",
        [json.dumps(_TRIGGERS)],
    ).fetchall()
    for kind, name, _ in kept:
        connection.execute(f"DROP {kind} {name}")
    yield
    connection.execute("UPDATE contacts SET number = rowid")
    # Those that the facts are worked out by; the rest are quicker made when all is in its place.
    needed = ("contacts_by_number", "contact_events_by_contact")
    for early in (True, False):
        for _, name, sql in kept:
            if (name in needed) == early:
                connection.execute(sql)
        if early:
            rebuild_facts(log.database)


def _people(connection: Connection, made: MadeUp) -> None:
    connection.executemany(
        "INSERT INTO supporters (id, name, name_key, role, came_from, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        ((p.id, p.name, p.name.lower(), p.role, p.came_from, p.created_at) for p in made.people),
    )
    connection.executemany(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at) "
        "VALUES (?, ?, ?, ?, ?, '', ?)",
        ((p.address_id, p.id, f"{n} Made-up St", f"{n} made up st", p.town, p.created_at)
         for n, p in enumerate(made.people)),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO placements (address_id, lat, lon, method, certain, state_house, state_senate, congress, "
        "school_district, snapshot, located_at) VALUES (?, ?, ?, 'point', 1, ?, ?, ?, ?, '2026-10-08', ?)",
        ((p.address_id, p.lat, p.lon, p.house, p.senate, p.congress, p.school, p.created_at)
         for p in made.people if p.house),
    )  # fmt: skip


def _officials_and_campaigns(connection: Connection, made: MadeUp) -> None:
    connection.executemany(
        f"INSERT INTO officials ({', '.join(_OFFICIAL)}) VALUES ({', '.join('?' * len(_OFFICIAL))})",
        ([official[name] for name in _OFFICIAL] for official in made.officials),
    )
    connection.executemany(
        "INSERT INTO campaigns (id, name, name_key, bill, created_at) VALUES (?, ?, ?, ?, '2026-08-20T15:00:00.000000Z')",
        ((id_, name, name.lower(), "HF 5" if n == 0 else "") for n, (id_, name) in enumerate(made.campaigns)),
    )


def _contacts(connection: Connection, made: MadeUp) -> None:
    def contact(act: Act) -> tuple[Any, ...]:
        person, official = made.people[act.person], made.officials[act.official]
        channel = next((e.channel for e in reversed(act.events) if e.channel), act.channel)
        campaign = None if act.campaign is None else made.campaigns[act.campaign][0]
        return (
            act.id, person.id, person.address_id, official["id"], official["official_key"], campaign, channel,
            act.template, act.letter_hash, act.own_words, act.findings, person.house, person.senate, person.congress,
            person.school, act.events[-1].standing, act.events[0].recorded_at,
        )  # fmt: skip

    connection.executemany(
        "INSERT INTO contacts (id, supporter_id, address_id, official_id, official_key, campaign_id, channel, "
        "template, letter_hash, own_words, findings, writer_house, writer_senate, writer_congress, "
        "writer_school_district, standing, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(contact, made.acts),
    )


def _events(connection: Connection, events: Iterable[tuple[Event, str]]) -> None:
    connection.executemany(
        "INSERT INTO contact_events (id, contact_id, kind, standing, channel, happened_on, corrects, recorded_at, "
        "minutes, cost_cents, act_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((e.id, contact_id, *e[1:]) for e, contact_id in events),
    )


def _answers(connection: Connection, made: MadeUp) -> None:
    connection.executemany(
        "INSERT INTO replies (id, official_id, official_key, contact_id, campaign_id, answer, happened_on, "
        "quotation, may_quote, withdrawn, corrects, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (a.id, made.officials[a.official]["id"], made.officials[a.official]["official_key"], a.contact_id,
             None if a.campaign is None else made.campaigns[a.campaign][0], a.answer, a.happened_on, a.quotation,
             a.may_quote, a.withdrawn, a.corrects, a.recorded_at)
            for a in made.answers
        ),
    )  # fmt: skip


def _texts(connection: Connection, made: MadeUp) -> None:
    leaders = {contact_id: n for n, (_, contact_id, _) in enumerate(made.texts, start=1)}
    people = {act.id: made.people[act.person].id for act in made.acts}
    connection.executemany(
        "INSERT INTO letter_signatures (id, supporter_id, contact_id, method, signature) VALUES (?, ?, ?, 'made', ?)",
        (
            (leaders[contact_id], people[contact_id], contact_id, packed)
            for packed, contact_id, _ in made.texts
        ),
    )
    connection.executemany(
        "INSERT INTO letter_groups (signature_id, leader) VALUES (?, ?)",
        ((leaders[contact_id], leaders[group]) for _, contact_id, group in made.texts),
    )


def _merge_and_forget(log: Log, made: MadeUp) -> None:
    from advocate.store.merges import merge_supporters

    with log.writing():
        for gone, kept in made.merged:
            merge_supporters(log.database, made.people[kept].id, made.people[gone].id, log.clock, "Test")
        # What forgetting leaves is tried where it lives; here it matters that the row still counts.
        log.database.conn.executemany(
            "UPDATE supporters SET name = 'forgotten', name_key = '', forgotten_on = '2026-11-20' WHERE id = ?",
            [(made.people[n].id,) for n in made.forgotten],
        )
