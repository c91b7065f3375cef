"""Which pictures belong to a report, and can they be drawn here?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from advocate.errors import AdvocateError, WrongChoice
from advocate.reports.report import Report

#: report -> (module, function(report) -> list of Drawing). What has no picture is not here.
DRAWN: dict[str, tuple[str, str]] = {
    "reach": ("advocate.reports.showing.charts", "draw_reach"),
    "coverage": ("advocate.reports.showing.map", "draw_coverage"),
    "officials": ("advocate.reports.showing.charts", "draw_officials"),
    "timeline": ("advocate.reports.showing.charts", "draw_timeline"),
    "supporters": ("advocate.reports.showing.charts", "draw_supporters"),
    "replies": ("advocate.reports.showing.charts", "draw_replies"),
}
#: The kinds of picture, by the end of the file's name.
SUFFIXES = (".svg", ".png", ".html")
INSTALL = "pip install 'mn-advocate[charts]'"


class ChartNotPossible(AdvocateError):
    """The picture cannot be drawn: the extra is not installed, or there is nothing to draw yet."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture before it is rendered: an Altair chart, and what it shows in a sentence (for those who cannot see it)."""

    chart: Any
    says: str


def can_draw() -> bool:
    """True where the extra [charts] is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def drawings_of(report: Report) -> list[Drawing]:
    """Return the pictures of a report, none for a report without one, or where there is nothing to count yet."""
    if report.is_empty or report.name not in DRAWN:
        return []
    module, function = DRAWN[report.name]
    draw: Callable[[Report], list[Drawing]] = getattr(import_module(module), function)
    return draw(report)


def chart_file(report: Report, suffix: str) -> bytes:
    """Return the report's picture as a file of this kind (".svg", ".png", ".html"); nothing in it is fetched.

    Raises ChartNotPossible (no extra, nothing to draw), WrongChoice (no such kind, a report without a picture).
    """
    raise NotImplementedError


def check_chart(name: str, suffix: str) -> None:
    """Raise what `chart_file` would, before anything is counted."""
    if name not in DRAWN:
        raise WrongChoice(
            f"The report {name} has no picture. These have one: {', '.join(DRAWN)}.", tuple(DRAWN)
        )
    if suffix not in SUFFIXES:
        raise WrongChoice(
            f"'{suffix}' is no kind of picture. End the file's name with {', '.join(SUFFIXES)}.", SUFFIXES
        )
    if not can_draw():
        raise ChartNotPossible(
            f"Charts need two more packages. Install them with: {INSTALL}. Without them, --format csv or xlsx gives "
            "the same numbers for a spreadsheet."
        )
