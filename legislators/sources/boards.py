"""Who won which school board seat, and which seats can't be named? Compiled from an ODbL table."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from legislators.board_terms import MOVED, is_by_district, missing_words, slug
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
_MOVED = "winner moved to another seat"
_REASONS = {
    "write-in": "a write-in candidate won, whom the results do not name",
    "fewer candidates than seats": "fewer people ran than there were seats",
    _MOVED: MOVED,
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
    numbers: Counter[str] = Counter()
    seats = [_seat(district, row, years, numbers) for row in sorted(_one_seat_each(rows), key=_order)]
    return {
        "district": district,
        "seats": seats,
        "missing": missing_words(district, [row["seat"] for row in rows]),
        "as_of": AS_OF.isoformat(),
    }


def _seat(district: str, row: dict[str, str], years: set[int], numbers: Counter[str]) -> dict[str, Any]:
    elected, special = date.fromisoformat(row["elected"]), bool(row["special"])
    ends = earliest_special_end(elected, years) if special else board_term_ends(elected)
    name = row["name"]
    stem = f"school_board/{district}/{row['elected']}/{slug(name) or 'unnamed'}"
    numbers[stem] += 1
    return {
        "id": stem if name and numbers[stem] == 1 else f"{stem}-{numbers[stem]}",
        "seat": row["seat"],
        "name": name,
        "unnamed": "" if name else _reason(row["unnamed_reason"]),
        "elected": row["elected"],
        "special": special,
        "by_election_district": is_by_district(row["seat"]),
        "term_begins": board_term_begins(elected, special=special).isoformat(),
        "term_ends": ends.isoformat(),
        "source": _row_source(elected),
        "as_of": AS_OF.isoformat(),
    }


def _one_seat_each(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows, unnamed where the winner stands on the board again from a later election."""
    newest: dict[str, str] = {}
    for row in rows:
        if row["name"]:
            newest[slug(row["name"])] = max(row["elected"], newest.get(slug(row["name"]), ""))
    moved = {"name": "", "unnamed_reason": _MOVED}
    return [{**row, **moved} if row["elected"] < newest.get(slug(row["name"]), "") else row for row in rows]


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


def _order(row: dict[str, str]) -> tuple[str, ...]:
    """Seats in ballot order, and within an election the named before the unnamed."""
    return row["seat"], row["elected"], row["unnamed_reason"], slug(row["name"]), row["special"]


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
