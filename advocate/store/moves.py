"""What became of a contact, and what is put right about it? Rows are added, never rewritten.

A correction is an event that points to an earlier one. Where it has the same standing, it stands in
that one's place (another day, channel, time or cost); else it takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advocate.errors import MoveNotAllowed, WrongChoice
from advocate.store import contacts
from advocate.store.contacts import CHANNELS, NOTHING_SAID, Contact, Event, Spent
from advocate.store.id_starts import SHORT
from advocate.store.keys import Clock
from advocate.store.standings import CONTACT_MADE, check_move, moves_of

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about a contact: on which day it was, which way, at what expense, by whom; "" and None: nothing."""

    on: date | None = None
    channel: str = ""
    spent: Spent = NOTHING_SAID
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class ActNow:
    """An act as it counts now: its day, and what it took where that is known."""

    day: date
    minutes: int | None
    cost_cents: int | None


def check_channel(channel: str) -> None:
    """Do nothing for a channel that we have, or ""; else raise WrongChoice, which lists them."""
    if channel and channel not in CHANNELS:
        raise WrongChoice(f"There is no channel '{channel}'. Choose one of: {', '.join(CHANNELS)}.", CHANNELS)


def check(contact: Contact, standing: str) -> None:
    """Do nothing where the contact can go to this standing; else raise MoveNotAllowed, which lists the right ones."""
    check_move(contact.short_id, contact.standing, standing, moves_of(contact.channel, contact.letter_hash))


def move(database: Database, contact_id: str, standing: str, said: Said, clock: Clock) -> None:
    """Add a move that was checked."""
    contacts.insert_event(
        database, contact_id, "move", standing, clock,
        on=said.on, note=said.note, who=said.who, channel=said.channel, spent=said.spent,
    )  # fmt: skip


def take_back(database: Database, contact_id: str, clock: Clock, *, note: str = "", who: str = "") -> None:
    """Take the latest move that stands back. Raises MoveNotAllowed where there is none."""
    there = moves_that_stand(contacts.read_events(database, contact_id))
    if not there or there[-1].standing == "drafted":
        raise MoveNotAllowed(f"Contact {contact_id[:SHORT]} is a draft; there is no move to take back.")
    # An act that happened elsewhere was never a draft; taken back it is like one, and no contact made.
    before, channel = (there[-2].standing, _channel_of(there[:-1])) if len(there) > 1 else ("drafted", "")
    contacts.insert_event(
        database, contact_id, "correction", before, clock,
        note=note, who=who, channel=channel, corrects=there[-1].id,
    )  # fmt: skip


def correct(database: Database, contact_id: str, said: Said, clock: Clock, *, dry_run: bool = False) -> None:
    """Put right what is on record of a contact made: day, channel, minutes, cost, note; what is not said stays.

    Raises MoveNotAllowed where no contact was made, so that there is nothing to put right.
    """
    there = moves_that_stand(contacts.read_events(database, contact_id))
    now = there[-1].standing if there else "taken back"
    if now not in CONTACT_MADE:
        raise MoveNotAllowed(
            f"Contact {contact_id[:SHORT]} is {now}: no contact was made, so there is no day or time to "
            f"correct. What it can become: advocate record {contact_id[:SHORT]} sent."
        )
    if dry_run:
        return
    last = there[-1]
    day = said.on or act_now(database, contact_id).day
    contacts.insert_event(
        database, contact_id, "correction", last.standing, clock,
        on=day, act_on=day, note=said.note or last.note, who=said.who, channel=said.channel or last.channel,
        corrects=last.id, spent=said.spent,
    )  # fmt: skip


def act_now(database: Database, contact_id: str) -> ActNow:
    """Return the day of a contact's act and what it took, as the reports count them."""
    day, minutes, cents = database.execute(
        "SELECT date(f.day * 86400, 'unixepoch'), f.minutes, f.cost_cents FROM reach_facts AS f "
        "JOIN contacts ON contacts.number = f.contact WHERE contacts.id = ?",
        [contact_id],
    ).fetchone()
    return ActNow(date.fromisoformat(day), minutes, cents)


def moves_that_stand(events: Sequence[Event]) -> list[Event]:
    """Return the events that count, oldest first: without those taken back, corrected ones as corrected."""
    there: list[Event] = []
    for event in events:
        at = next((n for n, each in enumerate(there) if each.id == event.corrects), None)
        if event.kind != "correction":
            there.append(event)
        elif at is not None and there[at].standing == event.standing:
            there[at] = event
        elif at is not None:
            del there[at:]
    return there


def _channel_of(events: Sequence[Event]) -> str:
    return next((event.channel for event in reversed(events) if event.channel), "letter")
