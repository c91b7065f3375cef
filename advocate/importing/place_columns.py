"""Which columns of a list say where somebody lives, and what do they say in one row?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from advocate.errors import AdvocateError

#: What each part may be called, as letters and digits alone; an earlier name wins over a later one.
NAMES = {
    "address": (
        "address", "fulladdress", "streetaddress", "homeaddress", "residenceaddress", "mailingaddress", "physicaladdress",
        "address1", "addressline1", "streetaddress1", "addr", "addr1", "street", "street1", "streetline1",
        "streetname", "whereyoulive", "youraddress",
    ),
    "number": ("housenumber", "streetnumber", "houseno", "streetno", "addressnumber"),
    "unit": ("unit", "apt", "apartment", "address2", "addressline2", "streetaddress2", "addr2", "street2", "suite"),
    "city": ("city", "town", "cityname", "municipality", "citytown", "mailingcity", "homecity"),
    "state": ("state", "st", "statecode", "mailingstate", "homestate"),
    "zip": ("zip", "zipcode", "zip5", "postalcode", "postcode", "mailingzip", "homezip"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
}  # fmt: skip

ENDS_WITH_ZIP = re.compile(r"\b\d{5}(-\d{4})?\s*$")


class NoPlaceColumns(AdvocateError):
    """No column of the list says where; the message names the columns there are, and the ones looked for."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """For each part of a place, the number of its column (from 0), or None."""

    address: int | None = None
    number: int | None = None
    unit: int | None = None
    city: int | None = None
    state: int | None = None
    zip: int | None = None
    lat: int | None = None
    lon: int | None = None

    @property
    def has_point(self) -> bool:
        """True where the list has both latitude and longitude."""
        return self.lat is not None and self.lon is not None

    @property
    def has_address(self) -> bool:
        """True where a row can name a street, or at least a ZIP code."""
        return self.address is not None or self.zip is not None

    def point_text(self, values: Sequence[str]) -> tuple[str, str] | None:
        """Return latitude and longitude as typed, None where the row has neither."""
        texts = (_value(values, self.lat), _value(values, self.lon))
        return texts if self.has_point and any(texts) else None

    def one_line(self, values: Sequence[str]) -> str:
        """Return the row's address on one line, "" where it has none."""
        return address_line(
            _value(values, self.number),
            _value(values, self.address),
            _value(values, self.unit),
            _value(values, self.city),
            _value(values, self.state),
            _zip(_value(values, self.zip)),
        )


def address_line(number: str, street: str, unit: str, city: str, state: str, zip_code: str) -> str:
    """Return the parts of an address on one line, "" where there are none."""
    street = " ".join(f"{number} {street}".split())
    if ENDS_WITH_ZIP.search(street) and "," in street:
        # The whole address stands in one column; the others would only say it again.
        return street
    if city and street.casefold().endswith(f", {city.casefold()}"):
        city = ""
    place = " ".join(part for part in (state, zip_code) if part)
    return ", ".join(part for part in (" ".join((street, unit)).strip(), city, place) if part)


def find_place_columns(columns: Sequence[str], source: str, *, headless: bool = False) -> PlaceColumns:
    """Return which columns say where. Raises NoPlaceColumns.

    `headless` is what the sheet thinks of its first line; it makes for a better message.
    """
    plain = ["".join(char for char in name.casefold() if char.isalnum()) for name in columns]
    found = {
        part: next((plain.index(name) for name in names if name in plain), None)
        for part, names in NAMES.items()
    }
    places = PlaceColumns(**found)
    if places.has_point or places.has_address:
        return places
    if headless:
        raise NoPlaceColumns(
            f"{source} has no line with the names of its columns: the first line looks like data. "
            "Put a line above it, such as: name,address,city,state,zip"
        )
    raise NoPlaceColumns(
        f"No column of {source} says where. Its columns are: {', '.join(columns)}. "
        "Name one 'address' (with 'city', 'state' and 'zip' beside it, or all in one), or two 'lat' and 'lon'."
    )


def read_point(texts: tuple[str, str]) -> tuple[float, float] | str:
    """Return (latitude, longitude) in degrees, or what is wrong with them."""
    try:
        lat, lon = (float(text) for text in texts)
    except ValueError:
        return "latitude and longitude must both be numbers in degrees, such as 44.9593 and -93.0355"
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 180 and abs(lon) <= 180):
        return "latitude and longitude are not degrees; they may be in another map's metres"
    if -98 <= lat <= -89 and 43 <= lon <= 50:
        return "latitude and longitude seem to be swapped"
    return (lat, lon) if abs(lat) <= 90 else "latitude must lie between -90 and 90 degrees"


def _value(values: Sequence[str], column: int | None) -> str:
    return values[column].strip() if column is not None and column < len(values) else ""


def _zip(text: str) -> str:
    """Return a ZIP code without what a spreadsheet made of it ("55106.0")."""
    return text[:-2] if re.fullmatch(r"\d{5}\.0", text) else text
