"""A workbook has a sheet a report, numbers that are numbers, and nothing that runs."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from advocate.reports.for_people import for_people
from advocate.reports.report import Column, Report, Section
from advocate.reports.showing.workbook import report_xlsx, workbook_bytes

COLUMNS = (
    Column("who", "Who", "text"), Column("n", "Count"), Column("share", "Share", "percent"),
    Column("cost", "Cost", "cents"), Column("day", "Last", "day"),
)  # fmt: skip
ROWS = (
    ('=HYPERLINK("https://example.org","x")', 1234, 24.6, 350, "2026-11-01"),
    ("+1 651 555 0100", None, None, None, "some day"),
    ("https://example.org/a", 0, 100, 0, "2026-02-28"),
)


def report(**other: object) -> Report:
    told = {"name": "made", "title": "Made", "question": "Why?", "columns": COLUMNS, "rows": ROWS,
            "definition": "What it counts.", "made_from": (("campaign", "all"), ("as on record on", "2026-11-24"))}  # fmt: skip
    return Report(**{**told, **other})  # type: ignore[arg-type]


def sheet(content: bytes, place: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(place).to_python()


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(content)).read(name).decode()


def test_numbers_days_and_percents_are_what_they_are() -> None:
    rows = sheet(report_xlsx(report()))
    assert rows[0] == ["Who", "Count", "Share", "Cost", "Last"]
    assert rows[1][1:] == [1234, 0.246, 3.5, date(2026, 11, 1)]
    assert rows[2][1:] == ["", "", "", "some day"]


def test_text_is_never_a_formula_or_a_link() -> None:
    content = report_xlsx(report())
    xml = part(content, "xl/worksheets/sheet1.xml")
    assert "<f>" not in xml and "hyperlink" not in xml.lower()
    assert [row[0] for row in sheet(content)[1:4]] == [row[0] for row in ROWS]


def test_the_heading_stays_and_what_is_counted_stands_beneath() -> None:
    section = Section(
        "more", "More of it", (Column("rule", "Rule", "text"), Column("n", "N")), (("L1", 7),), "Rules."
    )
    content = report_xlsx(report(sections=(section,), notes=("A note.",)))
    assert 'state="frozen"' in part(content, "xl/worksheets/sheet1.xml")
    firsts = [row[0] for row in sheet(content)]
    told = firsts[4:]
    for line in (
        "More of it",
        "L1",
        "Rules.",
        "Made: Why?",
        "What it counts.",
        "A note.",
        "as on record on: 2026-11-24",
    ):
        assert line in told


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_xlsx(report()) == report_xlsx(report())
    assert "2026-11-24" in part(report_xlsx(report()), "docProps/core.xml")


def test_a_sheet_a_report_even_where_titles_are_the_same_or_odd() -> None:
    titles = ["Coverage, school districts", "Coverage, school districts", "a/b:c*[d]?'" * 5, ""]
    names = CalamineWorkbook.from_filelike(
        BytesIO(workbook_bytes([report(title=t) for t in titles]))
    ).sheet_names
    assert len({name.lower() for name in names}) == 4
    assert all(0 < len(name) <= 31 for name in names)


def test_everything_is_in_it_all_rows_of_each(counted: list[Report]) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook_bytes(counted)))
    assert len(book.sheet_names) == len(counted)
    for place, each in enumerate(map(for_people, counted)):
        rows = book.get_sheet_by_index(place).to_python()
        assert [row[0] for row in rows[1 : len(each.rows) + 1]] == [
            date.fromisoformat(str(row[0])) if each.columns[0].kind == "day" else row[0] for row in each.rows
        ]


def test_nothing_to_count_says_what_to_do_first(empty_reports: list[Report]) -> None:
    content = workbook_bytes(empty_reports)
    for place in range(len(empty_reports)):
        rows = sheet(content, place)
        assert rows[0][0] == "There is nothing to count yet. What to do first:"
        assert "advocate" in str(rows[1][0]) or "letters" in str(rows[1][0])
