"""`advocate log merge | merges | unmerge | export | import`: several people, one campaign."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    FILE,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    may_replace,
    parse_day,
    print_json,
    yes_option,
)
from advocate.cli.show import Section, show
from advocate.how_many import number_and_words

if TYPE_CHECKING:
    from advocate.store.union.brought import LogMerge
    from advocate.store.union.merging import Brought
    from advocate.store.union.taking_back import TakenBack

#: What the tables hold, as a person counts it: one, several. Others are not told one by one.
WORDS = {
    "supporters": ("supporter", "supporters"), "contacts": ("letter or contact", "letters and contacts"),
    "contact_events": ("thing that happened to them", "things that happened to them"), "replies": ("reply", "replies"),
    "campaigns": ("campaign", "campaigns"), "approvals": ("recorded yes or no", "recorded yeses and noes"),
    "consents": ("consent or opt-out", "consents and opt-outs"), "addresses": ("address", "addresses"),
    "batches": ("import", "imports"), "officials": ("official", "officials"), "deliveries": ("e-mail", "e-mails"),
    "supporter_changes": ("change of supporters", "changes of supporters"), "placements": ("place", "places"),
}  # fmt: skip


@click.command("merge", short_help="Bring another organizer's log in.")
@click.argument("other", type=FILE, metavar="OTHER.db")
@dry_run_option
@yes_option
@json_option
@db_option
def merge(other: Path, dry_run: bool, yes: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Bring in all that OTHER.db has and this log has not; nothing is doubled.

    OTHER.db is only read. Supporters meet by the rules of lists, an opt-out
    of either log holds, and who was forgotten in one is forgotten. A second
    time nothing is new, and `advocate log unmerge` takes it back. The exit
    code is 3 where a person should look at something.
    """
    from advocate.sharing.log_merging import merge_log
    from advocate.store import open_log

    with open_log(db) as log:
        return _bring_in(
            lambda only_look: merge_log(log, other, who=login_name(), dry_run=only_look),
            other,
            dry_run,
            yes,
            as_json,
        )


