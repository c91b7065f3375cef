"""`advocate supporters duplicates`, `merge` and `unmerge`: which two are one person?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import db_option, dry_run_option, json_option, login_name, print_json
from advocate.how_many import how_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from advocate.store.log import Log
    from advocate.store.merges import Merged


@click.command("duplicates", short_help="Pairs that are likely one person, and why.")
@click.option(
    "--least",
    type=click.FloatRange(0.5, 1.0),
    default=0.5,
    show_default=True,
    metavar="SCORE",
    help="Only pairs with this score (0.5 to 1) or more.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="No more than so many.")
@json_option
@db_option
def duplicates(least: float, limit: int | None, as_json: bool, db: Path | None) -> ExitCode:
    """List likely pairs across the whole list, the surest first.

    Of each pair the row to keep stands first, and why. Nothing is merged: say it
    of each pair with advocate supporters merge. The exit code is 3 where there
    are pairs to look at.
    """
    from advocate.matching.duplicates import find_duplicates
    from advocate.store import open_log
    from advocate.store.merges import read_known
    from advocate.store.people import get_person
    from advocate.supporters.fuller import keep_of

    with open_log(db, create=False) as log:
        pairs = find_duplicates(read_known(log.database), least=least)
        shown = pairs[:limit]
        found = [
            (
                pair,
                *keep_of(get_person(log.database, pair.first_id), get_person(log.database, pair.second_id)),
            )
            for pair in shown
        ]
    if as_json:
        rows = [
            {
                "score": pair.score, "why": list(pair.why), "first": keep.to_dict(), "second": other.to_dict(),
                "keep": keep.id, "keep_because": because,
            }
            for pair, keep, other, because in found
        ]  # fmt: skip
        print_json(rows)
        return ExitCode.NEEDS_EYES if pairs else ExitCode.DONE
    from advocate.reports.plain import shown as on_one_line

    for pair, keep, other, because in found:
        click.echo(f"{pair.score:.2f}  {'; '.join(pair.why)}")
        for person in (keep, other):
            parts = (person.called, person.address, person.email, person.phone)
            click.echo(
                "      " + person.short_id + "  " + on_one_line(", ".join(part for part in parts if part))
            )
        click.echo(
            f"      advocate supporters merge {keep.short_id} {other.short_id}   # keep the first: {because}"
        )
    more = f" {len(pairs) - len(shown)} more are not shown: --limit." if len(shown) < len(pairs) else ""
    click.echo(f"{how_many(len(pairs), 'likely pair')}.{more}", err=True)
    return ExitCode.NEEDS_EYES if pairs else ExitCode.DONE


@click.command("merge", short_help="Two rows are one person: make them one. It can be undone.")
@click.argument("keep", metavar="KEEP")
@click.argument("gone", metavar="OTHER")
@dry_run_option
@json_option
@db_option
def merge(keep: str, gone: str, dry_run: bool, as_json: bool, db: Path | None) -> None:
    """Merge OTHER into KEEP, both by the start of their ids.

    KEEP keeps what it says, and is given what it lacks. Letters stay with the row
    that wrote them and count for the one person; a no to being reached, of
    either, holds. advocate supporters unmerge OTHER takes it back.
    """
    from advocate.store import open_log
    from advocate.store.merges import merge_supporters, plan_merge

    with open_log(db, create=False) as log:
        if dry_run:
            done = plan_merge(log.database, keep, gone)
        else:
            done = _do(log, lambda: merge_supporters(log.database, keep, gone, log.clock, login_name()))
    if as_json:
        _print_json(done, dry_run)
        return
    verb = "would be" if dry_run else "is"
    click.echo(
        f"{done.gone_id[:8]}  {done.gone_name} {verb} merged into {done.kept_id[:8]}  {done.kept_name}."
    )
    _tell(done, "would be given" if dry_run else "was given")
    click.echo(
        "Nothing was changed (--dry-run)."
        if dry_run
        else f"To take it back: advocate supporters unmerge {done.gone_id[:8]}"
    )


@click.command("unmerge", short_help="Take a merge back: two people again.")
@click.argument("gone", metavar="OTHER")
@dry_run_option
@json_option
@db_option
def unmerge(gone: str, dry_run: bool, as_json: bool, db: Path | None) -> None:
    """Take the merge of OTHER back, by the start of its id."""
    from advocate.store import open_log
    from advocate.store.merges import unmerge_supporters

    with open_log(db, create=False) as log:
        done = _do(
            log, lambda: unmerge_supporters(log.database, gone, log.clock, login_name()), dry_run=dry_run
        )
    if as_json:
        _print_json(done, dry_run)
        return
    verb = "would be" if dry_run else "are"
    click.echo(
        f"{done.gone_id[:8]}  {done.gone_name} and {done.kept_id[:8]}  {done.kept_name} {verb} two people again."
    )
    if done.filled:
        click.echo(f"  blank again: {', '.join(name.replace('_', ' ') for name in done.filled)}")
    if dry_run:
        click.echo("Nothing was changed (--dry-run).")


#: What goes over with a merge: one, several.
_WITH_IT = {
    "consents": ("consent", "consents"), "addresses": ("address", "addresses"),
    "external_ids": ("id in another system", "ids in other systems"),
}  # fmt: skip


class _OnlyLooking(Exception):
    """Takes back what a dry run did."""


def _do(log: Log, work: Callable[[], Merged], *, dry_run: bool = False) -> Merged:
    """Do the work as one piece; a dry run does it and takes it back."""
    done: list[Merged] = []
    try:
        with log.writing():
            done.append(work())
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return done[0]


def _tell(done: Merged, given: str) -> None:
    from advocate.store.consents import in_words

    if done.filled:
        click.echo(f"  {given}: {', '.join(name.replace('_', ' ') for name in done.filled)}")
    moved = [how_many(count, *_WITH_IT[table]) for table, count in done.moved.items() if count]
    if moved:
        click.echo(f"  with it: {', '.join(moved)}")
    if done.opted_out:
        click.echo(f"  said no to: {in_words(done.opted_out)}")


def _print_json(done: Merged, dry_run: bool) -> None:
    from dataclasses import asdict

    print_json({**asdict(done), "dry_run": dry_run})
