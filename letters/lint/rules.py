"""Which rules are there, in which order, and what do they all look at?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.lint import conduct, form, mail, numbers, own_words, purpose
from letters.lint.findings import Finding
from letters.lint.view import Notes, Paragraph, View, read_paragraph, read_paragraphs
from letters.typed import as_markdown

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.figures import Figure
    from letters.library import Template
    from letters.people import Sender
    from letters.similarity import EarlierLetters

#: What is found in one paragraph, whatever stands around it: most are the template's, and looked at once.
PARAGRAPH_CHECKS: tuple[Callable[[Paragraph], Iterable[Finding]], ...] = (
    form.check_no_holes,
    conduct.check_privacy,
    conduct.check_election,
    conduct.check_courtesy,
    form.check_plain_text,
)

#: What is the same in all of a supporter's letters that say the same: looked at once for all of them.
TEXT_CHECKS: tuple[Callable[[View], Iterable[Finding]], ...] = (
    purpose.check_constituent,
    purpose.check_subject_names_it,
    purpose.check_one_ask,
    purpose.check_one_issue,
    own_words.check_own_words,
    form.check_answered,
    form.check_sender,
    purpose.check_reply,
    numbers.check_figures,
    form.check_subject,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A text that was looked at: what was found, its own words, and the lines that it takes."""

    findings: tuple[Finding, ...]
    own: tuple[Paragraph, ...]
    lines: int


def find_all(
    letter: Letter,
    story: str,
    template: Template | None,
    sender_email: str,
    school_domains: Container[str],
    earlier: EarlierLetters | None,
    page_count: form.PageCount | None,
) -> tuple[Finding, ...]:
    """Return what every rule finds, in the order of the rules; see `letters.lint.lint_letter`."""
    template = template if template is not None else _bundled(letter.template)
    sender = letter.sender
    text = _read(letter.subject, letter.body, letter.figures, sender, story, template)
    # What depends on the recipient, the page, the log or the way it is sent.
    found = [
        *text.findings,
        *form.check_one_page(letter, text.lines, page_count),
        *form.check_greeting(letter.recipient, letter.salutation),
        *mail.check_mail_domain(sender_email or sender.email, school_domains),
    ]
    if earlier is not None:
        found.extend(own_words.check_not_the_same(text.own, earlier))
    return tuple(sorted(found, key=lambda each: int(each.rule[1:])) if found else ())


@lru_cache(maxsize=256)
def _read(
    subject: str,
    body: str,
    figures: tuple[Figure, ...],
    sender: Sender,
    story: str,
    template: Template | None,
) -> _Read:
    heading, paragraphs = read_paragraph(subject), read_paragraphs(body)
    typed = bool(story.strip())
    own = read_paragraphs(as_markdown(story)) if typed else own_words.own_paragraphs(paragraphs, template)
    notes = tuple([_notes_on(part) for part in (heading, *paragraphs)])
    bills = tuple(dict.fromkeys([bill for paragraph in paragraphs for bill in paragraph.bills]))
    view = View(subject, body, figures, sender, template, heading, paragraphs, notes, own, bills)
    # A subject names nobody's child.
    found = [each for each in notes[0].findings if each.rule != "L12"]
    for noted in notes[1:]:
        found.extend(noted.findings)
    for check in TEXT_CHECKS:
        found.extend(check(view))
    return _Read(tuple(found), own, form.lines_below(paragraphs, figures))


@lru_cache(maxsize=512)
def _notes_on(paragraph: Paragraph) -> Notes:
    return Notes(
        tuple([found for check in PARAGRAPH_CHECKS for found in check(paragraph)]),
        purpose.asks_in(paragraph),
        purpose.turns_in(paragraph),
        purpose.issue_words(paragraph),
        numbers.claims_in(paragraph),
    )


@lru_cache(maxsize=64)
def _bundled(name: str) -> Template | None:
    from letters.errors import LettersError
    from letters.library import load_template

    try:
        return load_template(name) if name else None
    except LettersError:
        return None
