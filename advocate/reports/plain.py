"""How does a table leave for a pipe, or for a spreadsheet, so that neither is misled by what is in it?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

#: A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


#: What colours a terminal, moves its cursor or retitles its window.
_TERMINAL_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
#: Signs without width that names and emoji are spelled with.
_JOINERS = "\u200c\u200d"


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
    plain = _TERMINAL_SEQUENCE.sub("", cell)
    return " ".join(
        "".join(char if char.isprintable() or char in _JOINERS else " " for char in plain).split()
    )


def plain_lines(rows: Iterable[Sequence[str]]) -> str:
    """Return a line a row, cells parted by tabs; what steers a terminal inside a cell becomes a space."""
    return "".join("\t".join(map(shown, row)) + "\n" for row in rows)
