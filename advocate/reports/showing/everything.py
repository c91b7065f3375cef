"""What does the log say altogether: every report, in one page or one workbook?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advocate.reports.report import Report

if TYPE_CHECKING:
    from sqlite_utils import Database


def count_everything(
    database: Database, *, today: date, campaign: str = "", since: date | None = None,
    until: date | None = None, as_of: date | None = None,
) -> list[Report]:  # fmt: skip
    """Return every report of one scope, in the order to read them; coverage for each kind of district."""
    raise NotImplementedError


#: form -> what makes it of a list of reports: text (html) or bytes (xlsx).
FORMS: dict[str, tuple[str, str]] = {
    "html": ("advocate.reports.showing.everything", "everything_html"),
    "xlsx": ("advocate.reports.showing.everything", "everything_xlsx"),
}
