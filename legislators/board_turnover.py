"""What does an election change on the school boards, seat by seat, as a person reads it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from legislators.board_results import HeldRace, HeldResults
from legislators.board_terms import Chain, SeatTerm, is_by_district, slug

if TYPE_CHECKING:
    from legislators.officials import Roster

#: How a seat turns over: somebody new, the same person again, or nobody that the results name.
NEW, AGAIN, UNNAMED = "+", "=", "?"


@dataclass(frozen=True, slots=True)
class Turnover:
    """One seat that a race filled: `sign` is NEW, AGAIN or UNNAMED.

    `before` is who held the seat; "" where our data named nobody, had no such seat, or where several
    seats have one name, so that nobody can say whose seat a winner took.
    """

    sign: str
    seat: str
    name: str
    before: str
    special: bool
    begins: date
    unnamed: str = ""


@dataclass(frozen=True, slots=True)
class BoardTurnover:
    """What an election changes on one board; `gone` are those of seats with one name who do not go on."""

    district: str
    board: str
    election: date
    seats: tuple[Turnover, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A race that our compiled boards have already, of which they name others than the results do."""

    district: str
    board: str
    election: date
    seat: str
    ours: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All turnovers by board, and how the races agree that our boards have already.

    `superseded` counts winners of old elections whom our boards list no more, because a later election
    filled the seat or nobody can be named in it: nothing is wrong with those.
    """

    turnovers: tuple[BoardTurnover, ...]
    disagreements: tuple[Disagreement, ...]
    agreeing: int
    superseded: int


def board_names(roster: Roster) -> dict[str, str]:
    """Return the id of every school district -> the name of its office."""
    today = date.min
    return {
        id_: roster.for_district("school_district", id_, today)[0].name
        for id_ in roster.ids("school_district")
    }


def compare(roster: Roster, held: HeldResults, new: HeldResults, names: Mapping[str, str]) -> Comparison:
    """Return what the boards of `roster` become when `new` joins the results `held`."""
    after = held.with_races(new.races)
    turnovers: list[BoardTurnover] = []
    old: list[tuple[HeldRace, tuple[str, ...] | None]] = []
    for district, races in sorted(new.by_district.items()):
        known = {term.id for chain in roster.board(district, held) for term in chain}
        chains = roster.board(district, after)
        for election in sorted({race.election for race in races}):
            filled = list(_filled(chains, election, known))
            if filled:
                seats, gone = _turnovers(filled)
                turnovers.append(BoardTurnover(district, names[district], election, seats, gone))
        known_until, bare = roster.board_known_until(district), roster.board(district, HeldResults())
        old += [
            (race, _ours(bare, race))
            for race in races
            if known_until and race.election <= known_until and not race.special
        ]
    differing = tuple(
        Disagreement(race.district, names[race.district], race.election, race.seat, ours, _winners(race))
        for race, ours in old
        if ours is not None and ours != _winners(race)
    )
    superseded = sum(1 for _, ours in old if ours is None)
    return Comparison(tuple(turnovers), differing, len(old) - superseded - len(differing), superseded)


def _filled(
    chains: Sequence[Chain], election: date, known: set[str]
) -> Iterator[tuple[SeatTerm, SeatTerm | None]]:
    """Yield each term that an election gave and that was not known, with the one before it in the seat."""
    for chain in chains:
        for place, term in enumerate(chain):
            if term.elected == election and term.id not in known:
                yield term, chain[place - 1] if place else None


def _turnovers(
    filled: Sequence[tuple[SeatTerm, SeatTerm | None]],
) -> tuple[tuple[Turnover, ...], tuple[str, ...]]:
    """Return the seats as a person reads them, and who of the seats with one name is gone."""
    labels = Counter((term.seat, term.special) for term, _ in filled)
    winners = {slug(term.name) for term, _ in filled}
    seats, gone = [], []
    for term, before in filled:
        there = before.name if before else ""
        same = bool(there) and slug(there) == slug(term.name)
        sign = AGAIN if same else NEW if term.name else UNNAMED
        # A special election at large does not say whose seat it filled, even where it filled one alone.
        alone = labels[term.seat, term.special] == 1 and not (term.special and not is_by_district(term.seat))
        if not alone and not term.special and there and slug(there) not in winners:
            gone.append(there)
        told = there if alone or same else ""
        seats.append(Turnover(sign, term.seat, term.name, told, term.special, term.begins, term.unnamed))
    return tuple(sorted(seats, key=_order)), tuple(sorted(gone))


def _order(seat: Turnover) -> tuple[bool, str, bool, str]:
    return seat.special, seat.seat, seat.sign != NEW, seat.name


def _winners(race: HeldRace) -> tuple[str, ...]:
    return tuple(sorted(name for name, _, _ in race.won if name))


def _ours(chains: Sequence[Chain], race: HeldRace) -> tuple[str, ...] | None:
    """Return whom our boards name as the race's winners, None where they name fewer, each of them a winner."""
    terms = [chain[0] for chain in chains if chain[0].elected == race.election and not chain[0].special]
    ours = tuple(sorted(term.name for term in terms if term.seat == race.seat and term.name))
    winners = set(_winners(race))
    return None if len(ours) < len(winners) and set(ours) <= winners else ours
