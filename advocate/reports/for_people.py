"""How is a report said to people: which words stand for the log's own, and which channels say nothing here?

csv and json keep the log's words and every row, so that what reads them goes on working.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from advocate.reports.report import Cell, Column, Report
from advocate.store.contacts import CHANNELS

#: Words of the log -> words for people; what is not here is a word already.
CHANNEL_WORDS = {"email": "e-mail", "post": "posted letter", "comment": "public comment"}
OFFICE_WORDS = {
    "state_house": "House", "state_senate": "Senate", "school_board": "School board",
    "school_district": "District office", "governor": "Governor",
}  # fmt: skip
ANSWER_WORDS = {"form": "form reply", "none": "none (silence)"}
_SHORT_TITLES = {"Representative ": "Rep. ", "Senator ": "Sen. ", "School Board Member ": ""}
_STANDINGS = ("sent", "confirmed")


def for_people(report: Report) -> Report:
    """Return the report in words for people; reach and timeline without the channels that nothing came by."""
    if report.name == "reach":
        return _reach(report)
    if report.name == "timeline":
        return _timeline(report)
    return replace(report, rows=_said(report.columns, report.rows))


def channel_words(channel: str) -> str:
    """Return what a channel is called."""
    return CHANNEL_WORDS.get(channel, channel)


def short_official(name: str, district: str) -> str:
    """Return "Rep. Mai Example, 67B": short, so that a bar's label tells officials apart."""
    for title, short in _SHORT_TITLES.items():
        name = name.replace(title, short, 1) if name.startswith(title) else name
    return f"{name}, {district}" if district else name


def _channels(cell: Cell) -> Cell:
    return ", ".join(map(channel_words, str(cell).split(", "))) if cell else cell


def _of(words: dict[str, str]) -> Callable[[Cell], Cell]:
    return lambda cell: words.get(cell, cell) if isinstance(cell, str) else cell


#: A column's name -> how its cells are said.
_COLUMNS: dict[str, Callable[[Cell], Cell]] = {
    "kind": _of(OFFICE_WORDS), "office": _of(OFFICE_WORDS), "channels": _channels, "answer": _of(ANSWER_WORDS),
}  # fmt: skip


def _said(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    says = [_COLUMNS.get(column.name) for column in columns]
    if not any(says):
        return tuple(map(tuple, rows))
    return tuple(
        tuple(say(cell) if say else cell for say, cell in zip(says, row, strict=True)) for row in rows
    )


def _reach(report: Report) -> Report:
    rows: list[tuple[Cell, ...]] = []
    idle = [
        channel for channel in CHANNELS
        if not any(row[1] or row[2] for row in report.rows if _channel(row[0]) == channel)
    ]  # fmt: skip
    for row in report.rows:
        channel = _channel(row[0])
        if channel in idle:
            continue
        standing = str(row[0]).rpartition(" ")[2]
        rows.append((f"{channel_words(channel)} {standing}", *row[1:]) if channel else row)
    return replace(report, rows=tuple(rows), notes=(*report.notes, *_idle(report, idle)))


def _channel(measure: Cell) -> str:
    """Return the channel that "email sent" counts; "" where it is another measure."""
    channel, _, standing = str(measure).rpartition(" ")
    return channel if channel in CHANNELS and standing in _STANDINGS else ""


def _timeline(report: Report) -> Report:
    keep = [
        at for at, column in enumerate(report.columns)
        if column.name not in CHANNELS or any(row[at] for row in report.rows)
    ]  # fmt: skip
    names = {report.columns[at].name for at in keep}
    idle = [channel for channel in CHANNELS if channel not in names]
    columns = [report.columns[at] for at in keep]
    return replace(
        report,
        columns=tuple(replace(c, heading=channel_words(c.heading)) if c.name in CHANNELS else c for c in columns),
        rows=tuple(tuple(row[at] for at in keep) for row in report.rows),
        notes=(*report.notes, *_idle(report, idle)),
    )  # fmt: skip


def _idle(report: Report, idle: Sequence[str]) -> tuple[str, ...]:
    """Return a note that names the channels that were left out, if any."""
    if not idle or report.is_empty:
        return ()
    return (f"No contact made, and so not shown, by: {', '.join(map(channel_words, idle))}.",)
