"""To which act does a reply belong, and can it be put on record so?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from advocate.errors import ReplyNotAllowed, UnknownContact, UnknownOfficial
from advocate.store.contacts import find_contact
from advocate.store.id_starts import SHORT
from advocate.store.moves import act_now
from advocate.store.officials import keep_official
from advocate.store.replies import (
    NewReply,
    Reply,
    find_reply,
    get_reply,
    insert_reply,
    latest_contact,
    list_replies,
)
from advocate.store.standings import CONTACT_MADE

if TYPE_CHECKING:
    from advocate.officials.then import OfficialsThen
    from advocate.store.contacts import Contact
    from advocate.store.log import Log
    from advocate.store.officials import OfficialThen


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer is to: a contact, or None for a campaign (or all) as a whole.

    `of` is how many contacts with the official there are, where the newest was taken; 0 where one was named.
    """

    official: OfficialThen
    contact: Contact | None
    of: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What came back. `channel` is the way it came, "" where nobody said."""

    answer: str
    on: date
    quotation: str = ""
    may_quote: bool = False
    channel: str = ""
    note: str = ""
    who: str = ""


def find_answered(
    log: Log, whom: str, officials: OfficialsThen, on: date, *, campaign_id: str = ""
) -> Answered:
    """Return what `whom` means: the start of a contact's id, else an official, and the newest contact with them.

    Raises UnknownContact (several begin so), UnknownOfficial.
    """
    try:
        contact = log.contact(find_contact(log.database, whom))
        return Answered(contact.official, contact)
    except UnknownContact as nobody:
        if nobody.choices:
            raise
        official = _official(whom, officials, on, nobody)
    contact_id, of = latest_contact(log.database, official.official_key, campaign_id, on.isoformat())
    newest = log.contact(contact_id) if contact_id else None
    return Answered(newest.official if newest else official, newest, of)


def _official(whom: str, officials: OfficialsThen, on: date, nobody: UnknownContact) -> OfficialThen:
    try:
        return officials.find(" ".join(whom.split()), on)
    except UnknownOfficial:
        # What looks like an id was meant as one.
        if set(whom.strip().casefold()) <= set("0123456789abcdef") and any(c.isdigit() for c in whom):
            raise nobody from None
        raise


def add_reply(
    log: Log, answered: Answered, said: Said, *, campaign_id: str | None = None, again: bool = False,
    dry_run: bool = False,
) -> Reply | None:  # fmt: skip
    """Put a reply on record and return it, None in a dry run.

    A reply to a contact belongs to the contact's campaign. Raises ReplyNotAllowed.
    """
    contact = answered.contact
    with log.writing():
        if contact is not None:
            _check_contact(log, contact, said.on)
        _check_said(said)
        new = _new(log, answered, said, campaign_id, dry_run=dry_run)
        if not again:
            _check_new(log, new)
        return None if dry_run else get_reply(log.database, insert_reply(log.database, new, log.clock))


def correct_reply(
    log: Log, id_or_start: str, *, answer: str = "", on: date | None = None, quotation: str | None = None,
    may_quote: bool | None = None, note: str = "", channel: str = "", who: str = "", withdraw: bool = False,
    dry_run: bool = False,
) -> tuple[Reply, Reply | None]:  # fmt: skip
    """Put right what is on record of a reply; return it as it was and as it is (None in a dry run).

    The new row points to the old one, which stays. Raises UnknownReply, ReplyNotAllowed.
    """
    with log.writing():
        old = find_reply(log.database, id_or_start)
        if old.withdrawn and withdraw:
            raise ReplyNotAllowed(f"Reply {old.short_id} was withdrawn already.")
        words = old.quotation if quotation is None else " ".join(quotation.split())
        kept = old.may_quote and bool(words) if may_quote is None else may_quote
        if (answer or old.answer) == "none" and quotation is None and may_quote is None:
            words, kept = "", False
        said = Said(
            answer or old.answer, on or date.fromisoformat(old.happened_on), words, kept, channel or old.channel,
            note or old.note, who,
        )  # fmt: skip
        _check_said(said)
        if old.contact_id:
            _check_contact(log, log.contact(old.contact_id), said.on)
        new = NewReply(
            old.official_id, old.official_key, old.contact_id, old.campaign_id, old.supporter_id, said.answer,
            said.on.isoformat(), said.quotation, said.may_quote, said.channel, said.note, who, withdraw, old.id,
        )  # fmt: skip
        if new == replace(new, **{name: getattr(old, name) for name in _COMPARED}):
            raise ReplyNotAllowed(
                f"Reply {old.short_id} is on record so already; there is nothing to put right."
            )
        return old, None if dry_run else get_reply(log.database, insert_reply(log.database, new, log.clock))


#: What makes a correction one.
_COMPARED = ("answer", "happened_on", "quotation", "may_quote", "channel", "note", "withdrawn")


def _new(log: Log, answered: Answered, said: Said, campaign_id: str | None, *, dry_run: bool) -> NewReply:
    contact, official_id = answered.contact, ""
    if contact is not None:
        row = log.database.execute(
            "SELECT official_id, campaign_id, supporter_id FROM contacts WHERE id = ?", [contact.id]
        ).fetchone()
        official_id, campaign_id, supporter_id = row
    else:
        supporter_id = None
        official_id = "" if dry_run else keep_official(log.database, answered.official)
    return NewReply(
        official_id, answered.official.official_key, contact.id if contact else None, campaign_id, supporter_id,
        said.answer, said.on.isoformat(), " ".join(said.quotation.split()), said.may_quote, said.channel, said.note,
        said.who,
    )  # fmt: skip


def _check_contact(log: Log, contact: Contact, on: date) -> None:
    if contact.standing not in CONTACT_MADE:
        raise ReplyNotAllowed(
            f"Contact {contact.short_id} is {contact.standing}: nothing was sent that could be answered. If it was, "
            f"say so first: advocate record {contact.short_id} sent"
        )
    day = act_now(log.database, contact.id).day
    if on < day:
        raise ReplyNotAllowed(
            f"The reply of {on} is before the contact itself, which is of {day}. Check --on, or put the contact "
            f"right: advocate record correct {contact.short_id} --on YYYY-MM-DD"
        )


def _check_said(said: Said) -> None:
    if said.answer == "none" and said.quotation:
        raise ReplyNotAllowed(
            "Where no answer came there is nothing to quote: choose unclear, or leave --quote out."
        )
    if said.may_quote and not said.quotation:
        raise ReplyNotAllowed("Permission to quote is of a quotation: give the words with --quote TEXT.")


def _check_new(log: Log, new: NewReply) -> None:
    for each in list_replies(log.database, official_key=new.official_key, answer=new.answer):
        same = (each.contact_id, each.campaign_id, each.happened_on) == (
            new.contact_id, new.campaign_id, new.happened_on,
        )  # fmt: skip
        if same:
            raise ReplyNotAllowed(
                f"That answer of {each.happened_on} is on record already: {each.id[:SHORT]}. If it is another one, add "
                f"--again; if that one is wrong: advocate reply correct {each.id[:SHORT]}"
            )
