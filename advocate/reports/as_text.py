"""How does a report read as text: lines for a terminal, CSV, JSON, Markdown?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import fill, wrap

from advocate.reports.plain import csv_text, shown
from advocate.reports.report import Cell, Column, Report


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


def table_text(report: Report, width: int = 80) -> str:
    """Return the report for a terminal of `width` columns; rows that do not fit become a block each."""
    lines = [report.title, report.question, ""]
    if report.is_empty:
        lines += [_nothing(report), *(f"  {step}" for step in report.next_steps)]
    else:
        lines += _table(report.columns, report.rows, width)
        for section in report.sections:
            lines += ["", section.title, "", *_table(section.columns, section.rows, width)]
            lines += [fill(section.definition, width)] if section.definition else []
    lines += ["", fill(report.definition, width), *(fill(note, width) for note in report.notes)]
    lines += [
        fill("Made from: " + "; ".join(f"{label} {value}" for label, value in report.made_from) + ".", width)
    ]
    return "\n".join(lines) + "\n"


def _table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    cells = [[cell_text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    wide = [max([len(c.heading), *(len(row[n]) for row in cells)]) for n, c in enumerate(columns)]
    if sum(wide) + 2 * (len(wide) - 1) > width:
        for row in cells:
            yield row[0]
            told = (
                f"{c.heading.lower()} {cell}"
                for c, cell in zip(columns[1:], row[1:], strict=True)
                if cell not in ("–", "", "0")
            )
            yield from wrap("; ".join(told), width, initial_indent="  ", subsequent_indent="  ")
        return
    left = [c.kind in ("text", "day") for c in columns]
    for row in [[c.heading for c in columns], *cells]:
        yield "  ".join(
            cell.ljust(size) if to_left else cell.rjust(size)
            for cell, size, to_left in zip(row, wide, left, strict=True)
        ).rstrip()


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
    lines += [
        [cell_text(x, c).replace("|", "\\|") for x, c in zip(row, columns, strict=True)] for row in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
