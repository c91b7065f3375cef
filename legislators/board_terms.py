"""What is one holder's time in a seat of a school board, and how many seats does a board have?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

#: A Minnesota board has six members by law, or seven where its voters chose so (Minn. Stat. 123B.09).
SIZES_BY_LAW = (6, 7)
#: Boards whose size is known though not all their seats are listed.
KNOWN_SIZES = {"0625-01": 7}
_ELECTION_DISTRICT = re.compile(r"\bDistrict\b")
MOVED = "the winner of this seat later won another seat of the board"


@dataclass(frozen=True, slots=True)
class SeatTerm:
    """One holder's time in one seat, from `begins` until `ends` (a special one: at the earliest).

    `name` is "" where nobody can be named, `unnamed` says why. `elected` is None for an appointee.
    `remark` is what speaks against taking the name for sure.
    """

    id: str
    seat: str
    name: str
    unnamed: str
    elected: date | None
    special: bool
    begins: date
    ends: date
    source: str
    as_of: date
    remark: str = ""

    @property
    def by_election_district(self) -> bool:
        """True where only a part of the school district elects this seat."""
        return is_by_district(self.seat)

    @property
    def appointed(self) -> bool:
        """True where the board itself, and no election, filled the seat."""
        return self.elected is None


#: The terms of one seat, in the order of time; never empty.
Chain = tuple[SeatTerm, ...]


def is_by_district(seat: str) -> bool:
    """True where the seat's name tells that an election district elects it: "District 3", "Tyler District"."""
    return bool(_ELECTION_DISTRICT.search(seat))


def slug(name: str) -> str:
    """Return a name as part of an id: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", name.casefold()))


def missing_words(district: str, seats: Sequence[str]) -> str:
    """Say how many seats of the board are not among the named `seats`; "" where none is known to be missing."""
    listed, known = len(seats), KNOWN_SIZES.get(district, 0)
    if known > listed:
        return f"{known - listed} of {known} seats are not in our data"
    if known or listed >= SIZES_BY_LAW[0] or _is_whole_by_district(seats):
        return ""
    low, high = (size - listed for size in SIZES_BY_LAW)
    return f"{low} or {high} more seats are not in our data: {listed} listed, six or seven seats by law"


def _is_whole_by_district(seats: Sequence[str]) -> bool:
    """True where the seats are numbered election districts without a gap: such a board may be smaller."""
    return set(seats) == {f"District {number}" for number in range(1, len(seats) + 1)}


def compiled_terms(board: Mapping[str, Any]) -> list[Chain]:
    """Return the seats of a compiled board, each with the one term that it has there."""
    return [
        (
            SeatTerm(
                id=row["id"],
                seat=row["seat"],
                name=row["name"],
                unnamed=row["unnamed"],
                elected=date.fromisoformat(row["elected"]),
                special=row["special"],
                begins=date.fromisoformat(row["term_begins"]),
                ends=date.fromisoformat(row["term_ends"]),
                source=row["source"],
                as_of=date.fromisoformat(row["as_of"]),
            ),
        )
        for row in board["seats"]
    ]
