"""How do an election's results files get into the person's own copy of the data, looked at before?"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from legislators.board_results import (
    RESULTS_FILE,
    SOURCE_STEM,
    HeldRace,
    HeldResults,
    held_results,
    results_source,
    take_races,
    write_held_results,
)
from legislators.board_turnover import Comparison, board_names, compare
from legislators.errors import LegislatorsError
from legislators.snapshot import SOURCES_FILE, Source, data_home, open_snapshot, write_sources

if TYPE_CHECKING:
    from legislators.officials import Roster
    from legislators.sources.secretary_of_state import Problem, Results

#: An election's day in the name of a file or of its folder: 20261103_sdrace.txt, 20261103/sdrace.txt.
_DAY = re.compile(r"(?<!\d)(20\d{2})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
#: No results file of one state's school boards comes near it.
_LARGEST = 50_000_000


class WrongResults(LegislatorsError):
    """A file is no results file, or not of the election it is said to be of; nothing was taken."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """One file as it was read. `named` of its `seats` have a winner's name, `unnamed` tells why the others not.

    `left_out` are races that are not final, `unknown` races of districts that we do not know.
    """

    path: Path
    election: date
    races: int
    seats: int
    named: int
    unnamed: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would do: what was read, what turns over, and the `races` and `sources` to write.

    `changed` counts the races that are new or differ from those held already.
    """

    files: tuple[ResultsFile, ...]
    comparison: Comparison
    races: tuple[HeldRace, ...]
    sources: tuple[Source, ...]
    changed: int

    @property
    def needs_eyes(self) -> bool:
        """True where a line could not be read, a race was left out, or our boards say otherwise."""
        return bool(self.comparison.disagreements) or any(
            each.problems or each.left_out or each.unknown for each in self.files
        )


def plan_import(
    paths: Sequence[Path], today: date, *, election: date | None = None, force: bool = False
) -> ImportPlan:
    """Read results files and return what they would change; writes nothing.

    The election's day is `election`, else that in the file's name or its folder's. With `force`, races
    that are not final are taken, too. Raises WrongResults, OSError, SnapshotError.
    """
    from legislators.officials import load_roster
    from legislators.sources.secretary_of_state import read_results

    snapshot = open_snapshot()
    roster, held = load_roster(snapshot), held_results(snapshot)
    names = board_names(roster)
    files, new, sources = [], HeldResults(), []
    for path in paths:
        data = _bytes_of(path)
        results = read_results(data, path.name, election or election_of(path))
        _check(results, path, today)
        taken = take_races(results, names, today, force=force)
        new = new.with_races(taken.races)
        files.append(_file(path, results, taken.races, taken.left_out, taken.unknown))
        sources.append(results_source(results, today, hashlib.sha256(data).hexdigest()))
    if not force:
        _check_not_another_day(new, held, roster)
    known = {race.key: race.won for race in held.races}
    changed = sum(1 for race in new.races if known.get(race.key) != race.won)
    return ImportPlan(tuple(files), compare(roster, held, new, names), new.races, tuple(sources), changed)


def apply_import(plan: ImportPlan, now: datetime) -> Path:
    """Put the results into the person's own copy of the data, all at once; return where it lies.

    The copy before is kept for `advocate data rollback`. Raises UpdateStopped where another update is
    at work, SnapshotError.
    """
    return _write(lambda held: held.with_races(plan.races), plan.sources, "", now)


def remove_election(election: date, now: datetime) -> Path:
    """Take the results of one election out of the person's own copy. Raises WrongResults where there are none."""
    election_at_hand(held_results(open_snapshot()), election)
    return _write(lambda held: held.without(election), (), f"{SOURCE_STEM}{election:%Y%m%d}", now)


def election_at_hand(held: HeldResults, election: date) -> int:
    """Return how many races of an election are held. Raises WrongResults, which lists the elections."""
    count = sum(1 for race in held.races if race.election == election)
    if not count:
        days = ", ".join(day.isoformat() for day in held.elections) or "none"
        raise WrongResults(f"No results of {election} were read in. Elections at hand: {days}.")
    return count


