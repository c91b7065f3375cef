"""Which school districts does an official serve, so that a letter can give their range?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.ranges import Served


@lru_cache(maxsize=512)
def districts_served(kind: str, district: str) -> tuple[tuple[Served, ...], str]:
    """Return the school districts in a legislative district with their shares, and its name in words.

    `((), "")` for an office that has no such district (the governor, a school board). They are the
    `districts_served` and `served_by` of a letter's context. Raises UnknownDistrict, SnapshotError.
    """
    from legislators.overlay import LEGISLATIVE_KINDS, load_overlay

    if kind not in LEGISLATIVE_KINDS or not district:
        return (), ""
    from legislators.districts import default_index
    from letters.ranges import Served

    overlaps = load_overlay().school_districts(kind, district)
    served = tuple(
        Served(each.school_district, each.share_of_district, each.share_of_school_district)
        for each in overlaps
    )
    return served, default_index().name(kind, district)
