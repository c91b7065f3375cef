"""Which sheet of a workbook holds people, and what do its cells say as text?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advocate.errors import WrongChoice
from advocate.importing.header import DEEPEST, known_names
from advocate.importing.records import Row
from advocate.importing.sheets import SheetError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Cell = int | float | str | bool | date | datetime | time | timedelta


class OpenSheet(NamedTuple):
    """A sheet's name, what gives its rows from the first, and what a person should know."""

    sheet: str
    rows: Callable[[], Iterator[Row]]
    notes: tuple[str, ...]


def open_workbook(path: Path, wanted: str = "") -> OpenSheet:
    """Return the sheet of that name, else the one whose header knows the most columns.

    Raises SheetError where the file is no workbook, WrongChoice where it has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        name, notes = _choose(book, path.name, wanted)
        sheet = book.get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        if isinstance(error, OSError) and not path.is_file():
            raise
        raise SheetError(
            f"{path.name} begins like a workbook, but cannot be read as one. It may be damaged or locked by a "
            "password. Open it in a spreadsheet program and save it as 'CSV UTF-8'."
        ) from error
    return OpenSheet(name, lambda: _rows(sheet), notes)


def _choose(book: CalamineWorkbook, source: str, wanted: str) -> tuple[str, tuple[str, ...]]:
    names = book.sheet_names
    if wanted:
        found = next((name for name in names if name.casefold() == wanted.strip().casefold()), None)
        if found is None:
            raise WrongChoice(f"{source} has no sheet '{wanted}'. Its sheets: {', '.join(names)}", names)
        return found, ()
    scores = {name: _score(book.get_sheet_by_name(name)) for name in names}
    if not scores:
        raise SheetError(f"{source} has no sheets.")
    best = max(names, key=lambda name: scores[name])
    others = [name for name in names if name != best and scores[name] >= 2]
    if not others:
        return best, ()
    return best, (
        f"sheet '{best}' was read; {', '.join(repr(name) for name in others)} may hold people as well: "
        "import each with --sheet NAME",
    )


def _score(sheet: CalamineSheet) -> int:
    return max((known_names(row.values) for row in islice(_rows(sheet), DEEPEST)), default=0)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows from the first, blank ones as well: the line is the number the spreadsheet shows."""
    for line, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(line, tuple([cell if type(cell) is str else cell_text(cell) for cell in cells]))


def cell_text(cell: Cell) -> str:
    """Return a cell as somebody would have typed it: 6515550123.0 as "6515550123", a date as ISO."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
