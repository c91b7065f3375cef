"""How is a published figure said in a letter, and which source note belongs to it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from letters.comparing import require_one_basis
from letters.errors import FigureNotFound, FigureRefused
from letters.figures import (
    ALL_STUDENTS,
    STATE,
    Figure,
    FigureBook,
    load_figures,
    require_usable,
    with_article,
)
from letters.ranges import Served, range_across
from letters.sandbox import callable_in_templates
from letters.typed import Markdown

__all__ = ["Citations", "pair_in_words", "require_one_basis"]


class Citations:
    """The figures of one letter, numbered in the order in which it names them."""

    def __init__(
        self,
        book: FigureBook | None,
        school_district: str,
        served: Sequence[Served | str] = (),
        served_by: str = "",
    ) -> None:
        self.figures: list[Figure] = []
        self._book = book
        self._district = school_district
        self._served = served
        self._served_by = served_by

    @callable_in_templates
    def figure(self, subject: str, geography: str = "district", group: str = ALL_STUDENTS) -> Markdown:
        """Return one figure in words with its mark: the writer's own district's, or the state's.

        Where the district has none, the state's, by name, so that nothing is invented.
        """
        own, state = self._pair(subject, group)
        alone = own if geography == "district" and own else state or self._newest_of_state(subject, group)
        return self._marked(pair_in_words(None, alone), alone)

    @callable_in_templates
    def side_by_side(self, subject: str, group: str = ALL_STUDENTS) -> Markdown:
        """Return the district's newest figure in words and the state's of the same year beside it."""
        if self.figures or self._book is None:
            own, state = self._pair(subject, group)
            return self._marked(pair_in_words(own, state), own, state)
        # The first figures of a letter are the same in all letters from one district.
        words, figures = _first_pair(self._book, self._district, subject, group)
        self.figures.extend(figures)
        return words

    @callable_in_templates
    def district_range(self, subject: str, group: str = ALL_STUDENTS) -> Markdown:
        """Return in one sentence from where to where the figures of the districts run that the official serves.

        "" where the letter was not told which those are, none of them has a figure, or the only one's
        is in the letter already.
        """
        if not self._served:
            return Markdown("")
        book, basis = self._books(subject), self._basis
        try:
            found = range_across(book, subject, self._served, group=group, basis=basis)
        except FigureNotFound:
            return Markdown("")
        if len(found.figures) == 1 and found.lowest in self.figures:
            return Markdown("")  # the letter has said it
        words = found.in_words(self._served_by or "this district")
        ends = (found.lowest,) if len(found.figures) == 1 else (found.lowest, found.highest)
        return self._marked(words, *ends)

    @property
    def _basis(self) -> str | None:
        """The basis of the figures that the letter has already: what follows should be of the same."""
        return self.figures[0].basis if self.figures else None

    def _pair(self, subject: str, group: str) -> tuple[Figure | None, Figure | None]:
        book = self._books(subject)
        pair = book.side_by_side(subject, self._district, group, self._basis)
        # Nothing of that basis: what there is will be refused beside the others, with the reason.
        return pair if pair != (None, None) else book.side_by_side(subject, self._district, group)

    def _newest_of_state(self, subject: str, group: str) -> Figure | None:
        book = self._books(subject)
        same = book.newest(subject, STATE, self._basis, group)
        return same or book.newest(subject, STATE, group=group)

    def _books(self, subject: str) -> FigureBook:
        if self._book is None:
            self._book = load_figures()
        self._book.require_subject(subject)
        return self._book

    def _marked(self, words: str, *figures: Figure | None) -> Markdown:
        marks = [f"[^{self._number(figure)}]" for figure in figures if figure is not None]
        return Markdown(words.format(*marks))

    def _number(self, figure: Figure) -> int:
        require_usable(figure)
        if figure not in self.figures:
            require_one_basis([*self.figures, figure])
            self.figures.append(figure)
        return self.figures.index(figure) + 1


@lru_cache(maxsize=256)
def _first_pair(
    book: FigureBook, district: str, subject: str, group: str
) -> tuple[Markdown, tuple[Figure, ...]]:
    """Return the district's figure and the state's in words, as a letter's first, and the two."""
    alone = Citations(book, district)
    own, state = alone._pair(subject, group)
    return alone._marked(pair_in_words(own, state), own, state), tuple(alone.figures)


@lru_cache(maxsize=4096)
def pair_in_words(district: Figure | None, state: Figure | None) -> str:
    """Return the district's figure and the state's beside it in words, "{0}" and "{1}" for footnote marks.

    Raises FigureNotFound where there is neither, FigureRefused where the two cannot be compared.
    """
    alone = district or state
    if alone is None:
        raise FigureNotFound("There is no figure to state: neither the district nor the state has one.")
    if district is None or state is None:
        return f"{alone.claim()}.{{0}} This counts {alone.counted()}, as published by {with_article(alone.publisher)}."
    require_one_basis((district, state))
    if (district.year, district.group, district.test) != (state.year, state.group, state.test):
        raise FigureRefused(
            f"{district.geography_name} in {district.year} cannot stand beside {state.geography_name} in "
            f"{state.year}: a comparison needs the same year, group and test."
        )
    require_usable(state)
    return (
        f"{district.claim()}.{{0}} Across Minnesota it was {state.not_met} percent.{{1}} "
        f"Both figures count {district.counted()}, as published by {with_article(district.publisher)}."
    )
