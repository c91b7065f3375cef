"""`advocate campaign`: one ask, to some offices, between two dates: make, see, change, run, close it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advocate import clock
from advocate.cli.campaign_approve import approve
from advocate.cli.campaign_fill import fill
from advocate.cli.campaign_run import run
from advocate.cli.campaign_show import list_, show
from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    NamingGroup,
    by_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
)  # fmt: skip

if TYPE_CHECKING:
    from advocate.store.campaigns import Campaign

F = TypeVar("F", bound=Callable[..., Any])


def day_or_blank(text: str) -> date | str:
    """Return the day, or "" to take one away."""
    return parse_day(text) if text.strip() else ""


_FIELDS = (
    click.option("--ask", default=None, metavar="TEXT", help="The one thing asked for, as a yes-or-no question."),
    click.option("--bill", default=None, metavar="HF 5", help="The bill's number, if there is one."),
    click.option("--item", default=None, metavar="TEXT", help="The item on a school board's agenda."),
    click.option("--topic", default=None, metavar="WORD",
                 help="What its letters show results of: math, reading or science (default: the template's)."),
    click.option("--to", "offices", multiple=True, metavar="OFFICES", help="house, senate, board, governor."),
    click.option("--starts", "starts_on", type=day_or_blank, default=None, metavar="YYYY-MM-DD", help="Its first day."),
    click.option("--ends", "ends_on", type=day_or_blank, default=None, metavar="YYYY-MM-DD", help="Its last day."),
    click.option("--template", "templates", multiple=True, metavar="NAME", help="Letters to use (several allowed)."),
    click.option("--goal", default=None, metavar="TEXT",
                 help="What it is to reach: '20 supporters in each of 10 districts', 'a letter to every member of "
                      "Education Finance' (several with semicolons)."),
    click.option("--answers-for", default=None, metavar="NAME", help="Who answers for it."),
)  # fmt: skip


def field_options(function: F) -> F:
    """Add the options that describe a campaign."""
    for option in reversed(_FIELDS):
        function = option(function)
    return function


@click.group(name="campaign", cls=NamingGroup)
def command() -> None:
    """One ask, to some offices, between two dates: make, see, change, run, close it."""


@command.command("new", short_help="Begin a campaign: its ask, offices, dates, goal.")
@click.argument("name", metavar="NAME")
@field_options
@click.option("--use", is_flag=True, help="Mean it from now on where no --campaign is named.")
@by_option
@dry_run_option
@json_option
@db_option
def new(
    name: str, use: bool, who: str, dry_run: bool, as_json: bool, db: Path | None, **said: Any
) -> ExitCode:  # fmt: skip
    """Begin a campaign.

    \b
    Example:
      advocate campaign new "Read Well 2027" --bill "HF 5" --to house,senate
        --ask "Will you vote for HF 5?" --starts 2027-01-05 --ends 2027-05-17
        --goal "a letter to every member of Education Finance"

    Its name is what everybody calls it: logs of several organizers are brought
    together by it.
    """
    from advocate.reports.plain import shown
    from advocate.store import open_log
    from advocate.store.campaign_editing import check_new_name, new_campaign
    from advocate.store.settings import DEFAULT_CAMPAIGN, keep_setting

    name, words = shown(name), _words(said)
    with open_log(db) as log:
        if dry_run:
            check_new_name(log.database, name)
        else:
            with log.writing():
                made = new_campaign(log.database, name, words, log.clock, who or login_name())
                if use:
                    keep_setting(log.database, DEFAULT_CAMPAIGN, made.id, log.clock)
        if as_json:
            print_json({"name": name, **words, "dry_run": True} if dry_run else made.to_dict())
            return ExitCode.DONE
    if dry_run:
        _tell_words({"name": name, **words})
        click.echo("Nothing was kept (--dry-run).")
        return ExitCode.DONE
    click.echo(f"The campaign '{made.name}' is made.")
    if use:
        click.echo("From now on it is meant where no --campaign is named.")
    _tell_doubt(made)
    click.echo(f"See it, and what comes first: advocate campaign show '{made.name}'")
    return ExitCode.DONE


@command.command("edit", short_help="Change a campaign; what was there stays on record.")
@click.argument("name", metavar="NAME")
@click.option("--name", "rename", default=None, metavar="TEXT", help="Its name, spelled otherwise.")
@field_options
@by_option
@dry_run_option
@json_option
@db_option
def edit(
    name: str, rename: str | None, who: str, dry_run: bool, as_json: bool, db: Path | None, **said: Any
) -> ExitCode:  # fmt: skip
    """Change what a campaign asks, of whom, until when, and what it is to reach.

    An empty value, as in --bill "", takes one away. --to and --template replace all
    that were there.
    """
    from advocate.store import open_log
    from advocate.store.campaign_editing import differing, edit_campaign
    from advocate.store.campaigns import find_campaign

    with open_log(db, create=False) as log:
        campaign = find_campaign(log.database, name)
        new_words = _words({**said, "name": rename}, campaign)
        if not new_words:
            raise click.UsageError("What should change? Name a field, such as --ends 2027-05-17.")
        if dry_run:
            changed = differing(campaign, new_words)
        else:
            with log.writing():
                changed = edit_campaign(log.database, campaign, new_words, log.clock, who or login_name())
    if as_json:
        rows = [
            {"field": field, "before": before, "after": after} for field, (before, after) in changed.items()
        ]
        print_json({"id": campaign.id, "changed": rows, "dry_run": dry_run})
        return ExitCode.DONE
    click.echo(f"{campaign.name}:")
    for field, (before, after) in changed.items():
        click.echo(f"  {_said(field)}: '{_flat(before)}' to '{_flat(after)}'")
    if not changed:
        click.echo("  All of that is on record already; nothing was changed.")
    elif dry_run:
        click.echo("Nothing was changed (--dry-run).")
    return ExitCode.DONE


@command.command("close", short_help="End a campaign: nothing is written or sent in it after that.")
@click.argument("name", metavar="NAME")
@by_option
@dry_run_option
@json_option
@db_option
def close(name: str, who: str, dry_run: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Close a campaign. What happened can still be recorded; it can be opened again."""
    from advocate.store.campaign_editing import closed

    return _turn(db, name, lambda campaign: closed(campaign, clock.today()), who, dry_run, as_json)


