"""Which line of a list names its columns, and what are they called?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from advocate.importing.column_names import NOT_OURS, field_of, plain
from advocate.importing.records import Row

#: Titles, a logo's empty lines and a date may stand above the header, but no more lines than this.
DEEPEST = 20
LOOKS_LIKE_DATA = re.compile(
    # A house number and a word, a bare number, an e-mail address, a phone, a date.
    r"\d+\s+\S.*\s\S+|[-+]?\d+([.,]\d+)?|\S+@\S+\.\S+|\+?1?[ .-]?\(?\d{3}\)?[ .-]*\d{3}[ .-]\d{4}"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
)
SUGGESTED = "First name,Last name,Email,Phone,Address,City,State,Zip"


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, distinct and none empty, and where they stand.

    `index` is the place of the (last) header line among the rows given; `skipped` are lines above it
    that were no part of it. `notes` say what was done to the names.
    """

    index: int
    line: int
    columns: tuple[str, ...]
    skipped: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the header among the first rows of a list, or None where there seems to be none."""
    head = [n for n, row in enumerate(rows[:DEEPEST]) if not row.is_empty()]
    if not head:
        return None
    best = max(head, key=lambda n: (known_names(rows[n].values), -n))
    if not known_names(rows[best].values):
        best = _first_wide(rows, head)
        if any(LOOKS_LIKE_DATA.fullmatch(value.strip()) for value in rows[best].values):
            return None
    upper = rows[best].values
    below = next((n for n in head if n > best), None)
    above = next((n for n in reversed(head) if n < best), None)
    skipped = [rows[n].line for n in head if n < best]
    joined: tuple[str, ...] = ()
    if below is not None and _continues(rows[below].values):
        joined = (
            f"lines {rows[best].line} and {rows[below].line} were read together as the names of the columns",
        )
        columns, groups, best = rows[below].values, upper, below
    elif above is not None and _is_group_line(rows[above].values, upper):
        columns, groups = upper, rows[above].values
        skipped.remove(rows[above].line)
    else:
        columns, groups = upper, ()
    names, notes = name_columns(_joined(columns, groups), _filled(groups), _width(rows[best + 1 :]))
    return Header(best, rows[best].line, names, tuple(skipped), (*joined, *notes))


def known_names(values: Sequence[str]) -> int:
    """Return how many cells are names of fields we know, 0 where a cell is plainly a person's data."""
    cells = [value.strip() for value in values if value.strip()]
    if any("@" in cell and LOOKS_LIKE_DATA.fullmatch(cell) for cell in cells):
        return 0
    fields = {field_of(cell) for cell in cells if len(cell) < 80} - {""}
    ours = len(fields)
    if ours < 4 and ours * 3 < len(cells) and not _mostly_names(cells):
        # A known word or two among data, such as the answers "e-mail" and "phone", make no header.
        return 0
    return ours


def name_columns(
    names: Sequence[str], groups: Sequence[str] = (), width: int = 0
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names, each free and distinct, and what to tell about it.

    The second "Phone" becomes "Phone (2)", or "Phone (Work)" where a line above says what it belongs
    to. A column without a name becomes "column_7"; empty ones at the end are dropped beyond `width`.
    """
    cells = [" ".join(name.split()) for name in names]
    while cells and not cells[-1] and len(cells) > width:
        cells.pop()
    cells += [""] * (width - len(cells))
    used = {cell.casefold() for cell in cells if cell}
    seen: Counter[str] = Counter()
    result, notes = [], []
    for number, cell in enumerate(cells, 1):
        seen[cell.casefold()] += 1
        if not cell:
            result.append(free_name(number, used))
        elif seen[cell.casefold()] == 1:
            result.append(cell)
        else:
            group = groups[number - 1].strip() if number <= len(groups) else ""
            new = f"{cell} ({group})" if group and f"{cell} ({group})".casefold() not in used else ""
            count = seen[cell.casefold()]
            while not new or new.casefold() in used:
                new, count = f"{cell} ({count})", count + 1
            used.add(new.casefold())
            result.append(new)
            notes.append(f"column {number} is called '{cell}' like an earlier one; here it is '{new}'")
    return tuple(result), tuple(notes)


def free_name(number: int, used: set[str]) -> str:
    """Return a name for a column without one, "column_7", that is not used yet, and note it as used."""
    name = f"column_{number}"
    while name in used:
        name += "_"
    used.add(name)
    return name


def _mostly_names(cells: Sequence[str]) -> bool:
    return sum(bool(field_of(cell)) or plain(cell) in NOT_OURS for cell in cells) * 2 >= len(cells)


def _first_wide(rows: Sequence[Row], head: Sequence[int]) -> int:
    """Return the first row that is about as wide as the rows usually are: not a title."""
    typical = median(_filled_cells(row) for row in rows if not row.is_empty())
    return next((n for n in head if _filled_cells(rows[n]) * 2 > typical), head[0])


def _filled_cells(row: Row) -> int:
    return sum(bool(value.strip()) for value in row.values)


def _continues(values: Sequence[str]) -> bool:
    """True where a row under the header is a second line of names: every cell is one, and two at least."""
    cells = [value.strip() for value in values if value.strip()]
    return len(cells) >= 2 and all(field_of(cell) for cell in cells)


def _is_group_line(values: Sequence[str], names: Sequence[str]) -> bool:
    """True where a row above the header holds words over several columns: "Contact,,,Address,,"."""
    cells = [value for value in values if value.strip()]
    return 1 < len(cells) < sum(bool(name.strip()) for name in names)


def _joined(columns: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Return the lower line's names, and the upper's where the lower is empty."""
    width = max(len(columns), len(groups))
    lower = [*columns, *[""] * (width - len(columns))]
    upper = [*groups, *[""] * (width - len(groups))]
    return [low if low.strip() else up for low, up in zip(lower, upper, strict=True)]


def _filled(groups: Sequence[str]) -> list[str]:
    """Return for each column the word above it, or the last one to its left: cells are merged so."""
    words, last = [], ""
    for group in groups:
        last = group.strip() or last
        words.append(last)
    return words


def _width(rows: Sequence[Row]) -> int:
    """Return how wide the rows are where half of them agree: a last column may lack a name."""
    widths = sorted(_used_width(row.values) for row in rows if not row.is_empty())
    return widths[len(widths) // 2] if widths else 0


def _used_width(values: Sequence[str]) -> int:
    return max((n for n, value in enumerate(values, 1) if value.strip()), default=0)
