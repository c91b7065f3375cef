"""Whose no is a no that names nobody? Everybody's who has that e-mail; where nobody has it, it is kept by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advocate.importing.decisions import (
    Change,
    Person,
    Planned,
    Said,
    consents,
    decide_new,
    decide_same,
    overturned,
)
from advocate.importing.entry import Entry
from advocate.matching.ladder import Match
from advocate.store.consents import in_words, is_opted_out

EVERYBODY = "a no without a name: it holds for everybody who has this e-mail"
KEPT = "a no for an e-mail that nobody has: kept, so that nobody writes there"
KEPT_PHONE = "a no for a phone that nobody has: kept, so that nobody is called or texted there"
SAME_NO = "the same no is kept already"
#: The ways to reach somebody of whom no more than a phone is known.
_BY_PHONE = frozenset({"any", "phone", "text"})


def is_bare_no(entry: Entry) -> bool:
    """True where a row names nobody, and says no to what it names and yes to nothing that the no leaves open.

    A no to letters by post, with a phone and no e-mail, is about nothing that we could keep.
    """
    if entry.name_key or not (entry.email_key or _BY_PHONE.intersection(entry.opted_out)):
        return False
    no = entry.opted_out
    return bool(no) and all(is_opted_out(no, said.channel) for said in consents(entry))


def decide_nobody(entry: Entry, reason: str) -> Planned:
    """Decide on a row that is nobody we know; a no without a name becomes a person without one, who holds it."""
    if is_bare_no(entry):
        return Planned(entry.line, "create", KEPT if entry.email_key else KEPT_PHONE, f"new:{entry.line}")
    return decide_new(entry, reason)


def decide_somebody(entry: Entry, person: Person, evidence: str, *, settled: bool = False) -> Planned:
    """Decide on a row that is this person. Where neither has a name, a no is all that may be added."""
    if not (entry.name_key or person.name_key) and not is_bare_no(entry):
        return decide_new(entry)._replace(supporter_id=person.id)
    return decide_same(told_with(entry, person), person, evidence, settled=settled)


def told_with(entry: Entry, person: Person | None = None) -> Entry:
    """Return the row without its yes where nobody has a name (`person` None: where it makes one): no yes is kept for nobody."""
    if entry.name_key or (person is not None and person.name_key):
        return entry
    return entry._replace(consent=None, more_consents=())


def holder_of(entry: Entry, people: Iterable[Person]) -> Person | None:
    """Return who holds a no for the phone of a row that says no and has neither name nor e-mail, if anybody."""
    if not is_bare_no(entry) or entry.email_key:
        return None
    holders = (each for each in people if not each.name_key and each.phone_key == entry.phone_key)
    return min(holders, key=lambda each: each.id, default=None)


def kept_against(entry: Entry, person: Person, people: Iterable[Person]) -> str:
    """Return why a person must look where a row gives somebody an e-mail for which a no without a name is kept."""
    if not consents(entry) or not entry.email_key or entry.email_key == person.email_key:
        return ""
    for each in people:
        if each.name_key or each.id == person.id or each.email_key != entry.email_key:
            continue
        if any(is_opted_out(each.opt_outs(), said.channel) for said in consents(entry)):
            return (
                f"this e-mail said no to {in_words(each.opt_outs())}; only who has it can take it back: "
                "advocate supporters edit --opt-in"
            )
    return ""


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
