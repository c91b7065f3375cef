"""What are the parts of an address as typed? Minnesota's idioms included, and no guess at what is not there."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from legislators.errors import BadAddress
from legislators.street_names import DIRECTIONS, TYPES, canonical_street

STATES = {
    "AL": "ALABAMA", "AK": "ALASKA", "AZ": "ARIZONA", "AR": "ARKANSAS", "CA": "CALIFORNIA", "CO": "COLORADO", "CT": "CONNECTICUT",
    "DE": "DELAWARE", "DC": "DISTRICT OF COLUMBIA", "FL": "FLORIDA", "GA": "GEORGIA", "HI": "HAWAII", "ID": "IDAHO", "IL": "ILLINOIS",
    "IN": "INDIANA", "IA": "IOWA", "KS": "KANSAS", "KY": "KENTUCKY", "LA": "LOUISIANA", "ME": "MAINE", "MD": "MARYLAND",
    "MA": "MASSACHUSETTS", "MI": "MICHIGAN", "MN": "MINNESOTA", "MS": "MISSISSIPPI", "MO": "MISSOURI", "MT": "MONTANA", "NE": "NEBRASKA",
    "NV": "NEVADA", "NH": "NEW HAMPSHIRE", "NJ": "NEW JERSEY", "NM": "NEW MEXICO", "NY": "NEW YORK", "NC": "NORTH CAROLINA",
    "ND": "NORTH DAKOTA", "OH": "OHIO", "OK": "OKLAHOMA", "OR": "OREGON", "PA": "PENNSYLVANIA", "RI": "RHODE ISLAND",
    "SC": "SOUTH CAROLINA", "SD": "SOUTH DAKOTA", "TN": "TENNESSEE", "TX": "TEXAS", "UT": "UTAH", "VT": "VERMONT", "VA": "VIRGINIA",
    "WA": "WASHINGTON", "WV": "WEST VIRGINIA", "WI": "WISCONSIN", "WY": "WYOMING",
}  # fmt: skip
_STATE_BY_NAME = {name: code for code, name in STATES.items()} | {"MINN": "MN", "WIS": "WI", "WISC": "WI"}
#: States next door, whose codes end no street's name: they count without a comma, too.
_NEIGHBOURS = {"WI", "IA", "ND", "SD"}
_CITY_SHORT = {"MPLS": "MINNEAPOLIS", "STP": "SAINT PAUL", "MTKA": "MINNETONKA"}
_CITY_WORDS = {"ST": "SAINT", "STE": "SAINTE", "N": "NORTH", "NO": "NORTH", "S": "SOUTH", "SO": "SOUTH", "E": "EAST", "W": "WEST",
               "HTS": "HEIGHTS", "HGTS": "HEIGHTS", "PK": "PARK", "LK": "LAKE", "SPG": "SPRING", "FT": "FORT", "MT": "MOUNT"}  # fmt: skip

_ZIP = re.compile(r"(?:^|[\s,]|\bMN)(\d{5})(?:\d{4}|\s*-\s*\d{0,4})?$")
_COUNTRY = re.compile(r"[\s,]+(?:USA|UNITED STATES|U S A)$")
_BOX = re.compile(r"\b(?:P ?O ?BOX|POST OFFICE BOX|POB|BOX|DRAWER|PMB)\s*#?\s*[\w-]*\d[\w-]*|\bP ?O ?BOX\b")
_BOXLIKE = re.compile(r"\b(?:POB|DRAWER|PMB)\b")
_RURAL = re.compile(r"^(?:R ?R|RURAL ROUTE|RFD|HC|HIGHWAY CONTRACT)\s*#?\s*\d+\b(?:[\s,]+BOX\s*#?\s*[\w-]+)?")
_UNIT = re.compile(
    r"[\s,]+(?:(?:APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|LOT|TRLR|TRAILER|FLOOR|FL|BLDG|BUILDING|DEPT|SPC|SLIP)\b\s*#?\s*[\w-]*|#\s*[\w-]+"
    r"|\d+(?:ST|ND|RD|TH) FL(?:OOR|R)?\b"
    # A part of a house that has no number, at the end of the street.
    r"|(?:UPPER|LOWER|REAR|BSMT|BASEMENT|UPSTAIRS|DOWNSTAIRS)(?=$|,))"
    r"(?=$|[\s,])"
)
#: "Apt 3, 1540 ..." and "#3 1540 ...": the unit first, as some people write it.
_UNIT_FIRST = re.compile(
    r"^(?:(?:APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|LOT|TRLR)\s*#?\s*|#\s*)[\w-]+[\s,]+(?=[NSEW]?\d)"
)
#: "Mai Example, 1540 6th St E, ...": a name before the street, as on an envelope.
_NAME_FIRST = re.compile(r"^[^\d,]+, (?=[NSEW]?\d{1,6}[A-Z]?\s+[^\s,])")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
#: "1540, 6th St E, Saint Paul": a comma after the number, with another one further on.
_COMMA_AFTER_NUMBER = re.compile(r"^([NSEW]?\d{1,6}[A-Z]?), (?=.*,)")
_SHORT_ZIP = re.compile(r"\b(?:MN|MINN|MINNESOTA),? (\d{4}|\d{6,8})$")
#: No address is longer; what is longer was never meant as one.
_LONGEST = 400
_NUMBER = re.compile(r"^([NSEW])?(\d{1,6})(?:-\d+(?!/))?(?:-?([A-Z])(?=\s))?(?:[\s-]+(\d/\d))?(?=\s)")

#: "1540 6th St. E, St. Paul, MN 55106": how most lists keep an address, in capitals.
_ORDINARY = re.compile(r"([1-9][0-9]{0,5}) ([A-Z0-9][A-Z0-9 .]*), ([A-Z][A-Z .]*), MN ([0-9]{5})")
#: What may be a box, a unit or a county: an address with one of these is read with more care.
_UNUSUAL = re.compile(
    r"BOX|POB|DRAWER|PMB| COUNTY[ .]*$|\b(?:APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|LOT|TRLR|TRAILER|FL|FLR|FLOOR|BLDG|BUILDING"
    r"|DEPT|SPC|SLIP|UPPER|LOWER|REAR|BSMT|BASEMENT|UPSTAIRS|DOWNSTAIRS)\b"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as typed, and its parts in capitals; what is missing is "" or None.

    `grid` is the letter before a rural grid number ("W" in W7890). `street` is the street's name
    with its type and directions, as typed. `problem` says why it can't be placed on a street: "po_box",
    "rural_route", "no_number", "no_street" or "".
    """

    raw: str
    number: int | None = None
    number_suffix: str = ""
    grid: str = ""
    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    problem: str = ""

    def street_line(self) -> str:
        """Return number and street without unit, "1540 6TH ST E"."""
        number = f"{self.grid}{self.number or ''}"
        return " ".join(part for part in (number, self.number_suffix, self.street) if part)

    def one_line(self) -> str:
        """Return "1540 6TH ST E, SAINT PAUL, MN 55106", without the unit."""
        state_zip = f"{self.state or 'MN'} {self.zip_code}".strip()
        return ", ".join(part for part in (self.street_line(), self.city, state_zip) if part)

    def compared(self) -> str:
        """Return one form for every spelling, "1540 6TH ST E, SAINT PAUL, MN 55106", without the unit."""
        name = canonical_street(self.street)
        number = f"{self.grid}{self.number or ''}"
        parts = (number, self.number_suffix, name.core, name.type, name.directions)
        street = " ".join(part for part in parts if part)
        state_zip = f"{self.state or 'MN'} {self.zip_code}".strip()
        return ", ".join(part for part in (street, self.city, state_zip) if part)


