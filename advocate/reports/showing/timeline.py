"""When were contacts made: what does it look like, period by period, channel by channel?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from advocate.reports.report import Cell, Report
from advocate.reports.showing.charts import CHANNEL_WORDS
from advocate.reports.showing.drawing import DARK, INK, LIGHT, MIDDLE, Drawing, data, titled
from advocate.reports.showing.told import number, records

_WIDTH, _TALL, _LOW = 400, 110, 46
#: So many bars have their number above them; more would run into one another.
_NUMBERED = 16
#: About so many pixels a digit takes above a bar.
_DIGIT = 5.4


def draw_timeline(report: Report) -> list[Drawing]:
    """Draw contacts made per period: all by standing, and beneath it each channel that was used."""
    import altair as alt

    rows = records(report.columns, report.rows)
    every = _every([str(row["from"]) for row in rows])
    channels = [c.name for c in report.columns if c.name not in ("from", "sent", "confirmed")
                and any(number(row.get(c.name)) for row in rows)]  # fmt: skip
    panels = [_all(rows, last=not channels)]
    panels += [_one(rows, channel, last=channel == channels[-1]) for channel in channels]
    chart = alt.vconcat(*panels, spacing=10).resolve_scale(x="shared", color="independent")
    per = f" per {every}" if every else ""
    note = "Each channel has a scale of its own." if len(channels) > 1 else ""
    total = sum(number(row["sent"]) + number(row["confirmed"]) for row in rows)
    title = f"Contacts made{per}, in all and by channel"
    says = f"{title}: {total:,.0f} from {rows[0]['from']} on, in {len(rows)} periods."
    starts = {"week": "Weeks begin on the Monday that is named.", "month": "Months by their first day."}
    return [Drawing(titled(chart, title, report, tuple(filter(None, (starts.get(every, ""), note)))), says)]


def _every(starts: Sequence[str]) -> str:
    """Return what a period is, from where the periods begin: day, week, month."""
    if len(starts) < 2:
        return ""
    days = (date.fromisoformat(starts[1]) - date.fromisoformat(starts[0])).days
    return {1: "day", 7: "week"}.get(days, "month")


def _x(last: bool) -> Any:
    import altair as alt

    axis = alt.Axis(
        labelExpr="timeFormat(toDate(datum.value + 'T12:00'), '%b %-d')", labelAngle=0, labelOverlap="greedy",
        labelSeparation=6, labels=last, ticks=last,
    )  # fmt: skip
    return alt.X("from:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.15))


def _all(rows: Sequence[dict[str, Cell]], last: bool) -> Any:
    import altair as alt

    pieces = [
        {"from": row["from"], "part": part, "low": low, "high": low + number(row[part])}
        for row in rows
        for part, low in (("confirmed", 0.0), ("sent", number(row["confirmed"])))
    ]
    parts = alt.Scale(domain=["confirmed", "sent"], range=[DARK, LIGHT])
    legend = alt.Legend(
        orient="top", symbolStrokeWidth=0.8, symbolStrokeColor=DARK, symbolType="square", offset=2
    )
    bars = alt.Chart(data(pieces)).mark_bar(stroke=DARK, strokeWidth=0.5).encode(
        x=_x(last), y=_y("low", 3), y2="high:Q", color=alt.Color("part:N", title=None, scale=parts, legend=legend)
    )  # fmt: skip
    tops = [{"from": row["from"], "n": number(row["sent"]) + number(row["confirmed"])} for row in rows]
    return _panel(bars, tops, "all contacts made", _TALL, last)


def _one(rows: Sequence[dict[str, Cell]], channel: str, last: bool) -> Any:
    import altair as alt

    tops = [{"from": row["from"], "n": number(row[channel])} for row in rows]
    bars = (
        alt.Chart(data(tops))
        .mark_bar(color=MIDDLE, stroke=DARK, strokeWidth=0.5)
        .encode(x=_x(last), y=_y("n", 2))
    )
    return _panel(bars, tops, CHANNEL_WORDS.get(channel, channel), _LOW, last)


def _y(field: str, ticks: int) -> Any:
    import altair as alt

    return alt.Y(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(tickCount=ticks, format=",d", tickMinStep=1, domain=False, minExtent=34),
    )


def _panel(bars: Any, tops: Sequence[dict[str, Any]], name: str, height: int, last: bool) -> Any:
    import altair as alt

    layers = [bars]
    if len(tops) <= _NUMBERED:
        numbers = alt.Chart(data([each for each in tops if each["n"]]))
        widest = max(len(f"{each['n']:,.0f}") for each in tops) * _DIGIT
        how = ",d" if widest <= _WIDTH / len(tops) else ".3~s"  # 112,916 or, where that is too wide, 113k
        layers.append(
            numbers.mark_text(dy=-6, fontSize=9.5, color=INK).encode(
                x=_x(last), y=_y("n", 2), text=alt.Text("n:Q", format=how)
            )
        )
    heading = alt.TitleParams(
        name, anchor="start", fontSize=11, fontWeight="bold", color=INK, offset=8, frame="group"
    )
    return alt.layer(*layers).properties(width=_WIDTH, height=height, title=heading)
