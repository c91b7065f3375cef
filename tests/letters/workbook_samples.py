"""What do the department's public workbooks look like? Made here, to their layouts; the places are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

#: The 32 columns that every assessment workbook is known to have.
COLUMNS = (
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
NORTH_STAR = (
    "Accountability Year",
    "District Number",
    "District Type",
    "District Name",
    "Student Group\n(Short versions in next column)",
    "Group",
    "Stage 1:\nMath Ach",
    "Stage 1:\nMath Ach Count*",
    "Stage 1:\nReading Ach",
    "Stage 1:\nReading Ach Count*",
    "Stage 3:\nCons Att",
)
END = ("End of Worksheet",)


def assessed(levels: tuple[int, int, int, int] = (30, 20, 40, 10), **more: Any) -> dict[str, Any]:
    """Return a row of an assessment sheet, its percents fractions as text; `more` replaces cells."""
    total = sum(levels)
    row: dict[str, Any] = {
        "Data Year": "25-26",
        "County Number": "62",
        "County Name": "Ramsey",
        "District Number": "0625",
        "District Type": "01",
        "District Name": "ST. PAUL SCHOOLS",
        "School Number": "110",
        "School Name": "Example Elementary",
        "Test Name": "MCA/Alternate MCA",
        "Grade": "0",
        "Subject": "Math",
        "Group Category": "All Categories",
        "Student Group": "All Students",
        "Total Tested": total,
        "Filter All": "N",
        "Count Valid Scores MCA": total - 5,
        "Count Valid Scores MTAS": 5,
    }
    for level, count in zip("DPME", levels, strict=True):
        row[f"Count Level {level}"] = count
        row[f"Percent Level {level}"] = f"{count / total:.4f}"
    row["Percent Proficient"] = f"{(levels[2] + levels[3]) / total:.4f}"
    return row | {name.replace("_", " "): value for name, value in more.items()}


def hidden(**more: Any) -> dict[str, Any]:
    """Return a row whose figures are suppressed, as the department does it."""
    blank = {name: "" for name in COLUMNS if name.startswith(("Count", "Percent"))}
    more = {name.replace("_", " "): value for name, value in more.items()}
    return assessed() | blank | {"Total Tested": "", "Filter All": "Y"} | more


def rated(**more: Any) -> dict[str, Any]:
    """Return a row of a North Star sheet."""
    return {
        "Accountability Year": 2026,
        "District Number": "0625",
        "District Type": "01",
        "District Name": "St. Paul",
        "Group": "ALL",
        "Stage 1:\nMath Ach": 24.53,
        "Stage 1:\nMath Ach Count*": 16000,
        "Stage 1:\nReading Ach": "N/A",
        "Stage 1:\nReading Ach Count*": "",
        "Stage 3:\nCons Att": "60.10",
    } | more


def write_workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Mapping[str, Any] | Sequence[Any]]],
    columns: Sequence[str] = COLUMNS,
    header_row: int = 1,
) -> Path:
    """Write sheets of rows (by column name, or as they stand) under a header in row `header_row`; return the path."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for above in range(header_row - 1):
                sheet.write(above, 0, "These are results of schools and districts.")
            sheet.write_row(header_row - 1, 0, columns)
            for number, row in enumerate(rows, start=header_row):
                cells = [row.get(column, "") for column in columns] if isinstance(row, Mapping) else row
                sheet.write_row(number, 0, cells)
        definitions = book.add_worksheet("Definitions")
        definitions.write_row(0, 0, ("Column", "Definition"))
    return path
