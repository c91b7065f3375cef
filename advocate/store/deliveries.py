"""Has this message been handed to a mail server, and do we know what became of it? Rows are added, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import MoveNotAllowed
from advocate.store.keys import Clock, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What can follow on what. "sending" is written down before the server gets the letter, so that a
#: delivery found in it later is one of which nobody knows; it is never sent again on a guess.
ALLOWED_STEPS: dict[str, tuple[str, ...]] = {
    "": ("sending", "refused"),
    "sending": ("accepted", "refused", "put_off", "not_accepted"),
    "put_off": ("sending", "refused"),
    "not_accepted": ("sending", "refused"),
    "refused": (),
    "accepted": (),
}

#: Of these it is known that the server did not take the message, so that it may be sent again.
NOT_TAKEN = ("put_off", "not_accepted")


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message about to go: whose yes it has, since when, and who wrote that down."""

    contact_id: str
    sender: str
    recipient: str
    server: str
    content_hash: str
    approved_by: str
    approved_on: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as the log has it; `state` is that of its last event, `state_at` when that was (UTC).

    `settled` is true where a person has said since then what became of the contact.
    """

    id: str
    contact_id: str
    message_id: str
    sender: str
    recipient: str
    server: str
    content_hash: str
    approved_by: str
    approved_on: str
    recorded_by: str
    state: str
    state_at: str
    reply: str
    settled: bool

    @property
    def in_doubt(self) -> bool:
        """True where the message may or may not have been accepted, and nobody has said which."""
        return self.state == "sending" and not self.settled


_READ = """
SELECT deliveries.id, deliveries.contact_id, message_id, sender, recipient, server, content_hash,
       approved_by, approved_on, recorded_by, last.state, last.recorded_at AS state_at, last.reply,
       EXISTS (SELECT 1 FROM contact_events
               WHERE contact_events.contact_id = deliveries.contact_id
                 AND contact_events.recorded_at > last.recorded_at
                 AND contact_events.kind = 'move'
                 AND contact_events.standing IN ('sent', 'confirmed', 'bounced')) AS settled
FROM deliveries
JOIN delivery_events AS last ON last.rowid = (
    SELECT max(rowid) FROM delivery_events WHERE delivery_id = deliveries.id)
"""


def latest_delivery(database: Database, contact_id: str) -> Delivery | None:
    """Return the newest message of a contact, or None."""
    rows = database.query(
        f"{_READ} WHERE deliveries.contact_id = ? ORDER BY deliveries.rowid DESC LIMIT 1", [contact_id]
    )
    return next((_delivery(row) for row in rows), None)


def deliveries_in_doubt(database: Database) -> list[Delivery]:
    """Return every message of which it is not known whether it was accepted, oldest first."""
    rows = database.query(f"{_READ} WHERE last.state = 'sending' ORDER BY deliveries.rowid")
    return [each for each in map(_delivery, rows) if each.in_doubt]


def add_delivery(database: Database, new: NewDelivery, clock: Clock) -> tuple[str, str]:
    """Return (delivery id, Message-ID) of the message; the same text that was not taken keeps its own.

    Raises MoveNotAllowed where an earlier one may have arrived.
    """
    there = latest_delivery(database, new.contact_id)
    if there is not None and there.in_doubt:
        raise MoveNotAllowed(
            f"Contact {new.contact_id[:8]} may have been sent already ({there.state_at[:10]}); it is not known "
            "whether the mail server took it, so it is not sent again."
        )
    same = there is not None and (there.content_hash, there.recipient, there.sender) == (
        new.content_hash, new.recipient, new.sender,
    )  # fmt: skip
    if there is not None and same and there.state in NOT_TAKEN:
        return there.id, there.message_id
    delivery_id = new_id()
    message_id = f"<{delivery_id}@{new.sender.rpartition('@')[2] or 'localhost'}>"
    database.execute(
        "INSERT INTO deliveries (id, contact_id, message_id, sender, recipient, server, content_hash, "
        "approved_by, approved_on, recorded_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            delivery_id,
            new.contact_id,
            message_id,
            new.sender,
            new.recipient,
            new.server,
            new.content_hash,
            new.approved_by,
            new.approved_on,
            new.recorded_by,
            moment(clock),
        ],
    )
    return delivery_id, message_id


def add_step(database: Database, delivery_id: str, state: str, clock: Clock, reply: str = "") -> str:
    """Note what became of a message; return the id of its contact. Raises MoveNotAllowed."""
    row = database.execute(
        "SELECT contact_id, coalesce((SELECT state FROM delivery_events WHERE delivery_id = deliveries.id "
        "ORDER BY rowid DESC LIMIT 1), '') FROM deliveries WHERE id = ?",
        [delivery_id],
    ).fetchone()
    contact_id, before = str(row[0]), str(row[1])
    if state not in ALLOWED_STEPS[before]:
        raise MoveNotAllowed(
            f"The message of contact {contact_id[:8]} is {before or 'new'} and cannot become {state}.",
            ALLOWED_STEPS[before],
        )
    database.execute(
        "INSERT INTO delivery_events (id, delivery_id, state, reply, recorded_at) VALUES (?, ?, ?, ?, ?)",
        [new_id(), delivery_id, state, reply[:500], moment(clock)],
    )
    return contact_id


def _delivery(row: dict[str, Any]) -> Delivery:
    return Delivery(**{**row, "settled": bool(row["settled"])})
