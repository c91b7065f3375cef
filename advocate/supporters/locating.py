"""Which districts hold each row of a list of addresses or points, and how sure is each answer?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.importing.place_columns import PlaceColumns, read_point

if TYPE_CHECKING:
    from advocate.importing.records import Row
    from advocate.importing.sheets import Sheet
    from legislators.bulk import LocatedRow

KINDS = ("state_house", "state_senate", "congress", "school_district")
#: The columns that are added to a list, in order.
ADDED = (*KINDS, "method", "error_m", "certain", "alternatives", "problem")

#: Rows looked up together. Online each row is one request, and a person wants to see it move.
CHUNK, CHUNK_ONLINE = 4096, 5
#: A line nearer than this, in metres, makes a district uncertain, as in `advocate who`.
NEAR_LINE_M = 50.0
NO_DISTRICT = "none"
NOWHERE = "the row has no address and no point"


@dataclass(frozen=True, slots=True)
class Located:
    """The answer for one row. `alternatives` is "kind:id;kind:id" for each kind that is not certain."""

    districts: tuple[str, ...] = ("",) * len(KINDS)
    method: str = ""
    error_m: float | None = None
    certain: bool = False
    alternatives: str = ""
    problem: str = ""

    @property
    def found(self) -> bool:
        """True where the row has a place, certain or not."""
        return bool(self.method)

    def values(self) -> tuple[str, ...]:
        """Return the values of the columns in ADDED."""
        error = "" if self.error_m is None else f"{self.error_m:.0f}"
        certain = "yes" if self.certain else "no"
        return (*self.districts, self.method, error, certain, self.alternatives, self.problem)


def added_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the added columns; one that the list has already gets a number."""
    taken = {name.casefold() for name in columns}
    names = []
    for name in ADDED:
        free, number = name, 2
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        names.append(free)
    return tuple(names)


def locate_sheet(
    sheet: Sheet, places: PlaceColumns, *, offline: bool = True, prefer: str = "point"
) -> Iterator[Located]:
    """Yield the answer for every row, in order.

    `prefer` is "point" or "address": which of the two counts in a row that has both. With
    `offline` (the default) nothing leaves this computer. What was odd about a row in the file is
    added to its `problem`.
    """
    odd = {problem.line: problem.message for problem in sheet.problems}
    size = CHUNK if offline or not places.has_address else CHUNK_ONLINE
    for start in range(0, len(sheet.rows), size):
        rows = sheet.rows[start : start + size]
        for row, located in zip(rows, _locate_rows(rows, places, offline, prefer), strict=True):
            yield _with_problem(located, odd.get(row.line, ""))


def _locate_rows(rows: Sequence[Row], places: PlaceColumns, offline: bool, prefer: str) -> list[Located]:
    """Return the answers of one chunk: its points together, and its addresses together."""
    answers: list[Located] = [Located(problem=NOWHERE)] * len(rows)
    points: dict[int, tuple[float, float]] = {}
    addresses: dict[int, str] = {}
    for i, row in enumerate(rows):
        texts, address = places.point_text(row.values), places.one_line(row.values)
        if address and (texts is None or prefer == "address"):
            addresses[i] = address
        elif texts is not None:
            point = read_point(texts)
            if isinstance(point, str):
                answers[i] = Located(problem=point)
            else:
                points[i] = point
    for i, located in zip(points, _locate_points(list(points.values())), strict=True):
        answers[i] = located
    for i, located in zip(addresses, _locate_addresses(list(addresses.values()), offline), strict=True):
        answers[i] = located
    return answers


def _locate_addresses(texts: list[str], offline: bool) -> Iterator[Located]:
    if texts:
        from legislators.bulk import locate_addresses

        yield from map(_of_address, locate_addresses(texts, offline=offline))


def _of_address(row: LocatedRow) -> Located:
    """Return our answer for a row that `legislators` placed, or could not place."""
    place = row.place
    if place is None or row.problem:
        return Located(problem=row.problem or "the address could not be placed")
    by_kind = {district.kind: district for district in row.districts}
    options = [
        f"{kind}:{option.id or NO_DISTRICT}"
        for kind in KINDS
        if kind in by_kind and not by_kind[kind].certain
        for option in by_kind[kind].alternatives
    ]
    return Located(
        districts=tuple(by_kind[kind].id if kind in by_kind else "" for kind in KINDS),
        method=place.method,
        error_m=place.error_m,
        certain=all(district.certain for district in row.districts),
        alternatives=";".join(options),
        problem=" ".join(notice.message for notice in row.notices),
    )


def _locate_points(points: list[tuple[float, float]]) -> Iterator[Located]:
    """Yield the answers for points in degrees, all looked up at once."""
    if not points:
        return
    import numpy as np

    from legislators.districts import default_index

    index = default_index()
    lats, lons = np.array(points, dtype=float).T
    ids = index.locate_points(lats, lons)
    near = index.near_lines(lats, lons, np.full(len(points), NEAR_LINE_M), ids)
    options: dict[int, list[str]] = {}
    for kind in KINDS:
        for row, other in _nearest_first(near[kind]):
            given = options.setdefault(row, [])
            own = f"{kind}:{ids[kind][row] or NO_DISTRICT}"
            given += [own] * (own not in given) + [f"{kind}:{other or NO_DISTRICT}"]
    for row, districts in enumerate(zip(*(ids[kind].tolist() for kind in KINDS), strict=True)):
        if not any(districts):
            yield Located(problem="the point lies outside Minnesota")
        else:
            alternatives = ";".join(options.get(row, ()))
            yield Located(districts, "point", 0.0, not alternatives, alternatives)


def _nearest_first(near: Sequence[tuple[int, str, float]]) -> list[tuple[int, str]]:
    """Return (row, other district), the nearest first within a row."""
    return [
        (int(row), str(other)) for row, other, _ in sorted(near, key=lambda each: (each[0], each[2], each[1]))
    ]


def _with_problem(located: Located, odd: str) -> Located:
    """Return the answer with what was odd about the row in the file."""
    if not odd:
        return located
    from dataclasses import replace

    return replace(located, problem="; ".join(part for part in (located.problem, odd) if part))
