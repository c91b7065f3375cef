"""From where to where do the figures of the school districts run that one legislator serves?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from letters.errors import FigureNotFound
from letters.figure import ALL_STUDENTS, Figure, with_article
from letters.figures import FigureBook

#: A school district with less of a legislative district's area than this, and less of its own area in
#: it, is a corner of a map rather than a place that the legislator serves.
SMALLEST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Served:
    """A school district that a legislator serves; shares of area, 0 to 1.

    `share` is the part of the legislative district that lies in it, `share_of_own` the part of the
    school district that lies in the legislative one (None where it is not known).
    """

    school_district: str
    share: float
    share_of_own: float | None = None

    @property
    def counts(self) -> bool:
        """False for a mere corner."""
        return max(self.share, self.share_of_own or 0.0) >= SMALLEST_SHARE


@dataclass(frozen=True, slots=True)
class DistrictRange:
    """The figures of the districts that one legislator serves, the lowest share not meeting first.

    All of one year, basis and group. `without` are the districts that have no such figure. There is no
    average in it: an average of districts would count no students.
    """

    figures: tuple[Figure, ...]
    without: tuple[str, ...]

    @property
    def lowest(self) -> Figure:
        """The district where the smallest share of students did not meet the standards."""
        return self.figures[0]

    @property
    def highest(self) -> Figure:
        """The district where the largest share of students did not meet the standards."""
        return self.figures[-1]

    def in_words(self, legislative_district: str) -> str:
        """Return one sentence for a letter, "{0}" and "{1}" for the marks of its two footnotes.

        `legislative_district` is its name in words, such as "House District 67B".
        """
        low, high = self.lowest, self.highest
        where = with_article(legislative_district)
        if len(self.figures) == 1:
            return f"{low.claim()},{{0}} the one school district in {where} with a published figure."
        return (
            f"In the {len(self.figures)} school districts that lie wholly or partly in {where}, the share that did "
            f"not meet or exceed the standards in {low.subject} in {low.school_year} ran from {low.not_met} percent "
            f"in {with_article(low.geography_name)}{{0}} to {high.not_met} percent in "
            f"{with_article(high.geography_name)}.{{1}}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the range as JSON has it."""
        return {"figures": [figure.to_dict() for figure in self.figures], "without": list(self.without)}


def range_across(
    book: FigureBook,
    subject: str,
    served: Iterable[Served | str],
    *,
    group: str = ALL_STUDENTS,
    year: int | None = None,
    basis: str | None = None,
) -> DistrictRange:
    """Return the figures of the districts served, for the newest year and basis that most of them have.

    `served` are Served or plain district ids. Raises FigureNotFound where no district has a figure.
    """
    ids = [
        each if isinstance(each, str) else each.school_district
        for each in served
        if isinstance(each, str) or each.counts
    ]
    found = {
        each: [f for f in book.find(subject, each, group=group, year=year, basis=basis) if not f.refusal]
        for each in dict.fromkeys(ids)
    }
    series: dict[tuple[int, str, str], list[Figure]] = {}
    for figures in found.values():
        for figure in figures:
            series.setdefault((figure.year, figure.basis, figure.test), []).append(figure)
    if not series:
        raise FigureNotFound(
            f"None of these school districts has a {subject} figure for {group!r}: {', '.join(ids)}."
        )
    # The newest year; in it the basis that leaves the fewest districts out, A before B before C.
    newest = max(year for year, _, _ in series)
    chosen = max(
        (k for k in series if k[0] == newest), key=lambda k: (len(series[k]), [-ord(c) for c in k[1]])
    )
    rows = sorted(series[chosen], key=lambda figure: (figure.not_met, figure.geography))
    having = {figure.geography for figure in rows}
    return DistrictRange(tuple(rows), tuple(each for each in found if each not in having))
