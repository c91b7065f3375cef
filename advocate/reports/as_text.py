"""How does a report read as text: lines for a terminal, CSV, JSON, Markdown?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from textwrap import fill, wrap

from advocate.reports.bars import Signs, chart_lines, charts_of
from advocate.reports.for_people import for_people
from advocate.reports.layout import Grid
from advocate.reports.plain import csv_text, shown
from advocate.reports.report import Cell, Column, Report, Section


def cell_text(cell: Cell, column: Column) -> str:
    """Return a cell for people: "–" for nothing, 1,234, 52.1 %, $3.50."""
    if cell is None:
        return "–"
    if column.kind in ("text", "day") or isinstance(cell, str):
        return shown(str(cell))
    if column.kind == "cents":
        return f"${cell / 100:,.2f}"
    return f"{cell:,} %" if column.kind == "percent" else f"{cell:,}"


def _nothing(report: Report) -> str:
    return "There is nothing to count yet." + (" What to do first:" if report.next_steps else "")


#: What nearly every school district's name ends with; its number stands beside it.
_SCHOOL_WORDS = re.compile(r"( (Area|Public|Community|Independent|Co\.))* (School District|Schools?)$")
#: What a table can do without where there is no room for all of it: the first named goes first.
_LEAST_NEEDED = {
    "coverage": ("writers", "contacts", "supporters"),
    "officials": ("kind", "sent", "confirmed", "towns", "channels", "days_to_reply", "writers", "replies"),
}


def table_text(report: Report, width: int = 80, signs: Signs | None = None) -> str:
    """Return the report for a terminal of `width` columns; with `signs` also as bars.

    Where a table has no room, headings and words wrap, then what says least is left out, and it is
    said what; numbers that still do not fit go on in a second table, and other rows become a block each.
    """
    lines = [report.title, report.question, ""]
    if report.is_empty:
        lines += [_nothing(report), *(f"  {step}" for step in report.next_steps)]
    else:
        charts, report = charts_of(report) if signs else (), for_people(report)
        for chart in charts:
            drawn = chart_lines(chart, width, signs) if signs else []
            lines += [*drawn, ""] if drawn else []
        lines += _table(report.name, report.columns, report.rows, width)
        for section in report.sections:
            lines += ["", section.title, "", *_table(report.name, *_not_said_below(section), width)]
            lines += [fill(section.definition, width)] if section.definition else []
    lines += ["", fill(report.definition, width), *(fill(note, width) for note in report.notes)]
    lines += [
        fill("Made from: " + "; ".join(f"{label} {value}" for label, value in report.made_from) + ".", width)
    ]
    return "\n".join(lines) + "\n"


def _not_said_below(section: Section) -> tuple[Sequence[Column], Sequence[Sequence[Cell]]]:
    """Return columns and rows without what says nothing there.

    That is a column without anything, and words that are the same in every row and stand in the definition, too.
    """
    keep = []
    for at, column in enumerate(section.columns):
        cells = {row[at] for row in section.rows}
        word = (
            str(section.rows[0][at]) if column.kind == "text" and len(cells) == 1 < len(section.rows) else ""
        )
        said = bool(word) and word in section.definition
        if not said and cells != {None}:
            keep.append(at)
    return [section.columns[at] for at in keep], [[row[at] for at in keep] for row in section.rows]


def _table(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    cells = [[cell_text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    if name == "coverage":
        cells = [[row[0], _SCHOOL_WORDS.sub("", row[1]), *row[2:]] for row in cells]
    grid = Grid([c.heading for c in columns], cells, [c.kind not in ("text", "day") for c in columns])
    left_out: list[str] = []
    keep = list(range(len(columns)))
    for at in _in_order_of_need(name, columns, grid) if grid.widths(width) is None else ():
        keep.remove(at)
        if not grid.is_empty(at) and not grid.repeats_key(at):
            left_out.append(columns[at].heading)
        if grid.only(keep).widths(width) is not None:
            break
    sizes = grid.only(keep).widths(width)
    if sizes is not None:
        yield from grid.only(keep).lines(sizes)
        if left_out:
            yield from wrap(f"No room for: {', '.join(left_out)}. --format csv and html have them.", width)
    elif all(grid.numeric[1:]) and len(columns) > 2:
        yield from _in_parts(grid, width)
    else:
        yield from _blocks(columns, cells, width)


def _in_order_of_need(name: str, columns: Sequence[Column], grid: Grid) -> Iterator[int]:
    """Yield the columns that can be left out: those that say nothing, then those that say least."""
    every = range(1, len(columns))
    plain = [at for at in every if grid.repeats_key(at) or grid.is_empty(at)]
    yield from plain
    names = [column.name for column in columns]
    for word in _LEAST_NEEDED.get(name, ()):
        if word in names and names.index(word) not in plain:
            yield names.index(word)


def _in_parts(grid: Grid, width: int) -> Iterator[str]:
    """Yield several tables, each with the first column and as many of the others as there is room for."""
    at = 1
    while at < len(grid.headings):
        end = len(grid.headings)
        while end > at + 1 and grid.only([0, *range(at, end)]).widths(width) is None:
            end -= 1
        part = grid.only([0, *range(at, end)])
        sizes = part.widths(width) or [
            max(map(len, column)) for column in zip(part.headings, *part.rows, strict=True)
        ]
        yield from [""] if at > 1 else []
        yield from part.lines(sizes)
        at = end


def _blocks(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    for row in cells:
        yield row[0]
        told = (
            f"{c.heading}: {cell}"
            for c, cell in zip(columns[1:], row[1:], strict=True)
            if cell not in ("–", "", "0")
        )
        yield from wrap("; ".join(told), width, initial_indent="  ", subsequent_indent="  ")


def report_csv(report: Report) -> str:
    """Return the rows as CSV, whose cells cannot carry formulas; the definition is in the other forms."""
    return csv_text(
        [c.name for c in report.columns], (["" if x is None else str(x) for x in row] for row in report.rows)
    )


def report_json(report: Report) -> str:
    """Return the whole report as JSON."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"


def report_markdown(report: Report) -> str:
    """Return the report as Markdown, tables and definition."""
    report = for_people(report)
    parts = [f"# {report.title}", report.question]
    if report.is_empty:
        parts.append(f"{_nothing(report)}\n\n" + "\n".join(f"- `{s}`" for s in report.next_steps))
    else:
        parts.append(_markdown(report.columns, report.rows))
        for section in report.sections:
            parts += [f"## {section.title}", _markdown(section.columns, section.rows), section.definition]
    parts += [
        report.definition,
        *report.notes,
        "; ".join(f"{label}: {value}" for label, value in report.made_from),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    lines = [[c.heading for c in columns], ["---" if c.kind in ("text", "day") else "---:" for c in columns]]
    lines += [[_as_typed(cell_text(x, c)) for x, c in zip(row, columns, strict=True)] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _as_typed(text: str) -> str:
    """Return a cell so that what somebody typed stays text: no column begins, no link, and no HTML."""
    for mark in ("\\", "|", "<", "[", "`"):
        text = text.replace(mark, f"\\{mark}")
    return text
