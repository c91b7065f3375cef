"""`advocate supporters locate`: the districts of everybody on the lists."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import db_option, dry_run_option, json_option, print_json, yes_option

if TYPE_CHECKING:
    from advocate.store.log import Log
    from advocate.store.placements import Unsure
    from advocate.supporters.census_placing import CensusQuestion
    from advocate.supporters.placing import Progress, Tally

#: So many of those that need eyes are shown; the list shows all.
SHOWN = 20


@click.command("locate", short_help="The districts of everybody on the lists.")
@click.option(
    "--census",
    is_flag=True,
    help="Send what our streets do not hold to the US Census Geocoder, after asking.",
)
@click.option("--again", is_flag=True, help="With --census: also what it was asked before in vain.")
@click.option(
    "--chunk",
    type=click.IntRange(1, 10_000),
    default=1_000,
    show_default=True,
    metavar="N",
    help="Addresses in one request to the Census.",
)
@dry_run_option
@yes_option
@json_option
@db_option
def locate(
    census: bool, again: bool, chunk: int, dry_run: bool, yes: bool, as_json: bool, db: Path | None
) -> ExitCode:
    """Find the districts of every address that has none yet.

    Nothing leaves this computer, unless --census sends addresses that our own
    streets do not hold: number, street, town and ZIP code, and no name. You are
    asked first. An address is looked up again when the data changed. What was
    done is kept, whenever it is stopped, and the next run goes on from there. The
    exit code is 3 where districts need a person's eyes.
    """
    if again and not census:
        raise click.UsageError("--again asks the Census once more: add --census.")
    from advocate.store import open_log
    from advocate.supporters.placing import count_to_place, place_offline

    with open_log(db, create=False) as log:
        with progress_bar("Locating", count_to_place(log)) as progress:
            offline = place_offline(log, log.clock, progress=progress, dry_run=dry_run)
        if not as_json:
            click.echo(_in_words(offline, "looked up on this computer", dry_run))
        asked = _census(log, again, chunk, dry_run, yes, as_json) if census else None
        return _report(log, offline, asked, dry_run, as_json)


def _census(log: Log, again: bool, chunk: int, dry_run: bool, yes: bool, as_json: bool) -> Tally | None:
    """Ask the Census about what is left, if the person agrees to what leaves the computer."""
    from advocate.config import load_settings
    from advocate.supporters.census_placing import census_questions, place_by_census
    from legislators.geocoders.census_batch import CensusBatch

    if load_settings().offline:
        raise click.UsageError(
            "ADVOCATE_OFFLINE is set, so nothing is sent. Leave it out, or leave --census out."
        )
    questions = census_questions(log, again=again)
    if not as_json or not yes:
        click.echo(_what_leaves(questions), err=True)
    if dry_run or not questions:
        return None
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Nothing was sent. Say --yes if the addresses may leave this computer.")
        click.confirm("Send them?", abort=True, err=True)
    with progress_bar("Asking the Census", len(questions)) as progress:
        tally = place_by_census(log, questions, CensusBatch(chunk=chunk), log.clock, progress=progress)
    if not as_json:
        click.echo(_in_words(tally, "answered by the Census Geocoder", False))
        if tally.unanswered:
            click.echo(
                f"{tally.unanswered} it could not be asked about, even one by one; the next run asks again."
            )
    return tally


def _what_leaves(questions: list[CensusQuestion]) -> str:
    count = len(questions)
    if not count:
        return "No address is left to ask the Census Geocoder about."
    return (
        f"{count} address{'es' * (count != 1)} would leave this computer, for the US Census Geocoder "
        "(geocoding.geo.census.gov): number, street, town and ZIP code, and no name."
    )


def _in_words(tally: Tally, how: str, dry_run: bool) -> str:
    many = f"{tally.located} address{'es' * (tally.located != 1)}"
    kept = " Nothing was kept (--dry-run)." if dry_run else ""
    return f"{many} {how}: {tally.certain} certain, {tally.uncertain} not certain, {tally.not_placed} not placed.{kept}"


def _report(log: Log, offline: Tally, asked: Tally | None, dry_run: bool, as_json: bool) -> ExitCode:
    """List what needs eyes, a few or (as JSON) all."""
    from itertools import islice

    from advocate.store.placements import unsure_addresses

    unsure = unsure_addresses(log.database)
    if as_json:
        rows = list(unsure)
        told = {
            "offline": offline.to_dict(),
            "census": asked.to_dict() if asked else None,
            "needs_eyes": [each.to_dict() for each in rows],
            "dry_run": dry_run,
        }
        print_json(told)
        return ExitCode.NEEDS_EYES if rows else ExitCode.DONE
    first = list(islice(unsure, SHOWN))
    left = sum(1 for _ in unsure)
    if first:
        click.echo("\nThese need a person's eyes:")
        for each in first:
            click.echo(_unsure(each))
    if left:
        click.echo(f"and {left} more: advocate supporters list --needs-eyes")
    return ExitCode.NEEDS_EYES if first else ExitCode.DONE


def _unsure(each: Unsure) -> str:
    from textwrap import fill

    from advocate.reports.plain import shown

    head = shown(f"  {each.supporter_id[:8]}  {each.supporter}, {each.address}")
    return (
        "  "
        + head
        + "\n"
        + fill(shown(each.problem), 80, initial_indent="      ", subsequent_indent="      ")
    )


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Progress]:
    """Show how far it is and how long it takes, on the error stream of a terminal; nothing elsewhere."""
    if not sys.stderr.isatty() or not total:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)
