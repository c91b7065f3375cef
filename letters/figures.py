"""Which published figure may a letter use, and which stand beside it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from letters.errors import FigureNotFound, FigureRefused
from letters.figure import (
    ALL_GRADES,
    ALL_STUDENTS,
    BASES,
    STANDINGS,
    STATE,
    Figure,
    Suppressed,
    require_usable,
    with_article,
)

if TYPE_CHECKING:
    from letters.shelf import Shelf

__all__ = [
    "ALL_GRADES",
    "ALL_STUDENTS",
    "BASES",
    "STANDINGS",
    "STATE",
    "Figure",
    "FigureBook",
    "Suppressed",
    "load_figures",
    "require_usable",
    "with_article",
]


class _InMemory:
    """Figures that lie in memory already, as tests and callers of the library give them."""

    def __init__(self, rows: Iterable[Figure | Suppressed]) -> None:
        self._rows: dict[tuple[str, str], list[Figure | Suppressed]] = {}
        for row in rows:
            self._rows.setdefault((row.geography, row.subject), []).append(row)

    def geographies(self) -> list[str]:
        return sorted({geography for geography, _ in self._rows})

    def subjects(self, geography: str) -> list[str]:
        return sorted({subject for place, subject in self._rows if place == geography})

    def rows(self, geography: str, subject: str) -> list[Figure | Suppressed]:
        return self._rows.get((geography, subject), [])


class FigureBook:
    """All figures we have. Finds and pairs them; never rounds, averages or guesses one.

    Made of figures, or of a shelf (`letters.shelf`) from which each place is read when it is asked for.
    """

    def __init__(self, figures: Iterable[Figure | Suppressed] = (), shelf: Shelf | None = None) -> None:
        self._shelf: Shelf = shelf if shelf is not None else _InMemory(figures)
        self._read: dict[tuple[str, str], tuple[Figure | Suppressed, ...]] = {}
        # A list goes to hundreds of officials of few districts: the same pairs are asked for again.
        self._pairs: dict[tuple[str, str, str, str | None], tuple[Figure | None, Figure | None]] = {}

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that some statewide figure a letter may use is about."""
        usable = (s for s in self.subjects_of(STATE) if any(not f.refusal for f in self._figures(STATE, s)))
        return tuple(sorted(usable))

    @property
    def geographies(self) -> tuple[str, ...]:
        """The ids that have a figure: "state", school districts, charters; after an import counties and schools."""
        return tuple(self._shelf.geographies())

    def subjects_of(self, geography: str) -> tuple[str, ...]:
        """Return the subjects that a place has any figure about."""
        return tuple(sorted(self._shelf.subjects(geography)))

    def groups(self, subject: str, geography: str = STATE) -> tuple[str, ...]:
        """Return the groups of students that a place has a figure or a suppressed one for."""
        return tuple(sorted({row.group for row in self._rows(geography, subject)}))

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
            for figure in self._figures(geography, subject)
            if figure.grade == grade
            and basis in (None, figure.basis)
            and group in (None, figure.group)
            and year in (None, figure.year)
        ]
        return tuple(sorted(rows, key=_preference))

    def suppressed(
        self, subject: str, geography: str = STATE, *, basis: str | None = None, group: str = ALL_STUDENTS
    ) -> tuple[Suppressed, ...]:
        """Return what the publisher left blank of a group, oldest first."""
        rows = [
            row
            for row in self._rows(geography, subject)
            if isinstance(row, Suppressed) and row.group == group and basis in (None, row.basis)
        ]
        return tuple(sorted(rows, key=lambda row: (row.year, row.basis)))

    def require(
        self,
        subject: str,
        geography: str = STATE,
        *,
        year: int | None = None,
        group: str = ALL_STUDENTS,
        basis: str | None = None,
        grade: str = ALL_GRADES,
    ) -> Figure:
        """Return the one figure that fits, the newest without `year`, the headline basis without `basis`.

        Raises FigureRefused, with the reason, where it is suppressed, disputed or otherwise not to be
        used, and FigureNotFound, with what there is, where nobody published one.
        """
        found = self.find(subject, geography, basis=basis, group=group, year=year, grade=grade)
        usable = [figure for figure in found if not figure.refusal]
        if usable:
            return usable[-1]
        hidden = self.suppressed(subject, geography, basis=basis, group=group)
        hidden = tuple(row for row in hidden if row.grade == grade and year in (None, row.year))
        if hidden:
            raise FigureRefused(hidden[-1].reason)
        if found:
            require_usable(found[-1])
        raise FigureNotFound(self._what_there_is(subject, geography, group, year, basis, grade))

    def all_of(self, subject: str, geography: str = STATE) -> tuple[Figure, ...]:
        """Return a place's figures of all groups, grades and bases, oldest first."""
        return tuple(sorted(self._figures(geography, subject), key=_preference))

    def newest(
        self, subject: str, geography: str = STATE, basis: str | None = None, group: str = ALL_STUDENTS
    ) -> Figure | None:
        """Return the newest figure that a letter may use, the state's headline basis first, or None."""
        found = self.find(subject, geography, basis=basis, group=group)
        return next((figure for figure in reversed(found) if not figure.refusal), None)

    def side_by_side(
        self,
        subject: str,
        school_district_id: str,
        group: str = ALL_STUDENTS,
        basis: str | None = None,
    ) -> tuple[Figure | None, Figure | None]:
        """Return the district's newest figure and the state's for the same year, basis, test and group.

        Where the district has none, the state's newest stands alone: (None, state). Where no year
        has both, the district's stands alone: a state figure of another year is no comparison.
        With `basis`, only figures of that one count.
        """
        key = (subject, school_district_id, group, basis)
        if key not in self._pairs:
            self._pairs[key] = self._pair(*key)
        return self._pairs[key]

    def require_subject(self, subject: str) -> None:
        """Raise FigureNotFound, with the subjects we have, where this one is none of them."""
        if subject not in self.subjects:
            have = ", ".join(self.subjects) or "none"
            raise FigureNotFound(f"There are no figures about {subject!r}. Choose one of: {have}.")

    def _pair(
        self, subject: str, district: str, group: str, basis: str | None
    ) -> tuple[Figure | None, Figure | None]:
        if not district or district == STATE:
            return None, self.newest(subject, STATE, basis, group)
        ours = [each for each in self.find(subject, district, basis=basis, group=group) if not each.refusal]
        for own in reversed(ours):
            beside = self._beside(own)
            if beside is not None:
                return own, beside
        if ours:
            return ours[-1], None
        return None, self.newest(subject, STATE, basis, group)

    def _rows(self, geography: str, subject: str) -> tuple[Figure | Suppressed, ...]:
        key = (geography, subject)
        if key not in self._read:
            self._read[key] = tuple(self._shelf.rows(geography, subject))
        return self._read[key]

    def _figures(self, geography: str, subject: str) -> Iterator[Figure]:
        return (row for row in self._rows(geography, subject) if isinstance(row, Figure))

    def _what_there_is(
        self, subject: str, geography: str, group: str, year: int | None, basis: str | None, grade: str
    ) -> str:
        """Return a message that names the choices at the first word that fits nothing."""
        asked = f"There is no {subject} figure for {group!r} in {geography!r}"
        subjects, groups = self.subjects_of(geography), self.groups(subject, geography)
        if not subjects:
            return f"{asked}: the place has none. Choose a district's number and type, such as 0625-01, or {STATE!r}."
        if subject not in subjects:
            return f"{asked}. The place has: {_listed(subjects)}."
        if group not in groups:
            others = _listed(groups)
            return (
                f"{asked}: nobody published one, and it is not worked out from others by subtraction. "
                f"There are: {others}."
            )
        rows = [row for row in self._rows(geography, subject) if row.group == group]
        have = sorted({f"{row.year} (basis {row.basis or 'unknown'}, {row.grade.lower()})" for row in rows})
        wanted = [f"in {year}" if year else "", f"on basis {basis}" if basis else "", f"in {grade.lower()}"]
        return f"{asked} {' '.join(word for word in wanted if word)}. There are: {_listed(have)}."

    def _beside(self, own: Figure) -> Figure | None:
        found = self.find(own.subject, STATE, basis=own.basis, group=own.group, year=own.year)
        same = [each for each in found if not each.refusal and each.test == own.test]
        return same[-1] if same else None


@cache
def _load(folder: Path | None, own_version: int | None) -> FigureBook:  # noqa: ARG001 - tells imports apart
    from letters.shelf import open_shelf

    return FigureBook(shelf=open_shelf(folder))


def load_figures(folder: Path | None = None) -> FigureBook:
    """Return a data folder's figures; without `folder` the user's own over the bundled ones.

    The same book every time in one process; a place is read when it is first asked for. Raises
    FiguresUnreadable where the file is missing or broken.
    """
    from letters.figure_file import FIGURES_FILE, check_readable
    from letters.shelf import own_version

    if folder is not None:
        check_readable(folder / FIGURES_FILE)
        return _load(folder, None)
    return _load(None, own_version())


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items) or "none"


def _preference(figure: Figure) -> tuple[int, int, bool, str]:
    """Sort key: older first, then C, B, A, then what a publisher did not publish itself first."""
    rank = {"A": 3, "B": 2, "C": 1}.get(figure.basis, 0)
    return figure.year, rank, figure.standing == "published", figure.group
