"""How do figures look as a table: for a person, for a pipe, as CSV?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.comparing import Trend
    from letters.figure import Figure, Suppressed

CSV_COLUMNS = (
    "geography",
    "geography_name",
    "subject",
    "grade",
    "group",
    "year",
    "basis",
    "test",
    "percent_met",
    "percent_not_met",
    "students_not_met",
    "n",
    "standing",
    "source",
    "url",
    "found_at",
    "note",
)
HEADER = ("school year", "did not meet", "met", "students", "where")


def csv_rows(figures: Iterable[Figure]) -> list[list[str]]:
    """Return the cells of CSV_COLUMNS for each figure, in the digits that were published."""
    rows = [figure.to_dict() for figure in figures]
    return [["" if row[name] is None else str(row[name]) for name in CSV_COLUMNS] for row in rows]


def trend_lines(trend: Trend) -> list[tuple[str, ...]]:
    """Return the years of a trend as rows of HEADER, the years without a figure and the breaks in their places."""
    rows: list[tuple[int, int, tuple[str, ...]]] = [
        (figure.year, 1, figure_line(figure)) for figure in trend.figures
    ]
    rows += [(year, 1, (school_year(year), "no figure", "", "", why)) for year, why in trend.gaps]
    rows += [
        (each.first_year, 0, ("-- break --", "", "", "", "not comparable across this line"))
        for each in trend.breaks
    ]
    rows += _after_the_last(trend.suppressed, trend.figures[-1].year)
    return [row for _, _, row in sorted(rows, key=lambda each: each[:2])]


def figure_line(figure: Figure) -> tuple[str, ...]:
    """Return one figure as a row of HEADER."""
    students = f"{figure.students[0]:,} of {figure.students[1]:,}" if figure.students else ""
    counted = students or (f"{figure.n:,} counted" if figure.n is not None else "")
    return (
        figure.school_year,
        f"{figure.not_met} %",
        f"{figure.value} %",
        counted,
        figure.geography_name,
    )


def school_year(year: int) -> str:
    """Return "2024-25" for 2025."""
    return f"{year - 1}-{year % 100:02d}"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns of the same width, for a terminal without colour."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(lines)


def _after_the_last(hidden: Sequence[Suppressed], last: int) -> list[tuple[int, int, tuple[str, ...]]]:
    return [
        (row.year, 1, (school_year(row.year), "suppressed", "", "", "left blank by its publisher"))
        for row in hidden
        if row.year > last
    ]
