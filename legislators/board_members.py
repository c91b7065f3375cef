"""How do the seats of a school board read on a given day: who sits, who comes next, what isn't known?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from legislators.board_appointees import Appointee, with_appointees
from legislators.board_results import HeldRace
from legislators.board_succession import with_results
from legislators.board_terms import Chain, SeatTerm, compiled_terms, missing_words, slug
from legislators.official import Official
from legislators.terms import ballot_before

Row = dict[str, Any]

BOARD_TITLE = "School Board Member"
BY_DISTRICT = "by election district; not resolved by address"
_CARE_OF_OFFICE = "no e-mail in our data: write or call through the district office"
_NO_BOARD = "the members of this district's board are not in our data"


def board_chains(
    board: Row | None,
    district: str,
    races: Sequence[HeldRace],
    appointees: Iterable[Appointee],
    known_until: date | None = None,
) -> list[Chain]:
    """Return the seats of a board, each with its terms in order, from all that we hold of it.

    `board` is its compiled record, None where it has none; `known_until` is the last election that the
    compiled boards know (default: all until the day of the record).
    """
    until = (known_until or date.fromisoformat(board["as_of"])) if board else None
    chains = with_results(district, compiled_terms(board) if board else [], races, until)
    return with_appointees(chains, [each for each in appointees if each.district == district])


def board_members(
    board: Row | None,
    office: Row,
    on: date,
    races: Sequence[HeldRace] = (),
    appointees: Iterable[Appointee] = (),
    known_until: date | None = None,
) -> Iterator[Official]:
    """Yield a school board's seats on a day, and one entry for all seats that our data lack."""
    chains = board_chains(board, office["district"], races, appointees, known_until)
    visible = [chain for chain in chains if _is_visible(chain, board, on)]
    if not visible:
        yield _lacking(office, _NO_BOARD, office["source"], date.fromisoformat(office["as_of"]))
        return
    labels = [chain[-1].seat for chain in visible]
    for chain in visible:
        yield _seat(chain, office, on, alone=labels.count(chain[-1].seat) == 1)
    changed = board is None or [chain[0].id for chain in visible] != [seat["id"] for seat in board["seats"]]
    missing = missing_words(office["district"], labels) if changed else str((board or {})["missing"])
    if missing:
        yield _lacking(office, missing, visible[0][0].source, visible[0][0].as_of)


def _is_visible(chain: Chain, board: Row | None, on: date) -> bool:
    """False for a seat that we know only from a later term, as the winners of an election before January."""
    if chain[0].begins <= on:
        return True
    return board is not None and any(seat["id"] == chain[0].id for seat in board["seats"])


def _seat(chain: Chain, office: Row, on: date, *, alone: bool) -> Official:
    begun = [term for term in chain if term.begins <= on]
    term = begun[-1] if begun else chain[0]
    after = _next_elected(chain, term, on) if begun else None
    if on >= term.ends:
        return _official(term, office, "term_ended", _term_ended(term))
    if not begun:
        return _official(
            term, office, "not_in_data", f"our data of {term.as_of} does not say who sat on {on}"
        )
    coming = _coming(term, after, alone=alone) if after else ""
    if not term.name:
        known = f"holder not in our data: {term.unnamed}"
        return _official(term, office, "not_in_data", _join(known, coming or _ballot(term, on)))
    sits = f"sits until {term.ends}" if coming else ""
    note = _join(_how_come(term), term.remark, sits, coming or _ballot(term, on, sits=not term.special))
    return _official(term, office, "sitting", note)


def _next_elected(chain: Chain, term: SeatTerm, on: date) -> SeatTerm | None:
    """Return the term after `term` that an election has filled by the day; a later one the day did not know."""
    since = term.elected or date.min
    return next(
        (each for each in chain if each.begins > on and each.elected and since < each.elected <= on), None
    )


def _how_come(term: SeatTerm) -> str:
    """Say how the holder came to the seat; an appointee is in no results file."""
    if term.appointed:
        return f"in the seat from {term.begins}, added by hand"
    if term.special:
        return f"won the special election of {term.elected}, for a term that ends {term.ends} at the earliest"
    return f"won the election of {term.elected}"


def _coming(term: SeatTerm, after: SeatTerm, *, alone: bool) -> str:
    """Say who follows; where several seats have one name, nobody can say which winner follows whom."""
    if after.name and slug(after.name) == slug(term.name):
        return f"elected again {after.elected}, until {after.ends}"
    if not after.name:
        return f"the winner elected {after.elected} sits from {after.begins}, not named: {after.unnamed}"
    words = f"the winner elected {after.elected} sits from {after.begins}"
    return f"{words}: {after.name}" if alone else words


def _term_ended(term: SeatTerm) -> str:
    unknown = f"successor not in our data of {term.as_of}"
    if term.special and term.elected:
        return f"term ended {term.ends} at the earliest (special election of {term.elected}), {unknown}"
    return f"term ended {term.ends}, {unknown}"


def _ballot(term: SeatTerm, on: date, *, sits: bool = False) -> str:
    """Between the election for the next term and the end of this one, say that we don't know the winner."""
    ballot = ballot_before(term.ends)
    if on < ballot:
        return ""
    unknown = f"the winner of {ballot} is not in our data"
    return f"sits until {term.ends}; {unknown}" if sits else unknown


def _official(term: SeatTerm, office: Row, status: str, note: str) -> Official:
    sits = status == "sitting"
    certain = not term.by_election_district
    return Official(
        name=term.name if sits else "",
        kind="school_board",
        district=office["district"],
        title=BOARD_TITLE,
        seat=term.seat,
        party="",
        email="",
        phone=office["phone"],
        mail=_care_of(office),
        url=office["url"],
        term_ends=term.ends,
        status=status,
        note=_join(note, "" if certain else BY_DISTRICT, _CARE_OF_OFFICE if sits else ""),
        committees=(),
        source=term.source,
        as_of=term.as_of,
        id=term.id if sits else f"seat/{term.id}",
        certain=certain,
    )


def _lacking(office: Row, note: str, source: str, as_of: date) -> Official:
    """Return the one entry that stands for all seats of a board that our data lack."""
    return Official(
        name="",
        kind="school_board",
        district=office["district"],
        title=BOARD_TITLE,
        seat="",
        party="",
        email="",
        phone=office["phone"],
        mail=_care_of(office),
        url=office["url"],
        term_ends=None,
        status="not_in_data",
        note=note,
        committees=(),
        source=source,
        as_of=as_of,
        id=f"seat/school_board/{office['district']}/missing",
    )


def _care_of(office: Row) -> tuple[str, ...]:
    return (f"c/o {office['name']}", *office["mail"])


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
