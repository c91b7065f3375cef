"""What do the Minnesota Department of Education's test results say of the state and of every district?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.figure import ALL_GRADES, ALL_STUDENTS, STATE
from letters.figure_file import FIGURES_FILE
from letters.sources.published import Row, Source, read_rows, sha256_of

PUBLISHER = "Minnesota Department of Education"
DATA_CENTER = "https://pub.education.mn.gov/MDEAnalytics/Data.jsp"
SCHOOLS_AND_ORGANIZATIONS = "https://pub.education.mn.gov/MdeOrgView/"
DISTRICT_FILE = Path("statistics/mn_district_mca_mtas_all_students_2019_2022_2025.csv")
STATE_FILE = Path("statistics/mn_statewide_headlines.csv")
NAMES_FILE = Path("schools/district_directory.csv")
#: Districts with land of their own: independent, common, special. The directory has all of them;
#: charters (07), cooperatives (06, 50 to 83) and state schools are named by the tables alone.
DISTRICT_TYPES = frozenset({"01", "02", "03"})
#: What stands in place of a percentage where fewer than ten were tested.
SUPPRESSED = frozenset({"", "N/A", "no data", "CTSTR"})

_DISTRICTS = "mde-district-mca-mtas"
_STATE = "mde-state-headlines"
_TITLES = {
    _DISTRICTS: f"{PUBLISHER}, statewide assessment results",
    _STATE: f"{PUBLISHER}, statewide assessment results",
}
# How the table writes down counts, where it has them: met/counted.
_COUNTS = re.compile(r"(?P<met>\d+)/(?P<n>\d+)")
_BASES = {
    "MCA+MTAS (all standards-based)": "A",
    "all standards-based tests (MCA + MTAS/Alt MCA), students with valid scores only": "A",
    "MCA only, students with valid scores only": "B",
}


def compile_districts(published: Path) -> tuple[list[Row], dict[str, str], list[Source]]:
    """Return the districts' figures (basis A, all students), names by id, and the sources.

    A suppressed figure is kept as suppressed, never guessed. Names are those of the department's
    directory, and for charters and others that it does not list those of the table.
    """
    needed = ("year", "district_number", "district_type", "subject", "grade", "student_group", "test")
    path = published / DISTRICT_FILE
    directory = names_in(published / NAMES_FILE)
    rows, names = [], {}
    for cells in read_rows(path, (*needed, "district_name", "percent_proficient")):
        row = _district_row(path, cells)
        if cells["district_type"] in DISTRICT_TYPES and row.geography not in directory:
            raise FiguresUnreadable(
                f"{path} has a district not in {published / NAMES_FILE}: {row.geography}."
            )
        rows.append(row)
        names[row.geography] = cells["district_name"]
    sources = [
        source_of(_DISTRICTS, _TITLES[_DISTRICTS], path, "2025"),
        _names_source(published / NAMES_FILE),
    ]
    return rows, names | {key: directory[key] for key in names if key in directory}, sources


def compile_state(published: Path) -> tuple[list[Row], list[Source]]:
    """Return the statewide figures of bases A and B, and those of another basis (on record, not for letters).

    The table's copies of North Star rates are left to `letters.sources.northstar`, which checks them.
    """
    needed = ("year", "subject", "student_group", "percent_meets_or_exceeds", "basis", "source", "confidence")
    path = published / STATE_FILE
    rows = [
        _state_row(path, cells)
        for cells in read_rows(path, (*needed, "note"))
        if not cells["basis"].startswith("North Star")
    ]
    return rows, [source_of(_STATE, _TITLES[_STATE], path, "2025")]


def titles() -> dict[str, dict[str, str]]:
    """Return what a letter says of each source, by the name that rows carry."""
    return {
        name: {"publisher": PUBLISHER, "title": title, "url": DATA_CENTER} for name, title in _TITLES.items()
    }


def percent(text: str, where: str) -> str:
    """Return a percentage in its published digits. Raises FiguresUnreadable where it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 100):
        raise FiguresUnreadable(f"{where}: {text!r} is no percentage between 0 and 100.")
    return text


