"""`advocate data`: where the data comes from and how old it is, more streets, and making it again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from advocate.cli.data_check import command as check
from advocate.cli.options import FILE, NamingGroup, dry_run_option, json_option


@click.group(name="data", cls=NamingGroup)
def command() -> None:
    """See how old the data is and what is wrong with it, add streets to it, or compile it again."""


command.add_command(check)


@command.command("status")
@json_option
def status(as_json: bool) -> None:
    """List every source of the data, with its vintage and its age."""
    from advocate.upkeep import list_holdings

    held = list_holdings()
    if as_json:
        import json
        from dataclasses import asdict

        click.echo(json.dumps([asdict(each) for each in held], default=str, ensure_ascii=False, indent=2))
        return
    from advocate.cli.show import Section, age, show

    today = date.today()
    parts = [
        Section(
            each.title if each.publisher in each.title else f"{each.publisher}: {each.title}",
            (
                ("vintage", f"{each.vintage}, {age(each.since(), today)}"),
                ("retrieved", each.retrieved_on),
                ("terms", each.licence),
                ("from", each.url),
                ("used for", ", ".join(each.used_for)),
                ("lies in", str(each.folder)),
            ),
        )
        for each in held
    ]
    show(parts)


@command.command("add-streets")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@dry_run_option
def add_streets(files: tuple[Path, ...], dry_run: bool) -> None:
    """Add a county's streets from the Census Bureau's ADDRFEAT file, .zip or .shp.

    \b
    The files are called tl_YYYY_CCCCC_addrfeat.zip, where CCCCC is the county's
    number, such as 27053 for Hennepin County. A county that was there before is
    replaced whole. The streets go to your own copy of the data, and the data that
    came with advocate stays as it is.
    """
    from advocate.upkeep import add_streets as add

    added, target = add(files, dry_run=dry_run)
    for county in added:
        click.echo(
            f"County {county.fips}: {county.ranges} ranges of house numbers, {county.skipped} not usable."
        )
    click.echo(f"Nothing was written; it would go to {target}" if dry_run else f"Written to {target}")


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
    from advocate.upkeep import build_data

    made = build_data(published, out, dry_run=dry_run)
    for file in made:
        click.echo(f"{file.change:<8}{file.bytes / 1e6:7.2f} MB  {file.path}")
    if dry_run:
        click.echo("Nothing was written.")
