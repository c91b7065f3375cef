"""How do all letters of a campaign become one PDF to print, with a cover list and addressed envelopes or labels?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from letters.errors import FormatError
from letters.filters import long_date
from letters.formats.sheet import Sheet
from letters.formats.typesetting import data_of, typeset

#: What is printed behind the letters.
ENVELOPES = ("labels", "envelopes", "none")
_SAID = {
    "labels": "The last pages are labels, thirty to a sheet (2 5/8 by 1 inch), in the order of this list.",
    "envelopes": "The last pages are No. 10 envelopes (9 1/2 by 4 1/8 inches), in the order of this list.",
    "none": "",
}
_ZIP_CODE = re.compile(r"\b\d{5}(?:-\d{4})?$")
# A line of the letterhead that is a telephone number or an e-mail address is no line of an envelope.
_REACH = re.compile(r"@|^[\d\s().+-]{7,}(?:\s*(?:x|ext\.?)\s*\d+)?$")


def in_posting_order(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Return the letters with those to one address together, in the order of its ZIP code."""
    return sorted(sheets, key=lambda s: (s.address[-1:], s.address, s.sender, s.subject))


def can_be_posted(sheet: Sheet) -> bool:
    """Say whether the address above the letter ends in a ZIP code, so that a mail carrier can find it."""
    return bool(sheet.address) and _ZIP_CODE.search(sheet.address[-1]) is not None


def return_address(sheet: Sheet) -> tuple[str, ...]:
    """Return the sender's lines for an envelope: name and street address, no telephone and no e-mail."""
    return tuple(
        line for number, line in enumerate(sheet.letterhead) if number == 0 or not _REACH.search(line)
    )


def render_pack(
    sheets: Sequence[Sheet], *, title: str = "", day: date | None = None, envelopes: str = "labels"
) -> bytes:
    """Return one PDF: the cover list, every letter on a page of its own, then labels or envelopes.

    Letters are in the order given (see `in_posting_order`); those without a ZIP code are on the
    list and in the pack, and get no label. Raises FormatError for no letters or another word.
    """
    if envelopes not in ENVELOPES:
        raise FormatError(f"There is no {envelopes!r} to print. Choose one of: {', '.join(ENVELOPES)}.")
    if not sheets:
        raise FormatError("There is no letter to print.")
    heading = f"Letters to print: {title}" if title else "Letters to print"
    content: dict[str, Any] = {
        "title": heading,
        "cover": _cover(sheets, heading, day, envelopes),
        "letters": [data_of(sheet) for sheet in sheets],
    }
    if envelopes != "none":
        content[envelopes] = [
            {"to": sheet.address, "from": return_address(sheet)} for sheet in sheets if can_be_posted(sheet)
        ]
    # Structure for screen readers is left out: a pack is for paper, and it would take ten times as long.
    return typeset(content, day=day, tagged=False)


def _cover(sheets: Sequence[Sheet], heading: str, day: date | None, envelopes: str) -> dict[str, Any]:
    posted = [sheet for sheet in sheets if can_be_posted(sheet)]
    count = _many(len(sheets), "letter")
    officials = _many(len({sheet.address for sheet in sheets}), "recipient")
    senders = _many(len({(sheet.sender, sheet.letterhead) for sheet in sheets}), "supporter")
    intro = [
        f"{count} from {senders} to {officials}" + (f", printed on {long_date(day)}." if day else "."),
        "Fold at the two short strokes: the address then shows in the window of a No. 10 envelope. "
        "Printed is not yet posted: tick a letter when it goes into the mail, and record it as sent then.",
        _SAID[envelopes],
    ]
    if len(posted) < len(sheets):
        without = _many(len(sheets) - len(posted), "letter")
        intro.append(
            f"{without} without a postal address (marked “no address” below): hand over, or look the address up."
        )
    rows = [_row(number, sheet) for number, sheet in enumerate(sheets, start=1)]
    return {"heading": heading, "intro": [line for line in intro if line], "rows": rows}


def _row(number: int, sheet: Sheet) -> tuple[str, str, str, str]:
    to = sheet.address[0] if sheet.address else sheet.salutation.removeprefix("Dear ").rstrip(":,")
    if not can_be_posted(sheet):
        to += " (no address)"
    return str(number), to, sheet.sender, sheet.subject


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
