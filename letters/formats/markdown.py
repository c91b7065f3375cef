"""What does the letter look like as a Markdown file, its sources as numbered footnotes?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from letters.filters import long_date
from letters.formats.text import letterhead
from letters.salutations import envelope_lines
from letters.typed import as_markdown, one_line

if TYPE_CHECKING:
    from letters.engine import Letter


def render_markdown(letter: Letter) -> str:
    """Return the letter as Markdown: the same parts as its plain text, in the same order."""
    blocks = [
        _lines(letterhead(letter.sender)),
        long_date(letter.date),
        _lines(envelope_lines(letter.recipient)),
        f"**Re: {as_markdown(letter.subject)}**",
        as_markdown(letter.salutation),
        letter.body,
        letter.closing,
        as_markdown(one_line(letter.sender.name)),
    ]
    notes = [f"[^{number}]: {as_markdown(note)}" for number, note in enumerate(letter.footnotes, start=1)]
    if notes:
        blocks.append("\n".join(notes))
    return "\n\n".join(blocks) + "\n"


def _lines(lines: Iterable[str]) -> str:
    return "\\\n".join(as_markdown(one_line(line)) for line in lines)
