"""How does an address become a place? One protocol, and a module a way of doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from legislators.address import Address
from legislators.places import Notice, Place

__all__ = ["Found", "Geocoder"]


@dataclass(frozen=True, slots=True)
class Found:
    """What one geocoder found.

    `districts` is what the source itself says, kind -> id, and may be empty; `areas` is for a
    place that has no point: kind -> {district id: share of the area, 0 to 1}.
    """

    place: Place
    districts: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


class Geocoder(Protocol):
    """Anything that can place an address."""

    name: str

    def locate(self, address: Address) -> Found | None:
        """Return where the address is, or None where this geocoder does not know it.

        Raises AmbiguousAddress when two places fit equally well, GeocoderError when the
        service could not answer.
        """
        ...
