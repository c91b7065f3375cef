"""When were contacts made: what does it look like, period by period, channel by channel?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from advocate.reports.for_people import channel_words
from advocate.reports.report import Cell, Report
from advocate.reports.showing.drawing import DARK, INK, LIGHT, MIDDLE, Drawing, data, titled
from advocate.reports.showing.told import number, records

_WIDTH, _TALL, _LOW = 400, 110, 46
#: So many bars have their number above them; more would run into one another.
_NUMBERED = 16
#: So many bars have a line around them.
_EDGED = 60
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: About so many pixels a digit takes above a bar.
_DIGIT = 5.4


def draw_timeline(report: Report) -> list[Drawing]:
    """Draw contacts made per period: all by standing, and beneath it each channel that was used."""
    import altair as alt

    rows = records(report.columns, report.rows)
    starts = [date.fromisoformat(str(row["from"])) for row in rows]
    every = _every(starts)
    for row, label in zip(rows, _labels(starts, every), strict=True):
        row["at"] = label
    channels = [c.name for c in report.columns if c.name not in ("from", "sent", "confirmed")
                and any(number(row.get(c.name)) for row in rows)]  # fmt: skip
    panels = [_all(rows, last=not channels)]
    panels += [_one(rows, channel, last=channel == channels[-1]) for channel in channels]
    chart = alt.vconcat(*panels, spacing=10).resolve_scale(x="shared", color="independent")
    title = f"Contacts made{f' per {every}' if every else ''}, in all and by channel"
    notes = ["Weeks begin on the Monday that is named."] * (every == "week")
    notes += ["Each channel has a scale of its own."] * (len(channels) > 1)
    total = sum(number(row["sent"]) + number(row["confirmed"]) for row in rows)
    says = f"{title}: {total:,.0f} from {starts[0]} on, in {len(rows)} periods."
    return [Drawing(titled(chart, title, report, notes), says)]


def _every(starts: Sequence[date]) -> str:
    """Return what a period is, from where the periods begin: day, week, month."""
    if len(starts) < 2:
        return ""
    return {1: "day", 7: "week"}.get((starts[1] - starts[0]).days, "month")


def _labels(starts: Sequence[date], every: str) -> list[str]:
    """Return what stands under each bar: "Nov 2", with the year where there are two, "Nov 2026" for a month."""
    years = starts[0].year != starts[-1].year
    return [
        _MONTHS[day.month - 1] + ("" if every == "month" else f" {day.day}")
        + (f" {day.year}" if years or every == "month" else "")
        for day in starts
    ]  # fmt: skip


def _all(rows: Sequence[dict[str, Cell]], last: bool) -> Any:
    import altair as alt

    pieces = [
        {"at": row["at"], "part": part, "low": low, "high": low + number(row[part])}
        for row in rows
        for part, low in (("confirmed", 0.0), ("sent", number(row["confirmed"])))
    ]
    parts = alt.Scale(domain=["confirmed", "sent"], range=[DARK, LIGHT])
    legend = alt.Legend(
        orient="top", symbolStrokeWidth=0.8, symbolStrokeColor=DARK, symbolType="square", offset=2
    )
    bars = alt.Chart(data(pieces)).mark_bar(**_edge(rows)).encode(
        x=_x(rows, last), y=_y("low", 3), y2="high:Q", color=alt.Color("part:N", title=None, scale=parts, legend=legend)
    )  # fmt: skip
    tops = [{"at": row["at"], "n": number(row["sent"]) + number(row["confirmed"])} for row in rows]
    return _panel(bars, tops, "all contacts made", _TALL, last)


def _one(rows: Sequence[dict[str, Cell]], channel: str, last: bool) -> Any:
    import altair as alt

    tops = [{"at": row["at"], "n": number(row[channel])} for row in rows]
    bars = alt.Chart(data(tops)).mark_bar(color=MIDDLE, **_edge(rows))
    drawn = bars.encode(x=_x(rows, last), y=_y("n", 2))
    return _panel(drawn, tops, channel_words(channel), _LOW, last)


def _edge(rows: Sequence[Any]) -> dict[str, Any]:
    """Return the line around a bar; around thin ones it would be all there is to see."""
    return {"stroke": DARK, "strokeWidth": 0.5} if len(rows) <= _EDGED else {}


def _x(rows: Sequence[dict[str, Any]], last: bool) -> Any:
    import altair as alt

    axis = alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, labels=last,
                    ticks=last and len(rows) <= _EDGED)  # fmt: skip
    order = [row["at"] for row in rows]
    scale = alt.Scale(domain=order, paddingInner=0.15 if len(rows) <= _EDGED else 0)
    return alt.X("at:O", title=None, sort=order, axis=axis, scale=scale)


def _y(field: str, ticks: int) -> Any:
    import altair as alt

    axis = alt.Axis(tickCount=ticks, format=",d", tickMinStep=1, domain=False, minExtent=34)
    return alt.Y(f"{field}:Q", title=None, axis=axis)


def _panel(bars: Any, tops: Sequence[dict[str, Any]], name: str, height: int, last: bool) -> Any:
    import altair as alt

    layers = [bars]
    if len(tops) <= _NUMBERED:
        widest = max(len(f"{each['n']:,.0f}") for each in tops) * _DIGIT
        how = ",d" if widest <= _WIDTH / len(tops) else ".3~s"  # 112,916 or, where that is too wide, 113k
        numbers = alt.Chart(data([each for each in tops if each["n"]])).mark_text(
            dy=-6, fontSize=9.5, color=INK
        )
        layers.append(numbers.encode(x=_x(tops, last), y=_y("n", 2), text=alt.Text("n:Q", format=how)))
    heading = alt.TitleParams(
        name, anchor="start", fontSize=11, fontWeight="bold", color=INK, offset=8, frame="group"
    )
    return alt.layer(*layers).properties(width=_WIDTH, height=height, title=heading)
