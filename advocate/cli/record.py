"""`advocate record`: what became of a letter, and which acts happened elsewhere?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.import_ import Form
from advocate.cli.options import (
    by_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
)
from advocate.cli.record_acts import LIST, VERBS, record_list
from advocate.cli.spent_options import cost_option, minutes_option

if TYPE_CHECKING:
    from advocate.store.contacts import Contact, Spent
    from advocate.store.log import Log
    from advocate.store.moves import Said

#: What stands for the form without a verb: `advocate record ID sent`.
FORM = "ID"


class RecordGroup(click.Group):
    """A group whose first form has no verb: the first words are ids; with --from, it is a list of acts."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the form's name before ids, a list or options."""
        if (
            args
            and args[0] not in ("-h", "--help")
            and (args[0] not in self.commands or args[0] in (FORM, LIST))
        ):
            _check_verb(args[0])
            listed = any(word == "--from" or word.startswith("--from=") for word in args)
            args = [LIST if listed else FORM, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the work."""
        return list(self.commands)


@click.group(
    "record",
    cls=RecordGroup,
    subcommand_metavar="ID... STANDING | ACT OFFICIAL | --from FILE",
    short_help="What became of a letter; calls, visits and other acts.",
)
def command() -> None:
    """Say what became of letters, and what was done elsewhere.

    \b
    advocate record 3fa85f64 sent               a letter of the log was sent
    advocate record call "sen 67" --supporter mai@example.org --minutes 10
    advocate record --from calls.csv            a list of calls, visits, letters
    advocate record correct 3fa85f64 --on 2026-11-18
    advocate record 3fa85f64 --take-back        it did not happen

    An act is on record as sent (reported), or with --witnessed as confirmed.
    An official is found by name, seat or district, and kept as they were that
    day. Nothing is written over: a correction is put beside what it corrects
    (advocate log show ID).
    """


@command.command(FORM, cls=Form, short_help="What became of letters: sent, confirmed, bounced ...")
@click.argument("words", nargs=-1, required=True, metavar="ID... STANDING")
@click.option("--note", default="", metavar="TEXT", help="What should be remembered about it.")
@click.option(
    "--on", "on", type=parse_day, metavar="YYYY-MM-DD", help="The day it happened (default: today)."
)
@by_option
@click.option("--channel", default="", metavar="WORD", help="Which way it went: email, post, visit ...")
@minutes_option
@cost_option
@click.option(
    "--take-back", is_flag=True, help="Correct the latest move; give only IDs. Both stay on record."
)
@dry_run_option
@json_option
@db_option
def record_moves(
    words: tuple[str, ...],
    note: str,
    on: date | None,
    who: str,
    channel: str,
    minutes: int | None,
    cost: int | None,
    take_back: bool,
    dry_run: bool,
    as_json: bool,
    db: Path | None,
) -> None:
    """Say what became of one letter, or of several.

    ID is the start of what `advocate log` shows. STANDING is handed_over, sent, confirmed or
    bounced, for example:  advocate record 3fa85f64 sent --on 2026-11-24

    Several at once are recorded all, or none where one of them may not move so.
    --minutes and --cost are those of each one.
    """
    from advocate.store import open_log
    from advocate.store.contacts import Spent
    from advocate.store.moves import Said

    given, standing = (words, "") if take_back else (words[:-1], words[-1])
    ids = tuple(dict.fromkeys(given))
    _check_words(ids, standing, on)
    with open_log(db, create=False) as log:
        before = [log.contact(word) if take_back else log.check_move(word, standing) for word in ids]
        _check_days(before, on)
        after = before
        if not dry_run:
            said = Said(on, channel, Spent(minutes, cost), note, who or login_name())
            after = _record_all(log, before, standing, said)
    _show(before, after, standing, dry_run, as_json)


@command.command("correct", short_help="The right day, time, cost, way or note of an act.")
@click.argument("contact_id", metavar="ID")
@click.option("--on", type=parse_day, metavar="YYYY-MM-DD", help="The day it was in truth.")
@minutes_option
@cost_option
@click.option("--channel", default="", metavar="WORD", help="Which way it was: email, post, call, visit ...")
@click.option("--note", default="", metavar="TEXT", help="In the place of the note there is.")
@by_option
@dry_run_option
@json_option
@db_option
def correct(
    contact_id: str, on: date | None, minutes: int | None, cost: int | None, channel: str, note: str, who: str,
    dry_run: bool, as_json: bool, db: Path | None,
) -> None:  # fmt: skip
    """Put right what is on record of a letter sent, a call, a visit ...

    What you do not give stays as it is. What was on record stays there, with the
    correction beside it. Where the person or the official was wrong, take it back
    (advocate record ID --take-back) and record it anew.
    """
    from advocate.cli.log_story import show_story
    from advocate.store import open_log
    from advocate.store.contacts import Spent
    from advocate.store.moves import Said

    spent: Spent = Spent(minutes, cost)
    if not (on or channel or note) and spent == Spent():
        raise click.UsageError("Say what is right: --on, --minutes, --cost, --channel or --note.")
    _check_future(on)
    said: Said = Said(on, channel, spent, note, who or login_name())
    with open_log(db, create=False) as log:
        contact = log.contact(contact_id)
        _check_days([contact], on)
        log.correct(contact.id, said, dry_run=dry_run)
        show_story(log, contact.id, as_json)
    if dry_run:
        click.echo("Nothing was recorded (--dry-run); this is how it stands.", err=True)


def _check_words(ids: tuple[str, ...], standing: str, on: date | None) -> None:
    from advocate.store.standings import STANDINGS, read_standing

    if not ids:
        raise click.UsageError(
            f"Give the letter's ID and what became of it, one of: {', '.join(STANDINGS[1:])}. "
            "`advocate log` shows the IDs."
        )
    if standing:
        read_standing(standing)
    _check_future(on)


def _check_verb(word: str) -> None:
    """Answer a verb that is nearly one: "cal", "phone", "meeting"."""
    from difflib import get_close_matches

    from advocate.acts.words import ACTS, read_act
    from advocate.errors import WrongChoice

    verbs = [*ACTS, "correct"]
    try:
        channel = read_act(word)
        near = [name for name in ACTS if ACTS[name] == channel]
    except WrongChoice:
        near = get_close_matches(word.casefold(), verbs, n=1, cutoff=0.7)
    if near:
        raise click.UsageError(
            f"There is no 'advocate record {word}'. Did you mean 'advocate record {near[0]}'? It records: "
            f"{', '.join(verbs)}, or what became of a letter by its ID."
        )


def _check_future(on: date | None) -> None:
    if on and on > clock.today():
        raise click.UsageError(f"--on {on} is in the future; only what has happened is recorded.")


def _check_days(contacts: list[Contact], on: date | None) -> None:
    """Fail where a letter would have been sent before it was written."""
    for contact in contacts:
        # Stored in UTC; a person's day is the local one.
        written = datetime.fromisoformat(contact.created_at).astimezone().date()
        if on and contact.template and on < written:
            raise click.UsageError(f"--on {on} is before {contact.short_id} was written, on {written}.")


def _record_all(log: Log, contacts: list[Contact], standing: str, said: Said) -> list[Contact]:
    with log.writing():
        if not standing:
            return [log.take_back(contact.id, note=said.note, who=said.who) for contact in contacts]
        return [
            log.move(
                contact.id, standing, on=said.on, note=said.note, who=said.who, channel=said.channel,
                spent=said.spent,
            )
            for contact in contacts
        ]  # fmt: skip


def _show(before: list[Contact], after: list[Contact], standing: str, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json([contact.to_dict() for contact in after])
        return
    from advocate.cli.contact_words import to_whom

    for old, new in zip(before, after, strict=True):
        after_it = standing if dry_run else new.standing
        moved = f"from {_said(old.standing)} to {_said(after_it) or 'where it stood before'}"
        verb = "would move" if dry_run else "moved"
        click.echo(f"{old.short_id}  {old.supporter} to {to_whom(old)}: {verb} {moved}.")
    if dry_run:
        click.echo("Nothing was recorded (--dry-run).")


def _said(standing: str) -> str:
    return standing.strip().lower().replace("_", " ")


for each in (*VERBS, record_list):
    command.add_command(each)
