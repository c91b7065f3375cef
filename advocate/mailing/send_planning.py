"""Which letters may go by e-mail on a day, and which may not, why, and what to do? Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advocate.config import STALE_AFTER_DAYS
from advocate.writing.messages import CannotSend, Mail, compose
from advocate.writing.school_mail import is_school_mail

if TYPE_CHECKING:
    from advocate.store.approvals import Approval
    from advocate.store.contacts import Contact
    from advocate.store.deliveries import Delivery
    from advocate.store.log import Log
    from legislators.official import Official
    from legislators.officials import Roster


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that can go, as the message it will be; `notes` is what to know of it before.

    `school_mail` is true where it goes from a school district's own mail account. `approval` is the yes
    on record of a letter that was made for its supporter; one they wrote themself has none before it goes.
    """

    contact: Contact
    mail: Mail
    notes: tuple[str, ...] = ()
    school_mail: bool = False
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that does not go, why, and what to do. `done` where it went already, `in_doubt` where it may have."""

    contact: Contact
    reason: str
    done: bool = False
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class SendPlan:
    """Who gets a message, and who does not."""

    outgoing: tuple[Outgoing, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """By which day, and by which leave of a person, it is told who may be written to.

    `day` is the day of sending. After `stale_after` days without an update of the data nothing goes,
    nor to anybody whose term is over by then, except with `allow_stale`.
    """

    day: date
    allow_doubtful: bool = False
    allow_stale: bool = False
    stale_after: int = STALE_AFTER_DAYS


def plan_sending(log: Log, contacts: Sequence[Contact], roster: Roster, judged: Judged) -> SendPlan:
    """Say what would go to whom, and what would not and why; nothing is sent or written."""
    outgoing: list[Outgoing] = []
    held: list[Held] = []
    for contact in contacts:
        each = _plan_one(log, contact, roster, judged)
        (outgoing if isinstance(each, Outgoing) else held).append(each)  # type: ignore[arg-type]
    return SendPlan(tuple(outgoing), tuple(held))


def _plan_one(log: Log, contact: Contact, roster: Roster, judged: Judged) -> Outgoing | Held:
    from advocate.mailing.seats_now import last_known, official_now, why_not
    from advocate.store.approvals import last_word, needs_yes
    from advocate.store.campaigns import find_campaign
    from advocate.store.standings import CONTACT_MADE

    if contact.standing in CONTACT_MADE:
        return Held(
            contact,
            f"It is {contact.standing} since {contact.standing_since}; nobody gets it twice.",
            done=True,
        )
    delivery = log.delivery(contact.id)
    if delivery is not None and delivery.in_doubt:
        return Held(contact, _doubt(contact, delivery), in_doubt=True)
    if contact.campaign:
        reason = find_campaign(log.database, contact.campaign).why_not(judged.day)
        if reason:
            return Held(contact, reason)
    then, now = contact.official, official_now(contact.official, roster, judged.day)
    if now is None and judged.allow_stale:
        now = last_known(then, roster)
    reason = why_not(then, now, judged.day, judged.allow_doubtful, judged.allow_stale)
    if reason or now is None:
        return Held(contact, reason)
    stale = _stale(now, roster, judged)
    if stale and not judged.allow_stale:
        return Held(contact, f"{stale} If they surely still sit: --allow-stale.")
    supporter = log.supporter_of(contact.id)
    if not supporter.email:
        return Held(
            contact,
            f"{supporter.name} has no e-mail in the log, so nobody could answer. Give it: advocate write … --email ADDRESS.",
        )
    try:
        mail = compose(
            from_name=supporter.name, from_email=supporter.email, to_name=now.name, to_email=now.email,
            subject=contact.subject, files=contact.files,
        )  # fmt: skip
    except CannotSend as error:
        return Held(contact, str(error))
    unfit = _unfit(mail)
    if unfit:
        return Held(contact, unfit)
    reason = _without_yes(log, contact, mail.content_hash)
    if reason:
        return Held(contact, reason)
    approval = last_word(log.database, contact.id) if needs_yes(log.database, contact.id) else None
    notes = (*_notes(contact, now.email), *([f"{stale} You allowed it."] if stale else []))
    return Outgoing(contact, mail, notes, is_school_mail(mail.from_email), approval)


def _without_yes(log: Log, contact: Contact, content_hash: str) -> str:
    """Return why a letter that was made for its supporter may not go, and what to do; "" where it may."""
    from advocate.store.approvals import last_word, why_no_yes

    why = why_no_yes(log.database, contact.id, content_hash)
    if not why:
        return ""
    last, who = last_word(log.database, contact.id), contact.supporter
    ask = f"Then: advocate campaign approve {contact.short_id}."
    if last is None:
        return f"It was made for {who}, whose yes to it is not on record. Ask them. {ask}"
    if why == "said no":
        return f"{who} said no to it on {last.approved_on}. Only if they change their mind: {ask}"
    if why == "other name":
        return (
            f"{last.approved_by} said yes on {last.approved_on}, and since then the name or the e-mail was changed that it "
            f"would go from. Ask them again. {ask}"
        )
    if why == "opted out":
        return f"After their yes of {last.approved_on}, {who} said no to being reached at all. Only if they still want it to go: {ask}"
    return f"It was changed since {who} said yes on {last.approved_on}. Ask them again. {ask}"


def _stale(now: Official, roster: Roster, judged: Judged) -> str:
    """Return why our data may not know any more who sits, "" where they may well."""
    from legislators.freshness import why_stale

    if now.term_ends and now.term_ends <= judged.day:
        return f"The term of {now.title} {now.name} ended on {now.term_ends}, and our data name no successor."
    return why_stale(roster.snapshot, now.kind, judged.day, judged.stale_after)


def _unfit(mail: Mail) -> str:
    """Return which rule stops the letter as its file is now, edits included; "" where none does."""
    from advocate.config import load_settings
    from advocate.errors import AdvocateError
    from advocate.writing.linting import lint_named
    from letters.errors import LettersError

    try:
        (looked_at,) = lint_named([str(mail.file)], templates=load_settings().templates)
    except (AdvocateError, LettersError) as error:
        return str(error)
    stops = [found for found in looked_at.findings if found.severity == "stop"]
    if not stops:
        return ""
    told = " ".join(f"{found.rule}: {found.what} ({found.where}) {found.remedy}" for found in stops)
    return (
        f"As '{mail.file.name}' is now, it may not go. {told} Mend it, and see: advocate lint '{mail.file}'."
    )


def _doubt(contact: Contact, delivery: Delivery) -> str:
    return (
        f"It may have gone on {delivery.state_at[:10]}: the run was cut off before {delivery.server} answered. It is "
        f"not sent again on a guess. Look in the Sent folder, or ask the office. It arrived: advocate record "
        f"{contact.short_id} confirmed. It surely did not: advocate send {contact.short_id} --not-accepted."
    )


def _notes(contact: Contact, email: str) -> Iterator[str]:
    if contact.standing == "bounced":
        yield f"It came back on {contact.standing_since}; check the address before it goes again."
    if contact.standing == "handed_over":
        yield f"It was handed over on {contact.standing_since}: if you have sent it since, do not send it again."
    if contact.official.email and contact.official.email != email:
        yield f"The address is newer than the letter: it was {contact.official.email}."
