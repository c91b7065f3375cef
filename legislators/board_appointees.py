"""Whom did a board appoint to a seat that fell vacant? Added by hand, each with its source.

No results file names an appointee. The records lie in a file of the person's own, which updates of the
data leave alone; as soon as the data name the same person in the same seat, a record says no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from legislators.board_terms import Chain, SeatTerm, slug
from legislators.errors import LegislatorsError, SnapshotError
from legislators.own_files import boards_home, read_again_if_changed, write_own

APPOINTEES_FILE = "appointees.toml"
_HEAD = """\
# Members whom a board appointed, added by `advocate boards appoint`. Everything here can be edited by
# hand: `starts` is the first day in the seat, `replaces` the member whose seat it was ("" where only
# one seat has that name), `source` where it can be read, `until` the end of the term where the data have none.
"""
_DAYS = ("starts", "added_on", "until")


class UnclearSeat(LegislatorsError):
    """The board has no such seat, or several that fit; `choices` are the seats with their holders."""

    wrong_usage = True

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        super().__init__(message)
        self.choices = tuple(choices)


class AlreadyThere(LegislatorsError):
    """The person is known to hold the seat on that day."""


@dataclass(frozen=True, slots=True)
class Appointee:
    """A person whom a board put into a seat from `starts` on, and where that can be read.

    `until` is the end of the term where our data have none that is still to come, None else.
    """

    district: str
    seat: str
    name: str
    source: str
    starts: date
    added_on: date
    replaces: str = ""
    until: date | None = None


def appointees_path() -> Path:
    """Return where the person's own records lie (the file need not exist yet)."""
    return boards_home() / APPOINTEES_FILE


def read_appointees(path: Path | None = None) -> tuple[Appointee, ...]:
    """Return all records, the oldest appointment first. Raises SnapshotError that names what is wrong."""
    path = path or appointees_path()
    return read_again_if_changed(path, _read) if path.is_file() else ()


def write_appointees(appointees: Iterable[Appointee]) -> None:
    """Write all records, whole or not at all. Raises SnapshotError."""
    blocks = [_block(each) for each in sorted(appointees, key=_order)]
    write_own(appointees_path(), "\n".join([_HEAD, *blocks]))


def add_appointee(appointee: Appointee, chains: Sequence[Chain]) -> SeatTerm:
    """Check a new record against the board's seats `chains`, and return the term it gives; writes nothing.

    Raises UnclearSeat (no such seat, or several), AlreadyThere (the data or a record say so already).
    """
    place = place_of(chains, appointee)
    if _is_known(chains[place], appointee):
        raise AlreadyThere(f"{appointee.name} holds {chains[place][-1].seat} already on {appointee.starts}.")
    ends = _ends(chains[place], appointee)
    if ends <= appointee.starts:
        raise UnclearSeat(
            f"The term of {chains[place][-1].seat} ends on {ends}, so it is over on {appointee.starts}. Say until "
            "when the new one lasts: --until.",
            (),
        )
    made = _with_term(chains[place], appointee, chains)
    return next(term for term in made if term.appointed and term.begins == appointee.starts)


def without_appointee(
    appointees: Iterable[Appointee], district: str, name: str
) -> tuple[Appointee, list[Appointee]]:
    """Return the record of a person on a board, and all others. Raises UnclearSeat that lists what there is."""
    known = list(appointees)
    found = [each for each in known if each.district == district and slug(each.name) == slug(name)]
    if not found:
        choices = [f"{each.district}: {each.name}, {each.seat}" for each in known]
        raise UnclearSeat(
            f"No appointee {name!r} of {district} is on record. On record:", choices or ["none"]
        )
    return found[-1], [each for each in known if each is not found[-1]]


def with_appointees(chains: Sequence[Chain], appointees: Iterable[Appointee]) -> list[Chain]:
    """Return the chains with each appointee in the seat meant, until it is next filled or its term is over.

    A record whose seat cannot be told any more, or whose person the data have in that seat by then,
    changes nothing.
    """
    found = list(chains)
    for each in sorted(appointees, key=_order):
        places = fitting_places(found, each)
        if len(places) != 1 or _is_known(found[places[0]], each):
            continue
        if _ends(found[places[0]], each) > each.starts:
            found[places[0]] = _with_term(found[places[0]], each, found)
    return found


