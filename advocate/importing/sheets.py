"""What are the columns and rows of this list, whatever program on whatever computer saved it?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from advocate.errors import AdvocateError
from advocate.importing.encodings import decode

DELIMITERS = (",", "\t", ";", "|")
#: A delimiter no list has: with it, each line is one value.
NO_DELIMITER = "\x1f"
#: So many rows are enough to see by which sign the values are set apart.
SAMPLE_ROWS = 50

#: A house number and a word, a bare number, an e-mail address: values, not names of columns.
LOOKS_LIKE_DATA = re.compile(r"\d+\s+\S.*\s\S+|[-+]?\d+([.,]\d+)?|\S+@\S+\.\S+")


class SheetError(AdvocateError):
    """The file is no list that can be read; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in one line of one file, collected while the work goes on."""

    source: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (from 1), and its values as they were."""

    line: int
    values: tuple[str, ...]

    def is_empty(self) -> bool:
        """True where no value holds more than spaces."""
        return not any(value.strip() for value in self.values)


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
    text, delimiter = _named_delimiter(text)
    delimiter = delimiter or find_delimiter(text)
    records = list(_records(text, delimiter, source))
    while records and records[-1].is_empty():
        records.pop()
    if not records:
        raise SheetError(f"{source} is empty. A list needs a first line with the names of its columns.")
    head, rows = records[0], records[1:]
    columns = _columns(head, source)
    if not rows:
        raise SheetError(f"{source} has names of columns but no rows under them. Is it the right file?")
    widest = max(len(_without_empty_end(row.values, len(columns))) for row in rows)
    problems = tuple(p for row in rows if (p := _ragged(row, len(columns), source)))
    used = {name.casefold() for name in columns}
    columns += tuple(_new_name(number, used) for number in range(len(columns) + 1, widest + 1))
    filled = tuple(Row(row.line, _fitted(row.values, len(columns))) for row in rows)
    return Sheet(source, columns, filled, problems, encoding, "," if delimiter == NO_DELIMITER else delimiter)


def find_delimiter(text: str) -> str:
    """Return the sign by which the values are set apart; NO_DELIMITER where each line is one value.

    The sign must stand in the header: in a list of one column, commas belong to the addresses.
    """
    best, best_score = NO_DELIMITER, (0.0, 0)
    for delimiter in DELIMITERS:
        widths = _sample_widths(text, delimiter)
        if not widths or widths[0] < 2:
            continue
        score = (widths.count(widths[0]) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample_widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # Told with its line when the whole file is read.
    return widths


def _named_delimiter(text: str) -> tuple[str, str]:
    """Take off Excel's own first line, "sep=;", and return the sign it names, or ""."""
    found = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    return (text[found.end() :], found.group(1)) if found else (text, "")


def _records(text: str, delimiter: str, source: str) -> Iterator[Row]:
    """Return each record with the line it begins on; a blank line is a record without values."""
    # A long value is no reason to refuse a list. The limit is the whole program's, so it only grows.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines = _CountedLines(text)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    while True:
        lines.quotes, first = 0, reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unclosed(source, first) from error
        # Only the last record can lack its closing mark: it has swallowed everything up to the end.
        if lines.done and lines.quotes % 2:
            raise _unclosed(source, first)
        yield Row(first, tuple(values))


class _CountedLines:
    """Lines for the csv reader, counting quotation marks on the way and noting the end."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.quotes = 0
        self.done = False

    def __iter__(self) -> _CountedLines:
        return self

    def __next__(self) -> str:
        line = self._lines.readline()
        if not line:
            self.done = True
            raise StopIteration
        self.quotes += line.count('"')
        return line


def _unclosed(source: str, line: int) -> SheetError:
    return SheetError(
        f"{source}, line {line}: a quotation mark opens here and is never closed, so the rest of the file "
        "would be one value. Close it or take it out."
    )


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
    return tuple(name or _new_name(number, used) for number, name in enumerate(names, 1))


def _new_name(number: int, used: set[str]) -> str:
    """Return a name for a column without one, "column_7", that is not used yet, and note it as used."""
    name = f"column_{number}"
    while name in used:
        name += "_"
    used.add(name)
    return name


def _without_empty_end(values: Sequence[str], width: int) -> Sequence[str]:
    """Drop empty values beyond the last column: spreadsheets like to add them."""
    end = len(values)
    while end > width and not values[end - 1].strip():
        end -= 1
    return values[:end]


def _fitted(values: Sequence[str], width: int) -> tuple[str, ...]:
    kept = tuple(_without_empty_end(values, width))
    return kept + ("",) * (width - len(kept))


def _ragged(row: Row, width: int, source: str) -> Problem | None:
    """Say what is wrong with a row that is not as wide as the header."""
    if row.is_empty():
        return Problem(source, row.line, "the row is empty")
    has = len(_without_empty_end(row.values, width))
    if has > width:
        return Problem(
            source,
            row.line,
            f"{_count(has, 'value')} for {_count(width, 'column')}; the rest is kept in columns of its own. "
            'A value with a comma in it needs "quotation marks" around it',
        )
    if has < width:
        return Problem(
            source,
            row.line,
            f"{_count(has, 'value')} for {_count(width, 'column')}; the missing ones are left empty",
        )
    return None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
