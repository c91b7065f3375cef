"""How long does everything take, as a page and as a workbook, and how large is the page?

python -m benchmarks.everything LOG.db     (a log of 1,000,000 contacts, as benchmarks.made_writing makes one)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from advocate.reports.everything import count_everything
from advocate.reports.named import read_scope
from advocate.reports.report import Report
from advocate.reports.showing.page import page_html
from advocate.reports.showing.workbook import workbook_bytes
from advocate.store import open_log
from benchmarks.rows import Row, print_rows

MOST_SECONDS, MOST_BYTES = 30.0, 10_000_000
DAY = date(2026, 11, 24)


def bench_everything(file: Path) -> list[Row]:
    """Return what the page and the workbook of a log took, in seconds of the processor, counting included."""
    rows = []
    for name, make, most_bytes in (
        ("HTML, with charts and maps", lambda reports: page_html(reports).encode(), MOST_BYTES),
        ("xlsx", workbook_bytes, 0),
    ):
        counting, showing, size = _measure(file, make)
        met = counting + showing <= MOST_SECONDS and (not most_bytes or size <= most_bytes)
        asked = f"at most {MOST_SECONDS:.0f} s" + (f" and {most_bytes / 1e6:.0f} MB" if most_bytes else "")
        rows.append(Row(f"report everything: {name}", f"{counting + showing:.1f} s, {size / 1e6:.1f} MB", asked, met,
                        f"counting {counting:.1f} s, showing {showing:.1f} s; seconds of the processor"))  # fmt: skip
    return rows


def _measure(file: Path, make: Callable[[list[Report]], bytes]) -> tuple[float, float, int]:
    start = time.process_time()
    with open_log(file, create=False) as log:
        reports = count_everything(log.database, read_scope(log.database, today=DAY, name="everything"))
    counted = time.process_time()
    made = make(reports)
    return counted - start, time.process_time() - counted, len(made)


if __name__ == "__main__":
    print_rows(bench_everything(Path(sys.argv[1])))
