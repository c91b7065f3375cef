"""How do published address ranges become the street index?

The index is one SQLite file: a row a side of a street edge, keyed by the street's canonical core name.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from legislators.errors import SnapshotError
from legislators.files import fix_sqlite_stamp
from legislators.ground import metres_between
from legislators.snapshot import Source, sha256_of
from legislators.sources.boundary_files import addrfeat_url
from legislators.street_names import RULES, canonical_street

Point = tuple[float, float]  # longitude, latitude

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counties (fips TEXT PRIMARY KEY, source TEXT NOT NULL, ranges INTEGER NOT NULL, skipped INTEGER NOT NULL);
CREATE TABLE ranges (
  core TEXT NOT NULL, type TEXT NOT NULL, directions TEXT NOT NULL, name TEXT NOT NULL, zip TEXT NOT NULL,
  lo INTEGER NOT NULL, hi INTEGER NOT NULL, parity INTEGER NOT NULL, side INTEGER NOT NULL,
  spread REAL NOT NULL, path BLOB NOT NULL, county TEXT NOT NULL);
CREATE TABLE zips (zip TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX ranges_by_core ON ranges (core, lo, hi);
"""
#: A range without a path is laid out from its neighbours only over this many metres.
_LONGEST_REACH_M = 1000.0


@dataclass(frozen=True, slots=True)
class Edge:
    """One street edge with its house numbers; numbers are text as published, None where a side has none.

    The points run in the edge's own direction, from the `from` numbers to the `to` numbers.
    """

    tlid: str
    name: str
    points: tuple[Point, ...]
    left: tuple[str | None, str | None, str | None, str | None]  # from, to, parity, ZIP
    right: tuple[str | None, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class SideRange:
    """One side of an edge, turned so that the path runs from the low number to the high one."""

    name: str
    zip_code: str
    lo: int
    hi: int
    parity: int  # 0 even, 1 odd, 2 both
    side: int  # +1: the houses stand right of the path, -1: left
    path: tuple[Point, ...]
    spread: float = 0.0  # metres of doubt about the path itself


def pack_path(points: Iterable[Point]) -> bytes:
    """Return points as little-endian pairs of whole millionths of a degree."""
    flat = [round(value * 1_000_000) for point in points for value in point]
    return struct.pack(f"<{len(flat)}i", *flat)


def _side(edge: Edge, which: str) -> SideRange | None:
    """Return one side's range, or None where it has no whole house numbers."""
    start, end, parity, zip_code = edge.left if which == "left" else edge.right
    # Without a ZIP code nothing would tell this town's street from another's of the same name.
    if not (start and end and zip_code and start.isdigit() and end.isdigit()):
        return None
    first, last = int(start), int(end)
    outward = first <= last
    odd = first % 2 if first % 2 == last % 2 and parity != "B" else 2
    side = (1 if which == "right" else -1) * (1 if outward else -1)
    path = edge.points if outward else edge.points[::-1]
    return SideRange(edge.name, zip_code, min(first, last), max(first, last), odd, side, path)


def _numbered(edge: Edge) -> bool:
    return any(number for side in (edge.left, edge.right) for number in side[:2])


def side_ranges(edges: Iterable[Edge]) -> tuple[list[SideRange], int]:
    """Return every side's range that has a path, and how many could not be used.

    An edge published without points takes those of the same edge under another name or in the
    neighbouring county, or bridges the gap between its located neighbours, with the doubt noted.
    """
    edges = list(edges)
    located = {edge.tlid: edge.points for edge in edges if len(edge.points) > 1}
    sides: set[SideRange] = set()
    skipped = 0
    for edge in edges:
        known = (
            edge
            if len(edge.points) > 1
            else Edge(edge.tlid, edge.name, located.get(edge.tlid, ()), edge.left, edge.right)
        )
        both = [side for side in (_side(known, "left"), _side(known, "right")) if side]
        skipped += not both and _numbered(edge)
        sides.update(both)
    placed = [side for side in sides if side.path]
    bridged = list(_bridge(placed, [side for side in sides if not side.path]))
    skipped += len(sides) - len(placed) - len(bridged)
    return sorted(
        [*placed, *bridged], key=lambda s: (s.name, s.zip_code, s.lo, s.hi, s.parity, s.side, s.path)
    ), skipped


def _bridge(placed: list[SideRange], lost: list[SideRange]) -> Iterator[SideRange]:
    """Yield lost ranges laid out from the located ranges of the same street in the same ZIP code.

    Between two of them, by house number; beyond the last, on in the same line at the same pace.
    """
    by_street: dict[tuple[str, str], list[SideRange]] = {}
    for side in placed:
        by_street.setdefault((side.name, side.zip_code), []).append(side)
    for side in lost:
        family = by_street.get((side.name, side.zip_code), [])
        below = max((s for s in family if s.hi < side.lo), key=lambda s: (s.hi, s.path), default=None)
        above = min((s for s in family if s.lo > side.hi), key=lambda s: (s.lo, s.path), default=None)
        laid = _lay(below, above, side)
        if laid:
            path, spread = laid
            turned = (below or above or side).side
            yield replace(side, path=path, spread=round(spread, 1), side=turned)


def _lay(
    below: SideRange | None, above: SideRange | None, side: SideRange
) -> tuple[tuple[Point, ...], float] | None:
    """Return a path for a range between or beyond its neighbours, and the doubt in metres, or None if too far."""
    if below and above:
        start, end, first, last = below.path[-1], above.path[0], below.hi, above.lo
        reach = metres_between(start, end)
        doubt = reach / 3
    elif known := below or above:
        start, end = (known.path[0], known.path[-1]) if below else (known.path[-1], known.path[0])
        first, last = (known.lo, known.hi) if below else (known.hi, known.lo)
        if first == last:
            return None
        reach = metres_between(start, end) * (((side.lo + side.hi) / 2 - last) / (last - first))
        doubt = reach
    else:
        return None
    if reach > _LONGEST_REACH_M:
        return None
    span = last - first
    return (
        _between(start, end, (side.lo - first) / span),
        _between(start, end, (side.hi - first) / span),
    ), doubt


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def read_county_ranges(file: Path) -> tuple[str, list[Edge]]:
    """Return the county's FIPS code and edges from a ranges file of the published folder."""
    document = json.loads(file.read_text(encoding="utf-8"))
    edges = [
        Edge(
            str(e["tlid"]), name, tuple((x, y) for x, y in e["coords"]),
            (e["lfromhn"], e["ltohn"], e["parityL"], e["zipl"]), (e["rfromhn"], e["rtohn"], e["parityR"], e["zipr"]),
        )
        for name, found in document["streets"].items() for e in found
    ]  # fmt: skip
    return document["county"]["fips"], edges


def insert_county(
    db: sqlite3.Connection, fips: str, source: str, ranges: list[SideRange], skipped: int
) -> None:
    """Put a county's ranges into an index, in place of those it had."""
    db.execute("DELETE FROM ranges WHERE county = ?", (fips,))
    db.execute("INSERT OR REPLACE INTO counties VALUES (?, ?, ?, ?)", (fips, source, len(ranges), skipped))
    names = {side.name: canonical_street(side.name) for side in ranges}
    db.executemany(
        "INSERT INTO ranges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (names[s.name].core, names[s.name].type, names[s.name].directions, s.name, s.zip_code, s.lo, s.hi,
             s.parity, s.side, s.spread, pack_path(s.path), fips)
            for s in ranges
        ),
    )  # fmt: skip


