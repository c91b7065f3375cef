"""What stands on the sheet of paper: the parts of a letter, from the letter itself or from its Markdown file?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letters.errors import FormatError
from letters.filters import long_date
from letters.formats.blocks import Block, blocks_of
from letters.formats.text import BLANK_LINES, letterhead, plain
from letters.salutations import envelope_lines
from letters.typed import cleaned, one_line

if TYPE_CHECKING:
    from letters.engine import Letter

_FRONT_MATTER = re.compile(r"\A(\+\+\+|---)\n.*?\n\1\n", re.DOTALL)
_SUBJECT = re.compile(r"\*\*Re: (.*)\*\*", re.DOTALL)
_NOTE = re.compile(r"^\[\^\d+\]: ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter ready to be set: plain lines, the body as blocks, its source notes in the order of their marks."""

    sender: str
    letterhead: tuple[str, ...]
    date: str
    address: tuple[str, ...]
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    notes: tuple[str, ...]


def sheet_of(letter: Letter) -> Sheet:
    """Return the parts of a letter, each line cleaned of what cannot be printed."""
    return Sheet(
        sender=one_line(letter.sender.name),
        letterhead=tuple(one_line(line) for line in letterhead(letter.sender)),
        date=long_date(letter.date),
        address=tuple(one_line(line) for line in envelope_lines(letter.recipient)),
        subject=one_line(letter.subject),
        salutation=letter.salutation,
        body=blocks_of(letter.body),
        closing=letter.closing,
        notes=letter.footnotes,
    )


def read_sheet(markdown: str, name: str = "the file") -> Sheet:
    """Return the parts of a letter's Markdown file, as it was written or as somebody has edited it since.

    `name` says in messages which file it is. Raises FormatError where it has no longer the parts of a letter.
    """
    text = _FRONT_MATTER.sub("", cleaned(markdown) + "\n", count=1)
    chunks = [chunk.strip("\n") for chunk in BLANK_LINES.split(text) if chunk.strip()]
    notes: tuple[str, ...] = ()
    if chunks and _NOTE.match(chunks[-1]):
        notes = tuple(plain(" ".join(note.split())) for note in _NOTE.split(chunks.pop())[1:])
    at = next((number for number, chunk in enumerate(chunks) if _SUBJECT.fullmatch(chunk)), -1)
    if at < 2 or len(chunks) - at < 4:
        raise FormatError(
            f"{name} is not a letter as `advocate write` makes it: sender, date, recipient, a line "
            "“**Re: …**”, salutation, text, closing and name, with blank lines between. Write the letter again."
        )
    head, (salutation, *body, closing, signed) = chunks[:at], chunks[at + 1 :]
    subject = _SUBJECT.fullmatch(chunks[at])
    return Sheet(
        sender=one_line(plain(signed)),
        letterhead=_lines(head[0]),
        date=one_line(plain(head[1])),
        address=_lines(head[2]) if at > 2 else (),
        subject=one_line(plain(subject[1])) if subject else "",
        salutation=one_line(plain(salutation)),
        body=blocks_of("\n\n".join(body)),
        closing=one_line(plain(closing)),
        notes=notes,
    )


def _lines(chunk: str) -> tuple[str, ...]:
    """Return the lines of a block; the backslash at a line's end is the break, and no part of it."""
    lines = (one_line(plain(line.removesuffix("\\"))) for line in chunk.split("\n"))
    return tuple(line for line in lines if line)
