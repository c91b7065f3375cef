"""`advocate data update` and `rollback`: the publishers' newest, looked at, checked, put in force, taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, dry_run_option, json_option, print_json, yes_option
from advocate.how_many import how_many

if TYPE_CHECKING:
    from legislators.updating import Change, Update

PARTS = ("officials", "boards", "districts", "streets")
FIGURES = "figures"
#: More changes of one part than this are counted, not listed: nobody reads them on a screen.
MANY = 40


@click.command("update")
@click.argument("parts", nargs=-1, type=click.Choice([*PARTS, FIGURES]), metavar="[PART]...")
@click.option(
    "--county",
    "counties",
    multiple=True,
    metavar="NAME",
    help="Streets of this county, by name or number, or 'all' 87. May be given more than once.",
)
@click.option(
    "--from",
    "given",
    multiple=True,
    type=FILE,
    metavar="PATH",
    help="A folder or file of yours in place of the publisher's server.",
)
@click.option("--force", is_flag=True, help="Apply it even where the check finds something wrong.")
@click.option("--all", "show_all", is_flag=True, help=f"List all changes, not {MANY} a part.")
@dry_run_option
@yes_option
@json_option
@click.pass_context
def update(
    context: click.Context,
    parts: tuple[str, ...],
    counties: tuple[str, ...],
    given: tuple[Path, ...],
    force: bool,
    show_all: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> ExitCode:
    """Bring the data up to date from their publishers, and show what differs.

    \b
    PART is one or more of:
      officials  the Legislature, from Open States
      boards     school board elections, from the Secretary of State
      districts  district lines, from the Census Bureau and MnGeo
      streets    house numbers, from the Census Bureau, a county a file
      figures    a workbook of the Department of Education (needs --from)
    Without one: officials, boards, districts, and the streets you have.

    \b
    Examples:
      advocate data update officials --dry-run
      advocate data update streets --county Hennepin --county Dakota
      advocate data update officials --from ~/openstates-people
      advocate data update figures --from PublicMCAMTASMath2026.xlsx

    The new data are made beside those in force, checked whole, shown, and only
    then put in their place at once. The copy before is kept: advocate data
    rollback. What came with advocate is never touched. The exit code is 3 where
    a person should look.
    """
    wanted = parts or (("streets",) if counties else PARTS)
    _check_usage(wanted, counties, given)
    if wanted == (FIGURES,):
        return _figures(context, given, dry_run, yes, as_json)
    from legislators.updating import Request, note_current, prepared, put_in_force

    request = Request(wanted, clock.today(), counties, given, force)
    with prepared(request, tell=_tell) as found:
        _clear_line()
        _show(found, as_json, show_all)
        if found.folder is None:
            if not dry_run:
                note_current(found.current, request.today)
            click.echo("Nothing differs from the data in force; nothing was written.", err=True)
        elif dry_run:
            click.echo("Nothing was put in force. What was fetched is kept for the next time.", err=True)
        else:
            if not found.faults or force:
                _may_apply(found, yes)
            folder = put_in_force(found, datetime.now(), force=force)
            note_current(found.current, request.today)
            click.echo(f"In force now: {folder}\nTo take it back: advocate data rollback", err=True)
    return ExitCode.NEEDS_EYES if found.eyes or found.faults else ExitCode.DONE


@click.command("rollback")
@dry_run_option
@yes_option
def rollback(dry_run: bool, yes: bool) -> None:
    """Take back the last update: the copy of the data before it is in force again."""
    from legislators.errors import UpdateStopped
    from legislators.snapshot import kept_copies
    from legislators.updating import roll_back

    now = next((each for each in kept_copies() if each.in_force), None)
    if now is not None and now.name == "bundled":
        raise UpdateStopped("No update is in force, so there is none to take back.")
    what = (
        f"the copy {now.name}, with a roster of {now.as_of or 'no known day'}"
        if now
        else "a copy that is gone"
    )
    click.echo(f"In force is {what}.", err=True)
    if dry_run:
        click.echo("Nothing was changed.", err=True)
        return
    _ask("Take it back? It is removed, and the copy before it is in force again.", yes)
    before = roll_back()
    click.echo(f"In force now: {before or 'the data that came with advocate'}", err=True)


def _check_usage(parts: tuple[str, ...], counties: tuple[str, ...], given: tuple[Path, ...]) -> None:
    """Refuse what cannot be meant, before anything is fetched."""
    if FIGURES in parts and len(parts) > 1:
        raise click.UsageError("Figures come from a workbook of yours: update them alone, with --from FILE.")
    if FIGURES in parts and len(given) != 1:
        raise click.UsageError(
            "The department's workbooks have to be downloaded by hand from its Data Center "
            "(docs/figures.md). Then: advocate data update figures --from FILE.xlsx"
        )
    if given and len(parts) != 1:
        raise click.UsageError("--from goes with one part: say which, as in: update officials --from DIR")
    if counties and "streets" not in parts:
        raise click.UsageError("--county goes with streets, as in: update streets --county Hennepin")
    for path in given:
        if not path.exists():
            raise FileNotFoundError(2, "No such file or directory", str(path))


def _figures(
    context: click.Context, given: tuple[Path, ...], dry_run: bool, yes: bool, as_json: bool
) -> ExitCode:
    """Add a workbook's figures, as `advocate stats import` does."""
    from advocate.cli.stats_import import import_

    done: ExitCode = context.invoke(import_, file=given[0], dry_run=dry_run, yes=yes, as_json=as_json)
    return done


