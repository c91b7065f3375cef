"""`advocate write ADDRESS`: a letter to each official, as files, and in the log."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    FILE,
    as_of_option,
    db_option,
    dry_run_option,
    json_option,
    offline_option,
    yes_option,
)

if TYPE_CHECKING:
    from advocate.campaigns import WrittenLetters
    from advocate.cli.story import Typed
    from advocate.config import Settings
    from advocate.planning import Plan
    from letters.people import Sender


@click.command(short_help="A letter to each official of an address, as files.")
@click.argument("address")
@click.option("--name", default="", metavar="NAME", help="Your name, as you sign a letter.")
@click.option(
    "--template", default="", metavar="NAME", help="legislator, school-board, thank-you (default: by office)."
)
@click.option("--story", type=FILE, help="Your own paragraph: a file, or - for the standard input.")
@click.option("--ask", default="", metavar="TEXT", help="The one thing you ask for, as a yes-or-no question.")
@click.option("--set", "words", multiple=True, metavar="NAME=TEXT", help="Another word a template takes.")
@click.option(
    "--to",
    multiple=True,
    default=("house,senate,board",),
    metavar="OFFICES",
    show_default=True,
    help="house, senate, board, governor.",
)
@click.option("--phone", default="", metavar="NUMBER", help="Your phone, so that an answer finds you.")
@click.option("--email", default="", metavar="ADDRESS", help="Your e-mail, so that an answer finds you.")
@click.option(
    "--district",
    default="",
    metavar="ID",
    help="Your House or Senate district, where we cannot be sure: 67B or 67.",
)
@click.option("--school-district", default="", metavar="ID", help="Your school district, likewise: 0625-01.")
@click.option("--campaign", default="", metavar="NAME", help="The campaign the letters belong to.")
@click.option("--out", type=FILE, help="The letters' folder (default: ADVOCATE_OUTBOX, else ./outbox).")
@offline_option
@as_of_option
@dry_run_option
@yes_option
@json_option
@db_option
def command(
    address: str,
    name: str,
    template: str,
    story: Path | None,
    ask: str,
    words: tuple[str, ...],
    to: tuple[str, ...],
    phone: str,
    email: str,
    district: str,
    school_district: str,
    campaign: str,
    out: Path | None,
    offline: bool,
    as_of: date | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    db: Path | None,
) -> ExitCode:
    """Write a letter to each official of an address.

    The letters are text and Markdown files, each with your own paragraph and the newest figures for
    your school district. They go into the log as drafted. Nothing is sent.

    What is missing is asked for on a terminal; elsewhere it is told before anything is written.
    """
    from advocate.campaigns import sender_of
    from advocate.cli.story import Typed, kept_if_it_fails, read_story
    from advocate.config import load_settings
    from advocate.delivery import check_folder
    from advocate.planning import plan_letters

    settings = load_settings(db=db, outbox=out, offline=offline or None)
    check_folder(settings.outbox)
    given = {**_named(words), "ask": ask, "story": read_story(story)}
    plan = plan_letters(
        address,
        to=to,
        template=template,
        offline=settings.offline,
        on=as_of,
        district=district,
        school_district=school_district,
    )
    may_ask = not yes and not as_json and sys.stdin.isatty() and str(story) != "-"
    typed = Typed()
    with kept_if_it_fails(typed, (settings.outbox, settings.db.parent), plan.today.isoformat()):
        sender = sender_of(plan, name, phone, email)
        if may_ask and plan.chosen:
            sender = _ask(plan, sender, given, typed)
        written = _write(plan, sender, {**given, **typed.words}, settings, campaign, dry_run)
    _show(written, as_json)
    return _outcome(written)


def _named(words: tuple[str, ...]) -> dict[str, str]:
    """Return the --set options as a mapping. Raises UsageError."""
    named = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--set '{word}' is not NAME=TEXT. For example: --set topic=reading")
        named[name.strip()] = text
    return named


def _ask(plan: Plan, sender: Sender, given: Mapping[str, str], typed: Typed) -> Sender:
    """Ask for what is missing, then whether to write; return the sender, with the name if it was asked."""
    from dataclasses import replace

    from advocate.campaigns import missing_words
    from advocate.cli.story import ask_for
    from advocate.cli.written import describe_plan

    click.echo(describe_plan(plan), err=True)
    missing = missing_words(plan, sender, given)
    ask_for({name: q for name, q in missing.items() if not name.startswith("sender.")}, typed)
    if "sender.name" in missing:
        name = click.prompt("\nYour full name, as you sign a letter", err=True)
        sender = replace(sender, name=" ".join(name.split()))
    if not click.confirm("\nWrite these letters?", default=True, err=True):
        raise click.Abort
    return sender


def _write(
    plan: Plan, sender: Sender, words: Mapping[str, str], settings: Settings, campaign: str, dry_run: bool
) -> WrittenLetters:
    from contextlib import nullcontext

    from advocate.campaigns import draft_letters, keep_letters
    from advocate.store import open_log

    drafts = draft_letters(plan, sender, words)
    logging = bool(drafts) and not dry_run
    with open_log(settings.db) if logging else nullcontext() as log:
        return keep_letters(
            plan, drafts, out=settings.outbox, campaign=campaign, log=log, dry_run=not logging
        )


def _show(written: WrittenLetters, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps(written.to_dict(), ensure_ascii=False, indent=2))
        return
    from advocate.cli.written import describe_written

    click.echo(describe_written(written), nl=False)


def _outcome(written: WrittenLetters) -> ExitCode:
    """Return 3 where a person has to settle a district, 1 where there was nobody to write to."""
    if written.plan.in_doubt:
        return ExitCode.NEEDS_EYES
    return ExitCode.DONE if written.letters else ExitCode.FAILED
