"""`advocate supporters add`: one person joins."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import (
    as_of_option,
    db_option,
    dry_run_option,
    json_option,
    login_name,
    parse_day,
    print_json,
    yes_option,
)
from advocate.cli.show import Section

if TYPE_CHECKING:
    from advocate.store.log import Log
    from advocate.supporters.joining import Joining

#: Options for what can be said of a person: name, metavar, help.
FIELDS = (
    ("--address", "TEXT", "Street address, with town and ZIP code."),
    ("--email", "ADDRESS", "E-mail address."),
    ("--phone", "NUMBER", "Phone number."),
    ("--role", "ROLE", "Parent, educator, community member, business leader, policymaker, school board member."),
    ("--language", "WORD", "The language they would rather read."),
    ("--interests", "TEXT", "What they care about, with commas."),
    ("--came-from", "TEXT", "The event or link that brought them."),
    ("--notes", "TEXT", "What should be remembered."),
)  # fmt: skip
#: What a person at a terminal is asked for, with the question.
QUESTIONS = {
    "address": "Street address, town and ZIP code",
    "email": "E-mail",
    "phone": "Phone",
    "role": "Role (parent, educator, community member, business leader, policymaker, school board member)",
    "came_from": "What brought them (event or link)",
}
CENSUS_HELP = "Ask the US Census Geocoder where our own streets do not reach: the address is sent to it."


def field_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each field; None where it was not given."""
    for name, metavar, text in reversed(FIELDS):
        function = click.option(name, default=None, metavar=metavar, help=text)(function)
    return function


@click.command("add", short_help="One person joins: found on the lists or new.")
@click.argument("name", nargs=-1)
@click.option("--name", "named", default="", metavar="NAME", help="The same as NAME, as in advocate write.")
@field_options
@click.option(
    "--consent-source",
    default=None,
    metavar="TEXT",
    help="Where they agreed to be reached: an event, a form, a talk.",
)
@click.option("--consent-on", type=parse_day, metavar="YYYY-MM-DD", help="When they agreed (default: today).")
@click.option("--consent-wording", default="", metavar="TEXT", help="The words they agreed to.")
@click.option(
    "--consent-channel", default="any", metavar="WORD", help="any, email, phone, text or post (default: any)."
)
@click.option(
    "--same-as", default="", metavar="WHO", help="They are this person on the lists: id, e-mail or name."
)
@click.option("--new", "is_new", is_flag=True, help="They are nobody on the lists, however alike.")
@click.option("--census", is_flag=True, help=CENSUS_HELP)
@as_of_option
@dry_run_option
@yes_option
@json_option
@db_option
def add(
    name: tuple[str, ...], named: str, consent_source: str | None, consent_on: date | None, consent_wording: str,
    consent_channel: str, same_as: str, is_new: bool, census: bool, as_of: date | None, dry_run: bool, yes: bool,
    as_json: bool, db: Path | None, **fields: str | None,
) -> ExitCode:  # fmt: skip
    """Put NAME on the lists, and show their districts and officials at once.

    \b
    Example:
      advocate supporters add "Mai Example" --email mai@example.org --role parent
        --address "1540 6th St E, Saint Paul, MN 55106"
        --consent-source "School fair" --consent-on 2026-09-12

    Without a NAME you are asked for everything. Somebody who is on the lists is
    found and not doubled: only blanks are filled. Nothing leaves this computer,
    unless --census sends an address that our streets do not hold. The exit code
    is 3 where a person should look: nobody knows which of two people it is, no
    consent was given, or a district is not certain.
    """
    if same_as and is_new:
        raise click.UsageError("--same-as and --new contradict each other: choose one.")
    if name and named:
        raise click.UsageError("The name is there twice: leave --name out.")
    from advocate.config import load_settings
    from advocate.store import open_log
    from advocate.store.people import find_person
    from advocate.supporters.joining import as_person, join, plan_joining, read_consent, read_joiner

    values = {"name": named or " ".join(name), **{key: text or "" for key, text in fields.items()}}
    if not values["name"]:
        values, consent_source = _ask(values, consent_source)
    consent = read_consent(
        consent_source or "", on=consent_on or clock.today(), wording=consent_wording, channel=consent_channel
    )
    entry = read_joiner(values, consent)
    with _empty_log() if dry_run and not load_settings(db=db).db.exists() else open_log(db) as log:
        joining = plan_joining(log, entry, offline=not census or is_offline(), today=as_of)
        if same_as or is_new:
            joining = as_person(log, joining, find_person(log.database, same_as).id if same_as else "")
        if not as_json:
            _describe(joining)
        if joining.match.kind == "tie":
            return _tie(joining, as_json)
        if dry_run:
            return _done(joining, "", as_json)
        _confirm(joining, yes)
        joined = join(log, joining, who=login_name())
        return _done(joining, joined.person.id, as_json)


