"""How can an aide check every number in the letters? `facts.json` for programs, one page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from letters.filters import long_date
from letters.formats.typesetting import typeset

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.figures import Figure

#: The files that lie beside the letters.
FACTS_FILE, SHEET_FILE = "facts.json", "fact-sheet.pdf"
_HOW_TO_CHECK = (
    "Every figure in these letters is one published number, copied digit by digit. To check one, open the "
    "address, choose the table, the school year, the place, the subject and the group, and compare."
)


def fact_files(letters: Sequence[Letter], day: date) -> dict[str, bytes]:
    """Return what lies beside the letters, by file name; nothing where no letter has a figure."""
    if not any(letter.figures for letter in letters):
        return {}
    return {FACTS_FILE: render_facts(letters), SHEET_FILE: render_fact_sheet(letters, day)}


def render_facts(letters: Sequence[Letter]) -> bytes:
    """Return each figure of the letters once, as JSON: all its fields, what is said, and in which letters.

    No supporter is in it, only to whom the letters go. The same letters give the same bytes.
    """
    facts = [
        {
            "figure": number,
            "sentence": f"{figure.claim()}.",
            "source_note": figure.footnote(),
            "publisher": figure.publisher,
            "counts": figure.counted(),
            **figure.to_dict(),
            "cited_in": _cited_in(letters, figure),
        }
        for number, figure in enumerate(figures_of(letters), start=1)
    ]
    content = {"about": _HOW_TO_CHECK, "figures": facts}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def render_fact_sheet(letters: Sequence[Letter], day: date) -> bytes:
    """Return the fact sheet as a PDF: each figure with all that is needed to check it. Raises FormatError."""
    facts = [{"claim": f"{figure.claim()}.", "rows": _rows(figure)} for figure in figures_of(letters)]
    heading = "The figures in these letters, and where they come from"
    content: Mapping[str, Any] = {
        "heading": heading,
        "intro": [_HOW_TO_CHECK],
        "facts": facts,
        "footer": f"{long_date(day)}. Percentages are given in the digits in which they were published; none is rounded or estimated.",
    }
    return typeset({"title": heading, "facts": content}, day=day)


def figures_of(letters: Sequence[Letter]) -> tuple[Figure, ...]:
    """Return every figure that some letter has, once, in the order of the letters."""
    return tuple(dict.fromkeys(figure for letter in letters for figure in letter.figures))


def _cited_in(letters: Sequence[Letter], figure: Figure) -> list[dict[str, Any]]:
    return [
        {
            "to": f"{letter.recipient.title} {letter.recipient.name}".strip() or letter.recipient.office,
            "subject": letter.subject,
            "mark": letter.figures.index(figure) + 1,
        }
        for letter in letters
        if figure in letter.figures
    ]


def _rows(figure: Figure) -> list[tuple[str, str]]:
    """Return what the sheet says of a figure: name and value, those left out that are not known."""
    rows = (
        ("as published", f"{figure.value} percent (so {figure.not_met} percent did not)"),
        ("school year", f"{figure.school_year} (tests of spring {figure.year})"),
        ("who", f"{figure.group}, {figure.grade.lower()}, {figure.geography_name}"),
        ("students", f"{figure.n:,}" if figure.n is not None else ""),
        ("test", figure.test),
        ("counts", figure.counted()),
        ("table", figure.source),
        ("published by", figure.publisher),
        ("address", figure.url),
        ("reached us by", figure.found_at if figure.found_at != figure.url else ""),
        ("to note", figure.note),
    )
    return [(name, value) for name, value in rows if value.strip()]
