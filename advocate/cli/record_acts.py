"""`advocate record call|visit|letter|testimony|comment|email`: which act happened elsewhere, one or a whole list?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate import clock
from advocate.acts.words import ACTS
from advocate.cli.errors import ExitCode
from advocate.cli.import_ import Form
from advocate.cli.options import (
    FILE,
    by_option,
    campaign_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
    yes_option,
)
from advocate.cli.spent_options import cost_option, minutes_option

if TYPE_CHECKING:
    from advocate.campaign.choice import Choice
    from advocate.store.log import Log

#: What stands for the form `advocate record --from FILE`.
LIST = "FILE"

_HELP = {
    "call": ("A telephone call.", "Record a telephone call to an official's office."),
    "visit": ("A visit or meeting.", "Record a visit to an official, or a meeting with them."),
    "letter": ("A posted letter that was written elsewhere.",
               "Record a letter that was written elsewhere and posted. One that `advocate\nwrite` made is in the log "
               "already:  advocate record ID sent --channel post"),
    "testimony": ("Testimony before a committee or board.",
                  "Record testimony. It is one act for each official it was given to."),
    "comment": ("A public comment at a meeting.", "Record a public comment at a meeting, a hearing or in writing."),
    "email": ("An e-mail that was sent elsewhere.",
              "Record an e-mail that was written and sent elsewhere. One that `advocate write`\nmade is in the log "
              "already:  advocate record ID sent --channel email"),
}  # fmt: skip
_FORMS = """

OFFICIAL is a name, a seat or a district, as you would type it: Hawj, "sen 67",
67B, "Mpls board Beachy", an e-mail. Where it could be several, they are listed and
nothing is recorded. SUPPORTER is on the lists (advocate supporters add).

