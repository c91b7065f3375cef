"""`advocate log`: which letters and contacts are on record?"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli import log_merging
from advocate.cli.contact_words import how_it_stands, to_whom
from advocate.cli.log_story import show
from advocate.cli.options import NamingGroup, db_option, json_option, print_json
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.store.contacts import Contact

DEFINITION = (
    "A contact is one act towards one official. Drafted (written) and handed over (printed, or opened in the "
    "mail program) are not contacts made. Sent is what the supporter reports; confirmed was accepted by the "
    "mail server, or witnessed. Bounced never counts. Officials are named as they were that day."
)

#: A terminal of fewer columns, such as a telephone's, gets a few lines a contact in place of a table.
NARROW = 72

CSV_COLUMNS = (
    "id", "standing", "standing_since", "created_at", "channel", "campaign", "supporter", "address", "town",
    "zip_code", "official", "title", "kind", "district", "party", "snapshot", "template", "subject", "files",
)  # fmt: skip


@click.group(
    name="log",
    cls=NamingGroup,
    invoke_without_command=True,
    short_help="The letters and contacts on record.",
)
@click.option("--campaign", default="", metavar="NAME", help="Only this campaign's.")
@click.option(
    "--standing",
    default="",
    metavar="WORD",
    help="Only those drafted, handed_over, sent, confirmed or bounced.",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")
@db_option
@click.pass_context
def command(
    ctx: click.Context, campaign: str, standing: str, as_json: bool, as_csv: bool, db: Path | None
) -> None:
    """Show the letters and contacts on record, oldest first.

    On a terminal it is a table; to a pipe one line a contact, with tabs between the columns.
    """
    if ctx.invoked_subcommand:
        if campaign or standing or as_json or as_csv or db:
            raise click.UsageError(
                f"Options come after the command: advocate log {ctx.invoked_subcommand} ...", ctx
            )
        return
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms of the same list: choose one.")
    contacts, nothing = _read(campaign, standing, db)
    if as_json:
        print_json([contact.to_dict() for contact in contacts])
    elif as_csv:
        from advocate.reports.plain import csv_text

        click.echo(csv_text(CSV_COLUMNS, (csv_row(contact) for contact in contacts)), nl=False)
    elif not contacts:
        click.echo(nothing, err=True)
    elif sys.stdout.isatty():
        _print_table(contacts)
    else:
        from advocate.reports.plain import plain_lines

        click.echo(plain_lines(list_row(contact) for contact in contacts), nl=False)


def _read(campaign: str, standing: str, db: Path | None) -> tuple[list[Contact], str]:
    """Return the contacts, and what to say where there are none."""
    from advocate.errors import NoLogYet
    from advocate.store import open_log
    from advocate.store.standings import read_standing

    if standing:
        read_standing(standing)
    try:
        log = open_log(db, create=False)
    except NoLogYet as nothing:
        return [], str(nothing)
    with log:
        found = log.contacts(campaign=campaign, standing=standing)
        none = "no contact yet" if not (campaign or standing) else "no contact of that kind"
        return found, f"The log '{log.path}' holds {none}."


def list_row(contact: Contact) -> tuple[str, ...]:
    """Return what a person sees of a contact: id, day, standing, to, from, campaign, file."""
    return (
        contact.short_id,
        contact.standing_since,
        how_it_stands(contact),
        to_whom(contact),
        contact.supporter,
        contact.campaign,
        contact.files[0] if contact.files else "",
    )


def csv_row(contact: Contact) -> tuple[str, ...]:
    """Return the cells of CSV_COLUMNS."""
    values = {**contact.to_dict(), **contact.to_dict()["official"]}
    values["official"] = contact.official.name
    values["id"] = contact.id
    values["files"] = " ".join(contact.files)
    return tuple(str(values[name]) for name in CSV_COLUMNS)


def tally(contacts: Sequence[Contact]) -> str:
    """Return how many there are, by standing: "5 contacts on record: 3 drafted, 2 sent."."""
    from advocate.store.standings import STANDINGS

    counts = Counter(contact.standing for contact in contacts)
    by_standing = ", ".join(f"{counts[s]} {s.replace('_', ' ')}" for s in STANDINGS if counts[s])
    return f"{how_many(len(contacts), 'letter or contact', 'letters and contacts')} on record: {by_standing}."


def _print_table(contacts: Sequence[Contact]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from advocate.reports.plain import shown

    console = Console()
    if console.width < NARROW:
        for contact in contacts:
            console.print(escape(shown("  ".join(list_row(contact)[:3]))), style="bold", highlight=False)
            for label, cell in zip(("to", "from", "campaign"), list_row(contact)[3:6], strict=True):
                if cell:
                    console.print(escape(f"  {label} {shown(cell)}"), highlight=False)
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        names = ("id", "since", "standing", "to", "from", "campaign")
        shown_names = names if any(contact.campaign for contact in contacts) else names[:-1]
        for name in shown_names:
            # "confirmed" stands whole; of "sent (posted letter)" the second part goes to the next line.
            table.add_column(
                name, no_wrap=name in ("id", "since"), max_width=11 if name == "standing" else None
            )
        for contact in contacts:
            table.add_row(*(escape(shown(cell)) for cell in list_row(contact)[: len(shown_names)]))
        console.print(table)
    console.print(f"\n{tally(contacts)}", highlight=False)
    console.print(DEFINITION, style="dim", highlight=False)


command.add_command(show)
for _each in (
    log_merging.merge,
    log_merging.merges,
    log_merging.unmerge,
    log_merging.export,
    log_merging.import_,
):
    command.add_command(_each)
