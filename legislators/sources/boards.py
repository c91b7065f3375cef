"""Who won which school board seat, and which seats can't be named? Compiled from an ODbL table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from legislators.errors import SnapshotError
from legislators.snapshot import Source, sha256_of
from legislators.sources.compiled import read_table, write_records
from legislators.terms import board_term_begins, board_term_ends, earliest_special_end

TABLE = Path("schools") / "board_seats_2026-10.csv"
OUTPUT = "school_boards.json"
NOTICE_FILE = "school_boards.LICENSE.md"
#: The publisher gives the month; the first day of it is the most we can vouch for.
AS_OF = date(2026, 10, 1)
ATTRIBUTION = "Contains information from districtry, made available under the Open Database License"
LICENCE = "Open Database License (ODbL) 1.0"

_NEEDED = ("state_id", "district", "seat", "name", "elected", "special", "unnamed_reason")
_STATE_RESULTS_UNTIL = date(2022, 12, 31)
#: Boards whose size is known though not all their seats are listed.
_KNOWN_SIZES = {"0625-01": 7}
#: A Minnesota board has six members by law, or seven where its voters chose so (Minn. Stat. 123B.09).
_SIZES_BY_LAW = (6, 7)
_ELECTION_DISTRICT = re.compile(r"\bDistrict\b")
_REASONS = {
    "write-in": "a write-in candidate won, whom the results do not name",
    "fewer candidates than seats": "fewer people ran than there were seats",
    "winner moved to another seat": "the winner of this seat later won another seat of the board",
    "special election; results do not say whose seat": (
        "a special election filled a seat here; the results do not say which"
    ),
}
_SPECIAL_ON = re.compile(r"special-(?P<day>\d{4}-\d{2}-\d{2})")
_NOTICE = f"""# Licence of {OUTPUT}

