"""For which small cells of the map is a point's district known without looking at a shape?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from legislators.errors import SnapshotError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Grid:
    """A net of cells in degrees: `width` by `height` of them from the corner `west`, `south`."""

    west: float
    south: float
    per_degree_lon: float
    per_degree_lat: float
    width: int
    height: int

    @property
    def size(self) -> int:
        """How many cells there are; also the number that stands for "in none of them"."""
        return self.width * self.height

    def cells_of(self, lats: Floats, lons: Floats) -> Indices:
        """Return the number of the cell of each point; `size` for one beyond the net, or not a number."""
        import numpy as np

        x = (lons - self.west) * self.per_degree_lon
        y = (lats - self.south) * self.per_degree_lat
        inside = (x >= 0) & (x < self.width) & (y >= 0) & (y < self.height)
        cells = np.full(len(x), self.size, dtype=np.intp)
        if inside.all():
            np.add(y.astype(np.intp) * self.width, x.astype(np.intp), out=cells)
        else:
            cells[inside] = y[inside].astype(np.intp) * self.width + x[inside].astype(np.intp)
        return cells


@dataclass(frozen=True)
class Choices:
    """For one kind: which districts may hold a point, by number of the choice.

    A district is its place in the file; the number after the last stands for "in none". The first
    choices are one district each, so below `known` the choice is the answer. Every later choice is
    the run `items[starts[c]:starts[c + 1]]`, ascending, and together those cover the cell.

    Where every district of the kind before is a part of one of this kind, to the last bit,
    `parent_of` says of which, and nothing needs testing twice.
    """

    known: int
    starts: Indices
    items: Indices
    parent_of: Indices | None


@dataclass(frozen=True)
class CellTable:
    """The net, the code of every cell (one more for beyond), and each code's choice by kind."""

    grid: Grid
    codes: NDArray[np.uint16]
    choice_of: tuple[Indices, ...]
    choices: tuple[Choices, ...]

    def codes_at(self, lats: Floats, lons: Floats) -> NDArray[np.uint16]:
        """Return the code of each point's cell."""
        return self.codes[self.grid.cells_of(lats, lons)]


def read_cells(path: Path, gpkg: Path, kinds: tuple[str, ...]) -> CellTable:
    """Read the cells that `legislators.sources.cells` wrote.

    Raises SnapshotError where the file is missing, broken, or made from other shapes than `gpkg`.
    """
    import numpy as np

    from legislators.snapshot import sha256_of

    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
            parts = {name: file[name] for name in file.files}
        if str(parts["made_from"]) != sha256_of(gpkg):
            raise SnapshotError(
                f"{path} was made from other district shapes than {gpkg.name} beside it: "
                "run `advocate data build` again"
            )
        return _table(parts, kinds)
    except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise SnapshotError(
            f"{path} cannot be read ({error}): install again, or run `advocate data build`"
        ) from error


def _table(parts: dict[str, NDArray[np.generic]], kinds: tuple[str, ...]) -> CellTable:
    import numpy as np

    west, south, per_lon, per_lat, width, height = (float(each) for each in parts["grid"].tolist())
    grid = Grid(west, south, per_lon, per_lat, int(width), int(height))
    codes = np.empty(grid.size + 1, dtype=np.uint16)
    codes[: grid.size] = np.repeat(parts["run_codes"], parts["run_lengths"].astype(np.intp))
    codes[grid.size] = int(parts["beyond"])
    choices = tuple(
        Choices(
            int(parts[f"{kind}_known"]),
            parts[f"{kind}_starts"].astype(np.intp),
            parts[f"{kind}_items"].astype(np.intp),
            parts[f"{kind}_parent_of"].astype(np.intp) if f"{kind}_parent_of" in parts else None,
        )
        for kind in kinds
    )
    return CellTable(grid, codes, tuple(parts["combos"].astype(np.intp).T.copy()), choices)