@command.command("reopen", short_help="Open a closed campaign again.")
@click.argument("name", metavar="NAME")
@by_option
@dry_run_option
@json_option
@db_option
def reopen(name: str, who: str, dry_run: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Open a closed campaign again. That it was closed stays on record."""
    from advocate.store.campaign_editing import reopened

    return _turn(db, name, reopened, who, dry_run, as_json)


def _turn(
    db: Path | None, name: str, turn: Callable[[Campaign], Campaign], who: str, dry_run: bool, as_json: bool
) -> ExitCode:
    from advocate.store import open_log
    from advocate.store.campaign_editing import keep_turn
    from advocate.store.campaigns import find_campaign

    with open_log(db, create=False) as log, log.writing():
        campaign = find_campaign(log.database, name)
        turned = turn(campaign)
        if not dry_run:
            keep_turn(log.database, campaign, turned, log.clock, who or login_name())
    if as_json:
        print_json({**turned.to_dict(), "dry_run": dry_run})
    else:
        now = "closed" if turned.closed_on else "open"
        click.echo(f"The campaign '{campaign.name}' {'would be' if dry_run else 'is'} {now}.")
    return ExitCode.DONE


@command.command("use", short_help="The campaign that is meant where none is named.")
@click.argument("name", metavar="NAME", required=False, default=None)
@json_option
@db_option
def use(name: str | None, as_json: bool, db: Path | None) -> ExitCode:
    """Set the campaign that `write`, `send` and `record` mean where none is named.

    NAME none takes it away; without a NAME the one in use is shown. Those commands
    tell each time which campaign they mean. ADVOCATE_CAMPAIGN in the environment or
    in .env goes before it.
    """
    from advocate.campaign.choice import NONE, choose_campaign
    from advocate.store import open_log
    from advocate.store.campaigns import find_campaign
    from advocate.store.settings import DEFAULT_CAMPAIGN, keep_setting

    with open_log(db, create=False) as log:
        if name is not None:
            with log.writing():
                nothing = name.strip().casefold() in NONE
                id_ = "" if nothing else find_campaign(log.database, name).id
                keep_setting(log.database, DEFAULT_CAMPAIGN, id_, log.clock)
        chosen = choose_campaign(log.database, None)
    if as_json:
        print_json({"campaign": chosen.name, "by": chosen.whence})
        return ExitCode.DONE
    click.echo(
        chosen.notice or "No campaign is meant where none is named. To set one: advocate campaign use NAME"
    )
    why = chosen.campaign.why_not(clock.today()) if chosen.campaign else ""
    if why:
        click.echo(why, err=True)
    return ExitCode.DONE


def _words(said: dict[str, Any], old: Campaign | None = None) -> dict[str, Any]:
    """Return what was said as it is kept; options that were not given are not there."""
    from advocate.campaign.words import read_campaign_words
    from advocate.config import load_settings
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    given = {name: word for name, word in said.items() if word is not None and word != ()}
    roster = load_roster(open_snapshot())
    return read_campaign_words(
        given, roster=roster, day=clock.today(), templates=load_settings().templates, old=old
    )


def _tell_doubt(campaign: Campaign) -> None:
    """Say on the error stream where the letters would show other results than the campaign speaks of."""
    from advocate.campaign.topics import templates_of, topic_doubt
    from advocate.config import load_settings

    doubt = topic_doubt(campaign, templates_of(campaign, load_settings().templates))
    if doubt:
        click.echo(doubt, err=True)


def _tell_words(words: dict[str, Any]) -> None:
    for field, word in words.items():
        if word:
            click.echo(f"  {_said(field)}: {_flat(word)}")


def _said(field: str) -> str:
    return {"starts_on": "starts", "ends_on": "ends", "answers_for": "answers for it"}.get(field, field)


def _flat(word: Any) -> str:
    return ", ".join(word) if isinstance(word, (tuple, list)) else str(word)


for each in (list_, show, run, fill, approve):
    command.add_command(each)
