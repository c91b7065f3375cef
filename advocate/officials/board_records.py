"""How do a person's own records about school boards come to be: appointees, lines of election districts?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import AdvocateError
from legislators.board_appointees import (
    Appointee,
    add_appointee,
    appointees_path,
    read_appointees,
    without_appointee,
    write_appointees,
)

if TYPE_CHECKING:
    from legislators.board_line_files import CheckedLines
    from legislators.board_terms import SeatTerm


class Blank(AdvocateError):
    """A text that must say something is empty."""


class LinesAtFault(AdvocateError):
    """Lines whose faults were not forced; nothing was written."""


def district_id(text: str) -> str:
    """Return the id of the school district that `text` means. Raises UnknownDistrict with near ones."""
    from legislators.districts import normalise_district_id

    return normalise_district_id("school_district", text)


def plan_appointment(
    district: str,
    seat: str,
    name: str,
    source: str,
    starts: date,
    replaces: str,
    today: date,
    until: date | None = None,
) -> tuple[Appointee, SeatTerm]:
    """Return the record of an appointment and the term it gives; writes nothing.

    Raises Blank, UnknownDistrict, UnclearSeat, AlreadyThere.
    """
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    texts = {"--seat": seat, "--name": name, "--source": source}
    tidy = {option: " ".join(text.split()) for option, text in texts.items()}
    empty = [option for option, text in tidy.items() if not text or not text.isprintable()]
    if empty:
        raise Blank(f"{empty[0]} is empty, or holds signs that cannot be printed.")
    id_ = district_id(district)
    chains = load_roster(open_snapshot()).board(id_)
    made = Appointee(
        id_,
        tidy["--seat"],
        tidy["--name"],
        tidy["--source"],
        starts,
        today,
        " ".join(replaces.split()),
        until,
    )
    term = add_appointee(made, chains)
    return replace(made, seat=term.seat), term


def appoint_member(appointee: Appointee) -> Path:
    """Add a record to those at hand; return their file.

    Raises UpdateStopped where another command is writing just now, SnapshotError.
    """
    from legislators.copies import only_update
    from legislators.snapshot import data_home

    with only_update(data_home()):
        write_appointees([*read_appointees(), appointee])
    return appointees_path()


def list_appointees(district: str | None = None) -> list[Appointee]:
    """Return the appointees on record, of one school district or of all."""
    id_ = district_id(district) if district else ""
    return [each for each in read_appointees() if not id_ or each.district == id_]


def dismiss_member(district: str, name: str, *, dry_run: bool = False) -> Appointee:
    """Take a person's record out, and return it. Raises UnclearSeat where there is none, UpdateStopped."""
    from legislators.copies import only_update
    from legislators.snapshot import data_home

    id_ = district_id(district)
    gone, _ = without_appointee(read_appointees(), id_, name)
    if not dry_run:
        with only_update(data_home()):
            gone, left = without_appointee(read_appointees(), id_, name)
            write_appointees(left)
    return gone


def plan_lines(path: Path, district: str, key: str) -> tuple[str, CheckedLines]:
    """Return the school district's id and what a file of its election districts holds. Raises WrongLines."""
    from legislators.board_line_files import check_for_board

    id_ = district_id(district)
    return id_, check_for_board(path, id_, key)


def add_lines(district: str, checked: CheckedLines, source: str, today: date, *, force: bool) -> Path:
    """Write checked lines, in place of those before. Raises LinesAtFault unless forced, SnapshotError."""
    from legislators.board_lines import Lines, write_lines

    if checked.faults and not force:
        raise LinesAtFault(
            "Nothing was written: an address could get a wrong member. Mend the lines in a GIS program, or "
            "add --force if the file is right and our line of the school district is not."
        )
    return write_lines(Lines(district, source, today, checked.areas))


def change_sheet(district: str, pairs: dict[str, str], *, dry_run: bool = False) -> str:
    """Set fields of a board's sheet, which is made where there is none; return its text. Raises WrongSheet."""
    from legislators.board_sheets import Sheet, set_values, sheet_of, sheet_path, sheet_text
    from legislators.own_files import write_own

    text = sheet_text(set_values(sheet_of(district) or Sheet(district), pairs))
    if not dry_run:
        write_own(sheet_path(district), text)
    return text
