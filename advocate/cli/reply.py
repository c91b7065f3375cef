"""`advocate reply`: what came back from an official, and may it be quoted?"""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.options import (
    NamingGroup,
    by_option,
    campaign_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
)
from advocate.cli.replied import CSV_COLUMNS, csv_row, in_short, print_table, row, told

if TYPE_CHECKING:
    from advocate.store.replies import Reply

ANSWER = "yes, no, unclear, form (a form reply) or none (no answer came)"

_on = click.option("--on", type=parse_day, metavar="YYYY-MM-DD", help="The day it came (default: today).")
_quote = click.option(
    "--quote", default=None, metavar="TEXT", help="Their words, where they are worth keeping."
)
_may = click.option("--may-quote", is_flag=True, help="They agreed that their words are printed.")
_channel = click.option(
    "--channel", default="", metavar="WORD", help="The way it came: email, post, call, visit ..."
)
_note = click.option("--note", default="", metavar="TEXT", help="What should be remembered about it.")


@click.group("reply", cls=NamingGroup, short_help="What came back: add, list, correct, withdraw.")
def command() -> None:
    """Put on record what came back.

    \b
    advocate reply add 3fa85f64 yes             to one letter, call or visit
    advocate reply add "sen 67" form            to the newest contact with them
    advocate reply list --campaign "Read Well"

    There are five answers: yes, no, unclear, form (a form reply), none (no answer
    came by that day). Nothing is written over: a correction points to what it
    corrects, and both stay.
    """


@command.command("add", short_help="An answer to a contact, or from an official.")
@click.argument("whom", nargs=-1, required=True, metavar="WHOM ANSWER")
@_on
@_quote
@_may
@_channel
@_note
@campaign_option
@by_option
@click.option("--again", is_flag=True, help="It is another one than the same answer on record.")
@dry_run_option
@json_option
@db_option
def add(
    whom: tuple[str, ...], on: date | None, quote: str | None, may_quote: bool, channel: str, note: str,
    campaign: str | None, who: str, again: bool, dry_run: bool, as_json: bool, db: Path | None,
) -> None:  # fmt: skip
    """Record an answer.

    WHOM is the start of a contact's ID, as `advocate log` shows it, or an official:
    Hawj, "sen 67", 67B. The answer of an official belongs to the newest contact
    with them by that day (in the campaign, where one is meant); where there is
    none, to the campaign as a whole. ANSWER is yes, no, unclear, form or none.

    For example:  advocate reply add 3fa85f64 yes --quote "I will vote for it" --may-quote
    """
    from advocate.acts.replying import Said, add_reply, find_answered
    from advocate.campaign.choice import choose_campaign
    from advocate.officials.then import OfficialsThen
    from advocate.store import open_log
    from advocate.store.moves import check_channel

    who_answered, answer = _split(whom)
    day = _day(on)
    check_channel(channel)
    said = Said(answer, day, quote or "", may_quote, channel, note, who or login_name())
    with open_log(db, create=False) as log:
        choice = choose_campaign(log.database, campaign)
        campaign_id = choice.campaign.id if choice.campaign else ""
        answered = find_answered(
            log, who_answered, OfficialsThen(clock.today()), day, campaign_id=campaign_id
        )
        reply = add_reply(log, answered, said, campaign_id=campaign_id or None, again=again, dry_run=dry_run)
    if as_json:
        print_json({"recorded": reply is not None, "reply": reply.to_dict() if reply else None})
        return
    click.echo(f"{f'{reply.short_id}  ' if reply else 'Would record: '}{told(answered, answer, day)}")
    if dry_run:
        click.echo("Nothing was recorded (--dry-run).")
    elif choice.notice and answered.contact is None:
        click.echo(choice.notice, err=True)


