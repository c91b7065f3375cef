"""Which rules are there, in which order, and what do they all look at?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.engine import Letter
from letters.lint import conduct, form, mail, numbers, own_words, purpose
from letters.lint.findings import Finding
from letters.lint.view import Paragraph, View, read_paragraphs
from letters.people import Recipient, Sender
from letters.typed import as_markdown

if TYPE_CHECKING:
    from letters.figures import Figure
    from letters.library import Template
    from letters.similarity import EarlierLetters

Check = Callable[[View], Iterator[Finding]]

#: What is found in one paragraph, whatever stands around it: most are the template's, and looked at once.
PARAGRAPH_CHECKS: tuple[Callable[[Paragraph], Iterator[Finding]], ...] = (
    form.check_no_holes,
    conduct.check_privacy,
    conduct.check_election,
    conduct.check_courtesy,
    form.check_plain_text,
)

#: What is the same in all of a supporter's letters that say the same: looked at once for all of them.
TEXT_CHECKS: tuple[Check, ...] = (
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
#: What depends on the recipient, the page, the log or the way it is sent.
LETTER_CHECKS: tuple[Check, ...] = (
    form.check_one_page,
    form.check_greeting_filled,
    form.check_honorific,
    own_words.check_not_the_same,
    mail.check_mail_domain,
)
_NOBODY = Recipient("")


def find_all(view: View, story: str) -> tuple[Finding, ...]:
    """Return what every rule finds, in the order of the rules."""
    letter = view.letter
    found = list(
        _find_in_text(letter.subject, letter.body, letter.figures, letter.sender, story, view.template)
    )
    for check in LETTER_CHECKS:
        found.extend(check(view))
    return tuple(sorted(found, key=lambda each: int(each.rule[1:])) if found else ())


@lru_cache(maxsize=256)
def _find_in_text(
    subject: str,
    body: str,
    figures: tuple[Figure, ...],
    sender: Sender,
    story: str,
    template: Template | None,
) -> tuple[Finding, ...]:
    view = view_of(Letter(subject, "", body, "", "", figures, _NOBODY, sender, date.min), story, template)
    # A subject names nobody's child.
    found = [each for each in _find_in_paragraph(view.parts[0]) if each.rule != "L12"]
    for paragraph in view.paragraphs:
        found.extend(_find_in_paragraph(paragraph))
    for check in TEXT_CHECKS:
        found.extend(check(view))
    return tuple(found)


@lru_cache(maxsize=512)
def _find_in_paragraph(paragraph: Paragraph) -> tuple[Finding, ...]:
    return tuple([found for check in PARAGRAPH_CHECKS for found in check(paragraph)])


def view_of(
    letter: Letter,
    story: str = "",
    template: Template | None = None,
    sender_email: str = "",
    school_domains: Container[str] = frozenset(),
    earlier: EarlierLetters | None = None,
    page_count: Callable[[Letter], int] | None = None,
) -> View:
    """Return the letter as the rules see it."""
    template = template if template is not None else _bundled(letter.template)
    paragraphs, own = _read(letter.body, story, template)
    return View(
        letter=letter,
        paragraphs=paragraphs,
        own=own,
        template=template,
        sender_email=sender_email,
        school_domains=school_domains,
        earlier=earlier,
        page_count=page_count,
    )


@lru_cache(maxsize=256)
def _read(
    body: str, story: str, template: Template | None
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Return the paragraphs of a letter, and those in the supporter's own words."""
    paragraphs = read_paragraphs(body)
    if story.strip():
        return paragraphs, read_paragraphs(as_markdown(story))
    return paragraphs, own_words.own_paragraphs(paragraphs, template)


@lru_cache(maxsize=64)
def _bundled(name: str) -> Template | None:
    from letters.errors import LettersError
    from letters.library import load_template

    try:
        return load_template(name) if name else None
    except LettersError:
        return None
