"""How fast and how right is it? Every measurement, each beside what it is compared with. Run by `make bench`."""

from __future__ import annotations

from benchmarks.accuracy import bench_accuracy
from benchmarks.addresses import bench_addresses
from benchmarks.figures import bench_figures
from benchmarks.forms import bench_forms
from benchmarks.imports import bench_imports
from benchmarks.lint import bench_lint
from benchmarks.logging_acts import bench_logging
from benchmarks.matching import bench_matching
from benchmarks.places import bench_places
from benchmarks.points import bench_points
from benchmarks.reports import bench_reports
from benchmarks.rows import print_rows
from benchmarks.sharing import bench_sharing
from benchmarks.startup import bench_startup


def main() -> None:
    """Print one section after the other, so that a long run shows what it has."""
    for section in (
        bench_startup,
        bench_points,
        bench_addresses,
        bench_places,
        bench_accuracy,
        bench_figures,
        bench_lint,
        bench_forms,
        bench_imports,
        bench_matching,
        bench_logging,
        bench_sharing,
        bench_reports,
    ):
        print(f"\n== {section.__name__.removeprefix('bench_')}")
        print_rows(section())


if __name__ == "__main__":
    main()
