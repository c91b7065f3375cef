"""Which supporters are meant: all, those of a district or a role, some by name, or a list in a file?"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice
from advocate.store.people import Wanted, find_person, list_people

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.store.people import Person

#: The columns of a sheet by which a person is found, the surest first.
_COLUMNS = ("id", "email", "e-mail", "name")


def choose_people(
    database: Database, words: Sequence[str], *, district: str = "", role: str = ""
) -> list[Person]:
    """Return the people meant, by name; those who were forgotten or merged into others are on no list.

    A word is "all", the start of an id, an e-mail, a name, or a file with one of these a line (or a
    sheet with a column id or email). `district` and `role` narrow them. Raises UnknownSupporter,
    WrongChoice, OSError.
    """
    wanted = Wanted(role, district)
    if not words or any(word.strip().casefold() == "all" for word in words):
        return list(list_people(database, wanted))
    found = {person.id: person for word in words for person in _meant(database, word)}
    if district or role:
        there = {person.id for person in list_people(database, wanted)}
        found = {id_: person for id_, person in found.items() if id_ in there}
    return sorted(found.values(), key=lambda person: (person.name.casefold(), person.id))


def _meant(database: Database, word: str) -> Iterator[Person]:
    if Path(word).is_file():
        for each in _lines(Path(word)):
            yield find_person(database, each)
    elif not word.strip():
        raise WrongChoice("Name the supporters: all, an id, an e-mail, a name, or a file of these.")
    else:
        yield find_person(database, word)


def _lines(file: Path) -> Iterator[str]:
    """Yield what is in the file: the first column, or the one called id, email or name."""
    from advocate.importing.encodings import decode

    rows = [
        row
        for row in csv.reader(StringIO(decode(file.read_bytes(), str(file))[0]))
        if any(map(str.strip, row))
    ]
    if not rows:
        raise WrongChoice(f"'{file}' names nobody. Put an id, an e-mail or a name on each line.")
    header = [cell.strip().casefold() for cell in rows[0]]
    column = next((header.index(name) for name in _COLUMNS if name in header), None)
    for row in rows if column is None else rows[1:]:
        cell = row[column or 0].strip() if len(row) > (column or 0) else ""
        if cell:
            yield cell
