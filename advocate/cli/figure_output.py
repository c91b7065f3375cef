"""How does `advocate stats` print figures: a table with its sources, CSV, or JSON?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from letters.comparing import Trend
    from letters.figure import Figure
    from letters.figures import FigureBook


def print_trends(trends: Sequence[Trend]) -> None:
    """Print every series as a table under its title."""
    from advocate.reports.figure_tables import HEADER, trend_lines

    for number, trend in enumerate(trends):
        first = trend.figures[0]
        click.echo(
            "\n" * (number > 0)
            + f"{first.geography_name}: {first.subject}, {first.grade.lower()}, {first.group}"
        )
        print_rows(HEADER, trend_lines(trend))


def print_notes(book: FigureBook, trends: Sequence[Trend]) -> None:
    """Print who is counted, the sources, the breaks, and what is there but not used."""
    from advocate.figure_questions import left_out, other_bases

    newest = trends[0].figures[-1]
    click.echo("")
    print_sources([each.figures[-1] for each in trends])
    for each in dict.fromkeys(part for trend in trends for part in trend.breaks):
        click.echo(f"Break at {each.first_year - 1}-{each.first_year % 100:02d}: {each.why}.")
    for basis in other_bases(book, newest):
        click.echo(f"Figures of another basis are there too, and never mixed with these: --basis {basis}")
    for figure in trends[0].figures:
        for said in left_out(book, figure):
            click.echo(said)


def print_sources(figures: Sequence[Figure]) -> None:
    """Print who is counted, and where the figures were published."""
    for basis, counted in dict.fromkeys((f.basis, f.counted()) for f in figures):
        click.echo(f"Basis {basis} counts {counted}.")
    for source, url in dict.fromkeys((f.source, f.url) for f in figures):
        click.echo(f"Source: {source}. {url}".rstrip())


def print_figures(figures: Sequence[Figure]) -> None:
    """Print figures side by side."""
    from advocate.reports.figure_tables import HEADER, figure_line

    several = len({figure.group for figure in figures}) > 1
    rows = [(*figure_line(f)[:-1], f.group if several else f.geography_name) for f in figures]
    print_rows(HEADER, rows)


def print_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns for a person, tabs for a pipe."""
    from advocate.reports.figure_tables import aligned
    from advocate.reports.plain import plain_lines

    if sys.stdout.isatty():
        click.echo(aligned([header, *rows]))
    else:
        click.echo(plain_lines([header, *rows]), nl=False)


def print_csv(figures: Sequence[Figure]) -> None:
    """Print figures as CSV, in the digits that were published."""
    from advocate.reports.figure_tables import CSV_COLUMNS, csv_rows
    from advocate.reports.plain import csv_text

    click.echo(csv_text(CSV_COLUMNS, csv_rows(figures)), nl=False)
