"""How far is it between two points in Minnesota, in metres? A flat approximation, good to 0.3 % over 50 km."""

from __future__ import annotations

from math import cos, hypot, radians

#: Metres in a degree of latitude at 45 degrees north (WGS 84 / NAD 83).
M_PER_DEGREE_LAT = 111_132.0
#: Metres in a degree of longitude at the equator.
M_PER_DEGREE_LON = 111_413.0


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return metres in a degree of longitude and of latitude, at this latitude."""
    return M_PER_DEGREE_LON * cos(radians(lat)), M_PER_DEGREE_LAT


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the metres between two (longitude, latitude) points."""
    east, north = metres_per_degree((a[1] + b[1]) / 2)
    return hypot((a[0] - b[0]) * east, (a[1] - b[1]) * north)
