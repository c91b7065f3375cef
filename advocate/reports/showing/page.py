"""What does a report look like as a web page: one file, to read on a phone and to print?"""

from __future__ import annotations

from collections.abc import Sequence

from advocate.reports.report import Report


def report_html(report: Report) -> str:
    """Return the report as one self-contained page, with its pictures where they can be drawn here."""
    return page_html(report.title, [report])


def page_html(title: str, reports: Sequence[Report]) -> str:
    """Return one page of all the reports, with a table of contents where there are several."""
    raise NotImplementedError