@lru_cache(maxsize=8192)
def canonical_city(text: str) -> str:
    """Return a city in the form all comparisons use: "St. Paul" and "SAINT PAUL" become "SAINT PAUL"."""
    words = text.upper().replace(".", " ").replace("'", "").replace("-", " ").split()
    joined = " ".join(words)
    if joined in _CITY_SHORT:
        return _CITY_SHORT[joined]
    return " ".join(_CITY_WORDS.get(word, word) for word in words)


_TYPED = str.maketrans({".": " ", ";": ",", "\n": ",", "\r": ",", "½": " 1/2", "\u00a0": " ", "’": "'"})


def _tidy(text: str) -> str:
    """Return the text in capitals, one space between words, no full stops, halves as digits."""
    plain = text.upper().translate(_TYPED)
    if "(" in plain:
        plain = _IN_BRACKETS.sub(" ", plain)
    parts = [" ".join(part.split()) for part in plain.split(",")]
    # "Ramsey County" is no town; "County Road B" does not end so.
    return ", ".join(part for part in parts if part and not part.endswith(" COUNTY"))


def _take_state(text: str, has_zip: bool) -> tuple[str, str]:
    """Split a state off the end; a two-letter code counts only where a street type can't stand."""
    if text.endswith(" MN"):
        return text[:-3].rstrip(" ,"), "MN"
    head, _, tail = text.rpartition(",")
    words = tail.split()
    for size in (3, 2, 1):
        name = " ".join(words[-size:])
        code = _STATE_BY_NAME.get(name) if len(words) >= size else None
        if code and (size < len(words) or head or has_zip):
            return text[: len(text) - len(name)].rstrip(" ,"), code
    if words and words[-1] in STATES:
        code = words[-1]
        # Behind a comma stands a town, so the code is a state's, unless a street may end so too.
        behind = bool(head) and (len(words) == 1 or not (code in TYPES or code in DIRECTIONS))
        if code == "MN" or behind or has_zip or code in _NEIGHBOURS:
            return text[: len(text) - len(code)].rstrip(" ,"), code
    return text, ""


