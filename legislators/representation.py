"""Who represents this address, and how sure are we? The whole look-up as one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from legislators.districts import KINDS, Alternative, District, DistrictIndex
from legislators.errors import BadAddress, NotInMinnesota
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
        """True where every district is certain."""
        return all(district.certain for district in self.districts)

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
        from legislators.address import parse_address
        from legislators.geocoders.chain import place_address

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
        if not any(
            id_ != district.id for id_, share in shares.items() if share >= HARDLY * max(shares.values())
        ):
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


@cache
def _lookup(folders: tuple[str, ...]) -> Lookup:
    from pathlib import Path

    from legislators.snapshot import Snapshot

    return Lookup(Snapshot(tuple(Path(folder) for folder in folders)))


def lookup_for(snapshot: Snapshot | None = None) -> Lookup:
    """Return the look-up over a snapshot (default: the one in use); the same one for the same folders."""
    from legislators.snapshot import open_snapshot

    return _lookup(tuple(str(folder) for folder in (snapshot or open_snapshot()).folders))


def who_represents(
    address: str, *, offline: bool = False, on: date | None = None, snapshot: Snapshot | None = None
) -> Representation:
    """Return who represents an address on a day (default: today).

    With `offline` nothing leaves the machine. Raises BadAddress (it can't be placed, and why),
    AmbiguousAddress (with the choices), NotInMinnesota.
    """
    lookup = lookup_for(snapshot)
    placed = lookup.place(address, offline=offline)
    districts, notices = lookup.districts_of(placed.found)
    return _represent(
        lookup, address, on, placed.found.place, districts, (*placed.notices, *notices), placed.steps
    )


def represent_point(
    lat: float, lon: float, *, on: date | None = None, snapshot: Snapshot | None = None
) -> Representation:
    """Return who represents a point in degrees (WGS 84). Raises BadAddress, NotInMinnesota."""
    from legislators.geocoders import Found

    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadAddress("A point is latitude, then longitude, in degrees, such as 44.9593,-93.0355")
    if -98 <= lat <= -89 and 43 <= lon <= 50:
        raise BadAddress(f"Latitude comes first: try {lon},{lat}")
    lookup = lookup_for(snapshot)
    place = Place(f"{lat:.6f}, {lon:.6f}", lat, lon, "point", 0.0, "the point as given")
    districts, notices = lookup.districts_of(Found(place))
    return _represent(lookup, f"{lat},{lon}", on, place, districts, tuple(notices), ("Point: as given.",))


def represent_districts(
    house: str | None = None,
    school_district: str | None = None,
    *,
    on: date | None = None,
    snapshot: Snapshot | None = None,
) -> Representation:
    """Return who represents named districts: "67B" (with its Senate district) and "0625-01". Raises UnknownDistrict."""
    lookup = lookup_for(snapshot)
    named = []
    if house:
        id_ = lookup.index.normalise("state_house", house)
        # Every Senate district is exactly its two House districts.
        named += [("state_house", id_), ("state_senate", id_[:-1])]
    if school_district:
        named.append(("school_district", lookup.index.normalise("school_district", school_district)))
    districts = tuple(found for kind, id_ in named if (found := lookup.index.get(kind, id_)))
    query = ", ".join(text for text in (house, school_district) if text)
    return _represent(lookup, query, on, None, districts, (), ("Districts: as named.",))


def _represent(
    lookup: Lookup, query: str, on: date | None, place: Place | None, districts: tuple[District, ...],
    notices: tuple[Notice, ...], steps: tuple[str, ...],
) -> Representation:  # fmt: skip
    day = on or date.today()
    officials = lookup.officials_of(districts, day)
    return Representation(
        query, day, place, districts, officials, (*notices, *_about_officials(officials)), steps
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
