"""`advocate log show ID`: what is the whole story of one contact?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.options import db_option, json_option, print_json
from advocate.cli.show import Line, Section

if TYPE_CHECKING:
    from advocate.store.contacts import Contact
    from advocate.store.log import Log
    from advocate.store.story import Step

_STANDINGS = {"handed_over": "handed over", "sent": "sent", "confirmed": "confirmed", "bounced": "came back"}
_WORDS = {
    "approved": "approved by:", "not_approved": "not approved by:", "given_to_server": "given to the mail server",
    "server_said": "the mail server:", "reply": "reply:", "reply_corrected": "reply put right:",
    "reply_withdrawn": "no such reply:",
}  # fmt: skip


@click.command("show", short_help="One letter or contact: its whole story.")
@click.argument("contact_id", metavar="ID")
@json_option
@db_option
def show(contact_id: str, as_json: bool, db: Path | None) -> None:
    """Show all that is on record of one letter, call, visit ...

    Written, approved, handed over, sent, bounced, answered; and what was put
    right or taken back since, which stays on record. ID is the start of what
    `advocate log` shows.
    """
    from advocate.store import open_log

    with open_log(db, create=False) as log:
        show_story(log, log.contact(contact_id).id, as_json)


def show_story(log: Log, contact_id: str, as_json: bool) -> None:
    """Print one contact's story, for a person or as JSON."""
    from advocate.cli.show import show as show_sections
    from advocate.store.moves import act_now
    from advocate.store.story import read_story

    contact, story = log.contact(contact_id), read_story(log.database, contact_id)
    now = act_now(log.database, contact_id)
    if as_json:
        told = {"act_on": now.day.isoformat(), "minutes": now.minutes, "cost_cents": now.cost_cents}
        print_json(contact.to_dict() | told | {"story": [step.to_dict() for step in story]})
        return
    from advocate.cli.recorded import spent_in_words

    spent = ", ".join(spent_in_words(now.minutes, now.cost_cents))
    show_sections([
        Section(_title(contact), tuple(_head(contact, now.day.isoformat(), spent))),
        Section("What happened", tuple(_line(step, story) for step in story)),
    ])  # fmt: skip


def _title(contact: Contact) -> str:
    from advocate.acts.words import said
    from advocate.cli.contact_words import how_it_stands

    return f"{contact.short_id}  {said(contact.channel)}, {how_it_stands(contact).partition(' (')[0]}"


def _head(contact: Contact, day: str, spent: str) -> Iterator[Line]:
    from advocate.cli.contact_words import to_whom
    from advocate.reports.plain import shown
    from advocate.store.standings import CONTACT_MADE

    made = contact.standing in CONTACT_MADE
    withdrawn = contact.standing == "drafted" and not contact.letter_hash
    for label, text in (
        ("to", to_whom(contact)), ("from", f"{contact.supporter}{f', {contact.town}' if contact.town else ''}"),
        ("campaign", contact.campaign), ("day", day if made else ""), ("took", spent if made else ""),
        ("subject", contact.subject), ("template", contact.template), ("files", ", ".join(contact.files)),
        ("counts", "no: taken back" if withdrawn else "yes, as a contact made" if made else "no: it is no contact made"),
        ("id", contact.id),
    ):  # fmt: skip
        if text:
            yield label, shown(text)


def _line(step: Step, story: tuple[Step, ...]) -> Line:
    from advocate.cli.recorded import spent_in_words
    from advocate.reports.plain import shown

    rest = ", ".join([*spent_in_words(step.minutes, step.cost_cents), *([step.text] if step.text else [])])
    what = _what(step, story)
    text = f"{what}{' ' if what.endswith(':') else ', '}{rest}" if rest else what
    recorded = datetime.fromisoformat(step.recorded_at).astimezone()
    by = f" by {step.who}" if step.who else ""
    note = "" if step.counts else "; no longer counts"
    return step.on, shown(f"{text} (recorded {recorded:%Y-%m-%d %H:%M}{by}{note})")


def _what(step: Step, story: tuple[Step, ...]) -> str:
    old = next((each for each in story if each.id == step.corrects), None)
    way = f" ({step.channel})" if step.channel not in ("", "letter") else ""
    if step.what == "made" and step.standing == "drafted":
        return "written"
    if step.what in ("made", "moved"):
        return _STANDINGS.get(step.standing, step.standing) + way
    if step.what == "taken_back":
        return (
            f"taken back: {_STANDINGS.get(old.standing, old.standing)} of {old.on}" if old else "taken back"
        )
    if step.what == "corrected":
        place = f", in the place of {old.on}" if old and old.on != step.on else ""
        return f"put right{place}{way if old is None or old.channel != step.channel else ''}"
    return _WORDS[step.what]
