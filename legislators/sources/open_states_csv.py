"""Who sits now, by Open States' table of current members, laid over the roster that we have?

The table names members, parties and e-mail addresses. It has no committees, no first day in office and,
by a known fault, no office at the Capitol: those are kept from the roster at hand, and told to be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legislators.errors import SnapshotError
from legislators.snapshot import Source, sha256_of
from legislators.sources.compiled import read_table, tidy_phone
from legislators.sources.open_states import (
    CHAMBERS,
    OUTPUT,
    SOURCE_NAME,
    Edition,
    Row,
    mail_lines,
    profile_among,
    remarks,
)
from legislators.terms import legislature_term_ends

URL = "https://data.openstates.org/people/current/mn.csv"
#: With fewer of the 201 seats filled the table is broken, not the Legislature half empty.
FEWEST = 180
_NEEDED: tuple[str, ...] = (
    "id", "name", "current_party", "current_district", "current_chamber", "family_name", "email", "links",
    "sources", "capitol_address", "capitol_voice", "district_voice",
)  # fmt: skip
_Seat = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """The seats after the table was laid over them, and what a person should know of it."""

    seats: list[Row]
    notes: tuple[str, ...]


def lay_over(table: Path, roster: Mapping[str, Any], edition: Edition) -> Roster:
    """Return the roster's seats with the table's members on them.

    `roster` is the content of officials.json. A seat that the table leaves out is vacant. Raises
    SnapshotError where the table lacks a column or most members, names a seat that there is not, or
    two people for one.
    """
    sitting = _by_seat(table, {_key(seat) for seat in roster["seats"]})
    known = {seat["holder"]["id"]: seat for seat in roster["seats"] if seat["holder"]}
    seats = [
        _seat(seat, sitting.get(_key(seat)), known, edition) if seat["kind"] in CHAMBERS.values() else seat
        for seat in roster["seats"]
    ]
    return Roster(seats, tuple(_notes(seats, sitting, roster["as_of"])))


def table_source(table: Path, edition: Edition) -> Source:
    """Return the record of the table in an edition."""
    return Source(
        name=SOURCE_NAME,
        publisher="Open States",
        title="Current members of the Minnesota Legislature; offices, committees and the governor from its "
        "people database before",
        url=URL,
        vintage=edition.as_of.isoformat(),
        licence="CC0 1.0",
        retrieved_on=edition.retrieved_on,
        sha256=sha256_of(table),
        valid_from=edition.as_of,
        valid_to=legislature_term_ends("state_house", edition.as_of),
        used_for=(OUTPUT,),
    )


def _by_seat(table: Path, seats: set[_Seat]) -> dict[_Seat, dict[str, str]]:
    found: dict[_Seat, dict[str, str]] = {}
    for row in read_table(table, _NEEDED):
        if row["current_chamber"] not in CHAMBERS:
            continue
        key = CHAMBERS[row["current_chamber"]], row["current_district"]
        if key not in seats:
            raise SnapshotError(f"{table.name} names a district {key[1]!r} that there is not: {row['name']}.")
        if key in found:
            raise SnapshotError(
                f"{table.name} has two people for {key[1]}: {found[key]['name']}, {row['name']}."
            )
        if not row["id"].startswith("ocd-person/") or not row["name"]:
            raise SnapshotError(f"{table.name} has a member of {key[1]} without a name or an id.")
        found[key] = row
    if len(found) < FEWEST:
        raise SnapshotError(
            f"{table.name} names {len(found)} members of 201: it is cut short or broken. Try again later."
        )
    return found


def _key(seat: Mapping[str, Any]) -> _Seat:
    return seat["kind"], seat["district"]


def _seat(seat: Row, row: dict[str, str] | None, known: dict[str, Row], edition: Edition) -> Row:
    """Return the seat as the table has it."""
    ends = legislature_term_ends(seat["kind"], edition.as_of).isoformat()
    same_term = ends == seat["term_ends"]
    before = seat["holder"]
    former = seat["former"] if same_term else None
    if before and (row is None or row["id"] != before["id"]) and same_term:
        former = {name: before[name] for name in ("id", "name", "party", "starts")}
        former["ended"] = edition.as_of.isoformat()
    holder = None if row is None else _holder(seat["kind"], row, known.get(row["id"]))
    now = {"term_ends": ends, "holder": holder, "former": former}
    return {**seat, **now, "source": edition.words, "as_of": edition.as_of.isoformat()}


def _holder(kind: str, row: dict[str, str], before: Row | None) -> Row:
    """Return the member as the table has them; what it lacks comes from where they sat before in the chamber."""
    kept: Row = before["holder"] if before and before["kind"] == kind else {}
    mail = mail_lines(row["capitol_address"]) or kept.get("mail", [])
    phone = tidy_phone(row["capitol_voice"]) or kept.get("phone", "")
    links = [*_split(row["links"]), *_split(row["sources"])]
    holder = {
        "id": row["id"],
        "name": row["name"],
        "family_name": row["family_name"],
        "party": row["current_party"],
        "email": row["email"],
        "phone": phone,
        "district_phone": tidy_phone(row["district_voice"]) or kept.get("district_phone", ""),
        "mail": mail,
        "url": profile_among(kind, links) or kept.get("url", ""),
        "starts": kept.get("starts"),
        "committees": kept.get("committees", []),
    }
    note = remarks(row["family_name"] or row["name"], row["email"], bool(mail or phone))
    return {**holder, "note": note}


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _notes(seats: list[Row], sitting: dict[_Seat, dict[str, str]], before: str) -> list[str]:
    members = [seat["holder"] for seat in seats if seat["kind"] in CHAMBERS.values() and seat["holder"]]
    notes = []
    if not any(row["capitol_address"] or row["capitol_voice"] for row in sitting.values()):
        notes.append(
            "Open States' table has no Capitol offices (a known fault of theirs): addresses and phones are "
            f"kept from the roster of {before}."
        )
    bare = [member["name"] for member in members if not member["mail"]]
    notes.append(
        "Committees and the governor are not in the table and are kept from the roster of "
        f"{before}; a checkout of their database has all (--from DIR)."
    )
    if bare:
        notes.append(f"Without an office address: {', '.join(bare[:8])}{_more(len(bare) - 8)}.")
    return notes


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""
