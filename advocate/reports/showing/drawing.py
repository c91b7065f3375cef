"""What do all our charts have in common: their colours, their letters, a title, a source?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from advocate.reports.report import Report
from advocate.reports.showing.told import source_line

#: Dark to light: apart for colour-blind readers and in grey print, because their lightness differs.
DARK, MIDDLE, LIGHT = "#08519c", "#4292c6", "#c6dbef"
INK, SOFT, GRID = "#1d1d1b", "#55534e", "#e4e4e4"
#: Made to be read at 390 pixels as well as on paper: no drawing is much wider than this.
_WIDE, _NARROWEST = 430, 120
#: About so many pixels a letter takes at the size of labels; a longer label is cut.
_LETTER, _LONGEST = 5.6, 230
_TITLE_CHARS, _NOTE_CHARS = 52, 80


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture before it is rendered: an Altair chart, and what it shows in a sentence for those who cannot see it."""

    chart: Any
    says: str
    #: Whether a further picture of the same report stands beside it in a file, or below.
    beside: bool = False


def data(rows: Sequence[dict[str, Any]]) -> Any:
    """Return rows as a chart's own data: nothing is loaded."""
    import altair as alt

    make: Any = alt.Data
    return make(values=list(rows))


def titled(chart: Any, title: str, report: Report, notes: Sequence[str] = ()) -> Any:
    """Return the chart with its title, its units and notes, and the source line."""
    import altair as alt

    lines = [line for note in (*notes, source_line(report)) for line in wrap(note, _NOTE_CHARS)]
    text = alt.TitleParams(
        wrap(title, _TITLE_CHARS), subtitle=lines, anchor="start", fontSize=14, subtitleFontSize=10.5,
        subtitleColor=SOFT, subtitleLineHeight=13, color=INK, offset=12, frame="bounds",
    )  # fmt: skip
    return chart.properties(title=text)


def dressed(chart: Any) -> Any:
    """Return the outermost chart with what every one has: white ground, plain letters."""
    return (
        chart.properties(padding=8, background="white")
        .configure(font="Arial, Helvetica, 'Liberation Sans', sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelColor=INK, titleColor=SOFT,
            gridColor=GRID, domainColor="#9a9a9a", tickColor="#9a9a9a",
        )
        .configure_legend(labelFontSize=11, titleFontSize=11, labelColor=INK)
    )  # fmt: skip


def side_by_side(drawings: Sequence[Drawing]) -> Any:
    """Return the pictures of a report as one."""
    import altair as alt

    charts = [each.chart for each in drawings]
    if len(charts) == 1:
        return dressed(charts[0])
    join = alt.hconcat if drawings[0].beside else alt.vconcat
    return dressed(join(*charts, spacing=24).resolve_scale(color="independent"))


def lying_bars(
    rows: Sequence[dict[str, Any]], parts: Sequence[tuple[str, str]], *, unit: str = "", most: float = 0,
    percent: bool = False,
) -> Any:  # fmt: skip
    """Return bars that lie, a row each: {label, says, and a number for each part}, the parts end to end.

    `parts` are (name, colour); `says` stands at the end of the bar. The axis runs to `most` at least.
    """
    import altair as alt

    pieces, ends = [], []
    for place, row in enumerate(rows):
        at: float = 0
        # Two rows may have one label; the number before it, which is not shown, keeps them apart.
        key = f"{place:02d} {row['label']}"
        for name, _ in parts:
            if row.get(name):
                pieces.append({"key": key, "part": name, "from": at, "to": at + row[name]})
                at += row[name]
        ends.append({"key": key, "at": at, "says": row["says"]})
    order = [each["key"] for each in ends]
    most = max([most, *(each["at"] for each in ends)]) or 1
    y = alt.Y("key:N", sort=order, title=None, scale=alt.Scale(domain=order, paddingInner=0.28),
              axis=alt.Axis(labelExpr="slice(datum.label, 3)", labelLimit=_LONGEST, ticks=False, domain=False, labelPadding=6))  # fmt: skip
    axis = (
        alt.Axis(values=[0, 25, 50, 75, 100], format="d", grid=False, labelExpr="datum.label + ' %'")
        if percent
        else alt.Axis(
            tickCount=max(2, _room(rows) // 75),
            format=",d",
            tickMinStep=1,
            grid=False,
            labelOverlap="greedy",
            labelSeparation=4,
        )
    )
    x = alt.X("from:Q", title=unit or None, axis=axis, scale=alt.Scale(domain=[0, most], nice=False))
    colour = alt.Color(
        "part:N", title=None, sort=[name for name, _ in parts],
        scale=alt.Scale(domain=[name for name, _ in parts], range=[tone for _, tone in parts]),
        legend=alt.Legend(orient="top", symbolStrokeWidth=0.8, symbolStrokeColor=DARK, symbolType="square", offset=4)
        if len(parts) > 1 else None,
    )  # fmt: skip
    bars = (
        alt.Chart(data(pieces))
        .mark_bar(stroke=DARK, strokeWidth=0.8)
        .encode(y=y, x=x, x2="to:Q", color=colour)
    )
    text = alt.Chart(data(ends)).mark_text(align="left", dx=5, fontSize=11, color=INK)
    words = text.encode(y=y, x=alt.X("at:Q"), text="says:N")
    return alt.layer(bars, words).properties(width=_room(rows), height=alt.Step(21))


def _room(rows: Sequence[dict[str, Any]]) -> int:
    """Return how wide the bars may be, so that labels, bars and numbers are together as wide as every picture."""
    labels = min(_LONGEST, _LETTER * max((len(row["label"]) for row in rows), default=0))
    said = _LETTER * max((len(row["says"]) for row in rows), default=0)
    return max(_NARROWEST, round(_WIDE - labels - said))
