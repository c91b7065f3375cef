"""From one address to a logged letter for each official: the only place that joins the whole chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.writing.forms import DEFAULT_FORMATS
from advocate.writing.keeping import keep_letters, supporter_of
from advocate.writing.planning import Plan, plan_letters
from advocate.writing.recipients import DEFAULT_OFFICES
from advocate.writing.written import WrittenLetter, WrittenLetters

__all__ = [
    "WrittenLetter",
    "WrittenLetters",
    "check_words",
    "draft_letters",
    "keep_letters",
    "missing_words",
    "places_of",
    "sender_of",
    "words_for",
    "write_letters",
    "write_plan",
]

if TYPE_CHECKING:
    from advocate.store.campaigns import Campaign
    from advocate.store.log import Log
    from legislators.officials import Official
    from letters.engine import Letter
    from letters.people import Sender

#: How a missing word is given on the command line.
_WAYS = {"story": "--story FILE", "sender.name": "--name NAME", "ask": "--ask TEXT"}


def write_letters(
    address: str,
    *,
    name: str,
    story: str,
    template: str = "",
    to: Sequence[str] = DEFAULT_OFFICES,
    offline: bool = False,
    on: date | None = None,
    out: Path | str | None = None,
    phone: str = "",
    email: str = "",
    ask: str = "",
    district: str = "",
    school_district: str = "",
    point: tuple[float, float] | None = None,
    campaign: str = "",
    words: Mapping[str, str] | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    strict: bool = False,
    log: Log | None = None,
    dry_run: bool = False,
    today: date | None = None,
    comes_back: bool = False,
) -> WrittenLetters:
    """Write a letter to each chosen official of an address, as files, and log it as drafted.

    `to` chooses among house, senate, board, governor. Without `template` each office gets its own.
    `point` (latitude, longitude) says where an address is that is not on file. `words` are other words
    a template takes. `on` is the day on which officials must sit, `today` the day on the letters.
    `formats` are names of letters.formats.FORMATS. A letter that breaks a rule that stops (any rule, if
    `strict`) is not written. Without `log` the log of the settings is used. All letters are written and
    logged, or none. With `comes_back` one who asked to be forgotten is kept again. Raises LegislatorsError, LettersError, AdvocateError.
    """
    plan = plan_letters(
        address, point=point, to=to, template=template, offline=offline, on=on, district=district,
        school_district=school_district, today=today,
    )  # fmt: skip
    given = {**(words or {}), "story": story, "ask": ask}
    sender = sender_of(plan, name, phone, email)
    return write_plan(
        plan, sender, given, formats=formats, strict=strict, out=out, campaign=campaign, log=log,
        dry_run=dry_run, comes_back=comes_back,
    )  # fmt: skip


def write_plan(
    plan: Plan,
    sender: Sender,
    words: Mapping[str, str],
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    strict: bool = False,
    out: Path | str | None = None,
    campaign: str = "",
    log: Log | None = None,
    db: Path | None = None,
    dry_run: bool = False,
    comes_back: bool = False,
) -> WrittenLetters:
    """Render, check and keep the letters of a plan, as `write_letters` does.

    With `comes_back` one who asked to be forgotten is kept again. Raises AskedToBeForgotten, MissingNeeds,
    LettersStopped and the like before the first file, or the log, is made.
    """
    from advocate.errors import NoLogYet
    from advocate.store import open_log
    from advocate.writing.checking import check_drafts
    from advocate.writing.coming_back import forgotten_by, let_come_back
    from advocate.writing.forms import read_formats

    chosen = read_formats(formats)
    drafts = draft_letters(plan, sender, words)
    story = words.get("story", "")
    with ExitStack() as stack:
        book = log
        if book is None and drafts and not dry_run:
            with suppress(NoLogYet):
                book = stack.enter_context(open_log(db, create=False))
        supporter, known = supporter_of(plan, sender), book if drafts else None
        forgotten = forgotten_by(known, supporter, comes_back=comes_back) if known is not None else ""
        earlier = known.others_letters(supporter) if known is not None else None
        found = check_drafts(plan, drafts, story, earlier=earlier, strict=strict)
        written = keep_letters(
            plan, drafts, found=found, formats=chosen, story=story, out=out, campaign=campaign, log=book, db=db,
            dry_run=dry_run,
        )  # fmt: skip
        if known is not None and forgotten and not dry_run:
            let_come_back(known, supporter)
        return written


def sender_of(plan: Plan, name: str, phone: str = "", email: str = "") -> Sender:
    """Return the supporter as the letters sign them."""
    from letters.people import Sender

    home = plan.home
    return Sender(" ".join(name.split()), home.lines, phone.strip(), email.strip(), home.town, home.zip_code)


def missing_words(plan: Plan, sender: Sender, words: Mapping[str, str]) -> dict[str, str]:
    """Return what the plan's templates still need, each with the question to ask for it."""
    from letters.engine import missing_needs

    missing: dict[str, str] = {}
    for official, template in plan.chosen:
        context = _context(plan, official, sender, words)
        missing = {n: template.prompt_for(n) for n in missing_needs(template, context)} | missing
    return missing


