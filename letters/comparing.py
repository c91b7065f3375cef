"""Which published figures may stand beside each other, and what change may be stated?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from letters.breaks import RACES, Break, breaks_between
from letters.errors import FigureNotFound, FigureRefused
from letters.figure import ALL_GRADES, ALL_STUDENTS, BASES, Figure, Suppressed, require_usable, with_article
from letters.figures import FigureBook

#: Groups that together make up all students: whoever knows all but one of them knows the last.
PARTITIONS = (
    RACES,
    frozenset(
        {
            "Students eligible for free/reduced-price meals",
            "Students not eligible for free/reduced-price meals",
        }
    ),
    frozenset({"English learners", "Not English learners"}),
    frozenset(
        {"Students receiving special education services", "Students not receiving special education services"}
    ),
    frozenset({"Female", "Male"}),
)
#: Why a year is missing from every series.
NO_TESTS = {2020: "no tests were given in spring 2020"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures that differ in one thing alone: "year", "geography" or "group"."""

    differ_in: str
    figures: tuple[Figure, ...]

    @property
    def change(self) -> Decimal | None:
        """For two years, how many percentage points fewer (-) or more did not meet the standards."""
        if self.differ_in != "year":
            return None
        return self.figures[-1].not_met - self.figures[0].not_met

    def in_words(self) -> str:
        """Return the comparison in one or two sentences, without a judgement."""
        first, *others = self.figures
        if self.change is not None:
            direction = "more" if self.change > 0 else "fewer"
            last = self.figures[-1]
            return (
                f"{first.claim()}. In {last.school_year} it was {last.not_met} percent, {abs(self.change)} "
                f"percentage points {direction}. Both figures count {first.counted()}."
            )
        label = "geography_name" if self.differ_in == "geography" else "group"
        said = "; ".join(f"{with_article(getattr(each, label))}: {each.not_met} percent" for each in others)
        return f"{first.claim()}. For comparison, {said}. All of these count {first.counted()}."

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON has it."""
        change = self.change
        return {
            "differ_in": self.differ_in,
            "figures": [figure.to_dict() for figure in self.figures],
            "change_in_points_not_met": None if change is None else str(change),
            "in_words": self.in_words(),
        }


def compare(book: FigureBook, figures: Sequence[Figure]) -> Comparison:
    """Return the figures as a comparison; years in order, otherwise as given.

    Raises FigureRefused with the reason: a figure that may not be used, two bases, figures that differ
    in more than one thing, a change across a break or smaller than rounding, or a comparison from
    which a suppressed group could be worked out.
    """
    if len(figures) < 2:
        raise FigureNotFound("A comparison needs two figures. Name a second place, group or year.")
    _require_no_break(figures)
    require_one_basis(figures)
    for figure in figures:
        require_usable(figure)
    kind = _difference(figures)
    if kind == "year":
        figures = sorted(figures, key=lambda figure: figure.year)
        for first, second in pairwise(figures):
            require_same_series(first, second)
        _require_more_than_rounding(figures[0], figures[-1])
    elif kind == "group":
        require_nothing_given_away(book, figures)
    return Comparison(kind, tuple(figures))


def _require_no_break(figures: Sequence[Figure]) -> None:
    """Raise FigureRefused where years of one series lie on both sides of a break: the best reason comes first."""
    if len({(figure.subject, figure.group, figure.geography) for figure in figures}) == 1:
        for first, second in pairwise(sorted(figures, key=lambda figure: figure.year)):
            if breaks_between(first, first.year, second.year):
                require_same_series(first, second)


def require_one_basis(figures: Sequence[Figure]) -> None:
    """Raise FigureRefused where the figures count different students, and so cannot stand together."""
    bases = sorted({figure.basis for figure in figures})
    if len(bases) > 1:
        named = "; ".join(f"{basis}: {BASES.get(basis, 'unknown')}" for basis in bases)
        raise FigureRefused(
            f"Figures of different bases cannot stand together ({named}). Keep those of one basis."
        )


def require_same_series(first: Figure, second: Figure) -> None:
    """Raise FigureRefused where a break lies between two years of one series."""
    found = breaks_between(first, first.year, second.year)
    if found:
        why = "; ".join(each.why for each in found)
        raise FigureRefused(
            f"No change in {first.subject} from {first.year} to {second.year} may be stated for "
            f"{first.group!r}: {why}. State each year by itself."
        )
    if first.test != second.test:
        raise FigureRefused(
            f"No change from {first.year} to {second.year} may be stated: {first.year} is of {first.test}, "
            f"{second.year} of {second.test}."
        )


def require_nothing_given_away(book: FigureBook, figures: Sequence[Figure]) -> None:
    """Raise FigureRefused where the figures together show what the publisher hid.

    So it is where all students stand beside every group of a division but one, and that one is
    suppressed: what is left over is the hidden group.
    """
    by_group = {figure.group: figure for figure in figures}
    whole = by_group.get(ALL_STUDENTS)
    for division in PARTITIONS:
        shown = division & by_group.keys()
        if whole is None or not shown:
            continue
        hidden = [row for row in _hidden(book, whole) if row.group in division]
        published = {row.group for row in _published(book, whole)} & division
        if len(hidden) == 1 and published <= shown:
            raise FigureRefused(
                f"{hidden[0].reason} All students beside {', '.join(sorted(shown))} would show what is left "
                "over. Leave out all students, or one of the groups."
            )


def _hidden(book: FigureBook, like: Figure) -> list[Suppressed]:
    groups = book.groups(like.subject, like.geography)
    rows = [
        row
        for group in groups
        for row in book.suppressed(like.subject, like.geography, basis=like.basis, group=group)
    ]
    return [row for row in rows if row.year == like.year and row.grade == like.grade]


def _published(book: FigureBook, like: Figure) -> tuple[Figure, ...]:
    return book.find(like.subject, like.geography, basis=like.basis, year=like.year, grade=like.grade)


def _difference(figures: Sequence[Figure]) -> str:
    """Return the one thing in which the figures differ. Raises FigureRefused where it is not one."""
    differ = [
        name
        for name in ("subject", "grade", "year", "geography", "group")
        if len({getattr(figure, name) for figure in figures}) > 1
    ]
    if len(differ) == 1 and differ[0] in ("year", "geography", "group"):
        if differ[0] != "year" and len({figure.test for figure in figures}) > 1:
            raise FigureRefused("The figures are of different tests, and so cannot be compared.")
        return differ[0]
    what = " and ".join(differ) or "nothing"
    raise FigureRefused(
        f"These figures differ in {what}. A comparison is of two years, two places or two groups, all else alike."
    )


def _require_more_than_rounding(first: Figure, last: Figure) -> None:
    step = max(first.step, last.step)
    change = abs(first.value - last.value)
    if change <= step:
        raise FigureRefused(
            f"From {first.value} in {first.year} to {last.value} in {last.year} is {change} percentage points. "
            f"The figures are published to {step}, so rounding alone can make that: say that it stayed about "
            "the same, or give each year by itself."
        )


@dataclass(frozen=True)
class Trend:
    """Every year of one series that we have, with its breaks and gaps; no year is picked."""

    figures: tuple[Figure, ...]
    suppressed: tuple[Suppressed, ...] = ()

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks that lie between its years."""
        first, last = self.figures[0], self.figures[-1]
        return breaks_between(first, first.year, last.year)

    @cached_property
    def segments(self) -> tuple[tuple[Figure, ...], ...]:
        """The years, parted at every break: a line may be drawn inside a segment alone."""
        parts: list[list[Figure]] = [[self.figures[0]]]
        for before, after in pairwise(self.figures):
            if breaks_between(before, before.year, after.year) or before.test != after.test:
                parts.append([])
            parts[-1].append(after)
        return tuple(tuple(part) for part in parts)

    @cached_property
    def gaps(self) -> tuple[tuple[int, str], ...]:
        """The years between first and last that have no figure, and why where that is known."""
        have = {figure.year for figure in self.figures}
        hidden = {row.year for row in self.suppressed}
        missing = [year for year in range(min(have), max(have)) if year not in have]
        reasons = dict.fromkeys(hidden, "suppressed: too few students") | NO_TESTS
        return tuple((year, reasons.get(year, "not in our data")) for year in missing)

    def to_dict(self) -> dict[str, Any]:
        """Return the trend as JSON has it."""
        return {
            "figures": [figure.to_dict() for figure in self.figures],
            "breaks": [{"first_year": each.first_year, "why": each.why} for each in self.breaks],
            "gaps": [{"year": year, "why": why} for year, why in self.gaps],
        }


def trend(
    book: FigureBook,
    subject: str,
    geography: str,
    *,
    group: str = ALL_STUDENTS,
    basis: str | None = None,
    grade: str = ALL_GRADES,
) -> Trend:
    """Return every year of a series; without `basis`, that of the newest figure.

    Raises FigureRefused or FigureNotFound where there is no figure that may be used.
    """
    newest = book.require(subject, geography, group=group, basis=basis, grade=grade)
    found = book.find(subject, geography, basis=newest.basis, group=group, grade=grade)
    by_year = {figure.year: figure for figure in found if not figure.refusal}
    hidden = book.suppressed(subject, geography, basis=newest.basis, group=group)
    return Trend(tuple(by_year[year] for year in sorted(by_year)), hidden)
