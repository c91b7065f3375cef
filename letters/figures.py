"""Which published figure may a letter use, and how is it cited?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from letters.errors import FigureNotFound, FigureRefused, FiguresUnreadable

#: The file of figures inside a data folder.
FIGURES_FILE = "figures.json"
#: `geography` of a figure for all of Minnesota; a district's is its id ("0625-01").
STATE = "state"
ALL_STUDENTS = "All students"
ALL_GRADES = "All grades"

#: Who is counted, by basis. Figures of two bases are never put side by side.
BASES = {
    "A": "students with valid scores on all of the state's standards-based tests",
    "B": "students with valid scores on the MCA alone",
    "C": "North Star achievement rate, where eligible students who did not take part count as not proficient",
}
#: How a figure stands, and why some may not be used; "" means that a letter may use it.
STANDINGS = {
    "published": "",
    "agrees": "",
    "consistent": "",
    "basis_inferred": "its source does not say which tests it counts; that was only inferred",
    "basis_not_stated": "its source does not say which tests it counts",
    "disputed": "it is disputed: it cannot be right beside the other published figures",
}
_BUNDLED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Figure:
    """One published share of students, with all that an aide needs to check it.

    `value` is the percent who met or exceeded the standards, in the digits that were published
    (26.55 is not rounded to 26.6). `year` is the spring of the tests: 2025 is the school year
    2024-25. `n` is the number of students tested, None where it was not published. `source` names
    the publisher and table, `url` where it publishes them, `found_at` where our copy was read.
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

    def cite(self) -> str:
        """Return one sentence that carries year, test, basis, group and source. Raises FigureRefused."""
        return f"{self.claim()} ({self.counted()}; {self.publisher})."

    def claim(self) -> str:
        """Return the bare statement, without its full stop: what share of whom, where, when, in what."""
        require_usable(self)
        return (
            f"In {self.school_year}, {self.not_met} percent of {_people(self)} in {with_article(self.geography_name)} "
            f"did not meet or exceed the standards in {self.subject}"
        )

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
            f"Counts {self.counted()}. {self.value} percent met or exceeded the standards."
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
            "source": self.source,
            "url": self.url,
            "found_at": self.found_at,
            "standing": self.standing,
            "note": self.note,
        }


class FigureBook:
    """All figures we have. Finds and pairs them; never rounds, averages or guesses one."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        by_geography: dict[str, list[Figure]] = {}
        for figure in figures:
            by_geography.setdefault(figure.geography, []).append(figure)
        self._by_geography = {key: tuple(rows) for key, rows in by_geography.items()}
        # A list goes to hundreds of officials of few districts: the same pairs are asked for again.
        self._pairs: dict[tuple[str, str, str], tuple[Figure | None, Figure | None]] = {}

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that some figure a letter may use is about."""
        state = self._by_geography.get(STATE, ())
        return tuple(sorted({figure.subject for figure in state if not figure.refusal}))

    @property
    def geographies(self) -> tuple[str, ...]:
        """The school district ids that have a figure, and "state"."""
        return tuple(sorted(self._by_geography))

    def find(
        self,
        subject: str,
        geography: str = STATE,
        *,
        basis: str | None = None,
        group: str | None = None,
        year: int | None = None,
        grade: str = ALL_GRADES,
    ) -> tuple[Figure, ...]:
        """Return every figure that fits, oldest first, those no letter may use among them."""
        rows = [
            figure
            for figure in self._by_geography.get(geography, ())
            if figure.subject == subject
            and figure.grade == grade
            and basis in (None, figure.basis)
            and group in (None, figure.group)
            and year in (None, figure.year)
        ]
        return tuple(sorted(rows, key=_preference))

    def newest(
        self, subject: str, geography: str = STATE, basis: str | None = None, group: str = ALL_STUDENTS
    ) -> Figure | None:
        """Return the newest figure that a letter may use, the state's headline basis first, or None."""
        found = self.find(subject, geography, basis=basis, group=group)
        return next((figure for figure in reversed(found) if not figure.refusal), None)

    def side_by_side(
        self, subject: str, school_district_id: str, group: str = ALL_STUDENTS
    ) -> tuple[Figure | None, Figure | None]:
        """Return the district's newest figure and the state's for the same year, basis, test and group.

        Where the district has none, the state's newest stands alone: (None, state). Where no year
        has both, the district's stands alone: a state figure of another year is no comparison.
        """
        key = (subject, school_district_id, group)
        if key not in self._pairs:
            self._pairs[key] = self._pair(*key)
        return self._pairs[key]

    def require_subject(self, subject: str) -> None:
        """Raise FigureNotFound, with the subjects we have, where this one is none of them."""
        if subject not in self.subjects:
            have = ", ".join(self.subjects) or "none"
            raise FigureNotFound(f"There are no figures about {subject!r}. Choose one of: {have}.")

    def _pair(self, subject: str, district: str, group: str) -> tuple[Figure | None, Figure | None]:
        if not district or district == STATE:
            return None, self.newest(subject, STATE, group=group)
        ours = [each for each in self.find(subject, district, group=group) if not each.refusal]
        for own in reversed(ours):
            beside = self._beside(own)
            if beside is not None:
                return own, beside
        if ours:
            return ours[-1], None
        return None, self.newest(subject, STATE, group=group)

    def _beside(self, own: Figure) -> Figure | None:
        found = self.find(own.subject, STATE, basis=own.basis, group=own.group, year=own.year)
        same = [each for each in found if not each.refusal and each.test == own.test]
        return same[-1] if same else None


