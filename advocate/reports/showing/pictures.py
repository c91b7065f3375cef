"""Which pictures belong to a report, can they be drawn here, and how do they become a file?"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError, WrongChoice
from advocate.reports.report import Report
from advocate.reports.showing.told import is_blank

if TYPE_CHECKING:
    from advocate.reports.showing.drawing import Drawing

#: report -> (module, function(report) -> list of Drawing). What has no picture is not here.
DRAWN: dict[str, tuple[str, str]] = {
    "reach": ("advocate.reports.showing.charts", "draw_reach"),
    "coverage": ("advocate.reports.showing.map", "draw_coverage"),
    "officials": ("advocate.reports.showing.charts", "draw_officials"),
    "timeline": ("advocate.reports.showing.timeline", "draw_timeline"),
    "supporters": ("advocate.reports.showing.charts", "draw_supporters"),
    "replies": ("advocate.reports.showing.charts", "draw_replies"),
}
#: The kinds of picture, by the end of the file's name.
SUFFIXES = (".svg", ".png", ".html")
INSTALL = "pip install 'mn-advocate[charts]'"
#: What neither XML nor a reader can take: it steers terminals, or is half a sign.
_NOT_IN_SVG = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LONG_NUMBER = re.compile(r"(\d+\.\d\d)\d+")
_PNG_SCALE = 2


class ChartNotPossible(AdvocateError):
    """The picture cannot be drawn: the extra is not installed, or there is nothing to draw yet."""


def can_draw() -> bool:
    """True where the extra [charts] is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("altair", "vl_convert"))


def check_chart(name: str, file_name: str) -> None:
    """Raise what a picture of this report in a file of this name would, before anything is counted.

    Raises WrongChoice (a report without a picture, no kind of picture), ChartNotPossible (no extra).
    """
    if name not in DRAWN:
        raise WrongChoice(
            f"The report {name} has no picture of its own. These have one: {', '.join(DRAWN)}.", tuple(DRAWN)
        )
    if not file_name.lower().endswith(SUFFIXES):
        raise WrongChoice(
            f"'{file_name}' names no kind of picture. End it with {', '.join(SUFFIXES)}.", SUFFIXES
        )
    if not can_draw():
        raise ChartNotPossible(
            f"Charts need two more packages. Install them with: {INSTALL}. Without them, --format csv or xlsx "
            "gives the same numbers for a spreadsheet."
        )


def drawings_of(report: Report) -> list[Drawing]:
    """Return the pictures of a report: none for one without, or where there is nothing to count yet."""
    if is_blank(report) or report.name not in DRAWN:
        return []
    module, function = DRAWN[report.name]
    draw: Callable[[Report], list[Drawing]] = getattr(import_module(module), function)
    return draw(report)


def pictures_of(report: Report, place: str = "") -> list[tuple[str, str]]:
    """Return (SVG element, what it shows) of each picture, to stand in a page; none without the extra.

    `place` keeps the names inside the pictures of one page apart.
    """
    drawings = drawings_of(report) if can_draw() else []
    if not drawings:
        return []
    from advocate.reports.showing.drawing import dressed

    return [
        (_inside_page(_svg(dressed(drawing.chart)), f"{place}{number}"), drawing.says)
        for number, drawing in enumerate(drawings)
    ]


def chart_bytes(report: Report, suffix: str) -> bytes:
    """Return the report's pictures as one file of this kind (".svg", ".png", ".html").

    Raises ChartNotPossible where there is nothing to draw yet.
    """
    drawings = drawings_of(report)
    if not drawings:
        first = f" What to do first: {report.next_steps[0]}" if report.next_steps else ""
        raise ChartNotPossible(f"There is nothing to draw yet for {report.name}.{first}")
    if suffix.lower() == ".html":
        return _page(report).encode()
    from advocate.reports.showing.drawing import side_by_side

    chart = side_by_side(drawings)
    if suffix.lower() == ".png":
        return _convert("vegalite_to_png", chart, scale=_PNG_SCALE)  # type: ignore[no-any-return]
    return _svg(chart).encode()


def _svg(chart: Any) -> str:
    return _LONG_NUMBER.sub(r"\1", str(_convert("vegalite_to_svg", chart))) + "\n"


def _convert(how: str, chart: Any, **options: Any) -> Any:
    """Render with the program that lies in the package; it may load nothing from anywhere."""
    import altair
    import vl_convert

    version = ".".join(altair.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    make = getattr(vl_convert, how)
    # Validating a map's outlines takes longer than drawing them; the tests validate.
    return make(_plain(chart.to_dict(validate=False)), vl_version=version, allowed_base_urls=[], **options)


def _plain(part: Any) -> Any:
    """Return the chart's description without signs that no SVG may hold, which would end the program at once."""
    if isinstance(part, str):
        return _NOT_IN_SVG.sub(" ", part)
    if isinstance(part, dict):
        return {_plain(name): _plain(each) for name, each in part.items()}
    return [_plain(each) for each in part] if isinstance(part, list) else part


def _inside_page(svg: str, place: str) -> str:
    """Return the SVG as an element of a page: without namespaces, its own names made the page's."""
    plain = re.sub(r'\s+xmlns(:\w+)?="[^"]*"', "", svg.strip())
    plain = re.sub(r'\bid="([^"]+)"', rf'id="{place}-\1"', plain)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{place}-\1)", plain)


def _page(report: Report) -> str:
    """Return the pictures as a page: beside each other where there is room, below each other on a phone."""
    figures = "".join(
        f'<figure role="img" aria-label="{escape(says)}">{svg}</figure>\n'
        for svg, says in pictures_of(report, "c")
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n"
        "<style>body { margin: .5rem; background: #fff; display: flex; "
        "flex-wrap: wrap; gap: 1rem; } figure { margin: 0; max-width: 100%; } svg { max-width: 100%; height: auto; }"
        f"</style>\n</head>\n<body>\n{figures}</body>\n</html>\n"
    )
