"""What are the paragraphs of a letter's Markdown, and which words in them are emphasised, cited or linked?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from letters.formats.text import BLANK_LINES, HEADING, ITEM, MARKUP, is_hard_break, stands_alone

# A link goes to a page or to a mail program, and never runs anything.
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind. `note` is the number of a source note (its `text` is ""); "\\n" is a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    note: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or one item of a list; `mark` is the item's own sign ("-" or "1.")."""

    kind: str
    runs: tuple[Run, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a letter's body, read as `text_of` reads them."""
    chunks = BLANK_LINES.split(markdown.strip("\n"))
    return tuple(block for chunk in chunks if chunk.strip() for block in _blocks(chunk))


def on_paper(run: Run) -> str:
    """Return the words as paper has them: a link's address behind them, where it is not what they say."""
    return run.text if not run.url or run.text in run.url else f"{run.text} ({run.url})"


@lru_cache(maxsize=4096)
def _blocks(chunk: str) -> tuple[Block, ...]:
    # The letters of one campaign share most of their paragraphs.
    return tuple(
        Block(kind, tuple(_runs(text)), mark)
        for kind, mark, text in _pieces(chunk.split("\n"))
        if text.strip()
    )


def _pieces(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, mark, text): list items and headings stand apart, a hard break stays as a newline."""
    kind, mark, text = "paragraph", "", ""
    for raw in lines:
        line = raw.strip()
        item, heading = ITEM.match(line), HEADING.match(line)
        if item or heading:
            yield kind, mark, text
            kind, mark, text = ("item", item["mark"], "") if item else ("heading", "", "")
            line = line[(item or heading).end() :]  # type: ignore[union-attr]  # one of the two matched
        broken = is_hard_break(line)
        text += (" " if text and not text.endswith("\n") else "") + (line[:-1] if broken else line)
        text += "\n" if broken else ""
        if heading:
            yield kind, mark, text
            kind, mark, text = "paragraph", "", ""
    yield kind, mark, text


def _runs(text: str) -> Iterator[Run]:
    """Yield the runs of one block; a sign that opens emphasis closes it where it comes again."""
    bold = italic = False
    held = ""
    at = 0
    text = text.strip()
    for match in MARKUP.finditer(text):
        held += text[at : match.start()]
        at = match.end()
        if match["sign"] and not stands_alone(match):
            yield from _words(held, bold, italic)
            held = ""
            stars = 0 if match["sign"].startswith("`") else len(match["sign"])
            bold, italic = bold ^ (stars >= 2), italic ^ (stars % 2 == 1)
        elif match["note"]:
            yield from _words(held, bold, italic)
            held = ""
            yield Run("", note=int(match["note"]))
        elif match["url"] or match["auto"]:
            yield from _words(held, bold, italic)
            held = ""
            yield _link(
                match["text"] or match["url"] or match["auto"], match["url"] or match["auto"], bold, italic
            )
        else:
            held += match["escaped"] or match[0]
    yield from _words(held + text[at:], bold, italic)


def _words(text: str, bold: bool, italic: bool) -> Iterator[Run]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Run("\n")
        if line:
            yield Run(line, bold, italic)


def _link(text: str, url: str, bold: bool, italic: bool) -> Run:
    safe = url if _LINK.match(url) else ""
    shown = text.removeprefix("mailto:") if safe or text == url else f"{text} ({url})"
    return Run(shown, bold, italic, url=safe)
