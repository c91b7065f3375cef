"""How does a person read what came back: what was recorded, and the list of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.acts.replying import Answered
    from advocate.cli.show import Line
    from advocate.store.replies import Reply

CSV_COLUMNS = (
    "id", "happened_on", "answer", "official", "title", "kind", "district", "campaign", "contact_id", "quotation",
    "may_quote", "channel", "note", "who", "stands",
)  # fmt: skip


def told(answered: Answered, answer: str, day: date) -> str:
    """Return what was recorded, and to which act it belongs."""
    from advocate.acts.words import said
    from advocate.cli.contact_words import to_whom

    official, contact = answered.official, answered.contact
    if contact is None:
        whose = f"{official.title} {official.name}{f' ({official.district})' if official.district else ''}"
        return f"{answer} of {whose} on {day}, to no contact on record."
    more = f", the newest of {answered.of} contacts with them" if answered.of > 1 else ""
    return f"{answer} of {to_whom(contact)} on {day}, to {contact.short_id} ({said(contact.channel)}){more}."


def in_short(reply: Reply) -> str:
    return f"{reply.answer} of {_whose(reply)} on {reply.happened_on}"


def _whose(reply: Reply) -> str:
    return f"{reply.title} {reply.official}".strip() + (f" ({reply.district})" if reply.district else "")


def row(reply: Reply) -> tuple[str, ...]:
    """Return what a person sees of a reply: id, day, answer, of whom, to what, words."""
    answer = (
        reply.answer
        if reply.stands
        else f"{reply.answer}, {'withdrawn' if reply.withdrawn else 'put right since'}"
    )
    quoted = f'"{reply.quotation}"{" (may be quoted)" if reply.may_quote else ""}' if reply.quotation else ""
    return (
        reply.short_id, reply.happened_on, answer, _whose(reply), (reply.contact_id or "")[:8], reply.campaign,
        "; ".join(part for part in (quoted, reply.note) if part),
    )  # fmt: skip


def csv_row(reply: Reply) -> tuple[str, ...]:
    told = reply.to_dict()
    words = {True: "yes", False: "no", None: ""}
    return tuple(
        words[told[n]] if isinstance(told[n], bool) or told[n] is None else str(told[n]) for n in CSV_COLUMNS
    )


def print_table(replies: Sequence[Reply]) -> None:
    from advocate.cli.show import Section, print_sections

    print_sections(
        Section(f"{row(reply)[0]}  {row(reply)[1]}  {row(reply)[2]}", tuple(_lines(reply)))
        for reply in replies
    )


def _lines(reply: Reply) -> Iterator[Line]:
    from advocate.reports.plain import shown

    _, _, _, whose, contact, campaign, words = row(reply)
    for label, text in (("of", whose), ("to", contact), ("campaign", campaign), ("words", words)):
        if text:
            yield label, shown(text)