@command.command("list", short_help="The replies on record.")
@campaign_option
@click.option("--official", default="", metavar="WHO", help="Only theirs: name, seat or district.")
@click.option("--contact", default="", metavar="ID", help="Only those to one contact.")
@click.option("--answer", default="", metavar="WORD", help="Only yes, no, unclear, form or none.")
@click.option("--all", "every", is_flag=True, help="Those that were put right or withdrawn, too.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")
@db_option
def list_(
    campaign: str | None, official: str, contact: str, answer: str, every: bool, as_json: bool, as_csv: bool,
    db: Path | None,
) -> None:  # fmt: skip
    """Show the replies that stand, by their day.

    How many of each, with what is known of days to reply: advocate report replies.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms of the same list: choose one.")
    found = _find(campaign, official, contact, answer, every, db)
    if as_json:
        print_json([reply.to_dict() for reply in found])
    elif as_csv:
        from advocate.reports.plain import csv_text

        click.echo(csv_text(CSV_COLUMNS, (csv_row(reply) for reply in found)), nl=False)
    elif not found:
        click.echo(
            "No such reply is on record."
            if campaign or official or contact or answer
            else "No reply is on record yet.",
            err=True,
        )
    elif sys.stdout.isatty():
        print_table(found)
    else:
        from advocate.reports.plain import plain_lines

        click.echo(plain_lines(row(reply) for reply in found), nl=False)


def _find(
    campaign: str | None, official: str, contact: str, answer: str, every: bool, db: Path | None
) -> list[Reply]:
    from advocate.campaign.choice import NONE
    from advocate.errors import NoLogYet
    from advocate.officials.then import OfficialsThen
    from advocate.store import open_log
    from advocate.store.campaigns import find_campaign
    from advocate.store.replies import list_replies, read_answer

    wanted = read_answer(answer) if answer else ""
    try:
        opened = open_log(db, create=False)
    except NoLogYet:
        return []
    with opened as log:
        named = campaign is not None and campaign.strip().casefold() not in NONE
        return list_replies(
            log.database, campaign_id=find_campaign(log.database, campaign or "").id if named else "",
            official_key=OfficialsThen(clock.today()).find(official, clock.today()).official_key if official else "",
            contact_id=log.contact(contact).id if contact else "", answer=wanted, every=every,
        )  # fmt: skip


@command.command("correct", short_help="The right answer, day or words of a reply.")
@click.argument("reply_id", metavar="ID")
@click.argument("answer", default="", metavar="[ANSWER]")
@click.option("--on", type=parse_day, metavar="YYYY-MM-DD", help="The day it came in truth.")
@_quote
@click.option(
    "--may-quote/--no-may-quote", default=None, help="Whether they agreed that their words are printed."
)
@_channel
@_note
@by_option
@dry_run_option
@json_option
@db_option
def correct(
    reply_id: str, answer: str, on: date | None, quote: str | None, may_quote: bool | None, channel: str, note: str,
    who: str, dry_run: bool, as_json: bool, db: Path | None,
) -> None:  # fmt: skip
    """Put right what is on record of a reply; what you do not give stays as it is.

    ID is the start of what `advocate reply list` shows.
    """
    from advocate.acts.replying import correct_reply
    from advocate.store import open_log
    from advocate.store.moves import check_channel
    from advocate.store.replies import read_answer

    _day(on)
    check_channel(channel)
    with open_log(db, create=False) as log:
        old, new = correct_reply(
            log, reply_id, answer=read_answer(answer) if answer else "", on=on, quotation=quote, may_quote=may_quote,
            note=note, channel=channel, who=who or login_name(), dry_run=dry_run,
        )  # fmt: skip
    _changed(old, new, f"now {in_short(new)}" if new else "it would be put right", as_json)


@command.command("withdraw", short_help="There was no such reply.")
@click.argument("reply_id", metavar="ID")
@_note
@by_option
@dry_run_option
@json_option
@db_option
def withdraw(reply_id: str, note: str, who: str, dry_run: bool, as_json: bool, db: Path | None) -> None:
    """Say that there was no such reply. It stays on record, and counts no more."""
    from advocate.acts.replying import correct_reply
    from advocate.store import open_log

    with open_log(db, create=False) as log:
        old, new = correct_reply(
            log, reply_id, note=note, who=who or login_name(), withdraw=True, dry_run=dry_run
        )
    _changed(old, new, "withdrawn" if new else "it would be withdrawn", as_json)


def _changed(old: Reply, new: Reply | None, what: str, as_json: bool) -> None:
    if as_json:
        print_json({"before": old.to_dict(), "after": new.to_dict() if new else None})
        return
    click.echo(f"{(new or old).short_id}  was {in_short(old)}: {what}.")
    if new is None:
        click.echo("Nothing was recorded (--dry-run).")


def _split(words: tuple[str, ...]) -> tuple[str, str]:
    """Return whom, and the answer, which may be of two words: "form reply"."""
    from advocate.errors import WrongChoice
    from advocate.store.replies import read_answer

    if len(words) < 2:
        raise click.UsageError(f"Say who answered, and what: {ANSWER}.")
    if len(words) > 2:
        with suppress(WrongChoice):
            return " ".join(words[:-2]), read_answer(" ".join(words[-2:]))
    return " ".join(words[:-1]), read_answer(words[-1])


def _day(on: date | None) -> date:
    if on and on > clock.today():
        raise click.UsageError(f"--on {on} is in the future; only what has happened is recorded.")
    return on or clock.today()
