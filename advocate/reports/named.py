"""Which report is meant by this name, and of which part of the log?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice
from advocate.reports.report import Report, Scope

if TYPE_CHECKING:
    from sqlite_utils import Database

#: name -> (module, function, the words that --by takes, the first being the default).
REPORTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "reach": ("advocate.reports.counts", "count_reach", ()),
    "coverage": ("advocate.reports.coverage", "count_coverage", ("house", "senate", "school_district")),
    "officials": ("advocate.reports.counts", "count_officials", ()),
    "timeline": ("advocate.reports.counts", "count_timeline", ("week", "day", "month")),
    "letters": ("advocate.reports.lists", "count_letters", ()),
    "supporters": ("advocate.reports.lists", "count_supporters", ()),
    "replies": ("advocate.reports.counts", "count_replies", ()),
    "lobbying": ("advocate.reports.lists", "count_lobbying", ()),
}
#: All of them in one file; it is no report of its own.
EVERYTHING = "everything"
#: One page about one official (`advocate.reports.brief`), who is named beside it.
BRIEF = "brief"


def report_named(name: str) -> Callable[[Database, Scope], Report]:
    """Return the function that counts a report. Raises WrongChoice, which lists them."""
    if name not in REPORTS:
        names = (*REPORTS, BRIEF, EVERYTHING)
        raise WrongChoice(f"There is no report '{name}'. The reports are: {', '.join(names)}.", names)
    module, function, _ = REPORTS[name]
    counter: Callable[[Database, Scope], Report] = getattr(import_module(module), function)
    return counter


def read_scope(
    database: Database, *, today: date, name: str, campaign: str = "", since: date | None = None,
    until: date | None = None, as_of: date | None = None, by: str = "", with_names: bool = False,
) -> Scope:  # fmt: skip
    """Return the scope that a person means. Raises WrongChoice: campaign, --by, dates the wrong way round."""
    from advocate.reports.plain import shown
    from advocate.store.campaigns import find_campaign

    if name not in (BRIEF, EVERYTHING):
        report_named(name)
    words = REPORTS[name][2] if name in REPORTS else ()
    if by and by not in words:
        choices = f"Choose one of: {', '.join(words)}." if words else "It takes no --by."
        raise WrongChoice(f"The report {name} cannot be made by '{by}'. {choices}", words)
    if as_of is not None and as_of > today:
        raise WrongChoice(
            f"Nobody knows yet what will be on record on {as_of}. Give --as-of a day up to {today}."
        )
    # Another organizer's log, brought in, may hold a name that steers terminals.
    found = find_campaign(database, campaign) if campaign.strip() else None
    scope = Scope(
        today,
        found.id if found else "",
        shown(found.name) if found else "",
        since,
        until,
        as_of,
        by or (words[0] if words else ""),
        with_names,
    )
    if since is not None and since > scope.last_day:
        raise WrongChoice(
            f"The period begins on {since} and ends before that, on {scope.last_day}. Give --since the earlier day."
        )
    return scope
