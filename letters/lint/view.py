"""What does a rule look at? The letter's parts as plain sentences and words, each paragraph read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from letters.formats.text import plain
from letters.people import Recipient, Sender

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.library import Template
    from letters.similarity import EarlierLetters

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\[\d+\])*[”\"’']?\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_MARK = re.compile(r"\[\^(\d+)\]")
_PUNCTUATION = {ord(sign): " " for sign in '.,;:!?()[]{}"“”‘…–—/*_<>|~`'} | {ord("’"): "'"}
#: After these a full stop ends no sentence.
_ABBREVIATED = re.compile(r"\b(?:St|Ave|Blvd|Rd|Dr|Mr|Mrs|Ms|Sen|Rep|Gov|No|H\.F|S\.F|U\.S|[A-Z])\.$")


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One paragraph: its plain text on one line, and the numbers of the source notes it is marked with."""

    text: str
    marks: tuple[int, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in small letters, without punctuation, in order."""
        return words_of(self.text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The same words, each once: what a rule looks into before it looks closer."""
        return frozenset(self.words)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        return sentences_of(self.text)


@dataclass(frozen=True, eq=False)
class View:
    """A letter as the rules see it, with what they were told besides."""

    letter: Letter
    paragraphs: tuple[Paragraph, ...]
    own: tuple[Paragraph, ...]
    template: Template | None = None
    sender_email: str = ""
    school_domains: Container[str] = field(default_factory=frozenset)
    earlier: EarlierLetters | None = None
    page_count: Callable[[Letter], int] | None = None

    @property
    def subject(self) -> str:
        """The subject line."""
        return self.letter.subject

    @property
    def sender(self) -> Sender:
        """Who signs."""
        return self.letter.sender

    @property
    def recipient(self) -> Recipient:
        """Who gets it."""
        return self.letter.recipient

    @cached_property
    def text(self) -> str:
        """The body as plain text, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@lru_cache(maxsize=8192)
def read_paragraph(markdown: str) -> Paragraph:
    """Return a paragraph of Markdown as the rules read it."""
    marks = tuple(int(number) for number in _MARK.findall(markdown)) if "[^" in markdown else ()
    return Paragraph(" ".join(plain(markdown.replace("\\\n", "\n")).split()), marks)


def read_paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a Markdown text."""
    return tuple(read_paragraph(block) for block in _BLANK_LINES.split(markdown.strip()) if block.strip())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, without punctuation around them."""
    return tuple(text.casefold().translate(_PUNCTUATION).split())


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; an abbreviation does not end one."""
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
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
