"""Which districts hold each address of a long list? The look-up for lists, quick enough for whole campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from legislators.districts import KINDS, OUTSIDE, Alternative, District
from legislators.errors import LegislatorsError, SnapshotError
from legislators.lookup import NEAR_LINE_M, Lookup, lookup_for
from legislators.places import Notice, Place

if TYPE_CHECKING:
    from legislators.geocoders import Found

#: Rows placed before their districts are looked up together.
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class LocatedRow:
    """One row's place and districts; `problem` says why there is none, "" where there is.

    `notices` is what differs between what was typed and what is on file.
    """

    place: Place | None
    districts: tuple[District, ...]
    problem: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def certain(self) -> bool:
        """True where there is a place and every district of it is certain."""
        return bool(self.districts) and all(district.certain for district in self.districts)


def locate_addresses(
    rows: Iterable[str | Mapping[str, str]], *, offline: bool = True
) -> Iterator[LocatedRow]:
    """Yield a LocatedRow for every row, in order.

    A row is an address on one line, or a mapping with any of "address", "street", "unit", "city",
    "state", "zip". With `offline` (the default) nothing leaves the machine; else rows that no street
    on file holds are asked of the Census Geocoder one by one. A row that can't be placed is no
    error: its `problem` says why.
    """
    lookup = lookup_for()
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        found = [_place(lookup, one_line(row), offline) for row in chunk]
        yield from _with_districts(lookup, found)


def one_line(row: str | Mapping[str, str]) -> str:
    """Return the row's address on one line."""
    if isinstance(row, str):
        return row
    street = " ".join(part for key in ("address", "street", "unit") if (part := (row.get(key) or "").strip()))
    state_zip = " ".join(part for key in ("state", "zip") if (part := (row.get(key) or "").strip()))
    return ", ".join(part for part in (street, (row.get("city") or "").strip(), state_zip) if part)


def _place(lookup: Lookup, text: str, offline: bool) -> Found | str:
    """Return what was found, or the problem in words; damaged data is no row's problem and stops all."""
    try:
        return lookup.place(text, offline=offline).found
    except SnapshotError:
        raise
    except LegislatorsError as error:
        return str(error)


def _with_districts(lookup: Lookup, found: list[Found | str]) -> Iterator[LocatedRow]:
    """Yield the rows of one chunk: points together, areas one by one."""
    at = [i for i, each in enumerate(found) if not isinstance(each, str) and each.place.lat is not None]
    of_points = dict(zip(at, _districts_at(lookup, [found[i].place for i in at]), strict=True))  # type: ignore[union-attr]
    for i, each in enumerate(found):
        if isinstance(each, str):
            yield LocatedRow(None, (), each)
        elif i not in of_points:
            yield LocatedRow(each.place, lookup.districts_of_area(each))
        else:
            districts = of_points[i]
            if each.districts or each.areas:
                districts = tuple([lookup.beside(district, each)[0] for district in districts])
            inside = any(district.id for district in districts)
            yield LocatedRow(
                each.place, districts, "" if inside else f"The place lies {OUTSIDE}.", each.notices
            )


def _districts_at(lookup: Lookup, places: list[Place]) -> list[tuple[District, ...]]:
    """Return the four districts of every place, with those within its error as alternatives."""
    import numpy as np

    if not places:
        return []
    lats, lons = np.array([place.lat for place in places]), np.array([place.lon for place in places])
    radii = np.array([max(place.error_m or 0.0, NEAR_LINE_M) for place in places])
    ids = lookup.index.locate_points(lats, lons)
    near = lookup.index.near_lines(lats, lons, radii, ids)
    columns = [_of_kind(lookup, kind, ids[kind].tolist(), near[kind]) for kind in KINDS]
    return list(zip(*columns, strict=True))


def _of_kind(
    lookup: Lookup, kind: str, ids: list[str], near: Iterable[tuple[int, str, float]]
) -> list[District]:
    index = lookup.index
    known = {
        id_: index.get(kind, id_) or District(kind, "", index.name(kind, ""), "", None, True)
        for id_ in set(ids)
    }
    districts = [known[id_] for id_ in ids]
    others: dict[int, list[Alternative]] = {}
    for row, other, distance in near:
        others.setdefault(row, []).append(Alternative(other, index.name(kind, other), distance))
    for row, options in others.items():
        own = districts[row]
        options.sort(key=lambda option: (option.distance_m or 0.0, option.id))
        first = Alternative(own.id, own.name, 0.0)
        districts[row] = District(kind, own.id, own.name, own.ocd_id, None, False, (first, *options))
    return districts
