"""`advocate boards appoint` and `appointees`: members whom a board named itself, by hand and with a source."""

from __future__ import annotations

from datetime import date

import click

from advocate import clock
from advocate.cli.options import dry_run_option, json_option, parse_day, print_json, yes_option


@click.command("appoint")
@click.option("--district", required=True, metavar="0625-01", help="The school district.")
@click.option("--seat", default="At Large", show_default=True, help='The seat: "At Large", "District 3" ...')
@click.option("--name", required=True, help="Who was appointed.")
@click.option("--source", required=True, help="Where that can be read: a link, minutes with their day.")
@click.option(
    "--from", "starts", required=True, type=parse_day, metavar="YYYY-MM-DD", help="First day in the seat."
)
@click.option("--replaces", default="", help="Whose seat it was, where several seats have one name.")
@click.option(
    "--until",
    type=parse_day,
    metavar="YYYY-MM-DD",
    help="The end of the term, where our data have none to come.",
)
@dry_run_option
@yes_option
def appoint(
    district: str,
    seat: str,
    name: str,
    source: str,
    starts: date,
    replaces: str,
    until: date | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Record whom a board appointed to a seat that fell vacant.

    \b
    Example:
      advocate boards appoint --district 0381-01 --seat "District 4" \\
        --name "Ada Example" --from 2026-09-08 \\
        --source "Board minutes of 2026-09-08"

    The record lies in your own folder, apart from the data, and outlives updates. It
    holds until the seat is next filled by an election, or its term is over.
    """
    from advocate.officials.board_records import Blank, appoint_member, plan_appointment

    try:
        planned = plan_appointment(district, seat, name, source, starts, replaces, clock.today(), until)
    except Blank as error:
        raise click.UsageError(str(error)) from None
    from advocate.cli.boards_import import ask

    made, term = planned
    click.echo(f"{made.name}: {made.seat} of {made.district}, {made.starts} until {term.ends}")
    click.echo(f"source: {made.source}")
    if dry_run:
        click.echo("Nothing was written.")
        return
    ask("Write this down?", yes)
    click.echo(f"Written to {appoint_member(made)}")


@click.command("appointees")
@click.option("--remove", metavar="NAME", help="Take the record of this person out (with --district).")
@click.option("--district", metavar="0625-01", help="Only this school district.")
@dry_run_option
@yes_option
@json_option
def appointees(remove: str | None, district: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """List the appointees on record with their sources, or take one out."""
    from advocate.cli.boards_import import ask
    from advocate.officials.board_records import dismiss_member, list_appointees

    if remove:
        if not district:
            raise click.UsageError("Of which district? Add --district 0625-01.")
        gone = dismiss_member(district, remove, dry_run=True)
        click.echo(f"{gone.name}: {gone.seat} of {gone.district}, from {gone.starts}")
        if dry_run:
            click.echo("Nothing was written.")
            return
        ask("Take this record out?", yes)
        dismiss_member(district, remove)
        click.echo("Taken out.")
        return
    found = list_appointees(district)
    if as_json:
        from dataclasses import asdict

        print_json([asdict(each) for each in found], default=str)
        return
    for each in found:
        instead = f", in place of {each.replaces}" if each.replaces else ""
        click.echo(f"{each.district}  {each.name}: {each.seat}, from {each.starts}{instead}")
        click.echo(f"         source: {each.source}; added {each.added_on}")
    if not found:
        click.echo("No appointee is on record.")
