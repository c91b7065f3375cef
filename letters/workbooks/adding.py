"""What would a workbook add to the figures we have, and how is it added whole or not at all?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from letters.figure_file import FIGURES_FILE, FigureFile
from letters.shelf import bundled_folder, own_folder
from letters.shelving import Row, add_rows, open_for_adding
from letters.sources import mde
from letters.workbooks import assessments, northstar
from letters.workbooks.reading import Reading, read_workbook

#: What a letter says of a figure that came from a workbook: the same as of a bundled one.
SOURCES = {
    assessments.SOURCE: {
        "publisher": mde.PUBLISHER,
        "title": f"{mde.PUBLISHER}, statewide assessment results",
        "url": mde.DATA_CENTER,
    },
    northstar.SOURCE: {
        "publisher": mde.PUBLISHER,
        "title": f"{mde.PUBLISHER}, North Star accountability results",
        "url": mde.DATA_CENTER,
    },
}


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the workbook has otherwise than we; None stands for a suppressed one."""

    row: Row
    before: str | None


@dataclass
class Plan:
    """What a workbook would do; nothing is done until `apply_plan`."""

    reading: Reading
    target: Path
    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0

    @property
    def suppressed(self) -> int:
        """How many of the rows say only that a figure is suppressed."""
        return sum(row.percent_met is None for row in self.reading.rows)

    @property
    def by_series(self) -> Counter[tuple[int, str, str]]:
        """How many rows the workbook has of each (year, subject, basis)."""
        return Counter((row.year, row.subject, row.basis) for row in self.reading.rows)

    @property
    def nothing_new(self) -> bool:
        """True where all of it is known already."""
        return not self.added and not self.changed


def plan_import(path: Path, folder: Path | None = None) -> Plan:
    """Read a workbook and compare it with the figures we have; nothing is written.

    `folder` is that of the user's own figures. Raises FiguresUnreadable, FileNotFoundError.
    """
    reading = read_workbook(path)
    plan = Plan(reading, (folder or own_folder()) / FIGURES_FILE)
    known = _known(plan)
    for row in reading.rows:
        key = (row.geography, row.subject, row.group, row.grade, row.basis, row.year)
        if key not in known:
            plan.added.append(row)
        elif _same(known[key], row.percent_met):
            plan.same += 1
        else:
            plan.changed.append(Change(row, known[key]))
    return plan


def apply_plan(plan: Plan) -> None:
    """Add the workbook's figures to the user's own: all of them, or none where it is stopped."""
    with open_for_adding(plan.target) as db:
        add_rows(db, plan.reading.rows, plan.reading.places, SOURCES)


def _same(before: str | None, after: str | None) -> bool:
    if before is None or after is None:
        return before is after
    return Decimal(before) == Decimal(after)


def _known(plan: Plan) -> dict[tuple[str, str, str, str, str, int], str | None]:
    """Return the department's figures that we have for the workbook's years, by what they are of."""
    years = {row.year for row in plan.reading.rows}
    files = [FigureFile(bundled_folder() / FIGURES_FILE)]
    if plan.target.is_file():
        files.append(FigureFile(plan.target))
    found: dict[tuple[str, str, str, str, str, int], str | None] = {}
    for file in files:
        found.update(file.percents(years, publisher=mde.PUBLISHER))
    return found
