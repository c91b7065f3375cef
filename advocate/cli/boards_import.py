"""`advocate boards import` and `results`: election results into the boards, and out again."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, dry_run_option, json_option, parse_day, yes_option


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--election",
    type=parse_day,
    metavar="YYYY-MM-DD",
    help="The day of the election, where the file's name does not tell it.",
)
@click.option("--force", is_flag=True, help="Take races whose count is not final, too.")
@click.option("--all", "everything", is_flag=True, help="Show every board and every problem.")
@dry_run_option
@yes_option
def import_(
    files: tuple[Path, ...],
    election: date | None,
    force: bool,
    everything: bool,
    dry_run: bool,
    yes: bool,
) -> ExitCode:
    """Bring in who won, from results files of the Secretary of State (sdrace.txt).

    \b
    Examples:
      advocate boards import 20261103_sdrace.txt --dry-run
      advocate boards import sdrace.txt --election 2026-11-03 --yes

    What turns over is shown before anything is written. Winners sit from the first
    Monday in January, those of a special election at once. A race that is not
    counted to the end is left out. Your own copy of the data is written, never the
    one that came with advocate; `advocate data rollback` takes the last one back.
    """
    from advocate.cli.boards_show import import_sections
    from advocate.cli.show import show
    from legislators.board_imports import apply_import, plan_import

    plan = plan_import(files, clock.today(), election=election, force=force)
    show(import_sections(plan, everything))
    done = ExitCode.NEEDS_EYES if plan.needs_eyes else ExitCode.DONE
    if not plan.changed:
        click.echo("\nEverything is in our data already. Nothing was written.")
        return done
    if dry_run:
        click.echo("\nNothing was written.")
        return done
    ask(f"Write {plan.changed} races to your own copy of the data?", yes)
    click.echo(f"\nWritten to {apply_import(plan, datetime.now())}")
    return done


@click.command("results")
@click.option("--remove", type=parse_day, metavar="YYYY-MM-DD", help="Take an election's results out again.")
@dry_run_option
@yes_option
@json_option
def results(remove: date | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """List the elections whose results were brought in, or take one out again."""
    from legislators.board_imports import election_at_hand, remove_election
    from legislators.board_results import held_results
    from legislators.snapshot import open_snapshot

    held = held_results(open_snapshot())
    if remove:
        count = election_at_hand(held, remove)
        if dry_run:
            click.echo(f"{count} races of {remove} would be taken out. Nothing was written.")
            return
        ask(f"Take {count} races of {remove} out of your own copy of the data?", yes)
        click.echo(f"Taken out; the data lie in {remove_election(remove, datetime.now())}")
        return
    rows = [(day, [race for race in held.races if race.election == day]) for day in held.elections]
    if as_json:
        import json

        made = [
            {
                "election": day.isoformat(),
                "races": len(races),
                "seats": sum(len(race.won) for race in races),
                "not_final": sum(1 for race in races if race.partial),
                "taken_on": max(race.taken_on for race in races).isoformat(),
            }
            for day, races in rows
        ]
        click.echo(json.dumps(made, indent=2))
        return
    for day, races in rows:
        seats, partial = sum(len(race.won) for race in races), sum(1 for race in races if race.partial)
        text = f"{day}  {len(races)} races, {seats} seats, read in on {max(race.taken_on for race in races)}"
        click.echo(f"{text}; {partial} not final" if partial else text)
    if not rows:
        click.echo("No results were brought in so far: advocate boards import FILE")


def ask(question: str, yes: bool) -> None:
    """Ask a person; without one, only --yes will do."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was written. --yes writes it without asking.")
    click.confirm(question, abort=True, err=True)
