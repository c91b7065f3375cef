"""How does a report leave as a spreadsheet: typed numbers, a sheet a report, nothing that runs?"""

from __future__ import annotations

from collections.abc import Sequence

from advocate.reports.report import Report


def report_xlsx(report: Report) -> bytes:
    """Return the report as an .xlsx file of one sheet."""
    return workbook_bytes([report])


def workbook_bytes(reports: Sequence[Report]) -> bytes:
    """Return an .xlsx file, a sheet a report, named by the reports' titles; the same reports give the same bytes."""
    raise NotImplementedError
