"""`advocate data`: where the data comes from and how old it is, more streets, and making it again."""

from __future__ import annotations

from pathlib import Path

import click

from advocate import clock
from advocate.cli.data_check import command as check
from advocate.cli.data_update import rollback, update
from advocate.cli.options import FILE, NamingGroup, dry_run_option, json_option, print_json


@click.group(name="data", cls=NamingGroup)
def command() -> None:
    """See how old the data is and what is wrong with it, bring it up to date, or compile it again."""


command.add_command(check)
command.add_command(update)
command.add_command(rollback)


@command.command("status")
@json_option
def status(as_json: bool) -> None:
    """List every part of the data, how old it is, and the command that mends it.

    Below the parts stands every source, with its vintage, terms and address.
    """
    from advocate.upkeep.holdings import list_holdings
    from advocate.upkeep.parts import list_parts, part_of

    today = clock.today()
    held = list_holdings()
    parts = list_parts(held, today)
    if as_json:
        from dataclasses import asdict

        commands = {part.name: part.command for part in parts}
        content = [
            asdict(each) | {"part": (part := part_of(each.used_for)), "mend": commands.get(part, "")}
            for each in held
        ]
        print_json(content, default=str)
        return
    from advocate.cli.data_status import copies_section, part_section, source_section
    from advocate.cli.show import show
    from legislators.snapshot import kept_copies

    sections = [part_section(part, today) for part in parts]
    show([*sections, copies_section(kept_copies()), *(source_section(each, today) for each in held)])


@command.command("add-streets")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@dry_run_option
def add_streets(files: tuple[Path, ...], dry_run: bool) -> None:
    """Add a county's streets from the Census Bureau's ADDRFEAT file, .zip or .shp.

    \b
    The files are called tl_YYYY_CCCCC_addrfeat.zip, where CCCCC is the county's
    number, such as 27053 for Hennepin County. A county that was there before is
    replaced whole. The streets go to a new copy of your own data, which `advocate
    data rollback` takes back; the data that came with advocate stays as it is.
    `advocate data update streets --county NAME` fetches the files itself.
    """
    from advocate.upkeep.holdings import add_streets as add

    changes, target = add(files, dry_run=dry_run)
    for change in changes:
        click.echo(f"{change.where}: {change.text}")
    if target is None:
        click.echo("These streets are in your copy already; nothing was written.")
    else:
        click.echo(
            f"Nothing was written; it would go to {target}"
            if dry_run
            else f"Written to a new copy in {target}"
        )


@command.command("build")
@click.option(
    "--from",
    "published",
    type=FILE,
    required=True,
    metavar="DIR",
    help="The publishers' files, as docs/data.md says.",
)
@click.option(
    "--out", type=FILE, metavar="DIR", help="Where to put it (default: in place of advocate's own data)."
)
@dry_run_option
def build(published: Path, out: Path | None, dry_run: bool) -> None:
    """Compile all data again from the publishers' own files.

    The same files give the same bytes. With --out, the data goes to
    DIR/legislators and DIR/letters; set ADVOCATE_DATA=DIR/legislators to use it.
    """
    from advocate.upkeep.holdings import build_data

    made = build_data(published, out, dry_run=dry_run)
    for file in made:
        click.echo(f"{file.change:<8}{file.bytes / 1e6:7.2f} MB  {file.path}")
    if dry_run:
        click.echo("Nothing was written.")
