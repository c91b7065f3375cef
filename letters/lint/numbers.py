"""Does every figure in the letter come from the figure book, with its source? Rule L11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from letters.figures import Figure
from letters.lint.findings import Finding, finding
from letters.lint.view import Paragraph, View, any_of, quoted
from letters.lint.word_lists import NUMBER_WORDS, RATE_WORDS, SHARE_WORDS, STUDENT_WORDS

_PERCENT = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?|(?:{NUMBER_WORDS})(?:[- ](?:{NUMBER_WORDS}|point))*)"
    r"[-  ]?(?P<sign>%|percent(?:age points?)?\b|per ?cent\b|pct\b)",
    re.IGNORECASE,
)
# Shares of students said without a percent sign: "half of all students", "one in three Minnesota children".
_WHOSE = r"(?:of )?(?:all |our |the |minnesota[’']s |the state[’']s |the district[’']s |its |these )*"
_OF_ALL = (
    _WHOSE + r"(?:minnesota |public |school |elementary |\w+-grade |third |fourth |fifth |eighth )*"
    r"(?:students|children|kids|pupils|graders)\b"
)
_COUNT = rf"(?:\d+|{NUMBER_WORDS})"
_FRACTION = r"(?:half|(?:one|two|three|a)[- ](?:third|fourth|fifth|quarter|tenth)s?)"
_SHARE = any_of(
    rf"{_COUNT} (?:in|out of|of every) {_COUNT} {_OF_ALL}",
    rf"{_FRACTION} of (?:all |our (?:state|district)|the (?:state|district)|minnesota)\S* ?{_OF_ALL}",
    r"(?:proficiency|proficient|achievement) rates? (?:of|is|was|at) \d+(?:\.\d+)?\b",
    flags=re.IGNORECASE,
)
_IDIOM = re.compile(r"\b(?:100|110|one hundred|hundred)$", re.IGNORECASE)
_REMEDY = (
    'Take it out, or let the template name it with its source: {{ figure("math") }}; see advocate stats list.'
)


def check_figures(view: View) -> Iterator[Finding]:
    """L11: percents and shares of students only as figures of the book, with a source note, one basis."""
    known = _known(view.figures)
    yield from known.findings
    for part, noted in zip((view.heading, *view.paragraphs), view.notes, strict=True):
        if noted.claims or part.marks:
            yield from _wrong_in(part, known)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The percents that a letter's figures give, the differences between two of them, and what is wrong with them."""

    count: int
    values: frozenset[Decimal]
    differences: frozenset[Decimal]
    findings: tuple[Finding, ...]


@lru_cache(maxsize=512)
def _wrong_in(part: Paragraph, known: _Known) -> tuple[Finding, ...]:
    return (*_bare(part, known), *_unsourced(part, known.count))


def claims_in(paragraph: Paragraph) -> tuple[tuple[str, str, bool], ...]:
    """Return (words, number or "", in percentage points) of each percent and share of students."""
    text = paragraph.text
    found = []
    if "%" in text or "ercent" in text or " cent" in text or "pct" in text or "PERCENT" in text:
        for match in _PERCENT.finditer(text):
            if not (_IDIOM.search(match["number"]) and not text[match.end() :].lstrip().startswith("of ")):
                found.append(
                    (match[0], match["number"].replace(",", "."), "point" in match["sign"].casefold())
                )
    if _may_have_share(paragraph):
        found.extend((match[0], "", False) for match in _SHARE.finditer(text))
    return tuple(found)


def _may_have_share(paragraph: Paragraph) -> bool:
    telling = paragraph.telling
    if not telling.isdisjoint(RATE_WORDS):
        return paragraph.has_digits
    if telling.isdisjoint(STUDENT_WORDS):
        return False
    return paragraph.has_digits or not all(
        SHARE_WORDS.isdisjoint(word.split("-")) for word in paragraph.words
    )


def _bare(part: Paragraph, known: _Known) -> Iterator[Finding]:
    for words, number, in_points in claims_in(part):
        right = known.differences if in_points else known.values
        if number[:1].isdigit() and Decimal(number) in right and (part.marks or in_points):
            continue
        yield finding(
            "L11",
            quoted(words),
            "This figure was typed in: it has no year, test, group and source here.",
            _REMEDY,
        )


def _unsourced(part: Paragraph, count: int) -> Iterator[Finding]:
    wrong = [mark for mark in part.marks if not 1 <= mark <= count]
    if wrong:
        yield finding(
            "L11",
            quoted(part.text),
            f"The mark [{wrong[0]}] has no source note that is one of the figure book's.",
            _REMEDY,
        )


@lru_cache(maxsize=4096)
def _known(figures: tuple[Figure, ...]) -> _Known:
    findings = [_unfit(figure) for figure in figures if figure.refusal]
    bases = sorted({figure.basis for figure in figures})
    if len(bases) > 1:
        what = f"Figures of bases {' and '.join(bases)} stand in one letter."
        findings.append(finding("L11", "the source notes", what, "Keep those of one basis."))
    return _Known(
        len(figures),
        frozenset(value for figure in figures for value in (figure.value, figure.not_met)),
        frozenset(abs(a.value - b.value) for a, b in combinations(figures, 2)),
        tuple(findings),
    )


def _unfit(figure: Figure) -> Finding:
    name = f"The {figure.year} {figure.subject} figure of {figure.geography_name}"
    return finding(
        "L11",
        "the source notes",
        f"{name} stays out of letters: {figure.refusal}.",
        "Use the newest published figure: advocate stats list.",
    )
