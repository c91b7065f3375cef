"""Where do the rows go that were not imported, so that a person can mend them and import them again?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from advocate.importing.decisions import WORDS, Planned
from advocate.importing.entry import Entry
from advocate.importing.reading import SourceList
from advocate.reports.plain import harmless
from advocate.whole_file import whole_file

#: What is put beside each row, and left out when the file is imported.
ADDED = ("Import: line", "Import: decision", "Import: reason")
_ENDING = ".needs-eyes"


def eyes_target(file: Path) -> Path:
    """Return a name beside the list that nothing has yet, so that nobody's mending is written over."""
    stem = re.sub(rf"{re.escape(_ENDING)}(-\d+)?$", "", file.stem)
    number = 1
    while True:
        more = f"-{number}" if number > 1 else ""
        target = file.with_name(f"{stem}{_ENDING}{more}.csv")
        if not target.exists():
            return target
        number += 1


def write_eyes(target: Path, source: SourceList, rows: Iterable[tuple[Planned, Entry]]) -> int:
    """Write the rows as they stand in the list, each with its decision and reason; return how many.

    The file is its owner's alone and carries no formulas. Raises OSError, SheetError.
    """
    reasons = {
        entry.line: (str(entry.line), WORDS[planned.decision], planned.reason) for planned, entry in rows
    }
    return write_rows(target, source, reasons)


def write_rows(target: Path, source: SourceList, reasons: Mapping[int, tuple[str, str, str]]) -> int:
    """Write the rows of these lines as they stand in the list, each with what is said of it; return how many."""
    own = [n for n, column in enumerate(source.columns) if column not in ADDED]
    with whole_file(target, "utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*(harmless(source.columns[n]) for n in own), *ADDED])
        for row in source.rows_at(reasons):
            values = [row.values[n] if n < len(row.values) else "" for n in own]
            # What stands to the right of the last column is part of the row, too.
            extra = [value for value in row.values[len(source.columns) :] if value.strip()]
            writer.writerow([harmless(cell) for cell in (*values, *reasons[row.line], *extra)])
    return len(reasons)


def left_out(columns: Iterable[str]) -> list[str]:
    """Return what to say to `recognise` about the columns that an earlier import put there."""
    return [f"{column}=" for column in columns if column in ADDED]
