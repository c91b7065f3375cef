"""`advocate boards`: who sits on the school boards, by elections, appointments, lines and sheets."""

from __future__ import annotations

from datetime import date

import click

from advocate import clock
from advocate.cli.boards_appoint import appoint, appointees
from advocate.cli.boards_districts import districts
from advocate.cli.boards_import import import_, results
from advocate.cli.boards_sheets import sheet, sheets
from advocate.cli.errors import ExitCode
from advocate.cli.options import NamingGroup, as_of_option, json_option, print_json


@click.group(name="boards", cls=NamingGroup)
def command() -> None:
    """See who sits on the school boards, and bring in what changes them.

    \b
    Examples:
      advocate boards show "ISD 625"
      advocate boards import 20261103_sdrace.txt --dry-run
      advocate boards sheets --stalest
    """


for _each in (import_, results, appoint, appointees, districts, sheet, sheets):
    command.add_command(_each)


@command.command("list")
@click.option(
    "--gaps", is_flag=True, help="Only boards with a seat that is missing, unnamed or over, or without lines."
)
@as_of_option
@json_option
def list_(gaps: bool, as_of: date | None, as_json: bool) -> None:
    """List the school boards: seats in our data, seats with a name, and when terms end."""
    from legislators.board_views import list_boards
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    found = list_boards(load_roster(open_snapshot()), as_of or clock.today())
    if gaps:
        found = [
            each for each in found if each.missing or each.named < each.listed or each.lines == "missing"
        ]
    if as_json:
        print_json([each.to_dict() for each in found])
        return
    from advocate.cli.boards_show import board_table, board_total
    from advocate.reports.plain import plain_lines

    if not _is_terminal():
        click.echo(plain_lines(board_table(found)), nl=False)
        return
    from advocate.cli.boards_show import print_table

    print_table(board_table(found, short=True))
    click.echo(board_total(found))


@command.command("show")
@click.argument("district")
@as_of_option
@json_option
def show(district: str, as_of: date | None, as_json: bool) -> ExitCode:
    """Show one board: its seats, who comes next, its lines and its sheet.

    DISTRICT is MDE's number and type (0625-01), or "ISD 625".
    """
    from legislators.representation import represent_districts

    today = clock.today()
    found = represent_districts(school_district=district, on=as_of)
    id_ = found.districts[0].id
    if as_json:
        from advocate.cli.boards_show import board_json

        print_json(board_json(found, id_))
        return ExitCode.DONE
    from advocate.cli.boards_show import more_of_board
    from advocate.cli.show import sections
    from advocate.cli.show import show as print_parts

    parts = [part for part in sections(found, today) if part.title not in ("Districts", "Please note")]
    print_parts([*parts, *more_of_board(id_, today)])
    return ExitCode.DONE


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()
