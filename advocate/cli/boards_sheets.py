"""`advocate boards sheet` and `sheets`: when a board meets, how one speaks there, and who looked that up."""

from __future__ import annotations

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import NamingGroup, dry_run_option, json_option, print_json
from advocate.how_many import how_many


@click.group(name="sheet", cls=NamingGroup)
def sheet() -> None:
    """A board's sheet: meeting days, public comment, rules, page, and who verified it."""


@sheet.command("show")
@click.argument("district")
@json_option
def show(district: str, as_json: bool) -> None:
    """Show the sheet of DISTRICT, such as 0625-01 or "ISD 625"."""
    from advocate.officials.board_records import district_id
    from legislators.board_sheets import NoSheet, sheet_of, sheet_path

    id_ = district_id(district)
    found = sheet_of(id_)
    if found is None:
        raise NoSheet(f"There is no sheet of {id_} yet. Begin one: advocate boards sheet new {id_}")
    if as_json:
        print_json(found.to_dict())
        return
    from advocate.cli.boards_show import sheet_lines
    from advocate.cli.show import Section
    from advocate.cli.show import show as print_parts

    lines = (*sheet_lines(found, clock.today()), ("file", str(sheet_path(id_))))
    print_parts([Section(f"The board's sheet of {id_}", lines)])


@sheet.command("new")
@click.argument("district")
@dry_run_option
def new(district: str, dry_run: bool) -> None:
    """Begin an empty sheet for DISTRICT, to be filled in by hand."""
    from advocate.officials.board_records import district_id
    from legislators.board_sheets import Sheet, new_sheet, sheet_text

    id_ = district_id(district)
    if dry_run:
        click.echo(sheet_text(Sheet(id_)), nl=False)
        click.echo("Nothing was written.")
        return
    click.echo(f"Written to {new_sheet(id_)}")
    click.echo(f"Fill it in there, or with: advocate boards sheet edit {id_}")


@sheet.command("edit")
@click.argument("district")
@click.option(
    "--set", "pairs", multiple=True, metavar="FIELD=TEXT", help="Set a field; without it, your editor opens."
)
@dry_run_option
def edit(district: str, pairs: tuple[str, ...], dry_run: bool) -> ExitCode:
    """Change the sheet of DISTRICT, in your editor or field by field.

    \b
    Example:
      advocate boards sheet edit 0625-01 --set "meetings=3rd Tuesday, 5:30 pm" \\
        --set verified_on=2026-11-24 --set "verified_by=Ada Example"

    Several meetings are parted by semicolons.
    """
    from advocate.officials.board_records import change_sheet, district_id

    id_ = district_id(district)
    if not pairs:
        return _in_editor(id_)
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.UsageError(f"'{wrong[0]}' has no =. Write a field and its text: --set place=Library")
    values = {name.strip(): text for name, _, text in (pair.partition("=") for pair in pairs)}
    text = change_sheet(id_, values, dry_run=dry_run)
    click.echo(f"{text}Nothing was written." if dry_run else f"The sheet of {id_} is changed.")
    return ExitCode.DONE


def _in_editor(district: str) -> ExitCode:
    from legislators.board_sheets import Sheet, new_sheet, sheet_of, sheet_path, sheet_text

    path = sheet_path(district)
    if not path.exists():
        new_sheet(district)
    click.edit(filename=str(path))
    found = sheet_of(district)  # tells what has to be corrected
    click.echo(f"The sheet lies in {path}")
    return (
        ExitCode.NEEDS_EYES if found and sheet_text(found) == sheet_text(Sheet(district)) else ExitCode.DONE
    )


@sheet.command("check")
@click.argument("district", required=False)
def check(district: str | None) -> ExitCode:
    """Check the sheet of DISTRICT, or all sheets: what is wrong, empty or old."""
    from advocate.officials.board_records import district_id
    from legislators.board_sheets import NoSheet, doubts_of, read_all, sheet_path

    sheets, wrong = read_all()
    if district:
        id_ = district_id(district)
        wrong = [each for each in wrong if each.startswith(str(sheet_path(id_)))]
        sheets = {key: each for key, each in sheets.items() if key == id_}
        if not sheets and not wrong:
            raise NoSheet(f"There is no sheet of {id_} yet. Begin one: advocate boards sheet new {id_}")
    today = clock.today()
    doubts = [(key, doubt) for key, each in sheets.items() for doubt in doubts_of(each, today)]
    for text in wrong:
        click.echo(text)
    for key, doubt in doubts:
        click.echo(f"{key}: {doubt}")
    if not wrong and not doubts:
        click.echo(f"{how_many(len(sheets), 'sheet')}, nothing to correct.")
    return ExitCode.NEEDS_EYES if wrong or doubts else ExitCode.DONE


@click.command("sheets")
@click.option("--stalest", is_flag=True, help="Those first that nobody has looked at for longest.")
@json_option
def sheets(stalest: bool, as_json: bool) -> ExitCode:
    """List the boards' sheets at hand, with the day each was verified."""
    from legislators.board_sheets import read_all
    from legislators.board_sheets import stalest as by_age

    found, wrong = read_all()
    today = clock.today()
    rows = by_age(found, today) if stalest else list(found.values())
    if as_json:
        print_json([each.to_dict() for each in rows])
    else:
        for each in rows:
            days = each.age(today)
            since = (
                f"verified {each.verified_on} by {each.verified_by}, {days} days ago"
                if each.verified_on
                else "not verified"
            )
            click.echo(
                f"{each.district}  {since}{'; look again' if each.is_old(today) and days is not None else ''}"
            )
        if not rows:
            click.echo("No sheet is at hand: advocate boards sheet new DISTRICT")
    for text in wrong:
        click.echo(text, err=True)
    return ExitCode.NEEDS_EYES if wrong else ExitCode.DONE
