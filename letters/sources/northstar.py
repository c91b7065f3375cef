"""What do the department's North Star tables say: achievement of every group, and who attends consistently?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.figure import ALL_GRADES, STATE
from letters.sources import mde
from letters.sources.published import Row, Source, read_rows

STATE_FILE = Path("statistics/mn_statewide_northstar_academic_achievement_by_group_2017_2025.csv")
DISTRICT_FILE = Path("statistics/mn_district_northstar_by_group_2017_2025.csv")
ATTENDANCE = "attendance"
#: The group that is no group of students: the mean of the groups' rates.
AVERAGE = "Average"

_STATE = "mde-north-star-state"
_DISTRICTS = "mde-north-star-districts"
_TITLE = f"{mde.PUBLISHER}, North Star accountability results"
_ACHIEVEMENT = (("math", "math_ach"), ("reading", "reading_ach"))


def compile_districts(published: Path) -> tuple[list[Row], dict[str, str], list[Source]]:
    """Return the districts' rates by group and year (basis C, and attendance), names by id, and the source.

    Rows of an identification year, which average three years, are dropped. A blank rate is suppressed.
    """
    path = published / DISTRICT_FILE
    needed = (
        "year",
        "identification_year_row",
        "district_number",
        "district_type",
        "district_name",
        "group_code",
    )
    rates = ("student_group", "math_ach_rate", "math_ach_count", "reading_ach_rate", "reading_ach_count")
    rows: list[Row] = []
    names: dict[str, tuple[str, str]] = {}
    for cells in read_rows(path, (*needed, *rates, "consistent_attendance_rate")):
        if cells["identification_year_row"] != "Y":
            geography = f"{cells['district_number']}-{cells['district_type']}"
            rows.extend(_district_rows(path, geography, cells))
            # The newest name wins; years come in no order.
            names[geography] = max(names.get(geography, ("", "")), (cells["year"], cells["district_name"]))
    plain = {key: name for key, (_, name) in names.items()}
    return rows, plain, [mde.source_of(_DISTRICTS, _TITLE, path, "2025")]


def compile_state(published: Path) -> tuple[list[Row], list[Source]]:
    """Return the statewide rates by group and year (basis C), and the source.

    Raises FiguresUnreadable where the table of headlines, which repeats them, says otherwise.
    """
    path = published / STATE_FILE
    needed = ("year", "group_code", "student_group", "race_definition")
    rates = {subject: f"{subject}_academic_achievement_rate" for subject, _ in _ACHIEVEMENT}
    rows: list[Row] = []
    for cells in read_rows(path, (*needed, *rates.values())):
        where = f"{path}, {cells['year']} {cells['student_group']}"
        for subject, column in rates.items():
            rate = mde.percent_or_none(cells[column], where)
            rows.append(_row(STATE, subject, cells, rate, None, _STATE, cells["race_definition"]))
    return _with_headlines(published, rows), [mde.source_of(_STATE, _TITLE, path, "2025")]


def titles() -> dict[str, dict[str, str]]:
    """Return what a letter says of each source, by the name that rows carry."""
    said = {"publisher": mde.PUBLISHER, "title": _TITLE, "url": mde.DATA_CENTER}
    return {_STATE: said, _DISTRICTS: said}


def _district_rows(path: Path, geography: str, cells: dict[str, str]) -> Iterator[Row]:
    where = f"{path}, {geography} {cells['year']} {cells['student_group']}"
    for subject, column in _ACHIEVEMENT:
        rate = mde.percent_or_none(cells[f"{column}_rate"], where)
        count = cells[f"{column}_count"]
        yield _row(geography, subject, cells, rate, int(count) if count else None, _DISTRICTS, "")
    rate = mde.percent_or_none(cells["consistent_attendance_rate"], where)
    yield _row(geography, ATTENDANCE, cells, rate, None, _DISTRICTS, "")


def _row(
    geography: str,
    subject: str,
    cells: dict[str, str],
    rate: str | None,
    n: int | None,
    source: str,
    note: str,
) -> Row:
    achievement = subject != ATTENDANCE
    return Row(
        subject=subject,
        group=cells["student_group"],
        grade=ALL_GRADES,
        geography=geography,
        year=int(cells["year"]),
        basis="C" if achievement else ATTENDANCE,
        test="mca-mtas" if achievement else ATTENDANCE,
        percent_met=rate,
        # A count beside a blank rate would help to work the blank out.
        n=n if rate is not None else None,
        source=source,
        found_at="",
        standing="average" if cells["group_code"] == AVERAGE else "published",
        note=f"race and ethnicity: {note}" if note else "",
    )


def _with_headlines(published: Path, rows: list[Row]) -> list[Row]:
    """Return the rows, and those that only the table of headlines has; both must say the same."""
    known = {(row.year, row.subject, row.group): row for row in rows}
    path = published / mde.STATE_FILE
    needed = ("year", "subject", "student_group", "percent_meets_or_exceeds", "basis", "note")
    for cells in read_rows(path, needed):
        if not cells["basis"].startswith("North Star"):
            continue
        key = (int(cells["year"]), cells["subject"], cells["student_group"])
        rate = mde.percent(cells["percent_meets_or_exceeds"], f"{path}, {key}")
        if key not in known:
            code = AVERAGE if cells["student_group"].startswith(AVERAGE) else ""
            rows.append(_row(STATE, cells["subject"], cells | {"group_code": code}, rate, None, _STATE, ""))
        elif known[key].percent_met is None or Decimal(known[key].percent_met or 0) != Decimal(rate):
            raise FiguresUnreadable(f"{path} and {published / STATE_FILE} differ about {key}.")
    return rows
