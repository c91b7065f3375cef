"""For a long list of points: which other districts lie within a radius of each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legislators.ground import DEGREE_M, metres_per_unit, to_plane

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from legislators.district_cells import CellTable

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

#: Segments of a line kept together in the search tree.
_PIECE = 16
# More probes than these along one side of the box around a point cost more than measuring.
_MOST_PROBES = 5

#: (row, id of the other district or "" for none, metres to it)
Near = tuple[int, str, float]


@dataclass(frozen=True)
class KindLines:
    """The lines of one kind's districts, in short pieces in the plane, and the district of each piece.

    `ids` are in the order of the file and end in "" for what lies in no district.
    """

    ids: NDArray[np.str_]
    tree: shapely.STRtree
    district: Indices

    @classmethod
    def of(cls, ids: Sequence[str], outlines: Sequence[BaseGeometry]) -> KindLines:
        """Build the search tree from each district's outline in degrees."""
        import numpy as np
        import shapely

        rings, district = shapely.get_parts(outlines, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        pieces, ring_of = _pieces(to_plane(points), ring)
        return cls(np.array(ids), shapely.STRtree(pieces), district[ring_of])

    def near(
        self, rows: Indices, points: NDArray[np.object_], lats: Floats, radii_m: Floats, own: NDArray[np.str_]
    ) -> list[Near]:
        """Measure from the points (in the plane) of `rows`; each other district once, the nearest first in a row."""
        import numpy as np
        import shapely

        points, scale = points[rows], metres_per_unit(lats[rows])
        which, piece = self.tree.query(points, predicate="dwithin", distance=radii_m[rows] / scale)
        other = self.district[piece]
        beyond = self.ids[other] != own[rows[which]]
        which, piece, other = which[beyond], piece[beyond], other[beyond]
        distance = shapely.distance(points[which], self.tree.geometries[piece]) * scale[which]
        order = np.lexsort((distance, other, which))
        which, other, distance = which[order], other[order], distance[order]
        first = np.flatnonzero(np.diff(which * len(self.ids) + other, prepend=-1))
        first = first[np.lexsort((other[first], distance[first], which[first]))]
        return list(
            zip(
                rows[which[first]].tolist(),
                self.ids[other[first]].tolist(),
                distance[first].tolist(),
                strict=True,
            )
        )


def _pieces(points: Floats, ring: Indices) -> tuple[NDArray[np.object_], Indices]:
    """Cut rings into lines of at most _PIECE segments; return these and the ring of each."""
    import numpy as np
    import shapely

    starts = np.flatnonzero(np.diff(ring, prepend=-1))
    position = np.arange(len(points)) - starts[ring]
    piece = np.cumsum(position % _PIECE == 0) - 1
    # The first point of a piece also ends the one before it in the same ring.
    joint = np.flatnonzero((position % _PIECE == 0) & (position > 0))
    vertex = np.concatenate((np.arange(len(points)), joint))
    of_piece = np.concatenate((piece, piece[joint] - 1))
    order = np.lexsort((vertex, of_piece))
    vertex, of_piece = vertex[order], of_piece[order]
    # A piece of a single point is only the end of the one before it.
    whole = np.bincount(of_piece) > 1
    vertex, of_piece = vertex[whole[of_piece]], of_piece[whole[of_piece]]
    begins = np.diff(of_piece, prepend=-1) != 0
    return shapely.linestrings(points[vertex], indices=np.cumsum(begins) - 1), ring[vertex[begins]]


def rows_to_measure(table: CellTable, lats: Floats, lons: Floats, radii_m: Floats) -> list[Indices]:
    """Return for each kind the rows whose surroundings the cells alone do not settle."""
    import numpy as np

    on_earth = np.isfinite(lons) & (np.abs(lats) <= 90)  # false for what is not a number
    # Nothing is near to where the others are put.
    lats, lons = np.where(on_earth, lats, 0.0), np.where(on_earth, lons, 0.0)
    high = radii_m / DEGREE_M
    wide = high / np.maximum(np.cos(np.radians(np.abs(lats) + high)), 0.01)
    grid = table.grid
    widest = 2 * max(
        np.max(high, initial=0.0) * grid.per_degree_lat, np.max(wide, initial=0.0) * grid.per_degree_lon
    )
    probes = int(np.ceil(widest)) + 1
    if probes > _MOST_PROBES:
        return [np.flatnonzero(on_earth)] * len(table.choices)
    here = table.codes_at(lats, lons)
    choice = [choice_of[here] for choice_of in table.choice_of]
    settled = [each < choices.known for each, choices in zip(choice, table.choices, strict=True)]
    for y in np.linspace(-1.0, 1.0, probes):
        for x in np.linspace(-1.0, 1.0, probes):
            there = table.codes_at(lats + y * high, lons + x * wide)
            for each, mine, choice_of in zip(settled, choice, table.choice_of, strict=True):
                np.logical_and(each, choice_of[there] == mine, out=each)
    return [np.flatnonzero(~each) for each in settled]


def points_in_plane(rows: Indices, lats: Floats, lons: Floats) -> NDArray[np.object_]:
    """Return one point for all kinds, at its row's place; None for the rows that are not asked for."""
    import numpy as np
    import shapely

    points = np.empty(len(lats), dtype=object)
    points[rows] = shapely.points(to_plane(np.column_stack((lons[rows], lats[rows]))))
    return points


def near_lines(
    table: CellTable,
    lines: Mapping[str, KindLines],
    lats: Floats,
    lons: Floats,
    radii_m: Floats,
    ids: Mapping[str, NDArray[np.str_]],
) -> dict[str, list[Near]]:
    """Return for each kind every other district within its radius of each row, in the order of rows."""
    import numpy as np

    rows = rows_to_measure(table, lats, lons, radii_m)
    points = points_in_plane(np.unique(np.concatenate(rows)), lats, lons)
    return {
        kind: each.near(some, points, lats, radii_m, ids[kind]) if some.size else []
        for (kind, each), some in zip(lines.items(), rows, strict=True)
    }
