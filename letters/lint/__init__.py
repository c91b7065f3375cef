"""Is this letter fit to go? Rules L1 to L18, each with where, why and what to do."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING

from letters.lint.findings import RULES, Finding, Rule

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.library import Template
    from letters.similarity import EarlierLetters

__all__ = ["RULES", "Finding", "Rule", "lint_letter", "stops"]


def lint_letter(
    letter: Letter,
    *,
    story: str = "",
    sender_email: str = "",
    earlier: EarlierLetters | None = None,
    page_count: Callable[[Letter], int] | None = None,
    template: Template | None = None,
    school_domains: Container[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Return what is wrong with a letter, in the order of the rules; () for a letter fit to go.

    `story` is what the supporter typed, where that is known; else their own words are what is not
    in the template. `template` is the bundled one of that name where none is given. `sender_email`
    is the address it goes from (default: the one in the letter). `earlier` holds other supporters'
    letters (L15 is left out without it). `page_count` measures the rendered page, as
    letters.formats.pdf.page_count does; without it L5 counts lines. `school_domains` are the mail
    domains of school districts, from `letters.lint.mail.school_domains`.
    """
    from letters.lint.rules import find_all

    return find_all(letter, story, template, sender_email, school_domains, earlier, page_count)


def stops(findings: Iterable[Finding], strict: bool = False) -> bool:
    """Say whether these findings keep a letter from going: those that stop, or, if strict, any."""
    return any(strict or found.severity == "stop" for found in findings)
