"""`advocate boards districts`: lines of election districts, by which an address gets its own member."""

from __future__ import annotations

from pathlib import Path

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, NamingGroup, dry_run_option, json_option, print_json, yes_option


@click.group(name="districts", cls=NamingGroup)
def districts() -> None:
    """Lines of a board's election districts, by which an address gets its own member."""


@districts.command("add")
@click.argument("file", type=FILE)
@click.option("--district", required=True, metavar="0001-03", help="The school district.")
@click.option(
    "--key", required=True, metavar="FIELD", help="The field that names the seat: 3, or District 3."
)
@click.option("--source", default="", help="Where the lines are from (default: the file's name).")
@click.option("--force", is_flag=True, help="Add them though they overlap, leave gaps or lie outside.")
@dry_run_option
@yes_option
def add(file: Path, district: str, key: str, source: str, force: bool, dry_run: bool, yes: bool) -> ExitCode:
    """Add the election districts of one school district from a GeoJSON file.

    \b
    Example:
      advocate boards districts add mpls.geojson --district 0001-03 --key DISTRICT

    The file is checked first: longitude and latitude, a shape for each seat, inside
    the school district, without gaps or overlaps. Ask the district or the county
    for such a file; lines of an earlier file are replaced.
    """
    from advocate.cli.boards_import import ask
    from advocate.officials.board_records import add_lines, plan_lines

    id_, checked = plan_lines(file, district, key)
    for each in checked.areas:
        click.echo(f"{each.seat}: {checked.km2[each.seat]:.1f} km²")
    for note in checked.notes:
        click.echo(f"Note: {note}")
    for fault in checked.faults:
        click.echo(f"Fault: {fault}")
    done = ExitCode.NEEDS_EYES if checked.faults else ExitCode.DONE
    if dry_run:
        click.echo("Nothing was written.")
        return done
    if not checked.faults or force:
        ask(f"Use these lines for {id_}?", yes)
    where = add_lines(id_, checked, " ".join(source.split()) or file.name, clock.today(), force=force)
    click.echo(f"Written to {where}")
    return done


@districts.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the school districts whose election districts are at hand."""
    from advocate.cli.boards_show import lines_json
    from legislators.board_lines import all_lines

    found = all_lines()
    if as_json:
        print_json([lines_json(each) for each in found])
        return
    for each in found:
        click.echo(f"{each.district}  {', '.join(area.seat for area in each.areas)}")
        click.echo(f"         source: {each.source}; added {each.added_on}")
    if not found:
        click.echo("No election-district lines are at hand: advocate boards districts add FILE.geojson")


@districts.command("remove")
@click.argument("district")
@dry_run_option
@yes_option
def remove(district: str, dry_run: bool, yes: bool) -> None:
    """Remove the election-district lines of DISTRICT, such as 0001-03."""
    from advocate.cli.boards_import import ask
    from advocate.officials.board_records import district_id
    from legislators.board_lines import lines_of, remove_lines

    id_ = district_id(district)
    if dry_run and lines_of(id_):
        click.echo(f"The lines of {id_} would be removed. Nothing was written.")
        return
    if lines_of(id_):
        ask(f"Remove the lines of {id_}?", yes)
    remove_lines(id_)
    click.echo(f"Removed. Seats by election district of {id_} are not resolved by address any more.")
