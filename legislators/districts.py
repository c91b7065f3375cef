"""Which districts hold this point, how far is the nearest line, and what lies beyond it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: The four kinds, in the order in which they are shown and stored.
KINDS = ("state_house", "state_senate", "congress", "school_district")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A district that may hold the place: within `distance_m` of it, or holding `share` (0 to 1) of the area."""

    id: str
    name: str
    distance_m: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class District:
    """One district of one kind, and how sure we are that the place lies in it.

    `edge_m` is the distance in metres from the point to the nearest line of the district, None for
    an area. When `certain` is false, `alternatives` holds every district that is possible, the
    chosen one first. `id` is "" where the place lies in no district of the kind.
    """

    kind: str
    id: str
    name: str
    ocd_id: str
    edge_m: float | None
    certain: bool
    alternatives: tuple[Alternative, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the district as the JSON of `advocate who` has it."""
        raise NotImplementedError
