"""Which districts hold each of a million points?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from legislators.district_cells import CellTable, Choices
    from legislators.geopackage import Feature

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

#: Points looked up at a time: bounds the memory whatever the length of the list.
_BATCH = 1 << 20


@dataclass(frozen=True)
class KindShapes:
    """One kind's ids and prepared shapes in the order of the file; the last id is "" and has no shape."""

    ids: NDArray[np.str_]
    shapes: NDArray[np.object_]

    @classmethod
    def of(cls, features: Sequence[Feature]) -> KindShapes:
        """Prepare the shapes of one kind."""
        import numpy as np
        import shapely

        shapes = np.array([each.shape for each in features], dtype=object)
        shapely.prepare(shapes)
        return cls(np.array([*(each.id for each in features), ""]), shapes)

    def holding(self, choices: Choices, choice: Indices, lats: Floats, lons: Floats) -> Indices:
        """Return which district of its choice holds each point: the lowest, where it lies on a line.

        The districts of a choice cover the cell, so the last one needs no test.
        """
        import numpy as np

        first, last = choices.starts[choice], choices.starts[choice + 1] - 1
        found = choices.items[last]
        open_ = np.arange(len(choice))
        step = 0
        while (open_ := open_[first[open_] + step < last[open_]]).size:
            candidate = choices.items[first[open_] + step]
            inside = self._inside(candidate, lats[open_], lons[open_])
            found[open_[inside]] = candidate[inside]
            open_ = open_[~inside]
            step += 1
        return found

    def _inside(self, shape: Indices, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
        """Say for each point whether the shape with its number holds it, its lines included."""
        import numpy as np
        import shapely

        # Sorted, because the same shape many times in a row stays in the processor's cache;
        # 16 bits, because numpy sorts those by radix.
        order = np.argsort(shape.astype(np.uint16), kind="stable")
        inside = np.empty(len(shape), dtype=bool)
        inside[order] = shapely.intersects_xy(self.shapes[shape[order]], lons[order], lats[order])
        return inside


def as_degrees(lats: ArrayLike, lons: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as flat arrays of floats. Raises ValueError where they differ in length or are no list."""
    import numpy as np

    both = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    if both[0].ndim != 1 or both[0].shape != both[1].shape:
        raise ValueError(
            f"lats and lons must be two lists of the same length, not of shape {both[0].shape} and {both[1].shape}"
        )
    return both


def locate(
    table: CellTable, kinds: dict[str, KindShapes], lats: Floats, lons: Floats
) -> dict[str, NDArray[np.str_]]:
    """Return for each kind the id of the district of each point, "" where there is none."""
    import numpy as np

    out = {kind: np.empty(len(lats), dtype=each.ids.dtype) for kind, each in kinds.items()}
    for begin in range(0, len(lats), _BATCH):
        part = slice(begin, begin + _BATCH)
        for kind, found in zip(kinds, _numbers(table, kinds, lats[part], lons[part]), strict=True):
            np.take(kinds[kind].ids, found, out=out[kind][part], mode="clip")
    return out


def _numbers(table: CellTable, kinds: dict[str, KindShapes], lats: Floats, lons: Floats) -> list[Indices]:
    import numpy as np

    codes = table.codes_at(lats, lons)
    numbers: list[Indices] = []
    for each, choices, choice_of in zip(kinds.values(), table.choices, table.choice_of, strict=True):
        if choices.parent_of is not None:
            numbers.append(choices.parent_of[numbers[-1]])
            continue
        found = choice_of[codes]
        unsure = np.flatnonzero(found >= choices.known)
        if unsure.size:
            found[unsure] = each.holding(choices, found[unsure], lats[unsure], lons[unsure])
        numbers.append(found)
    return numbers
