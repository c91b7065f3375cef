"""How do letters go by e-mail, and what became of each? Every step is in the log before the next is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advocate.mailing.server import InDoubt, Later, MailError, MailServer, NoServer, Refused
from advocate.writing.messages import message_of

if TYPE_CHECKING:
    from advocate.mailing.send_planning import Outgoing
    from advocate.mailing.settings import MailSettings
    from advocate.store.contacts import Contact
    from advocate.store.deliveries import Delivery, NewDelivery
    from advocate.store.log import Log

#: What becomes of a letter in one run.
OUTCOMES = ("accepted", "refused", "put_off", "in_doubt")


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
    """The supporter's yes to letters of their own: given on which day, and who wrote it down.

    A letter that was made for its supporter goes by the yes on its own record (`Outgoing.approval`).
    """

    on: date
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes: the moment of a message, and waiting; tests hand in their own."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


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
        approved_by=each.approval.approved_by if each.approval else each.contact.supporter,
        approved_on=each.approval.approved_on if each.approval else yes.on.isoformat(),
        recorded_by=yes.recorded_by,
    )
