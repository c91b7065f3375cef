"""`advocate send ID…`: letters as e-mails through your mail server, each to one official, each once."""

from __future__ import annotations

import sys
from collections.abc import Collection
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.asking import ask_each, ask_what_became
from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    FILE,
    campaign_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
)

if TYPE_CHECKING:
    from advocate.mailing.send_planning import Judged, SendPlan
    from advocate.mailing.sending import Outcome
    from advocate.mailing.server import SmtpServer
    from advocate.mailing.settings import MailSettings
    from advocate.store.contacts import Contact
    from advocate.store.deliveries import Delivery
    from advocate.store.log import Log


@click.command(short_help="Send letters by e-mail, each to one official, each once.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@campaign_option
@click.option(
    "--yes",
    "-y",
    is_flag=True,
    help="The supporter has said yes to these letters; it is put on record, with the day.",
)
@click.option(
    "--by", "who", default="", metavar="NAME", help="Who records that yes (default: your login name)."
)
@click.option(
    "--allow-doubtful", is_flag=True, help="Send even where a published address looks like another person's."
)
@click.option(
    "--allow-stale",
    is_flag=True,
    help="Send even where a term is over, or the data too old to know who sits.",
)
@click.option(
    "--not-accepted",
    is_flag=True,
    help="You have checked that these letters, cut off in an earlier run, did not arrive.",
)
@click.option("--out", type=FILE, help="Where --dry-run writes the .eml files (default: beside the letters).")
@click.option(
    "--as-of", type=parse_day, metavar="YYYY-MM-DD", help="Who holds the seats on that day, today or later."
)
@dry_run_option
@json_option
@db_option
def command(
    ids: tuple[str, ...],
    campaign: str | None,
    yes: bool,
    who: str,
    allow_doubtful: bool,
    allow_stale: bool,
    not_accepted: bool,
    out: Path | None,
    as_of: date | None,
    dry_run: bool,
    as_json: bool,
    db: Path | None,
) -> ExitCode:
    """Send letters by e-mail through your own mail server (ADVOCATE_SMTP_HOST ... in .env).

    ID is the start of what `advocate log` shows; without one, all letters of the campaign go
    that were made for supporters and have their yes on record. You see what will go, to whom and from whom, and
    are asked for the supporter's yes to letters of their own. What goes is the letter's file as it is now, your changes
    included; one that was made for a supporter goes only as they approved it. Each official gets a message of their own.

    Nothing goes to anybody whose term is over on the day, nor by data that are too old
    (ADVOCATE_STALE_DAYS), unless you say --allow-stale.

    Each step is in the log before the next is taken. If a run is cut off, the next one finds it,
    and nobody gets a letter twice.

    With --dry-run nothing is sent: the messages become .eml files that a mail program opens.
    """
    from advocate import clock
    from advocate.cli.sent import describe_send_plan
    from advocate.config import load_settings
    from advocate.mailing.send_planning import Judged
    from advocate.store import open_log

    if ids and campaign is not None:
        raise click.UsageError("Name the letters by their IDs, or the campaign: one of the two.")
    if not (yes or dry_run) and (as_json or not sys.stdin.isatty()):
        raise click.UsageError(
            "Nothing goes out in a person's name without their yes. Ask the supporter, then: --yes. "
            "To look first: --dry-run."
        )
    today = clock.today()
    if as_of is not None and as_of < today:
        raise click.UsageError(f"A letter goes today, {today}, or later: --as-of {as_of} is past.")
    judged = Judged(as_of or today, allow_doubtful, allow_stale, load_settings().stale_after)
    with ExitStack() as stack:
        log = stack.enter_context(open_log(db, create=False))
        contacts = [log.contact(word) for word in ids or _approved(log, campaign)]
        contacts = list({contact.id: contact for contact in contacts}.values())
        if dry_run:
            plan = _plan(log, contacts, judged)
            return _write_drafts(plan, out, as_json)
        settings = _settings()
        server = _start(stack, log, settings)
        named = {contact.id for contact in contacts}
        _settle(log, server, settings, named if not_accepted else set(), who, may_ask=not (yes or as_json))
        plan = _plan(log, [log.contact(contact.id) for contact in contacts], judged)
        click.echo(describe_send_plan(plan, whole=not yes), nl=False, err=as_json)
        if plan.outgoing and not yes:
            _ask(plan)
        outcomes = _send(log, server, plan, settings, who or login_name(), as_json)
    if as_json:
        _print_json(plan, outcomes)
    return _outcome(plan, outcomes)


def _approved(log: Log, typed: str | None) -> list[str]:
    """Return the ids of a campaign's letters with a yes on record, having told which campaign is meant."""
    from advocate.campaign.approving import approved_letters
    from advocate.campaign.choice import choose_campaign

    choice = choose_campaign(log.database, typed)
    if choice.campaign is None:
        raise click.UsageError("Which letters? Give their IDs (advocate log shows them), or --campaign NAME.")
    click.echo(choice.notice or f"Campaign: {choice.name}.", err=True)
    approved, waiting = approved_letters(log, choice.campaign.id)
    if waiting:
        name = f"'{choice.name}'"
        click.echo(
            f"Without their supporters' yes: {waiting}. See: advocate campaign approve --campaign {name}",
            err=True,
        )
    return approved


def _settings() -> MailSettings:
    from advocate.config import read_mail_words
    from advocate.mailing.settings import read_mail_settings

    return read_mail_settings(read_mail_words())


def _start(stack: ExitStack, log: Log, settings: MailSettings) -> SmtpServer:
    """Be the only sender on this log, and have a server to speak to (no word is said to it yet)."""
    from advocate.mailing.one_sender import only_sender
    from advocate.mailing.server import SmtpServer

    stack.enter_context(only_sender(log.path))
    log.survive_power_cuts()
    return stack.enter_context(SmtpServer(settings))


def _plan(log: Log, contacts: list[Contact], judged: Judged) -> SendPlan:
    from advocate.mailing.send_planning import plan_sending
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    roster = load_roster(open_snapshot())
    return plan_sending(log, contacts, roster, judged)


def _settle(
    log: Log,
    server: SmtpServer,
    settings: MailSettings,
    not_accepted: Collection[str],
    who: str,
    *,
    may_ask: bool,
) -> None:
    """Find what an earlier run left open, and tell what became of it."""
    from advocate.cli.sent import describe_settled
    from advocate.mailing.sending import settle_doubts

    def ask(contact: Contact, delivery: Delivery) -> bool | None:
        if contact.id in not_accepted:
            return False
        return ask_what_became(contact, delivery) if may_ask else None

    where = f"{settings.host}:{settings.port}"
    ended = settle_doubts(log, server, where, ask=ask, who=who or login_name())
    click.echo(describe_settled(ended), nl=False, err=True)


def _ask(plan: SendPlan) -> None:
    """Ask for each supporter's yes to all letters of their own. Raises Abort at the first no."""
    own = [each for each in plan.outgoing if each.approval is None]
    approved = len(plan.outgoing) - len(own)
    if approved:
        said = (
            "This letter has its supporter's"
            if approved == 1
            else f"These {approved} letters have their supporters'"
        )
        if not click.confirm(f"\n{said} yes on record. Send now?", default=False, err=True):
            raise click.Abort
    ask_each([each.contact.supporter for each in own], "Does {name} say yes to sending {letters}?")


def _send(
    log: Log, server: SmtpServer, plan: SendPlan, settings: MailSettings, who: str, as_json: bool
) -> list[Outcome]:
    """Send, and tell each outcome as it comes."""
    from datetime import datetime
    from time import sleep

    from advocate import clock
    from advocate.cli.sent import describe_outcome
    from advocate.mailing.sending import Pace, Yes, send_all

    pace = Pace(now=lambda: datetime.now().astimezone(), sleep=sleep)
    outcomes = []
    try:
        for outcome in send_all(log, server, plan.outgoing, settings, Yes(clock.today(), who), pace):
            outcomes.append(outcome)
            click.echo(describe_outcome(outcome), err=as_json)
    except KeyboardInterrupt:
        for delivery in log.deliveries_in_doubt():
            click.echo(
                f"\nThe letter {delivery.contact_id[:8]} was going out just then; whether it arrived is settled by "
                f"the next: advocate send {delivery.contact_id[:8]}",
                err=True,
            )
        raise
    return outcomes


def _write_drafts(plan: SendPlan, out: Path | None, as_json: bool) -> ExitCode:
    """Write each message as an .eml file that a mail program opens as a draft; nothing is logged."""
    from advocate.cli.sent import describe_drafts, describe_send_plan
    from advocate.writing.delivery import write_drafts

    click.echo(describe_send_plan(plan, whole=False), nl=False, err=as_json)
    files = write_drafts([each.mail for each in plan.outgoing], out.absolute() if out else None)
    if as_json:
        rows = [{"id": e.contact.id, "file": str(f)} for e, f in zip(plan.outgoing, files, strict=True)]
        print_json(rows)
    else:
        click.echo(describe_drafts(files), nl=False)
    return _outcome(plan, [])


def _print_json(plan: SendPlan, outcomes: list[Outcome]) -> None:

    held = [
        {"id": each.contact.id, "outcome": "held", "reply": each.reason, "standing": each.contact.standing}
        for each in plan.held
    ]
    print_json([*(o.to_dict() for o in outcomes), *held])


def _outcome(plan: SendPlan, outcomes: list[Outcome]) -> ExitCode:
    """Return 0 where everything went (now or before), 1 where nothing could, else 3."""
    open_ends = [each for each in plan.held if not each.done]
    bad = [outcome for outcome in outcomes if outcome.state != "accepted"]
    if not open_ends and not bad:
        return ExitCode.DONE
    if not plan.outgoing or (outcomes and len(bad) == len(outcomes)):
        return ExitCode.FAILED if not any(each.in_doubt for each in open_ends) else ExitCode.NEEDS_EYES
    return ExitCode.NEEDS_EYES
