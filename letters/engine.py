"""How do a template, a supporter's own words and true figures become one letter?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from letters.bills import read_bill, read_position
from letters.citations import Citations
from letters.errors import MissingNeeds, NobodyToWriteTo
from letters.figures import Figure, FigureBook, load_figures
from letters.library import Template, list_templates, load_template, templates_for
from letters.people import Recipient, Sender
from letters.salutations import salutation
from letters.sandbox import compile_text, run, variables_of
from letters.typed import one_line

__all__ = [
    "Letter",
    "Template",
    "describe_needs",
    "list_templates",
    "load_template",
    "missing_needs",
    "render_letter",
    "templates_for",
]


# What a template can call to name a figure: each call adds to the letter's source notes.
_CITING = frozenset({"figure", "side_by_side", "district_range"})
_CHECKS = {"bill": read_bill, "position": read_position}


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter from one supporter to one official, before it takes the form of text, page or e-mail.

    `body` is Markdown, its figures marked [^1], [^2] …; figure n of `figures` belongs to mark n.
    `subject`, `salutation` and `closing` are single lines of plain text.
    """

    subject: str
    salutation: str
    body: str
    closing: str
    template: str
    figures: tuple[Figure, ...]
    recipient: Recipient
    sender: Sender
    date: date

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The source note of each figure, in the order of the marks."""
        return tuple(figure.footnote() for figure in self.figures)


def missing_needs(template: Template, context: Mapping[str, Any]) -> list[str]:
    """Return the names of what must still be given before the letter can be written, in order.

    Names are the template's own ("story"), or "sender.name", "sender.address_lines", "sender.home",
    "recipient", "date"; `template.prompt_for(name)` is the question to ask.
    """
    missing = [name for name in template.needs if _is_blank(context.get(name))]
    missing.extend(_sender_lacks(context.get("sender")))
    if context.get("recipient") is None:
        missing.append("recipient")
    if context.get("date") is None:
        missing.append("date")
    return missing


def describe_needs(template: Template, names: list[str]) -> dict[str, str]:
    """Return the question to ask a supporter for each of these needs."""
    return {name: template.prompt_for(name) for name in names}


def render_letter(template: Template, context: Mapping[str, Any]) -> Letter:
    """Return the letter. The same template and context give the same letter, to the byte.

    `context` holds `sender` (Sender), `recipient` (Recipient), `date` (a date), what the template
    needs ("story", …) and whatever of its defaults is to be replaced ("ask", "topic", …);
    `school_district` (an id such as "0625-01", "" for none) for the figures, and `figures` (a
    FigureBook; the bundled one without it); `districts_served` (school district ids, or
    letters.ranges.Served with the share of each) and `served_by` ("House District 67B") for the range
    across the districts of a legislator. Text in it is printed as typed, never run as a template.

    A `bill` must be a Minnesota bill's number (HF 1234), a `position` support or oppose.

    Raises MissingNeeds, NobodyToWriteTo, BadWord, BadTemplate, FigureNotFound, FigureRefused.
    """
    sender: Any = context.get("sender")
    recipient: Any = context.get("recipient")
    day: Any = context.get("date")
    if sender is None or recipient is None or day is None:
        _require_needs(template, context)
    try:
        greeting = _greeting(recipient)
    except NobodyToWriteTo:
        _require_needs(template, context)
        raise
    letter_text = (
        template,
        tuple([context.get(name) for name in _own_names(template)]),
        sender,
        day,
        context.get("figures") or load_figures(),
        context.get("school_district") or "",
        tuple(context.get("districts_served") or ()),
        context.get("served_by") or "",
        recipient if _names_recipient(template.body, template.subject) else None,
    )
    try:
        body, subject, figures = _filled(*letter_text)
    except TypeError:  # something in it cannot be remembered
        body, subject, figures = _fill(*letter_text)
    return Letter(
        subject=subject,
        salutation=greeting,
        body=body,
        closing=template.closing,
        template=template.name,
        figures=figures,
        recipient=recipient,
        sender=sender,
        date=day,
    )


def _fill(
    template: Template,
    given: tuple[Any, ...],
    sender: Sender,
    day: date,
    book: FigureBook,
    school_district: str,
    served: tuple[Any, ...],
    served_by: str,
    recipient: Recipient | None,
) -> tuple[str, str, tuple[Figure, ...]]:
    """Return body, subject and figures of a letter; `given` are the values of its `_own_names`."""
    context = dict(zip(_own_names(template), given, strict=True))
    _require_needs(template, {**context, "sender": sender, "recipient": "there is one", "date": day})
    citations = Citations(book, school_district, served, served_by)
    values = _words(template, context) | {
        "sender": sender,
        "recipient": recipient,
        "home": sender.home,
        "date": day,
        "figure": citations.figure,
        "side_by_side": citations.side_by_side,
        "district_range": citations.district_range,
    }
    where = f"template {template.name!r}"
    text = run(compile_text(template.body, where), values, where).strip()
    line = _subject_line(template.subject, where, values)
    return text, line, tuple(citations.figures)


def _subject_line(subject: str, where: str, values: dict[str, Any]) -> str:
    """Return the subject filled in."""
    names = _names_in(subject, where)
    if names.isdisjoint(_CITING):
        # It has few of the letter's words in it, so most of a list's letters have the same.
        used = tuple([(name, values[name]) for name in names if name in values])
        try:
            return _filled_line(subject, where, used)
        except TypeError:  # something in it cannot be remembered
            pass
    return _fill_line(subject, where, values.items())


def _fill_line(subject: str, where: str, values: Iterable[tuple[str, Any]]) -> str:
    return one_line(_plain(run(compile_text(subject, where), dict(values), where)))


_filled_line = lru_cache(maxsize=256)(_fill_line)


@lru_cache(maxsize=256)
def _names_in(subject: str, where: str) -> frozenset[str]:
    compile_text(subject, where)  # says what is wrong with it
    return frozenset(variables_of(subject))


# One supporter's letters to several officials differ in the greeting and the address alone.
_filled = lru_cache(maxsize=256)(_fill)


def _words(template: Template, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the template's own words: what was given, else its defaults."""
    context = _checked(context)
    given = {name: context[name] for name in template.needs}
    for name, default in template.defaults.items():
        value = context.get(name)
        given[name] = default if value is None or (isinstance(value, str) and not value.strip()) else value
    return given