@click.command("import", short_help="Take in a part that was mailed.")
@click.argument("file", type=FILE)
@dry_run_option
@yes_option
@json_option
@db_option
def import_(file: Path, dry_run: bool, yes: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Take in FILE, which `advocate log export` wrote, as `advocate log merge` brings in a whole log."""
    from advocate.sharing.log_merging import import_part
    from advocate.store import open_log

    with open_log(db) as log:
        return _bring_in(
            lambda only_look: import_part(log, file, who=login_name(), dry_run=only_look)[1],
            file,
            dry_run,
            yes,
            as_json,
        )


def _bring_in(
    work: Callable[[bool], Brought], file: Path, dry_run: bool, yes: bool, as_json: bool
) -> ExitCode:
    """Show what it comes to, ask, and do it."""
    if not dry_run and not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(
                "Say --dry-run to look first, or --yes to bring it in without being asked."
            )
        looked = work(True)
        show(list(_told(file, looked, "would bring in")))
        if not looked.is_new:
            return _code(looked)
        click.confirm("\nBring it in?", abort=True, err=True)
    brought = work(dry_run)
    if as_json:
        print_json(brought.to_dict())
        return _code(brought)
    show(list(_told(file, brought, "would bring in" if dry_run else "brought in")))
    if dry_run:
        click.echo("\nNothing was written (--dry-run).", err=True)
    elif brought.number:
        click.echo(f"\nTo take it back: advocate log unmerge {brought.number}", err=True)
    return _code(brought)


def _code(brought: Brought) -> ExitCode:
    return ExitCode.NEEDS_EYES if brought.eyes else ExitCode.DONE


def _told(file: Path, brought: Brought, verb: str) -> Iterator[Section]:
    if not brought.is_new:
        yield Section(file.name, (("nothing new", "all of it is in this log already"),))
    else:
        yield Section(f"{file.name} {verb}", tuple(_counts(brought)))
    if brought.eyes:
        yield Section("Please look", tuple(("!", each) for each in brought.eyes))


def _counts(brought: Brought) -> Iterator[tuple[str, str]]:
    yield from counted(brought.added)
    for count, one, several in (
        (brought.people_met, "person was in both logs", "people were in both logs"),
        (brought.letters_met, "letter was in both logs", "letters were in both logs"),
        (brought.forgotten, "person was forgotten in one log, and is here", "people were forgotten in one log, and are here"),
        (brought.changed, "row of this log changed", "rows of this log changed"),
    ):  # fmt: skip
        if count:
            yield number_and_words(count, one, several)


def counted(rows: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield how many of what, in the words people use."""
    for table, (one, several) in WORDS.items():
        if count := rows.get(table, 0):
            yield number_and_words(count, one, several)
    if rest := sum(count for table, count in rows.items() if table not in WORDS):
        yield number_and_words(rest, "other row")


@click.command("merges", short_help="The logs that were brought in.")
@json_option
@db_option
def merges(as_json: bool, db: Path | None) -> None:
    """List the logs that were brought in, oldest first, and those taken back."""
    from advocate.store import open_log
    from advocate.store.union.brought import read_merges

    with open_log(db, create=False) as log:
        found = read_merges(log.database)
    if as_json:
        print_json([each.to_dict() for each in found])
    elif not found:
        click.echo("No log was brought in yet: advocate log merge OTHER.db", err=True)
    else:
        show([Section("Logs brought in", tuple(_line(each) for each in found))])


def _line(merge: LogMerge) -> tuple[str, str]:
    added: Mapping[str, Any] = merge.told.get("added", {})
    parts = [
        merge.merged_at[:10],
        merge.file_name,
        f"{added.get('supporters', 0):,} supporters, {added.get('contacts', 0):,} contacts",
    ]
    if merge.undone_at:
        parts.append(f"taken back {merge.undone_at[:10]}")
    return str(merge.number), "  ".join(parts)


@click.command("unmerge", short_help="Take a log that was brought in out again.")
@click.argument("number")
@dry_run_option
@yes_option
@json_option
@db_option
def unmerge(number: str, dry_run: bool, yes: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Take out what merge NUMBER brought, and put back what it changed; the newest merge first.

    A person of whom something was recorded since stays, with all of theirs; that
    is listed, and the exit code is 3. Who was forgotten stays forgotten.
    """
    from advocate.store import open_log
    from advocate.store.union.taking_back import take_back

    with open_log(db, create=False) as log:
        if not dry_run and not yes:
            if not sys.stdin.isatty():
                raise click.UsageError(
                    "Say --dry-run to look first, or --yes to take it back without being asked."
                )
            show(list(_undone(take_back(log, number, log.clock, dry_run=True), "would take out")))
            click.confirm("\nTake it back?", abort=True, err=True)
        taken = take_back(log, number, log.clock, dry_run=dry_run)
    if as_json:
        print_json(taken.to_dict())
    else:
        show(list(_undone(taken, "would take out" if dry_run else "took out")))
        if dry_run:
            click.echo("\nNothing was written (--dry-run).", err=True)
    return ExitCode.NEEDS_EYES if taken.left or taken.changed_since else ExitCode.DONE


def _undone(taken: TakenBack, verb: str) -> Iterator[Section]:
    rows = list(counted(taken.removed))
    if taken.put_back:
        rows.append(number_and_words(taken.put_back, "row put back as it was", "rows put back as they were"))
    yield Section(f"Unmerging {taken.number} {verb}", tuple(rows or [("nothing", "")]))
    if taken.left:
        yield Section(
            "What stays", tuple((each.supporter_id[:8], f"{each.who}: {each.why}") for each in taken.left)
        )
    if taken.changed_since:
        fields = number_and_words(
            taken.changed_since,
            "field changed by hand since: it stays as now",
            "fields changed by hand since: they stay as now",
        )
        yield Section("Please look", (fields,))


@click.command("export", short_help="A part of the log as a file to mail.")
@click.option(
    "--since", required=True, type=parse_day, metavar="YYYY-MM-DD", help="What was recorded from this day on."
)
@click.option(
    "--campaign",
    default="",
    metavar="NAME",
    help="Only this campaign's letters and contacts, and their people.",
)
@click.option(
    "--out", required=True, type=FILE, help="The file to write, for your eyes and the other organizer's."
)
@yes_option
@json_option
@db_option
def export(since: date, campaign: str, out: Path, yes: bool, as_json: bool, db: Path | None) -> None:
    """Write what was recorded since a day, for `advocate log import` of another organizer.

    \b
    Example:
      advocate log export --since 2026-11-01 --out november.part

    The file holds the people concerned as a whole, with names and addresses:
    send it by a way that you would send the list itself.
    """
    from advocate.sharing.log_merging import export_part
    from advocate.store import open_log

    may_replace(out, yes)
    with open_log(db, create=False) as log:
        part = export_part(log, out, since=since, campaign=campaign)
    if as_json:
        print_json({"file": str(out), **part.to_dict()})
        return
    if not part.rows:
        click.echo("Nothing of that was recorded since, so no file was written.", err=True)
        return
    show([Section(f"{out.name} holds", tuple(counted(part.rows)))])
    click.echo(f"\nWritten for your eyes: {out}. It holds names and addresses.", err=True)