@cache
def load_figures(folder: Path | None = None) -> FigureBook:
    """Read a data folder's figures (the bundled one without `folder`), once a process.

    Raises FiguresUnreadable where the file is missing or broken.
    """
    path = (folder or _BUNDLED) / FIGURES_FILE
    import json

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return FigureBook(_figures_in(content))
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise FiguresUnreadable(
            f"The figures in {path} cannot be read ({error}). Install the package again, or compile the "
            "data with: advocate data build --from DIR"
        ) from error


def require_usable(figure: Figure) -> None:
    """Raise FigureRefused, with the reason, where no letter may use the figure."""
    if figure.refusal:
        raise FigureRefused(
            f"The {figure.year} {figure.subject} figure for {figure.group!r} ({figure.geography_name}, "
            f"basis {figure.basis or 'unknown'}) stays out of letters: {figure.refusal}."
        )


def _figures_in(content: dict[str, Any]) -> Iterable[Figure]:
    columns = content["columns"]
    sources = content["sources"]
    places = content["places"]
    tests = content["tests"]
    for row in content["rows"]:
        cells = dict(zip(columns, row, strict=True))
        source = sources[cells["source"]]
        yield Figure(
            value=Decimal(cells["percent_met"]),
            year=cells["year"],
            subject=cells["subject"],
            group=cells["group"],
            geography=cells["geography"],
            geography_name=places[cells["geography"]],
            basis=cells["basis"],
            test=tests[cells["test"]],
            n=cells["n"],
            source=source["title"],
            standing=cells["standing"],
            grade=cells["grade"],
            publisher=source["publisher"],
            url=source["url"],
            found_at=cells["found_at"],
            note=cells["note"],
        )


def _preference(figure: Figure) -> tuple[int, int, bool, str]:
    """Sort key: older first, then C, B, A, then what a publisher did not publish itself first."""
    rank = {"A": 3, "B": 2, "C": 1}.get(figure.basis, 0)
    return figure.year, rank, figure.standing == "published", figure.group


def _people(figure: Figure) -> str:
    if figure.group == ALL_STUDENTS:
        people = "all students tested" if figure.basis != "C" else "all students"
    else:
        people = f"students in the group “{figure.group}”"
    grade = "" if figure.grade == ALL_GRADES else f" in {figure.grade[:1].lower()}{figure.grade[1:]}"
    return people + grade


def with_article(name: str) -> str:
    """Give a name the article that it has in a sentence."""
    return f"the {name}" if name.endswith(("District", "Education", "Achievement")) else name
