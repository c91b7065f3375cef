"""How does a typed address look above a letter: the street, the town with its ZIP code?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legislators.places import Place

_DIRECTIONS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
_STATE_AND_ZIP = re.compile(
    r"[\s,]*\b(?:MN|Minn\.?|Minnesota)?[\s,]*(\d{5})?(?:-\d{4})?[\s,]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a letter comes from: the envelope's lines, and the parts that are compared and counted.

    `form` is the address in the shape all comparisons use; `town` and `zip_code` may be "".
    """

    lines: tuple[str, ...]
    town: str
    zip_code: str
    form: str


def read_home(typed: str, place: Place | None) -> Home:
    """Take the lines from what was typed, and what is missing there from where the address was placed."""
    from legislators.address import canonical_city, parse_address

    parsed = parse_address(typed)
    zip_code = parsed.zip_code or (place.zip_code if place else "")
    parts = [part.strip() for part in re.split(r"[,\n]", _STATE_AND_ZIP.sub("", typed)) if part.strip()]
    town = ""
    if len(parts) > 1 and canonical_city(parts[-1]) == parsed.city:
        town = _written(parts.pop())
    town = town or _written(parsed.city) or _matched_town(place)
    street = ", ".join(_written(part) for part in parts)
    if town and street.casefold().endswith(
        town.casefold()
    ):  # "1540 6th St E Saint Paul", typed without a comma
        street = street[: -len(town)].rstrip(" ,")
    last = f"{town}, MN {zip_code}".strip(" ,") if town else f"MN {zip_code}".strip()
    return Home(tuple(line for line in (street, last) if line), town, zip_code, parsed.compared())


def _matched_town(place: Place | None) -> str:
    parts = place.matched.split(",") if place else []
    return _written(parts[-2].strip()) if len(parts) >= 3 else ""


def _written(text: str) -> str:
    """Return the text as typed, or, where it is all capitals or all small, as an envelope has it."""
    if not (text.isupper() or text.islower()):
        return text
    return " ".join(_word(word) for word in text.split())


def _word(word: str) -> str:
    if word.casefold() in _DIRECTIONS:
        return word.upper()
    return word.lower() if word[:1].isdigit() else "-".join(part.capitalize() for part in word.split("-"))
