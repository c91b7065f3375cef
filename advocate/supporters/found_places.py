"""What do we keep of a place that was found, and of the doubts about its districts?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from advocate.store.placements import Placing

if TYPE_CHECKING:
    from legislators.address import Address
    from legislators.bulk import LocatedRow
    from legislators.districts import District
    from legislators.lookup import Lookup
    from legislators.places import Place
    from legislators.snapshot import Snapshot

KINDS = ("state_house", "state_senate", "congress", "school_district")
#: More possible districts than this are counted, not named.
_MOST_NAMED = 4
_WORDS = {
    "state_house": "House",
    "state_senate": "Senate",
    "congress": "Congress",
    "school_district": "schools",
}
#: Files of the snapshot on which the place and districts of an address depend.
_FILES = ("districts.gpkg", "streets.sqlite", "zip_areas.json")


def snapshot_mark(snapshot: Snapshot | None = None) -> str:
    """Return what `placements.snapshot` holds: the vintage, and a hash of the inputs that decide a place.

    Streets of another county change the hash and not the vintage: those addresses are looked up again.
    """
    import hashlib

    from legislators.lookup import lookup_for

    # The look-up's own, whose sources are read once however many letters are written.
    snapshot = lookup_for(snapshot).snapshot
    inputs = sorted({source.sha256 for name in _FILES for source in snapshot.sources_of(name)})
    return f"{snapshot.version} {hashlib.sha256(' '.join(inputs).encode()).hexdigest()[:8]}"


def placing_of_row(row: LocatedRow) -> Placing:
    """Return what is kept of one looked-up row."""
    if row.place is None or row.problem:
        return Placing(problem=row.problem or "The address could not be placed.")
    problem = " ".join(notice.message for notice in row.notices)
    return placing_of(row.place, row.districts, problem)


def placing_of(place: Place | None, districts: Sequence[District], problem: str = "") -> Placing:
    """Return what is kept of a place and its districts; why they are not certain is added to `problem`.

    A district that is not certain is kept as "": nobody is counted, or listed, in one that was guessed.
    """
    ids = {district.kind: district.id for district in districts if district.certain}
    doubts = [_doubt(district) for district in districts if not district.certain]
    told = "; ".join([*doubts, problem] if problem else doubts)
    house, senate, congress, schools = (ids.get(kind, "") for kind in KINDS)
    return Placing(
        place.lat if place else None,
        place.lon if place else None,
        place.method if place else "",
        place.error_m if place else None,
        int(not doubts),
        house,
        senate,
        congress,
        schools,
        told,
    )


def _doubt(district: District) -> str:
    """Say of a district that is not certain which it could be: "House 67A or 67B"."""
    options = [option.id or "none" for option in district.alternatives] or [district.id or "none"]
    which = " or ".join(options) if len(options) <= _MOST_NAMED else f"one of {len(options)}"
    return f"{_WORDS[district.kind]} {which}"


def placing_at(lookup: Lookup, place: Place, typed: Address | None = None, odd: str = "") -> Placing:
    """Return the place with its districts; a ZIP code that was typed otherwise makes them less certain."""
    from legislators.errors import NotInMinnesota
    from legislators.geocoders import Found

    areas = None
    if typed is not None and typed.zip_code and place.zip_code not in ("", typed.zip_code):
        areas = lookup.areas.locate(replace(typed, city=""))
        odd = f"The ZIP code on file is {place.zip_code}, not {typed.zip_code}."
    try:
        districts, _ = lookup.districts_of(Found(place, areas=areas.areas if areas else {}))
    except NotInMinnesota as error:
        return Placing(problem=str(error))
    return placing_of(place, districts, odd)
