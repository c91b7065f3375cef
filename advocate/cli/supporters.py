"""`advocate supporters`: who is on our lists, what do we hold of them, and how do they join and leave?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import NamingGroup, db_option, json_option, print_json
from advocate.cli.supporter_editing import edit
from advocate.cli.supporter_joining import add
from advocate.cli.supporter_leaving import export, forget, purge
from advocate.cli.supporter_pairs import duplicates, merge, unmerge
from advocate.cli.supporter_placing import locate
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.store.people import Person, Wanted

CSV_COLUMNS = (
    "id", "name", "email", "phone", "role", "language", "interests", "came_from", "address", "town", "zip_code",
    "state_house", "state_senate", "congress", "school_district", "certain", "contacts", "consented", "opted_out",
    "eyes", "created_at",
)  # fmt: skip
#: A terminal shows so many lines unless --limit says otherwise.
ON_A_SCREEN = 50


@click.group(name="supporters", cls=NamingGroup)
def command() -> None:
    """Who is on our lists: join, list, show, change, locate, merge, leave."""


@command.command("list", short_help="Everybody on the lists, or those you ask for.")
@click.option("--role", default="", metavar="ROLE", help="Only parents, or another role.")
@click.option("--district", default="", metavar="67B", help="Only of a district: 67B, 67, 0625-01 or CD4.")
@click.option("--campaign", default="", metavar="NAME", help="Only who wrote in this campaign.")
@click.option("--opted-out", is_flag=True, help="Only who said no, by any channel; noes without a name, too.")
@click.option("--needs-eyes", is_flag=True, help="Only where a person should look, and why.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="No more than so many.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, for a spreadsheet.")
@db_option
def list_(
    role: str, district: str, campaign: str, opted_out: bool, needs_eyes: bool, limit: int | None, as_json: bool,
    as_csv: bool, db: Path | None,
) -> ExitCode:  # fmt: skip
    """Show the people on the lists, by name.

    On a terminal it is a table of the first 50; to a pipe one line a person, with
    tabs between the columns. The districts are those of the newest address. With
    --needs-eyes the exit code is 3 where there is somebody.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms of the same list: choose one.")
    from advocate.errors import NoLogYet
    from advocate.store import open_log
    from advocate.store.people import Wanted, count_people, count_unsure, list_people
    from advocate.supporters.joining import read_role

    wanted = Wanted(read_role(role), district, campaign, opted_out, needs_eyes)
    screen = sys.stdout.isatty() and not (as_json or as_csv)
    try:
        opened = open_log(db, create=False)
    except NoLogYet as nothing:
        _write(iter(()), as_json, as_csv, screen=False)
        click.echo(str(nothing), err=True)
        return ExitCode.DONE
    with opened as log:
        people = list_people(log.database, wanted, limit=limit or (ON_A_SCREEN if screen else None))
        seen = _write(people, as_json, as_csv, screen)
        if not (as_json or as_csv):
            _tell(seen, count_people(log.database, wanted), wanted)
            if unsure := district and count_unsure(log.database, district):
                click.echo(
                    f"Of {how_many(unsure, 'more person', 'more people')} it is not certain: advocate supporters list "
                    "--needs-eyes",
                    err=True,
                )
    return ExitCode.NEEDS_EYES if needs_eyes and seen else ExitCode.DONE


def _write(people: Iterator[Person], as_json: bool, as_csv: bool, screen: bool) -> int:
    """Write the people in the form that was asked for; return how many."""
    from advocate.reports.plain import csv_text, plain_lines

    seen = 0

    def counted() -> Iterator[Person]:
        nonlocal seen
        for person in people:
            seen += 1
            yield person

    if as_json:
        from advocate.cli.supporter_show import write_json_list

        write_json_list(person.to_dict() for person in counted())
    elif as_csv:
        click.echo(csv_text(CSV_COLUMNS, ()), nl=False)
        for person in counted():
            click.echo(csv_text(_csv_row(person), ()), nl=False)
    elif screen:
        from advocate.cli.supporter_show import print_table

        print_table(list(counted()))
    else:
        for person in counted():
            click.echo(plain_lines([_line(person)]), nl=False)
    return seen


def _line(person: Person) -> tuple[str, ...]:
    """Return what a person sees in one line: id, name, role, town, House, schools, e-mail, opt-outs, eyes."""
    from advocate.store.consents import in_words

    no = f"no: {in_words(person.opted_out)}" if person.opted_out else ""
    return (
        person.short_id, person.name, person.role, person.town, person.state_house, person.school_district,
        person.email, no, "; ".join(person.eyes),
    )  # fmt: skip


def _csv_row(person: Person) -> tuple[str, ...]:
    """Return the cells of CSV_COLUMNS, none of which a spreadsheet runs as a formula."""
    from advocate.reports.plain import harmless

    told = person.to_dict()
    told |= {"opted_out": " ".join(person.opted_out), "eyes": "; ".join(person.eyes)}
    words = {True: "yes", False: "no", None: ""}
    return tuple(
        words[told[name]] if isinstance(told[name], bool) or told[name] is None else harmless(str(told[name]))
        for name in CSV_COLUMNS
    )


def _tell(seen: int, total: int, wanted: Wanted) -> None:
    """Say on the error stream how many there are, and how to see the rest."""
    from advocate.store.people import Wanted

    which = "" if wanted == Wanted() else " of that kind"
    more = f" {total - seen} more are not shown: --limit {total}, or --csv." if seen < total else ""
    click.echo(f"{how_many(total, 'person', 'people')}{which} on the lists.{more}", err=True)


@command.command("show", short_help="One person: all that matters, and why eyes are needed.")
@click.argument("words", nargs=-1, required=True, metavar="WHO")
@json_option
@db_option
def show(words: tuple[str, ...], as_json: bool, db: Path | None) -> ExitCode:
    """Show one person, by the start of the id, the e-mail, or the name.

    The exit code is 3 where something about them needs a person's eyes. All that
    is held of them, word for word: advocate supporters export.
    """
    from advocate.cli.supporter_show import person_dict, sections
    from advocate.store import open_log
    from advocate.store.people import find_person

    with open_log(db, create=False) as log:
        person = find_person(log.database, " ".join(words))
        if as_json:
            print_json(person_dict(log, person))
        else:
            from advocate.cli.show import show as show_sections

            show_sections(sections(log, person))
    return ExitCode.NEEDS_EYES if person.eyes else ExitCode.DONE


for each in (add, edit, export, forget, purge, duplicates, merge, unmerge, locate):
    command.add_command(each)
