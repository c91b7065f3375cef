"""Which kind of public workbook is it, in which row is a sheet's header, and which columns does it have?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from letters.workbooks.cells import text_of

#: A header stands in one of a sheet's first rows: row 1, 2 (assessments of 2021) or 5 (North Star).
HEADER_ROWS = 12
#: Sheets with figures, by the word in their name, and what each row of them is about.
LEVELS = {"state": "state", "county": "county", "district": "district", "school": "school"}


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of workbook: short name -> header as `plain_header` gives it.

    `places` is what each level needs besides, `known` what is there and needed for nothing.
    """

    name: str
    needed: Mapping[str, str]
    optional: Mapping[str, str]
    places: Mapping[str, Mapping[str, str]]
    known: frozenset[str] = field(default_factory=frozenset)

    def needed_at(self, level: str) -> Mapping[str, str]:
        """Return what a sheet of this level cannot be without."""
        return {**self.needed, **self.places[level]}


_DISTRICT = {"district": "district number", "type": "district type"}
ASSESSMENTS = Layout(
    name="assessments",
    needed={
        "year": "data year",
        "test": "test name",
        "grade": "grade",
        "subject": "subject",
        "group": "student group",
        "percent": "percent proficient",
    },
    optional={
        "county_name": "county name",
        "district_name": "district name",
        "school_name": "school name",
        "category": "group category",
        "hidden": "filter all",
        "tested": "total tested",
        "mca": "count valid scores mca",
        "mtas": "count valid scores mtas",
        "d": "count level d",
        "p": "count level p",
        "m": "count level m",
        "e": "count level e",
    },
    places={
        "state": {},
        "county": {"county": "county number"},
        "district": _DISTRICT,
        "school": {**_DISTRICT, "school": "school number"},
    },
    known=frozenset(
        {
            "ecsu number",
            "economic development region",
            "school classification",
            "county number",
            "district number",
            "district type",
            "school number",
            "filter mca",
            "filter mtas",
            "percent level d",
            "percent level p",
            "percent level m",
            "percent level e",
            "mca average score",
            "count absent",
            "count invalid",
            "count invalid student behavior",
            "count invalid device",
            "count invalid other",
            "count medical exempt",
            "count not attempted",
            "count not complete",
            "count not enrolled",
            "count refused",
            "count refused parent",
            "count refused student",
            "count wrong grade",
            "count valid scores mca with accommodations",
            "count extenuating circumstances attempted",
            "count extenuating circumstances not attempted",
        }
    ),
)
NORTH_STAR = Layout(
    name="North Star",
    needed={
        "year": "accountability year",
        "code": "group",
        "math": "stage 1: math ach",
        "reading": "stage 1: reading ach",
    },
    optional={
        "district_name": "district name",
        "school_name": "school name",
        "math_n": "stage 1: math ach count",
        "reading_n": "stage 1: reading ach count",
        "attendance": "stage 3: cons att",
        "attendance_n": "stage 3: cons att count",
    },
    places={
        "state": {},
        "county": {},
        "district": _DISTRICT,
        "school": {**_DISTRICT, "school": "school number"},
    },
    known=frozenset(
        {
            "student group",
            "school type",
            "school classification",
            "title i",
            "stage 1: elp prog",
            "stage 1: elp target",
            "stage 1: elp prog count",
            "stage 2: math prog",
            "stage 2: math prog percent",
            "stage 2: math prog count",
            "stage 2: reading prog",
            "stage 2: reading prog percent",
            "stage 2: reading prog count",
            "stage 2: 4-year grad",
            "stage 2: 4-year grad cohort",
            "stage 2: 7-year grad",
            "stage 2: 7-year grad cohort",
        }
    ),
)
LAYOUTS = (ASSESSMENTS, NORTH_STAR)


@dataclass(frozen=True)
class Header:
    """A sheet's header: its row (from 1), where each column of the layout is, and what else there is."""

    layout: Layout
    level: str
    row: int
    places: Mapping[str, int]
    unknown: tuple[str, ...]


def plain_header(cell: Any) -> str:
    """Return a header in small letters on one line, without the star that marks "for information"."""
    text = text_of(cell).casefold().replace("*", "").strip()
    # "Student Group\n(Short versions in next column)" is "student group".
    return text.partition("(")[0].strip() or text


def level_of(sheet: str) -> str | None:
    """Return "state", "county", "district" or "school" for a sheet of figures; None for any other sheet."""
    return LEVELS.get(sheet.strip().casefold())


def find_header(sheet: str, rows: Iterable[Sequence[Any]]) -> Header | str | None:
    """Return the header of a sheet, a sentence that says what it lacks, or None for no sheet of figures."""
    level = level_of(sheet)
    seen: tuple[int, list[str], Layout] | None = None
    widest: list[str] = []
    for number, row in enumerate(rows, start=1):
        names = [plain_header(cell) for cell in row]
        widest = max(widest, [name for name in names if name], key=len)
        layout = next((each for each in LAYOUTS if _fits(each, names)), None)
        if layout is not None:
            seen = number, names, layout
            break
        if number >= HEADER_ROWS:
            break
    if level is None:
        return None
    if seen is None:
        wanted = " or ".join(f"{each.name} ({', '.join(each.needed.values())})" for each in LAYOUTS)
        have = ", ".join(widest) or "nothing"
        return f"no header in its first {HEADER_ROWS} rows. Expected that of {wanted}. The widest has: {have}"
    return _header(level, *seen)


def _fits(layout: Layout, names: Sequence[str]) -> bool:
    """Say whether a row is this layout's header: most of the needed names are in it."""
    have = sum(name in names for name in layout.needed.values())
    return have >= len(layout.needed) - 2 and have >= 2


def _header(level: str, row: int, names: list[str], layout: Layout) -> Header | str:
    needed = layout.needed_at(level)
    missing = [name for name in needed.values() if name not in names]
    if missing:
        have = ", ".join(name for name in names if name) or "nothing"
        return f"no column {', '.join(repr(name) for name in missing)} in row {row}. It has: {have}"
    wanted = {**layout.optional, **needed}
    # Of two columns with one name the first counts.
    places = {short: names.index(name) for short, name in wanted.items() if name in names}
    expected = {*wanted.values(), *layout.known}
    unknown = tuple(name for name in dict.fromkeys(names) if name and name not in expected)
    return Header(layout, level, row, places, unknown)
