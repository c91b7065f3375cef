"""Which of the Minnesota Department of Education's test results do first letters need?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.figures import ALL_GRADES, ALL_STUDENTS, FIGURES_FILE, STATE
from letters.sources.published import Row, Source, read_rows, sha256_of

PUBLISHER = "Minnesota Department of Education"
DATA_CENTER = "https://pub.education.mn.gov/MDEAnalytics/Data.jsp"
SCHOOLS_AND_ORGANIZATIONS = "https://pub.education.mn.gov/MdeOrgView/"
DISTRICT_FILE = Path("statistics/mn_district_mca_mtas_all_students_2019_2022_2025.csv")
STATE_FILE = Path("statistics/mn_statewide_headlines.csv")
NAMES_FILE = Path("schools/district_directory.csv")
#: Districts with land of their own: independent, common, special. A charter (07), a cooperative
#: (06, 50 to 83) or a state school has no residents who could name it as their own district.
DISTRICT_TYPES = frozenset({"01", "02", "03"})
#: What stands in place of a percentage where fewer than ten were tested.
SUPPRESSED = frozenset({"", "N/A", "no data", "CTSTR"})

_DISTRICTS = "mde-district-mca-mtas"
_STATE = "mde-state-headlines"
_TITLES = {
    _DISTRICTS: f"{PUBLISHER}, statewide assessment results",
    _STATE: f"{PUBLISHER}, statewide assessment results",
}
_BASES = {
    "MCA+MTAS (all standards-based)": "A",
    "all standards-based tests (MCA + MTAS/Alt MCA), students with valid scores only": "A",
    "MCA only, students with valid scores only": "B",
}


def compile_districts(published: Path) -> tuple[list[Row], dict[str, str], list[Source]]:
    """Return the districts' figures (basis A, all students), their names by id, and the sources.

    A suppressed figure is left out, never guessed. Names are those of the department's directory.
    """
    needed = ("year", "district_number", "district_type", "subject", "grade", "student_group", "test")
    path = published / DISTRICT_FILE
    rows = []
    for cells in read_rows(path, (*needed, "district_name", "percent_proficient")):
        if cells["district_type"] not in DISTRICT_TYPES or cells["percent_proficient"] in SUPPRESSED:
            continue
        rows.append(_district_row(path, cells))
    names = _names(published / NAMES_FILE)
    unknown = sorted({row.geography for row in rows} - set(names))
    if unknown:
        raise FiguresUnreadable(
            f"{path} has districts that are not in {published / NAMES_FILE}: {', '.join(unknown[:5])}."
        )
    known = {row.geography for row in rows}
    sources = [_source(_DISTRICTS, _TITLES[_DISTRICTS], path, "2025"), _names_source(published / NAMES_FILE)]
    return rows, {key: names[key] for key in sorted(known)}, sources


def compile_state(published: Path) -> tuple[list[Row], list[Source]]:
    """Return the statewide figures of bases A and B, and those whose basis nobody states (not for letters)."""
    needed = ("year", "subject", "student_group", "percent_meets_or_exceeds", "basis", "source", "confidence")
    path = published / STATE_FILE
    rows = [
        _state_row(path, cells)
        for cells in read_rows(path, (*needed, "note"))
        if cells["basis"] in _BASES or cells["basis"].startswith("as reported by MDE")
    ]
    return rows, [_source(_STATE, _TITLES[_STATE], path, "2025")]


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
        percent_met=percent(cells["percent_proficient"], where),
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
    return Row(
        subject=cells["subject"],
        group=ALL_STUDENTS if by_grade else cells["student_group"],
        grade=cells["student_group"] if by_grade else ALL_GRADES,
        geography=STATE,
        year=int(cells["year"]),
        basis=basis,
        test=_test(cells["subject"], int(cells["year"]), basis),
        percent_met=met,
        n=None,
        source=_STATE,
        found_at=" ".join(re.findall(r"https://\S+", cells["source"])),
        standing=_standing(basis, cells["note"]),
        note="" if cells["confidence"] == "high" else "known only from a second-hand report",
    )


def _test(subject: str, year: int, basis: str) -> str:
    # Science has a new test since 2025; before, and in other subjects, the file says no more.
    if subject == "science":
        old = {"A": "mca3-mtas", "B": "mca3"}
        return "mca4" if year >= 2025 else old[basis]
    return {"A": "mca-mtas", "B": "mca"}[basis]


def _standing(basis: str, note: str) -> str:
    if not basis:
        return "basis_not_stated"
    return "basis_inferred" if note.startswith("basis inferred") else "published"


def _names(path: Path) -> dict[str, str]:
    return {cells["formid"]: cells["mde_name"] for cells in read_rows(path, ("formid", "mde_name"))}


def _source(name: str, title: str, path: Path, vintage: str) -> Source:
    return Source(
        name=name,
        publisher=PUBLISHER,
        title=title,
        url=DATA_CENTER,
        vintage=vintage,
        licence="facts of the public record",
        retrieved_on="2026-10",
        sha256=sha256_of(path),
        valid_from=date(2019, 1, 1),
        valid_to=None,
        used_for=(FIGURES_FILE,),
    )


def _names_source(path: Path) -> Source:
    title = f"{PUBLISHER}, directory of school districts (names)"
    names = _source("mde-district-names", title, path, "2025-10-08")
    return replace(names, url=SCHOOLS_AND_ORGANIZATIONS, valid_from=date(2025, 7, 1))
