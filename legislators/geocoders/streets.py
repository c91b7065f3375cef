"""Where on its street does this house number stand? From published address ranges, offline."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from functools import cached_property, lru_cache
from pathlib import Path

from legislators.address import Address
from legislators.errors import AmbiguousAddress, SnapshotError
from legislators.geocoders import Found
from legislators.geocoders.street_numbers import NumberedRanges
from legislators.geocoders.street_ranges import (
    SETBACK_M,
    Fit,
    Match,
    StreetRange,
    error_of,
    fit_of,
    place_on,
    title_if_other,
)
from legislators.ground import metres_between
from legislators.places import Notice, Place
from legislators.street_names import RULES, StreetName, canonical_street, titled

__all__ = ["SETBACK_M", "StreetIndex", "error_of"]

#: Matches nearer to each other than this, in metres, are one place.
SAME_PLACE_M = 150.0
#: Overlapping ranges of one street are one place in doubt up to this distance, in metres.
SAME_STREET_M = 600.0
#: A house number this far outside every range is still placed at the nearest end.
_NEAR_NUMBERS = 40
_SPELLINGS_KEPT = 8_192
_STREETS_KEPT = 4_096

# In the order of the index, so that of two that are equally good the same one is taken each time.
_QUERY = """SELECT type, directions, name, zip, lo, hi, parity, side, spread, path, county FROM ranges
WHERE core = ?1 AND (type = ?2 OR type = '' OR ?2 = '') AND (directions = ?3 OR directions = '' OR ?3 = '')
ORDER BY lo, hi, rowid"""

#: What it costs that a street's ranges lie in another ZIP code than the typed one, and the ranges.
_Part = tuple[int, NumberedRanges]


class StreetIndex:
    """Address ranges in SQLite. `towns` tells the canonical names of the towns a ZIP code serves."""

    name = "street_range"

    def __init__(self, file: Path, towns: Callable[[str], Collection[str]]) -> None:
        self._towns = towns
        # A list comes back to the same streets, spelled in several ways.
        self._parts = lru_cache(maxsize=_SPELLINGS_KEPT)(self._find_parts)
        self._streets = lru_cache(maxsize=_STREETS_KEPT)(self._find_street)
        try:
            self._db = sqlite3.connect(
                f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            rules = self._db.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
        except sqlite3.Error as error:
            raise SnapshotError(
                f"The street index {file.name} can't be read ({error}). Remove it, or add the streets again."
            ) from error
        if rules != (str(RULES),):
            raise SnapshotError(
                f"The street index {file.name} was made by another version of advocate. Add the streets again."
            )

    def locate(self, address: Address) -> Found | None:
        """Return the place of the house number, or None where no range holds it.

        Raises AmbiguousAddress where two places fit equally well.
        """
        if address.number is None or address.grid or not address.street or not self._serves(address):
            return None
        fits = self._fits(address)
        if not fits:
            return None
        number = address.number
        if not (address.zip_code or address.city):
            # Other counties may have the street too, so even a single match is only a question.
            raise self._question("In which town is it?", address, [place_on(number, fit) for fit in fits])
        if len(fits) > 1:
            least = min([fit.cost for fit in fits])
            fits = [fit for fit in fits if fit.cost == least]
        best = [place_on(number, fit) for fit in fits]
        match = best[0] if len(best) == 1 else self._one_of(address, best)
        zip_code = match.zip_code or address.zip_code
        towns = tuple(self._towns(zip_code))
        town = address.city if address.city in towns or not towns else towns[0]
        matched = f"{address.number} {match.name}, {town + ', ' if town else ''}MN {zip_code}".rstrip()
        place = Place(
            matched,
            match.lat,
            match.lon,
            self.name,
            match.error_m,
            "US Census Bureau TIGER/Line address ranges",
            zip_code,
        )
        return Found(place, notices=_differences(address, match))

    @cached_property
    def _zips(self) -> frozenset[str]:
        return frozenset(code for (code,) in self._db.execute("SELECT zip FROM zips"))

    @cached_property
    def _zips_of_town(self) -> dict[str, list[str]]:
        of_town: dict[str, list[str]] = {}
        for code in self._zips:
            for town in self._towns(code):
                of_town.setdefault(town, []).append(code)
        return of_town

    def _serves(self, address: Address) -> bool:
        """Say whether the index has any street of the address's ZIP code or town at all."""
        if address.zip_code in self._zips or address.city in self._zips_of_town:
            return True
        return not (address.zip_code or address.city)

    def _fits(self, address: Address) -> list[Fit]:
        """Return the street's ranges that hold the number, else those whose end is nearest to it."""
        number = address.number or 0
        parts = self._parts(address.street, address.zip_code, address.city)
        if fits := _between(parts, number, number, number):
            return fits
        fits = _between(parts, number - _NEAR_NUMBERS, number + _NEAR_NUMBERS, number)
        nearest = min([fit.away for fit in fits], default=0)
        return [fit for fit in fits if fit.away == nearest]

    def _find_parts(self, street: str, zip_code: str, city: str) -> list[_Part]:
        """Return a street's ranges as typed, in this ZIP code or town, and what another ZIP code than the typed costs."""
        by_zip = self._streets(canonical_street(street))
        anywhere = not (city or zip_code)
        codes = by_zip.keys() if anywhere else {zip_code, *self._zips_of_town.get(city, ())}
        # Without a typed ZIP code the right town costs nothing.
        return [(int(zip_code not in ("", code)), part) for code, part in by_zip.items() if code in codes]

    def _find_street(self, wanted: StreetName) -> dict[str, NumberedRanges]:
        """Return the ranges of every street that may be the wanted one, by ZIP code."""
        by_zip: dict[str, list[StreetRange]] = {}
        asked = (wanted.core, wanted.type, wanted.directions)
        for row in map(StreetRange._make, self._db.execute(_QUERY, asked)):
            by_zip.setdefault(row.zip_code, []).append(row)
        return {code: NumberedRanges.of(rows, wanted) for code, rows in by_zip.items()}

    def _one_of(self, address: Address, best: list[Match]) -> Match:
        """Return the match, where they are all one place; two places are a question, not a guess.

        Two published ranges of one street that overlap are one place in doubt: the narrower one,
        with the distance to the other as the doubt.
        """
        first = min(best, key=lambda m: (m.numbers, m.error_m, m.name, m.zip_code))
        apart = max(metres_between((first.lon, first.lat), (m.lon, m.lat)) for m in best)
        same_street = len({(canonical_street(m.name), m.zip_code) for m in best}) == 1
        if apart <= (SAME_STREET_M if same_street else SAME_PLACE_M):
            return first if apart <= first.error_m else first._replace(error_m=apart)
        raise self._question("Two or more places fit this address equally well. Which is it?", address, best)

    def _question(self, asked: str, address: Address, matches: list[Match]) -> AmbiguousAddress:
        choices = sorted({self._typed(address, m) for m in matches})
        apart = max(metres_between((matches[0].lon, matches[0].lat), (m.lon, m.lat)) for m in matches)
        if len(choices) == 1 and apart > SAME_PLACE_M:
            # The same words for two places: only the map can tell them apart.
            choices = sorted({f"{choices[0]} ({m.lat:.4f}, {m.lon:.4f})" for m in matches})
        return AmbiguousAddress(f"{asked} On file: {'; '.join(choices[:12])}", choices)

    def _typed(self, address: Address, match: Match) -> str:
        town = next(iter(self._towns(match.zip_code)), "").title()
        return (
            f"{address.number} {titled(match.name)}, {town + ', ' if town else ''}MN {match.zip_code}".strip()
        )


def _between(parts: list[_Part], low: int, high: int, number: int) -> list[Fit]:
    """Return how the number fits each range that has a number from `low` to `high`, by the ranges' numbers."""
    fits = [
        fit_of(beside + differs, row, number)
        for beside, part in parts
        for differs, row in part.touching(low, high)
    ]
    if len(parts) > 1 and len(fits) > 1:
        fits.sort(key=lambda fit: (fit.row.lo, fit.row.hi))
    return fits


def _differences(address: Address, match: Match) -> tuple[Notice, ...]:
    """Return what the published street says otherwise than the address."""
    other = title_if_other(match.name, address.street)
    if not other:
        return ()
    return (Notice("street_differs", f"The street on file is {other}; check that it is yours."),)
