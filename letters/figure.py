"""What is one published figure, and how is it said so that an aide can check it?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from letters.errors import FigureRefused

#: `geography` of a figure for all of Minnesota; a district's is its id ("0625-01").
STATE = "state"
ALL_STUDENTS = "All students"
ALL_GRADES = "All grades"

#: Who is counted, by basis. Figures of two bases are never put side by side.
BASES = {
    "A": "students with valid scores on all of the state's standards-based tests",
    "B": "students with valid scores on the MCA alone",
    "C": "North Star achievement rate, where eligible students who did not take part count as not proficient",
    "NAEP": "a sample of students who took the National Assessment of Educational Progress",
    "attendance": "all enrolled students; consistent is more than 90 percent of the days enrolled (North Star)",
}
#: The share that a figure of a basis does not give, in words that follow "percent of … in …".
_NOT_MET = {
    "NAEP": "scored below the NAEP Proficient level in {subject}, which is set above grade level",
    "attendance": "did not attend consistently",
}
_MET = {
    "NAEP": "scored at or above the NAEP Proficient level",
    "attendance": "attended consistently",
}
#: How a figure stands, and why some may not be used; "" means that a letter may use it.
STANDINGS = {
    "published": "",
    "agrees": "",
    "consistent": "",
    "basis_inferred": "its source does not say which tests it counts; that was only inferred",
    "basis_not_stated": "its source does not say which tests it counts",
    "other_basis": "it counts students in a way of its own, so that nothing can stand beside it",
    "average": "it is an average of the groups' rates, not a share of students",
    "disputed": "it is disputed: it cannot be right beside the other published figures",
}


@dataclass(frozen=True)
class Figure:
    """One published share of students, with all that an aide needs to check it.

    `value` is the percent who met or exceeded the standards, in the digits that were published
    (26.55 is not rounded to 26.6). `year` is the spring of the tests: 2025 is the school year
    2024-25. `n` is the number of students counted and `met` how many of them met or exceeded the
    standards, each None where it was not published. `source` names the publisher and table, `url`
    where it publishes them, `found_at` where our copy was read.
    """

    value: Decimal
    year: int
    subject: str
    group: str
    geography: str
    geography_name: str
    basis: str
    test: str
    n: int | None
    source: str
    standing: str
    grade: str = ALL_GRADES
    publisher: str = ""
    url: str = ""
    found_at: str = ""
    note: str = ""
    met: int | None = None

    @property
    def not_met(self) -> Decimal:
        """The percent who did not meet or exceed the standards, with the digits of `value`."""
        return 100 - self.value

    @property
    def school_year(self) -> str:
        """The school year as people write it: "2024-25"."""
        return f"{self.year - 1}-{self.year % 100:02d}"

    @cached_property
    def refusal(self) -> str:
        """Why no letter may use this figure; "" where it may."""
        if self.standing not in STANDINGS:
            return f"its standing {self.standing!r} is not known here"
        return STANDINGS[self.standing] or ("" if self.basis in BASES else STANDINGS["basis_not_stated"])

    @property
    def step(self) -> Decimal:
        """The unit of the last digit that was published, in percentage points."""
        # North Star rates come with two digits; a lost zero at the end is no coarser measurement.
        exponent = self.value.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        return Decimal(1).scaleb(-max(places, 2 if self.basis == "C" else 0))

    @cached_property
    def students(self) -> tuple[int, int] | None:
        """How many students did not meet or exceed the standards, and of how many; None where unknown.

        Known where both counts were published, or where only one whole number of students fits the
        published percent of the published n. Nothing is ever rounded to get there.
        """
        if self.n is None or self.n <= 0:
            return None
        met = self.met if self.met is not None else _only_count(self.value, self.n, self.step)
        return None if met is None or not 0 <= met <= self.n else (self.n - met, self.n)

    def cite(self) -> str:
        """Return one sentence that carries year, test, basis, group and source. Raises FigureRefused."""
        return f"{self.claim()} ({self.counted()}; {self.publisher})."

    def claim(self) -> str:
        """Return the bare statement, without its full stop: what share of whom, where, when, in what."""
        require_usable(self)
        how_many = f" ({self.students[0]:,} of {self.students[1]:,})" if self.students else ""
        people = f"{_people(self)} in {with_article(self.geography_name)}"
        return f"In {self.school_year}, {self.not_met} percent{how_many} of {people} {self._not_met_words}"

    @property
    def _not_met_words(self) -> str:
        words = _NOT_MET.get(self.basis, "did not meet or exceed the standards in {subject}")
        return words.format(subject=self.subject)

    def counted(self) -> str:
        """Return who is counted, and on which tests."""
        return f"{BASES[self.basis]}, {self.test}" if self.basis == "A" else BASES[self.basis]

    def __hash__(self) -> int:
        # Enough to tell figures apart, and quicker than all sixteen fields.
        return hash((self.geography, self.subject, self.group, self.year, self.basis))

    def footnote(self) -> str:
        """Return the source note: table, place, subject, grades, group, tests and the published digits."""
        require_usable(self)
        return self._footnote

    @cached_property
    def _footnote(self) -> str:
        tested = f"; {self.n:,} students" if self.n is not None else ""
        return (
            f"{self.source}, {self.school_year}: {self.geography_name}, {self.subject}, "
            f"{self.grade.lower()}, {self.group[:1].lower()}{self.group[1:]}{tested}. "
            f"Counts {self.counted()}. {self.value} percent {_MET.get(self.basis, 'met or exceeded the standards')}."
            + (f" {self.url}" if self.url else "")
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as JSON has it; percents are text, so that no digit is lost."""
        return {
            "percent_met": str(self.value),
            "percent_not_met": str(self.not_met),
            "year": self.year,
            "subject": self.subject,
            "grade": self.grade,
            "group": self.group,
            "geography": self.geography,
            "geography_name": self.geography_name,
            "basis": self.basis,
            "test": self.test,
            "n": self.n,
            "students_not_met": self.students[0] if self.students else None,
            "source": self.source,
            "url": self.url,
            "found_at": self.found_at,
            "standing": self.standing,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A place in the published tables that was left blank, so that nobody in a small group can be recognised."""

    year: int
    subject: str
    group: str
    geography: str
    geography_name: str
    basis: str
    grade: str
    source: str

    @property
    def reason(self) -> str:
        """Why there is no figure, in a sentence."""
        return (
            f"The {self.year} {self.subject} figure for {self.group!r} in {with_article(self.geography_name)} "
            f"(basis {self.basis}) is suppressed: its publisher leaves it blank, as it does where too few students "
            "would be counted. It is not worked out from the figures of others either."
        )


def require_usable(figure: Figure) -> None:
    """Raise FigureRefused, with the reason, where no letter may use the figure."""
    if figure.refusal:
        raise FigureRefused(
            f"The {figure.year} {figure.subject} figure for {figure.group!r} ({figure.geography_name}, "
            f"basis {figure.basis or 'unknown'}) stays out of letters: {figure.refusal}."
        )


def _only_count(percent: Decimal, n: int, step: Decimal) -> int | None:
    """Return the one whole number of students that is `percent` of n to the published digits, else None.

    Some tables round and some cut off, so a number fits while it is less than one step away.
    """
    near = int(percent * n / 100)
    fits = [
        count for count in range(max(near - 2, 0), near + 4) if abs(Decimal(count) * 100 / n - percent) < step
    ]
    return fits[0] if len(fits) == 1 else None


def _people(figure: Figure) -> str:
    if figure.group == ALL_STUDENTS:
        people = "all students tested" if figure.basis in ("A", "B") else "all students"
    else:
        people = f"students in the group “{figure.group}”"
    grade = "" if figure.grade == ALL_GRADES else f" in {figure.grade[:1].lower()}{figure.grade[1:]}"
    return people + grade


def with_article(name: str) -> str:
    """Give a name the article that it has in a sentence."""
    return f"the {name}" if name.endswith(("District", "Education", "Achievement")) else name