@contextmanager
def _empty_log() -> Iterator[Log]:
    """Have a log that is gone afterwards: a dry run makes none."""
    from tempfile import TemporaryDirectory

    from advocate.store import open_log

    with TemporaryDirectory() as folder, open_log(Path(folder) / "log.db") as log:
        yield log


def _ask(values: dict[str, str], consent_source: str | None) -> tuple[dict[str, str], str]:
    """Ask a person at a terminal for what was not given."""
    if not sys.stdin.isatty():
        raise click.UsageError('Who joins? Give a name, such as: advocate supporters add "Mai Example"')
    values = dict(values)
    values["name"] = click.prompt("Name", err=True)
    for key, question in QUESTIONS.items():
        if not values[key]:
            values[key] = click.prompt(
                f"{question} (Enter for none)", default="", show_default=False, err=True
            )
    if consent_source is None:
        consent_source = click.prompt(
            "Where did they agree to be reached? (Enter if they did not)",
            default="",
            show_default=False,
            err=True,
        )
    return values, str(consent_source)


def is_offline() -> bool:
    """Say whether the settings keep the network off."""
    from advocate.config import load_settings

    return load_settings().offline


def _confirm(joining: Joining, yes: bool) -> None:
    """Ask before somebody who asked to be forgotten is kept again; else ask nothing: it can be undone by forget."""
    if not joining.forgotten or yes:
        return
    told = f"Somebody with this {joining.forgotten} asked to be forgotten."
    if not sys.stdin.isatty():
        raise click.UsageError(f"{told} If they join again of their own accord, say so with --yes.")
    click.confirm(f"{told} Do they join again of their own accord?", abort=True, err=True)


def _describe(joining: Joining) -> None:
    """Show who it is, and who represents them."""
    from advocate.cli.show import sections, show

    parts: list[Section] = [Section(joining.entry.name, tuple(_facts(joining)))]
    if joining.places is not None:
        parts += sections(joining.places, clock.today())
    show(parts)


def _facts(joining: Joining) -> Iterator[tuple[str, str]]:
    from advocate.store.consents import in_words

    if joining.match.kind == "new":
        yield "new", "nobody on the lists is the same person"
    for person in joining.persons if joining.match.kind == "same" else ():
        yield "on the lists", f"{person.short_id}  {person.called}: {joining.match.evidence}"
    if joining.fills:
        yield "filled in", ", ".join(name.replace("_", " ") for name in joining.fills)
    for name, there, said in joining.differs:
        yield (
            "kept",
            f"{name.replace('_', ' ')} stays '{there}', not '{said}': change it with advocate supporters edit",
        )
    if joining.opted_out:
        yield (
            "opted out",
            f"of {in_words(joining.opted_out)}; only advocate supporters edit --opt-in takes that back",
        )
    if joining.problem:
        yield "not placed", joining.problem
    if joining.entry.consent is None and not any(person.consented for person in joining.persons):
        yield "consent", "none given: --consent-source says where they agreed"


def _tie(joining: Joining, as_json: bool) -> ExitCode:
    """Say who it could be, and how to settle it."""
    if as_json:
        _print_json(joining, "")
    else:
        click.echo(f"\nIt is not sure who this is ({joining.match.evidence}). It could be:", err=True)
        for person in joining.persons:
            click.echo(f"  {person.short_id}  {person.called}, {person.address}", err=True)
        click.echo("Nothing was written. Say it with --same-as ID, or --new.", err=True)
    return ExitCode.NEEDS_EYES


def _done(joining: Joining, supporter_id: str, as_json: bool) -> ExitCode:
    """Say what was done, and return whether a person should look."""
    if as_json:
        _print_json(joining, supporter_id)
    elif not supporter_id:
        click.echo("\nNothing was written (--dry-run).", err=True)
    else:
        verb = (
            "is on the lists now"
            if joining.match.kind == "new"
            else "was on the lists already; what was new is kept"
        )
        click.echo(f"\n{joining.entry.name} {verb} ({supporter_id[:8]}).", err=True)
    unsure = bool(joining.problem) or (joining.places is not None and not joining.places.certain)
    no_consent = joining.entry.consent is None and not any(person.consented for person in joining.persons)
    return ExitCode.NEEDS_EYES if unsure or no_consent else ExitCode.DONE


def _print_json(joining: Joining, supporter_id: str) -> None:

    told = {
        "id": supporter_id,
        "match": joining.match.kind,
        "evidence": joining.match.evidence,
        "candidates": [person.to_dict() for person in joining.persons],
        "filled": list(joining.fills),
        "differs": [{"field": name, "kept": there, "said": said} for name, there, said in joining.differs],
        "forgotten": joining.forgotten,
        "problem": joining.problem,
        "representation": joining.places.to_dict() if joining.places else None,
    }
    print_json(told)
