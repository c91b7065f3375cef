"""How is a published figure said in a letter, and which source note belongs to it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from letters.errors import FigureNotFound, FigureRefused
from letters.figures import (
    ALL_STUDENTS,
    BASES,
    STATE,
    Figure,
    FigureBook,
    load_figures,
    require_usable,
    with_article,
)
from letters.sandbox import callable_in_templates
from letters.typed import Markdown


class Citations:
    """The figures of one letter, numbered in the order in which it names them."""

    def __init__(self, book: FigureBook | None, school_district: str) -> None:
        self.figures: list[Figure] = []
        self._book = book
        self._district = school_district

    @callable_in_templates
    def figure(self, subject: str, geography: str = "district", group: str = ALL_STUDENTS) -> Markdown:
        """Return one figure in words with its mark: the writer's own district's, or the state's.

        Where the district has none, the state's, by name, so that nothing is invented.
        """
        book = self._books(subject)
        own, state = book.side_by_side(subject, self._district, group)
        chosen = own if geography == "district" and own else state or book.newest(subject, STATE, group=group)
        return self._marked(pair_in_words(None, chosen), chosen)

    @callable_in_templates
    def side_by_side(self, subject: str, group: str = ALL_STUDENTS) -> Markdown:
        """Return the district's newest figure in words and the state's of the same year beside it."""
        own, state = self._books(subject).side_by_side(subject, self._district, group)
        return self._marked(pair_in_words(own, state), own, state)

    def _books(self, subject: str) -> FigureBook:
        book = self._book if self._book is not None else load_figures()
        book.require_subject(subject)
        return book

    def _marked(self, words: str, *figures: Figure | None) -> Markdown:
        marks = [f"[^{self._number(figure)}]" for figure in figures if figure is not None]
        return Markdown(words.format(*marks))

    def _number(self, figure: Figure) -> int:
        require_usable(figure)
        if figure not in self.figures:
            require_one_basis([*self.figures, figure])
            self.figures.append(figure)
        return self.figures.index(figure) + 1


def require_one_basis(figures: Sequence[Figure]) -> None:
    """Raise FigureRefused where the figures count different students, and so cannot stand together."""
    bases = sorted({figure.basis for figure in figures})
    if len(bases) > 1:
        named = "; ".join(f"{basis}: {BASES.get(basis, 'unknown')}" for basis in bases)
        raise FigureRefused(
            f"Figures of different bases cannot stand in one letter ({named}). Keep those of one basis."
        )


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
