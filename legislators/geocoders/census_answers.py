"""What does one answer of the US Census Geocoder mean: which place, which districts, or which question?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legislators.errors import AmbiguousAddress, GeocoderError, NotInMinnesota
from legislators.ground import metres_between

MINNESOTA = "MN"
MINNESOTA_FIPS = "27"

#: The layers' names begin with a year or a number that moves, so they are known by their ending.
LAYER_ENDINGS = {
    "state_house": "state legislative districts - lower",
    "state_senate": "state legislative districts - upper",
    "congress": "congressional districts",
    # Unified, elementary and secondary ones alike.
    "school_district": "school districts",
}

#: Two matches nearer to each other than this are one place: both sides of a street, say.
SAME_PLACE_M = 50.0
#: The error where the answer does not say along which range of house numbers it interpolated.
UNKNOWN_RANGE_ERROR_M = 125.0

SHAPE_CHANGED = "The Census Geocoder's answer has a form we do not know. It may have changed its service."


@dataclass(frozen=True, slots=True)
class Match:
    """One address the geocoder knows: a point in degrees (NAD83), and the layers it lies in."""

    matched: str
    lat: float
    lon: float
    state: str
    zip_code: str
    error_m: float
    layers: Mapping[str, Any]


def read_matches(answer: object) -> list[Match]:
    """Return the matches of a whole JSON answer; none is an empty list.

    Raises GeocoderError where the answer is not of the documented shape.
    """
    try:
        rows = answer["result"]["addressMatches"]  # type: ignore[index]
        return [_match(row) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError):
        # Not chained: the cause may quote the answer, and with it the address.
        raise GeocoderError(SHAPE_CHANGED) from None


def choose(matches: Sequence[Match], zip_code: str = "") -> Match | None:
    """Return the one match in Minnesota, None where there is no match at all.

    A ZIP code that was typed decides between matches. Raises NotInMinnesota where all of them
    lie elsewhere, AmbiguousAddress where several places are left.
    """
    if not matches:
        return None
    inside = [match for match in matches if match.state == MINNESOTA]
    if not inside:
        raise NotInMinnesota(
            f"The Census Geocoder knows this address in {matches[0].state or 'another state'}, "
            "not in Minnesota. Only Minnesota's districts are in our data. Check the town and the ZIP code."
        )
    same_zip = [match for match in inside if zip_code and match.zip_code == zip_code]
    left = same_zip or inside
    first = (left[0].lon, left[0].lat)
    if any(metres_between(first, (other.lon, other.lat)) > SAME_PLACE_M for other in left[1:]):
        choices = list(dict.fromkeys(match.matched for match in left))
        raise AmbiguousAddress(
            "The Census Geocoder knows several places that fit this address. "
            "Say which, with town and ZIP code:",
            choices,
        )
    return left[0]


def districts_of(match: Match, school_ids: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return kind -> our id, and the kinds whose layer failed (HTTP 200, but only a `status` text).

    `school_ids` maps the NCES LEAID (seven digits, as the Census has it) to MDE's number and type.
    """
    found: dict[str, str] = {}
    failed: list[str] = []
    for kind, ending in LAYER_ENDINGS.items():
        rows = _newest_layer(match.layers, ending)
        code = next((code for row in rows if (code := _code(row))), "")
        district = school_ids.get(code, "") if kind == "school_district" else _plain_id(code)
        if district:
            found[kind] = district
        elif any("status" in row and not _code(row) for row in rows):
            failed.append(kind)
    return found, tuple(failed)


def _match(row: Mapping[str, Any]) -> Match:
    point, parts = row["coordinates"], row["addressComponents"]
    lat, lon = float(point["y"]), float(point["x"])
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("no point on Earth")
    layers = row.get("geographies") or {}
    return Match(
        # "SAINT PAUL, MN, 55106" is written the way people do, without the last comma.
        matched=_last_comma_dropped(_one_plain_line(str(row["matchedAddress"]))),
        lat=lat,
        lon=lon,
        state=str(parts.get("state") or "").upper(),
        zip_code=str(parts.get("zip") or "")[:5],
        error_m=_range_error(parts.get("fromAddress"), parts.get("toAddress")),
        layers={str(name): rows for name, rows in layers.items()},
    )


def _one_plain_line(text: str) -> str:
    """Return the text without signs that steer a terminal: an answer from the network is shown to a person."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _last_comma_dropped(text: str) -> str:
    head, comma, tail = text.rpartition(", ")
    return f"{head} {tail}" if comma and tail.isdigit() else text


def _range_error(first: object, last: object) -> float:
    """Return the error in metres of a point interpolated along a range of house numbers.

    Measured on the TIGER edges of Ramsey and Anoka counties: nine in ten edges are shorter than
    60 m + 4 m a number, than 225 m up to a span of 100, and than 2.2 m a number beyond. The true
    house is seldom more than half an edge away along the street, and about 15 m beside it.
    """
    digits = [str(end or "") for end in (first, last)]
    if not all(text.isdecimal() for text in digits):
        return UNKNOWN_RANGE_ERROR_M
    span = abs(int(digits[1]) - int(digits[0]))
    edge_m = min(225.0, 60.0 + 4.0 * span) if span <= 100 else 2.2 * span
    return round(min(1000.0, 15.0 + edge_m / 2))


def _newest_layer(layers: Mapping[str, Any], ending: str) -> list[Mapping[str, Any]]:
    """Return the rows of the layer with that ending; of several, the latest that has an answer."""
    named = [(name, rows) for name, rows in layers.items() if name.lower().endswith(ending)]
    named.sort(key=lambda pair: _leading_number(pair[0]))
    tables = [
        [row for row in rows if isinstance(row, Mapping)] for _, rows in named if isinstance(rows, list)
    ]
    answered = [rows for rows in tables if any(_code(row) for row in rows)]
    return (answered or tables or [[]])[-1]


def _leading_number(name: str) -> int:
    """Return 2026 of "2026 State ...", 120 of "120th ...", 0 where there is none."""
    word = name.split(" ", 1)[0]
    digits = "".join(char for char in word if char.isdigit())
    return int(digits) if word[:1].isdigit() and digits else 0


def _code(row: Mapping[str, Any]) -> str:
    """Return a district's code: the GEOID in Minnesota, else what the layer calls its number."""
    geoid = str(row.get("GEOID") or "")
    if geoid:
        return geoid if geoid.startswith(MINNESOTA_FIPS) else ""
    number = row.get("SLDL") or row.get("SLDU") or row.get("BASENAME") or ""
    return f"{MINNESOTA_FIPS}{number}" if number else ""


def _plain_id(code: str) -> str:
    """Return "7A" of "2707A"; "" for ZZ and ZZZ, the Census's words for no district."""
    number = code[len(MINNESOTA_FIPS) :].lstrip("0").upper()
    return "" if number.startswith("Z") else number
