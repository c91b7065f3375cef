"""Where is an address, how do we know, and how far off may we be?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: How a place was found, best first.
METHODS = ("point", "address_point", "street_range", "census", "zip_area")


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the ground (WGS 84 degrees), or a ZIP area, which has no point.

    `error_m` is the radius in metres that should hold the true place at least four times in five;
    None for an area. `zip_code` is five digits or "".
    """

    matched: str
    lat: float | None
    lon: float | None
    method: str
    error_m: float | None
    source: str
    zip_code: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the `place` part of the JSON of `advocate who`."""
        return {
            "matched": self.matched,
            "lat": None if self.lat is None else round(self.lat, 6),
            "lon": None if self.lon is None else round(self.lon, 6),
            "method": self.method,
            "error_m": None if self.error_m is None else round(self.error_m),
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning with a documented, stable code, and a sentence for a person."""

    code: str
    message: str

    def to_dict(self) -> dict[str, str]:
        """Return the pair as JSON has it."""
        return {"code": self.code, "message": self.message}