def _take_city(text: str, cities: Collection[str]) -> tuple[str, str]:
    """Split a city off the end: what follows the last comma, or the longest known city name."""
    head, comma, tail = text.rpartition(",")
    if comma and tail.strip() and not tail.strip()[0].isdigit():
        return head.strip(), canonical_city(tail)
    words = text.split()
    for size in (4, 3, 2, 1):
        # A number and a street must be left over, else "Saint Paul" alone would be all city.
        if len(words) >= size + 2:
            city = canonical_city(" ".join(words[-size:]))
            if city in cities and not (size == 1 and words[-1] in DIRECTIONS):
                return " ".join(words[:-size]), city
    return text, ""


def parse_address(text: str, cities: Collection[str] = ()) -> Address:
    """Return the parts of a typed address.

    `cities` are canonical names of known towns, needed only where no comma stands before the town.
    Raises BadAddress where there is nothing to read. A PO box, a rural route or a missing number is
    no error here: `problem` says so, and the ZIP code can still be used.
    """
    return _parse_ordinary(text) or parse_with_care(text, cities)


def _parse_ordinary(text: str) -> Address | None:
    """Return what `parse_with_care` does, in a fifth of the time; None for any but the ordinary form."""
    found = _ORDINARY.fullmatch(text.upper()) if len(text) <= _LONGEST else None
    if found is None:
        return None
    number, street, city, zip_code = found.groups()
    street, city = _ordinary_words(street), _ordinary_words(city)
    if not (street and city):
        return None
    return Address(text, int(number), "", "", street, "", canonical_city(city), "MN", zip_code)


@lru_cache(maxsize=65_536)
def _ordinary_words(part: str) -> str:
    """Return a street or a town without full stops, "" where it may have something else in it."""
    return "" if _UNUSUAL.search(part) else " ".join(part.replace(".", " ").split())


def parse_with_care(text: str, cities: Collection[str] = ()) -> Address:
    """Return what `parse_address` does, whatever the form of the address."""
    if len(text) > _LONGEST:
        raise BadAddress(f"This is too long for an address ({len(text)} signs). Give one address at a time.")
    tidy = _COUNTRY.sub("", _tidy(text))
    if not any(c.isalnum() for c in tidy):
        raise BadAddress(
            "The address is empty. Give a street address, such as: 1540 6th St E, Saint Paul, MN 55106"
        )
    zip_code = ""
    found = _ZIP.search(tidy)
    if found and (found.start() or tidy == found.group()):
        zip_code, tidy = found.group(1), tidy[: found.start()].rstrip(" ,")
    elif wrong := _SHORT_ZIP.search(tidy):
        raise BadAddress(f"The ZIP code has {len(wrong.group(1))} digits; it needs five, such as 55106.")
    tidy, state = _take_state(tidy, bool(zip_code))
    problem = ""
    rest = tidy
    if rural := _RURAL.search(tidy):
        problem, rest = "rural_route", tidy[rural.end() :].strip(" ,")
    elif box := _BOX.search(tidy) if "BOX" in tidy or _BOXLIKE.search(tidy) else None:
        before, after = tidy[: box.start()].strip(" ,"), tidy[box.end() :].strip(" ,")
        # A street beside the box can still be placed.
        street_too = _NUMBER.match(before + " ")
        problem = "" if street_too else "po_box"
        rest = ", ".join(part for part in (before, after) if part)
    units: list[str] = []

    def note_unit(match: re.Match[str]) -> str:
        units.append(match.group().strip(" ,"))
        return " " if match.end() < len(match.string) and match.string[match.end()] != "," else ""

    if not problem:
        if not rest[:1].isdigit():
            rest = _UNIT_FIRST.sub(note_unit, _NAME_FIRST.sub("", rest)).strip(" ,")
        if "," in rest[:9]:
            rest = _COMMA_AFTER_NUMBER.sub(r"\1 ", rest)
        rest = _UNIT.sub(note_unit, rest).strip(" ,")
    if problem:
        return Address(
            text,
            city=canonical_city(rest.rpartition(",")[2]) if rest else "",
            state=state,
            zip_code=zip_code,
            problem=problem,
        )
    number = _NUMBER.match(rest + " ")
    if not number or not int(number.group(2)):
        city = canonical_city(rest.rpartition(",")[2])
        alone = "," not in rest and (not cities or city in cities)
        street = "" if alone else rest.rpartition(",")[0]
        return Address(text, street=street, city=city if (alone or street) else "", state=state, zip_code=zip_code,
                       problem="no_number" if street else "no_street")  # fmt: skip
    line, city = _take_city(rest[number.end() :].strip(), cities)
    line = line.replace(",", " ")
    suffix = " ".join(part for part in (number.group(3), number.group(4)) if part)
    if not line.strip():
        return Address(text, city=city, state=state, zip_code=zip_code, problem="no_street")
    return Address(
        text,
        int(number.group(2)),
        suffix,
        number.group(1) or "",
        " ".join(line.split()),
        " ".join(units),
        city,
        state,
        zip_code,
    )
