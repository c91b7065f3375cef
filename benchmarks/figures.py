"""How fast is a public workbook of 200,000 rows imported, beside calamine that only reads it; and a figure found?"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, timed

ROWS = 200_000
#: How many times as long as only reading the cells an import may take.
ALLOWED = 3.0
HEADER = (
    "Data Year",
    "County Number",
    "County Name",
    "District Number",
    "District Type",
    "District Name",
    "School Number",
    "School Name",
    "ECSU Number",
    "Economic Development Region",
    "School Classification",
    "Test Name",
    "Grade",
    "Subject",
    "Group Category",
    "Student Group",
    "Total Tested",
    "Filter All",
    "Count Valid Scores MCA",
    "Filter MCA",
    "Count Valid Scores MTAS",
    "Filter MTAS",
    "Count Level D",
    "Count Level P",
    "Count Level M",
    "Count Level E",
    "Percent Level D",
    "Percent Level P",
    "Percent Level M",
    "Percent Level E",
    "Percent Proficient",
    "MCA Average Score",
)
_GROUPS = ("All Students", "White Students", "Asian Students", "Hispanic Students", "English Learners")


def bench_figures() -> list[Row]:
    """Return the rows of this benchmark; the workbook is made here, of made-up schools."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        write_workbook(path, ROWS)
        # In turns, so that what else the machine does falls on both.
        turns = [(_seconds(lambda: _only_read(path)), _seconds(lambda: _import(path))) for _ in range(2)]
    reading = min(read for (read, _), _ in turns)
    importing, added = min(imported for _, imported in turns)
    ratio = importing / reading
    return [
        Row(
            f"stats import of a workbook of {ROWS:,} rows, from file to figures on disk",
            f"{importing:.1f} s for {added:,} figures: {ratio:.2f} times calamine reading it ({reading:.1f} s)",
            f"at most {ALLOWED:g} times python-calamine only reading it",
            ratio <= ALLOWED and added > ROWS * 0.9,
            "processor seconds, one run, the same file, in turns, the shorter of two",
        ),
        _pairs(),
    ]


def _seconds(work: Callable[[], int]) -> tuple[float, int]:
    """Return the processor seconds of this process for the work, and what it gave."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def write_workbook(path: Path, rows: int) -> None:
    """Write a workbook of the assessments' layout with so many rows of schools."""
    import xlsxwriter

    chance = random.Random(3)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    for name in ("State", "County", "District", "School"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADER)
        for i in range(rows if name == "School" else 10):
            sheet.write_row(i + 1, 0, _row(i, chance))
    book.close()


def _row(i: int, chance: random.Random) -> list[Any]:
    school, rest = divmod(i, 100)
    grade, group = divmod(rest, len(_GROUPS))
    d, p, m, e = (chance.randrange(4, 40) for _ in range(4))
    n = d + p + m + e
    shares = [f"{level / n:.4f}" for level in (d, p, m, e, m + e)]
    place = ["25-26", "27", "Hennepin", f"{school // 40 + 1:04d}", "01", f"District {school // 40 + 1}"]
    place += [f"{school % 40 + 1:03d}", f"School {school}", "11", "11", "10"]
    what = ["MCA/Alternate MCA", str(grade) if grade else "0", "Math", "All", _GROUPS[group]]
    return [*place, *what, n, "N", n - 2, "N", 2, "N", d, p, m, e, *shares, 1 + n / 7]


def _only_read(path: Path) -> int:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _import(path: Path) -> int:
    from letters.workbooks.adding import apply_plan, plan_import

    with tempfile.TemporaryDirectory() as folder:
        plan = plan_import(path, Path(folder))
        apply_plan(plan)
        return len(plan.added)


def _pairs() -> Row:
    from letters.figures import FigureBook
    from letters.shelf import open_shelf

    seconds, _ = timed(lambda: FigureBook(shelf=open_shelf()).side_by_side("math", "0625-01"))
    return Row(
        "the first district's figure beside the state's, from the file",
        f"{seconds * 1000:.1f} ms",
        "",
        None,
        "what `advocate write` pays once",
    )


if __name__ == "__main__":
    from benchmarks.rows import print_rows

    print_rows(bench_figures())