def _checked(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the context with a bill's number and a position in the one form that offices file by."""
    found = {name: _CHECKS[name](context[name]) for name in _CHECKS if isinstance(context.get(name), str)}
    return {**context, **found} if found else context


def _require_needs(template: Template, context: Mapping[str, Any]) -> None:
    """Raise MissingNeeds, with the question for each, where something is still needed."""
    names = missing_needs(template, context)
    if names:
        prompts = describe_needs(template, names)
        lines = "".join(f"\n  - {name}: {prompt}" for name, prompt in prompts.items())
        raise MissingNeeds(f"The letter {template.name!r} still needs:{lines}", prompts)


@lru_cache(maxsize=4096)
def _greeting(recipient: Recipient) -> str:
    return one_line(salutation(recipient))


@lru_cache(maxsize=256)
def _own_names(template: Template) -> tuple[str, ...]:
    """Return the names of what a template needs or has a default for, and of what is checked in any case."""
    return tuple(dict.fromkeys((*template.needs, *template.defaults, *_CHECKS)))


@lru_cache(maxsize=256)
def _names_recipient(body: str, subject: str) -> bool:
    return "recipient" in body or "recipient" in subject


def _sender_lacks(sender: Sender | None) -> tuple[str, ...]:
    parts = ("name", "address_lines", "home")
    return tuple(f"sender.{part}" for part in parts if sender is None or _is_blank(getattr(sender, part)))


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, tuple | list):
        return not any(str(line).strip() for line in value)
    return value is None


def _plain(markdown: str) -> str:
    from letters.formats.text import plain

    return plain(markdown.replace("\\\n", " "))
