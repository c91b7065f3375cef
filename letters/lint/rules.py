"""Which rules are there, in which order, and what do they all look at?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.lint import conduct, form, mail, numbers, own_words, purpose
from letters.lint.findings import Finding
from letters.lint.view import View, read_paragraphs

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.library import Template
    from letters.similarity import EarlierLetters

#: L1 to L18, in order.
CHECKS: tuple[Callable[[View], Iterator[Finding]], ...] = (
    purpose.check_constituent,
    purpose.check_subject_names_it,
    purpose.check_one_ask,
    purpose.check_one_issue,
    form.check_one_page,
    own_words.check_own_words,
    form.check_no_holes,
    form.check_honorific,
    form.check_sender,
    purpose.check_reply,
    numbers.check_figures,
    conduct.check_privacy,
    conduct.check_election,
    conduct.check_courtesy,
    own_words.check_not_the_same,
    mail.check_mail_domain,
    form.check_subject,
    form.check_plain_text,
)


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
    from letters.typed import as_markdown

    template = template if template is not None else _bundled(letter.template)
    paragraphs = read_paragraphs(letter.body)
    own = (
        read_paragraphs(as_markdown(story))
        if story.strip()
        else own_words.own_paragraphs(paragraphs, template)
    )
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


@lru_cache(maxsize=64)
def _bundled(name: str) -> Template | None:
    from letters.errors import LettersError
    from letters.library import load_template

    try:
        return load_template(name) if name else None
    except LettersError:
        return None