def election_of(path: Path) -> date:
    """Return the day in the name of a file or of its folder. Raises WrongResults that tells how to name it."""
    for name in (path.name, path.absolute().parent.name):
        for found in _DAY.finditer(name):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    raise WrongResults(
        f"Of which election is {path}? Its name doesn't tell. Add --election 2026-11-03, or name the file "
        "20261103_sdrace.txt."
    )


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise WrongResults(f"{path} is over {_LARGEST // 10**6} MB: that is no file of school board races.")
    return path.read_bytes()


def _check(results: Results, path: Path, today: date) -> None:
    if results.election > today:
        raise WrongResults(f"{path}: the election of {results.election} is still to come.")
    if not results.races:
        first = next((f" First: {each}" for each in results.problems), "")
        raise WrongResults(
            f"{path} holds no school board race. It should be sdrace.txt of the Secretary of State: "
            f"16 fields a line, parted by semicolons.{first}"
        )


def _check_not_another_day(new: HeldResults, held: HeldResults, roster: Roster) -> None:
    """Refuse results that are those of another election, given a wrong day."""
    others = [race for race in held.races if race.won]
    for election in new.elections:
        mine = {(r.district, r.seat, r.office, r.won) for r in new.races if r.election == election}
        for other in {race.election for race in others} - {election}:
            same = mine & {(r.district, r.seat, r.office, r.won) for r in others if r.election == other}
            _refuse(len(same), len(mine), election, other)
        winners = {
            (r.district, r.seat, name)
            for r in new.races
            if r.election == election
            for name, _, _ in r.won
            if name
        }
        listed: dict[date, set[tuple[str, str, str]]] = {}
        for district in {each[0] for each in winners}:
            for chain in roster.board(district, HeldResults()):
                if chain[0].elected and chain[0].name:
                    listed.setdefault(chain[0].elected, set()).add((district, chain[0].seat, chain[0].name))
        for other, names in listed.items():
            if other != election:
                _refuse(len(names & winners), len(winners), election, other)


def _refuse(same: int, of: int, election: date, other: date) -> None:
    # Members are elected again, but never three in four of them in the very same seats.
    if of >= 8 and same * 4 > of * 3:
        raise WrongResults(
            f"These are said to be the results of {election}, but {same} of {of} are those of {other}. "
            "Correct --election; if they are right, add --force."
        )


def _file(
    path: Path,
    results: Results,
    taken: Iterable[HeldRace],
    left_out: Sequence[object],
    unknown: Sequence[object],
) -> ResultsFile:
    won = [each for race in taken for each in race.won]
    reasons = Counter(unnamed for name, unnamed, _ in won if not name)
    return ResultsFile(
        path,
        results.election,
        len(results.races),
        len(won),
        sum(1 for name, _, _ in won if name),
        tuple(reasons.most_common()),
        results.problems,
        tuple(str(getattr(race, "title", race)) for race in left_out),
        tuple(str(getattr(race, "title", race)) for race in unknown),
    )


def _write(
    change: Callable[[HeldResults], HeldResults], added: Sequence[Source], gone: str, now: datetime
) -> Path:
    """Make a new whole copy with the changed results, and put it in force in one move."""
    from legislators.copies import new_copy, only_update, put_in_force
    from legislators.updating.filling import fill_copy

    home = data_home()
    with only_update(home), new_copy(home) as made:
        snapshot = open_snapshot()
        held = change(held_results(snapshot))
        fill_copy(made, snapshot, without=(RESULTS_FILE,))
        if held.races:
            write_held_results(made / RESULTS_FILE, held)
        sources = {each.name: each for each in (*snapshot.sources, *added) if each.name != gone}
        write_sources(made / SOURCES_FILE, sources.values())
        return put_in_force(home, made, now)
