"""What did the supporter type, and how does it stay exactly that inside Markdown?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Typed at a keyboard, lines longer than this were not wrapped: every line is a paragraph of its own.
_LONGEST_WRAPPED_LINE = 120

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff\u2028\u2029\ud800-\udfff]")
# What Markdown may take for markup; `_escaped_sign` decides by what stands around it.
_SIGN = re.compile(r"[\\*_`\[\]<&~]")
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|---|===)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_ENTITY = re.compile(r"&(?:#|\w+;)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r"[-+*•] |\d{1,3}[.)] ")


class Markdown(str):
    """Text that is Markdown already, and so is not escaped again when a template prints it."""

    __slots__ = ()


def cleaned(text: str) -> str:
    """Return text as typed, but with one kind of line end, composed accents and no control characters."""
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text.replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """Return text on one line, so that a name or a subject can never begin a header of its own."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    # Split first: what ends a line or a page becomes a space, and is not just dropped.
    return " ".join(cleaned(" ".join(text.split())).split())


def in_one_spacing(text: str) -> str:
    """Return text with one space between words, however they were set apart."""
    # The only other spaces that count as printable are a space's doubles and those at the ends.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def paragraphs(text: str) -> list[list[str]]:
    """Return the paragraphs of a typed text, each with the lines that the writer broke on purpose.

    A blank line ends a paragraph. A single line break counts as on purpose where the next word would
    still have fitted on the line, or where the line is an item of a list; otherwise the text was
    wrapped by its editor, and the lines are one. Lines too long to be wrapped are paragraphs.
    """
    found: list[list[str]] = []
    for block in _BLANK_LINES.split(cleaned(text)):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if any(len(line) > _LONGEST_WRAPPED_LINE for line in lines):
            found.extend([line] for line in lines)
        elif lines:
            found.append(_joined(lines))
    return found


@lru_cache(maxsize=512)
def as_markdown(text: str) -> Markdown:
    """Return typed text as Markdown that reads the same: nothing in it is taken for markup."""
    blocks = ("\\\n".join(_escaped(line) for line in lines) for lines in paragraphs(text))
    return Markdown("\n\n".join(blocks))


def _joined(lines: list[str]) -> list[str]:
    width = max(len(line) for line in lines)
    result = [lines[0]]
    last = lines[0]
    for line in lines[1:]:
        full = len(last) + 1 + len(line.split(" ", 1)[0]) > width
        if full and not _ITEM.match(line):
            result[-1] += f" {line}"
        else:
            result.append(line)
        last = line
    return result


def _escaped(line: str) -> str:
    line = _SIGN.sub(_escaped_sign, line)
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _escaped_sign(match: re.Match[str]) -> str:
    sign, line = match[0], match.string
    before = line[match.start() - 1 : match.start()]
    after = line[match.end() : match.end() + 1]
    if sign in "*_":
        # With space on both sides it is a star, not emphasis.
        plain = (before in ("", " ")) and (after in ("", " "))
    elif sign == "<":
        plain = not (after.isalpha() or after in ("/", "!", "?"))
    elif sign == "&":
        plain = not _ENTITY.match(line, match.start())
    else:
        plain = sign == "~" and "~" not in (before, after)
    return sign if plain else f"\\{sign}"
