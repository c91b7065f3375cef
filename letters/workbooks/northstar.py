"""What does a row of the North Star workbook say?"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from letters.breaks import AVERAGE_OF_GROUPS
from letters.figure import ALL_GRADES, STATE
from letters.shelving import Row
from letters.workbooks.cells import GROUP_CODES, number_of, percent_text, share_of, text_of, year_of
from letters.workbooks.layouts import Header
from letters.workbooks.reading import Problem, Reading, Sheet

SOURCE = "mde-workbook-north-star"
#: Rows that begin so average three years, and are about no year.
AVERAGED = "identification year"
_RATES = (("math", "C"), ("reading", "C"), ("attendance", "attendance"))


class NorthStar:
    """Reads one sheet row by row."""

    def __init__(self, header: Header, reading: Reading, sheet: Sheet) -> None:
        self._header, self._reading, self._sheet = header, reading, sheet
        self._pick = itemgetter(*header.places.values())
        self._names = tuple(header.places)

    def add(self, number: int, cells: Sequence[Any]) -> None:
        """Take a row of the sheet; one that cannot be read becomes a problem."""
        try:
            picked = [text_of(cell) for cell in self._pick(cells)]
        except IndexError:
            picked = []
        if not any(picked):
            return
        self._sheet.rows += 1
        row = dict(zip(self._names, picked, strict=True))
        if row["year"].casefold().startswith(AVERAGED):
            self._sheet.kept_out["an average of three years, about no year"] += 1
            return
        try:
            self._reading.rows.extend(self._figures(row))
        except ValueError as error:
            self._reading.problems.append(Problem(self._sheet.name, number, str(error)))

    def finish(self) -> None:
        """Do nothing: every row stands for itself."""

    def _figures(self, row: dict[str, str]) -> list[Row]:
        year, group = year_of(row["year"]), GROUP_CODES.get(row["code"].upper())
        if year is None:
            raise ValueError(f"{row['year']!r} is no year")
        if group is None:
            raise ValueError(f"{row['code']!r} is no group code: {', '.join(GROUP_CODES)}")
        geography = self._place(row)
        return [
            _row(geography, year, subject, basis, group, row, self._reading.file)
            for subject, basis in _RATES
            if subject in row
        ]

    def _place(self, row: dict[str, str]) -> str:
        if self._header.level == "state":
            return STATE
        parts = [row["district"], row["type"], row.get("school", "0")]
        if not all(part.isdigit() for part in parts):
            raise ValueError(f"{' '.join(parts)!r} are not the numbers of a district or school")
        geography = f"{int(parts[0]):04d}-{int(parts[1]):02d}"
        name = row.get("district_name", "")
        if self._header.level == "school":
            geography, name = f"{geography}-{int(parts[2]):03d}", row.get("school_name", "")
        if name:
            self._reading.places.setdefault(geography, name)
        return geography


def _row(
    geography: str, year: int, subject: str, basis: str, group: str, cells: dict[str, str], file: str
) -> Row:
    found = share_of(cells[subject])
    percent = percent_text(found[0], fraction=False) if found else None
    return Row(
        subject=subject,
        group=group,
        grade=ALL_GRADES,
        geography=geography,
        year=year,
        basis=basis,
        test="MCA and MTAS/Alternate MCA" if basis == "C" else "attendance records",
        percent_met=percent,
        # A count beside a blank rate would help to work the blank out.
        n=number_of(cells.get(f"{subject}_n", "")) if percent is not None else None,
        source=SOURCE,
        found_at=file,
        standing="average" if group == AVERAGE_OF_GROUPS else "published",
        note="",
    )
