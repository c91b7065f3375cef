"""How much land went from one district to another between two sets of lines?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.updating.work import Change

if TYPE_CHECKING:
    from legislators.geopackage import Feature

KINDS = {
    "state_house": "House District", "state_senate": "Senate District",
    "congress": "Congressional District", "school_district": "School district",
}  # fmt: skip
#: Less than this (a square of 100 m) is a line drawn anew, and only counted.
SMALLEST_KM2 = 0.01


def changed_lines(old: Path, new: Path) -> list[Change]:
    """Compare two districts.gpkg and return what land changed hands, largest first in each kind.

    Areas are in square kilometres on the plane of UTM zone 15.
    """
    from legislators.geopackage import read_features

    found: list[Change] = []
    for kind, title in KINDS.items():
        before = {each.id: each for each in read_features(old, kind)}
        after = {each.id: each for each in read_features(new, kind)}
        found += _came_and_went(title, before, after)
        found += _moved(title, before, after)
    return found


def _came_and_went(title: str, before: dict[str, Feature], after: dict[str, Feature]) -> Iterator[Change]:
    for id_ in after.keys() - before.keys():
        yield Change("districts", "+", f"{title} {id_}", f"{after[id_].name}: new")
    for id_ in before.keys() - after.keys():
        yield Change("districts", "-", f"{title} {id_}", f"{before[id_].name}: no longer there")
    for id_ in before.keys() & after.keys():
        if before[id_].name != after[id_].name:
            yield Change("districts", "~", f"{title} {id_}", f"name: {before[id_].name} -> {after[id_].name}")


def _moved(title: str, before: dict[str, Feature], after: dict[str, Feature]) -> list[Change]:
    import shapely

    old = list(before.values())
    redrawn = [each for id_, each in after.items() if id_ not in before or _differs(before[id_], each)]
    if not redrawn:
        return []
    tree, plane = shapely.STRtree([each.shape for each in old]), _plane()
    moves: list[tuple[float, str, str]] = []
    for each in redrawn:
        own = before[each.id].shape if each.id in before else shapely.Polygon()
        gained = shapely.difference(each.shape, own)
        for number in tree.query(gained, predicate="intersects"):
            if old[number].id != each.id:
                moves.append((_km2(plane, gained, old[number].shape), each.id, old[number].id))
        beyond = shapely.difference(gained, shapely.union_all([old[n].shape for n in tree.query(gained)]))
        moves.append((_area(plane, beyond), each.id, ""))
    large = sorted(
        (each for each in moves if each[0] >= SMALLEST_KM2), key=lambda each: (-each[0], *each[1:])
    )
    found = [
        Change("districts", "~", f"{title} {id_}", f"{id_}: {_said(km2)} came from {_whose(title, source)}")
        for km2, id_, source in large
    ]
    quiet = {each.id for each in redrawn} - {id_ for _, id_, _ in large} - {source for _, _, source in large}
    if quiet:
        text = f"{len(quiet)} redrawn by less than {SMALLEST_KM2} km² each"
        found.append(Change("districts", "~", f"{title}s", text))
    return found


def _differs(old: Feature, new: Feature) -> bool:
    import shapely

    return not shapely.equals_identical(old.shape, new.shape) and not shapely.equals(old.shape, new.shape)


def _said(km2: float) -> str:
    return f"{km2:,.1f} km²" if km2 >= 0.1 else f"{km2:.2f} km²"


def _whose(title: str, id_: str) -> str:
    return id_ or f"no {title.lower()}"


def _plane() -> Any:
    from legislators.sources.overlay import plane_projection

    return plane_projection()


def _km2(plane: Any, one: Any, other: Any) -> float:
    import shapely

    return _area(plane, shapely.intersection(one, other))


def _area(plane: Any, shape: Any) -> float:
    return 0.0 if shape.is_empty else float(plane(shape).area) / 1e6
