"""What does a rule look at? The letter's parts as plain sentences and words, each paragraph read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from letters.bills import find_bills
from letters.formats.text import has_markup, plain
from letters.lint.word_lists import TELLING
from letters.typed import in_one_spacing

if TYPE_CHECKING:
    from letters.figures import Figure
    from letters.library import Template
    from letters.lint.findings import Finding
    from letters.people import Sender

# A sentence's end comes first in the pattern, so that prose is passed over quickly.
_SENTENCE_END = re.compile(r"[.!?](?:\[\d+\])*[”\"’']?(?=\s+[\"“‘'(\[]?[A-Z0-9])")
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(
    r"\b(?:agenda item|[Ii]tem)s? +(?:(?:no|number|#)\.? *)?([0-9]+(?:\.[0-9]+)*[a-z]?|[A-Z](?:\.?[0-9]+)*)\b"
)
_FOREIGN_BILL = re.compile(r"\b(?:HB|SB|H\.B\.|S\.B\.|H\.R\.) ?\d+\b")
_MARK = re.compile(r"\[\^(\d+)\]")
_PUNCTUATION = tuple('.,;:!?()[]{}"“”‘…–—/*_<>|~`')
#: After these a full stop ends no sentence.
_ABBREVIATED = re.compile(r"\b(?:St|Ave|Blvd|Rd|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|No|H\.F|S\.F|U\.S|[A-Z])\.$")


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One paragraph, read once.

    `text` is plain and on one line, `marks` are the numbers of its source notes, `words` are in small
    letters without punctuation, and `telling` those of them at which some rule looks closer. `bills`
    are the ones it names, as "HF 1234", `foreign_bills` those in other legislatures' form, and `items`
    the items of an agenda.
    """

    text: str
    marks: tuple[int, ...]
    words: tuple[str, ...]
    telling: frozenset[str]
    has_digits: bool
    bills: tuple[str, ...]
    foreign_bills: tuple[str, ...]
    items: tuple[str, ...]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        return sentences_of(self.text)


class Notes(NamedTuple):
    """What was seen in one paragraph, whatever stands around it.

    `findings` are what is wrong with it by itself, `asks` the sentences that ask the reader for one thing,
    `turns` the phrases that turn to another issue, `issues` the words about others than schools, and
    `claims` its shares of students: (words, number or "", in percentage points).
    """

    findings: tuple[Finding, ...]
    asks: tuple[str, ...]
    turns: tuple[str, ...]
    issues: tuple[tuple[str, frozenset[str]], ...]
    claims: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, eq=False)
class View:
    """A letter's text as the rules see it, whoever it goes to.

    `heading` is the subject as a paragraph; `notes` are those on the heading, then on each paragraph.
    `own` is what the supporter typed, `bills` are those that the paragraphs name, each once.
    """

    subject: str
    body: str
    figures: tuple[Figure, ...]
    sender: Sender
    template: Template | None
    heading: Paragraph
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Notes, ...]
    own: tuple[Paragraph, ...]
    bills: tuple[str, ...]


@lru_cache(maxsize=512)
def read_paragraph(markdown: str) -> Paragraph:
    """Return a paragraph of Markdown as the rules read it."""
    marks = tuple(int(number) for number in _MARK.findall(markdown)) if "[^" in markdown else ()
    if has_markup(markdown):
        markdown = plain(markdown.replace("\\\n", "\n"))
    text = in_one_spacing(markdown)
    words = words_of(text)
    has_digits = _has_digits(text)
    return Paragraph(
        text,
        marks,
        words,
        TELLING.intersection(words),
        has_digits,
        bills=find_bills(text) if has_digits else (),
        foreign_bills=_foreign_bills(text) if has_digits else (),
        items=_agenda_items(text) if "tem " in text and ("item" in text or "Item" in text) else (),
    )


def _has_digits(text: str) -> bool:
    if not text.isascii():
        return _DIGIT.search(text) is not None
    # Spelled out, which is ten times as quick for the text without any.
    return (
        "1" in text or "2" in text or "3" in text or "4" in text or "5" in text
        or "6" in text or "7" in text or "8" in text or "9" in text or "0" in text
    )  # fmt: skip


def _foreign_bills(text: str) -> tuple[str, ...]:
    if not ("HB" in text or "SB" in text or "B." in text or "H.R." in text):
        return ()
    return tuple(_FOREIGN_BILL.findall(text))


def _agenda_items(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([item.upper() for item in _ITEM.findall(text)]))


def read_paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a Markdown text."""
    return tuple([read_paragraph(block) for block in markdown.split("\n\n") if block and not block.isspace()])


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, without punctuation around them."""
    text = text.lower().replace("’", "'")
    # One replacement after the other is four times as quick as a table, for text that is not ASCII.
    for sign in _PUNCTUATION:
        if sign in text:
            text = text.replace(sign, " ")
    return tuple(text.split())


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; an abbreviation does not end one."""
    found: list[str] = []
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        piece = text[start:end].strip()
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return tuple(found)


def any_of(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    """Compile patterns of which any may match, whole words each."""
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), flags)


def quoted(text: str, longest: int = 80) -> str:
    """Return the words for a finding, shortened, in quotation marks."""
    short = text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
    return f"“{short}”"
