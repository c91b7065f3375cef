"""`advocate stats`: the published figures, what may stand beside what, and new ones from a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from advocate.cli.figure_output import (
    print_csv,
    print_figures,
    print_notes,
    print_rows,
    print_sources,
    print_trends,
)
from advocate.cli.options import FILE, NamingGroup, json_option, print_json
from advocate.cli.stats_import import import_

F = TypeVar("F", bound=Callable[..., Any])

csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")


@click.group(name="stats", cls=NamingGroup)
def command() -> None:
    """Find, compare and cite the published figures; add new ones.

    \b
    Every figure says who is counted, its basis:
      A  all of the state's tests, students with valid scores: the headline
      B  the MCA alone, students with valid scores
      C  North Star: who did not take part counts as not proficient
      NAEP, attendance: figures of their own
    Figures of two bases never stand together.
    """


def question_options(many: bool) -> Callable[[F], F]:
    """Return the options that say which figures are meant; `many` lets them be given more than once."""
    again = " May be given twice." if many else ""
    options = [
        click.option("--subject", required=True, metavar="WORD", help="math, reading, science, attendance."),
        click.option(
            "--district",
            "places",
            multiple=True,
            metavar="0625-01",
            help=f"A school district, or 'state' (the default).{again}",
        ),
        click.option(
            "--group",
            "groups",
            multiple=True,
            metavar="NAME",
            help=f"A group of students, or part of its name.{again}",
        ),
        click.option("--basis", "bases", multiple=True, metavar="A|B|C", help="Who is counted."),
        click.option("--grade", default="", metavar="4", help="One grade, where it was published."),
    ]

    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@command.command("list")
@click.option("--district", "place", default="", metavar="0625-01", help="What one place has figures about.")
@json_option
def list_(place: str, as_json: bool) -> None:
    """List what there are figures about, or what one place has."""
    from letters.figures import load_figures

    book = load_figures()
    if place:
        from advocate.figure_questions import find_place, list_of_place

        rows = list_of_place(book, find_place(book, place))
        header: tuple[str, ...] = ("subject", "basis", "group", "years")
    else:
        from letters.shelf import count_holdings

        rows = [tuple(map(str, row)) for row in count_holdings()]
        header = ("subject", "basis", "years", "figures", "suppressed")
    if as_json:
        print_json([dict(zip(header, row, strict=True)) for row in rows])
    else:
        print_rows(header, rows)


@command.command("show")
@question_options(many=False)
@click.option("--beside-state", is_flag=True, help="Show the state's figures as well.")
@json_option
@csv_option
@click.option("--chart", type=FILE, metavar="FILE", help="Draw it as .svg, .png or .html.")
def show(
    subject: str,
    places: tuple[str, ...],
    groups: tuple[str, ...],
    bases: tuple[str, ...],
    grade: str,
    beside_state: bool,
    as_json: bool,
    as_csv: bool,
    chart: Path | None,
) -> None:
    """Show every year of a figure, with the breaks in the series.

    \b
    Examples:
      advocate stats show --district 0625-01 --subject math
      advocate stats show --district 625 --subject math --group free --chart a.svg
    """
    from advocate.figure_questions import Question, ask_trends
    from letters.figures import load_figures

    if chart is not None:
        from letters.charts import check_chart

        check_chart(chart)
    book = load_figures()
    question = Question(subject, places, groups, bases, grade=grade)
    trends = ask_trends(book, question, beside_state=beside_state)
    if chart is not None:
        from letters.charts import draw_chart

        draw_chart(trends, chart)
        click.echo(f"Drawn in {chart}", err=True)
    figures = [figure for trend in trends for figure in trend.figures]
    if as_json:
        print_json([trend.to_dict() for trend in trends])
    elif as_csv:
        print_csv(figures)
    else:
        print_trends(trends)
        print_notes(book, trends)


@command.command("compare")
@question_options(many=True)
@click.option(
    "--year",
    "years",
    type=int,
    multiple=True,
    metavar="2025",
    help="The spring of a school year. May be given twice.",
)
@json_option
@csv_option
def compare(
    subject: str,
    places: tuple[str, ...],
    groups: tuple[str, ...],
    bases: tuple[str, ...],
    grade: str,
    years: tuple[int, ...],
    as_json: bool,
    as_csv: bool,
) -> None:
    """Put two places, groups or years side by side, or say why that may not be.

    \b
    Examples:
      advocate stats compare --district 0625-01 --subject math
      advocate stats compare --district 625 --subject math --year 2022 --year 2025
      advocate stats compare --subject reading --group white --group english

    One district alone is put beside the state. Refused are two bases, a change
    across a break or smaller than rounding, suppressed and disputed figures.
    """
    from advocate.figure_questions import Question, ask_comparison
    from letters.figures import load_figures

    found = ask_comparison(load_figures(), Question(subject, places, groups, bases, years, grade))
    if as_json:
        print_json(found.to_dict())
    elif as_csv:
        print_csv(found.figures)
    else:
        print_figures(found.figures)
        click.echo(f"\n{found.in_words()}\n")
        print_sources(found.figures)


@command.command("cite")
@question_options(many=False)
@click.option("--year", type=int, metavar="2025", help="The spring of a school year (default: the newest).")
@json_option
def cite(
    subject: str,
    places: tuple[str, ...],
    groups: tuple[str, ...],
    bases: tuple[str, ...],
    grade: str,
    year: int | None,
    as_json: bool,
) -> None:
    """Say one figure in words, with the note that lets anyone check it.

    \b
    Example:
      advocate stats cite --district 0625-01 --subject math
    """
    from advocate.figure_questions import Question, ask_figure, left_out
    from letters.figures import load_figures

    book = load_figures()
    question = Question(subject, places, groups, bases, (year,) if year else (), grade)
    figure = ask_figure(book, question)
    if as_json:
        print_json(figure.to_dict() | {"in_words": figure.cite(), "footnote": figure.footnote()})
        return
    click.echo(f"{figure.cite()}\n\nNote: {figure.footnote()}")
    for said in left_out(book, figure):
        click.echo(f"\n{said}", err=True)


@command.command("range")
@click.argument("legislative", metavar="DISTRICT")
@question_options(many=False)
@json_option
@csv_option
def range_(
    legislative: str,
    subject: str,
    places: tuple[str, ...],
    groups: tuple[str, ...],
    bases: tuple[str, ...],
    grade: str,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show the school districts that a legislator serves, and their range.

    \b
    DISTRICT is a House district (36A), a Senate district (36) or "congress 4".
    Example:
      advocate stats range 36A --subject math

    No average is given: an average of districts counts no students.
    """
    from advocate.figure_questions import Question, ask_range
    from letters.figures import load_figures

    question = Question(subject, places, groups, bases, grade=grade)
    name, found = ask_range(load_figures(), legislative, question)
    if as_json:
        print_json({"district": name, **found.to_dict()})
    elif as_csv:
        print_csv(found.figures)
    else:
        print_figures(found.figures)
        click.echo(f"\n{found.in_words(name).format('', '')}")
        if found.without:
            click.echo(f"Without such a figure: {', '.join(found.without)}.")


command.add_command(import_)
