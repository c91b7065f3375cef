"""`advocate supporters export`, `forget` and `purge`: what is held of a person, and how it goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
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
    login_name,
    may_replace,
    print_json,
    yes_option,
)
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.store.going import Holdings
    from advocate.store.log import Log
    from advocate.supporters.leaving import Left

#: What the log cannot know of, said whenever somebody is forgotten.
ELSEWHERE = (
    "The log knows nothing of whole-campaign PDFs (advocate print), sheets that were imported, earlier exports, "
    "mail in your mail program, and copies of the log: look there yourself."
)
files_option = click.option(
    "--files", "delete_files", is_flag=True, help="Delete the files of their letters, too."
)


@click.command("export", short_help="Everything we hold of one person, for that person.")
@click.argument("words", nargs=-1, required=True, metavar="WHO")
@click.option(
    "--out",
    type=FILE,
    default=Path("export"),
    show_default=True,
    metavar="DIR",
    help="The folder for the two files.",
)
@dry_run_option
@yes_option
@json_option
@db_option
def export(
    words: tuple[str, ...], out: Path, dry_run: bool, yes: bool, as_json: bool, db: Path | None
) -> None:
    """Write everything we hold of one person to two files, for that person.

    One is text to read, one JSON for programs. Both hold every table: addresses,
    districts, consents, letters and what became of them, changes, and the lists
    they came from. Only you can read the files. --json prints the JSON instead.
    """
    from advocate.store import open_log
    from advocate.store.people import find_person
    from advocate.supporters.exporting import export_files, export_person, write_export

    with open_log(db, create=False) as log:
        done = export_person(log, find_person(log.database, " ".join(words)))
    if as_json:
        print_json(done.to_dict())
        return
    files = export_files(done, out)
    rows = sum(len(table) for table in done.held.values())
    if dry_run:
        click.echo(
            f"{rows} rows; they would go to:\n  {files[0]}\n  {files[1]}\nNothing was written (--dry-run)."
        )
        return
    for file in files:
        may_replace(file, yes)
    write_export(done, files)
    click.echo(f"{rows} rows of {done.person.called}, readable by you alone:\n  {files[0]}\n  {files[1]}")


@click.command("forget", short_help="Take out of the log all that says who a person is.")
@click.argument("words", nargs=-1, metavar="WHO")
@files_option
@click.option(
    "--sweep", is_flag=True, help="Only clear old bytes out of the log's file; nobody is forgotten."
)
@click.option(
    "--new-key",
    is_flag=True,
    help="Begin a new key for forgotten people, where the old one is lost for good.",
)
@dry_run_option
@yes_option
@json_option
@db_option
def forget(
    words: tuple[str, ...], delete_files: bool, sweep: bool, new_key: bool, dry_run: bool, yes: bool, as_json: bool,
    db: Path | None,
) -> ExitCode:  # fmt: skip
    """Forget one person: by the start of the id, the e-mail, or the name.

    Name, addresses, e-mail, phone, notes, wordings, subjects, numbers in other
    systems and what imports said go, out of the file byte for byte. What counts
    stays: that there was a supporter, in which districts, and how many letters
    went to whom. A later import cannot bring them back by accident: keyed hashes
    know them again. Files of their letters are listed, and deleted with --files;
    the exit code is 3 where some are left.
    """
    from advocate.store import open_log
    from advocate.store.going import holdings_of
    from advocate.store.people import find_person
    from advocate.supporters.leaving import forget as forget_people

    with open_log(db, create=False) as log:
        if sweep or new_key:
            return _upkeep(log, words, sweep)
        if not words:
            raise click.UsageError("Who is to be forgotten? Give the id, the e-mail or the name.")
        person = find_person(log.database, " ".join(words))
        held = holdings_of(log.database, [person.id])
        if not as_json:
            click.echo(f"{person.short_id}  {person.called}, {person.address or 'no address'}", err=True)
        if dry_run:
            return _tell_plan(held, as_json)
        _confirm(f"Forget {person.called} for good?", held, yes)
        left = forget_people(log, [person.id], on=clock.today(), who=login_name(), delete_files=delete_files)
        return _tell(left, as_json)


def _upkeep(log: Log, words: Sequence[str], sweep: bool) -> ExitCode:
    """Do what is about the log and nobody in it."""
    from advocate.store.erasing import scrub
    from advocate.store.forgetting import begin_new_key

    if words:
        raise click.UsageError("--sweep and --new-key are about the whole log: name nobody.")
    if sweep:
        if not scrub(log.database, log.path):
            click.echo(_IN_THE_WAY, err=True)
            return ExitCode.NEEDS_EYES
        click.echo(f"'{log.path}' holds no bytes of what was deleted.")
        return ExitCode.DONE
    with log.writing():
        lost = begin_new_key(log.database, log.path)
    click.echo(
        f"The next person forgotten begins a new key. {lost} marks of people forgotten before are let go."
    )
    return ExitCode.NEEDS_EYES if lost else ExitCode.DONE


_IN_THE_WAY = (
    "Another program has the log open, so old bytes may still be in its file. Close it, then: "
    "advocate supporters forget --sweep"
)


@click.command("purge", short_help="Let go of people of whom nothing was heard for long.")
@click.option(
    "--older-than",
    "age",
    required=True,
    metavar="AGE",
    help="As 3y, 18m, 26w or 90d: nothing on record since.",
)
@click.option(
    "--coarsen", is_flag=True, help="Only drop street and point; keep the person, the town and the districts."
)
@files_option
@dry_run_option
@yes_option
@json_option
@db_option
def purge(
    age: str, coarsen: bool, delete_files: bool, dry_run: bool, yes: bool, as_json: bool, db: Path | None
) -> ExitCode:
    """Forget everybody of whom nothing is on record for so long.

    That is: who did not join, agree, say no, write, or change since. They are
    forgotten as by advocate supporters forget, but may come back by an import.
    Only who said no to being reached is remembered, so that no list overturns it.
    """
    if coarsen and delete_files:
        raise click.UsageError("--coarsen keeps the person and their letters; --files is for those who go.")
    from advocate.store import open_log
    from advocate.store.going import holdings_of, quiet_since
    from advocate.supporters import leaving

    day = leaving.day_of_age(age, clock.today())
    with open_log(db, create=False) as log:
        people = quiet_since(log.database, day, with_street=coarsen)
        held = holdings_of(log.database, people)
        if not as_json:
            click.echo(
                f"Nothing on record since {day}: {how_many(held.people, 'person', 'people')}.",
                err=True,
            )
        if dry_run or not people:
            return _tell_plan(held, as_json)
        if coarsen:
            _confirm(f"Drop the street of {held.addresses} addresses for good?", None, yes)
            done, kept = leaving.coarsen(log, people, who=login_name())
            return _tell_coarse(done, kept, as_json)
        _confirm("Forget all of them for good?", held, yes)
        return _tell(
            leaving.purge(log, people, on=clock.today(), who=login_name(), delete_files=delete_files), as_json
        )


def _tell_plan(held: Holdings, as_json: bool) -> ExitCode:
    if as_json:
        print_json({**held.to_dict(), "dry_run": True})
    else:
        click.echo(_what(held))
        click.echo("Nothing was changed.")
    return ExitCode.DONE


def _what(held: Holdings) -> str:
    from advocate.supporters.leaving import files_there

    files = files_there(held.files)
    text = f"{held.addresses} addresses, {held.contacts} letters and contacts, {len(files)} files of letters."
    return "\n".join([text, *(f"  {file}" for file in files)])


def _confirm(question: str, held: Holdings | None, yes: bool) -> None:
    """Ask before what cannot be undone; without a person to ask, only --yes will do."""
    if yes:
        return
    if held is not None:
        click.echo(_what(held), err=True)
    if not sys.stdin.isatty():
        raise click.UsageError("This cannot be undone. Look with --dry-run, then say --yes.")
    click.confirm(f"{question} This cannot be undone.", abort=True, err=True)


def _tell(done: Left, as_json: bool) -> ExitCode:
    if as_json:
        print_json(done.to_dict())
    else:
        held = done.holdings
        who = how_many(held.people, "person is", "people are")
        click.echo(f"{who} forgotten. {held.contacts} letters and contacts still count, without names.")
        if done.deleted:
            click.echo(f"{len(done.deleted)} files of letters were deleted.")
        if done.left:
            click.echo(
                "These files of letters still lie there, and nothing lists them from now on. Delete them:"
            )
            click.echo("\n".join(f"  {file}" for file in done.left))
        click.echo(ELSEWHERE, err=True)
    if not done.scrubbed:
        click.echo(_IN_THE_WAY, err=True)
    return ExitCode.NEEDS_EYES if done.left or not done.scrubbed else ExitCode.DONE


def _tell_coarse(done: int, kept: int, as_json: bool) -> ExitCode:
    if as_json:
        click.echo(json.dumps({"coarsened": done, "not_looked_up": kept}))
    else:
        click.echo(f"{done} addresses have no street any more; their districts and towns stay.")
        if kept:
            click.echo(
                f"{kept} were not looked up yet and keep theirs: advocate supporters locate, then again."
            )
    return ExitCode.NEEDS_EYES if kept else ExitCode.DONE
