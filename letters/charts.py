"""What does a trend look like as a picture, its breaks marked and nothing fetched?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from letters.comparing import Trend
from letters.errors import LettersError
from letters.figure import ALL_STUDENTS, BASES

#: The kinds of picture, by the end of the file's name.
SUFFIXES = (".svg", ".png", ".html")
_WIDTH, _HEIGHT = 640, 320
_TITLE_CHARS, _NOTE_CHARS = 80, 105
#: Colours that stay apart for colour-blind readers and in grey print.
_COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")


class ChartNotPossible(LettersError):
    """The picture cannot be drawn: the extra is not installed, or the file's name says no known kind."""

    wrong_usage = True


def draw_chart(trends: Sequence[Trend], path: Path) -> None:
    """Write the trends, all of one basis and subject, as a picture to `path` (.svg, .png or .html).

    A line joins only the years between two breaks. Raises ChartNotPossible, and FigureRefused where
    the trends are of two bases.
    """
    check_chart(path)
    chart = _chart(trends)
    # An HTML page carries its own copy of the drawing program, and so works with the network off.
    options: dict[str, Any] = (
        {"inline": True, "embed_options": {"actions": False}} if path.suffix == ".html" else {}
    )
    if path.suffix == ".png":
        options["scale_factor"] = 2
    part = path.with_name(f".{path.name}.part{path.suffix}")
    try:
        chart.save(str(part), **options)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_chart(path: Path) -> None:
    """Raise ChartNotPossible unless a picture of this name can be drawn here."""
    if path.suffix not in SUFFIXES:
        raise ChartNotPossible(f"'{path.name}' names no kind of picture. End it with {', '.join(SUFFIXES)}.")
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise ChartNotPossible(
            f"Charts need the package {error.name}, which is not installed. Install it with: "
            "pip install 'mn-advocate[charts]'. Without it, --csv gives the same numbers for a spreadsheet."
        ) from error


def _chart(trends: Sequence[Trend]) -> Any:
    import altair as alt

    from letters.comparing import require_one_basis

    figures = [figure for each in trends for figure in each.figures]
    require_one_basis(figures)
    years = [figure.year for figure in figures]
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(values=list(range(min(years), max(years) + 1)), labelExpr=_SCHOOL_YEAR, grid=False),
        scale=alt.Scale(domain=[min(years) - 0.4, max(years) + 0.6]),
    )
    y = alt.Y(
        "not_met:Q",
        title=None,
        axis=alt.Axis(labelExpr="datum.label + '%'", gridColor="#e4e4e4"),
        scale=alt.Scale(domain=[0, 100]),
    )
    names = list(dict.fromkeys(row["name"] for row in _rows(trends)))
    colour = alt.Color(
        "name:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=list(_COLOURS[: len(names)])),
        legend=alt.Legend(orient="top", labelLimit=400) if len(names) > 1 else None,
    )
    base = alt.Chart(_data(_rows(trends))).encode(x=x, y=y, color=colour)
    # Where years are missing nothing is known between the points: there the line is a faint dashed one.
    across = base.mark_line(strokeWidth=1.2, strokeDash=[3, 4], opacity=0.7).encode(detail="segment:N")
    lines = base.mark_line(strokeWidth=2.5).encode(detail="run:N")
    points = base.mark_point(filled=True, size=60, opacity=1)
    above = base.transform_filter("datum.above").mark_text(fontSize=11, dy=-13).encode(text="label:N")
    below = base.transform_filter("!datum.above").mark_text(fontSize=11, dy=15).encode(text="label:N")
    layers = [*_break_layers(trends, x), across, lines, points, above, below]
    titles = alt.TitleParams(
        _wrapped(_title(trends), _TITLE_CHARS),
        subtitle=_notes(trends),
        anchor="start",
        fontSize=14,
        offset=12,
    )
    return (
        alt.layer(*layers)
        .properties(width=_WIDTH, height=_HEIGHT, title=titles, padding=16)
        .configure_view(stroke=None)
        .configure(font="sans-serif", background="white")
    )


#: 2025 on the axis is the school year 2024-25.
_SCHOOL_YEAR = "toString(datum.value - 1) + '-' + slice(toString(datum.value), 2)"


def _break_layers(trends: Sequence[Trend], x: Any) -> list[Any]:
    import altair as alt

    first = {each.first_year for trend in trends for each in trend.breaks}
    if not first:
        return []
    at = alt.Chart(_data([{"year": year - 0.5, "says": "break"} for year in sorted(first)])).encode(x=x)
    rule = at.mark_rule(strokeDash=[5, 4], color="#777777")
    return [rule, at.mark_text(align="left", dx=4, color="#555555").encode(text="says:N", y=alt.value(8))]


def _rows(trends: Sequence[Trend]) -> list[dict[str, Any]]:
    beside = len(trends) > 1
    highest = max(trends, key=lambda trend: trend.figures[-1].not_met)
    return [
        {
            "year": figure.year,
            "not_met": float(figure.not_met),
            "label": str(figure.not_met),
            "name": _name(trend, trends),
            "segment": f"{number}.{part}",
            "run": f"{number}.{part}.{figure.year - place}",
            # Two rows of labels keep out of each other's way: above the higher line, below the lower.
            "above": not beside or trend is highest,
        }
        for number, trend in enumerate(trends)
        for part, segment in enumerate(trend.segments)
        for place, figure in enumerate(segment)  # year less place is the same for years without a gap
    ]


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    make: Any = alt.Data
    return make(values=rows)


def _name(trend: Trend, trends: Sequence[Trend]) -> str:
    first = trend.figures[0]
    groups = {each.figures[0].group for each in trends}
    return first.geography_name if len(groups) == 1 else f"{first.group}, {first.geography_name}"


def _title(trends: Sequence[Trend]) -> str:
    first = trends[0].figures[0]
    places = " and ".join(dict.fromkeys(trend.figures[0].geography_name for trend in trends))
    who = "students" if first.group == ALL_STUDENTS else f"students in the group “{first.group}”"
    what = {
        "attendance": "who did not attend consistently",
        "NAEP": f"below the NAEP Proficient level in {first.subject}",
    }.get(first.basis, f"who did not meet or exceed the standards in {first.subject}")
    grade = "" if first.grade == "All grades" else f" ({first.grade.lower()})"
    return f"Percent of {who} {what}{grade}: {places}"


def _notes(trends: Sequence[Trend]) -> list[str]:
    first = trends[0].figures[0]
    notes = [f"Counts {BASES[first.basis]}."]
    notes += [f"Break: {each.why}." for trend in trends for each in trend.breaks]
    gaps = {year: why for trend in trends for year, why in trend.gaps}
    notes += [
        "No figure for " + "; ".join(f"{y - 1}-{y % 100:02d} ({gaps[y]})" for y in sorted(gaps)) + "."
    ] * bool(gaps)
    notes.append(f"Source: {'; '.join(dict.fromkeys(f.source for t in trends for f in t.figures))}.")
    return [line for note in dict.fromkeys(notes) for line in _wrapped(note, _NOTE_CHARS)]


def _wrapped(text: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, width)
