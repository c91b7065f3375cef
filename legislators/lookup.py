"""Which districts and officials does a place have, from one snapshot, and where do its sources disagree?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from legislators.address import parse_address
from legislators.districts import KINDS, Alternative, District, DistrictIndex
from legislators.errors import NotInMinnesota
from legislators.geocoders.chain import place_address
from legislators.places import Notice, Place

if TYPE_CHECKING:
    from legislators.geocoders import Found, Geocoder
    from legislators.geocoders.chain import Placed
    from legislators.geocoders.zipcodes import ZipAreas
    from legislators.officials import Official, Roster
    from legislators.snapshot import Snapshot

#: A line nearer than this, in metres, makes a district uncertain, however well the place is known.
NEAR_LINE_M = 50.0

#: A district with less than this part of the largest share of an area is one that the area hardly touches.
HARDLY = 0.1

_WORDS = {"state_house": "House district", "state_senate": "Senate district", "congress": "congressional district",
          "school_district": "school district"}  # fmt: skip


class Lookup:
    """Everything a look-up reads, from one snapshot, each part opened when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._areas_known: dict[Place, tuple[District, ...]] = {}

    @cached_property
    def index(self) -> DistrictIndex:
        """The districts' shapes."""
        shapes = self.snapshot.path("districts.gpkg")
        # The cells are made from the shapes, so only those that lie beside them fit.
        return DistrictIndex(shapes, shapes.with_name("district_cells.npz"))

    @cached_property
    def areas(self) -> ZipAreas:
        """The ZIP codes' areas and towns."""
        from legislators.geocoders.zipcodes import ZipAreas

        return ZipAreas(self.snapshot.path("zip_areas.json"))

    @cached_property
    def streets(self) -> Geocoder:
        """The street index."""
        from legislators.geocoders.streets import StreetIndex

        return StreetIndex(self.snapshot.path("streets.sqlite"), self.areas.towns)

    @cached_property
    def census(self) -> Geocoder:
        """The online geocoder."""
        from legislators.geocoders.census import CensusGeocoder

        return CensusGeocoder(school_ids=self.roster.school_ids())

    @cached_property
    def roster(self) -> Roster:
        """The seats and who holds them."""
        from legislators.officials import load_roster

        return load_roster(self.snapshot)

    def place(self, text: str, *, offline: bool) -> Placed:
        """Return where an address lies. Raises BadAddress, AmbiguousAddress, NotInMinnesota."""
        address = parse_address(text, self.areas.cities)
        return place_address(address, (self.streets,) if offline else (self.streets, self.census), self.areas)

    def districts_of(self, found: Found) -> tuple[tuple[District, ...], list[Notice]]:
        """Return the districts of a place or an area, and what a person should know about them."""
        place = found.place
        if place.lat is None or place.lon is None:
            return self.districts_of_area(found), [_area_notice(place)]
        districts = self.index.at(place.lat, place.lon, max(place.error_m or 0.0, NEAR_LINE_M))
        if not any(district.id for district in districts):
            raise NotInMinnesota(
                "The place lies outside Minnesota; advocate knows the officials of Minnesota only."
            )
        checked = [self.beside(district, found) for district in districts]
        return tuple(district for district, _ in checked), [
            notice for _, notices in checked for notice in notices
        ]

    def districts_of_area(self, found: Found) -> tuple[District, ...]:
        """Return, a kind, the likeliest district of an area, never certain, with the share of each."""
        if found.place not in self._areas_known:
            self._areas_known[found.place] = tuple(
                self._of_area(kind, found.areas.get(kind, {})) for kind in KINDS
            )
        return self._areas_known[found.place]

    def _of_area(self, kind: str, shares: Mapping[str, float]) -> District:
        options = tuple(
            Alternative(id_, self.index.name(kind, id_), share=share) for id_, share in shares.items()
        )
        likeliest = self.index.get(kind, options[0].id) if options else None
        if likeliest is None:
            return District(kind, "", "", "", None, False, options)
        return replace(likeliest, certain=False, alternatives=options)

    def beside(self, district: District, found: Found) -> tuple[District, list[Notice]]:
        """Return our district beside what the geocoder itself and a ZIP code that differs say, and the warnings."""
        notices = []
        told = found.districts.get(district.kind, "")
        if told and told != district.id and self.index.get(district.kind, told):
            other = Alternative(told, self.index.name(district.kind, told))
            options = district.alternatives or (Alternative(district.id, district.name, 0.0),)
            if told not in {option.id for option in options}:
                options = (*options, other)
            district = replace(district, certain=False, alternatives=options)
            message = f"The Census Geocoder says {other.name}; the lines of our data say {district.name}. Ask before you write."
            notices.append(Notice("district_differs", message))
        if not district.certain and len(district.alternatives) > 1:
            notices.append(_near_line(district))
        # After the notice of a near line: this doubt is the ZIP code's or town's, which has its own.
        district = self._beside_area(district, found.areas.get(district.kind, {}))
        if district.kind == "school_district" and not district.id:
            notices.append(
                Notice(
                    "no_school_district",
                    "The place lies in no school district, so no school board is elected for it.",
                )
            )
        return district, notices

    def _beside_area(self, district: District, shares: Mapping[str, float]) -> District:
        """Return the district; not certain where a good part of the typed ZIP code or town lies in another."""
        least = HARDLY * max(shares.values(), default=0.0)
        if not any(id_ != district.id and share >= least for id_, share in shares.items()):
            return district
        options = district.alternatives or (Alternative(district.id, district.name, 0.0),)
        known = {option.id for option in options}
        others = (Alternative(id_, self.index.name(district.kind, id_), share=share)
                  for id_, share in shares.items() if id_ not in known)  # fmt: skip
        return replace(district, certain=False, alternatives=(*options, *others))

    def officials_of(self, districts: tuple[District, ...], on: date) -> tuple[Official, ...]:
        """Return the officials of every district that is possible, the Senate first."""
        order = ("state_senate", "state_house", "school_district")
        chosen = [district for kind in order for district in districts if district.kind == kind]
        return tuple(
            replace(official, certain=official.certain and district.certain)
            for district in chosen
            for id_ in dict.fromkeys([option.id for option in district.alternatives] or [district.id])
            if id_
            for official in self.roster.for_district(district.kind, id_, on)
        )


@lru_cache(maxsize=8)
def _lookup(folders: tuple[str, ...], corrected: tuple[int, int]) -> Lookup:  # noqa: ARG001 - tells states apart
    from pathlib import Path

    from legislators.snapshot import Snapshot

    return Lookup(Snapshot(tuple(Path(folder) for folder in folders)))


def lookup_for(snapshot: Snapshot | None = None) -> Lookup:
    """Return the look-up over a snapshot (default: the one in use); the same one for the same folders.

    It is made anew where the person's corrections have changed.
    """
    from legislators.correction_file import stamp
    from legislators.snapshot import open_snapshot

    return _lookup(tuple(str(folder) for folder in (snapshot or open_snapshot()).folders), stamp())


def _near_line(district: District) -> Notice:
    names = " or ".join(option.name for option in district.alternatives)
    away = (
        ""
        if district.edge_m is None
        else f" A line runs about {max(round(district.edge_m, -1), 10):.0f} m away."
    )
    return Notice(
        "near_line", f"The {_WORDS[district.kind]} is not certain: {names}.{away} Check before you write."
    )


def _area_notice(place: Place) -> Notice:
    message = (
        f"Only the area of {place.matched} is known, not the house. Every district that it touches is listed."
    )
    return Notice("zip_area", message)
