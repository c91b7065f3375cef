"""Is this entry somebody the list knows, somebody new, or a question for a person?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, Protocol

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

    `evidence` is a phrase for the plan ("e-mail and name"; "the same phone; Bob is short for Robert").
    A tie lists whom it could be in `candidates` (ids, sorted); one of them, where a name is doubtful.
    """

    kind: Literal["same", "new", "tie"]
    supporter_id: str = ""
    step: Step = ""
    evidence: str = ""
    candidates: tuple[str, ...] = ()


def find_person(wanted: Wanted, candidates: Iterable[Known]) -> Match:
    """Climb the ladder; the order of the candidates, and one given twice, change nothing.

    `candidates` are the people who share the external id, the e-mail key, the phone key or the
    address key (an address key alone is enough: the name is compared here). Giving more does no harm.

    Short cut for bulk work (held to the full ladder by the tests): where the entry has no external id,
    exactly one person has its e-mail key, and that person's name key equals the entry's, the answer is
    Match("same", id, "email", SAME_EMAIL_AND_NAME). Where no candidate shares anything: NOBODY.
    """
    raise NotImplementedError


SAME_EMAIL_AND_NAME = "the same e-mail and name"
NOBODY = Match("new")
