"""`advocate stats import`: the figures of a workbook, beside the bundled ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, dry_run_option, json_option, print_json, yes_option

if TYPE_CHECKING:
    from letters.workbooks.adding import Plan


@click.command("import")
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
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was written: there is nobody to ask. --yes adds the figures.")
    count = len(plan.added) + len(plan.changed)
    click.confirm(f"Add these {count:,} figures to your own copy?", abort=True, err=True)
