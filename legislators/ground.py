"""How many metres lie between two points, when all we have is degrees?

An ellipsoidal Mercator plane: angles are true everywhere, so one factor by latitude turns its
lengths into metres. Good to 0.1 % over the few kilometres that matter beside a district line.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_EQUATOR_M = 6_378_137.0  # GRS 80, as NAD 83 and WGS 84 have it
_ECCENTRICITY = 0.0818191910428
#: Metres in a degree of latitude, at the least; for search boxes, where too wide does no harm.
DEGREE_M = 111_000.0
# Between two single points a flat map does: good to 0.3 % over 50 km of Minnesota.
_LATITUDE_M = 111_132.0
_EQUATOR_LONGITUDE_M = 111_413.0


def to_plane(lonlat: Floats) -> Floats:
    """Return an (n, 2) array of longitude and latitude in degrees as x and y in the plane."""
    import numpy as np

    lon, sine = lonlat[:, 0], np.sin(np.radians(lonlat[:, 1]))
    y = np.arctanh(sine) - _ECCENTRICITY * np.arctanh(_ECCENTRICITY * sine)
    return np.column_stack((np.radians(lon), y)) * _EQUATOR_M


def metres_per_unit(lat: Floats) -> Floats:
    """Return how many metres one unit of the plane stands for at each latitude."""
    import numpy as np

    phi = np.radians(lat)
    factor: Floats = np.cos(phi) / np.sqrt(1.0 - (_ECCENTRICITY * np.sin(phi)) ** 2)
    return factor


def box_around(lat: float, lon: float, radius_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a box that holds every point within `radius_m`."""
    high = radius_m / DEGREE_M + 1e-9  # never empty
    wide = high / max(math.cos(math.radians(min(abs(lat) + high, 89.0))), 0.01)
    return lon - wide, lat - high, lon + wide, lat + high


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return metres in a degree of longitude and of latitude, at this latitude."""
    return _EQUATOR_LONGITUDE_M * math.cos(math.radians(lat)), _LATITUDE_M


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the metres between two (longitude, latitude) points."""
    east, north = metres_per_degree((a[1] + b[1]) / 2)
    return math.hypot((a[0] - b[0]) * east, (a[1] - b[1]) * north)
