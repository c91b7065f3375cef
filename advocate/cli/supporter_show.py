"""How does a person read who is on our lists: as a table, as one person's page, as a plan of what would change?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from advocate.cli.show import Line, Section

if TYPE_CHECKING:
    from advocate.store.log import Log
    from advocate.store.people import Person
    from advocate.store.placements import Placing

#: A terminal of fewer columns gets two lines a person in place of a table.
NARROW = 72


def write_json_list(rows: Iterable[dict[str, Any]]) -> None:
    """Print a JSON list row by row, so that a list of a million needs no memory."""
    import json

    first = True
    click.echo("[", nl=False)
    for row in rows:
        click.echo(("\n" if first else ",\n") + json.dumps(row, ensure_ascii=False), nl=False)
        first = False
    click.echo("]" if first else "\n]")


def print_table(people: Sequence[Person]) -> None:
    """Print a table for a terminal."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from advocate.reports.plain import shown
    from advocate.store.consents import in_words

    console = Console(highlight=False)
    if console.width < NARROW:
        for person in people:
            console.print(escape(shown(f"{person.short_id}  {person.called}")), style="bold")
            console.print(escape(shown(f"  {person.role}  {person.town}  {person.state_house}")))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "name", "role", "town", "House", "schools", "note"):
        table.add_column(name, no_wrap=name in ("id", "House", "schools"), overflow="fold")
    for person in people:
        no = f"no: {in_words(person.opted_out)}" if person.opted_out else ""
        note = "; ".join(part for part in (no, *person.eyes) if part)
        cells = (
            person.short_id,
            person.called,
            person.role,
            person.town,
            person.state_house,
            person.school_district,
            note,
        )
        table.add_row(*(escape(shown(cell)) for cell in cells))
    console.print(table)


def sections(log: Log, person: Person) -> Iterator[Section]:
    """Return one person's page: who, how to reach them, addresses, letters, what was changed."""
    yield Section(f"{person.called} ({person.short_id})", tuple(_who(person)))
    if person.eyes:
        yield Section("Please look", tuple(("!", reason) for reason in person.eyes))
    yield Section("May we reach them?", tuple(_consents(log, person)))
    yield Section("Addresses, the newest first", tuple(_addresses(log, person)) or (("", "none"),))
    contacts = tuple(_contacts(log, person))
    yield Section("Letters and contacts", contacts or (("", "none"),))
    history = tuple(_history(log, person))
    if history:
        yield Section("History", history)


def person_dict(log: Log, person: Person) -> dict[str, Any]:
    """Return one person's page as JSON has it."""
    from advocate.store.consents import consents_of
    from advocate.store.people import rows_of
    from advocate.store.placements import addresses_of, placing_dict

    rows = rows_of(log.database, person.id)
    return {
        **person.to_dict(),
        "addresses": [
            {"address": address, "place": placing_dict(placing) if placing else None}
            for row in rows
            for address, placing in addresses_of(log.database, row)
        ],
        "consents": [each.to_dict() for row in rows for each in consents_of(log.database, row)],
        "merged": list(rows[1:]),
    }


def _who(person: Person) -> Iterator[Line]:
    for label, text in (
        ("e-mail", person.email), ("phone", person.phone), ("role", person.role), ("language", person.language),
        ("interests", person.interests), ("came from", person.came_from), ("notes", person.notes),
        ("joined", person.created_at[:10]), ("id", person.id),
    ):  # fmt: skip
        if text:
            yield label, text


def _consents(log: Log, person: Person) -> Iterator[Line]:
    from advocate.store.consents import consents_of, in_words
    from advocate.store.people import rows_of

    said = [each for row in rows_of(log.database, person.id) for each in consents_of(log.database, row)]
    if not said:
        yield "", "nothing on record"
    for each in said:
        word = "yes" if each.given else "no, taken back since" if each.lifted else "no"
        when = f" on {each.happened_on}" if each.happened_on else ""
        words = f': "{each.wording}"' if each.wording else ""
        yield word, f"to {in_words([each.channel])}{when} ({each.source}){words}"


def _addresses(log: Log, person: Person) -> Iterator[Line]:
    from advocate.store.people import rows_of
    from advocate.store.placements import addresses_of

    for row in rows_of(log.database, person.id):
        for address, placing in addresses_of(log.database, row):
            yield "", address
            yield "", f"  {place_in_words(placing)}"


def place_in_words(placing: Placing | None) -> str:
    """Return an address's districts and how they are known, on one line."""
    if placing is None:
        return "not looked up yet: advocate supporters locate"
    if not placing.method:
        return f"not placed: {placing.problem}"
    named = [
        f"House {placing.state_house}" if placing.state_house else "",
        f"Senate {placing.state_senate}" if placing.state_senate else "",
        f"Congress {placing.congress}" if placing.congress else "",
        f"schools {placing.school_district}" if placing.school_district else _without_schools(placing),
    ]
    method = placing.method.replace("_", " ")
    error = f" within {placing.error_m:.0f} m" if placing.error_m else ""
    sure = "" if placing.certain else f"; not certain: {placing.problem}"
    return f"{', '.join(part for part in named if part)} ({method}{error}){sure}".lstrip()


def _without_schools(placing: Placing) -> str:
    """Return that there is no school district; "" where it is only not certain which."""
    return "" if not placing.certain and "schools " in placing.problem else "no school district"


def _contacts(log: Log, person: Person) -> Iterator[Line]:
    from advocate.cli.contact_words import how_it_stands, to_whom
    from advocate.store.contacts import contacts_of
    from advocate.store.people import rows_of

    for contact in contacts_of(log.database, rows_of(log.database, person.id)):
        subject = f": {contact.subject}" if contact.subject else ""
        yield contact.standing_since, f"{how_it_stands(contact)}, {to_whom(contact)}{subject}"


def _history(log: Log, person: Person) -> Iterator[Line]:
    from advocate.store.changes import changes_of
    from advocate.store.people import rows_of

    for row in rows_of(log.database, person.id)[1:]:
        yield "merged", f"{row[:8]} is this person, too"
    for change in changes_of(log.database, "supporter", person.id):
        if change.kind == "edit":
            what = "; ".join(
                f"{name}: '{change.before.get(name, '')}' to '{change.after[name]}'" for name in change.after
            )
            yield change.recorded_at[:10], f"{what}{f' (by {change.who})' if change.who else ''}"
        else:
            yield change.recorded_at[:10], change.kind
