"""`advocate stats`: the published figures, what may stand beside what, and new ones from a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advocate.cli.errors import ExitCode
from advocate.cli.figure_output import (
    print_csv,
    print_figures,
    print_notes,
    print_rows,
    print_sources,
    print_trends,
)
from advocate.cli.options import FILE, NamingGroup, dry_run_option, json_option, print_json, yes_option

if TYPE_CHECKING:
    from letters.workbooks.adding import Plan

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


@command.command("import")
@click.argument("file", type=FILE)
@dry_run_option
@yes_option
@json_option
def import_(file: Path, dry_run: bool, yes: bool, as_json: bool) -> ExitCode:
    """Add the figures of a workbook of the Department of Education.

    \b
    It reads the .xlsx files of the department's Data Center as they are:
      MCA and MTAS by subject (sheets State, County, District, School)
      North Star (sheets State, District, School)

    Columns are found by their names; what is not known is said and kept out.
    The figures go to your own copy, all of them or none. The exit code is 3
    where a row or a sheet could not be read.
    """
    from advocate.reports.import_plan import plan_dict, plan_lines
    from letters.workbooks.adding import apply_plan, plan_import

    plan = plan_import(file)
    if as_json:
        print_json(plan_dict(plan))
    else:
        click.echo("\n".join(plan_lines(plan)))
    if dry_run:
        click.echo("Nothing was written.", err=True)
    elif plan.nothing_new:
        click.echo("All of it is there already; nothing was written.", err=True)
    else:
        _may_add(plan, yes)
        apply_plan(plan)
        click.echo(f"Written to {plan.target}", err=True)
    return ExitCode.NEEDS_EYES if plan.reading.problems else ExitCode.DONE


def _may_add(plan: Plan, yes: bool) -> None:
    """Ask before anything is written; without a person to ask, only --yes will do."""
    import sys

    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was written: there is nobody to ask. --yes adds the figures.")
    count = len(plan.added) + len(plan.changed)
    click.confirm(f"Add these {count:,} figures to your own copy?", abort=True, err=True)
