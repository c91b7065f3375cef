"""Which districts does a ZIP code's area touch? An area, never a false point; offline, and the last resort."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from legislators.address import Address
from legislators.errors import SnapshotError
from legislators.geocoders import Found
from legislators.places import Place


class ZipAreas:
    """Minnesota's ZIP codes: the towns each serves, and the share of its area in each district."""

    name = "zip_area"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[tuple[str, str], Found | None] = {}

    @cached_property
    def _areas(self) -> dict[str, dict[str, Any]]:
        try:
            areas: dict[str, dict[str, Any]] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SnapshotError(
                f"{self._file.name} can't be read ({error}). Install the data again."
            ) from error
        return areas

    @cached_property
    def cities(self) -> frozenset[str]:
        """Return every town that a Minnesota ZIP code serves, in canonical form."""
        return frozenset(town for area in self._areas.values() for town in area["towns"])

    @cached_property
    def _of_town(self) -> dict[str, list[str]]:
        """Return the ZIP codes with an area of each town, by the Postal Service's own name first."""
        first: dict[str, list[str]] = {}
        others: dict[str, list[str]] = {}
        for code, area in self._areas.items():
            for rank, town in enumerate(area["towns"]):
                if "districts" in area:
                    (others if rank else first).setdefault(town, []).append(code)
        return others | first

    def __contains__(self, zip_code: str) -> bool:
        return zip_code in self._areas

    def towns(self, zip_code: str) -> tuple[str, ...]:
        """Return the towns a ZIP code serves, the Postal Service's own first; () for an unknown one."""
        area = self._areas.get(zip_code)
        return tuple(area["towns"]) if area else ()

    def districts(self, zip_code: str) -> Mapping[str, Mapping[str, float]]:
        """Return kind -> {district id: share of the area, largest first}; {} for an unknown ZIP code."""
        area = self._areas.get(zip_code, {})
        shares: Mapping[str, Mapping[str, float]] = (
            self._areas[area["within"]]["districts"] if "within" in area else area.get("districts", {})
        )
        return shares

    def locate(self, address: Address) -> Found | None:
        """Return the area of the address's ZIP code or, without one, of its town; None where neither is known."""
        # A long list asks for the same few areas again and again.
        asked = (address.zip_code, address.city)
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def _find(self, zip_code: str, city: str) -> Found | None:
        codes = [zip_code] if zip_code in self else []
        if not codes and city and not zip_code:
            codes = self._of_town.get(city, [])
        if not codes:
            return None
        town = city if city and not zip_code else next(iter(self.towns(codes[0])), "")
        matched = f"{town}, MN {codes[0] if len(codes) == 1 else ''}".strip(" ,")
        source = "ZIP code areas estimated from the US Census Bureau's middles and land areas"
        place = Place(matched, None, None, self.name, None, source, codes[0] if len(codes) == 1 else "")
        return Found(place, areas=self._joined(codes))

    def _joined(self, codes: list[str]) -> dict[str, dict[str, float]]:
        """Return the mean shares over several ZIP codes, largest first."""
        sums: dict[str, dict[str, float]] = {}
        for code in codes:
            for kind, shares in self.districts(code).items():
                of_kind = sums.setdefault(kind, {})
                for district, share in shares.items():
                    of_kind[district] = of_kind.get(district, 0.0) + share / len(codes)
        return {
            kind: dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))
            for kind, shares in sums.items()
        }
