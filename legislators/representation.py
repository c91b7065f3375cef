"""Who represents this address, and how sure are we? The whole look-up as one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from legislators.errors import BadAddress
from legislators.freshness import STALE_AFTER_DAYS
from legislators.lookup import Lookup, lookup_for
from legislators.places import Notice, Place

if TYPE_CHECKING:
    from legislators.districts import District
    from legislators.officials import Official
    from legislators.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Representation:
    """A place, its districts and its officials on a day; `steps` tell what each step of the look-up found.

    `place` is None where districts were named instead of a place.
    """

    query: str
    as_of: date
    place: Place | None
    districts: tuple[District, ...]
    officials: tuple[Official, ...]
    warnings: tuple[Notice, ...]
    steps: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """True where every district is certain, and so is which election district of a board it is."""
        near = any(notice.code == "near_election_district" for notice in self.warnings)
        return not near and all(district.certain for district in self.districts)

    def district(self, kind: str) -> District | None:
        """Return the district of a kind, None where it was not looked up."""
        return next((each for each in self.districts if each.kind == kind), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `advocate who --json`."""
        return {
            "query": self.query,
            "as_of": self.as_of.isoformat(),
            "place": self.place.to_dict() if self.place else None,
            "districts": [district.to_dict() for district in self.districts],
            "officials": [official.to_dict() for official in self.officials],
            "warnings": [notice.to_dict() for notice in self.warnings],
            "steps": list(self.steps),
        }


def who_represents(
    address: str,
    *,
    offline: bool = False,
    on: date | None = None,
    snapshot: Snapshot | None = None,
    stale_after: int = STALE_AFTER_DAYS,
) -> Representation:
    """Return who represents an address on a day (default: today).

    With `offline` nothing leaves the machine. For an earlier day the copy of the data is asked that
    was valid then, where one is at hand. After `stale_after` days without an update a notice says so.
    Raises BadAddress (it can't be placed, and why), AmbiguousAddress (with the choices), NotInMinnesota.
    """
    lookup, told = _lookup_on(snapshot, on)
    placed = lookup.place(address, offline=offline)
    districts, notices = lookup.districts_of(placed.found)
    notices = [*placed.notices, *notices, *told]
    return _represent(lookup, address, on, placed.found.place, districts, notices, placed.steps, stale_after)


def represent_point(
    lat: float,
    lon: float,
    *,
    on: date | None = None,
    snapshot: Snapshot | None = None,
    stale_after: int = STALE_AFTER_DAYS,
) -> Representation:
    """Return who represents a point in degrees (WGS 84). Raises BadAddress, NotInMinnesota."""
    from legislators.geocoders import Found

    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadAddress("A point is latitude, then longitude, in degrees, such as 44.9593,-93.0355")
    if -98 <= lat <= -89 and 43 <= lon <= 50:
        raise BadAddress(f"Latitude comes first: try {lon},{lat}")
    lookup, told = _lookup_on(snapshot, on)
    place = Place(f"{lat:.6f}, {lon:.6f}", lat, lon, "point", 0.0, "the point as given")
    districts, notices = lookup.districts_of(Found(place))
    steps = ("Point: as given.",)
    return _represent(lookup, f"{lat},{lon}", on, place, districts, [*notices, *told], steps, stale_after)


def represent_districts(
    house: str | None = None,
    school_district: str | None = None,
    *,
    on: date | None = None,
    snapshot: Snapshot | None = None,
    stale_after: int = STALE_AFTER_DAYS,
) -> Representation:
    """Return who represents named districts: "67B" (with its Senate district) and "0625-01". Raises UnknownDistrict."""
    lookup, told = _lookup_on(snapshot, on)
    named = []
    if house:
        id_ = lookup.index.normalise("state_house", house)
        # Every Senate district is exactly its two House districts.
        named += [("state_house", id_), ("state_senate", id_[:-1])]
    if school_district:
        named.append(("school_district", lookup.index.normalise("school_district", school_district)))
    districts = tuple(found for kind, id_ in named if (found := lookup.index.get(kind, id_)))
    query = ", ".join(text for text in (house, school_district) if text)
    return _represent(lookup, query, on, None, districts, told, ("Districts: as named.",), stale_after)


def _lookup_on(snapshot: Snapshot | None, on: date | None) -> tuple[Lookup, list[Notice]]:
    """Return the look-up to ask about a day, and where it is not the data in force, a notice."""
    if snapshot is not None or on is None:
        return lookup_for(snapshot), []
    from legislators.history import snapshot_on

    chosen, notices = snapshot_on(on)
    return lookup_for(chosen), notices


def _represent(
    lookup: Lookup, query: str, on: date | None, place: Place | None, districts: tuple[District, ...],
    notices: Sequence[Notice], steps: tuple[str, ...], stale_after: int,
) -> Representation:  # fmt: skip
    from legislators.freshness import stale_notices

    day = on or date.today()
    officials, of_boards = _about_boards(lookup.officials_of(districts, day), place, day)
    told = [
        *notices,
        *of_boards,
        *_about_officials(officials),
        *stale_notices(lookup.snapshot, officials, day, stale_after),
    ]
    if on is not None:
        from legislators.history import gaps_on

        told += gaps_on(lookup.snapshot, officials, day)
    return Representation(query, day, place, districts, officials, tuple(told), steps)


def _about_boards(
    officials: tuple[Official, ...], place: Place | None, day: date
) -> tuple[tuple[Official, ...], tuple[Notice, ...]]:
    """Return the officials with the board members of the place alone where lines tell, and the boards' sheets."""
    if not any(each.kind == "school_board" for each in officials):
        return officials, ()
    from legislators.board_lines import own_members
    from legislators.board_sheets import sheet_notices
    from legislators.lookup import NEAR_LINE_M

    own, notices = own_members(officials, place, NEAR_LINE_M)
    return own, (
        *notices,
        *sheet_notices({each.district for each in own if each.kind == "school_board"}, day),
    )


def _about_officials(officials: tuple[Official, ...]) -> list[Notice]:
    notices = []
    vacant = [official for official in officials if official.status == "vacant"]
    notices += [
        Notice("vacant", f"{official.title}, {official.district}: {official.note}") for official in vacant
    ]
    if any(official.status == "term_ended" for official in officials):
        notices.append(
            Notice("term_ended", "Terms shown here have ended, and who was elected next is not in our data.")
        )
    return notices
