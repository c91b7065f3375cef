"""Which school board results do we hold beside the compiled boards, and how do another election's join them?

They lie in a file of their own, `board_results.json`: facts of the Secretary of State's files, apart from
the compiled boards, which are under a licence of their own. `board_seats` puts the two together as it reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from legislators.snapshot import Snapshot, Source
    from legislators.sources.secretary_of_state import Race, Results

RESULTS_FILE = "board_results.json"
_HEAD = {
    "publisher": "Minnesota Secretary of State",
    "licence": "public record: who won which seat is a fact",
}
#: The name of an election's entry in SOURCES.toml is this and its day, "sos_results_20261103".
SOURCE_STEM = "sos_results_"


@dataclass(frozen=True, slots=True)
class HeldRace:
    """One race and who won its seats: (name, why nobody is named, doubt), a tuple a seat.

    `partial` says how many precincts had reported where not all had, "" else. `taken_on` is the day
    the file was read.
    """

    election: date
    district: str
    seat: str
    special: bool
    office: str
    won: tuple[tuple[str, str, str], ...]
    partial: str
    taken_on: date

    @property
    def key(self) -> tuple[date, str, str, bool, str]:
        """What tells this race from every other; a later file of the same election replaces it."""
        return self.election, self.district, self.seat, self.special, self.office


@dataclass(frozen=True)
class HeldResults:
    """All races held, by election, district and seat."""

    races: tuple[HeldRace, ...] = ()
    by_district: Mapping[str, tuple[HeldRace, ...]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[HeldRace]] = {}
        for race in self.races:
            found.setdefault(race.district, []).append(race)
        object.__setattr__(self, "by_district", {key: tuple(rows) for key, rows in found.items()})

    @property
    def elections(self) -> tuple[date, ...]:
        """The elections of which we hold races, the oldest first."""
        return tuple(sorted({race.election for race in self.races}))

    def with_races(self, races: Iterable[HeldRace]) -> HeldResults:
        """Return these results with `races` added; a race that is held already is replaced."""
        held = {race.key: race for race in self.races} | {race.key: race for race in races}
        return HeldResults(tuple(held[key] for key in sorted(held)))

    def without(self, election: date) -> HeldResults:
        """Return these results without those of one election."""
        return HeldResults(tuple(race for race in self.races if race.election != election))


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a file can be held: `races`, those `left_out` as not final, and those of `unknown` districts."""

    races: tuple[HeldRace, ...]
    left_out: tuple[Race, ...]
    unknown: tuple[Race, ...]


def take_races(results: Results, districts: Iterable[str], taken_on: date, *, force: bool = False) -> Taken:
    """Return what can be held of a file's results. With `force`, races that are not final are held, too.

    `districts` are the ids of the school districts there are; a race of another is never held.
    """
    known = set(districts)
    there = [race for race in results.races if race.district in known]
    return Taken(
        tuple(_held(race, results.election, taken_on) for race in there if force or race.complete),
        tuple(race for race in there if not (force or race.complete)),
        tuple(race for race in results.races if race.district not in known),
    )


def _held(race: Race, election: date, taken_on: date) -> HeldRace:
    from legislators.sources.secretary_of_state import seats_won

    partial = "" if race.complete else f"{race.reporting} of {race.precincts} precincts had reported"
    won = tuple((each.name, each.unnamed, each.doubt) for each in seats_won(race))
    return HeldRace(election, race.district, race.seat, race.special, race.office, won, partial, taken_on)


def results_source(results: Results, taken_on: date, sha256: str) -> Source:
    """Return the entry of SOURCES.toml for one file of results."""
    from legislators.snapshot import Source
    from legislators.sources.secretary_of_state import PUBLISHER, URL

    day = f"{results.election:%Y%m%d}"
    return Source(
        name=f"{SOURCE_STEM}{day}",
        publisher=PUBLISHER,
        title=f"School board races of {results.election}, results by district",
        url=URL.format(day=day),
        vintage=results.election.isoformat(),
        licence=_HEAD["licence"],
        retrieved_on=taken_on.isoformat(),
        sha256=sha256,
        valid_from=results.election,
        valid_to=None,
        used_for=(RESULTS_FILE,),
    )


def held_results(snapshot: Snapshot) -> HeldResults:
    """Return the results held in a snapshot; nothing where none were ever read in. Raises SnapshotError."""
    for folder in snapshot.folders:
        if (folder / RESULTS_FILE).is_file():
            return read_held_results(folder / RESULTS_FILE)
    return HeldResults()


def read_held_results(path: Path) -> HeldResults:
    """Read one file of held results, again only where it has changed. Raises SnapshotError."""
    from legislators.own_files import read_again_if_changed

    return read_again_if_changed(path, _read)


def _read(path: Path) -> HeldResults:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["races"]
        return HeldResults(tuple(_race_from(row) for row in rows))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{path} cannot be read ({error}). Move it away, and read the results in again with: "
            "advocate boards import"
        ) from error


def write_held_results(path: Path, held: HeldResults) -> None:
    """Write the file, whole or not at all, a line a race. Raises SnapshotError where it can't be written."""
    from legislators.files import replace_whole
    from legislators.sources.compiled import write_records

    rows = [_row(race) for race in held.races]
    try:
        replace_whole(path, lambda beside: write_records(beside, _HEAD, "races", rows))
    except OSError as error:
        raise SnapshotError(f"{path} was not written: {error.strerror or error}.") from error


def _race_from(row: dict[str, Any]) -> HeldRace:
    return HeldRace(
        date.fromisoformat(row["election"]),
        row["district"],
        row["seat"],
        bool(row["special"]),
        row["office"],
        tuple((name, unnamed, doubt) for name, unnamed, doubt in row["won"]),
        row["partial"],
        date.fromisoformat(row["taken_on"]),
    )


def _row(race: HeldRace) -> dict[str, Any]:
    return {
        "election": race.election.isoformat(),
        "district": race.district,
        "seat": race.seat,
        "special": race.special,
        "office": race.office,
        "won": [list(each) for each in race.won],
        "partial": race.partial,
        "taken_on": race.taken_on.isoformat(),
    }
