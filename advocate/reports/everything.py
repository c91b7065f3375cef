"""What does the log say: one report, or altogether every report of one scope in the order to read them?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.reports.named import EVERYTHING, REPORTS, report_named
from advocate.reports.report import Report, Scope

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The kinds of district that coverage is told for, and how each one's report is called.
_COVERAGE = {
    "house": "Coverage, House districts",
    "senate": "Coverage, Senate districts",
    "school_district": "Coverage, school districts",
}
_ORDER = ("reach", "timeline", "coverage", "officials", "replies", "supporters", "letters", "lobbying")


def reports_named(name: str) -> Callable[[Database, Scope], list[Report]]:
    """Return the function that counts a report, or everything. Raises WrongChoice, which lists them."""
    if name == EVERYTHING:
        return count_everything
    count = report_named(name)
    return lambda database, scope: [count(database, scope)]


def count_everything(database: Database, scope: Scope) -> list[Report]:
    """Return every report of the scope; coverage once for each kind of district, by the title."""
    reports: list[Report] = []
    for name in (*_ORDER, *(name for name in REPORTS if name not in _ORDER)):
        count, words = report_named(name), REPORTS[name][2]
        if name == "coverage":
            reports += [
                replace(count(database, replace(scope, by=by)), title=title)
                for by, title in _COVERAGE.items()
            ]
        else:
            reports.append(count(database, replace(scope, by=words[0] if words else "")))
    return reports
