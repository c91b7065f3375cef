"""What do reach, officials, replies and supporters look like as charts?"""

from __future__ import annotations

from typing import Any

from advocate.reports.for_people import ANSWER_WORDS, channel_words, short_official
from advocate.reports.report import Cell, Report
from advocate.reports.showing.drawing import DARK, INK, LIGHT, MIDDLE, SOFT, Drawing, data, lying_bars, titled
from advocate.reports.showing.told import number, records

_CHANNELS = ("letter", "email", "post", "call", "visit", "testimony", "comment")
_MOST_OFFICIALS, _MOST_GROUPS = 20, 10


def draw_reach(report: Report) -> list[Drawing]:
    """Draw contacts made by channel and standing, and districts covered of all there are."""
    counts = {str(row["measure"]): row for row in records(report.columns, report.rows)}
    made: list[dict[str, Any]] = []
    for channel in _CHANNELS:
        sent, confirmed = (
            int(number(counts.get(f"{channel} {word}", {}).get("count"))) for word in ("sent", "confirmed")
        )
        if sent + confirmed:
            made.append({"label": channel_words(channel), "sent": sent, "confirmed": confirmed,
                         "says": f"{sent:,} sent, {confirmed:,} confirmed"})  # fmt: skip
    made.sort(key=lambda row: -row["sent"] - row["confirmed"])
    covered: list[dict[str, Any]] = [
        {"label": str(row["measure"]).removesuffix(" covered"), "of": number(row["out_of"]), "n": number(row["count"])}
        for row in counts.values() if row["out_of"]
    ]  # fmt: skip
    for row in covered:
        row["reached"] = 100 * row["n"] / row["of"]
        row["says"] = f"{row['n']:,} of {row['of']:,}"
    drawings = []
    if made:
        bars = lying_bars(made, (("confirmed", DARK), ("sent", LIGHT)), unit="contacts made")
        drawings.append(
            Drawing(
                titled(bars, "Contacts made, by channel and standing", report), _says("Contacts made", made)
            )
        )
    if covered:
        bars = lying_bars(
            covered, (("reached", DARK),), unit="per cent of the districts", most=100, percent=True
        )
        drawings.append(
            Drawing(
                titled(bars, "Districts with an official who was reached", report),
                _says("Districts covered", covered),
            )
        )
    return drawings


def _says(what: str, rows: list[dict[str, Any]]) -> str:
    return f"{what}: " + "; ".join(f"{row['label']} {row['says']}" for row in rows) + "."


def draw_officials(report: Report) -> list[Drawing]:
    """Draw the officials with the most contacts made."""
    rows = [
        {"label": short_official(str(row["official"]), str(row["district"])),
         "confirmed": number(row["confirmed"]), "sent": number(row["sent"]),
         "says": f"{number(row['contacts']):,}" + (f", {replies:,} repl{'y' if replies == 1 else 'ies'}"
                                                   if (replies := int(number(row["replies"]))) else "")}
        for row in records(report.columns, report.rows)[:_MOST_OFFICIALS]
    ]  # fmt: skip
    bars = lying_bars(rows, (("confirmed", DARK), ("sent", LIGHT)), unit="contacts made")
    title = (
        f"The {len(rows)} officials with the most contacts made"
        if len(report.rows) > len(rows)
        else "Contacts made, by official"
    )
    note = f"Of {len(report.rows):,} officials who were contacted; at the end of a bar: contacts, replies."
    return [Drawing(titled(bars, title, report, (note,)), _says(title, rows))]


