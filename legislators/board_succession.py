"""Who holds each seat of a school board, one after another, by all elections that we know of?

A chain of terms a seat: from the compiled boards, then each election whose results are held beside
them. Elections of the time before the boards were compiled are in them already; those only fill seats
that the boards lack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from legislators.board_results import HeldRace
from legislators.board_terms import KNOWN_SIZES, MOVED, SIZES_BY_LAW, Chain, SeatTerm, missing_words, slug
from legislators.terms import (
    board_term_begins,
    board_term_ends,
    earliest_special_end,
    first_monday_of_january,
)

_WHOSE = "one of several seats filled by special elections was on the ballot; the results do not say which"


def with_results(
    district: str, chains: Sequence[Chain], races: Iterable[HeldRace], known_until: date | None
) -> list[Chain]:
    """Return the chains with the winners of `races`, election by election.

    `known_until` is the last election that `chains` know, None where nothing was compiled: those up to it
    only fill seats that are missing.
    """
    found = list(chains)
    ordered = sorted(races, key=lambda race: race.key)
    for election, group in groupby(ordered, key=lambda race: race.election):
        of_day = list(group)
        if known_until is not None and election <= known_until:
            found = _filled(district, found, of_day)
            continue
        # A special election's winner sits at once, those of the regular one from January.
        for race in (each for each in of_day if each.special):
            found = _after_special(found, race)
        found = _after_regular(found, [each for each in of_day if not each.special])
    return found


def _filled(district: str, chains: list[Chain], races: list[HeldRace]) -> list[Chain]:
    """Return the chains with winners of an older election for seats that the compiled board lacks."""
    room = KNOWN_SIZES.get(district, SIZES_BY_LAW[1]) - len(chains)
    if not missing_words(district, [chain[-1].seat for chain in chains]):
        return chains
    found = list(chains)
    for race in (each for each in races if not each.special):
        mates = [each for each in found if each[0].seat == race.seat and each[0].elected == race.election]
        lacking = len(race.won) - len(mates)
        names = {slug(term.name) for chain in found for term in chain}
        new = [term for term in _terms(found, race) if not term.name or slug(term.name) not in names]
        take = max(0, min(lacking, room))
        found += [(term,) for term in new[:take]]
        room -= take
    return found


def _after_regular(chains: list[Chain], races: list[HeldRace]) -> list[Chain]:
    """Return the chains after a regular election: each winner follows in a seat of the same name."""
    if not races:
        return chains
    begins = board_term_begins(races[0].election, special=False)
    found, extra = list(chains), []
    for race in races:
        winners = _terms(found, race)
        mates = [
            place
            for place, chain in enumerate(found)
            if chain[-1].seat == race.seat and chain[-1].ends <= begins and chain[-1].begins < begins
        ]
        pairs, rest = _pair(winners, mates, found)
        for term, place in pairs:
            found[place] = (*found[place], term)
        extra += rest
        found = _specials_go_on(found, mates, {place for _, place in pairs}, begins)
    # A board that renamed its seats: what is over and what is new are the same seats.
    over = [
        place
        for place, chain in enumerate(found)
        if chain[-1].ends <= begins and not chain[-1].special and chain[-1].begins < begins
    ]
    pairs, rest = _pair(extra, over, found)
    for term, place in pairs:
        found[place] = (*found[place], term)
    return _moved([*found, *((term,) for term in rest)], begins)


def _pair(
    terms: list[SeatTerm], places: list[int], chains: Sequence[Chain]
) -> tuple[list[tuple[SeatTerm, int]], list[SeatTerm]]:
    """Return which term follows in which place, and the terms left over: the re-elected stay where they are.

    Then the seats whose term is over for sure, then those filled by a special election.
    """
    last = {place: chains[place][-1] for place in places}
    free = sorted(places, key=lambda place: (last[place].special, last[place].ends, place))
    pairs: list[tuple[SeatTerm, int]] = []
    left: list[SeatTerm] = []
    for term in terms:
        own = next((p for p in free if term.name and slug(last[p].name) == slug(term.name)), None)
        if own is None:
            left.append(term)
        else:
            free.remove(own)
            pairs.append((term, own))
    pairs += zip(left, free, strict=False)
    return pairs, left[len(free) :]


def _specials_go_on(chains: list[Chain], mates: list[int], taken: set[int], begins: date) -> list[Chain]:
    """Return the chains in which seats of a special election that were not filled now have two more years.

    Where some of several were filled, the results do not say whose: the others are unnamed.
    """
    before = {place: chains[place][-2 if place in taken else -1] for place in mates}
    left = [place for place in mates if place not in taken and before[place].special]
    if not left or any(place not in taken and not before[place].special for place in mates):
        return chains
    filled = [place for place in taken if before[place].special]
    whose = any(not _same_person(before[place], chains[place][-1]) for place in filled)
    found = list(chains)
    for place in left:
        longer = replace(before[place], begins=begins, ends=first_monday_of_january(begins.year + 2))
        found[place] = (*found[place], _unnamed(found, longer, _WHOSE) if whose else longer)
    return found


def _after_special(chains: list[Chain], race: HeldRace) -> list[Chain]:
    """Return the chains after a special election, whose winner serves the rest of another's term.

    Where several seats have the race's name, the results do not say whose seat it was: the winner is
    named, and the others of that group can be named no more.
    """
    january = first_monday_of_january(race.election.year + 1)
    sitting = [
        place
        for place, chain in enumerate(chains)
        if chain[-1].seat == race.seat and chain[-1].begins <= race.election < chain[-1].ends
    ]
    # A seat that is on the regular ballot of the same day is hardly the one, unless there is no other.
    group = [place for place in sitting if chains[place][-1].ends > january] or sitting
    ends = {chains[place][-1].ends for place in group}
    end = ends.pop() if len(ends) == 1 else earliest_special_end(race.election, _regular_years(chains))
    winners = [replace(term, ends=end) for term in _terms(chains, race)]
    pairs, rest = _pair(winners, group, chains)
    by_name = all(_same_person(chains[place][-1], term) for term, place in pairs)
    found = list(chains)
    for term, place in pairs:
        found[place] = (*found[place], term)
    before = ", ".join(chains[place][-1].name for place in group if chains[place][-1].name)
    reason = f"a special election on {race.election} filled a seat here; the results do not say which"
    reason = f"{reason}; until then: {before}" if before else reason
    for place in set(group) - {place for _, place in pairs}:
        if not by_name and chains[place][-1].name:
            other = _unnamed(found, replace(chains[place][-1], begins=race.election), reason)
            found[place] = (*found[place], other)
    return [*found, *((term,) for term in rest)]


def _regular_years(chains: Iterable[Chain]) -> set[int]:
    terms = (term for chain in chains for term in chain)
    return {term.elected.year for term in terms if term.elected and not term.special}


def _moved(chains: list[Chain], begins: date) -> list[Chain]:
    """Return the chains with those seats unnamed whose holder has won another seat from `begins` on."""
    new = {slug(chain[-1].name) for chain in chains if chain[-1].begins == begins and chain[-1].name}
    found = list(chains)
    for place, chain in enumerate(chains):
        last = chain[-1]
        if last.begins < begins < last.ends and slug(last.name) in new:
            found[place] = (*chain, _unnamed(found, replace(last, begins=begins), MOVED))
    return found


def _unnamed(chains: Sequence[Chain], term: SeatTerm, reason: str) -> SeatTerm:
    stem = f"{term.id.rpartition('/')[0]}/unnamed"
    used = {each.id for chain in chains for each in chain}
    return replace(term, id=_free(stem, used), name="", unnamed=reason, remark="")


def _same_person(a: SeatTerm, b: SeatTerm) -> bool:
    return bool(a.name) and slug(a.name) == slug(b.name)


def _terms(chains: Sequence[Chain], race: HeldRace) -> list[SeatTerm]:
    """Return one term a seat that a race filled, each with an id of its own."""
    used = {term.id for chain in chains for term in chain}
    found = []
    for name, unnamed, doubt in race.won:
        id_ = _free(f"school_board/{race.district}/{race.election}/{slug(name) or 'unnamed'}", used)
        used.add(id_)
        partial = f"not final: {race.partial}" if race.partial else ""
        found.append(
            SeatTerm(
                id=id_,
                seat=race.seat,
                name=name,
                unnamed=unnamed,
                elected=race.election,
                special=race.special,
                begins=board_term_begins(race.election, special=race.special),
                ends=board_term_ends(race.election),
                source=f"Minnesota Secretary of State, results of {race.election}",
                as_of=race.taken_on,
                remark="; ".join(part for part in (partial, doubt) if part),
            )
        )
    return found


def _free(stem: str, used: set[str]) -> str:
    """Return an id that is not used: the stem itself, or with a number; the unnamed always have one."""
    number = 1
    id_ = f"{stem}-1" if stem.endswith("/unnamed") else stem
    while id_ in used:
        number += 1
        id_ = f"{stem}-{number}"
    return id_
