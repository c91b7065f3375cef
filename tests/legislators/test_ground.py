"""Are our metres metres?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.ground import box_around, metres_per_unit, to_plane

LATS, LONS = st.floats(43.4, 49.5), st.floats(-97.3, -89.4)
BEARINGS, METRES = st.floats(0, 2 * math.pi), st.floats(1, 3000)


def geodesic(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """Return the point that lies so far off, by the radii of curvature of the ellipsoid."""
    a, e2 = 6_378_137.0, 0.0066943800229
    w = 1 - e2 * math.sin(math.radians(lat)) ** 2
    north = a * (1 - e2) / w**1.5
    east = a / math.sqrt(w) * math.cos(math.radians(lat))
    return (
        lat + math.degrees(metres * math.cos(bearing) / north),
        lon + math.degrees(metres * math.sin(bearing) / east),
    )


@given(LATS, LONS, BEARINGS, METRES)
def test_a_distance_in_the_plane_is_the_distance_on_the_ground(
    lat: float, lon: float, bearing: float, metres: float
) -> None:
    there = geodesic(lat, lon, bearing, metres)
    a, b = to_plane(np.array([[lon, lat], [there[1], there[0]]]))
    scale = metres_per_unit(np.array([(lat + there[0]) / 2]))[0]
    assert math.dist(a, b) * scale == pytest.approx(metres, rel=0.001)


@given(LATS, LONS, BEARINGS, METRES)
def test_the_box_holds_the_whole_circle(lat: float, lon: float, bearing: float, metres: float) -> None:
    there = geodesic(lat, lon, bearing, metres)
    west, south, east, north = box_around(lat, lon, metres)
    assert south <= there[0] <= north
    assert west <= there[1] <= east
