"""What does the letter look like as plain text, wrapped for any mail program or printer?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.filters import long_date
from letters.salutations import envelope_lines
from letters.typed import one_line

if TYPE_CHECKING:
    from letters.engine import Letter

WIDTH = 72

_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\[\^(?P<note>\d+)\](?!:)"
    r"|!?\[(?P<text>[^\]\\]*)\]\((?P<url>[^)\s]+)\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^>\s]+)>"
    r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`+|(?<!\w)__?(?=\S)|(?<=\S)__?(?!\w)"
)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r"(?P<mark>[-+*]|\d{1,9}[.)]) +(?=\S)")
_HEADING = re.compile(r"#{1,6} +")


def render_text(letter: Letter) -> str:
    """Return the letter as plain text: sender, date, recipient, subject, body, name, sources.

    Lines are at most 72 characters, but for a word that is longer by itself. Everything typed
    (curly quotes, %, $, accents) arrives as it left.
    """
    sender = letter.sender
    blocks = [
        "\n".join(one_line(line) for line in letterhead(letter)),
        long_date(letter.date),
        "\n".join(one_line(line) for line in envelope_lines(letter.recipient)),
        wrap(f"Re: {letter.subject}", later="    "),
        letter.salutation,
        text_of(letter.body),
        f"{letter.closing}\n\n{one_line(sender.name)}",
    ]
    if letter.figures:
        blocks.append("Sources\n" + "\n".join(_source_notes(letter.footnotes)))
    return "\n\n".join(blocks) + "\n"


def letterhead(letter: Letter) -> tuple[str, ...]:
    """Return the sender's lines: name, street address, then phone and e-mail where given."""
    sender = letter.sender
    lines = (sender.name, *sender.address_lines, sender.phone, sender.email)
    return tuple(line for line in lines if line.strip())


def text_of(markdown: str) -> str:
    """Return Markdown as wrapped plain text: markup gone, lists kept, notes as [1]."""
    return "\n\n".join(_block(block) for block in _BLANK_LINES.split(markdown.strip("\n")) if block.strip())


def plain(markdown: str) -> str:
    """Return one run of Markdown without its markup, not wrapped."""
    if not _may_have_markup(markdown):
        return markdown
    return _MARKUP.sub(_unmarked, markdown)


def wrap(text: str, first: str = "", later: str = "", width: int = WIDTH) -> str:
    """Wrap a paragraph greedily; a word longer than the line (a web address) stays whole."""
    lines: list[str] = []
    line = first
    room = width - len(first)
    empty = True
    for word in text.split():
        size = len(word)
        if empty:
            line += word
            room -= size
            empty = False
        elif size < room:
            line += f" {word}"
            room -= size + 1
        else:
            lines.append(line)
            line = later + word
            room = width - len(line)
    lines.append(line)
    return "\n".join(lines)


def _block(block: str) -> str:
    return "\n".join(_pieces(block.split("\n")))


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    """Yield a paragraph's wrapped pieces: it is broken at list items and at hard line breaks only."""
    running: list[str] = []
    indent = first = ""
    for raw in lines:
        line = raw.strip()
        item = _ITEM.match(line)
        if item:
            if running:
                yield wrap(plain(" ".join(running)), first, indent)
            first = f"{item['mark']} "
            indent = " " * len(first)
            running = []
            line = line[item.end() :]
        heading = _HEADING.match(line)
        line = line[heading.end() :] if heading else line
        ends = heading is not None or _is_hard_break(line)
        running.append(line[:-1] if line.endswith("\\") and ends else line)
        if ends:
            yield wrap(plain(" ".join(running)), first, indent)
            running, first = [], indent
    if running:
        yield wrap(plain(" ".join(running)), first, indent)


def _is_hard_break(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _may_have_markup(text: str) -> bool:
    return any(sign in text for sign in "\\[*_`<")


def _unmarked(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "url":
        text, url = match["text"], match["url"]
        return url if text in ("", url) else f"{text} ({url})"
    if kind == "note":
        return f"[{match['note']}]"
    return match[kind] if kind else ""


def _source_notes(notes: Iterable[str]) -> Iterable[str]:
    for number, note in enumerate(notes, start=1):
        yield _source_note(number, note)


@lru_cache(maxsize=1024)
def _source_note(number: int, note: str) -> str:
    mark = f"[{number}] "
    return wrap(note, mark, " " * len(mark))
