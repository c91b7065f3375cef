"""What does a county's TIGER/Line ADDRFEAT file hold, and how does it join the street index?"""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from legislators.errors import SnapshotError
from legislators.files import replace_whole
from legislators.sources.streets import Edge, Point, begin_index, insert_county, list_zips, side_ranges

_ADDRFEAT = ("TLID", "FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "ZIPL", "ZIPR", "PARITYL", "PARITYR")


def read_addrfeat(file: Path) -> tuple[str, list[Edge]]:
    """Return the county's FIPS code and edges of a TIGER/Line ADDRFEAT shapefile (.shp, or the .zip as published).

    Raises SnapshotError where the file is no such shapefile or its name tells no county.
    """
    import shapefile

    county = re.search(r"_(\d{5})_addrfeat", file.name)
    if not county:
        raise SnapshotError(
            f"{file.name}: the county is read from the file's name, such as tl_2024_27123_addrfeat.zip. Keep the published name."
        )
    if not county.group(1).startswith("27"):
        raise SnapshotError(f"{file.name} is not a Minnesota county: FIPS codes here begin with 27.")
    try:
        with shapefile.Reader(str(file)) as reader:
            names = {field[0] for field in reader.fields}
            missing = [name for name in _ADDRFEAT if name not in names]
            if missing:
                raise SnapshotError(
                    f"{file.name} has no column {', '.join(missing)}: is it an ADDRFEAT file?"
                )
            edges = [
                _addrfeat_edge(record.record.as_dict(), record.shape.points)
                for record in reader.iterShapeRecords()
            ]
    except (shapefile.ShapefileException, zipfile.BadZipFile, OSError, struct.error, ValueError) as error:
        raise SnapshotError(
            f"{file.name} could not be read as a shapefile ({error}). Download it again from the Census Bureau."
        ) from error
    return county.group(1), [edge for edge in edges if edge.name]


def _addrfeat_edge(row: dict[str, object], points: list[Point]) -> Edge:
    text = {key: str(row[key] or "").strip() or None for key in _ADDRFEAT}
    return Edge(
        text["TLID"] or "", (text["FULLNAME"] or "").upper(), tuple((x, y) for x, y, *_ in points),
        (text["LFROMHN"], text["LTOHN"], text["PARITYL"], text["ZIPL"]),
        (text["RFROMHN"], text["RTOHN"], text["PARITYR"], text["ZIPR"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AddedStreets:
    """What adding one county did: ranges in the index, and edges that had nothing to place."""

    fips: str
    ranges: int
    skipped: int


def add_streets(
    files: Iterable[Path], current: Path, target: Path, tell: Callable[[AddedStreets], None] | None = None
) -> list[AddedStreets]:
    """Add counties' ADDRFEAT files to a copy of the index at `current` (if any), and put it at `target` in one move.

    A county that was there is replaced whole; one county at a time is in memory, and `tell` hears of
    each. Raises SnapshotError, and leaves what was at `target`, where one cannot be read.
    """
    added = []

    def build(beside: Path) -> None:
        if current.is_file():
            shutil.copyfile(current, beside)
        with closing(sqlite3.connect(beside)) as db, db:
            if not current.is_file():
                begin_index(db)
            for file in files:
                fips, edges = read_addrfeat(file)
                ranges, skipped = side_ranges(edges)
                insert_county(db, fips, file.stem, ranges, skipped)
                added.append(AddedStreets(fips, len(ranges), skipped))
                if tell is not None:
                    tell(added[-1])
            list_zips(db)

    replace_whole(target, build)
    return added
