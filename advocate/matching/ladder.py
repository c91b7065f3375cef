"""Is this entry somebody the list knows, somebody new, or a question for a person?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol

from advocate.matching.names import KINDS, NameEvidence, NameKind, same_person_name

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

STEPS: tuple[Step, ...] = ("external_id", "email", "phone", "address")
EXTERNAL_ID, EMAIL, PHONE, ADDRESS = range(4)
_SHARED = ("the same id in their system", "the same e-mail", "the same phone", "the same address")
_WHOLE: frozenset[NameKind] = frozenset({"exact", "spelling", "order"})
#: Which names make one person of two rows that share this. Households share all but the id.
_SAME: tuple[frozenset[NameKind], ...] = (
    _WHOLE | {"nickname", "typo", "part", "given_only", "suffix", "initial", "family", "blank"},
    _WHOLE | {"nickname", "typo", "part", "given_only", "blank"},
    _WHOLE | {"nickname", "typo", "part"},
    _WHOLE | {"nickname"},
)
#: Which names are a question there: one e-mail with two names always is; a phone or an address never.
_ASK: tuple[frozenset[NameKind], ...] = (
    frozenset({"unsure", "different"}),
    frozenset({"suffix", "initial", "family", "unsure", "different"}),
    frozenset({"given_only", "suffix", "initial", "family", "unsure", "blank"}),
    frozenset({"typo", "part", "given_only", "suffix", "initial", "family", "unsure"}),
)
#: The surer the name, the smaller.
_RANK: dict[NameKind, int] = {"exact": 0, "spelling": 0, "order": 1}


class _Found(NamedTuple):
    """A candidate that shares something: on which step first, how the names compare, what else agrees."""

    supporter_id: str
    step: int
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
    Rows that were merged have one id, and are one person with several names, e-mails and phones.

    Short cut for bulk work (held to the full ladder by the tests): where nobody has the entry's external id,
    exactly one person has its e-mail key, and that person's name key equals the entry's, the answer is
    Match("same", id, "email", SAME_EMAIL_AND_NAME). Where no candidate shares anything: NOBODY.
    """
    people: dict[str, list[Known]] = {}
    for row in candidates:
        people.setdefault(row.supporter_id, []).append(row)
    found = [each for rows in people.values() if (each := _look(wanted, rows)) is not None]
    asked = [each for each in found if _is_question(each)]
    for step in range(len(STEPS)):
        sure = [each for each in found if each.step == step and _is_same(each)]
        doubts = [each for each in asked if each.step < step]
        if any(each.step == EXTERNAL_ID for each in doubts):
            break
        if sure:
            return _choose(sure, [each for each in doubts if each.name.kind != "different"])
    return _ask(asked) if asked else NOBODY


def _look(wanted: Wanted, rows: list[Known]) -> _Found | None:
    """Say on which step a person is met first, or None where nothing is shared."""
    email = _compare(wanted.email_key, [row.email_key for row in rows])
    phone = _compare(wanted.phone_key, [row.phone_key for row in rows])
    address = bool(wanted.address_key) and any(wanted.address_key in row.address_keys for row in rows)
    number = 0
    if wanted.external_id:
        theirs = [own for row in rows for system, own in row.external_ids if system == wanted.external_system]
        number = _compare(wanted.external_id, theirs)
    shared = (number == 1, email == 1, phone == 1, address)
    if True not in shared:
        return None
    names = [same_person_name(wanted.name_key, row.name_key) for row in rows]
    name = min(names, key=lambda each: (KINDS.index(each.kind), each.says)) if len(names) > 1 else names[0]
    return _Found(
        rows[0].supporter_id, shared.index(True), name, sum(shared[1:]), -1 in (number, email, phone)
    )


def _compare(mine: str, theirs: list[str]) -> int:
    """Return 1 where both say the same, -1 where they say two things, 0 where one says nothing."""
    if not mine:
        return 0
    if mine in theirs:
        return 1
    return -1 if any(theirs) else 0


def _is_same(found: _Found) -> bool:
    if found.step == ADDRESS and found.clashing:
        return False
    if found.step == EMAIL and found.name.kind == "family" and found.agreeing > 1:
        return True  # a new surname: the e-mail, and the phone or the address, and the given name are one
    return found.name.kind in _SAME[found.step]


def _is_question(found: _Found) -> bool:
    """A doubtful name is a question; at one address, with another e-mail or phone, only the same name is.

    That is father and son of one name, or one person with a new e-mail: nobody can tell from a sheet.
    """
    if _is_same(found):
        return False
    if found.step == ADDRESS and found.clashing:
        return found.name.kind in _WHOLE | {"suffix", "nickname"}
    return found.name.kind in _ASK[found.step]


def _choose(sure: list[_Found], doubts: list[_Found]) -> Match:
    """Take the one for whom most speaks; where that is nobody, ask."""
    best = min(each.rank for each in sure)
    first = [each for each in sure if each.rank == best]
    if len(first) > 1 or doubts:
        return _tie([*first, *doubts])
    return Match("same", first[0].supporter_id, STEPS[first[0].step], _evidence(first[0]))


def _ask(asked: list[_Found]) -> Match:
    """Ask about those whose name is doubtful; where there are none, about the other names of the e-mail."""
    near = [each for each in asked if each.name.kind != "different"]
    return _tie(near or asked)


def _tie(found: list[_Found]) -> Match:
    first = min(found, key=lambda each: (each.step, each.rank, each.supporter_id))
    evidence = _evidence(first)
    if len(found) > 1:
        evidence = f"{len(found)} people of the list may be meant: {evidence}"
    return Match("tie", "", STEPS[first.step], evidence, tuple(sorted(each.supporter_id for each in found)))


def _evidence(found: _Found) -> str:
    if found.name.kind != "exact":
        return f"{_SHARED[found.step]}; {found.name.says}"
    clash = ", but another e-mail, phone or id" if found.step == ADDRESS and found.clashing else ""
    return f"{_SHARED[found.step]} and name{clash}"
