"""Which published files hold the district lines, of which year, and whose are they?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from legislators.errors import SnapshotError
from legislators.snapshot import Source, sha256_of

#: The snapshot files made from the lines.
MADE = ("districts.gpkg", "district_cells.npz", "overlay.json")
SCHOOLS = "mn_school_districts"
_CENSUS = "US Census Bureau"
_PUBLIC_DOMAIN = "public domain (US Government work); the Census Bureau asks to be named"
_TIGER = "https://www2.census.gov/geo/tiger"
_PATTERNS = {
    "house": "tl_[0-9][0-9][0-9][0-9]_27_sldl.zip",
    "senate": "tl_[0-9][0-9][0-9][0-9]_27_sldu.zip",
    "congress": "tl_[0-9][0-9][0-9][0-9]_27_cd[0-9][0-9][0-9].zip",
    "schools": f"{SCHOOLS}_[0-9][0-9][0-9][0-9].gpkg",
}


@dataclass(frozen=True, slots=True)
class BoundaryFiles:
    """The four files, under their published names."""

    house: Path
    senate: Path
    congress: Path
    schools: Path


def find_boundaries(published: Path) -> BoundaryFiles:
    """Return the four files in `published`/boundaries. Raises SnapshotError unless there is one of each."""
    folder = published / "boundaries"
    return BoundaryFiles(**{name: _only(folder, pattern) for name, pattern in _PATTERNS.items()})


def tiger_url(year: int, name: str) -> str:
    """Return where the Census Bureau publishes a Minnesota file: "sldl", "sldu" or "cd119" of a year."""
    folder = "CD" if name.startswith("cd") else name.upper()
    return f"{_TIGER}/TIGER{year}/{folder}/tl_{year}_27_{name}.zip"


def addrfeat_url(year: int, fips: str) -> str:
    """Return where the Census Bureau publishes a county's address ranges of a year."""
    return f"{_TIGER}/TIGER{year}/ADDRFEAT/tl_{year}_{fips}_addrfeat.zip"


def congress_of(year: int) -> int:
    """Return the number of the Congress whose districts TIGER/Line shows from a year on."""
    # The 118th met in 2023 and stands in the edition of 2022; the 119th came with 2024.
    return (year - 1786) // 2


def boundary_sources(files: BoundaryFiles, schools_dated: str, retrieved_on: str) -> list[Source]:
    """Return the records of the four files; the year of each is read from its name."""
    lower, upper = _year(files.house), _year(files.senate)
    number, congress_year = int(files.congress.stem[-3:]), _year(files.congress)
    school_year = int(files.schools.stem[-4:])

    def census(path: Path, title: str, year: int, valid_from: date) -> Source:
        url = tiger_url(year, path.stem.rpartition("_")[2])
        full = f"TIGER/Line {year}, {title}, Minnesota"
        return Source(
            path.stem, _CENSUS, full, url, str(year), _PUBLIC_DOMAIN, retrieved_on, sha256_of(path),
            valid_from, None, MADE,
        )  # fmt: skip

    return [
        census(files.house, "state legislative districts, lower chamber", lower, date(lower, 1, 1)),
        census(files.senate, "state legislative districts, upper chamber", upper, date(upper, 1, 1)),
        census(
            files.congress,
            f"congressional districts of the {number}th Congress",
            congress_year,
            date(1787 + 2 * number, 1, 3),
        ),
        Source(
            name=files.schools.stem,
            publisher="Minnesota Department of Education, through MnGeo",
            title=f"School District Boundaries, Minnesota, SY{school_year}-{(school_year + 1) % 100:02d}",
            url="https://gisdata.mn.gov/dataset/bdry-school-district-boundaries",
            vintage=schools_dated,
            licence="right to use for any purpose, as is, without warranty",
            retrieved_on=retrieved_on,
            sha256=sha256_of(files.schools),
            valid_from=date(school_year, 7, 1),
            valid_to=date(school_year + 1, 6, 30),
            used_for=MADE,
        ),
    ]


def _year(path: Path) -> int:
    return int(path.name[3:7])


def _only(folder: Path, pattern: str) -> Path:
    found: Sequence[Path] = sorted(folder.glob(pattern))
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "none"
    raise SnapshotError(f"{folder} must hold one file {_shown(pattern)}; it holds: {names}.")


def _shown(pattern: str) -> str:
    return pattern.replace("[0-9][0-9][0-9][0-9]", "YYYY").replace("[0-9][0-9][0-9]", "NNN")
