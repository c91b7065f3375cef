"""`advocate officials`: who sits, and what a person here has corrected in the published data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import NamingGroup, as_of_option, dry_run_option, json_option, print_json

if TYPE_CHECKING:
    from advocate.cli.show import Section
    from advocate.officials.known import Standing
    from legislators.corrections import Correction
    from legislators.official import Official


@click.group(name="officials", cls=NamingGroup)
def command() -> None:
    """See who sits in the Legislature, and put right what is published wrongly.

    A correction lies in a small file of your own, with who, when and why. No
    update of the data touches it; once the source agrees, you are told so.
    """


@command.command("list")
@click.argument("words", nargs=-1)
@as_of_option
@json_option
def list_(words: tuple[str, ...], as_of: date | None, as_json: bool) -> None:
    """List the seats of the Legislature and the governor; with WORDS, those that have them all.

    \b
    Examples:
      advocate officials list pappas
      advocate officials list house dfl
    """
    from advocate import clock
    from advocate.officials.known import list_officials

    found = list_officials(as_of or clock.today(), " ".join(words))
    if as_json:
        print_json([each.to_dict() for each in found], default=str)
    elif not found:
        click.echo(
            "No seat has all these words. Leave some out, or see all: advocate officials list", err=True
        )
    else:
        from advocate.reports.plain import plain_lines

        click.echo(plain_lines(_row(each) for each in found), nl=False)


@command.command("show")
@click.argument("seat")
@as_of_option
@json_option
def show_(seat: str, as_of: date | None, as_json: bool) -> None:
    """Show who holds SEAT: 65 (Senate), 65A (House), governor, or a school district's 0625-01."""
    from advocate import clock
    from advocate.officials.known import find_seat, list_corrections, officials_of

    day, subject = as_of or clock.today(), find_seat(seat)
    officials = officials_of(subject, day)
    ours = [each for each in list_corrections() if each.correction.subject == subject]
    if as_json:
        print_json(
            {
                "officials": [each.to_dict() for each in officials],
                "corrections": [each.to_dict() for each in ours],
            },
            default=str,
        )
        return
    from advocate.cli.show import show

    show([*_sections(officials, day), *_corrected(ours)])


@command.command("edit")
@click.argument("seat")
@click.option(
    "--set",
    "values",
    multiple=True,
    required=True,
    metavar="FIELD=TEXT",
    help="holder (or vacant), name, family_name, party, email, phone, mail (lines by ;), url, starts, term_ends.",
)
@click.option("--why", required=True, metavar="TEXT", help="How you know: it is shown with the correction.")
@click.option("--by", default="", metavar="NAME", help="Who corrects it (default: your login name).")
@dry_run_option
@json_option
def edit(seat: str, values: tuple[str, ...], why: str, by: str, dry_run: bool, as_json: bool) -> None:
    """Correct what is published wrongly about SEAT, or say who filled a vacancy.

    \b
    Examples:
      advocate officials edit 65 --set email=sen.ana.example@senate.mn \\
        --why "her office, by phone"
      advocate officials edit 21A --set holder="Ana Example" \\
        --set starts=2027-01-05 --why "special election, canvass report"

    A person's data are corrected for that person only: whoever is elected next
    does not get them. Take it back: advocate officials undo SEAT.
    """
    from advocate import clock
    from advocate.cli.options import login_name
    from advocate.officials.known import edit_official

    done = edit_official(
        seat, _named(values), why=why, by=by or login_name(), on=clock.today(), dry_run=dry_run
    )
    if as_json:
        from dataclasses import asdict

        print_json([asdict(each) | {"on": each.on.isoformat()} for each in done.made], default=str)
        return
    for each in done.made:
        click.echo(_change(each))
    click.echo(f"Written to {done.path}" if done.path else "Nothing was written.")


@command.command("corrections")
@json_option
def corrections(as_json: bool) -> ExitCode:
    """List your corrections, and how each stands beside what the source says now.

    The exit code is 3 where one is done, in doubt, or about somebody who is gone.
    """
    from advocate.officials.known import list_corrections

    found = list_corrections()
    if as_json:
        print_json([each.to_dict() for each in found], default=str)
    elif not found:
        click.echo("Nothing is corrected here.", err=True)
    else:
        from advocate.cli.show import show

        show(_corrected(found))
    return ExitCode.DONE if all(each.state == "in_force" for each in found) else ExitCode.NEEDS_EYES


@command.command("undo")
@click.argument("seat")
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@dry_run_option
def undo(seat: str, fields: tuple[str, ...], dry_run: bool) -> None:
    """Take your corrections of SEAT back, all or only those of some fields."""
    from advocate.officials.known import undo_corrections

    for each in undo_corrections(seat, fields, dry_run=dry_run):
        click.echo(f"{each.subject}: {each.label} is again what the source says.")
    if dry_run:
        click.echo("Nothing was written.")


def _named(values: tuple[str, ...]) -> dict[str, str]:
    """Return the --set options as a mapping. Raises UsageError."""
    named: dict[str, str] = {}
    for word in values:
        name, equals, text = word.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--set '{word}' is not FIELD=TEXT. For example: --set phone=651-555-0100")
        if name.strip().lower() in named:
            raise click.UsageError(f"--set gives {name.strip()} twice. Give it once.")
        named[name.strip().lower()] = text.strip()
    return named


def _row(official: Official) -> tuple[str, ...]:
    name = official.name or official.status.replace("_", " ")
    return official.seat, name, official.party, official.email, official.phone


def _sections(officials: tuple[Official, ...], day: date) -> Iterator[Section]:
    from advocate.cli.show import Section, official_lines

    for official in officials:
        title = f"{official.title} {official.district}".strip()
        yield Section(title, tuple(official_lines(official, day)))


def _corrected(found: list[Standing]) -> Iterator[Section]:
    from advocate.cli.show import Section

    for each in found:
        ours = each.correction
        yield Section(
            f"{ours.subject}, {ours.label}" + (f", of {ours.about}" if ours.about else ""),
            (
                ("here", ours.value or "(nothing)"),
                ("source said", f"{ours.source_value or '(nothing)'}, {ours.source}"),
                ("by", f"{ours.by} on {ours.on}: {ours.why}"),
                ("stands", each.said),
            ),
        )


def _change(correction: Correction) -> str:
    was, now = correction.source_value or "(nothing)", correction.value or "(nothing)"
    return f"{correction.subject}: {correction.label} is {now}; the source says {was}."
