"""How does a table leave for a pipe, or for a spreadsheet, so that neither is misled by what is in it?"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

#: A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """Return the cell so that a spreadsheet shows it as text and runs nothing; numbers stay numbers."""
    if not cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or _is_number(cell):
        return cell
    return f"'{cell}"


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a CSV table whose cells cannot carry formulas."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def shown(cell: str) -> str:
    """Return the cell on one line, without signs that steer a terminal or turn the reading direction of what follows."""
    return " ".join("".join(char if char.isprintable() else " " for char in cell).split())


def plain_lines(rows: Iterable[Sequence[str]]) -> str:
    """Return a line a row, cells parted by tabs; what steers a terminal inside a cell becomes a space."""
    return "".join("\t".join(map(shown, row)) + "\n" for row in rows)
