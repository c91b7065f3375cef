"""Is this entry somebody the list knows, somebody new, or a question for a person?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol

from advocate.matching.names import NameEvidence, NameKind, same_person_name

Step = Literal["external_id", "email", "phone", "address", ""]


class Wanted(Protocol):
    """What the ladder asks of an entry (advocate.importing.entry.Entry is one). Blanks are no evidence."""

    @property
    def name_key(self) -> str: ...
    @property
    def email_key(self) -> str: ...
    @property
    def phone_key(self) -> str: ...
    @property
    def address_key(self) -> str: ...
    @property
    def external_system(self) -> str: ...
    @property
    def external_id(self) -> str: ...


class Known(NamedTuple):
    """A person of the list as the ladder sees them: keys as the store holds them.

    `external_ids` are pairs (system, id); `address_keys` all addresses of theirs.
    """

    supporter_id: str
    name_key: str
    email_key: str = ""
    phone_key: str = ""
    address_keys: tuple[str, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()


class Match(NamedTuple):
    """The answer. same: `supporter_id`, found on `step`. new: nobody. tie: a person must choose.

    `evidence` is a phrase for the plan ("the same e-mail and name"). A tie lists whom it could be in
    `candidates` (ids, sorted); that is one of them where it is the name that is doubtful.
    """

    kind: Literal["same", "new", "tie"]
    supporter_id: str = ""
    step: Step = ""
    evidence: str = ""
    candidates: tuple[str, ...] = ()


SAME_EMAIL_AND_NAME = "the same e-mail and name"
NOBODY = Match("new")

_STEPS: tuple[Step, ...] = ("external_id", "email", "phone", "address")
_SHARED = {
    "external_id": "the same id in their system",
    "email": "the same e-mail",
    "phone": "the same phone",
    "address": "the same address",
}
_WHOLE: frozenset[NameKind] = frozenset({"exact", "spelling", "order"})
#: Which names make one person of two rows that share this. Households share all but the id.
_SAME: dict[Step, frozenset[NameKind]] = {
    "external_id": _WHOLE
    | {"nickname", "typo", "part", "given_only", "suffix", "initial", "family", "blank"},
    "email": _WHOLE | {"nickname", "typo", "part", "given_only", "suffix", "blank"},
    "phone": _WHOLE | {"nickname", "typo", "part"},
    "address": _WHOLE | {"nickname"},
}
#: Which names are a question there: one e-mail with two names always is; a phone or an address never.
_ASK: dict[Step, frozenset[NameKind]] = {
    "external_id": frozenset({"unsure", "different"}),
    "email": frozenset({"initial", "family", "unsure", "different"}),
    "phone": frozenset({"given_only", "suffix", "initial", "family", "unsure", "blank"}),
    "address": frozenset({"typo", "part", "given_only", "suffix", "initial", "family", "unsure"}),
}
#: The surer the name, the smaller.
_RANK: dict[NameKind, int] = {"exact": 0, "spelling": 0, "order": 1}


class _Found(NamedTuple):
    """A candidate that shares something: on which step first, how the names compare, what else agrees."""

    person: Known
    step: Step
    name: NameEvidence
    agreeing: int
    clashing: bool

    @property
    def rank(self) -> tuple[int, int]:
        """The smaller, the more it speaks for this person among those on one step."""
        return _RANK.get(self.name.kind, 2), -self.agreeing


def find_person(wanted: Wanted, candidates: Iterable[Known]) -> Match:
    """Climb the ladder; the order of the candidates, and one given twice, change nothing.

    `candidates` are the people who share the external id, the e-mail key, the phone key or the
    address key (an address key alone is enough: the name is compared here). Giving more does no harm.

    Short cut for bulk work (held to the full ladder by the tests): where the entry has no external id,
    exactly one person has its e-mail key, and that person's name key equals the entry's, the answer is
    Match("same", id, "email", SAME_EMAIL_AND_NAME). Where no candidate shares anything: NOBODY.
    """
    people = {person.supporter_id: person for person in candidates}
    found = [each for person in people.values() if (each := _look(wanted, person)) is not None]
    if not found:
        return NOBODY
    asked = [each for each in found if _is_question(each)]
    for at, step in enumerate(_STEPS):
        sure = [each for each in found if each.step == step and _is_same(each)]
        if sure:
            doubts = [
                each for each in asked if _STEPS.index(each.step) < at and each.name.kind != "different"
            ]
            return _choose(sure, doubts)
        if step == "external_id" and any(each.step == step for each in asked):
            break
    return _ask(asked) if asked else NOBODY


def _look(wanted: Wanted, person: Known) -> _Found | None:
    """Say on which step a person is met first, or None where nothing is shared."""
    other_id = False
    shares_id = False
    if wanted.external_id:
        for system, external_id in person.external_ids:
            if system == wanted.external_system:
                shares_id = shares_id or external_id == wanted.external_id
                other_id = other_id or external_id != wanted.external_id
    email = _compare(wanted.email_key, person.email_key)
    phone = _compare(wanted.phone_key, person.phone_key)
    address = bool(wanted.address_key) and wanted.address_key in person.address_keys
    agreeing = (email == 1) + (phone == 1) + address
    step: Step
    if shares_id:
        step = "external_id"
    elif email == 1:
        step = "email"
    elif phone == 1:
        step = "phone"
    elif address:
        step = "address"
    else:
        return None
    clashing = email == -1 or phone == -1 or (other_id and not shares_id)
    return _Found(person, step, same_person_name(wanted.name_key, person.name_key), agreeing, clashing)


def _compare(mine: str, theirs: str) -> int:
    """Return 1 where both say the same, -1 where they say two things, 0 where one says nothing."""
    if not mine or not theirs:
        return 0
    return 1 if mine == theirs else -1


def _is_same(found: _Found) -> bool:
    if found.step == "address" and found.clashing:
        return False
    if found.step == "email" and found.name.kind == "family" and found.agreeing > 1:
        return True  # a new surname: the e-mail, and the phone or the address, and the given name are one
    return found.name.kind in _SAME[found.step]


def _is_question(found: _Found) -> bool:
    """A doubtful name is a question; at one address, with another e-mail or phone, only the same name is.

    That is father and son of one name, or one person with a new e-mail: nobody can tell from a sheet.
    """
    if _is_same(found):
        return False
    if found.step == "address" and found.clashing:
        return found.name.kind in _WHOLE | {"suffix", "nickname"}
    return found.name.kind in _ASK[found.step]


def _choose(sure: list[_Found], doubts: list[_Found]) -> Match:
    """Take the one for whom most speaks; where that is nobody, ask."""
    best = min(each.rank for each in sure)
    first = [each for each in sure if each.rank == best]
    if len(first) > 1 or doubts:
        return _tie([*first, *doubts], "two people of the list fit" if len(first) > 1 else "")
    return Match("same", first[0].person.supporter_id, first[0].step, _evidence(first[0]))


def _ask(asked: list[_Found]) -> Match:
    """Ask about those on the first step where there is a question; a doubtful name before another name."""
    at = min(_STEPS.index(each.step) for each in asked)
    here = [each for each in asked if _STEPS.index(each.step) == at]
    near = [each for each in asked if each.name.kind != "different"]
    return _tie(near or here, "")


def _tie(found: list[_Found], why: str) -> Match:
    ids = tuple(sorted({each.person.supporter_id for each in found}))
    first = min(found, key=lambda each: (_STEPS.index(each.step), each.rank, each.person.supporter_id))
    evidence = f"{why}: {_SHARED[first.step]}" if why else _evidence(first)
    return Match("tie", "", first.step, evidence, ids)


def _evidence(found: _Found) -> str:
    shared = _SHARED[found.step]
    if found.name.kind == "exact":
        return f"{shared} and name" + (", but another e-mail or phone" if _needs_telling(found) else "")
    return f"{shared}; {found.name.says}"


def _needs_telling(found: _Found) -> bool:
    return found.step == "address" and found.clashing
