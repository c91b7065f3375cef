"""Where does the US Census Geocoder place what our own streets do not hold? Only for who asked for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.store.placements import CENSUS_SAID, Placing
from advocate.supporters.found_places import placing_at, snapshot_mark
from advocate.supporters.placing import Progress, Tally, count, tally

if TYPE_CHECKING:
    from advocate.store.keys import Clock
    from advocate.store.log import Log
    from legislators.address import Address
    from legislators.geocoders.census_batch import BatchAnswer, CensusBatch

_IN_VAIN = {
    "no_match": f"{CENSUS_SAID} does not know the address",
    "tie": f"{CENSUS_SAID} knows several places that fit the address",
    "elsewhere": f"{CENSUS_SAID} places the address in another state",
}


@dataclass(frozen=True, slots=True)
class CensusQuestion:
    """One address to be asked for, and the ids of all rows of the log that hold it."""

    address: Address
    address_ids: tuple[str, ...]


def census_questions(log: Log, *, again: bool = False) -> list[CensusQuestion]:
    """Return what would leave this computer: each address once, none that is on no street or elsewhere.

    Those that the Census was asked about before are left out, unless `again`.
    """
    from advocate.store import placements
    from legislators.address import parse_address
    from legislators.errors import LegislatorsError
    from legislators.geocoders.chain import refuse_other_states
    from legislators.lookup import lookup_for

    areas = lookup_for().areas
    by_line: dict[str, tuple[Address, list[str]]] = {}
    for address_id, text in placements.read_for_census(log.database, again=again):
        try:
            address = parse_address(text, areas.cities)
            refuse_other_states(address, areas)
        except LegislatorsError:
            continue
        if not address.problem:
            by_line.setdefault(address.one_line(), (address, []))[1].append(address_id)
    return [CensusQuestion(address, tuple(ids)) for address, ids in by_line.values()]


def place_by_census(
    log: Log,
    questions: Sequence[CensusQuestion],
    service: CensusBatch,
    clock: Clock,
    *,
    progress: Progress = lambda _: None,
) -> Tally:
    """Ask the Census Geocoder, and keep each request's answers before the next one goes out.

    Its points are put into districts by our own lines. Raises GeocoderError where the service is gone;
    what was kept until then is not asked for again.
    """
    from advocate.store import placements

    mark = snapshot_mark()
    counts: Counter[str] = Counter()
    asked = unanswered = 0
    for answers in service.ask([question.address for question in questions]):
        told = [answer for answer in answers if answer.kind != "unanswered"]
        unanswered += len(answers) - len(told)
        kept = list(_rows(log, questions, told))
        with log.writing():
            placements.keep_placements(log.database, kept, mark, clock)
        asked += len(told)
        counts += count([placing for _, placing in kept])
        progress(len(answers))
    return tally(counts, asked + unanswered, unanswered)


def _rows(
    log: Log, questions: Sequence[CensusQuestion], answers: Sequence[BatchAnswer]
) -> Iterator[tuple[str, Placing]]:
    """Yield (address id, place) for every row of the log that an answer is about."""
    from advocate.store import placements
    from legislators.lookup import lookup_for

    lookup = lookup_for()
    for answer in answers:
        question = questions[answer.position]
        if answer.place is not None:
            odd = "" if answer.exact else f"The Census found it as: {answer.place.matched}."
            placing = placing_at(lookup, answer.place, question.address, odd)
            yield from ((address_id, placing) for address_id in question.address_ids)
            continue
        known = placements.read_placings(log.database, question.address_ids)
        for address_id, before in known.items():
            # The ZIP code's area stays; that the Census was asked is noted before what was said of it.
            yield address_id, before._replace(problem=_noted(_IN_VAIN[answer.kind], before.problem))


def _noted(said: str, before: str) -> str:
    rest = before.partition("; ")[2] if before.startswith(CENSUS_SAID) else before
    return f"{said}; {rest}" if rest else said
