"""Which address ranges does the Census Bureau publish for a county now? One file a county, 87 in all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from legislators.counties import COUNTIES, find_county
from legislators.errors import NotPublished, SnapshotError, UpdateStopped
from legislators.snapshot import sha256_of
from legislators.sources.archives import check_archive
from legislators.sources.boundary_files import addrfeat_url
from legislators.updating.work import Change, Made, Work

STREETS = "streets.sqlite"
ALL = "all"
_NAME = re.compile(r"tl_(?P<year>\d{4})_(?P<fips>27\d{3})_addrfeat\.(?:zip|shp)", re.IGNORECASE)
#: How many editions back from this year we look for a county that has none at hand.
_EDITIONS = 4


@dataclass(frozen=True, slots=True)
class _CountyFile:
    fips: str
    year: int
    path: Path
    retrieved_on: date


def update_streets(work: Work) -> Made:
    """Put the counties' newest ranges into a copy of the street index.

    Without counties named, those at hand are looked after. What was fetched before a Ctrl-C is not
    fetched again. Raises FetchError, SnapshotError, UpdateStopped.
    """
    held = counties_at_hand(work.snapshot.path(STREETS))
    files = list(_given(work)) if work.given else list(_fetched(work, held))
    wanted = [each for each in files if not _is_known(work, each, held)]
    if not wanted:
        return Made()
    from legislators.sources.addrfeat import AddedStreets, add_streets
    from legislators.sources.streets import county_source

    total = iter(range(1, len(wanted) + 1))

    def tell(added: AddedStreets) -> None:
        work.tell(f"{next(total)} of {len(wanted)}: {COUNTIES[added.fips]} County, {_ranges(added.ranges)}")

    added = add_streets([each.path for each in wanted], work.snapshot.path(STREETS), work.out / STREETS, tell)
    sources = tuple(
        county_source(each.fips, each.year, sha256_of(each.path), each.retrieved_on.isoformat())
        for each in wanted
    )
    changes = tuple(_change(each.fips, held.get(each.fips), each.ranges) for each in added)
    return Made(sources, tuple(each.name for each in sources), changes)


def counties_at_hand(index: Path) -> dict[str, int]:
    """Return FIPS code -> how many ranges the street index has of it. Raises SnapshotError."""
    try:
        with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro", uri=True)) as db:
            return {
                str(fips): int(ranges) for fips, ranges in db.execute("SELECT fips, ranges FROM counties")
            }
    except sqlite3.Error as error:
        raise SnapshotError(f"{index} cannot be read as the street index ({error}).") from error


def wanted_counties(names: tuple[str, ...], held: dict[str, int]) -> list[str]:
    """Return the FIPS codes that are meant: those named, "all" 87, or the ones at hand. Raises UnknownDistrict."""
    if not names:
        return sorted(held)
    codes = [code for name in names for code in (COUNTIES if name == ALL else [find_county(name)])]
    return sorted(dict.fromkeys(codes))


def _fetched(work: Work, held: dict[str, int]) -> Iterator[_CountyFile]:
    codes = wanted_counties(work.counties, held)
    first = work.today.year
    for number, fips in enumerate(codes, 1):
        at_hand = work.source(f"address_ranges_{fips}")
        last = int(at_hand.vintage[:4]) if at_hand and fips in held else first - _EDITIONS
        work.tell(f"asking for {COUNTIES[fips]} County, {number} of {len(codes)}")
        for year in range(first, last if fips in held and at_hand else last - 1, -1):
            try:
                got = work.fetcher.fetch(addrfeat_url(year, fips), "zip")
            except NotPublished:
                continue
            # The Bureau publishes all counties of a year at once: no use asking for a newer one again.
            first = year
            yield _CountyFile(fips, year, got.path, got.retrieved_on)
            break
        else:
            if fips not in held:
                raise NotPublished(
                    f"The Census Bureau has no address ranges of {COUNTIES[fips]} County since "
                    f"{first - _EDITIONS}. Nothing was changed."
                )


def _given(work: Work) -> Iterator[_CountyFile]:
    files = [
        file
        for each in work.given
        for file in (sorted(each.rglob("*_addrfeat.zip")) if each.is_dir() else [each])
    ]
    asked = set(wanted_counties(work.counties, {})) if work.counties else set(COUNTIES)
    found = 0
    for file in files:
        name = _NAME.fullmatch(file.name)
        if not name or name["fips"] not in COUNTIES:
            raise UpdateStopped(
                f"{file.name}: the county and year are read from the file's name, such as "
                "tl_2024_27053_addrfeat.zip. Keep the published name."
            )
        if name["fips"] in asked:
            if file.suffix.lower() == ".zip":
                check_archive(file)
            found += 1
            yield _CountyFile(name["fips"], int(name["year"]), file, work.today)
    if not found:
        raise UpdateStopped(
            "No address ranges of the counties asked for lie there (tl_YYYY_27CCC_addrfeat.zip)."
        )


def _is_known(work: Work, file: _CountyFile, held: dict[str, int]) -> bool:
    source = work.source(f"address_ranges_{file.fips}")
    return file.fips in held and source is not None and source.sha256 == sha256_of(file.path)


def _change(fips: str, before: int | None, after: int) -> Change:
    where = f"{COUNTIES[fips]} County"
    if before is None:
        return Change("streets", "+", where, f"{_ranges(after)} of house numbers (was not at hand)")
    more = f"{after - before:+,}" if after != before else "as many, some of them new"
    return Change("streets", "~", where, f"{before:,} -> {_ranges(after)} of house numbers ({more})")


def _ranges(number: int) -> str:
    return f"{number:,} range{'s' if number != 1 else ''}"
