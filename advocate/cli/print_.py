"""`advocate print`: all letters of a campaign as one PDF to print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    FILE,
    db_option,
    dry_run_option,
    json_option,
    may_replace,
    print_json,
    yes_option,
)

if TYPE_CHECKING:
    from advocate.writing.printing import Selection


@click.command("print", short_help="All letters of a campaign as one PDF, with envelopes or labels.")
@click.option("--campaign", default="", metavar="NAME", help="Only this campaign's letters (default: all).")
@click.option(
    "--out", type=FILE, default=Path("pack.pdf"), show_default=True, metavar="FILE", help="The PDF to write."
)
@click.option(
    "--standing",
    default="drafted",
    show_default=True,
    metavar="WORD",
    help="Which letters: drafted, handed_over ...",
)
@click.option(
    "--envelopes",
    type=click.Choice(["labels", "envelopes", "none"]),
    default="labels",
    show_default=True,
    help="What to print behind the letters.",
)
@click.option("--record", is_flag=True, help="Also record the letters as handed over.")
@yes_option
@dry_run_option
@json_option
@db_option
def command(
    campaign: str,
    out: Path,
    standing: str,
    envelopes: str,
    record: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    db: Path | None,
) -> ExitCode:
    """Put all letters of a campaign into one PDF: a list, the letters, labels.

    The letters are printed as their Markdown files are now, so that what a
    supporter has changed there is kept. Folded in three, each shows its address
    in the window of a No. 10 envelope. For example:

      advocate print --campaign "Math tutors" --out pack.pdf
    """
    from advocate.store import open_log
    from advocate.writing.printing import record_printed, select_letters, write_pack

    if not dry_run:
        may_replace(out, yes)
    with open_log(db, create=False) as log:
        selection = select_letters(log, campaign=campaign, standing=standing)
        if not dry_run:
            title = _title(selection, campaign)
            write_pack(selection, out, title=title, day=clock.today(), envelopes=envelopes)
        moved = 0
        if record and not dry_run:
            moved = record_printed(log, selection.letters, note=f"printed in {out.name}")
    if as_json:
        content = selection.to_dict() | {"file": None if dry_run else str(out), "recorded": moved}
        print_json(content)
    else:
        _tell(selection, out, dry_run, moved if record else None)
    return ExitCode.NEEDS_EYES if selection.left_out else ExitCode.DONE


def _title(selection: Selection, campaign: str) -> str:
    """Return the campaign's name as the log spells it."""
    return selection.letters[0].contact.campaign if campaign and selection.letters else ""


def _tell(selection: Selection, out: Path, dry_run: bool, moved: int | None) -> None:
    from advocate.writing.printing import told

    count = len(selection.letters)
    letters = f"{count} letter{'s' * (count != 1)}"
    if dry_run:
        click.echo(f"{letters} would be printed. Nothing was written.")
    else:
        click.echo(f"{letters} to print, with a list of them: {out}")
        click.echo(
            "Print it at 100 % (“actual size”); scaled pages miss the envelope's window and the labels."
        )
        if moved is None:
            click.echo("The log still has them as they were. --record notes that they are handed over.")
        else:
            click.echo(f"{moved} recorded as handed over. When they are posted: advocate record ID... sent")
    if selection.left_out:
        click.echo(f"Left out:{told(selection.left_out)}", err=True)