def draft_letters(
    plan: Plan, sender: Sender, words: Mapping[str, str]
) -> tuple[tuple[Official, Letter], ...]:
    """Render every letter of the plan. Raises MissingNeeds, with all that is missing, WrongChoice."""
    from letters.engine import render_letter
    from letters.errors import MissingNeeds

    check_words(plan, words)
    missing = missing_words(plan, sender, words)
    if missing:
        lines = "".join(f"\n  {_WAYS.get(n, f'--set {n}=TEXT')}: {prompt}" for n, prompt in missing.items())
        raise MissingNeeds(f"The letters still need some words, so nothing was written:{lines}", missing)
    return tuple(
        (official, render_letter(template, _context(plan, official, sender, words)))
        for official, template in plan.chosen
    )


def words_for(plan: Plan, campaign: Campaign, words: Mapping[str, str]) -> dict[str, str]:
    """Return the words with the campaign's ask, bill, item and topic, where none were given and there is a place."""
    asked = {
        "ask": campaign.ask, "bill": campaign.bill, "agenda_item": campaign.item, "topic": campaign.topic,
    }  # fmt: skip
    ours = {name: word for name, word in asked.items() if word and name in places_of(plan)}
    return {**words, **ours, **{name: word for name, word in words.items() if word.strip()}}


def places_of(plan: Plan) -> list[str]:
    """Return the words that the plan's templates take."""
    templates = {template.name: template for _, template in plan.chosen}.values()
    return sorted({word for t in templates for word in (*t.needs, *t.defaults)})


def check_words(plan: Plan, words: Mapping[str, str]) -> None:
    """Refuse a word that no template of the plan has a place for; it would be lost without a trace."""
    places = places_of(plan)
    for name, value in words.items():
        if value.strip() and plan.chosen and name not in places:
            raise WrongChoice(
                f"These letters have no place for '{name}'. They take: {', '.join(places)}.", places
            )


def _context(plan: Plan, official: Official, sender: Sender, words: Mapping[str, str]) -> dict[str, Any]:
    from advocate.officials.serving import districts_served
    from letters.people import Recipient

    served, name = districts_served(official.kind, official.district)
    recipient = Recipient(
        name=official.name,
        title=official.title,
        kind=official.kind,
        district=official.district,
        mail=official.mail,
        email=official.email,
        family_name=official.family_name,
    )
    given = {name: value for name, value in words.items() if value.strip()}
    return {
        **given,
        "sender": sender,
        "recipient": recipient,
        "date": plan.today,
        "school_district": plan.school_district,
        "districts_served": served,
        "served_by": name,
    }
