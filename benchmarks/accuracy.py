"""How often is a placed address in its true districts? Measured on school buildings whose points and districts are known.

The file is not part of the project: name it with ADVOCATE_SCHOOLS, or lay the published files at $ADVOCATE_PUBLISHED.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row, print_rows
from legislators.address import parse_address
from legislators.bulk import LocatedRow, locate_addresses
from legislators.districts import District, locate_points
from legislators.ground import metres_between
from legislators.lookup import Lookup, lookup_for
from legislators.street_names import canonical_street

#: Our kinds, and the columns of the file that hold the truth.
TRUTH = {"state_house": "house", "state_senate": "senate", "school_district": "school_district"}


def schools_file() -> Path | None:
    """Return the file of school buildings, None where there is none."""
    published = Path(os.environ.get("ADVOCATE_PUBLISHED", "../shared/data"))
    file = Path(os.environ.get("ADVOCATE_SCHOOLS", published / "geocoding" / "school_addresses_984.csv"))
    return file if file.is_file() else None


def read_schools(file: Path) -> list[dict[str, str]]:
    """Return the buildings as rows."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass
class Tally:
    """What came of placing all addresses; pairs are (row, kind)."""

    rows: int = 0
    covered: int = 0
    covered_placed: int = 0
    street: int = 0
    area: int = 0
    failed: int = 0
    within: int = 0
    certain: int = 0
    certain_wrong: int = 0
    uncertain: int = 0
    uncertain_held: int = 0
    options: int = 0
    rows_certain_wrong: int = 0
    rows_uncertain: int = 0
    rows_uncertain_held: int = 0


def points_right(schools: list[dict[str, str]]) -> int:
    """Return for how many buildings the point alone gives all three true districts."""
    found = locate_points([float(s["lat"]) for s in schools], [float(s["lon"]) for s in schools])
    return sum(
        all(found[kind][i] == school[column] for kind, column in TRUTH.items())
        for i, school in enumerate(schools)
    )


def addresses(schools: list[dict[str, str]]) -> Tally:
    """Place every address offline and compare with the truth."""
    tally = Tally(rows=len(schools))
    lookup = lookup_for()
    lines = [f"{s['street']}, {s['city']}, {s['state']} {s['zip']}" for s in schools]
    for school, line, located in zip(schools, lines, locate_addresses(lines), strict=True):
        covered = _street_is_covered(lookup, line)
        on_street = located.place is not None and located.place.method == "street_range"
        tally.covered += covered
        tally.covered_placed += covered and on_street
        tally.street += on_street
        tally.failed += located.place is None
        tally.area += located.place is not None and not on_street
        if on_street and located.place and located.place.lat is not None and located.place.lon is not None:
            off = metres_between(
                (located.place.lon, located.place.lat), (float(school["lon"]), float(school["lat"]))
            )
            tally.within += off <= (located.place.error_m or 0)
        _compare(tally, school, located)
    return tally


def _street_is_covered(lookup: Lookup, line: str) -> bool:
    """Say whether the index has a located range of this street in this ZIP code for about this number."""
    address = parse_address(line, lookup.areas.cities)
    wanted = canonical_street(address.street)
    rows = lookup.streets._db.execute(  # type: ignore[attr-defined]  # the measure looks where the code looks
        "SELECT type, directions FROM ranges WHERE core = ? AND zip = ? AND lo <= ? AND hi >= ?",
        (wanted.core, address.zip_code, (address.number or 0) + 2, (address.number or 0) - 2),
    ).fetchall()
    fits = [kind in (wanted.type, "") or not wanted.type for kind, _ in rows]
    faces = [d in (wanted.directions, "") or not wanted.directions for _, d in rows]
    return any(a and b for a, b in zip(fits, faces, strict=True))


def _compare(tally: Tally, school: dict[str, str], located: LocatedRow) -> None:
    by_kind = {district.kind: district for district in located.districts}
    found = [(by_kind[kind], school[column]) for kind, column in TRUTH.items() if kind in by_kind]
    sure = [district.id == truth for district, truth in found if district.certain]
    held = [_holds(district, truth) for district, truth in found if not district.certain]
    tally.certain += len(sure)
    tally.certain_wrong += len(sure) - sum(sure)
    tally.uncertain += len(held)
    tally.uncertain_held += sum(held)
    tally.options += sum(len(district.alternatives) for district, _ in found if not district.certain)
    tally.rows_certain_wrong += not all(sure)
    tally.rows_uncertain += bool(held)
    tally.rows_uncertain_held += bool(held) and all(held)


def _holds(district: District, truth: str) -> bool:
    return truth in {option.id for option in district.alternatives}


def bench_accuracy() -> list[Row]:
    """Return the accuracy table; one line that says so where the file is not here."""
    file = schools_file()
    if file is None:
        return [
            Row("accuracy", "left out: no file of school buildings here (set ADVOCATE_SCHOOLS)", "", None, "")
        ]
    schools = read_schools(file)
    right = points_right(schools)
    t = addresses(schools)
    share = t.covered_placed / max(t.covered, 1)
    wrong = t.rows_certain_wrong / t.rows
    held = t.uncertain_held / max(t.uncertain, 1)
    return [
        Row(f"points: House, Senate and school district all right, of {t.rows} buildings", f"{right}", f"{t.rows}", right == t.rows, ""),
        Row("addresses, offline", f"{t.street} on a street, {t.area} by ZIP area, {t.failed} not placed", "", None, ""),
        Row("  street and number in the index: placed on it", f"{t.covered_placed} of {t.covered}", "at least 90 %", share >= 0.9, ""),
        Row("  rows with a wrong district said to be certain", f"{t.rows_certain_wrong} of {t.rows} ({wrong:.1%})",
            "at most 1 %", wrong <= 0.01,
            f"{t.certain} districts were certain"),
        Row("  uncertain districts with the true one among the alternatives", f"{t.uncertain_held} of {t.uncertain} ({held:.1%})",
            "at least 90 %", held >= 0.9, f"{t.options / max(t.uncertain, 1):.1f} alternatives each"),
        Row("  the building's middle lies within error_m of the place", f"{t.within} of {t.street}", "", None,
            "at least four in five; schools stand further from the street than houses do"),
    ]  # fmt: skip


if __name__ == "__main__":
    print_rows(bench_accuracy())
