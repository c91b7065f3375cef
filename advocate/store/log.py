"""What has been said to whom? The one writer and reader of the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from advocate.errors import MoveNotAllowed, StoreError, WrongChoice
from advocate.store import (
    approvals,
    campaigns,
    contacts,
    deliveries,
    moves,
    officials,
    signatures,
    supporters,
)
from advocate.store.contacts import NOTHING_SAID, Contact, Event, Ids, NewContact, Spent
from advocate.store.deliveries import Delivery, NewDelivery
from advocate.store.keys import Clock, utc_now
from advocate.store.open import PATIENCE, explained, open_database, writing
from advocate.store.standings import CONTACT_MADE, check_move, read_standing

if TYPE_CHECKING:
    from sqlite_utils import Database

    from letters.similarity import EarlierLetters, Signature

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a letter that was to be logged: its id, and whether it is new there."""

    id: str
    is_new: bool


class Log:
    """An open log; a context manager that closes it. Every error is an AdvocateError."""

    def __init__(self, path: Path, *, clock: Clock = utc_now, patience: float = PATIENCE) -> None:
        self.path = path
        self.clock = clock
        self._database: Database | None = open_database(path, patience)

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        if self._database is not None:
            self._database.close()
            self._database = None

    @property
    def database(self) -> Database:
        """The open database. Raises StoreError after `close`."""
        if self._database is None:
            raise StoreError(f"The log '{self.path}' is closed already; open it again.")
        return self._database

    def writing(self) -> AbstractContextManager[None]:
        """Everything added inside is kept together, or, after an error, not at all."""
        return writing(self.database, self.path)

    def add_contact(self, new: NewContact) -> Kept:
        """Log a letter as drafted, or find the same letter already there.

        The same letter (by hash) from the same supporter to the same official in the same
        campaign is logged once; where its files lie is brought up to date. Raises WrongChoice, StoreError.
        """
        moves.check_channel(new.channel or "none")
        with self.writing():
            ids = self._keep_rows(new)
            there = contacts.find_same_letter(self.database, new, ids)
            if there is not None:
                if new.files:
                    contacts.place_files(self.database, there, new.files)
                return Kept(there, is_new=False)
            return Kept(contacts.insert_contact(self.database, new, ids, self.clock), is_new=True)

    def keep_signature(self, contact_id: str, signature: Signature) -> None:
        """Keep what the supporter's own words look like, for `others_letters` of other supporters."""
        with self.writing():
            signatures.keep_signature(self.database, contact_id, signature)

    def others_letters(self, supporter: supporters.Supporter) -> EarlierLetters:
        """Return the letters of everybody else, for rule L15."""
        mine = self._told(lambda: supporters.find_supporter(self.database, supporter))
        return signatures.OtherSupporters(self.database, mine)

    def _keep_rows(self, new: NewContact) -> Ids:
        supporter_id, address_id = supporters.keep_supporter(self.database, new.supporter, self.clock)
        return Ids(
            supporter=supporter_id,
            address=address_id,
            official=officials.keep_official(self.database, new.official),
            campaign=campaigns.keep_campaign(self.database, new.campaign, self.clock),
        )

    def find_letter(self, new: NewContact) -> Contact | None:
        """Return the contact that this letter already is, or None; nothing is written."""

        def look() -> Contact | None:
            supporter_id = supporters.find_supporter(self.database, new.supporter)
            if supporter_id is None:
                return None
            try:
                campaign = (
                    campaigns.find_campaign(self.database, new.campaign).id if new.campaign.strip() else None
                )
            except WrongChoice:
                return None
            ids = Ids(supporter_id, "", "", campaign)
            there = contacts.find_same_letter(self.database, new, ids)
            return self._read_one(there) if there else None

        return self._told(look)

    def contacts(self, *, campaign: str = "", standing: str = "") -> list[Contact]:
        """Return the contacts, oldest first, of one campaign or standing where one is named.

        Raises WrongChoice (which lists the right ones), StoreError.
        """
        wanted = read_standing(standing) if standing else None

        def look() -> list[Contact]:
            campaign_id = campaigns.find_campaign(self.database, campaign).id if campaign.strip() else None
            return list(contacts.read_contacts(self.database, campaign_id=campaign_id, standing=wanted))

        return self._told(look)

    def contact(self, id_or_start: str) -> Contact:
        """Return the one contact whose id begins so. Raises UnknownContact."""
        return self._told(lambda: self._read_one(contacts.find_contact(self.database, id_or_start)))

    def events(self, id_or_start: str) -> tuple[Event, ...]:
        """Return what happened to a contact, oldest first. Raises UnknownContact."""
        return self._told(
            lambda: contacts.read_events(self.database, contacts.find_contact(self.database, id_or_start))
        )

    def check_move(self, id_or_start: str, standing: str) -> Contact:
        """Return the contact as it is, having checked that the move is allowed; nothing is written."""
        contact = self.contact(id_or_start)
        moves.check(contact, read_standing(standing))
        return contact

    def move(
        self,
        id_or_start: str,
        standing: str,
        *,
        on: date | None = None,
        note: str = "",
        who: str = "",
        channel: str = "",
        spent: Spent = NOTHING_SAID,
    ) -> Contact:
        """Record what became of a contact (on `on`, by default today); return it as it is then.

        Raises UnknownContact, MoveNotAllowed (which lists the allowed moves), WrongChoice.
        """
        wanted = read_standing(standing)
        moves.check_channel(channel)
        with self.writing():
            before = self.check_move(id_or_start, wanted)
            moves.move(
                self.database, before.id, wanted, moves.Said(on, channel, spent, note, who), self.clock
            )
            return self._read_one(before.id)

    def take_back(self, id_or_start: str, *, note: str = "", who: str = "") -> Contact:
        """Correct the latest move of a contact: it stands again where it stood before.

        The move stays on record, with the correction that points to it. Raises UnknownContact,
        MoveNotAllowed where there is nothing to take back.
        """
        with self.writing():
            contact_id = contacts.find_contact(self.database, id_or_start)
            moves.take_back(self.database, contact_id, self.clock, note=note, who=who)
            return self._read_one(contact_id)

    def correct(self, id_or_start: str, said: moves.Said, *, dry_run: bool = False) -> Contact:
        """Put right the day, channel, minutes, cost or note of a contact made; what is not said stays.

        What was on record stays there, with the correction that points to it. Raises UnknownContact,
        MoveNotAllowed, WrongChoice.
        """
        moves.check_channel(said.channel)
        with self.writing():
            contact_id = contacts.find_contact(self.database, id_or_start)
            moves.correct(self.database, contact_id, said, self.clock, dry_run=dry_run)
            return self._read_one(contact_id)

    def supporter_of(self, contact_id: str) -> supporters.Supporter:
        """Return who wrote a contact's letter, with e-mail and phone as the log has them."""
        return self._told(lambda: supporters.supporter_of(self.database, contact_id))

    def delivery(self, contact_id: str) -> Delivery | None:
        """Return the newest message of a contact, or None where none was handed to a server."""
        return self._told(lambda: deliveries.latest_delivery(self.database, contact_id))

    def deliveries_in_doubt(self) -> list[Delivery]:
        """Return the messages of which it is not known whether the server took them, oldest first."""
        return self._told(lambda: deliveries.deliveries_in_doubt(self.database))

    def begin_delivery(self, new: NewDelivery) -> tuple[str, str]:
        """Write down, on the disk, that a message is about to go; return (delivery id, Message-ID).

        Raises MoveNotAllowed where the contact was sent already, or may have been, or where it was made
        for its supporter and their yes to exactly these words is not on record.
        """
        with self.writing():
            self._check_not_sent(new.contact_id)
            self._check_yes(new)
            delivery_id, message_id = deliveries.add_delivery(self.database, new, self.clock)
            deliveries.add_step(self.database, delivery_id, "sending", self.clock)
        return delivery_id, message_id

    def end_delivery(self, delivery_id: str, state: str, *, reply: str = "", who: str = "") -> Contact:
        """Write down what became of a message; return its contact as it is then.

        accepted makes the contact confirmed, refused makes it bounced; put_off and not_accepted leave
        it where it stands, to be sent again. Raises MoveNotAllowed, which lists what could follow.
        """
        with self.writing():
            contact_id = deliveries.add_step(self.database, delivery_id, state, self.clock, reply)
            standing = {"accepted": "confirmed", "refused": "bounced"}.get(state)
            contact = self._read_one(contact_id)
            if standing is None or contact.standing == standing:
                return contact
            check_move(contact.short_id, contact.standing, standing)
            note = f"{'accepted' if state == 'accepted' else 'refused'} by the mail server: {reply}".rstrip(
                ": "
            )
            contacts.insert_event(
                self.database, contact_id, "move", standing, self.clock, who=who, note=note, channel="email"
            )
            return self._read_one(contact_id)

    def refuse_delivery(self, new: NewDelivery, reply: str, *, who: str = "") -> Contact:
        """Write down that the server refused a message before it was handed over: it came back."""
        with self.writing():
            self._check_not_sent(new.contact_id)
            self._check_yes(new)
            delivery_id, _ = deliveries.add_delivery(self.database, new, self.clock)
            return self.end_delivery(delivery_id, "refused", reply=reply, who=who)

    def _check_not_sent(self, contact_id: str) -> None:
        contact = self._read_one(contact_id)
        if contact.standing in CONTACT_MADE:
            raise MoveNotAllowed(
                f"Contact {contact.short_id} is {contact.standing} already, so it is not sent."
            )

    def _check_yes(self, new: NewDelivery) -> None:
        """The last door before a message goes: whatever was planned, nothing passes without the yes."""
        if approvals.why_no_yes(self.database, new.contact_id, new.content_hash):
            raise MoveNotAllowed(
                f"The supporter's yes to the letter {new.contact_id[:8]} as it is now is not on record, so it is not "
                "sent. Ask them, then: advocate campaign approve."
            )

    def survive_power_cuts(self) -> None:
        """From here on every write is on the disk before the next step; a little slower."""
        self.database.execute("PRAGMA synchronous = FULL")

    def write_in_small_steps(self) -> None:
        """From here on what a write might have to take back is kept in memory: with many small ones, half the work.

        Not for what fills temporary tables, which would be kept there, too. Inside `writing()` it does nothing.
        """
        if not self.database.conn.in_transaction:
            self.database.execute("PRAGMA temp_store = MEMORY")

    def campaign_names(self) -> list[str]:
        """Return the names of all campaigns."""
        return self._told(lambda: campaigns.campaign_names(self.database))

    def _read_one(self, contact_id: str) -> Contact:
        return next(contacts.read_contacts(self.database, contact_id=contact_id))

    def _told(self, look: Callable[[], T]) -> T:
        with explained(self.path):
            return look()
