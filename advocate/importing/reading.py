"""What are the columns of this list, and its rows one after the other, without holding it whole?"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from advocate.importing.encodings import codec, find_encoding
from advocate.importing.header import SUGGESTED, Header, find_header, free_name, known_names
from advocate.importing.records import (
    NO_DELIMITER,
    Lines,
    Row,
    find_delimiter,
    named_delimiter,
    read_records,
    read_records_at,
    sample_records,
)
from advocate.importing.sheets import Problem, Sheet, SheetError, fitted, ragged

#: So many rows are looked at to find the header and to judge the columns.
SAMPLE = 60
REPEATED = "the line names the columns once more and is nobody"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class SourceList:
    """A list that lies open to be read, as often as is wanted.

    `header_line` is the line with the names of the columns (from 1). `columns` are distinct and
    never empty. `sample` are the first rows, to judge the columns by. `problems` are what was odd
    above the rows; odd rows are told by rows(). `encoding` and `delimiter` are "" for a workbook,
    `sheet` is "" for a text file.
    """

    path: Path
    source: str
    header_line: int
    columns: tuple[str, ...]
    sample: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str
    delimiter: str
    sheet: str
    records: Callable[[], Iterator[Row]] = field(repr=False)
    records_at: Callable[[Collection[int]], Iterator[Row]] = field(repr=False)
    header: tuple[str, ...] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not empty, one at a time, as wide as `columns` or wider.

        A row that is odd (too short, too long, damaged, the header once more) says so in
        `Row.problem`; nothing is left out. Raises SheetError or OSError where the file changed since it was opened.
        """
        with self._unchanged():
            yield from self._rows()

    def rows_at(self, lines: Collection[int]) -> Iterator[Row]:
        """Yield the rows that begin on these lines, in order, with their values as they stand; the others are not read.

        Raises SheetError or OSError where the file changed since it was opened.
        """
        with self._unchanged():
            found = 0
            for row in self.records_at(lines):
                found += 1
                yield row
            if found < len(lines):
                raise csv.Error("it has fewer lines now")

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        try:
            yield
        except (UnicodeDecodeError, csv.Error) as error:
            raise SheetError(
                f"{self.source} changed while it was read, or is damaged ({error}). Save it again and start anew."
            ) from error

    def _rows(self) -> Iterator[Row]:
        width, header = len(self.columns), self.header
        records = self.records()
        for row in records:
            if row.line >= self.header_line:
                break
        for row in records:
            if row.values == header:
                yield Row(row.line, fitted(row.values, width), "damaged", REPEATED)
            elif len(row.values) == width and not row.kind and (row.values[0] or not row.is_empty()):
                yield row
            else:
                yield from _fitted(row, width, self.source)


