"""`advocate campaign list|show`: which campaigns are there, how far is each, and what comes first?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import db_option, json_option, print_json
from advocate.cli.show import Line, Section

if TYPE_CHECKING:
    from advocate.campaign.goals import Progress
    from advocate.campaign.progress import CampaignState
    from advocate.store.campaigns import Campaign

#: So many of those missing a page shows; --json has all.
_SHOWN = 10
_BAR = 20


@click.command("list", short_help="All campaigns, and how each stands.")
@json_option
@db_option
def list_(as_json: bool, db: Path | None) -> ExitCode:
    """Show all campaigns: a table at a terminal, to a pipe one line a campaign, tabs between the columns."""
    from advocate.errors import NoLogYet
    from advocate.store import open_log
    from advocate.store.campaigns import list_campaigns
    from advocate.store.settings import DEFAULT_CAMPAIGN, read_setting

    try:
        with open_log(db, create=False) as log:
            campaigns, used = list_campaigns(log.database), read_setting(log.database, DEFAULT_CAMPAIGN)
    except NoLogYet:
        campaigns, used = [], ""
    today = clock.today()
    if as_json:
        print_json([{**c.to_dict(), "state": c.state(today), "is_default": c.id == used} for c in campaigns])
        return ExitCode.DONE
    if not campaigns:
        click.echo("There is no campaign yet. Begin one: advocate campaign new NAME", err=True)
        return ExitCode.DONE
    rows = [_row(each, each.state(today), each.id == used) for each in campaigns]
    if sys.stdout.isatty():
        _print_table(rows)
    else:
        from advocate.reports.plain import plain_lines

        click.echo(plain_lines(rows), nl=False)
    return ExitCode.DONE


def _row(campaign: Campaign, state: str, used: bool) -> tuple[str, ...]:
    days = " ".join(
        f"{word} {day}" for word, day in (("from", campaign.starts_on), ("until", campaign.ends_on)) if day
    )
    return (
        campaign.name,
        f"{state}, in use" if used else state,
        days,
        campaign.bill or campaign.item,
        ", ".join(campaign.offices),
        campaign.goal,
    )


def _print_table(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from advocate.reports.plain import shown

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("campaign", "state", "until", "goal"):
        table.add_column(name, overflow="fold", no_wrap=name in ("state", "until"))
    for campaign, state, days, _, _, goal in rows:
        until = days.partition("until ")[2]
        table.add_row(*(escape(shown(cell)) for cell in (campaign, state, until, goal)))
    Console(highlight=False).print(table)


@click.command("show", short_help="One campaign: how far it is, what is missing, what comes first.")
@click.argument("name", metavar="[NAME]", required=False, default=None)
@json_option
@db_option
def show(name: str | None, as_json: bool, db: Path | None) -> ExitCode:
    """Show one campaign: its ask, how far each goal is, what is missing, what comes first.

    Without NAME it is the campaign in use (advocate campaign use). Goals are counted
    as `advocate report` counts: contacts made, that is sent or confirmed.
    """
    from advocate.campaign.choice import named_or_used
    from advocate.campaign.progress import state_of
    from advocate.cli.show import show as show_sections
    from advocate.store import open_log
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    with open_log(db, create=False) as log:
        campaign, _ = named_or_used(log.database, name)
        state = state_of(log, campaign, load_roster(open_snapshot()), clock.today())
    if as_json:
        print_json(state.to_dict())
    else:
        show_sections(sections(state))
    return ExitCode.DONE


def sections(state: CampaignState) -> Iterator[Section]:
    """Return all there is to read of a campaign, in order."""
    campaign = state.campaign
    used = ", in use where none is named" if state.is_default else ""
    about = (
        ("state", f"{state.state}{f' since {campaign.closed_on}' if campaign.closed_on else ''}{used}"),
        ("asks", campaign.ask),
        ("bill", campaign.bill),
        ("agenda item", campaign.item),
        ("results in", campaign.topic),
        ("to", ", ".join(campaign.offices)),
        ("from", campaign.starts_on),
        ("until", campaign.ends_on),
        ("letters", ", ".join(campaign.templates)),
        ("answers for it", campaign.answers_for),
    )
    yield Section(campaign.name, tuple(line for line in about if line[1]))
    for goal in state.goals:
        yield Section(f"Goal: {goal.goal}", tuple(_goal(goal)))
    contacts = tuple(_contacts(state))
    if contacts:
        yield Section("Letters and contacts", contacts)
    if state.next_steps:
        yield Section(
            "What comes first", tuple((f"{n}.", step) for n, step in enumerate(state.next_steps, 1))
        )
    if state.changes:
        yield Section("Changes", tuple(_changes(state)))


def _goal(goal: Progress) -> Iterator[Line]:
    if goal.problem:
        yield "not counted", goal.problem
        return
    filled = round(_BAR * min(goal.done / goal.of, 1)) if goal.of else 0
    share = "#" * filled + "." * (_BAR - filled)
    word = goal.unit.removesuffix("s") if goal.of == 1 else goal.unit
    yield "reached" if goal.reached else "so far", f"{share}  {goal.done} of {goal.of} {word}"
    for number, each in enumerate(goal.missing[:_SHOWN]):
        yield "missing" if number == 0 else "", each
    if len(goal.missing) > _SHOWN:
        yield "", f"and {len(goal.missing) - _SHOWN} more (all with --json)"


def _contacts(state: CampaignState) -> Iterator[Line]:
    from advocate.store.standings import MEANING

    for standing, meaning in MEANING.items():
        if state.standings.get(standing):
            yield standing.replace("_", " "), f"{state.standings[standing]}  ({meaning})"
    if state.waiting:
        yield "no yes yet", f"{state.waiting}  (made for supporters who have not said yes to them)"
    if state.approved:
        yield "to be sent", f"{state.approved}  (with their supporter's yes on record)"


def _changes(state: CampaignState) -> Iterator[Line]:
    for change in state.changes:
        when = datetime.fromisoformat(change.recorded_at).astimezone().date().isoformat()
        fields = ", ".join(_word(name) for name in change.after if name not in ("name", "closed_on"))
        what = {
            "new": "made",
            "edit": f"changed: {fields or 'name'}",
            "close": "closed",
            "reopen": "opened again",
        }
        by = f" by {change.who}" if change.who else ""
        yield when, f"{what[change.kind]}{by}"


def _word(field: str) -> str:
    return {"starts_on": "starts", "ends_on": "ends", "answers_for": "who answers for it"}.get(field, field)
