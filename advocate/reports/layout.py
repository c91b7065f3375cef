"""How do rows lie in a table that is no wider than the terminal: which columns wrap, and which are left out?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

#: Between two columns.
GAP = 2
#: A column of words is never made narrower than this.
_NARROWEST = 11
#: A longer word is cut where there is no room for it.
_LONGEST_WORD = 16


class Grid:
    """Cells as text under headings; `numeric` columns stand to the right and never wrap."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]
    ) -> None:
        self.headings, self.rows, self.numeric = list(headings), [list(row) for row in rows], list(numeric)

    def only(self, keep: Sequence[int]) -> Grid:
        """Return the grid with these columns alone."""
        return Grid(
            [self.headings[n] for n in keep],
            [[row[n] for n in keep] for row in self.rows],
            [self.numeric[n] for n in keep],
        )

    def is_empty(self, at: int) -> bool:
        """True where a column says nothing: 0, a dash or nothing in every row."""
        return all(row[at] in ("–", "", "0") for row in self.rows)

    def repeats_key(self, at: int) -> bool:
        """True where a column says the first one's cell again in more words: "House District 67B"."""
        return at > 0 and all(row[0] and row[at].split()[-1:] == [row[0]] for row in self.rows)

    def widths(self, width: int) -> list[int] | None:
        """Return the width of each column so that all fit into `width`, None where they do not.

        A heading wraps at its spaces where it must; columns of words wrap, too, the widest first.
        """
        room = width - GAP * (len(self.headings) - 1)
        most = [max([_longest_word(heading), *(len(row[n]) for row in self.rows)])
                for n, heading in enumerate(self.headings)]  # fmt: skip
        least = [
            most[n] if numeric else min(most[n], self._narrowest(n)) for n, numeric in enumerate(self.numeric)
        ]
        if sum(least) > room:
            return None
        sizes = list(most)
        while sum(sizes) > room:
            at = max((n for n in range(len(sizes)) if sizes[n] > least[n]), key=lambda n: sizes[n])
            sizes[at] -= 1
        for at, heading in enumerate(self.headings):
            if len(heading) - sizes[at] <= room - sum(sizes):
                sizes[at] = max(sizes[at], len(heading))
        return sizes

    def lines(self, sizes: Sequence[int]) -> Iterator[str]:
        """Yield the lines of the table. Headings of several words stand in several lines where they must."""
        yield from self._lines(self.headings, sizes, at_foot=True)
        for row in self.rows:
            yield from self._lines(row, sizes, at_foot=False)

    def _lines(self, row: Sequence[str], sizes: Sequence[int], *, at_foot: bool) -> Iterator[str]:
        # Most rows have one line, and taking words apart takes longer than all the rest.
        cells = [
            [cell] if len(cell) <= size else wrap(cell, size) or [""]
            for cell, size in zip(row, sizes, strict=True)
        ]
        height = max(map(len, cells))
        blank = [[""] * (height - len(cell)) for cell in cells]
        full = [above + cell if at_foot else cell + above for cell, above in zip(cells, blank, strict=True)]
        for line in zip(*full, strict=True):
            yield (" " * GAP).join(
                cell.rjust(size) if numeric else cell.ljust(size)
                for cell, size, numeric in zip(line, sizes, self.numeric, strict=True)
            ).rstrip()  # fmt: skip

    def _narrowest(self, at: int) -> int:
        """Return how narrow a column of words may be: no word is cut, but for very long ones."""
        words = (_longest_word(row[at]) for row in self.rows)
        return max(_longest_word(self.headings[at]), min(max(words, default=0), _LONGEST_WORD), _NARROWEST)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)
