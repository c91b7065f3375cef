"""What are the columns and rows of this list, whatever program on whatever computer saved it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advocate.errors import AdvocateError
from advocate.how_many import how_many
from advocate.importing.encodings import decode
from advocate.importing.header import LOOKS_LIKE_DATA, free_name
from advocate.importing.records import (
    NO_DELIMITER,
    Row,
    find_delimiter,
    lines_of,
    named_delimiter,
    read_records,
)


class SheetError(AdvocateError):
    """The file is no list that can be read; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one line of one file, collected while the work goes on."""

    source: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was: every column and row, in order. `encoding` is a name that Python knows."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str
    delimiter: str

    def seems_headless(self) -> bool:
        """True where the first line looks like a person's data rather than names of columns."""
        return any(LOOKS_LIKE_DATA.fullmatch(name) for name in self.columns)


def read_sheet(path: Path) -> Sheet:
    """Read a CSV or TSV file. Raises SheetError, or OSError where there is no such file."""
    return parse_sheet(path.read_bytes(), path.name)


def parse_sheet(data: bytes, source: str) -> Sheet:
    """Return the list in `data`; `source` is what messages call it.

    The encoding (UTF-8, UTF-16, Windows-1252) and the delimiter (comma, tab, semicolon, bar) are
    found out. A row with too few values is filled up, one with too many gets columns of its own,
    and each is told as a Problem. Raises SheetError.
    """
    text, encoding = decode(data, source)
    first, rest, _ = text.partition("\n")
    delimiter = named_delimiter(first) if rest else ""
    lines = lines_of(text[len(first) + 1 :] if delimiter else text)
    first_line = 2 if delimiter else 1
    delimiter = delimiter or find_delimiter(lines)
    records = list(read_records(lines, delimiter, first_line))
    if records and records[-1].kind == "damaged":
        raise SheetError(f"{source}, line {records[-1].line}: {records[-1].problem}.")
    while records and records[-1].is_empty():
        records.pop()
    if not records:
        raise SheetError(f"{source} is empty. A list needs a first line with the names of its columns.")
    head, rows = records[0], records[1:]
    columns = _columns(head, source)
    if not rows:
        raise SheetError(f"{source} has names of columns but no rows under them. Is it the right file?")
    widest = max(len(_without_empty_end(row.values, len(columns))) for row in rows)
    problems = tuple(p for row in rows if (p := ragged(row, len(columns), source)))
    used = {name.casefold() for name in columns}
    columns += tuple(free_name(number, used) for number in range(len(columns) + 1, widest + 1))
    filled = tuple(Row(row.line, fitted(row.values, len(columns))) for row in rows)
    return Sheet(source, columns, filled, problems, encoding, "," if delimiter == NO_DELIMITER else delimiter)


def _columns(head: Row, source: str) -> tuple[str, ...]:
    """Return the names of the columns. Raises SheetError for none at all, or two of one name."""
    names = [name.strip() for name in head.values]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise SheetError(
            f"{source}, line {head.line}: there are no names of columns. "
            "The first line must name them, such as: name,address,city,state,zip"
        )
    counts = Counter(name.casefold() for name in names if name)
    twice = [name for name in dict.fromkeys(names) if counts[name.casefold()] > 1]
    if twice:
        where = [str(n) for n, name in enumerate(names, 1) if name.casefold() == twice[0].casefold()]
        raise SheetError(
            f"{source}, line {head.line}: columns {' and '.join(where)} are both called '{twice[0]}'. "
            "Give each column a name of its own."
        )
    used = set(counts)
    return tuple(name or free_name(number, used) for number, name in enumerate(names, 1))


def _without_empty_end(values: Sequence[str], width: int) -> Sequence[str]:
    """Drop empty values beyond the last column: spreadsheets like to add them."""
    end = len(values)
    while end > width and not values[end - 1].strip():
        end -= 1
    return values[:end]


def fitted(values: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the values as wide as the header, or wider where there are more of them."""
    kept = tuple(_without_empty_end(values, width))
    return kept + ("",) * (width - len(kept))


def ragged(row: Row, width: int, source: str, rest: str = "in columns of its own") -> Problem | None:
    """Say what is wrong with a row that is not as wide as the header; `rest` is where values beyond it go."""
    if row.is_empty():
        return Problem(source, row.line, "the row is empty")
    has = len(_without_empty_end(row.values, width))
    if has > width:
        return Problem(
            source,
            row.line,
            f"{how_many(has, 'value')} for {how_many(width, 'column')}; the rest is kept {rest}. "
            'A value with a comma in it needs "quotation marks" around it',
        )
    if has < width:
        return Problem(
            source,
            row.line,
            f"{how_many(has, 'value')} for {how_many(width, 'column')}; the missing ones are left empty",
        )
    return None
