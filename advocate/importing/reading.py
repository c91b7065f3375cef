"""What are the columns of this list, and its rows one after the other, without holding it whole?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advocate.importing.sheets import Problem, Row


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

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not empty, one at a time, as wide as `columns` or wider.

        A row that is odd (too short, too long, damaged) says so in `Row.problem`; nothing is left
        out. Raises SheetError or OSError where the file changed since it was opened.
        """
        raise NotImplementedError


def open_list(path: Path, *, sheet: str = "") -> SourceList:
    """Open a list: CSV, TSV and the like, .xlsx or .ods; `sheet` names the sheet of a workbook.

    Raises SheetError (no list, no header, no such sheet: the message says what to do), OSError.
    """
    raise NotImplementedError
