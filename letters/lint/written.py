"""How is a letter read back from its file, so that the rules can look at it again?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from letters.engine import Letter
from letters.formats.text import plain
from letters.lint.own_words import template_share
from letters.lint.view import read_paragraphs
from letters.people import Recipient, Sender
from letters.typed import as_markdown

if TYPE_CHECKING:
    from letters.figures import Figure, FigureBook
    from letters.library import Template

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_FRONT = re.compile(r"\A\s*(\+\+\+|---)\n.*?\n\1\n", re.DOTALL)
_RE = re.compile(r"(?:\*\*)?(?:Re|RE|Subject):\s*(?P<subject>.*?)(?:\*\*)?", re.DOTALL)
_CLOSING = re.compile(r"[A-Z][\w’' ]{2,40},(?:\n.*)?", re.DOTALL)
_NOTE = re.compile(r"^\[\^?(\d+)\]:?\s+", re.MULTILINE)
_TEXT_MARK = re.compile(r"\\\[(\d+)\\\]")
_TOWN = re.compile(r"^(?P<town>[^\d,]+),?\s+(?:MN|Minnesota)\s+(?P<zip>\d{5})(?:-\d{4})?$")
_PHONE = re.compile(r"^[+()\d .-]{10,20}$")
_FROM_THIS_SHARE = 0.3
# The office, by how the line above its address begins.
_KINDS = (
    ("senator", "state_senate"), ("representative", "state_house"), ("governor", "governor"),
    ("board member", "school_board"), ("vice chair", "school_board"), ("board chair", "school_board"),
    ("chair", "school_board"), ("members of the school board", "school_district"), ("superintendent", "school_district"),
)  # fmt: skip


def read_letter(
    text: str, book: FigureBook | None = None, templates: Iterable[Template] = (), template: str = ""
) -> Letter:
    """Return the letter that a .txt or .md file holds, as `write` makes them; what is not there is "".

    Source notes become figures where they are the figure book's own (`book`). Without `template` it
    is the one of `templates` whose words the letter shares, "" where there is none.
    """
    text = _FRONT.sub("", text.replace("\r\n", "\n").lstrip("\ufeff"), count=1)
    is_markdown = re.search(r"^(?:\*\*Re: |\[\^1\]: )", text, re.MULTILINE) is not None
    blocks = [block.strip("\n") for block in _BLANK_LINES.split(text.strip()) if block.strip()]
    blocks, notes = _without_notes(blocks)
    head, subject, blocks = _without_head(blocks)
    greeting, blocks = _without_greeting(blocks)
    blocks, closing, name = _without_closing(blocks)
    body = "\n\n".join(blocks if is_markdown else [_as_body(block) for block in blocks])
    return Letter(
        subject=subject,
        salutation=greeting,
        body=body,
        closing=closing,
        template=template or _likeliest(body, templates),
        figures=_figures_of(notes, book),
        recipient=_recipient(head[2:]),
        sender=_sender(head[0] if head else [], name),
        date=date.min,
    )


def _as_body(block: str) -> str:
    return _TEXT_MARK.sub(r"[^\1]", as_markdown(block))


def _without_notes(blocks: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the blocks before the source notes, and the notes."""
    for number, block in enumerate(blocks):
        lines = block.split("\n")
        if (lines[0].strip() == "Sources" and len(lines) > 1) or re.match(r"\[\^1\]: ", block):
            text = "\n".join([block.removeprefix("Sources\n"), *blocks[number + 1 :]])
            pieces = _NOTE.split(text)[2::2]
            return list(blocks[:number]), [" ".join(plain(piece).split()) for piece in pieces]
    return list(blocks), []


def _without_head(blocks: list[str]) -> tuple[list[list[str]], str, list[str]]:
    """Return the blocks above the subject as lines, the subject, and the blocks below it."""
    for number, block in enumerate(blocks):
        match = _RE.fullmatch(block.strip())
        if match:
            head = [_lines(each) for each in blocks[:number]]
            return head, " ".join(plain(match["subject"]).split()), blocks[number + 1 :]
    return [], "", blocks


def _without_greeting(blocks: list[str]) -> tuple[str, list[str]]:
    if blocks and blocks[0].startswith("Dear "):
        greeting, _, rest = blocks[0].partition("\n")
        return plain(greeting.rstrip("\\ ")), [rest, *blocks[1:]] if rest.strip() else blocks[1:]
    return "", blocks


def _without_closing(blocks: list[str]) -> tuple[list[str], str, str]:
    """Return the text, the closing and the name under it."""
    for number in range(len(blocks) - 1, max(len(blocks) - 4, 0), -1):
        if _CLOSING.fullmatch(blocks[number]):
            closing, *name = _lines("\n".join(blocks[number:]))
            return blocks[:number], closing, name[0] if name else ""
    return blocks, "", ""


def _lines(block: str) -> list[str]:
    return [plain(line.rstrip("\\ ")).strip() for line in block.split("\n") if line.strip()]


def _sender(lines: Sequence[str], name: str) -> Sender:
    email = next((line for line in lines[1:] if "@" in line), "")
    phone = next((line for line in lines[1:] if _PHONE.match(line)), "")
    address = tuple(line for line in lines[1:] if line not in (email, phone))
    town = next((match for line in address if (match := _TOWN.match(line))), None)
    return Sender(
        name=lines[0] if lines else name,
        address_lines=address,
        phone=phone,
        email=email,
        town=town["town"].strip() if town else "",
        zip_code=town["zip"] if town else "",
    )


def _recipient(blocks: Sequence[Sequence[str]]) -> Recipient:
    lines = [line for block in blocks for line in block]
    first = lines[0] if lines else ""
    for title, kind in _KINDS:
        if first.casefold().startswith(title):
            named = first[len(title) :].strip() if kind != "school_district" else first
            return Recipient(name=named, title=first[: len(title)], kind=kind, mail=tuple(lines[1:]))
    return Recipient(name=first, mail=tuple(lines[1:]))


def _figures_of(notes: Sequence[str], book: FigureBook | None) -> tuple[Figure, ...]:
    """Return the figures whose own source notes these are; the first that is none ends the list."""
    found: list[Figure] = []
    for note in notes:
        figure = _figure_of(note, book) if book is not None else None
        if figure is None:
            break
        found.append(figure)
    return tuple(found)


def _figure_of(note: str, book: FigureBook) -> Figure | None:
    for geography in book.geographies:
        for subject in book.subjects:
            if f"{subject}," not in note:
                continue
            for figure in book.find(subject, geography):
                if not figure.refusal and figure.geography_name in note and figure.footnote() == note:
                    return figure
    return None


def _likeliest(body: str, templates: Iterable[Template]) -> str:
    paragraphs = read_paragraphs(body)
    shares = [(template_share(paragraphs, template), template.name) for template in templates]
    share, name = max(shares, default=(0.0, ""))
    return name if share >= _FROM_THIS_SHARE else ""
