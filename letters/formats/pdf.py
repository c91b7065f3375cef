"""What does the letter look like as a PDF to print, its address in the window of a No. 10 envelope?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from letters.formats.sheet import Sheet, sheet_of
from letters.formats.typesetting import count_pages, data_of, typeset

if TYPE_CHECKING:
    from letters.engine import Letter

# A line of the page holds at least so many characters of any ordinary text, and the first page this
# many lines of text and notes; found by setting lines of the widest common letters.
_LINE = 68
_LINES = 27


def render_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF on US Letter paper, tagged for screen readers. Raises FormatError."""
    sheet = sheet_of(letter)
    content = {"letters": [data_of(sheet)], "title": sheet.subject, "author": sheet.sender}
    return typeset(content, day=letter.date)


def page_count(letter: Letter) -> int:
    """Return how many printed pages the letter takes, measured on the page as it is set (rule L5)."""
    sheet = sheet_of(letter)
    return 1 if surely_one_page(sheet) else count_pages({"letters": [data_of(sheet)]})


def surely_one_page(sheet: Sheet) -> bool:
    """Say whether the letter is so short that it need not be set to know that it fits one page."""
    lines = _lines(sheet.subject) + sum(map(_lines, sheet.notes)) + 6
    for block in sheet.body:
        lines += sum(_lines(line) for line in block.text.split("\n")) + 1
    return lines <= _LINES and len(sheet.letterhead) <= 6 and len(sheet.address) <= 6


def _lines(text: str) -> int:
    return len(text) // _LINE + 1
