"""Which districts does each ZIP code's area touch, and with what share of it?

No file of ZIP code boundaries is among our sources, only each area's middle and size. So every
spot of the state goes to the ZIP code whose middle is nearest in terms of its own size (distance
over the radius of a circle of its land area), and to others nearly as near: generous by design,
because a district left out would be a wrong answer and one too many is only a question.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import pi, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.address import canonical_city
from legislators.districts import KINDS, DistrictIndex
from legislators.ground import metres_per_degree
from legislators.snapshot import Source, sha256_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A spot counts to every ZIP code whose relative distance is within this factor of the nearest one's.
SLACK = 1.15
#: Spacing of the spots, in degrees of longitude and latitude: about 300 metres.
_STEP = (0.004, 0.0028)
_WEST, _SOUTH, _EAST, _NORTH = -97.25, 43.49, -89.48, 49.40
_FOLDER = Path("geocoding") / "zip"
_CENTROIDS = "mn_zcta_gazetteer2023_geo2zip0.1.7.csv"
_SIZES = "mn_zip_uszipinfo1.1.0.csv"
_NAMES = "mn_zip_zipcodes3.0.0.csv"
_KM2_PER_SQ_MI = 2.589988


@dataclass(frozen=True, slots=True)
class _Middle:
    """A ZIP code's middle in degrees, and the radius in metres of a circle of its land area."""

    zip_code: str
    lat: float
    lon: float
    radius_m: float


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _towns(folder: Path) -> dict[str, list[str]]:
    """Return each ZIP code's towns, the Postal Service's own first, in canonical form."""
    towns: dict[str, list[str]] = {
        row["zip"]: [canonical_city(row["primary_city"])] for row in _rows(folder / _SIZES)
    }
    for row in _rows(folder / _NAMES):
        named = [row["city"], *row["acceptable_cities"].split("|")]
        found = towns.setdefault(row["zip"], [])
        found.extend(town for name in named if (town := canonical_city(name)) and town not in found)
    return towns


def _middles(folder: Path) -> list[_Middle]:
    sizes = {row["zip"]: float(row["land_area_sq_mi"] or 0) for row in _rows(folder / _SIZES)}
    return [
        _Middle(row["GEOID"], float(row["LAT"]), float(row["LONG"]),
                max(sqrt(sizes.get(row["GEOID"], 0.0) * _KM2_PER_SQ_MI / pi) * 1000, 300.0))
        for row in _rows(folder / _CENTROIDS)
    ]  # fmt: skip


def _points_without_area(folder: Path, with_area: set[str]) -> Iterator[tuple[str, float, float]]:
    """Yield ZIP codes of post offices and single buildings, which have a point and no area."""
    seen = set(with_area)
    for name in (_SIZES, _NAMES):
        for row in _rows(folder / name):
            if row["zip"] not in seen and row["lat"] and row["lon"]:
                seen.add(row["zip"])
                yield row["zip"], float(row["lat"]), float(row["lon"])


def _relative(
    middles: list[_Middle], lats: NDArray[np.float64], lons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return distance over radius, one row a spot and one column a ZIP code."""
    import numpy as np

    east, north = metres_per_degree(46.0)
    x, y = (np.array([getattr(m, key) for m in middles]) for key in ("lon", "lat"))
    radii = np.array([m.radius_m for m in middles])
    result: NDArray[np.float64] = np.hypot((lons[:, None] - x) * east, (lats[:, None] - y) * north) / radii
    return result


def _shares(middles: list[_Middle], index: DistrictIndex) -> dict[str, dict[str, dict[str, int]]]:
    """Return, a ZIP code and kind, how many spots lie in each district."""
    import numpy as np

    counts: dict[str, dict[str, dict[str, int]]] = {m.zip_code: {kind: {} for kind in KINDS} for m in middles}
    lons = np.arange(_WEST, _EAST, _STEP[0])
    for lat in np.arange(_SOUTH, _NORTH, _STEP[1]):
        lats = np.full(len(lons), lat)
        found = index.locate_points(lats, lons)
        inside = found["state_house"] != ""
        if not inside.any():
            continue
        relative = _relative(middles, lats[inside], lons[inside])
        near = relative <= relative.min(axis=1, keepdims=True) * SLACK
        spots, codes = np.nonzero(near)
        for kind in KINDS:
            names, place = np.unique(found[kind][inside], return_inverse=True)
            pairs, number = np.unique(codes * len(names) + place[spots], return_counts=True)
            for pair, many in zip(pairs.tolist(), number.tolist(), strict=True):
                code, name = divmod(pair, len(names))
                of_kind, district = counts[middles[code].zip_code][kind], str(names[name])
                of_kind[district] = of_kind.get(district, 0) + many
    return counts


def _as_share(counts: dict[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    # The likeliest first; readers keep the order.
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {district: max(round(many / total, 3), 0.001) for district, many in ranked if district}


def compile_zip_areas(published: Path, out: Path) -> list[Source]:
    """Write `zip_areas.json`, from geocoding/zip and the districts already in `out`, and return its sources."""
    import numpy as np

    folder = published / _FOLDER
    middles = sorted(_middles(folder), key=lambda m: m.zip_code)
    index = DistrictIndex(out / "districts.gpkg", out / "district_cells.npz")
    counts = _shares(middles, index)
    towns = _towns(folder)
    areas: dict[str, dict[str, Any]] = {}
    for middle in middles:
        code = middle.zip_code
        touched = {kind: _as_share(counts[code][kind]) for kind in KINDS}
        if touched["state_house"]:
            areas[code] = {"districts": touched, "towns": towns.get(code, [])}
    for code, lat, lon in _points_without_area(folder, set(areas)):
        nearest = middles[int(_relative(middles, np.array([lat]), np.array([lon])).argmin())].zip_code
        if nearest in areas:
            areas[code] = {"towns": towns.get(code, []), "within": nearest}
    lines = [f"{json.dumps(code)}: {json.dumps(areas[code], ensure_ascii=False)}" for code in sorted(areas)]
    (out / "zip_areas.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    return _sources(folder)


def _sources(folder: Path) -> list[Source]:
    given = (
        ("zip_middles", "US Census Bureau", "2023 Gazetteer, ZIP Code Tabulation Areas, Minnesota", "2023", "public domain", _CENTROIDS,
         "https://www.census.gov/geographies/reference-files/time-series/geo/gazetteer-files.html"),
        ("zip_sizes", "US Census Bureau", "ZIP Code Tabulation Areas with land area, Minnesota", "2023", "public domain", _SIZES,
         "https://www.census.gov/geographies/reference-files/time-series/geo/gazetteer-files.html"),
        ("zip_towns", "GeoNames", "Postal codes with the towns they serve, Minnesota", "2023", "CC BY 4.0 (credit GeoNames)", _NAMES,
         "https://download.geonames.org/export/zip/"),
    )  # fmt: skip
    return [
        Source(name=name, publisher=publisher, title=title, url=url, vintage=vintage, licence=licence, retrieved_on="2026-10",
               sha256=sha256_of(folder / file), valid_from=date(2023, 1, 1), valid_to=None, used_for=("zip_areas.json",))
        for name, publisher, title, vintage, licence, file, url in given
    ]  # fmt: skip
