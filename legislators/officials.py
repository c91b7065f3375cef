"""Who holds which seat on a given day?"""

from __future__ import annotations

import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.errors import SnapshotError, UnknownCommittee, UnknownDistrict
from legislators.official import STATUSES, Official
from legislators.snapshot import Snapshot

if TYPE_CHECKING:
    from legislators.board_appointees import Appointee
    from legislators.board_results import HeldRace, HeldResults
    from legislators.board_terms import Chain
    from legislators.corrections import Corrections

__all__ = ["STATUSES", "Official", "Roster", "load_roster"]

_KINDS = ("state_house", "state_senate", "school_district", "governor")


class Roster:
    """Everybody in the snapshot, as of any day; a file is read when the first question needs it."""

    def __init__(self, snapshot: Snapshot, corrections: Corrections | None = None) -> None:
        self._snapshot = snapshot
        self._corrections = corrections

    @property
    def snapshot(self) -> Snapshot:
        """The data that the roster is read from."""
        return self._snapshot

    @property
    def as_of(self) -> date:
        """The day of which the roster of the Legislature is true."""
        return date.fromisoformat(self._legislature["as_of"])

    def for_district(self, kind: str, district_id: str, on: date) -> tuple[Official, ...]:
        """Return who answers for a district on a day; () for "" and for Congress, which is not ours.

        A House or Senate district gives its one seat. A school district gives its office, then the
        board's seats, then one entry for the seats that our data lacks. Raises UnknownDistrict.
        """
        from legislators import board_members, seats

        if not district_id or kind == "congress":
            return ()
        record = self._record(kind, district_id)
        if kind != "school_district":
            return (seats.state_seat(record, on),)
        return (
            seats.district_office(record),
            *board_members.board_members(
                self._boards.get(district_id),
                record,
                on,
                self._races(district_id),
                self._appointees(),
                self._boards_know_until,
            ),
        )

    def board(self, district_id: str, held: HeldResults | None = None) -> list[Chain]:
        """Return every seat of a school board, each with the terms that we know of, in order.

        With `held`, those results in place of the ones that lie beside the compiled boards.
        """
        from legislators.board_members import board_chains

        self._record("school_district", district_id)
        races = self._races(district_id) if held is None else held.by_district.get(district_id, ())
        return board_chains(
            self._boards.get(district_id), district_id, races, self._appointees(), self._boards_know_until
        )

    def board_known_until(self, district_id: str) -> date | None:
        """Return the last election that a board's compiled record knows, None where it has no record."""
        return self._boards_know_until if district_id in self._boards else None

    def governor(self, on: date) -> Official:
        """Return the governor's seat on a day."""
        from legislators import seats

        return seats.state_seat(self._record("governor", ""), on)

    def committee_members(self, name: str, on: date) -> tuple[Official, ...]:
        """Return the sitting members of a committee, House before Senate, by district.

        `name` is "House Education Finance" or, for the committees of that name in both chambers,
        "Education Finance". Raises UnknownCommittee, which lists the nearest names.
        """
        from legislators import seats

        wanted = self._committees_named(name)
        members = (
            seats.state_seat(record, on)
            for record in self._legislature["seats"]
            if record["holder"] and any(each[0] in wanted for each in record["holder"]["committees"])
        )
        return tuple(member for member in members if member.status == "sitting")

    def committees(self) -> tuple[str, ...]:
        """Return the committees' names, each with its chamber."""
        return tuple(self._legislature["committees"])

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of all districts of a kind that has officials here, in order."""
        return tuple(self._index(kind))

    def school_ids(self) -> dict[str, str]:
        """Return NCES district id (LEAID, "2733840") -> our id ("0625-01")."""
        return {row["leaid"]: id_ for id_, row in self._school_districts.items()}

    def source_row(self, subject: str) -> dict[str, Any] | None:
        """Return a seat ("state_senate/65", "governor") or office ("school_district/0625-01") as compiled.

        None where there is none. With corrections, as corrected.
        """
        kind, _, district = subject.partition("/")
        return self._index(kind).get(district) if kind in _KINDS else None

    def _races(self, district_id: str) -> tuple[HeldRace, ...]:
        from legislators.board_results import held_results

        return held_results(self._snapshot).by_district.get(district_id, ())

    def _appointees(self) -> tuple[Appointee, ...]:
        from legislators.board_appointees import read_appointees

        return read_appointees(self._appointees_path)

    @cached_property
    def _appointees_path(self) -> Path:
        """Where the records lie: asking the system for each board would take longer than all the rest."""
        from legislators.board_appointees import appointees_path

        return appointees_path()

    def _record(self, kind: str, district_id: str) -> dict[str, Any]:
        index = self._index(kind)
        if district_id not in index:
            near = ", ".join(_nearest(district_id, list(index)))
            raise UnknownDistrict(f"there is no {kind} district {district_id!r} in our data; near it: {near}")
        return index[district_id]

    def _index(self, kind: str) -> dict[str, dict[str, Any]]:
        if kind not in _KINDS:
            raise UnknownDistrict(f"no officials are kept for {kind!r}; kinds are: {', '.join(_KINDS)}")
        if kind == "school_district":
            return self._school_districts
        return {each["district"]: each for each in self._legislature["seats"] if each["kind"] == kind}

    def _committees_named(self, name: str) -> set[str]:
        asked = " ".join(name.split()).casefold()
        names = self.committees()
        found = {each for each in names if asked in (each.casefold(), each.casefold().partition(" ")[2])}
        if not found:
            near = _nearest(name, [*names, *{each.partition(" ")[2] for each in names}])
            raise UnknownCommittee(f"there is no committee {name!r} in our data; near it: {', '.join(near)}")
        return found

    @cached_property
    def _legislature(self) -> dict[str, Any]:
        found = self._read("officials.json", "seats")
        return {**found, "seats": self._corrections.seats(found["seats"])} if self._corrections else found

    @cached_property
    def _school_districts(self) -> dict[str, dict[str, Any]]:
        rows = self._read("school_districts.json", "districts")["districts"]
        if self._corrections:
            rows = self._corrections.offices(rows)
        return {row["district"]: row for row in rows}

    @cached_property
    def _boards(self) -> dict[str, dict[str, Any]]:
        return {row["district"]: row for row in self._read("school_boards.json", "boards")["boards"]}

    @cached_property
    def _boards_know_until(self) -> date | None:
        """The newest election of any board: of those after it, special ones too, the boards know nothing."""
        days = (seat["elected"] for board in self._boards.values() for seat in board["seats"])
        newest = max(days, default="")
        return date.fromisoformat(newest) if newest else None

    def _read(self, name: str, records: str) -> dict[str, Any]:
        path = self._snapshot.path(name)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(found, dict) and isinstance(found.get(records), list):
                return found
            problem = f"it has no list {records!r}"
        except (OSError, ValueError) as error:
            problem = str(error)
        raise SnapshotError(
            f"{path} cannot be read ({problem}). Compile the data again with: advocate data build --from DIR"
        )


def load_roster(snapshot: Snapshot, corrections: Corrections | None = None) -> Roster:
    """Return the roster of a snapshot with the person's own corrections (default: those on file here).

    The snapshot's files are read as they are needed. Raises SnapshotError for the corrections' file.
    """
    if corrections is None:
        from legislators.correction_file import load_corrections

        corrections = load_corrections()
    return Roster(snapshot, corrections if corrections.items else None)


def _nearest(text: str, names: list[str]) -> list[str]:
    import difflib

    return difflib.get_close_matches(text, names, n=5, cutoff=0.3) or sorted(set(names))[:5]
