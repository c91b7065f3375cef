"""How do we tell a person what will go by e-mail, what does not, and what became of it?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill, indent
from typing import TYPE_CHECKING

from advocate.cli.contact_words import to_whom
from advocate.cli.written import WIDTH, shown_path

if TYPE_CHECKING:
    from advocate.mailing.send_planning import Outgoing, SendPlan
    from advocate.mailing.sending import Outcome
    from advocate.store.contacts import Contact

_STATES = {
    "accepted": "accepted by the mail server; confirmed in the log",
    "refused": "refused by the mail server; bounced in the log",
    "put_off": "not taken now; it stays as it was, so send it again later",
    "in_doubt": "the connection broke: it may or may not have arrived. It will not go again unless you say so",
    "not_accepted": "it did not arrive, so it can go again",
}


def describe_send_plan(plan: SendPlan, *, whole: bool) -> str:
    """Return what would go, from whom and to whom (with the whole text, or not), and what does not go."""
    text = "".join(_message(each, whole=whole) for each in plan.outgoing)
    held = [each for each in plan.held if not each.done]
    done = [each for each in plan.held if each.done]
    if held:
        text += "\nNot sent:\n" + "".join(item(f"{_name(each.contact)}: {each.reason}") for each in held)
    if done:
        text += "\nSent before:\n" + "".join(item(f"{_name(each.contact)}: {each.reason}") for each in done)
    return text + _notices(plan)


def describe_outcome(outcome: Outcome) -> str:
    """Return what became of one letter."""
    said = f" ({outcome.reply})" if outcome.reply else ""
    return f"{_name(outcome.contact)}: {_STATES[outcome.state]}.{said}"


def describe_settled(ended: Sequence[tuple[Contact, str]]) -> str:
    """Return what became of the letters that an earlier run left open; "" where it left none."""
    if not ended:
        return ""
    lines = "".join(item(f"{_name(contact)}: {_STATES[state]}.") for contact, state in ended)
    return f"\nCut off in an earlier run:\n{lines}"


def describe_drafts(files: Sequence[Path]) -> str:
    """Return where the drafts lie, and that nothing was sent."""
    if not files:
        return "\nNothing was sent or logged (--dry-run).\n"
    names = "".join(f"  {shown_path(file)}\n" for file in files)
    return f"\nNothing was sent or logged (--dry-run). Your mail program opens these as drafts:\n{names}"


def item(text: str) -> str:
    """Return one wrapped line of a list."""
    return fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False) + "\n"


def _message(each: Outgoing, *, whole: bool) -> str:
    mail = each.mail
    head = (
        f"\n{each.contact.short_id}\n  From:    {mail.from_name} <{mail.from_email}>\n  To:      {mail.to_name} "
        f"<{mail.to_email}>\n  Subject: {mail.subject}\n  Text:    {shown_path(mail.file)}\n"
    )
    notes = "".join(item(note) for note in each.notes)
    if each.approval is not None:
        yes = each.approval
        how = f" ({yes.how})" if yes.how else ""
        by = f", recorded by {yes.recorded_by}" if yes.recorded_by else ""
        notes = (
            item(f"{yes.approved_by} said yes to exactly these words on {yes.approved_on}{how}{by}.") + notes
        )
    return head + notes + (f"\n{indent(mail.body, '  | ', lambda _: True)}" if whole else "")


def _name(contact: Contact) -> str:
    return f"{contact.short_id}  {contact.supporter} to {to_whom(contact)}"


def _notices(plan: SendPlan) -> str:
    """Return the notices that apply to what would go."""
    from letters.notices import in_words, notices_for

    if not plan.outgoing:
        return ""
    kinds = [each.contact.official.kind for each in plan.outgoing]
    sentences = in_words(notices_for(kinds, school_mail=any(each.school_mail for each in plan.outgoing)))
    return "\nThe law's edges:\n" + "".join(item(sentence) for sentence in sentences)
