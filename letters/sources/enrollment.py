"""How many students does each district have, and what share of them is in which programme?"""

from __future__ import annotations

import re
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.sources import mde
from letters.sources.published import Source, read_rows

FILE = Path("statistics/mn_district_enrollment_all_grades_2019_2022_2025.csv")
_NAME = "mde-enrollment"
_TITLE = f"{mde.PUBLISHER}, enrollment by special populations"
#: (share and count) columns, and the column that says Y where both are suppressed.
_GROUPS = (("frp", "suppress_frp"), ("sped", "suppress_sped"), ("el", "suppress_el"))
_YEAR = re.compile(r"(\d\d)-(\d\d)")

Enrollment = tuple[str | int | None, ...]


def compile_enrollment(published: Path) -> tuple[list[Enrollment], list[Source]]:
    """Return a row a district and year: students, then percent and count of each programme, None if suppressed."""
    path = published / FILE
    columns = [name for group, hidden in _GROUPS for name in (f"{group}_percent", f"{group}_count", hidden)]
    needed = ("data_year", "district_number", "district_type", "total_enrollment", "filter_groups", *columns)
    rows = [_row(path, cells) for cells in read_rows(path, needed)]
    return rows, [mde.source_of(_NAME, _TITLE, path, "2025")]


def _row(path: Path, cells: dict[str, str]) -> Enrollment:
    district = f"{cells['district_number']}-{cells['district_type']}"
    year = _YEAR.fullmatch(cells["data_year"])
    if year is None:
        raise FiguresUnreadable(f"{path}, {district}: {cells['data_year']!r} is no school year like 24-25.")
    shares: list[str | int | None] = []
    for group, hidden in _GROUPS:
        shares.extend(_share(path, district, cells, group, cells["filter_groups"] + cells[hidden]))
    return district, 2000 + int(year[2]), int(cells["total_enrollment"]), *shares


def _share(
    path: Path, district: str, cells: dict[str, str], group: str, marks: str
) -> tuple[str | None, int | None]:
    text, count = cells[f"{group}_percent"].rstrip("%"), cells[f"{group}_count"]
    if "Y" in marks or not count.isdigit():
        return None, None
    return mde.percent(text, f"{path}, {district} {group}"), int(count)
