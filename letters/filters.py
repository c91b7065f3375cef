"""Which filters can a template use? Every public function here is one, under its own name."""

from __future__ import annotations

import re
from datetime import date as _date

from letters.typed import one_line as _one_line

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’']?\s")


def long_date(day: _date) -> str:
    """Return a date as a letter has it, in English whatever the machine's language: November 24, 2026."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def one_line(text: str) -> str:
    """Return the text on one line."""
    return _one_line(text)


def first_sentence(text: str) -> str:
    """Return the text up to its first full stop, question mark or exclamation mark."""
    line = _one_line(text)
    end = _SENTENCE_END.search(line)
    return line[: end.start() + 1].rstrip() if end else line


def lower_first(text: str) -> str:
    """Return the text with a small first letter, for use inside a sentence."""
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Return the text on one line with a capital first letter and a full stop, where it has no end yet."""
    line = _one_line(text)
    line = line[:1].upper() + line[1:]
    return line if not line or line.endswith((".", "!", "?", "…", "”", '"')) else f"{line}."


def listed(items: list[str]) -> str:
    """Return items as a sentence lists them: "a, b and c"."""
    *head, last = [str(item) for item in items] or [""]
    return f"{', '.join(head)} and {last}" if head else last


def without_stop(text: str) -> str:
    """Return the text without the full stop at its end, so that the template can go on."""
    return text.rstrip().rstrip(".").rstrip()