def begin_index(db: sqlite3.Connection) -> None:
    """Make the tables of an empty index."""
    db.executescript(_SCHEMA)
    db.execute("INSERT INTO meta VALUES ('rules', ?)", (str(RULES),))


def list_zips(db: sqlite3.Connection) -> None:
    """List the ZIP codes of an index, after the last county went in."""
    db.execute("DELETE FROM zips")
    db.execute("INSERT INTO zips SELECT DISTINCT zip FROM ranges")


def compile_streets(published: Path, out: Path) -> list[Source]:
    """Write `streets.sqlite` from geocoding/tiger_ranges and return its sources."""
    files = sorted((published / "geocoding" / "tiger_ranges").glob("*.json"))
    if not files:
        raise SnapshotError(f"No address ranges in {published / 'geocoding' / 'tiger_ranges'}.")
    counties = [read_county_ranges(file) for file in files]
    target = out / "streets.sqlite"
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as db, db:
        begin_index(db)
        everywhere = {e.tlid: e.points for _, edges in counties for e in edges if len(e.points) > 1}
        for fips, edges in counties:
            whole = [
                Edge(e.tlid, e.name, e.points or everywhere.get(e.tlid, ()), e.left, e.right) for e in edges
            ]
            insert_county(db, fips, "TIGER/Line 2024 ADDRFEAT", *side_ranges(whole))
        list_zips(db)
    with closing(sqlite3.connect(target)) as db:
        db.execute("VACUUM")
    fix_sqlite_stamp(target)
    return [
        county_source(fips, 2024, sha256_of(file), "2026-10")
        for file, (fips, _) in zip(files, counties, strict=True)
    ]


def county_source(fips: str, year: int, sha256: str, retrieved_on: str) -> Source:
    """Return the record of a county's address ranges of a TIGER/Line edition."""
    return Source(
        name=f"address_ranges_{fips}", publisher="US Census Bureau", title=f"TIGER/Line {year} address ranges, county {fips}",
        url=addrfeat_url(year, fips), vintage=str(year), licence="public domain (acknowledge the US Census Bureau)",
        retrieved_on=retrieved_on, sha256=sha256, valid_from=date(year, 1, 1), valid_to=None, used_for=("streets.sqlite",),
    )  # fmt: skip