`{OUTPUT}` in this folder is a database of its own, made available under the
[{LICENCE}](https://opendatacommons.org/licenses/odbl/1-0/).

{ATTRIBUTION}.

The winners of November 2022 come from the results of the Minnesota Secretary of State, those of
2023 to 2025 from districtry (https://github.com/ThursdaysFamous/districtry), which gathered them from
published results. Whoever passes on this file, or a database made from it, keeps it under the same
licence and keeps this notice. The program's own code is not part of it.
"""


def compile_boards(published: Path, out: Path) -> list[Source]:
    """Write school_boards.json, one record a board with its seats, and the licence notice beside it.

    A seat that the publisher leaves unnamed stays so, with the reason in words. Raises
    SnapshotError where a reason or a district number is of an unknown form.
    """
    table = published / TABLE
    boards: dict[str, list[dict[str, str]]] = {}
    for row in read_table(table, _NEEDED):
        boards.setdefault(_district_id(row["state_id"], table), []).append(row)
    head = {"as_of": AS_OF.isoformat(), "licence": f"{LICENCE}. {ATTRIBUTION}."}
    write_records(out / OUTPUT, head, "boards", [_board(key, boards[key]) for key in sorted(boards)])
    (out / NOTICE_FILE).write_text(_NOTICE, encoding="utf-8", newline="\n")
    return [_source(table)]


def _board(district: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    years = {date.fromisoformat(row["elected"]).year for row in rows if not row["special"]}
    moved = _stale_rows(rows)
    numbers: Counter[str] = Counter()
    seats = [
        _seat(district, row, years, numbers, stale=index in moved)
        for index, row in sorted(enumerate(rows), key=lambda pair: _order(pair[1], pair[0]))
    ]
    return {
        "district": district,
        "seats": seats,
        "missing": _missing(district, rows),
        "as_of": AS_OF.isoformat(),
    }


def _seat(
    district: str, row: dict[str, str], years: set[int], numbers: Counter[str], *, stale: bool
) -> dict[str, Any]:
    elected, special = date.fromisoformat(row["elected"]), bool(row["special"])
    ends = earliest_special_end(elected, years) if special else board_term_ends(elected)
    name = "" if stale else row["name"]
    reason = "" if name else _reason("winner moved to another seat" if stale else row["unnamed_reason"])
    stem = f"school_board/{district}/{row['elected']}/{slug(name) or 'unnamed'}"
    numbers[stem] += 1
    return {
        "id": stem if name and numbers[stem] == 1 else f"{stem}-{numbers[stem]}",
        "seat": row["seat"],
        "name": name,
        "unnamed": reason,
        "elected": row["elected"],
        "special": special,
        "by_election_district": bool(_ELECTION_DISTRICT.search(row["seat"])),
        "term_begins": board_term_begins(elected, special=special).isoformat(),
        "term_ends": ends.isoformat(),
        "source": _row_source(elected),
        "as_of": AS_OF.isoformat(),
    }


def slug(name: str) -> str:
    """Return a name as part of an id: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", name.casefold()))


def _stale_rows(rows: list[dict[str, str]]) -> set[int]:
    """Return the rows whose winner stands on the board again from a later election: one person, one seat."""
    newest: dict[str, int] = {}
    stale: set[int] = set()
    for index, row in sorted(enumerate(rows), key=lambda pair: (pair[1]["elected"], pair[0])):
        key = slug(row["name"])
        if key and key in newest and rows[newest[key]]["elected"] < row["elected"]:
            stale.add(newest[key])
        if key:
            newest[key] = index
    return stale


def _missing(district: str, rows: list[dict[str, str]]) -> str:
    """Say how many seats of the board the table does not list; "" where none is known to be missing."""
    listed, smallest = len(rows), _SIZES_BY_LAW[0]
    known = _KNOWN_SIZES.get(district, 0)
    if known > listed:
        return f"{known - listed} of {known} seats are not in our data"
    if known or listed >= smallest or _is_whole_by_district(row["seat"] for row in rows):
        return ""
    low, high = (size - listed for size in _SIZES_BY_LAW)
    return f"{low} or {high} more seats are not in our data: {listed} listed, six or seven seats by law"


def _is_whole_by_district(seats: Iterable[str]) -> bool:
    """True where the seats are numbered election districts without a gap: such a board may be smaller."""
    names = list(seats)
    return set(names) == {f"District {number}" for number in range(1, len(names) + 1)}


def _reason(published: str) -> str:
    found = _SPECIAL_ON.fullmatch(published)
    if found:
        return f"a special election on {found['day']} filled a seat here; the results do not say which"
    if published not in _REASONS:
        raise SnapshotError(
            f"an unnamed seat has the reason {published!r}; known are special-YYYY-MM-DD and: "
            f"{', '.join(_REASONS)}. Correct the table, or add the reason to legislators/sources/boards.py."
        )
    return _REASONS[published]


def _order(row: dict[str, str], index: int) -> tuple[str, str, str, str, int]:
    """Seats in ballot order, the named before the unnamed; the last key keeps equal rows apart."""
    return row["seat"], row["elected"], "1" if row["unnamed_reason"] else "0", slug(row["name"]), index


def _district_id(state_id: str, table: Path) -> str:
    found = re.fullmatch(r"MN-(?P<type>\d{2})(?P<number>\d{4})", state_id)
    if not found:
        raise SnapshotError(f"{table}: {state_id!r} is no state district number like MN-010625.")
    return f"{found['number']}-{found['type']}"


def _row_source(elected: date) -> str:
    if elected <= _STATE_RESULTS_UNTIL:
        return f"Minnesota Secretary of State, results of {elected.isoformat()}"
    return f"districtry (ODbL 1.0), results of {elected.isoformat()}"


def _source(table: Path) -> Source:
    return Source(
        name="school-board-seats",
        publisher="districtry; Minnesota Secretary of State",
        title="School board seats and winners of November 2022 to November 2025",
        url="https://github.com/ThursdaysFamous/districtry",
        vintage="2026-10",
        licence=LICENCE,
        retrieved_on="2026-10",
        sha256=sha256_of(table),
        valid_from=AS_OF,
        valid_to=None,
        used_for=(OUTPUT,),
    )
