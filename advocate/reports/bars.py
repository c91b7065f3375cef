"""How long is each number as a bar, for a terminal?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from advocate.reports.for_people import ANSWER_WORDS, channel_words, short_official
from advocate.reports.report import Cell, Report


@dataclass(frozen=True, slots=True)
class Signs:
    """What bars are drawn with: two fillings that are told apart without colour, and eighths of the first."""

    first: str
    second: str
    eighths: str = ""

    @property
    def all(self) -> str:
        """Every sign, to ask a terminal whether it can show them."""
        return self.first + self.second + self.eighths


BLOCKS = Signs("█", "░", "▏▎▍▌▋▊▉")
ASCII = Signs("#", "-")


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title: (label, the parts of its bar, what is said at its end); `whole` is a bar of full length.

    `parts` names what the first and the second filling stand for.
    """

    title: str
    rows: tuple[tuple[str, tuple[float, ...], str], ...]
    parts: tuple[str, ...] = ()
    whole: float | None = None


#: The longest bar, and so many bars at most.
_LONGEST, _MOST = 40, 60


def bar(parts: Sequence[float], whole: float, length: int, signs: Signs) -> str:
    """Return one bar of at most `length` signs: each part in its filling, a trace for whatever is above 0."""
    total = sum(parts)
    if whole <= 0 or total <= 0:
        return ""
    if signs.eighths and not any(parts[1:]):
        whole_signs, eighths = divmod(round(8 * length * min(total / whole, 1.0)), 8)
        drawn = signs.first * whole_signs + (signs.eighths[eighths - 1] if eighths else "")
        return drawn or signs.eighths[0]
    ends = [round(length * min(sum(parts[: n + 1]) / whole, 1.0)) for n in range(len(parts))]
    first, second = ends[0], ends[-1] - ends[0]
    return signs.first * first + signs.second * second or (signs.first if parts[0] else signs.second)


def chart_lines(chart: Chart, width: int, signs: Signs) -> list[str]:
    """Return the chart in lines of at most `width` signs."""
    legend = ", ".join(
        f"{sign} {name}" for sign, name in zip((signs.first, signs.second), chart.parts, strict=False)
    )
    rows = chart.rows[-_MOST:]
    head = f"{chart.title}{f' ({legend})' if legend else ''}"
    if len(rows) < len(chart.rows):
        head += f", the last {len(rows)} of {len(chart.rows)}"
    label = min(max(len(row[0]) for row in rows), width // 3)
    said = max(len(row[2]) for row in rows)
    length = min(_LONGEST, width - label - said - 4)
    if length < 5:
        return []
    whole = chart.whole or max(sum(row[1]) for row in rows)
    lines = wrap(head, width)
    for name, parts, what in rows:
        shown = name if len(name) <= label else f"{name[: label - 1]}…"
        drawn = bar(parts, whole, length, signs)
        lines.append(f"{shown.ljust(label)}  {drawn}{' ' if drawn else ''} {what}".rstrip())
    return lines


def charts_of(report: Report) -> list[Chart]:
    """Return the charts that belong to a report, none where there is nothing to draw."""
    make = {
        "reach": _reach, "timeline": _timeline, "officials": _officials, "coverage": _coverage, "replies": _replies,
        "letters": _letters, "supporters": _supporters,
    }.get(report.name)  # fmt: skip
    if make is None or report.is_empty:
        return []
    names = [column.name for column in report.columns]
    found = make([dict(zip(names, row, strict=True)) for row in report.rows])
    return [chart for chart in found if any(sum(parts) for _, parts, _ in chart.rows)]


_Row = dict[str, Cell]


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _made(label: str, row: _Row) -> tuple[str, tuple[float, ...], str]:
    sent, confirmed = _number(row["sent"]), _number(row["confirmed"])
    return label, (sent, confirmed), f"{int(sent + confirmed):,}"


def _reach(rows: list[_Row]) -> list[Chart]:
    counts = {str(row["measure"]): row for row in rows}
    channels: dict[str, dict[str, float]] = {}
    for name, row in counts.items():
        channel, _, standing = name.rpartition(" ")
        if standing in ("sent", "confirmed") and channel and channel != "contacts":
            channels.setdefault(channel, {})[standing] = _number(row["count"])
    by_channel = tuple(
        (channel_words(name), (n.get("sent", 0), n.get("confirmed", 0)), f"{int(sum(n.values())):,}")
        for name, n in channels.items()
        if sum(n.values())
    )
    covered = tuple(
        (name.removesuffix(" covered"), (100 * _number(row["count"]) / _number(row["out_of"]),),
         f"{int(_number(row['count'])):,} of {int(_number(row['out_of'])):,}")
        for name, row in counts.items() if row["out_of"]
    )  # fmt: skip
    return [
        Chart("Contacts made, by channel", by_channel, ("sent", "confirmed")),
        Chart("Districts covered, of all there are", covered, (), 100.0),
    ]


def _timeline(rows: list[_Row]) -> list[Chart]:
    days = tuple(_made(str(row["from"]), row) for row in rows)
    return [Chart("Contacts made, by the first day of each period", days, ("sent", "confirmed"))]


def _officials(rows: list[_Row]) -> list[Chart]:
    top = rows[:10]
    title = f"The {len(top)} with the most contacts made" if len(rows) > len(top) else "Contacts made"
    labels = [short_official(str(row["official"]), str(row["district"])) for row in top]
    return [Chart(title, tuple(_made(label, row) for label, row in zip(labels, top, strict=True)), ("sent", "confirmed"))]  # fmt: skip


def _coverage(rows: list[_Row]) -> list[Chart]:
    reached = sum(_number(row["officials"]) > 0 for row in rows)
    line = ("reached", (float(reached), float(len(rows) - reached)), f"{reached:,} of {len(rows):,}")
    return [Chart("Districts with an official who was reached", (line,))]


def _replies(rows: list[_Row]) -> list[Chart]:
    def said(row: _Row) -> str:
        share = f"  {row['share']} %" if row["share"] is not None else ""
        return f"{int(_number(row['count'])):,}{share}"

    return [
        Chart(
            "Replies",
            tuple(
                (
                    ANSWER_WORDS.get(str(row["answer"]), str(row["answer"])),
                    (_number(row["count"]),),
                    said(row),
                )
                for row in rows
            ),
        )
    ]


def _letters(rows: list[_Row]) -> list[Chart]:
    top = rows[:15]
    return [Chart("Letters made, by template",
                  tuple((str(r["template"]), (_number(r["letters"]),), f"{int(_number(r['letters'])):,}") for r in top))]  # fmt: skip


def _supporters(rows: list[_Row]) -> list[Chart]:
    roles = [row for row in rows if row["by"] == "role"]
    return [Chart("Supporters by role", tuple(
        (str(row["group"]), (_number(row["active"]), _number(row["supporters"]) - _number(row["active"])),
         f"{int(_number(row['active'])):,} of {int(_number(row['supporters'])):,}")
        for row in roles), ("active", "not"))]  # fmt: skip
