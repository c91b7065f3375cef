"""Which figures of the school districts that an official serves go with them into the meeting?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legislators.official import Official
    from letters.figure import Figure
    from letters.figures import FigureBook

#: The subjects of a brief, in order: those that every district has.
SUBJECTS = ("reading", "math")


@dataclass(frozen=True, slots=True)
class Place:
    """A school district, or the state: its figures by subject, and how much of the official's district it is.

    `share` is a part of area, 0 to 1, or None. A subject without a published figure is left out.
    """

    name: str
    figures: dict[str, Figure]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class ServedFigures:
    """Figures of one school year, one basis and one set of tests; `places` by share of area, the state last.

    `without` are districts that have no such figure: none was published, or it is suppressed. Where
    nothing at all can be said, `places` is empty.
    """

    places: tuple[Place, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Figure, ...]:
        """Every figure, in the order of the places."""
        return tuple(figure for place in self.places for figure in place.figures.values())

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects that some place has a figure about."""
        return tuple(subject for subject in SUBJECTS if any(subject in each.figures for each in self.places))

    @property
    def definition(self) -> str:
        """What the figures are: year, group, tests, basis and source, in sentences; "" where there are none."""
        from letters.figure import BASES

        figures = self.all
        if not figures:
            return ""
        one = figures[0]
        sources = "; ".join(dict.fromkeys(each.source for each in figures))
        url = f" {one.url}" if one.url else ""
        return (
            f"Students who did not meet or exceed the state’s standards, {one.school_year}, {one.grade.lower()}, "
            f"{one.group[:1].lower()}{one.group[1:]}; tests: {one.test}; basis {one.basis}: {BASES[one.basis]}. "
            f"Source: {sources}.{url}"
        )


def figures_for(official: Official, book: FigureBook | None = None) -> ServedFigures:
    """Return the figures that belong to an official's district, beside the state's of the same year and basis."""
    from letters.figures import load_figures

    book = load_figures() if book is None else book
    served = _served(official)
    if not served:
        state = {each: found for each in SUBJECTS if (found := book.newest(each))}
        return ServedFigures((Place("Minnesota", _alike(state, next(iter(state.values()), None)), None),) if state else ())  # fmt: skip
    return _of_districts(book, served)


def _served(official: Official) -> dict[str, float | None]:
    """Return school district id -> its share of the official's district, the largest first."""
    from advocate.officials.serving import districts_served

    if official.kind in ("school_board", "school_district"):
        return {official.district: None}
    found, _ = districts_served(official.kind, official.district)
    return {each.school_district: each.share for each in found if each.counts}


def _of_districts(book: FigureBook, served: dict[str, float | None]) -> ServedFigures:
    from letters.errors import FigureNotFound
    from letters.ranges import range_across

    by_place: dict[str, dict[str, Figure]] = {}
    first: Figure | None = None
    for subject in SUBJECTS:
        try:
            found = range_across(book, subject, served, year=first.year if first else None,
                                 basis=first.basis if first else None)  # fmt: skip
        except FigureNotFound:
            continue
        first = first or found.lowest
        for figure in found.figures:
            if figure.test == first.test:
                by_place.setdefault(figure.geography, {})[subject] = figure
    if first is None:
        return ServedFigures((), _names(list(served)))
    places = [
        Place(next(iter(by_place[id_].values())).geography_name, by_place[id_], share)
        for id_, share in served.items()
        if id_ in by_place
    ]
    state = _alike({each: _state(book, each, first) for each in SUBJECTS}, first)
    if state:
        places.append(Place("Minnesota", state, None))
    return ServedFigures(tuple(places), _names([id_ for id_ in served if id_ not in by_place]))


def _state(book: FigureBook, subject: str, like: Figure) -> Figure | None:
    from letters.figure import STATE

    found = book.find(subject, STATE, basis=like.basis, group=like.group, year=like.year)
    return next((each for each in reversed(found) if not each.refusal and each.test == like.test), None)


def _alike(figures: dict[str, Figure | None] | dict[str, Figure], like: Figure | None) -> dict[str, Figure]:
    """Leave out what is of another year, basis or test: it is never put beside the others."""
    if like is None:
        return {}
    key = (like.year, like.basis, like.test, like.group, like.grade)
    return {
        subject: each
        for subject, each in figures.items()
        if each is not None and (each.year, each.basis, each.test, each.group, each.grade) == key
    }


def _names(ids: Sequence[str]) -> tuple[str, ...]:
    from legislators.districts import default_index

    index = default_index()
    return tuple(index.name("school_district", id_) for id_ in ids)