def _show(found: Update, as_json: bool, show_all: bool) -> None:
    if as_json:
        from dataclasses import asdict

        content = {
            "changes": [asdict(each) for each in found.changes],
            "files": found.files,
            "notes": found.notes,
            "faults": found.faults,
            "warnings": found.warnings,
        }
        print_json(content)
        return
    for line in _lines(found, show_all):
        click.echo(line)


def _lines(found: Update, show_all: bool) -> Iterator[str]:
    for part, changes in groupby(found.changes, key=lambda each: each.part):
        yield from _part_lines(part, list(changes), show_all)
    if found.files and not found.changes:
        yield f"No difference to read, but newer: {', '.join(found.files)}"
    if found.notes:
        yield "Please note"
        yield from (_wrapped(note, "  ! ") for note in found.notes)
    if found.warnings:
        yield "The check found; a person should look"
        yield from (_wrapped(warning, "  ! ") for warning in found.warnings[:MANY])
    if found.faults:
        yield "The check found what would answer wrongly"
        yield from (_wrapped(fault, "  x ") for fault in found.faults[:MANY])


def _part_lines(part: str, changes: list[Change], show_all: bool) -> Iterator[str]:
    yield f"{part.capitalize()}: {how_many(len(changes), 'change')}"
    shown = changes if show_all else changes[:MANY]
    yield from (_wrapped(f"{each.where}: {each.text}", f"  {each.sign} ") for each in shown)
    if len(changes) > len(shown):
        yield f"  … and {len(changes) - len(shown):,} more; --all lists them"


def _wrapped(text: str, mark: str) -> str:
    from textwrap import fill

    return fill(text, 80, initial_indent=mark, subsequent_indent="    ", break_long_words=False)


def _may_apply(found: Update, yes: bool) -> None:
    count = len(found.changes)
    what = f"these {count:,} changes" if count != 1 else "this change"
    _ask(f"Put {what if count else 'the newer data'} in force?", yes)


def _ask(question: str, yes: bool) -> None:
    """Ask before anything is put in force; without a person to ask, only --yes will do."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException(
            "Nothing was changed: there is nobody to ask. --yes takes yes for an answer."
        )
    click.confirm(question, abort=True, err=True)


def _tell(line: str) -> None:
    """Show what is being done: one line that is written over on a terminal, plain lines elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line[:79]}", nl=False, err=True)
    else:
        click.echo(line, err=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
