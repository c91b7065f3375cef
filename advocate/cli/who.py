"""`advocate who`: who represents an address, a point, or a district that a person names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import as_of_option, json_option, offline_option, parse_point, print_json

if TYPE_CHECKING:
    from legislators.representation import Representation

EXAMPLE = '  advocate who "1540 6th St E, Saint Paul, MN 55106"'


@click.command(name="who")
@click.argument("address", nargs=-1)
@click.option(
    "--point", type=parse_point, metavar="LAT,LON", help="A point in degrees, in place of an address."
)
@click.option("--district", metavar="67B", help="A House district, in place of an address.")
@click.option("--school-district", metavar="0625-01", help="A school district: MDE's number and type.")
@offline_option
@as_of_option
@json_option
def command(
    address: tuple[str, ...],
    point: tuple[float, float] | None,
    district: str | None,
    school_district: str | None,
    offline: bool,
    as_of: date | None,
    as_json: bool,
) -> ExitCode:
    """Show who represents ADDRESS, how to reach them, and how we know.

    \b
    Examples:
      advocate who "1540 6th St E, Saint Paul, MN 55106" --offline
      advocate who --point 44.9593,-93.0355
      advocate who --district 67B --school-district 0625-01

    The streets on this computer are looked up first. Only where they do not
    hold the address, and without --offline, is it sent to the US Census
    Geocoder. Where a district is not certain, all that are possible are shown,
    and the exit code is 3.
    """
    from advocate import clock

    _check_one_way(address, point, district or school_district)
    found = _look_up(" ".join(address), point, district, school_district, offline, as_of)
    if as_json:
        print_json(found.to_dict())
    else:
        from advocate.cli.show import sections, show

        show(sections(found, clock.today()))
    return ExitCode.DONE if found.certain else ExitCode.NEEDS_EYES


def _check_one_way(address: tuple[str, ...], point: object, districts: object) -> None:
    """Fail unless exactly one way of naming the place was used."""
    ways = sum((bool(address), point is not None, bool(districts)))
    if ways == 0:
        raise click.UsageError(f"Whose officials? Give an address, such as:\n{EXAMPLE}")
    if ways > 1:
        raise click.UsageError("Give an address, or --point, or districts: one of the three.")


def _look_up(
    address: str,
    point: tuple[float, float] | None,
    district: str | None,
    school_district: str | None,
    offline: bool,
    as_of: date | None,
) -> Representation:
    from advocate import clock
    from advocate.config import load_settings
    from legislators import representation

    settings = load_settings(offline=offline)
    on, stale_after = as_of or clock.today(), settings.stale_after
    if point is not None:
        return representation.represent_point(*point, on=on, stale_after=stale_after)
    if district or school_district:
        return representation.represent_districts(district, school_district, on=on, stale_after=stale_after)
    return representation.who_represents(address, offline=settings.offline, on=on, stale_after=stale_after)
