"""Which of these points lies nearest to each of these districts, and how far from it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legislators.districts import DistrictIndex


def nearest_points(
    index: DistrictIndex, kind: str, ids: Sequence[str], points: Sequence[tuple[float, float]]
) -> dict[str, tuple[int, float]]:
    """Return district id -> (position of its nearest point, metres to it; 0 for one that lies in it).

    `points` are (latitude, longitude) in degrees. {} where there is none. Raises UnknownDistrict for a
    kind that is none; an id that is none is left out.
    """
    import numpy as np
    import shapely

    from legislators.ground import metres_per_unit, to_plane

    wanted = set(ids)
    found = [each for each in index.shapes(kind) if each.id in wanted]
    if not found or not points:
        return {}
    lats, lons = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    tree = shapely.STRtree(shapely.points(to_plane(np.column_stack((lons, lats)))))
    shapes = shapely.transform(np.array([each.shape for each in found]), to_plane)
    (asked, nearest), units = tree.query_nearest(shapes, return_distance=True, all_matches=False)
    metres = units * metres_per_unit(lats[nearest])
    return {
        found[a].id: (int(n), float(m))
        for a, n, m in zip(asked.tolist(), nearest.tolist(), metres, strict=True)
    }