def percent_or_none(text: str, where: str) -> str | None:
    """Return a percentage in its published digits, None where a mark says that it is suppressed."""
    return None if text in SUPPRESSED else percent(text, where)


def _district_row(path: Path, cells: dict[str, str]) -> Row:
    geography = f"{cells['district_number']}-{cells['district_type']}"
    where = f"{path}, {geography} {cells['subject']} {cells['year']}"
    if cells["test"] not in _BASES:
        raise FiguresUnreadable(f"{where}: the tests {cells['test']!r} are none whose basis we know.")
    return Row(
        subject=cells["subject"],
        group=cells["student_group"],
        grade=ALL_GRADES if cells["grade"].casefold() == "all grades" else cells["grade"],
        geography=geography,
        year=int(cells["year"]),
        basis=_BASES[cells["test"]],
        test="mca-mtas",
        percent_met=percent_or_none(cells["percent_proficient"], where),
        n=None,
        source=_DISTRICTS,
        found_at="",
        standing="published",
        note="",
    )


def _state_row(path: Path, cells: dict[str, str]) -> Row:
    by_grade = cells["student_group"].startswith(("Grade", "High school"))
    where = f"{path}, {cells['subject']} {cells['year']} {cells['student_group']}"
    met = percent(cells["percent_meets_or_exceeds"], where)
    if Decimal(met) + Decimal(percent(cells["percent_not_meets_or_exceeds"], where)) != 100:
        raise FiguresUnreadable(f"{where}: the shares that met and did not meet do not make 100.")
    basis = _BASES.get(cells["basis"], "")
    counts = _COUNTS.fullmatch(cells["note"])
    return Row(
        subject=cells["subject"],
        group=ALL_STUDENTS if by_grade else cells["student_group"],
        grade=cells["student_group"] if by_grade else ALL_GRADES,
        geography=STATE,
        year=int(cells["year"]),
        basis=basis,
        test=_test(cells["subject"], int(cells["year"]), basis),
        percent_met=met,
        n=int(counts["n"]) if counts else None,
        source=_STATE,
        found_at=" ".join(re.findall(r"https://\S+", cells["source"])),
        standing=_standing(basis, cells),
        note="" if cells["confidence"] == "high" else "known only from a second-hand report",
        met=int(counts["met"]) if counts else None,
    )


def _test(subject: str, year: int, basis: str) -> str:
    # Science has a new test since 2025; before, and in other subjects, the file says no more.
    if subject == "science":
        old = {"A": "mca3-mtas", "B": "mca3"}
        return "mca4" if year >= 2025 else old[basis]
    return {"A": "mca-mtas", "B": "mca"}.get(basis, "mca-mtas")


def _standing(basis: str, cells: dict[str, str]) -> str:
    if cells["basis"].startswith("as reported by MDE"):
        return "basis_not_stated"
    if not basis:
        return "other_basis"
    return "basis_inferred" if cells["note"].startswith("basis inferred") else "published"


def names_in(path: Path) -> dict[str, str]:
    """Return the department's name of each school district by its id."""
    return {cells["formid"]: cells["mde_name"] for cells in read_rows(path, ("formid", "mde_name"))}


def source_of(name: str, title: str, path: Path, vintage: str) -> Source:
    """Return the record of one of the department's tables."""
    return Source(
        name=name,
        publisher=PUBLISHER,
        title=title,
        url=DATA_CENTER,
        vintage=vintage,
        licence="facts of the public record",
        retrieved_on="2026-10",
        sha256=sha256_of(path),
        valid_from=date(2017, 1, 1) if "north-star" in name else date(2019, 1, 1),
        valid_to=None,
        used_for=(FIGURES_FILE,),
    )


def _names_source(path: Path) -> Source:
    title = f"{PUBLISHER}, directory of school districts (names)"
    names = source_of("mde-district-names", title, path, "2025-10-08")
    return replace(names, url=SCHOOLS_AND_ORGANIZATIONS, valid_from=date(2025, 7, 1))
