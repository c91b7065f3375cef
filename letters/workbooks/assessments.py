"""What does a row of the assessment workbook (MCA and MTAS by subject) say?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from letters.figure import STATE
from letters.shelving import Row
from letters.workbooks.cells import (
    grade_of,
    group_of,
    number_of,
    percent_text,
    share_of,
    subject_of,
    text_of,
    year_of,
)
from letters.workbooks.layouts import Header
from letters.workbooks.reading import Problem, Reading, Sheet

SOURCE = "mde-workbook-assessments"
#: Fewer students than this were never to be seen, whatever a workbook says.
FEWEST = 10
#: The percent and the counts of a row are published apart, and may differ by a rounding.
_TOLERANCE = Decimal("0.06")


@dataclass(frozen=True, slots=True)
class _Draft:
    number: int
    geography: str
    year: int
    subject: str
    group: str
    grade: str
    test_name: str
    share: Decimal | None
    signed: bool
    n: int | None
    met: int | None


class Assessments:
    """Reads one sheet row by row; which tests are counted and how shares are written shows only at the end."""

    def __init__(self, header: Header, reading: Reading, sheet: Sheet) -> None:
        self._header, self._reading, self._sheet = header, reading, sheet
        self._pick = itemgetter(*header.places.values())
        self._names = tuple(header.places)
        # A sheet without an optional column is as one where it is blank.
        self._blank = dict.fromkeys({*header.layout.optional, *header.places}, "")
        self._drafts: list[_Draft] = []
        self._evidence: dict[str, Counter[str]] = {}
        self._as_percent = False

    def add(self, number: int, cells: Sequence[Any]) -> None:
        """Take a row of the sheet; one that cannot be read becomes a problem."""
        try:
            picked = [
                cell if type(cell) is str and cell.isalnum() else text_of(cell) for cell in self._pick(cells)
            ]
        except IndexError:
            return self._problem(number, "the row is shorter than the header")
        if not any(picked):
            return None
        self._sheet.rows += 1
        try:
            row = self._blank | dict(zip(self._names, picked, strict=True))
            self._drafts.append(self._draft(number, row.__getitem__))
        except ValueError as error:
            self._problem(number, str(error))
        return None

    def finish(self) -> None:
        """Turn the rows into figures."""
        bases = {name: _basis(name, self._evidence.get(name, Counter())) for name in self._test_names()}
        for draft in self._drafts:
            basis = bases[draft.test_name]
            if basis is None:
                self._sheet.kept_out[f"test {draft.test_name!r} is on none of the bases A, B and C"] += 1
            else:
                self._keep(draft, basis)

    def _draft(self, number: int, get: Callable[[str], str]) -> _Draft:
        year, subject, grade = year_of(get("year")), subject_of(get("subject")), grade_of(get("grade"))
        if year is None:
            raise ValueError(f"{get('year')!r} is no school year such as 24-25")
        if subject is None:
            raise ValueError(f"{get('subject')!r} is no subject: math, reading or science")
        if grade is None:
            raise ValueError(f"{get('grade')!r} is no grade")
        levels = [number_of(get(level)) for level in "dpme"]
        n, met = _counts(levels)
        found = share_of(get("percent"))
        hidden = get("hidden").upper() == "Y" or found is None or _too_few(n, number_of(get("tested")))
        self._note_tests(get("test"), n, number_of(get("mca")), number_of(get("mtas")))
        share, signed = found if found is not None and not hidden else (None, False)
        if share is not None and not signed and share > 1:
            self._as_percent = True
        return _Draft(
            number=number,
            geography=self._place(get),
            year=year,
            subject=subject,
            group=group_of(get("group"), get("category")),
            grade=grade,
            test_name=get("test"),
            share=share,
            signed=signed,
            n=None if hidden else n,
            met=None if hidden else met,
        )

    def _place(self, get: Callable[[str], str]) -> str:
        level = self._header.level
        if level == "state":
            return STATE
        if level == "county":
            county = get("county")
            if not county.isdigit():
                raise ValueError(f"{county!r} is no county number")
            return self._named(f"county-{int(county)}", get("county_name"))
        district, kind = get("district"), get("type")
        if not (district.isdigit() and kind.isdigit()):
            raise ValueError(f"district number {district!r} and type {kind!r} are not both numbers")
        geography = f"{int(district):04d}-{int(kind):02d}"
        if level == "district":
            return self._named(geography, get("district_name"))
        school = get("school")
        if not school.isdigit():
            raise ValueError(f"{school!r} is no school number")
        return self._named(f"{geography}-{int(school):03d}", get("school_name"))

    def _named(self, geography: str, name: str) -> str:
        if name:
            self._reading.places.setdefault(geography, name)
        return geography

    def _note_tests(self, test: str, n: int | None, mca: int | None, mtas: int | None) -> None:
        """Remember what the counts say about which tests a percent is of; both tests must have been taken."""
        if n is None or not mca or not mtas:
            return
        votes = self._evidence.setdefault(test, Counter())
        if n == mca + mtas:
            votes["A"] += 1
        elif n == mca:
            votes["B"] += 1
        else:
            votes["neither"] += 1

    def _test_names(self) -> set[str]:
        return {draft.test_name for draft in self._drafts}

    def _keep(self, draft: _Draft, basis: str) -> None:
        percent = None
        if draft.share is not None:
            percent = percent_text(draft.share, not (draft.signed or self._as_percent))
            if draft.n and draft.met is not None:
                counted = Decimal(draft.met) * 100 / draft.n
                if abs(counted - Decimal(percent)) > _TOLERANCE:
                    said = f"{percent} percent does not fit {draft.met} of {draft.n} students"
                    return self._problem(draft.number, said)
        self._reading.rows.append(
            Row(
                subject=draft.subject,
                group=draft.group,
                grade=draft.grade,
                geography=draft.geography,
                year=draft.year,
                basis=basis,
                test=_test(draft, basis),
                percent_met=percent,
                n=draft.n,
                source=SOURCE,
                found_at=self._reading.file,
                standing="published",
                note="",
                met=draft.met,
            )
        )
        return None

    def _problem(self, number: int, message: str) -> None:
        self._reading.problems.append(Problem(self._sheet.name, number, message))


def _counts(levels: list[int | None]) -> tuple[int | None, int | None]:
    """Return how many students reached a level at all, and how many met or exceeded."""
    if any(level is None for level in levels):
        return None, None
    d, p, m, e = (level or 0 for level in levels)
    return d + p + m + e, m + e


def _too_few(*counts: int | None) -> bool:
    return any(count is not None and count < FEWEST for count in counts)


def _basis(test: str, votes: Counter[str]) -> str | None:
    """Return "A" or "B" for a test's name; where the counts say which, they do. None where it is neither."""
    if votes:
        winner, count = votes.most_common(1)[0]
        return winner if winner in "AB" and count == votes.total() else None
    words = test.casefold()
    alternate = "mtas" in words or "alt" in words
    if "mca" in words and not alternate:
        return "B"
    return "A" if ("mca" in words and alternate) or words.startswith("all") else None


def _test(draft: _Draft, basis: str) -> str:
    """Return the tests in words; those of the bundled figures where they are the same tests."""
    new = "iv" in draft.test_name.casefold().replace("-", " ").split()
    since = {"science": 2025, "reading": 2026}.get(draft.subject)
    if new or (since is not None and draft.year >= since):
        return {"A": "MCA-IV and Alternate MCA", "B": "MCA-IV"}[basis]
    if draft.subject == "science":
        return {"A": "MCA-III and MTAS", "B": "MCA-III"}[basis]
    return {"A": "MCA and MTAS/Alternate MCA", "B": "MCA"}[basis]
