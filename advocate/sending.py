"""Which letters go by e-mail, and what became of each? Every step is in the log before the next is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advocate.config import STALE_AFTER_DAYS
from advocate.mail_server import InDoubt, Later, MailError, MailServer, NoServer, Refused
from advocate.messages import CannotSend, Mail, compose, message_of
from advocate.school_mail import is_school_mail

if TYPE_CHECKING:
    from advocate.mail_settings import MailSettings
    from advocate.store.contacts import Contact
    from advocate.store.deliveries import Delivery, NewDelivery
    from advocate.store.log import Log
    from legislators.official import Official
    from legislators.officials import Roster

#: What becomes of a letter in one run.
OUTCOMES = ("accepted", "refused", "put_off", "in_doubt")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that can go, as the message it will be; `notes` is what to know of it before.

    `school_mail` is true where it goes from a school district's own mail account.
    """

    contact: Contact
    mail: Mail
    notes: tuple[str, ...] = ()
    school_mail: bool = False


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
class Outcome:
    """What became of one letter, and what the server said."""

    contact: Contact
    state: str
    reply: str

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as `advocate send --json` has it."""
        return {
            "id": self.contact.id,
            "outcome": self.state,
            "reply": self.reply,
            "standing": self.contact.standing,
        }


@dataclass(frozen=True, slots=True)
class Yes:
    """The supporter's yes: given on which day, and who wrote it down."""

    on: date
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes: the moment of a message, and waiting; tests hand in their own."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


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
    from advocate.seats_now import last_known, official_now, why_not
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
    notes = (*_notes(contact, now.email), *([f"{stale} You allowed it."] if stale else []))
    return Outgoing(contact, mail, notes, is_school_mail(mail.from_email))


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
    from advocate.linting import lint_named
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


def settle_doubts(
    log: Log,
    server: MailServer,
    where: str,
    *,
    ask: Callable[[Contact, Delivery], bool | None],
    who: str = "",
) -> list[tuple[Contact, str]]:
    """Find the messages that an earlier run left without an answer; return each contact, and how it ended.

    A server that can tell is asked first. Else a person is: `ask` returns True where it arrived, False
    where it surely did not, None where nobody knows. Then it stays as it is, and is not sent again.
    """
    ended = []
    for delivery in log.deliveries_in_doubt():
        contact = log.contact(delivery.contact_id)
        arrived = _server_knows(server, delivery, where)
        by = "found at the mail server by its Message-ID"
        if arrived is None:
            arrived, by = ask(contact, delivery), f"settled by {who or 'a person'}"
        if arrived is None:
            ended.append((contact, "in_doubt"))
            continue
        state = "accepted" if arrived else "not_accepted"
        ended.append((log.end_delivery(delivery.id, state, reply=by, who=who), state))
    return ended


def _server_knows(server: MailServer, delivery: Delivery, where: str) -> bool | None:
    """Ask the server, where it is the one that got the message; None where it cannot tell."""
    if delivery.server != where:
        return None
    try:
        return server.has(delivery.message_id)
    except MailError:
        return None


def send_all(
    log: Log,
    server: MailServer,
    outgoing: Sequence[Outgoing],
    settings: MailSettings,
    yes: Yes,
    pace: Pace,
) -> Iterator[Outcome]:
    """Send each letter as a message of its own, at the settings' pace; yield what became of it.

    Raises NoServer where the server cannot be used at all; what went before is in the log.
    """
    for number, each in enumerate(outgoing):
        if number and settings.interval:
            pace.sleep(settings.interval)
        yield _send_one(log, server, each, settings, yes, pace)


def _send_one(
    log: Log, server: MailServer, each: Outgoing, settings: MailSettings, yes: Yes, pace: Pace
) -> Outcome:
    """Try a few times, waiting longer each time, for as long as it is certain that it was not taken."""
    new = _delivery(each, settings, yes)
    reply = ""
    for attempt in range(settings.attempts):
        if attempt:
            pace.sleep(settings.first_wait * 2 ** (attempt - 1))
        try:
            server.offer(new.sender, new.recipient)
        except Later as error:
            reply = error.reply
            continue
        except Refused as error:
            return Outcome(log.refuse_delivery(new, error.reply, who=yes.recorded_by), "refused", error.reply)
        state, reply, contact = _hand_over(log, server, each, new, pace)
        if state not in ("put_off", "not_accepted"):
            return Outcome(contact, state, reply)
    return Outcome(log.contact(each.contact.id), "put_off", reply)


def _hand_over(
    log: Log, server: MailServer, each: Outgoing, new: NewDelivery, pace: Pace
) -> tuple[str, str, Contact]:
    """Write "sending" down, give the message, write down the answer; return state, answer and contact."""
    delivery_id, message_id = log.begin_delivery(new)

    def ended(state: str, reply: str) -> tuple[str, str, Contact]:
        return state, reply, log.end_delivery(delivery_id, state, reply=reply, who=new.recorded_by)

    try:
        data = message_of(each.mail, message_id=message_id, moment=pace.now()).as_bytes()
    except Exception as error:
        ended("not_accepted", f"no message could be made of it: {type(error).__name__}")
        raise
    try:
        reply = server.hand_over(data)
    except Refused as error:
        return ended("refused", error.reply)
    except Later as error:
        return ended("put_off", error.reply)
    except NoServer as error:
        ended("put_off", error.reply)
        raise
    except InDoubt as error:
        arrived = _after_a_break(server, message_id)
        if arrived is None:
            return "in_doubt", error.reply, log.contact(new.contact_id)
        return ended("accepted" if arrived else "not_accepted", error.reply)
    return ended("accepted", reply)


def _after_a_break(server: MailServer, message_id: str) -> bool | None:
    try:
        return server.has(message_id)
    except MailError:
        return None


def _delivery(each: Outgoing, settings: MailSettings, yes: Yes) -> NewDelivery:
    from advocate.store.deliveries import NewDelivery

    return NewDelivery(
        contact_id=each.contact.id,
        sender=each.mail.from_email,
        recipient=each.mail.to_email,
        server=f"{settings.host}:{settings.port}",
        content_hash=each.mail.content_hash,
        approved_by=each.contact.supporter,
        approved_on=yes.on.isoformat(),
        recorded_by=yes.recorded_by,
    )