def open_list(path: Path, *, sheet: str = "") -> SourceList:
    """Open a list: CSV, TSV and the like, .xlsx or .ods; `sheet` names the sheet of a workbook.

    Raises SheetError (no list, no header, no such sheet: the message says what to do), OSError.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if start in WORKBOOKS:
        from advocate.importing.workbooks import open_workbook

        found = open_workbook(path, sheet)
        return _opened(
            path,
            found.rows,
            lambda lines: (row for row in found.rows() if row.line in lines),
            sheet=found.sheet,
            notes=found.notes,
        )
    if sheet:
        raise SheetError(f"{path.name} is a text file and has no sheets. Leave --sheet out.")
    encoding = find_encoding(path, path.name)
    lines, first_line, delimiter = _text_lines(path, encoding)
    delimiter = delimiter or _delimiter(lines)
    shown = "," if delimiter == NO_DELIMITER else delimiter
    return _opened(
        path,
        lambda: read_records(lines, delimiter, first_line),
        lambda wanted: read_records_at(lines, delimiter, wanted, first_line),
        encoding=encoding,
        delimiter=shown,
    )


def read_workbook(path: Path, sheet: str = "") -> Sheet | None:
    """Return a sheet of an .xlsx or .ods file whole, as `read_sheet` does a text file; None for any other file.

    Raises SheetError, OSError.
    """
    with path.open("rb") as stream:
        if stream.read(4) not in WORKBOOKS:
            return None
    found = open_list(path, sheet=sheet)
    rows = tuple(found.rows())
    if not rows:
        raise SheetError(
            f"{found.source} has names of columns but no rows under them. Is it the right sheet?"
        )
    columns, used = found.columns, {name.casefold() for name in found.columns}
    widest = max(len(row.values) for row in rows)
    columns += tuple(free_name(number, used) for number in range(len(columns) + 1, widest + 1))
    odd = tuple(Problem(found.source, row.line, row.problem) for row in rows if row.problem)
    filled = tuple(Row(row.line, fitted(row.values, len(columns))) for row in rows)
    return Sheet(found.source, columns, filled, (*found.problems, *odd), "", ",")


def _text_lines(path: Path, encoding: str) -> tuple[Lines, int, str]:
    """Return what gives the file's lines, the number of the first one, and the sign Excel's first line names."""
    name, errors = codec(encoding)

    def lines(skip: int = 0) -> TextIO:
        stream = path.open(encoding=name, errors=errors, newline="")
        for _ in range(skip):
            stream.readline()
        return stream

    with lines() as stream:
        sign = named_delimiter(stream.readline(40))
    return (lambda: lines(1), 2, sign) if sign else (lines, 1, "")


def _delimiter(lines: Lines) -> str:
    """Return the sign between the values: that of a header we know, be there titles above it, else the usual one."""
    scores = {
        sign: max((known_names(record) for record in sample_records(lines, sign)), default=0)
        for sign in (",", "\t", ";", "|")
    }
    best = max(scores, key=lambda sign: scores[sign])
    return best if scores[best] >= 2 else find_delimiter(lines)


def _opened(
    path: Path,
    records: Callable[[], Iterator[Row]],
    records_at: Callable[[Collection[int]], Iterator[Row]],
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    notes: tuple[str, ...] = (),
) -> SourceList:
    source = f"{path.name}, sheet '{sheet}'" if sheet else path.name
    first = list(islice(records(), SAMPLE))
    header = find_header(first)
    if header is None:
        raise _headless(source, first)
    rows = [row for row in first[header.index + 1 :] if not row.is_empty()]
    if not rows and len(first) < SAMPLE:
        raise SheetError(
            f"{source} has names of columns on line {header.line} but no rows under them. Is it the right file?"
        )
    width = len(header.columns)
    sample = tuple(Row(row.line, fitted(row.values, width)) for row in rows)
    return SourceList(
        path,
        source,
        header.line,
        header.columns,
        sample,
        _told(source, header, notes),
        encoding,
        delimiter,
        sheet,
        records,
        records_at,
        first[header.index].values,
    )


def _headless(source: str, rows: list[Row]) -> SheetError:
    if not any(not row.is_empty() for row in rows):
        return SheetError(f"{source} is empty. A list needs a line with the names of its columns.")
    return SheetError(
        f"{source} has no line with the names of its columns: the first lines look like data. "
        f"Put a line above them, such as: {SUGGESTED}"
    )


def _told(source: str, header: Header, notes: tuple[str, ...]) -> tuple[Problem, ...]:
    """Return what a person should know of the lines above the rows."""
    above = [
        Problem(source, line, "the line stands above the header and was left out") for line in header.skipped
    ]
    return (
        *(Problem(source, 1, note) for note in notes),
        *above,
        *(Problem(source, header.line, note) for note in header.notes),
    )


def _fitted(row: Row, width: int, source: str) -> Iterator[Row]:
    """Yield a row that is not as wide as the header, or damaged, with what is wrong; nothing for an empty one."""
    if row.is_empty():
        return
    values = fitted(row.values, width)
    if row.kind:
        yield Row(row.line, values, row.kind, row.problem)
        return
    problem = ragged(row, width, source, "with the notes")
    kind = "" if problem is None else "long" if len(values) > width else "short"
    yield Row(row.line, values, kind, problem.message if problem else "")
