"""What does the letter look like as plain text, wrapped for any mail program or printer?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.filters import long_date
from letters.salutations import envelope_lines
from letters.typed import in_one_spacing, one_line

if TYPE_CHECKING:
    from datetime import date

    from letters.engine import Letter
    from letters.figures import Figure
    from letters.people import Recipient, Sender

WIDTH = 72

# What is taken for markup; the page, the web page and the word processor's file read it likewise.
# Every branch begins with a sign of its own, so that plain prose is passed over quickly.
MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\[\^(?P<note>\d+)\]"
    r"|\[(?P<text>[^\]\\]*)\]\((?P<url>[^)\s]+)\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^>\s]+)>"
    r"|(?P<sign>\*+|`+|_+)"
)
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
ITEM = re.compile(r"(?P<mark>[-+*]|\d{1,9}[.)]) +(?=\S)")
HEADING = re.compile(r"#{1,6} +")
_MAYBE_MARKED = re.compile(r"[-+*\d#]")


def render_text(letter: Letter) -> str:
    """Return the letter as plain text: sender, date, recipient, subject, body, name, sources.

    Lines are at most 72 characters, but for a word that is longer by itself. Everything typed
    (curly quotes, %, $, accents) arrives as it left.
    """
    head, subject, rest = _shared(
        letter.sender, letter.date, letter.subject, letter.body, letter.closing, letter.figures
    )
    return f"{head}\n\n{_envelope(letter.recipient)}\n\n{subject}\n\n{letter.salutation}\n\n{rest}\n"


@lru_cache(maxsize=256)
def _shared(
    sender: Sender, day: date, subject: str, body: str, closing: str, figures: tuple[Figure, ...]
) -> tuple[str, str, str]:
    """Return what a supporter's letters share: what stands above the recipient, the subject, what follows the greeting."""
    rest = [text_of(body), f"{closing}\n\n{one_line(sender.name)}"]
    if figures:
        rest.append(_sources(figures))
    return _head(sender, day), _subject_line(subject), "\n\n".join(rest)


@lru_cache(maxsize=256)
def _head(sender: Sender, day: date) -> str:
    return f"{_lines(letterhead(sender))}\n\n{long_date(day)}"


@lru_cache(maxsize=4096)
def _envelope(recipient: Recipient) -> str:
    return _lines(envelope_lines(recipient))


def letterhead(sender: Sender) -> tuple[str, ...]:
    """Return the sender's lines: name, street address, then phone and e-mail where given."""
    lines = (sender.name, *sender.address_lines, sender.phone, sender.email)
    return tuple(line for line in lines if line.strip())


@lru_cache(maxsize=256)
def text_of(markdown: str) -> str:
    """Return Markdown as wrapped plain text: markup gone, lists kept, notes as [1]."""
    return "\n\n".join([_block(block) for block in BLANK_LINES.split(markdown.strip("\n")) if block.strip()])


def plain(markdown: str) -> str:
    """Return one run of Markdown without its markup, not wrapped."""
    return MARKUP.sub(_unmarked, markdown) if has_markup(markdown) else markdown


def has_markup(text: str) -> bool:
    """Say whether there is any sign that Markdown gives a meaning; most prose has none."""
    # Spelled out, because a loop over the signs takes as long as the search it saves.
    return "\\" in text or "[" in text or "*" in text or "_" in text or "<" in text or "`" in text


def wrap(text: str, first: str = "", later: str = "", width: int = WIDTH) -> str:
    """Wrap a paragraph greedily; a word longer than the line (a web address) stays whole."""
    text = in_one_spacing(text)
    lines: list[str] = []
    lead, start = first, 0
    while len(text) - start > width - len(lead):
        # The last space that still fits, or else the first one after a word too long for the line.
        end = text.rfind(" ", start, start + width - len(lead) + 1)
        if end < 0:
            end = text.find(" ", start)
        if end < 0:
            break
        lines.append(lead + text[start:end])
        lead, start = later, end + 1
    return "\n".join([*lines, lead + text[start:]])


@lru_cache(maxsize=4096)
def _block(block: str) -> str:
    # Letters of one campaign share most of their paragraphs, and those of one supporter the story.
    line = block.strip()
    if "\n" in block or line.endswith("\\") or _MAYBE_MARKED.match(line):
        return "\n".join(_pieces(block.split("\n")))
    return wrap(plain(line))


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    """Yield a paragraph's wrapped pieces: it is broken at list items and at hard line breaks only."""
    running: list[str] = []
    indent = first = ""
    for raw in lines:
        line = raw.strip()
        item = ITEM.match(line)
        if item:
            if running:
                yield wrap(plain(" ".join(running)), first, indent)
            first = f"{item['mark']} "
            indent = " " * len(first)
            running = []
            line = line[item.end() :]
        heading = HEADING.match(line)
        line = line[heading.end() :] if heading else line
        ends = heading is not None or is_hard_break(line)
        running.append(line[:-1] if line.endswith("\\") and ends else line)
        if ends:
            yield wrap(plain(" ".join(running)), first, indent)
            running, first = [], indent
    if running:
        yield wrap(plain(" ".join(running)), first, indent)


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(one_line(line) for line in lines)


def is_hard_break(line: str) -> bool:
    """Say whether the line ends in a backslash that is not itself escaped."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _unmarked(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "url":
        text, url = match["text"], match["url"]
        return url if text in ("", url) else f"{text} ({url})"
    if kind == "note":
        return f"[{match['note']}]"
    if kind == "sign":
        return match["sign"] if stands_alone(match) else ""
    return match[kind or 0]


def stands_alone(match: re.Match[str]) -> bool:
    """Say whether stars or underscores are no markup: space on both sides, or inside a word."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if match["sign"].startswith("_") and before.isalnum() and after.isalnum():
        return True
    return before in ("", " ") and after in ("", " ") and not match["sign"].startswith("`")


@lru_cache(maxsize=1024)
def _subject_line(subject: str) -> str:
    return wrap(f"Re: {subject}", later="    ")


@lru_cache(maxsize=1024)
def _sources(figures: tuple[Figure, ...]) -> str:
    lines = ["Sources"]
    for number, figure in enumerate(figures, start=1):
        mark = f"[{number}] "
        lines.append(wrap(figure.footnote(), mark, " " * len(mark)))
    return "\n".join(lines)
