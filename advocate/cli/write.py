"""`advocate write ADDRESS`: a letter to each official, as files, and in the log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    FILE,
    as_of_option,
    campaign_option,
    db_option,
    dry_run_option,
    json_option,
    offline_option,
    parse_point,
    print_json,
    yes_option,
)

if TYPE_CHECKING:
    from advocate.cli.story import Typed
    from advocate.store.campaigns import Campaign
    from advocate.writing.drafts import Draft
    from advocate.writing.planning import Plan
    from advocate.writing.written import WrittenLetters
    from letters.people import Sender


@click.command(short_help="A letter to each official of an address, as files.")
@click.argument("address", required=False, default="")
@click.option("--name", default="", metavar="NAME", help="Your name, as you sign a letter.")
@click.option(
    "--template", default="", metavar="NAME", help="`advocate templates` lists them (default: by office)."
)
@click.option("--story", type=FILE, help="Your own paragraph: a file, or - for the standard input.")
@click.option("--ask", default="", metavar="TEXT", help="The one thing you ask for, as a yes-or-no question.")
@click.option("--set", "words", multiple=True, metavar="NAME=TEXT", help="Another word a template takes.")
@click.option(
    "--to",
    multiple=True,
    metavar="OFFICES",
    help="house, senate, board, governor (default: house,senate,board).",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMS",
    help="text, md, html, pdf, docx, eml, mailto, script, comment (2 minutes), comment-1, comment-3 (default: text,md).",
)
@click.option("--all-formats", is_flag=True, help="Every form there is.")
@click.option("--strict", is_flag=True, help="Let every finding of the rules L1 to L18 stop the letters.")
@click.option("--resume", type=FILE, metavar="DRAFT", help="Go on with a draft that an earlier run kept.")
@click.option("--phone", default="", metavar="NUMBER", help="Your phone, so that an answer finds you.")
@click.option("--email", default="", metavar="ADDRESS", help="Your e-mail, so that an answer finds you.")
@click.option(
    "--district",
    default="",
    metavar="ID",
    help="Your House or Senate district, where we cannot be sure: 67B or 67.",
)
@click.option("--school-district", default="", metavar="ID", help="Your school district, likewise: 0625-01.")
@click.option(
    "--point", metavar="LAT,LON", help="Where your address is, if it is not on file: 43.7638,-94.7131."
)
@campaign_option
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
    formats: tuple[str, ...],
    all_formats: bool,
    strict: bool,
    resume: Path | None,
    phone: str,
    email: str,
    district: str,
    school_district: str,
    point: str | None,
    campaign: str | None,
    out: Path | None,
    offline: bool,
    as_of: date | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    db: Path | None,
) -> ExitCode:
    """Write a letter to each official of an address.

    The letters are files, each with your own paragraph and the newest figures for your school
    district; beside them lies from where each figure comes. They go into the log as drafted. Nothing
    is sent. The rules L1 to L18 are checked first: L7, L11 and L13 stop a letter, the others warn.

    What is missing is asked for on a terminal; elsewhere it is told before anything is written. What
    you type is kept in a draft as you type it, and --resume goes on with it.
    """
    from advocate import clock
    from advocate.cli.story import Typed, kept_if_it_fails, read_story
    from advocate.config import load_settings
    from advocate.writing.chain import sender_of, words_for, write_plan
    from advocate.writing.delivery import check_folder
    from advocate.writing.drafts import Draft, read_draft
    from advocate.writing.forms import DEFAULT_FORMATS, read_formats
    from advocate.writing.planning import plan_letters
    from advocate.writing.recipients import DEFAULT_OFFICES

    settings = load_settings(db=db, outbox=out, offline=offline or None)
    check_folder(settings.outbox)
    begun = read_draft(resume) if resume else Draft()
    said = {
        "address": address, "name": name, "phone": phone, "email": email, "template": template, "to": ",".join(to),
        "ask": ask, "district": district, "school_district": school_district, "campaign": campaign or "",
        "formats": ",".join(formats), "point": point or "",
    }  # fmt: skip
    fields = {key: value or begun.fields.get(key, "") for key, value in said.items()}
    if not fields["address"]:
        raise click.UsageError(
            "Give the address that you write from, or a draft that has it: --resume DRAFT."
        )
    meant = _campaign(settings.db, begun.fields.get("campaign") if campaign is None else campaign)
    chosen = read_formats([fields["formats"]] if fields["formats"] else DEFAULT_FORMATS, every=all_formats)
    given = {
        **begun.words,
        **named_words(words),
        "ask": fields["ask"],
        "story": read_story(story) or begun.story,
    }
    plan = plan_letters(
        fields["address"],
        point=parse_point(fields["point"]) if fields["point"] else None,
        to=[fields["to"]] if fields["to"] else (meant and meant.offices) or DEFAULT_OFFICES,
        template=fields["template"] or (",".join(meant.templates) if meant else ""),
        offline=settings.offline,
        on=as_of,
        district=fields["district"],
        school_district=fields["school_district"],
        today=clock.today(),
    )
    if meant:
        given = words_for(plan, meant, given)
    may_ask = not yes and not as_json and sys.stdin.isatty() and str(story) != "-"
    typed = Typed()

    def draft_of(answers: Mapping[str, str]) -> Draft:
        return _draft(fields, given, answers)

    with kept_if_it_fails(typed, draft_of, (settings.outbox, settings.db.parent), plan.today.isoformat()):
        sender = sender_of(plan, fields["name"], fields["phone"], fields["email"])
        if may_ask and plan.chosen:
            sender = _ask(plan, sender, given, typed, begun.story if not story else "")
        answers = {word: text for word, text in typed.words.items() if word != "sender.name"}
        work = partial(
            write_plan,
            plan,
            sender,
            {**given, **answers},
            formats=chosen,
            strict=strict,
            out=settings.outbox,
            campaign=meant.name if meant else "",
            db=settings.db,
            dry_run=dry_run,
        )
        written = _unless_forgotten(work, yes, may_ask)
    _show(written, as_json)
    return _outcome(written)


def _unless_forgotten(work: Callable[..., WrittenLetters], yes: bool, may_ask: bool) -> WrittenLetters:
    """Write; ask before somebody who asked to be forgotten is kept again. Raises AskedToBeForgotten."""
    from advocate.errors import AskedToBeForgotten

    try:
        return work(comes_back=yes)
    except AskedToBeForgotten as error:
        if not may_ask:
            raise
        said = str(error).partition(",")[0]
        click.confirm(
            f"{said}. Do they write of their own accord, and may be kept again?", abort=True, err=True
        )
    return work(comes_back=True)


def _campaign(db: Path, typed: str | None) -> Campaign | None:
    """Return the campaign that is meant, having told which where it was not named. Raises WrongChoice."""
    from advocate import clock
    from advocate.campaign.choice import choose_campaign, open_for_letters, without_log
    from advocate.errors import NoLogYet
    from advocate.store import open_log

    try:
        with open_log(db, create=False) as log:
            choice = choose_campaign(log.database, typed)
    except NoLogYet:
        choice = without_log(typed)
    for told in (choice.notice, open_for_letters(choice, clock.today())):
        if told:
            click.echo(told, err=True)
    return choice.campaign


def _draft(fields: Mapping[str, str], given: Mapping[str, str], answers: Mapping[str, str]) -> Draft:
    """Return all that is known so far as a draft: the command line's words, and what was typed."""
    from advocate.writing.drafts import Draft

    words = {**given, **answers}
    fields = {**fields, "name": answers.get("sender.name") or fields["name"], "ask": words.get("ask", "")}
    others = {
        w: text for w, text in words.items() if w not in ("story", "ask", "sender.name") and text.strip()
    }
    return Draft(fields, others, words.get("story", ""))