With --from FILE it is a list: CSV, TSV, .xlsx or .ods with the columns Date,
Official, Supporter, and if you have them Act, Minutes, Cost, Notes, Campaign,
Witnessed. You see first what would be recorded; the same list again doubles
nothing. Exit code 3: something was not recorded and needs a person's eyes.
"""


@dataclass(frozen=True, slots=True)
class _Given:
    """What was typed for one act, or for every row of a list."""

    official: str
    supporter: str
    on: date | None
    minutes: int | None
    cost: int | None
    note: str
    campaign: str | None
    witnessed: bool
    who: str
    again: bool
    dry_run: bool
    yes: bool
    as_json: bool


_SHARED = (
    click.option("--supporter", default="", metavar="WHO", help="Who acted: name, e-mail, or the start of the id."),
    click.option("--on", type=parse_day, metavar="YYYY-MM-DD", help="The day of the act (default: today)."),
    campaign_option,
    click.option("--witnessed", is_flag=True, help="Somebody else saw it: confirmed, not only sent (reported)."),
    by_option,
)  # fmt: skip
_ONE = (
    minutes_option,
    cost_option,
    click.option("--note", default="", metavar="TEXT", help="What should be remembered about it."),
    click.option("--again", is_flag=True, help="It is another one than the like act on record."),
)
_LISTED = (
    click.option("--from", "file", type=FILE, metavar="FILE", help="Record the acts of a list."),
    click.option("--sheet", default="", metavar="NAME", help="Which sheet of a workbook."),
    dry_run_option,
    yes_option,
    json_option,
    db_option,
)


def _with_options(function: Callable[..., Any], *options: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        function = option(function)
    return function


def _act(
    channel: str, official: tuple[str, ...], file: Path | None, sheet: str, db: Path | None, **given: Any
) -> ExitCode:
    """Record one act, or those of a list."""
    from advocate.store import open_log

    told = _Given(official=" ".join(official), **given)
    if file is None and sheet:
        raise click.UsageError("--sheet says which sheet of --from FILE; give both.")
    with open_log(db, create=False) as log:
        if file is None:
            return _record_one(log, channel, told)
        if told.minutes is not None or told.cost is not None or told.note or told.again:
            raise click.UsageError(
                "--minutes, --cost, --note and --again are of one act; a list has columns for them."
            )
        return _record_list(log, channel, told, file, sheet)


def _list(file: Path | None, sheet: str, db: Path | None, **given: Any) -> ExitCode:
    if file is None:
        raise click.UsageError("Name the list: advocate record --from FILE")
    one = {"minutes": None, "cost": None, "note": "", "again": False}
    return _act("", (), file, sheet, db, **one, **given)


def _record_one(log: Log, channel: str, given: _Given) -> ExitCode:
    from advocate.acts.acting import make_act, named_person, record_act
    from advocate.cli.recorded import describe_recorded, recorded_json
    from advocate.officials.then import OfficialsThen
    from advocate.store.contacts import Spent

    if given.on and given.on > clock.today():
        raise click.UsageError(f"--on {given.on} is in the future; only what has happened is recorded.")
    choice = _campaign(log, given)
    act = make_act(
        OfficialsThen(clock.today()), named_person(log, given.supporter), channel=channel, official=given.official,
        on=given.on or clock.today(), today=clock.today(), campaign_id=choice.campaign.id if choice.campaign else None,
        campaign=choice.name, spent=Spent(given.minutes, given.cost), note=given.note, witnessed=given.witnessed,
        who=given.who or login_name(),
    )  # fmt: skip
    done = record_act(log, act, again=given.again, dry_run=given.dry_run)
    if given.as_json:
        print_json(recorded_json(done))
    else:
        click.echo(describe_recorded(done, dry_run=given.dry_run), nl=False)
        if choice.notice:
            click.echo(choice.notice, err=True)
    return ExitCode.NEEDS_EYES if done.there and not done.id else ExitCode.DONE


def _record_list(log: Log, channel: str, given: _Given, file: Path, sheet: str) -> ExitCode:
    from advocate.acts.lists import Everywhere, plan_list, record_plan
    from advocate.cli.import_work import ask
    from advocate.cli.recorded import acts_said, describe_list, plan_sections, write_left
    from advocate.cli.show import show
    from advocate.officials.then import OfficialsThen

    if str(file) == "-":
        raise click.UsageError("A list is read twice, so it must be a file. Save it first.")
    choice = _campaign(log, given)
    every = Everywhere(
        channel, given.supporter, given.official, given.on, choice.campaign.id if choice.campaign else None,
        choice.name, given.witnessed, given.who or login_name(),
    )  # fmt: skip
    plan = plan_list(log, file, OfficialsThen(clock.today()), every, today=clock.today(), sheet=sheet)
    if not given.as_json:
        show(plan_sections(plan))
        if choice.notice:
            click.echo(choice.notice, err=True)
    left, done = None, []
    if not given.dry_run:
        if plan.counts["new"]:
            ask(f"Record {acts_said(plan.counts['new'])}?", given.yes, given.as_json)
        left = write_left(plan, file)
        try:
            done = record_plan(log, plan) if plan.counts["new"] else []
        except BaseException:
            if left is not None:
                left.unlink(missing_ok=True)
            raise
    if given.as_json:
        ids = [{"line": row.line, "id": id_} for row, id_ in done]
        print_json(plan.to_dict() | {"recorded": ids, "left_file": str(left) if left else None})
    else:
        click.echo(describe_list(plan, len(done), left, dry_run=given.dry_run), err=True, nl=False)
    return ExitCode.NEEDS_EYES if plan.left else ExitCode.DONE


def _campaign(log: Log, given: _Given) -> Choice:
    from advocate.campaign.choice import choose_campaign, outside

    choice = choose_campaign(log.database, given.campaign)
    told = outside(choice, given.on or clock.today())
    if told:
        click.echo(told, err=True)
    return choice


def _verb(name: str, channel: str) -> click.Command:
    short, long = _HELP[name]
    official = click.argument("official", nargs=-1, metavar="OFFICIAL")
    function = _with_options(partial(_act, channel), official, *_SHARED, *_ONE, *_LISTED)
    return click.command(name, short_help=short, help=long + _FORMS)(function)


VERBS = tuple(_verb(name, channel) for name, channel in ACTS.items())
record_list = click.command(
    LIST, cls=Form, hidden=True, short_help="Record the acts of a list.", help="Record the acts of a list."
)(_with_options(_list, *_LISTED[:2], *_SHARED, *_LISTED[2:]))
