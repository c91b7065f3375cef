"""`advocate campaign approve`: a supporter's yes (or no) to the letters that were made for them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from textwrap import fill, indent
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.asking import ask_each
from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    campaign_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
    yes_option,
)

if TYPE_CHECKING:
    from advocate.campaign.approving import Waiting
    from advocate.store.log import Log

_WIDTH = 78


@click.command("approve", short_help="A supporter's yes or no to letters made for them.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--supporter", "who", default="", metavar="WHO", help="All letters made for them: id, e-mail or name."
)
@campaign_option
@click.option(
    "--how", default="", metavar="TEXT", help="How they said so: 'in person', 'e-mail of 2027-02-01'."
)
@click.option(
    "--on", "on", type=parse_day, metavar="YYYY-MM-DD", help="The day they said so (default: today)."
)
@click.option("--no", "said_no", is_flag=True, help="They said no, or took their yes back.")
@click.option("--by", "by", default="", metavar="NAME", help="Who records it (default: your login name).")
@dry_run_option
@yes_option
@json_option
@db_option
def approve(
    ids: tuple[str, ...], who: str, campaign: str | None, how: str, on: date | None, said_no: bool, by: str,
    dry_run: bool, yes: bool, as_json: bool, db: Path | None,
) -> ExitCode:  # fmt: skip
    """Put a supporter's yes to exactly the words of their letters on record.

    \b
    Examples:
      advocate campaign approve             (who has not said yes yet?)
      advocate campaign approve --supporter mai@example.org --how "in person"
      advocate campaign approve 3fa85f64 --no --how "telephone call"

    Show the supporter the letter's file first. The yes holds for these words alone: if
    the file is changed after it, the letter waits for another. A letter with a place
    still to be filled in cannot be approved. Nothing is sent by this.
    """
    from advocate.store import open_log

    with open_log(db, create=False) as log:
        waiting, named = _chosen(log, ids, who, campaign)
        if not named:
            return _list(waiting, as_json)
        return _record(
            log, waiting, on or clock.today(), how, by or login_name(), not said_no, dry_run, yes, as_json
        )


def _chosen(
    log: Log, ids: tuple[str, ...], who: str, campaign: str | None
) -> tuple[tuple[Waiting, ...], bool]:
    """Return the letters that are meant, and whether somebody was named by id or supporter."""
    from advocate.campaign.approving import waiting_letters
    from advocate.campaign.choice import choose_campaign
    from advocate.config import load_settings
    from advocate.store.approvals import letters_made_for
    from advocate.store.people import find_person, rows_of

    if ids and who:
        raise click.UsageError("Name the letters by their IDs, or the supporter: one of the two.")
    if ids:
        meant = list(dict.fromkeys(log.contact(word).id for word in ids))
    else:
        choice = choose_campaign(log.database, campaign)
        if choice.notice:
            click.echo(choice.notice, err=True)
        rows = rows_of(log.database, find_person(log.database, who).id) if who else ()
        meant = letters_made_for(log.database, choice.campaign.id if choice.campaign else "", rows)
    named = bool(ids or who)
    return waiting_letters(log, meant, load_settings().templates, closely=named), named


def _list(waiting: Sequence[Waiting], as_json: bool) -> ExitCode:
    """Show how each letter stands; 3 where one waits for somebody."""
    if as_json:
        print_json([each.to_dict() for each in waiting])
    elif sys.stdout.isatty():
        click.echo(_by_supporter(waiting), nl=False)
    else:
        from advocate.cli.contact_words import to_whom
        from advocate.reports.plain import plain_lines

        rows = [
            (e.contact.short_id, e.state, e.contact.supporter, to_whom(e.contact), _file(e)) for e in waiting
        ]
        click.echo(plain_lines(rows), nl=False)
    if not waiting:
        click.echo("No letter that was made for a supporter waits to be sent.", err=True)
    open_ones = [each for each in waiting if each.state not in ("approved", "said no")]
    return ExitCode.NEEDS_EYES if open_ones else ExitCode.DONE


def _by_supporter(waiting: Sequence[Waiting]) -> str:
    """Return a paragraph a supporter: how many of their letters stand how, and what is left to do."""
    from advocate.campaign.approving import STATES
    from advocate.reports.plain import shown

    lines = []
    for id_ in dict.fromkeys(each.contact.supporter_id for each in waiting):
        theirs = [each for each in waiting if each.contact.supporter_id == id_]
        counts = Counter(each.state for each in theirs)
        states = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
        lines.append(f"{id_[:8]}  {shown(theirs[0].contact.supporter)}: {states}")
        open_ones = [each for each in theirs if each.state != "approved"]
        lines += [f"    {folder}" for folder in dict.fromkeys(_file(e).rpartition("/")[0] for e in open_ones)]
        lines += [f"      {e.contact.short_id}  {_file(e).rpartition('/')[2] or e.state}" for e in open_ones]
    meaning = [
        f"  {state}: {text}" for state, text in STATES.items() if any(e.state == state for e in waiting)
    ]
    return "\n".join([*lines, "", *meaning]) + "\n" if lines else ""


def _file(each: Waiting) -> str:
    from advocate.cli.written import shown_path

    return shown_path(each.words.file) if each.words else ""


def _record(
    log: Log, waiting: Sequence[Waiting], on: date, how: str, by: str, given: bool, dry_run: bool, yes: bool, as_json: bool
) -> ExitCode:  # fmt: skip
    from advocate.campaign.approving import check_approvable, keep_approvals

    fresh = [each for each in waiting if not (given and each.state == "approved")]
    if fresh and not how.strip() and not dry_run:
        raise click.UsageError(
            'How did they say so? Add it, such as: --how "in person", --how "e-mail of 2027-02-01"'
        )
    check_approvable(log, waiting, on, clock.today(), given)
    if not as_json:
        click.echo(_describe(fresh, given=given, whole=not yes and not dry_run), nl=False)
    if fresh and not dry_run:
        if not yes:
            _ask(fresh, given, as_json)
        keep_approvals(log, fresh, on=on, how=how, who=by, given=given)
    if as_json:
        print_json({"recorded": [each.to_dict() for each in fresh], "given": given, "dry_run": dry_run})
        return ExitCode.DONE
    click.echo(_outcome(waiting, fresh, given, dry_run))
    return ExitCode.DONE


def _ask(waiting: Sequence[Waiting], given: bool, as_json: bool) -> None:
    """Ask whether each supporter said so. Raises Abort at the first no."""
    if as_json or not sys.stdin.isatty():
        raise click.UsageError(
            "Ask the supporter, show them the words, then: --yes. To look first: --dry-run."
        )
    said = "say yes to exactly the words of" if given else "say no to"
    ask_each([each.contact.supporter for each in waiting], f"Did {{name}} {said} {{letters}}?")


def _describe(waiting: Sequence[Waiting], *, given: bool, whole: bool) -> str:
    """Return each letter, with its words where a person is asked, and what the rules warn of."""
    from advocate.cli.contact_words import to_whom

    text = ""
    for each in waiting:
        text += f"{each.contact.short_id}  {each.contact.supporter} to {to_whom(each.contact)}\n"
        if each.words is not None:
            text += f"  Subject: {each.words.subject}\n  File:    {_file(each)}\n"
            text += indent(each.words.body, "  | ", lambda _: True) if whole else ""
        for found in each.measured.findings if each.measured and given else ():
            note = f"{found.rule}: {found.what} {found.remedy}"
            text += (
                fill(note, _WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)
                + "\n"
            )
    return text


def _outcome(waiting: Sequence[Waiting], fresh: Sequence[Waiting], given: bool, dry_run: bool) -> str:
    if not waiting:
        return "No letter of theirs waits to be sent."
    before = f" {len(waiting) - len(fresh)} had it before." if len(fresh) < len(waiting) else ""
    if dry_run:
        return f"{len(fresh)} would be put on record.{before} Nothing was (--dry-run)."
    word = "yes" if given else "no"
    ids = " ".join(each.contact.short_id for each in fresh[:3])
    more = " ..." if len(fresh) > 3 else ""
    then = f" To send: advocate send {ids}{more}" if given and fresh else ""
    return f"The {word} to {len(fresh)} letter{'s' * (len(fresh) != 1)} is on record.{before}{then}"
