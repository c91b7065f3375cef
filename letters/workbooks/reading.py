"""Which figures stand in a public workbook, and what in it could not be read?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from letters.errors import FiguresUnreadable
from letters.shelving import Row
from letters.workbooks.layouts import ASSESSMENTS, HEADER_ROWS, Header, find_header

#: What the first cell of the row under the last figures says.
END_OF_SHEET = "end of worksheet"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row, or with row 0 a whole sheet, that could not be read; rows count from 1, as in the program."""

    sheet: str
    row: int
    message: str


@dataclass
class Sheet:
    """What was found on one sheet while it was read."""

    name: str
    rows: int = 0
    unknown_columns: tuple[str, ...] = ()
    #: Rows of no use here (three-year averages, one test alone), by the reason.
    kept_out: Counter[str] = field(default_factory=Counter)


@dataclass
class Reading:
    """The figures of one workbook, the names of their places, and what could not be read."""

    file: str
    rows: list[Row] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


def read_workbook(path: Path) -> Reading:
    """Read every sheet of figures in a workbook; nothing is written.

    Raises FiguresUnreadable where the file is no workbook, or none of its sheets has figures.
    """
    workbook = _open(path)
    reading = Reading(path.name)
    for name in workbook.sheet_names:
        _read_sheet(reading, name, workbook.get_sheet_by_name(name))
    if not reading.sheets:
        said = "".join(f"\n  - sheet {each.sheet}: {each.message}" for each in reading.problems)
        raise FiguresUnreadable(
            f"{path.name} holds no figures that can be read. Its sheets are {', '.join(workbook.sheet_names)}; "
            f"figures stand on sheets named State, County, District or School.{said}"
        )
    _drop_contradictions(reading)
    return reading


def _open(path: Path) -> Any:
    import python_calamine

    if not path.is_file():
        raise FileNotFoundError(2, "No such file", str(path))
    try:
        return python_calamine.CalamineWorkbook.from_path(str(path))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise FiguresUnreadable(
            f"{path} cannot be read as a workbook ({error}). Download it again as .xlsx from the Minnesota "
            "Department of Education's Data Center."
        ) from error


def _read_sheet(reading: Reading, name: str, sheet: Any) -> None:
    rows = _numbered(sheet)
    first = list(islice(rows, HEADER_ROWS))
    header = find_header(name, [cells for _, cells in first])
    if header is None:
        return
    if isinstance(header, str):
        reading.problems.append(Problem(name, 0, header))
        return
    found = Sheet(name, unknown_columns=header.unknown)
    reading.sheets.append(found)
    read = _reader(header)(header, reading, found)
    for number, cells in first[header.row :]:
        if _is_end(cells):
            break
        read.add(number, cells)
    else:
        for number, cells in rows:
            if _is_end(cells):
                break
            read.add(number, cells)
    read.finish()


def _numbered(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield (row number from 1, cells). Empty rows at the top are no rows for calamine, but count here."""
    start = sheet.start
    return enumerate(sheet.iter_rows(), start=(start[0] if start else 0) + 1)


def _reader(header: Header) -> Any:
    if header.layout is ASSESSMENTS:
        from letters.workbooks.assessments import Assessments

        return Assessments
    from letters.workbooks.northstar import NorthStar

    return NorthStar


def _is_end(cells: Sequence[Any]) -> bool:
    first = cells[0] if cells else ""
    return isinstance(first, str) and first.strip().casefold() == END_OF_SHEET


def _drop_contradictions(reading: Reading) -> None:
    """Take out what the workbook says twice with different numbers: nobody knows which is right."""
    seen: dict[tuple[Any, ...], Row] = {}
    bad: set[tuple[Any, ...]] = set()
    for row in reading.rows:
        key = (row.geography, row.subject, row.group, row.grade, row.basis, row.year)
        before = seen.setdefault(key, row)
        if before is not row and (before.percent_met, before.n) != (row.percent_met, row.n):
            bad.add(key)
    for geography, subject, group, grade, basis, year in sorted(bad):
        what = f"{geography}, {subject}, {group}, {grade.lower()}, basis {basis}, {year}"
        reading.problems.append(Problem("", 0, f"two different figures for {what}: both are kept out"))
    reading.rows = [row for key, row in seen.items() if key not in bad]