def draw_replies(report: Report) -> list[Drawing]:
    """Draw the shares of the five answers with their intervals; the bare counts where n is below ten."""
    rows = [
        {"label": ANSWER_WORDS.get(str(row["answer"]), str(row["answer"])), "n": number(row["count"]),
         "share": row["share"], "low": row["low"], "high": row["high"],
         "says": f"{number(row['count']):,} of {number(row['n']):,}"}
        for row in records(report.columns, report.rows)
    ]  # fmt: skip
    if any(row["share"] is None for row in rows):
        chart = lying_bars(rows, (("n", DARK),), unit="replies")
        return [
            Drawing(
                titled(chart, "What came back", report, ("Fewer than 10: no shares are shown.",)),
                _says("Replies", rows),
            )
        ]
    chart = titled(_intervals(rows), "What came back: share of each answer", report,
                   ("The line is Wilson's 95 % interval: where the share may well lie.",))  # fmt: skip
    return [Drawing(chart, _says("Replies", rows))]


def _intervals(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    order = [row["label"] for row in rows]
    most = max(number(row["high"]) for row in rows)
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=6))
    scale = alt.Scale(domain=[0, min(100, 10 * (most // 10 + 1))], nice=False)
    x = alt.X("low:Q", title="per cent of the replies recorded", scale=scale,
              axis=alt.Axis(tickCount=5, labelExpr="datum.label + ' %'"))  # fmt: skip
    base = alt.Chart(data(rows)).encode(y=y)
    line = base.mark_rule(color=MIDDLE, strokeWidth=3).encode(x=x, x2="high:Q")
    point = base.mark_point(filled=True, size=90, color=DARK, opacity=1).encode(x="share:Q")
    text = base.mark_text(align="left", dx=7, fontSize=11, color=INK).encode(x="high:Q", text="says:N")
    return alt.layer(line, point, text).properties(width=260, height=alt.Step(30))


def draw_supporters(report: Report) -> list[Drawing]:
    """Draw who is active, lapsed and not yet active, by role and source; and who stayed, by month of joining."""
    import altair as alt

    parts = (("active", DARK), ("lapsed", MIDDLE), ("not yet active", "#f2f5fa"))
    charts, said = [], []
    for by, heading in (("role", "By role"), ("source", "By source")):
        groups = [row for row in records(report.columns, report.rows) if row["by"] == by]
        groups.sort(key=lambda row: -number(row["supporters"]))
        rows = [_group(row) for row in groups[:_MOST_GROUPS]]
        if not rows:
            continue
        more = f" (the {_MOST_GROUPS} largest of {len(groups):,})" if len(groups) > len(rows) else ""
        bars = lying_bars(rows, parts, unit="supporters")
        charts.append(
            bars.properties(
                title=alt.TitleParams(heading + more, anchor="start", fontSize=12, color=SOFT, frame="group")
            )
        )
        said += rows
    drawings = []
    if charts:
        both = titled(alt.vconcat(*charts, spacing=14), "Supporters, and how many of them are active", report,
                      ("Active: a contact made in the period. Lapsed: one before it, none in it. At the end of a bar: "
                       "active, of all.",))  # fmt: skip
        drawings.append(Drawing(both, _says("Supporters", said)))
    return drawings + _retention(report)


def _group(row: dict[str, Cell]) -> dict[str, Any]:
    everybody, active, lapsed = (number(row[name]) for name in ("supporters", "active", "lapsed"))
    return {"label": str(row["group"]), "active": active, "lapsed": lapsed, "not yet active": max(everybody - active - lapsed, 0),
            "says": f"{active:,} of {everybody:,}"}  # fmt: skip


def _retention(report: Report) -> list[Drawing]:
    section = next((each for each in report.sections if each.name == "retention"), None)
    rows = [
        {"label": str(row["month"]), "share": row["share"] or 0,
         "says": f"{number(row['later']):,} of {number(row['supporters']):,}" + (", fewer than 10" if row["share"] is None else "")}
        for row in records(section.columns, section.rows)[-18:]
    ] if section else []  # fmt: skip
    if not rows:
        return []
    bars = lying_bars(rows, (("share", DARK),), unit="per cent of those who joined", most=100, percent=True)
    title = "Who came back: acted again in a later month"
    return [Drawing(titled(bars, title, report, ("By the month in which they joined.",)), _says(title, rows))]
