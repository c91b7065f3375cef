"""What does every showing need to know of a report: its rows by name, its day, its source in a line, what to do first?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advocate.reports.report import Cell, Column, Report


def records(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Return the rows as dicts by the columns' names."""
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


def number(cell: Cell) -> float:
    """Return the cell as a number, 0 where there is none."""
    return cell if isinstance(cell, int | float) else 0


def is_blank(report: Report) -> bool:
    """True where a table would show nothing: no rows, or (with a first step to take) noughts alone."""
    if report.is_empty:
        return True
    return bool(report.next_steps) and not any(number(cell) for row in report.rows for cell in row)


def day_of_record(report: Report) -> date | None:
    """Return the day that the report is of, as it says itself."""
    told = dict(report.made_from).get("as on record on", "")
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


def source_line(report: Report) -> str:
    """Return in a line what the report was made from."""
    return (
        "Source: log of advocate; " + "; ".join(f"{label} {value}" for label, value in report.made_from) + "."
    )


def step_parts(step: str) -> tuple[str, list[str]]:
    """Return what to do first as (words, commands), from "Take a list in: advocate import sheet.csv"."""
    words, mark, rest = step.partition(": advocate ")
    return (
        (f"{words}:", [part.strip() for part in f"advocate {rest}".split(", then ")]) if mark else (step, [])
    )
