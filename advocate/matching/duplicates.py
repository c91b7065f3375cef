"""Which people of the list are likely one person, with a score and why?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advocate.matching.ladder import Known


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who are likely one; `first_id` < `second_id`.

    `score` runs from 0.5 to 1.0; `why` are phrases for a person to read, the weightiest first.
    """

    first_id: str
    second_id: str
    score: float
    why: tuple[str, ...]


def find_duplicates(people: Iterable[Known], *, least: float = 0.5) -> list[Pair]:
    """Return likely pairs, surest first; `advocate.store.merges.read_known` gives the people of a log."""
    raise NotImplementedError
