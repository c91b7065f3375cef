"""What does the letter look like as a PDF to print, its address in the window of a No. 10 envelope?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from letters.formats.sheet import sheet_of
from letters.formats.typesetting import count_pages, data_of, surely_one_page, typeset

if TYPE_CHECKING:
    from letters.engine import Letter


def render_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF on US Letter paper, tagged for screen readers. Raises FormatError."""
    sheet = sheet_of(letter)
    content = {"letters": [data_of(sheet)], "title": sheet.subject, "author": sheet.sender}
    return typeset(content, day=letter.date)


def page_count(letter: Letter) -> int:
    """Return how many printed pages the letter takes, measured on the page as it is set (rule L5)."""
    sheet = sheet_of(letter)
    return 1 if surely_one_page(sheet) else count_pages({"letters": [data_of(sheet)]})