def named_words(words: tuple[str, ...]) -> dict[str, str]:
    """Return the --set options as a mapping. Raises UsageError."""
    named = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--set '{word}' is not NAME=TEXT. For example: --set topic=reading")
        named[name.strip()] = text
    return named


def _ask(plan: Plan, sender: Sender, given: Mapping[str, str], typed: Typed, begun: str) -> Sender:
    """Ask for what is missing, then whether to write; return the sender, with the name if it was asked.

    A story that was begun in a draft is shown, and can be gone on with.
    """
    from dataclasses import replace

    from advocate.cli.story import ask_for, ask_story
    from advocate.cli.written import describe_plan
    from advocate.writing.chain import missing_words

    click.echo(describe_plan(plan), err=True)
    missing = missing_words(plan, sender, given)
    if begun:
        click.echo(f"\nYour story so far:\n\n{begun}\n\nGo on with it, or end it as it is.", err=True)
        ask_story(typed, begun)
    ask_for({name: q for name, q in missing.items() if not name.startswith("sender.")}, typed)
    if "sender.name" in missing:
        typed.put("sender.name", click.prompt("\nYour full name, as you sign a letter", err=True))
        sender = replace(sender, name=" ".join(typed.words["sender.name"].split()))
    if not click.confirm("\nWrite these letters?", default=True, err=True):
        raise click.Abort
    return sender


def _show(written: WrittenLetters, as_json: bool) -> None:
    if as_json:
        print_json(written.to_dict())
        return
    from advocate.cli.written import describe_written

    click.echo(describe_written(written), nl=False)


def _outcome(written: WrittenLetters) -> ExitCode:
    """Return 3 where a person has to settle a district, 1 where there was nobody to write to."""
    if written.plan.in_doubt:
        return ExitCode.NEEDS_EYES
    return ExitCode.DONE if written.letters else ExitCode.FAILED
