"""How does a report leave as a spreadsheet: typed numbers, a sheet a report, nothing that runs?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from advocate.reports.for_people import for_people
from advocate.reports.plain import shown
from advocate.reports.report import Cell, Column, Report
from advocate.reports.showing.told import day_of_record, is_blank

#: The formats of numbers by the kind of their column; a percent is kept as a part of one.
_FORMATS = {"count": "#,##0", "days": "#,##0", "minutes": "#,##0", "cents": "$#,##0.00", "percent": "0.0%",
            "day": "yyyy-mm-dd"}  # fmt: skip
_WIDEST, _NARROWEST, _LINE_CHARS = 46, 9, 120
#: What a spreadsheet's cell holds at most, and a sheet's name.
_CELL_CHARS, _NAME_CHARS = 32_000, 31


def report_xlsx(report: Report) -> bytes:
    """Return the report as an .xlsx file of one sheet."""
    return workbook_bytes([report])


def workbook_bytes(reports: Sequence[Report]) -> bytes:
    """Return an .xlsx file, a sheet a report, named by the reports' titles; the same reports give the same bytes."""
    from xlsxwriter import Workbook

    out = BytesIO()
    # In memory: a temporary file would be readable by others.
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # The day the report is of, not of its making, so that the same report has the same bytes.
        day = day_of_record(reports[0]) if reports else None
        book.set_properties(
            {
                "title": "Reports of advocate",
                "created": datetime.combine(day or date(2000, 1, 1), datetime.min.time()),
            }
        )
        styles = _styles(book)
        names: set[str] = set()
        for report in map(for_people, reports):
            _write(book.add_worksheet(_sheet_name(report.title, names)), report, styles)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    styles = {kind: book.add_format({"num_format": words, **top}) for kind, words in _FORMATS.items()}
    styles["text"] = book.add_format({"text_wrap": True, **top})
    styles["head"] = book.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "bg_color": "#E9EEF3"}
    )
    styles["head_right"] = book.add_format(
        {
            "bold": True,
            "bottom": 1,
            "text_wrap": True,
            "valign": "bottom",
            "align": "right",
            "bg_color": "#E9EEF3",
        }
    )
    styles["title"] = book.add_format({"bold": True, "font_size": 12})
    styles["note"] = book.add_format({"font_color": "#444444"})
    return styles


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in shown(title))
    name = " ".join(plain.split())[:_NAME_CHARS] or "Report"
    number = 2
    while name.lower() in taken:
        name = f"{name[: _NAME_CHARS - 3]} {number}"
        number += 1
    taken.add(name.lower())
    return name


def _write(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """Write one report: its table from the first row on, then the further ones, then what it counts."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{report.title.replace('&', '&&')}&R&P of &N")
    row = 0
    blank = is_blank(report)
    if blank:
        sheet.set_column(0, 0, 100)
        for line in ("There is nothing to count yet. What to do first:", *report.next_steps):
            sheet.write_string(row, 0, shown(line), styles["note"])
            row += 1
    else:
        row = _table(sheet, 0, report.columns, report.rows, styles)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)
        _widths(sheet, report)
    for section in () if blank else report.sections:
        sheet.write_string(row + 1, 0, shown(section.title), styles["title"])
        row = _table(sheet, row + 2, section.columns, section.rows, styles)
        row = _lines(sheet, row, (section.definition,), styles)
    sheet.write_string(row + 1, 0, f"{report.title}: {shown(report.question)}", styles["title"])
    made_from = (f"{label}: {value}" for label, value in report.made_from)
    _lines(sheet, row + 2, (report.definition, *report.notes, *made_from), styles)


def _lines(sheet: Any, row: int, texts: Iterable[str], styles: dict[str, Any]) -> int:
    """Write sentences from `row` on, no line wider than a screen; return the row after the last one."""
    for line in (line for text in texts for line in wrap(shown(text), _LINE_CHARS)):
        sheet.write_string(row, 0, line, styles["note"])
        row += 1
    return row


def _table(
    sheet: Any, row: int, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], styles: dict[str, Any]
) -> int:
    """Write heading and rows from `row` on; return the row after the last one."""
    for place, column in enumerate(columns):
        style = styles["head" if column.kind == "text" else "head_right"]
        sheet.write_string(row, place, column.heading, style)
    for cells in rows:
        row += 1
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            if cell is not None:
                _cell(sheet, row, place, cell, column.kind, styles)
    return row + 1


def _cell(
    sheet: Any, row: int, place: int, cell: str | int | float, kind: str, styles: dict[str, Any]
) -> None:
    """Write a cell as what it is: a number, a day, or text, which is never read as a formula."""
    if isinstance(cell, str):
        if kind == "day" and (day := _day(cell)) is not None:
            sheet.write_datetime(row, place, day, styles["day"])
            return
        sheet.write_string(row, place, shown(cell)[:_CELL_CHARS], styles["text"])
        return
    part = {"percent": 100, "cents": 100}.get(kind, 1)
    sheet.write_number(
        row, place, round(cell / part, 6) if part > 1 else cell, styles.get(kind, styles["count"])
    )


def _day(text: str) -> datetime | None:
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    # A spreadsheet's calendar begins in 1900.
    return day if day.year >= 1900 and day.tzinfo is None else None


def _widths(sheet: Any, report: Report) -> None:
    for place, column in enumerate(report.columns):
        longest = max((len(str(row[place])) for row in report.rows if row[place] is not None), default=0)
        words = max(map(len, column.heading.split()), default=0) + 3  # the filter's button
        sheet.set_column(place, place, min(max(longest + 2, words, _NARROWEST), _WIDEST))
