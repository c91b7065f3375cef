"""Where does a report go, and who is told that there are people in it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from advocate.reports.report import Report


def give(report: Report, form: str, made: str | bytes, out: Path | None) -> None:
    """Print what was made of a report in a form, a table as this terminal shows it, or write it to a file and say so."""
    from advocate.cli.terminal import text_for_here
    from advocate.whole_file import write_whole

    if out is None:
        click.echo(text_for_here(report) if form == "table" else made, nl=False)
        return
    write_whole(out, made.encode() if isinstance(made, str) else made)
    click.echo(f"Written: {out}")


def say_people_are_in_it(name: str, has_people: bool) -> None:
    """Say on the error stream whether supporters' names are in a report that was asked for with them."""
    click.echo(
        "There are supporters' names in it: keep it to yourself, and delete it when it has served."
        if has_people
        else f"The report {name} has no supporters' names in it, with or without --with-names.",
        err=True,
    )