def place_of(chains: Sequence[Chain], appointee: Appointee) -> int:
    """Return which chain an appointee goes into. Raises UnclearSeat with what the board has."""
    places = fitting_places(chains, appointee)
    if len(places) == 1:
        return places[0]
    day = appointee.starts
    of_name = [chain for chain in chains if chain[-1].seat.casefold() == appointee.seat.casefold()]
    choices = [_told(chain, day) for chain in of_name or chains]
    if not of_name:
        raise UnclearSeat(f"The board has no seat {appointee.seat!r}. Its seats on {day}:", choices)
    if appointee.replaces:
        raise UnclearSeat(f"{appointee.replaces!r} held no such seat on {day}. The seats:", choices)
    raise UnclearSeat(
        f"{len(of_name)} seats of the board are called {appointee.seat}. Say whose it was: --replaces NAME.",
        choices,
    )


def fitting_places(chains: Sequence[Chain], appointee: Appointee) -> list[int]:
    """Return the places of the chains that an appointee may go into; exactly one where the seat is clear."""
    of_name = [
        place
        for place, chain in enumerate(chains)
        if chain[-1].seat.casefold() == appointee.seat.casefold() and term_on(chain, appointee.starts)
    ]
    if appointee.replaces:
        return [place for place in of_name if _has_held(chains[place], appointee)]
    if len(of_name) > 1:
        return _where_nobody_sits(chains, of_name, appointee) or of_name
    return of_name


def _where_nobody_sits(chains: Sequence[Chain], places: list[int], appointee: Appointee) -> list[int]:
    """Return the one seat for which nobody is named; several with one end of term are as good as one."""
    terms = {place: term_on(chains[place], appointee.starts) for place in places}
    named = [p for p, term in terms.items() if term and slug(term.name) == slug(appointee.name)]
    unnamed = [p for p, term in terms.items() if term and not term.name]
    alike = len({term.ends for p in unnamed if (term := terms[p])}) == 1
    return named or (unnamed[:1] if alike else unnamed)


def term_on(chain: Chain, day: date) -> SeatTerm | None:
    """Return the term of a seat that a day lies in or after, None before the first."""
    begun = [term for term in chain if term.begins <= day]
    return begun[-1] if begun else None


def _has_held(chain: Chain, appointee: Appointee) -> bool:
    begun = [term for term in chain if term.begins <= appointee.starts]
    return any(slug(term.name) == slug(appointee.replaces) for term in begun[-2:])


def _is_known(chain: Chain, appointee: Appointee) -> bool:
    term = term_on(chain, appointee.starts)
    return term is not None and slug(term.name) == slug(appointee.name)


def _ends(chain: Chain, appointee: Appointee) -> date:
    before = term_on(chain, appointee.starts)
    return appointee.until or (before.ends if before else appointee.starts)


def _with_term(chain: Chain, appointee: Appointee, chains: Sequence[Chain]) -> Chain:
    before = term_on(chain, appointee.starts)
    assert before is not None  # fitting_places gives only chains that have begun
    stem = f"school_board/{appointee.district}/appointed-{appointee.starts}/{slug(appointee.name)}"
    twice = sum(1 for each in chains for term in each if term.id.startswith(stem))
    term = SeatTerm(
        id=f"{stem}-{twice + 1}" if twice else stem,
        seat=chain[-1].seat,
        name=appointee.name,
        unnamed="",
        elected=None,
        special=before.special,
        begins=appointee.starts,
        ends=_ends(chain, appointee),
        source=appointee.source,
        as_of=max(appointee.added_on, appointee.starts),
    )
    return tuple(sorted((*chain, term), key=lambda each: each.begins))


def _told(chain: Chain, day: date) -> str:
    term = term_on(chain, day)
    holder = (term.name or f"holder not named: {term.unnamed}") if term else "not begun"
    return f"{chain[-1].seat}: {holder}"


def _order(appointee: Appointee) -> tuple[date, str, str, str]:
    return appointee.starts, appointee.district, appointee.seat, appointee.name


def _read(path: Path) -> tuple[Appointee, ...]:
    import tomllib

    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("appointee", [])
        return tuple(sorted((_from(row) for row in rows), key=_order))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SnapshotError(
            f"{path} cannot be read ({error}). Correct it, or move it away and add the appointees again."
        ) from error


def _from(row: dict[str, Any]) -> Appointee:
    made = Appointee(**row)
    for field in fields(Appointee):
        value, wanted = getattr(made, field.name), date if field.name in _DAYS else str
        if value is None and field.name == "until":
            continue
        if type(value) is not wanted:
            raise ValueError(f"{field.name} of {made.name!r} is {value!r}, no {wanted.__name__}")
    return made


def _block(appointee: Appointee) -> str:
    lines = ["[[appointee]]"]
    for field in fields(Appointee):
        value = getattr(appointee, field.name)
        if value is None:
            continue
        # A JSON string is also a TOML one.
        text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{field.name} = {text}")
    return "\n".join([*lines, ""])
