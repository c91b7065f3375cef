"""What can this terminal show: how wide is it, and does it know the signs that bars are made of?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.reports.bars import Signs
    from advocate.reports.report import Report

#: Wider lines are hard to follow with the eye.
_WIDEST = 140


def text_for_here(report: Report) -> str:
    """Return the report as a table: with bars and as wide as the terminal, or plain and 80 wide for a pipe."""
    from advocate.reports.as_text import table_text

    if not sys.stdout.isatty():
        return table_text(report)
    import shutil

    width = max(40, min(shutil.get_terminal_size().columns, _WIDEST))
    return table_text(report, width, signs_for(sys.stdout.encoding))


def signs_for(encoding: str | None) -> Signs:
    """Return blocks where the terminal's encoding has them, else # and -."""
    from advocate.reports.bars import ASCII, BLOCKS

    try:
        BLOCKS.all.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BLOCKS
