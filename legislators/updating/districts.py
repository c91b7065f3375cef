"""Where do the district lines run now, by the Census Bureau's newest edition and MDE's newest file?"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from legislators.errors import NotPublished, SnapshotError, UpdateStopped
from legislators.snapshot import sha256_of
from legislators.sources.archives import check_archive, unpack_one
from legislators.sources.boundary_files import (
    MADE,
    SCHOOLS,
    congress_of,
    find_boundaries,
    tiger_url,
)
from legislators.updating.work import Made, Work

SCHOOLS_URL = (
    "https://resources.gisdata.mn.gov/pub/gdrs/data/pub/us_mn_state_mde/bdry_school_district_boundaries/"
    "gpkg_bdry_school_district_boundaries.zip"
)
#: The first edition that shows the lines drawn after the census of 2020.
_FIRST_YEAR = 2022
_DIRECTORY = ("formid", "mde_name", "ocd_id")


@dataclass(frozen=True, slots=True)
class _Dates:
    schools_dated: str
    retrieved_on: str


def update_districts(work: Work) -> Made:
    """Make districts.gpkg, its cells and overlay.json anew where one of the four inputs differs.

    Raises FetchError, SnapshotError, UpdateStopped.
    """
    published = work.scratch / "districts"
    folder = published / "boundaries"
    folder.mkdir(parents=True)
    dates = _copy_given(work, folder) if work.given else _fetch(work, folder)
    files = find_boundaries(published)
    old = {each.sha256: each for each in work.snapshot.sources if set(each.used_for) & set(MADE)}
    read = [files.house, files.senate, files.congress, files.schools]
    if all(sha256_of(path) in old for path in read):
        return Made()
    from legislators.sources.census_tiger import compile_districts
    from legislators.sources.overlay import compile_overlay

    _write_directory(work, published)
    work.tell("compiling the districts: this takes about a minute")
    made = compile_districts(
        published, work.out, schools_dated=dates.schools_dated, retrieved_on=dates.retrieved_on
    )
    compile_overlay(published, work.out)
    # An input that is the same as before keeps its record.
    sources = tuple(old.get(each.sha256, each) for each in made)
    return Made(sources, tuple(each.name for each in old.values()))


def newest(work: Work, years: range, url: Callable[[int], str]) -> tuple[Path, date]:
    """Fetch the newest edition of a file that is published; return it with the day it came.

    Raises NotPublished where none of the years has it.
    """
    for year in years:
        try:
            got = work.fetcher.fetch(url(year), "zip")
        except NotPublished:
            continue
        return got.path, got.retrieved_on
    raise NotPublished(f"{url(years[-1])} is not there, and no newer edition is. Try again later.")


def _fetch(work: Work, folder: Path) -> _Dates:
    years = range(max(work.today.year, _FIRST_YEAR), _FIRST_YEAR - 1, -1)
    fetched = []
    for name, title in (("sldl", "House districts"), ("sldu", "Senate districts")):
        work.tell(f"fetching the Census Bureau's {title}")
        path, day = newest(work, years, partial(tiger_url, name=name))
        shutil.copyfile(path, folder / path.name)
        fetched.append(day)
    work.tell("fetching the Census Bureau's congressional districts")
    path, day = newest(work, years, lambda year: tiger_url(year, f"cd{congress_of(year)}"))
    shutil.copyfile(path, folder / path.name)
    work.tell("fetching the school districts of MDE, through MnGeo")
    got = work.fetcher.fetch(SCHOOLS_URL, "zip")
    unpacked = work.scratch / "schools.gpkg"
    unpack_one(got.path, ".gpkg", unpacked)
    dated = got.published_on or got.retrieved_on
    _place_schools(work, unpacked, folder, dated)
    return _Dates(_dated(work, unpacked, dated), max([*fetched, day, got.retrieved_on]).isoformat())


def _place_schools(work: Work, unpacked: Path, folder: Path, dated: date) -> None:
    """Name the file by the school year that begins in its year, as it was named before if it is the same."""
    same = next((each for each in work.snapshot.sources if each.sha256 == sha256_of(unpacked)), None)
    year = dated.year if dated.month >= 7 else dated.year - 1
    shutil.copyfile(unpacked, folder / f"{same.name if same else f'{SCHOOLS}_{year}'}.gpkg")


def _dated(work: Work, unpacked: Path, dated: date) -> str:
    digest = sha256_of(unpacked)
    same = next((each for each in work.snapshot.sources if each.sha256 == digest), None)
    return same.vintage if same else dated.isoformat()


def _copy_given(work: Work, folder: Path) -> _Dates:
    """Take the files of a person's own folder, and for those that it lacks stop and say which."""
    given = work.given[0] / "boundaries" if (work.given[0] / "boundaries").is_dir() else work.given[0]
    if len(work.given) > 1 or not given.is_dir():
        raise UpdateStopped("Districts come from one folder with all four files: give --from DIR once.")
    for pattern in ("tl_*_27_sldl.zip", "tl_*_27_sldu.zip", "tl_*_27_cd*.zip", f"{SCHOOLS}_*.gpkg"):
        for file in given.glob(pattern):
            if file.suffix == ".zip":
                check_archive(file)
            shutil.copyfile(file, folder / file.name)
    schools = sorted(folder.glob(f"{SCHOOLS}_*.gpkg"))
    if not schools:
        raise UpdateStopped(
            f"{given} holds no {SCHOOLS}_YYYY.gpkg; YYYY is the year the school year begins in."
        )
    written = datetime.fromtimestamp((given / schools[0].name).stat().st_mtime, UTC).date()
    return _Dates(_dated(work, schools[0], written), work.today.isoformat())


def _write_directory(work: Work, published: Path) -> None:
    """Lay out the names and ids of the school districts that the compiler reads, from the lines in force."""
    from legislators.geopackage import read_features

    try:
        features = read_features(work.snapshot.path("districts.gpkg"), "school_district")
    except OSError as error:
        raise SnapshotError(f"the districts in force cannot be read ({error}).") from error
    (published / "schools").mkdir()
    with (published / "schools" / "district_directory.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_DIRECTORY)
        table.writerows((each.id, each.name, each.ocd_id) for each in features)
