"""Whose no is a no that names an e-mail and nobody? Everybody's who has that e-mail: none of them is written to."""

from __future__ import annotations

from collections.abc import Sequence

from advocate.importing.decisions import Change, Person, Planned, Said, overturned
from advocate.importing.entry import Entry
from advocate.matching.ladder import Match

EVERYBODY = "a no without a name: it holds for everybody who has this e-mail"


def is_shared_no(entry: Entry, match: Match) -> bool:
    """True where a row says no, names nobody, and several people have its e-mail."""
    return match.kind == "tie" and match.step == "email" and bool(entry.opted_out) and not entry.name_key


def decide_shared_no(entry: Entry, people: Sequence[Person]) -> Planned:
    """Decide that the no is that of all these people; `candidates` are those who had not said it yet."""
    for each in people:
        no = overturned(entry._replace(consent=None, more_consents=()), each)
        if no:
            return Planned(entry.line, "needs_eyes", no, each.id)
    lacking = [each for each in people if not each.opt_outs().issuperset(entry.opted_out)]
    if not lacking:
        return Planned(entry.line, "unchanged", EVERYBODY, people[0].id)
    there = set.intersection(*(each.opt_outs() for each in lacking))
    changes = tuple(Change("opt_out", "", channel) for channel in entry.opted_out if channel not in there)
    ids = tuple(each.id for each in lacking)
    return Planned(entry.line, "update", EVERYBODY, ids[0], changes, ids)


def note_shared_no(entry: Entry, people: Sequence[Person]) -> None:
    """Bring people up to such a no, as applying it will."""
    for person in people:
        person.said.update(
            Said(False, channel, "", "") for channel in entry.opted_out if channel not in person.opt_outs()
        )
