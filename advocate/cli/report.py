"""`advocate report NAME`: what does the log say, in numbers?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from advocate import clock
from advocate.cli.options import FILE, db_option, parse_day, yes_option


@click.command(short_help="What a campaign has reached, in numbers.")
@click.argument("name", metavar="NAME")
@click.argument("official", metavar="[OFFICIAL]", nargs=-1)
@click.option("--campaign", default="", metavar="NAME", help="Only this campaign's.")
@click.option("--since", type=parse_day, metavar="YYYY-MM-DD", help="The first day of the period.")
@click.option("--until", type=parse_day, metavar="YYYY-MM-DD", help="The last day of the period.")
@click.option(
    "--as-of", type=parse_day, metavar="YYYY-MM-DD", help="As it was on record at the end of that day."
)
@click.option("--by", default="", metavar="WORD", help="day, week, month; house, senate, school_district.")
@click.option(
    "--format",
    "form",
    default="",
    metavar="FORM",
    help="table, csv, json, md, html or xlsx (default: by the end of --out's name, else table).",
)
@click.option(
    "--with-names", is_flag=True, help="Let supporters' names into it; without this there are none."
)
@click.option("--out", type=FILE, help="Write it to this file, for your eyes only.")
@click.option("--chart", type=FILE, help="Draw it, too, into this file: .svg, .png or .html.")
@yes_option
@db_option
def command(
    name: str,
    official: tuple[str, ...],
    campaign: str,
    since: date | None,
    until: date | None,
    as_of: date | None,
    by: str,
    form: str,
    with_names: bool,
    out: Path | None,
    chart: Path | None,
    yes: bool,
    db: Path | None,
) -> None:
    """Count what a campaign has reached.

    NAME is reach, coverage, officials, timeline, letters, supporters,
    replies, lobbying, or everything: all of these in one .html or .xlsx
    file. Each table ends with what it counts.

    \b
    One page to take into the meeting with an official, found by name, seat or
    district, as .pdf or .html (or a table):
      advocate report brief "Sen. Hawj" --out brief.pdf
    """
    from advocate.cli.options import may_replace
    from advocate.cli.report_out import give, say_people_are_in_it
    from advocate.reports.everything import reports_named
    from advocate.reports.forms import form_asked_for, render
    from advocate.reports.named import BRIEF, read_scope
    from advocate.reports.showing.pictures import INSTALL, can_draw, chart_bytes, check_chart
    from advocate.store import open_log
    from advocate.whole_file import write_whole

    if name == BRIEF:
        from advocate.cli.brief import write_brief

        write_brief(
            official, campaign=campaign, since=since, until=until, as_of=as_of, by=by, form=form, chart=chart,
            with_names=with_names, out=out, yes=yes, db=db,
        )  # fmt: skip
        return
    count = reports_named(name)
    if official:
        raise click.UsageError(
            f"The report {name} takes no '{' '.join(official)}' beside it; only brief takes an official."
        )
    form = form_asked_for(name, form, out.name if out else "")
    if chart is not None:
        check_chart(name, chart.name)
        if chart == out:
            raise click.UsageError(
                f"The report and its picture cannot both be '{out}'. Give --chart another name."
            )
    for target in filter(None, (out, chart)):
        may_replace(target, yes)
    with open_log(db, create=False) as log:
        scope = read_scope(
            log.database, today=clock.today(), name=name, campaign=campaign, since=since, until=until,
            as_of=as_of, by=by, with_names=with_names,
        )  # fmt: skip
        reports = count(log.database, scope)
    made = render(name, form, reports)
    if with_names:
        say_people_are_in_it(name, any(report.has_people for report in reports))
    if chart is not None:
        write_whole(chart, chart_bytes(reports[0], chart.suffix))
        click.echo(f"Drawn in {chart}", err=True)
    give(reports[0], form, made, out)
    if out and form == "html" and not can_draw():
        click.echo(f"It has no pictures. They need two more packages: {INSTALL}", err=True)
