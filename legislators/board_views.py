"""What do we know of each school board on a day: its seats, when they end, its lines and its sheet?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legislators.official import Official
    from legislators.officials import Roster


@dataclass(frozen=True, slots=True)
class BoardInShort:
    """One board in a line of a list. `listed` seats of it are in our data, `named` of them with a holder.

    `ends` is the next day on which terms end, None where none is known, `ending` how many seats then.
    `lines` says how the seats by election district stand: "" (none), "missing" or "at hand". `sheet` is
    "" (none), "not verified" or the day it was verified.
    """

    district: str
    board: str
    listed: int
    named: int
    appointed: int
    ends: date | None
    ending: int
    missing: str
    lines: str
    sheet: str

    def to_dict(self) -> dict[str, Any]:
        """Return the line as JSON has it."""
        return {**asdict(self), "ends": self.ends.isoformat() if self.ends else None}


def list_boards(roster: Roster, on: date) -> list[BoardInShort]:
    """Return every school board of the roster as it stands on a day, by district."""
    from legislators.board_lines import lines_path
    from legislators.board_sheets import read_all

    sheets, _ = read_all()
    found = []
    for district in roster.ids("school_district"):
        office, *seats = roster.for_district("school_district", district, on)
        sheet = sheets.get(district)
        verified = str(sheet.verified_on or "not verified") if sheet else ""
        found.append(_in_short(office, seats, lines_path(district).is_file(), verified))
    return found


def _in_short(office: Official, seats: list[Official], has_lines: bool, sheet: str) -> BoardInShort:
    from legislators.board_lines import is_divided

    real = [seat for seat in seats if not seat.id.endswith("/missing")]
    named = [seat for seat in real if seat.name]
    ends = min((seat.term_ends for seat in named if seat.term_ends), default=None)
    divided = any(is_divided(seat) for seat in real)
    return BoardInShort(
        district=office.district,
        board=office.name,
        listed=len(real),
        named=len(named),
        appointed=sum(1 for seat in named if "/appointed-" in seat.id),
        ends=ends,
        ending=sum(1 for seat in named if seat.term_ends == ends),
        missing="; ".join(seat.note for seat in seats if seat.id.endswith("/missing")),
        lines=("at hand" if has_lines else "missing") if divided else "",
        sheet=sheet,
    )
