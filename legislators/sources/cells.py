"""Which cells of the map lie wholly in one district? districts.gpkg -> district_cells.npz."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.district_cells import Grid
from legislators.district_lines import NO_DISTRICT
from legislators.districts import KINDS
from legislators.geopackage import read_features
from legislators.snapshot import sha256_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

# About 97 by 93 metres: finer cells load slower than they save, coarser ones leave more points to test.
PER_DEGREE_LON = 800
PER_DEGREE_LAT = 1200
# Cells marked this far (0.1 mm) beyond a line, so that rounding never puts a point on the wrong side.
_MARGIN = 1e-9
_LONGEST_RUN = 65_535


def build_cells(gpkg: Path, out: Path) -> None:
    """Write the cell table of the districts in `gpkg`; the same input gives the same bytes."""
    import numpy as np

    free = {feature.id: feature.shape for feature in read_features(gpkg, NO_DISTRICT)}
    shapes = {kind: [*(f.shape for f in read_features(gpkg, kind)), free[kind]] for kind in KINDS}
    grid = _grid_over([each for kind in KINDS for each in shapes[kind][:-1]])
    parts: dict[str, Any] = {}
    choice_of = []
    before: list[BaseGeometry] = []
    for kind, each in shapes.items():
        choice, starts, items = _choices(grid, each)
        choice_of.append(choice)
        small = {"known": np.array(len(each)), "starts": starts, "items": items}
        parent_of = _parents(before, each)
        if parent_of is not None:
            small["parent_of"] = parent_of
        parts |= {f"{kind}_{name}": part.astype(np.uint16) for name, part in small.items()}
        before = each
    lengths, combos = _runs(np.array(choice_of))
    beyond = [len(each) - 1 for each in shapes.values()]
    combos, codes = np.unique(np.vstack((combos, beyond)), axis=0, return_inverse=True)
    codes = codes.reshape(-1).astype(np.uint16)
    np.savez(
        out,
        made_from=np.array(sha256_of(gpkg)),
        grid=np.array(
            [grid.west, grid.south, grid.per_degree_lon, grid.per_degree_lat, grid.width, grid.height]
        ),
        beyond=codes[-1],
        run_lengths=lengths,
        run_codes=codes[:-1],
        combos=combos,
        **parts,
    )


def _parents(parts: list[BaseGeometry], wholes: list[BaseGeometry]) -> Any:
    """Return the whole that each part belongs to, where the parts make up the wholes exactly; else None.

    Also asks that the order is kept, so that the lowest part on a line lies in the lowest whole.
    """
    import numpy as np
    import shapely

    if len(parts) <= len(wholes):
        return None
    points = shapely.point_on_surface(parts)
    part, whole = shapely.STRtree(wholes).query(points, predicate="within")
    if not np.array_equal(part, np.arange(len(parts))) or (np.diff(whole) < 0).any():
        return None
    for number, shape in enumerate(wholes):
        union = shapely.coverage_union_all([parts[each] for each in np.flatnonzero(whole == number)])
        same = shapely.equals_identical(_plain(union), _plain(shape))
        if not same:
            return None
    return whole


def _plain(shape: BaseGeometry) -> BaseGeometry:
    """Return the shape written in the one way that equal shapes share."""
    import shapely

    normal: BaseGeometry = shapely.normalize(shapely.multipolygons(shapely.get_parts(shape)))
    return normal


def _grid_over(shapes: list[BaseGeometry]) -> Grid:
    """Return the net over all shapes, a cell wider on each side, its lines at whole fractions of a degree."""
    import numpy as np
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    left, right = np.floor(west * PER_DEGREE_LON) - 1, np.ceil(east * PER_DEGREE_LON) + 1
    low, high = np.floor(south * PER_DEGREE_LAT) - 1, np.ceil(north * PER_DEGREE_LAT) + 1
    return Grid(
        left / PER_DEGREE_LON,
        low / PER_DEGREE_LAT,
        PER_DEGREE_LON,
        PER_DEGREE_LAT,
        int(right - left),
        int(high - low),
    )


def _choices(grid: Grid, shapes: list[BaseGeometry]) -> tuple[Any, Any, Any]:
    """Return each cell's choice, and where the items of each choice start, and the items."""
    import numpy as np

    pairs = _marked(grid, shapes)  # cell * number of shapes + shape, where a line of the shape may pass
    marked = np.zeros(grid.size, dtype=bool)
    marked[pairs // len(shapes)] = True
    owner = _owners(grid, shapes, marked)
    # A cell marked needlessly is held by whoever holds its middle.
    middle = np.flatnonzero(marked)
    pairs = np.unique(np.concatenate((pairs, middle * len(shapes) + owner[middle])))
    cells, begins = np.unique(pairs // len(shapes), return_index=True)
    items = np.split(pairs % len(shapes), begins[1:])
    numbers: dict[tuple[int, ...], int] = {(each,): each for each in range(len(shapes))}
    choice = owner.copy()
    choice[cells] = [numbers.setdefault(tuple(each.tolist()), len(numbers)) for each in items]
    starts = np.cumsum([0, *(len(each) for each in numbers)])
    return choice, starts, np.array([item for each in numbers for item in each])


def _marked(grid: Grid, shapes: list[BaseGeometry]) -> NDArray[np.int64]:
    """Return every pair of a cell and a shape with a line in it, or so near that it does no harm to think so."""
    import numpy as np

    found: list[NDArray[np.int64]] = []
    for number, shape in enumerate(shapes):
        for cells in _cells_on_lines(grid, shape):
            found.append(np.unique(cells) * len(shapes) + number)
    return np.unique(np.concatenate(found))


def _cells_on_lines(grid: Grid, shape: BaseGeometry) -> Iterator[NDArray[np.int64]]:
    """Yield the cells at the corners of each stretch of line, halving those longer than two cells."""
    import numpy as np
    import shapely

    points, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(shape)), return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same], points[1:][same]
    corner = np.array([grid.west, grid.south])
    scale = np.array([grid.per_degree_lon, grid.per_degree_lat])
    limit = np.array([grid.width, grid.height])
    while len(start):
        low = np.floor((np.minimum(start, end) - _MARGIN - corner) * scale).astype(np.int64)
        high = np.floor((np.maximum(start, end) + _MARGIN - corner) * scale).astype(np.int64)
        # Only the rim around the state lies beyond the net.
        near = ((high >= 0) & (low < limit)).all(axis=1)
        small = ((high - low) <= 1).all(axis=1)
        for columns in (low, high):
            for rows in (low, high):
                x, y = columns[near & small, 0], rows[near & small, 1]
                inside = (x >= 0) & (x < grid.width) & (y >= 0) & (y < grid.height)
                yield y[inside] * grid.width + x[inside]
        long = near & ~small
        half = (start[long] + end[long]) / 2
        start, end = np.concatenate((start[long], half)), np.concatenate((half, end[long]))


