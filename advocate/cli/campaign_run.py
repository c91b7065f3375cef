"""`advocate campaign run`: drafts for many supporters, each to approve; the plan first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, db_option, dry_run_option, json_option, print_json, yes_option

if TYPE_CHECKING:
    from advocate.campaign.run_drafting import Drafted
    from advocate.campaign.run_planning import RunPlan, Unreached
    from advocate.store.campaigns import Campaign
    from advocate.store.log import Log


@click.command("run", short_help="Make drafts for supporters, each to approve; plan first.")
@click.argument("name", metavar="[NAME]", required=False, default=None)
@click.option(
    "--supporters", "who", multiple=True, metavar="WHO",
    help="all, an id, an e-mail, a name, or a file with one of these a line (several allowed).",
)  # fmt: skip
@click.option("--district", default="", metavar="67B", help="Only of a district: 67B, 67, 0625-01 or CD4.")
@click.option("--role", default="", metavar="ROLE", help="Only parents, or another role.")
@click.option("--story", type=FILE, help="One paragraph for all of them, in place of their own words.")
@click.option("--set", "words", multiple=True, metavar="NAME=TEXT", help="Another word the templates take.")
@click.option(
    "--format", "formats", multiple=True, metavar="FORMS", help="As of `advocate write` (default: text,md)."
)
@click.option("--out", type=FILE, help="The letters' folder (default: ADVOCATE_OUTBOX, else ./outbox).")
@dry_run_option
@yes_option
@json_option
@db_option
def run(
    name: str | None, who: tuple[str, ...], district: str, role: str, story: Path | None, words: tuple[str, ...],
    formats: tuple[str, ...], out: Path | None, dry_run: bool, yes: bool, as_json: bool, db: Path | None,
) -> ExitCode:  # fmt: skip
    """Make a draft for each supporter to each of their officials.

    \b
    Example:
      advocate campaign run "Read Well 2027" --supporters all --dry-run

    You see first how many letters, for whom, and who cannot be reached and why. A
    supporter's drafts lie in a folder of their own, with a place for their own words,
    and wait there for their yes (advocate campaign approve). Nothing is sent. Without
    NAME the campaign in use is meant (advocate campaign use).

    A second run makes only what is missing. The addresses stay on this computer.
    """
    if not (who or district or role):
        raise click.UsageError("For whom? --supporters all, or some of them, --district or --role.")
    if not (yes or dry_run) and (as_json or not sys.stdin.isatty()):
        raise click.UsageError("To look first: --dry-run. To make the drafts without being asked: --yes.")
    from advocate.campaign.choice import named_or_used
    from advocate.campaign.choosing import choose_people
    from advocate.campaign.run_drafting import run_folder
    from advocate.cli.campaign_told import describe_run
    from advocate.cli.story import read_story
    from advocate.cli.write import named_words
    from advocate.config import load_settings
    from advocate.errors import WrongChoice
    from advocate.store import open_log
    from advocate.supporters.joining import read_role
    from advocate.writing.delivery import check_folder
    from advocate.writing.forms import DEFAULT_FORMATS, read_formats

    settings = load_settings(db=db, outbox=out)
    check_folder(settings.outbox)
    chosen = read_formats(list(formats) or DEFAULT_FORMATS)
    given = {**named_words(words), "story": read_story(story)}
    with open_log(settings.db, create=False) as log:
        campaign, notice = named_or_used(log.database, name)
        if notice:
            click.echo(notice, err=True)
        _check_open(campaign)
        people = choose_people(log.database, who, district=district, role=read_role(role))
        if not people:
            raise WrongChoice(_nobody(district))
        plan = _planned(log, campaign, people)
        if not as_json:
            click.echo(describe_run(plan, given.get("topic", "").strip()), nl=False)
        if dry_run:
            return _end(plan, [], dry_run, as_json)
        folder = run_folder(settings.outbox, campaign.name)
        if plan.writers and not yes:
            click.confirm(
                f"\nMake these {plan.letters} drafts in {folder}?", default=True, abort=True, err=True
            )
        # With nobody to write for, too: what a killed run left is taken away.
        made = _make(log, plan, settings.outbox, given, chosen)
    return _end(plan, made, dry_run, as_json)


def _nobody(district: str) -> str:
    first = (
        "Districts are known once they are looked up (advocate supporters locate) and certain (advocate supporters list "
        "--needs-eyes). "
        if district
        else ""
    )
    return (
        f"Nobody on the lists is meant by that. {first}See who is there: advocate supporters list. To take a list in: "
        "advocate import sheet.csv"
    )


def _check_open(campaign: Campaign) -> None:
    """Raise WrongChoice where the campaign is closed or over; say when it begins."""
    from advocate.campaign.choice import Choice, open_for_letters

    told = open_for_letters(Choice(campaign, "named"), clock.today())
    if told:
        click.echo(told, err=True)


def _planned(log: Log, campaign: Campaign, people: list[Any]) -> RunPlan:
    """Plan, with a bar at a terminal where it takes a while."""
    from advocate.campaign.run_planning import plan_run

    with click.progressbar(
        length=len(people), label="Looking up", file=sys.stderr, hidden=not _watched()
    ) as bar:
        return plan_run(log, campaign, people, today=clock.today(), tell=lambda _: bar.update(1))


def _make(
    log: Log, plan: RunPlan, outbox: Path, words: dict[str, str], formats: Any
) -> list[Drafted | Unreached]:
    from advocate.campaign.run_drafting import draft_run

    made: list[Drafted | Unreached] = []
    length = len(plan.writers)
    with click.progressbar(length=length, label="Writing", file=sys.stderr, hidden=not _watched()) as bar:
        for each in draft_run(log, plan, outbox, words=words, formats=formats):
            made.append(each)
            bar.update(1)
    return made


def _watched() -> bool:
    return sys.stderr.isatty()


def _end(plan: RunPlan, made: list[Drafted | Unreached], dry_run: bool, as_json: bool) -> ExitCode:
    """Tell what was made; return 3 where somebody is not reached and a person could do something about it."""
    from advocate.campaign.run_drafting import Drafted
    from advocate.campaign.run_planning import SETTLED
    from advocate.cli.campaign_told import describe_made

    drafted = [each for each in made if isinstance(each, Drafted)]
    stopped = [each for each in made if not isinstance(each, Drafted)]
    if as_json:
        told = plan.to_dict()
        told["unreached"] += [each.to_dict() for each in stopped]
        print_json({**told, "made": [each.to_dict() for each in drafted], "dry_run": dry_run})
    else:
        click.echo(describe_made(plan, drafted, stopped, dry_run), nl=False)
    holes = [each for each in plan.unreached if each.code not in SETTLED] + stopped
    return ExitCode.NEEDS_EYES if holes else ExitCode.DONE
