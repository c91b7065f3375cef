"""How fast are a million points put into their districts, beside geopandas, and are the answers the same?

    python -m benchmarks.points

geopandas is given its fastest form of the join (prepared districts against a tree of points; its
plain `sjoin(points, districts)` with the predicate "intersects" takes minutes), with points already made.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.rows import Row, best_of, print_rows, timed
from legislators.districts import KINDS, DistrictIndex, default_index
from legislators.snapshot import open_snapshot

POINTS = 1_000_000
_WEST, _SOUTH, _EAST, _NORTH = -97.24, 43.49, -89.48, 49.39
# One degree of latitude in metres, near enough to scatter points about a line.
_DEGREE_M = 111_000


def points_over_the_state(count: int) -> tuple[Any, Any]:
    """Return latitudes and longitudes spread evenly over Minnesota; the same every time."""
    rng = np.random.default_rng(2026)
    lats, lons = rng.uniform(_SOUTH, _NORTH, 2 * count), rng.uniform(_WEST, _EAST, 2 * count)
    inside = np.flatnonzero(default_index().locate_points(lats, lons)["state_house"] != "")[:count]
    return lats[inside], lons[inside]


def points_near_lines(count: int) -> tuple[Any, Any]:
    """Return points within about 100 metres of House and school district lines: the hardest there are."""
    import shapely

    rng = np.random.default_rng(2026)
    shapes = [f.shape for kind in ("state_house", "school_district") for f in default_index().shapes(kind)]
    corners = shapely.get_coordinates(shapes)
    chosen = corners[rng.integers(0, len(corners), count)] + rng.normal(0, 100 / _DEGREE_M, (count, 2))
    return chosen[:, 1], chosen[:, 0]


def read_layers() -> dict[str, Any]:
    """Return the four kinds as GeoDataFrames."""
    import geopandas

    path = open_snapshot().path("districts.gpkg")
    return {kind: geopandas.read_file(path, layer=kind)[["id", "geometry"]] for kind in KINDS}


def make_points(lats: Any, lons: Any) -> Any:
    """Return the points as a GeoDataFrame without an index of any kind yet."""
    import geopandas

    return geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lons, lats), crs=4269)


def join(layers: dict[str, Any], points: Any) -> dict[str, Any]:
    """Return the four joins of geopandas."""
    import geopandas

    return {kind: geopandas.sjoin(layer, points, predicate="intersects") for kind, layer in layers.items()}


def join_anew(layers: dict[str, Any], lats: Any, lons: Any) -> tuple[float, dict[str, Any]]:
    """Time the joins with points made anew, because geopandas keeps their tree; making them is not counted."""
    points = make_points(lats, lons)
    return timed(lambda: join(layers, points))


def ids_of(joined: Any, layer: Any, count: int) -> Any:
    """Return the join as one id a point; the lower one on a line, as we have it; "" where it is in none."""
    number = np.full(count, len(layer))
    np.minimum.at(number, joined["index_right"].to_numpy(), joined.index.to_numpy())
    return np.array([*layer["id"], ""])[number]


def compare(what: str, lats: Any, lons: Any, asked: float | None) -> list[Row]:
    """Measure both ways on the same points."""
    layers = read_layers()
    index = default_index()
    index.locate_points(lats[:1000], lons[:1000])
    ours, answers = best_of(3, lambda: index.locate_points(lats, lons))
    theirs, joined = join_anew(layers, lats, lons)
    second, joined = join_anew(layers, lats, lons)
    theirs = min(theirs, second)
    differing = sum(
        int((ids_of(joined[kind], layers[kind], len(lats)) != answers[kind]).sum()) for kind in KINDS
    )
    ratio = theirs / ours
    return [
        Row(
            f"locate_points, {len(lats):,} points {what}, four kinds",
            f"{ratio:.0f} x geopandas sjoin ({ours:.3f} s beside {theirs:.2f} s)",
            f"{asked:.0f} x" if asked else "",
            ratio >= asked if asked else None,
            "",
        ),
        Row(
            f"  answers that differ from geopandas, of {4 * len(lats):,}",
            f"{differing}",
            "0",
            differing == 0,
            "",
        ),
    ]


def compare_from_files(lats: Any, lons: Any) -> Row:
    """Measure both from the file on: what a script pays that asks once."""
    path = open_snapshot().path("districts.gpkg")
    ours, _ = timed(lambda: DistrictIndex(path).locate_points(lats, lons))
    theirs, _ = timed(lambda: join(read_layers(), make_points(lats, lons)))
    return Row(
        "the same with reading the files and making the points",
        f"{theirs / ours:.0f} x ({ours:.3f} s beside {theirs:.2f} s)",
        "",
        None,
        "",
    )


def near_lines_rate(lats: Any, lons: Any) -> Row:
    """Measure how fast the neighbours within 50 metres of a long list are found."""
    index = default_index()
    ids = index.locate_points(lats, lons)
    index.near_lines(lats[:10], lons[:10], 50.0, {kind: found[:10] for kind, found in ids.items()})
    seconds, near = best_of(2, lambda: index.near_lines(lats, lons, 50.0, ids))
    count = sum(len(found) for found in near.values())
    return Row(
        "near_lines, the same points, radius 50 m",
        f"{len(lats) / seconds:,.0f} points a second",
        "",
        None,
        f"{count:,} neighbours found",
    )


def peak_memory_mb() -> float:
    """Return the most memory, in MB, of a process of its own that locates a million points."""
    command = [sys.executable, "-m", "benchmarks.points", "--memory"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _memory_of_this_run() -> None:
    rng = np.random.default_rng(1)
    default_index().locate_points(rng.uniform(_SOUTH, _NORTH, POINTS), rng.uniform(_WEST, _EAST, POINTS))
    status = Path("/proc/self/status")
    if status.exists():  # Linux; its getrusage would count the memory of the process that started this one
        print(int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024 / 1e6)
        return
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)


def bench_points() -> list[Row]:
    """Run every measurement of this module."""
    lats, lons = points_over_the_state(POINTS)
    rows = compare("all over the state", lats, lons, asked=10)
    rows.append(compare_from_files(lats, lons))
    memory = peak_memory_mb()
    rows.append(Row("  most memory of that process", f"{memory:.0f} MB", "under 1000 MB", memory < 1000, ""))
    rows.append(near_lines_rate(lats, lons))
    rows += compare("within about 100 m of a line", *points_near_lines(POINTS), asked=10)
    return rows


if __name__ == "__main__":
    if "--memory" in sys.argv:
        _memory_of_this_run()
    else:
        print_rows(bench_points())