def _owners(grid: Grid, shapes: list[BaseGeometry], marked: NDArray[np.bool_]) -> NDArray[np.uint16]:
    """Return the lowest shape that holds the middle of each cell; asked once for a run of unmarked cells."""
    import numpy as np
    import shapely

    begins = marked.copy()
    begins[1:] |= marked[:-1]
    begins[:: grid.width] = True
    first = np.flatnonzero(begins)
    lon = grid.west + (first % grid.width + 0.5) / grid.per_degree_lon
    lat = grid.south + (first // grid.width + 0.5) / grid.per_degree_lat
    tree = shapely.STRtree(shapely.points(lon, lat))
    shape, point = tree.query(shapes, predicate="intersects")
    owner = np.full(len(first), len(shapes) - 1, dtype=np.uint16)
    np.minimum.at(owner, point, shape.astype(np.uint16))
    return np.repeat(owner, np.diff(first, append=grid.size))


def _runs(choices: NDArray[np.uint16]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Return length and column of each run of equal columns, none longer than fits 16 bits."""
    import numpy as np

    changes = np.zeros(choices.shape[1], dtype=bool)
    changes[::_LONGEST_RUN] = True
    for row in choices:
        changes[1:] |= row[1:] != row[:-1]
    begins = np.flatnonzero(changes)
    lengths = np.diff(begins, append=choices.shape[1])
    return lengths.astype(np.uint16), choices[:, begins].T
