"""`advocate record ID sent`: what became of a letter?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.options import db_option, dry_run_option, json_option, login_name, parse_day, print_json

if TYPE_CHECKING:
    from advocate.store.contacts import Contact
    from advocate.store.log import Log


@click.command(short_help="Say what became of a letter: sent, confirmed, bounced ...")
@click.argument("words", nargs=-1, required=True, metavar="ID... STANDING")
@click.option("--note", default="", metavar="TEXT", help="What should be remembered about it.")
@click.option(
    "--on", "on", type=parse_day, metavar="YYYY-MM-DD", help="The day it happened (default: today)."
)
@click.option("--by", "who", default="", metavar="NAME", help="Who says so (default: your login name).")
@click.option("--channel", default="", metavar="WORD", help="Which way it went: email, post, visit ...")
@click.option(
    "--take-back", is_flag=True, help="Correct the latest move; give only IDs. Both stay on record."
)
@dry_run_option
@json_option
@db_option
def command(
    words: tuple[str, ...],
    note: str,
    on: date | None,
    who: str,
    channel: str,
    take_back: bool,
    dry_run: bool,
    as_json: bool,
    db: Path | None,
) -> None:
    """Say what became of one letter, or of several.

    ID is the start of what `advocate log` shows. STANDING is handed_over, sent, confirmed or
    bounced, for example:  advocate record 3fa85f64 sent --on 2026-11-24

    Several at once are recorded all, or none where one of them may not move so.
    """
    from advocate.store import open_log

    given, standing = (words, "") if take_back else (words[:-1], words[-1])
    ids = tuple(dict.fromkeys(given))
    _check_words(ids, standing, on)
    with open_log(db, create=False) as log:
        before = [log.contact(word) if take_back else log.check_move(word, standing) for word in ids]
        _check_days(before, on)
        after = before
        if not dry_run:
            after = _record_all(log, before, standing, on, note, who or login_name(), channel)
    _show(before, after, standing, dry_run, as_json)


def _check_words(ids: tuple[str, ...], standing: str, on: date | None) -> None:
    from advocate.store.standings import STANDINGS, read_standing

    if not ids:
        raise click.UsageError(
            f"Give the letter's ID and what became of it, one of: {', '.join(STANDINGS[1:])}. "
            "`advocate log` shows the IDs."
        )
    if standing:
        read_standing(standing)
    if on and on > clock.today():
        raise click.UsageError(f"--on {on} is in the future; only what has happened is recorded.")


def _check_days(contacts: list[Contact], on: date | None) -> None:
    """Fail where a letter would have been sent before it was written."""
    for contact in contacts:
        # Stored in UTC; a person's day is the local one.
        written = datetime.fromisoformat(contact.created_at).astimezone().date()
        if on and contact.template and on < written:
            raise click.UsageError(f"--on {on} is before {contact.short_id} was written, on {written}.")


def _record_all(
    log: Log, contacts: list[Contact], standing: str, on: date | None, note: str, who: str, channel: str
) -> list[Contact]:
    with log.writing():
        if not standing:
            return [log.take_back(contact.id, note=note, who=who) for contact in contacts]
        return [
            log.move(contact.id, standing, on=on, note=note, who=who, channel=channel) for contact in contacts
        ]


def _show(before: list[Contact], after: list[Contact], standing: str, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json([contact.to_dict() for contact in after])
        return
    from advocate.cli.log import to_whom

    for old, new in zip(before, after, strict=True):
        after_it = standing if dry_run else new.standing
        moved = f"from {_said(old.standing)} to {_said(after_it) or 'where it stood before'}"
        verb = "would move" if dry_run else "moved"
        click.echo(f"{old.short_id}  {old.supporter} to {to_whom(old)}: {verb} {moved}.")
    if dry_run:
        click.echo("Nothing was recorded (--dry-run).")


def _said(standing: str) -> str:
    return standing.strip().lower().replace("_", " ")
