"""Which step of the chain places an address, and what did each step find?

Streets on this machine first, then the Census Geocoder where the person allows it, then the ZIP area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from legislators.address import STATES, Address
from legislators.errors import BadAddress, GeocoderError, NotInMinnesota
from legislators.geocoders import Found, Geocoder
from legislators.geocoders.zipcodes import ZipAreas
from legislators.places import Notice

_STEP = {"street_range": "Street index", "census": "Census Geocoder", "zip_area": "ZIP area"}
_WHY = {
    "po_box": "A PO box is not where anybody lives, so it can't be placed on a street.",
    "rural_route": "A rural route has no place on a street map; the address the county gave the house (911 address) has.",
    "no_number": "There is no house number, and a whole street can lie in several districts.",
    "no_street": "There is no street in it.",
}
_EXAMPLE = "Give number, street, town and ZIP code, such as: 1540 6th St E, Saint Paul, MN 55106"


@dataclass(frozen=True, slots=True)
class Placed:
    """What the chain found: `steps` tell in sentences what each step did."""

    found: Found
    steps: tuple[str, ...]
    notices: tuple[Notice, ...] = field(default=())


def refuse_other_states(address: Address, areas: ZipAreas) -> None:
    """Raise NotInMinnesota where the state or the ZIP code says that the address lies elsewhere."""
    if address.state not in ("", "MN"):
        raise NotInMinnesota(
            f"The address is in {STATES[address.state].title()}; advocate knows the officials of Minnesota only."
        )
    code = address.zip_code
    if code and code not in areas and not 550 <= int(code[:3]) <= 567:
        raise NotInMinnesota(
            f"ZIP code {code} is not in Minnesota, whose ZIP codes begin with 550 to 567. Check it, or leave it out."
        )


def place_address(address: Address, geocoders: Sequence[Geocoder], areas: ZipAreas) -> Placed:
    """Return what the first geocoder found that knows the address, else its ZIP code's area.

    Raises NotInMinnesota, AmbiguousAddress, and BadAddress where no step can place it.
    """
    refuse_other_states(address, areas)
    steps: list[str] = []
    notices: list[Notice] = []
    if address.problem:
        steps.append(_WHY[address.problem])
        notices.append(Notice(address.problem, _WHY[address.problem]))
    else:
        for geocoder in geocoders:
            try:
                found = geocoder.locate(address)
            except GeocoderError as error:
                steps.append(f"{_STEP[geocoder.name]}: no answer.")
                notices.append(Notice("census_unavailable", str(error)))
                continue
            if found:
                steps.append(f"{_STEP[geocoder.name]}: found {found.place.matched}.")
                found = _beside_typed(found, address, areas)
                return Placed(found, tuple(steps), (*notices, *found.notices))
            steps.append(f"{_STEP[geocoder.name]}: {_not_found(geocoder.name)}")
    area = areas.locate(address)
    if area is None:
        raise BadAddress(_unplaced(address))
    steps.append(f"ZIP area: {area.place.matched}.")
    return Placed(area, tuple(steps), (*notices, *area.notices))


def _beside_typed(found: Found, address: Address, areas: ZipAreas) -> Found:
    """Return what was found; where its ZIP code or town is not the typed one, with the districts of the typed one.

    One of the two was mistyped, and nobody can tell which.
    """
    on_file = found.place.zip_code
    if not on_file:
        return found
    towns = areas.towns(on_file)
    if address.zip_code not in ("", on_file):
        code, said = "zip_differs", f"The street's ZIP code on file is {on_file}, not {address.zip_code}."
        typed = areas.locate(replace(address, city=""))
    elif address.city in areas.cities and address.city not in towns:
        town, code = (towns[0] if towns else on_file).title(), "town_differs"
        said = f"The street of ZIP code {on_file} on file lies in {town}, not {address.city.title()}."
        typed = areas.locate(replace(address, zip_code=""))
    else:
        return found
    message = f"{said} Check which is right: where the two lie in different districts, all of them are named."
    return replace(found, areas=typed.areas if typed else {}, notices=(*found.notices, Notice(code, message)))


def _not_found(name: str) -> str:
    if name == "street_range":
        return "no such house number on a street of the counties on this machine."
    return "no match."


def _unplaced(address: Address) -> str:
    """Return why nothing could place the address, without repeating it."""
    why = _WHY.get(address.problem, "No street on this machine holds it.")
    if address.zip_code:
        return f"{why} ZIP code {address.zip_code} is not on file either. Check it, and try again. {_EXAMPLE}"
    if address.city:
        return f"{why} Its town is not one that a Minnesota ZIP code serves: check the town, or add the ZIP code. {_EXAMPLE}"
    return f"{why} {_EXAMPLE}"
