"""Does a published e-mail address look like its owner's, and is it of the right chamber?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The mail domains that each chamber has; a member's is one of them.
DOMAINS = {"state_house": ("house.mn.gov",), "state_senate": ("senate.mn", "mnsenate.gov")}
#: Parts of an address that are the office's, not the person's.
_OFFICE_WORDS = frozenset({"rep", "sen"})
#: Shorter words stand in too many addresses by chance.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Owner:
    """A member as the address is compared with; `seat` is the id of the seat."""

    seat: str
    name: str
    family_name: str
    email: str


def not_theirs(owner: Owner, others: Sequence[Owner]) -> str:
    """Return why an address looks like somebody else's, "" where it may well be its owner's.

    A nickname, a maiden name beside the present one, an initial or half of a double name are all
    the owner's. It is somebody else's where no part of the family name is in it; where another
    member has the very same one; or where it spells a member of the same family name in full.
    """
    if not owner.email:
        return ""
    same = [other for other in others if other.seat != owner.seat and _same(other.email, owner.email)]
    if same:
        return f"it is also the address of {same[0].name} ({same[0].seat})"
    words = _words(owner.email)
    spelled = "".join(words)
    if not any(part in spelled for part in _family_parts(owner)):
        named = _named_by(words, owner, others)
        return named or f"no part of the name {_family(owner)} is in it"
    first = _plain(owner.name.split()[0]) if owner.name.split() else ""
    if first and any(first[:1] == word[:1] for word in words[:1]):
        return ""
    namesakes = [each for each in others if each.seat != owner.seat and _full(each) == spelled]
    return f"it spells {namesakes[0].name} ({namesakes[0].seat})" if namesakes else ""


def wrong_domain(kind: str, email: str) -> str:
    """Return the domain of an address that the chamber does not have, "" where all is well."""
    domain = email.rpartition("@")[2].lower()
    right = DOMAINS.get(kind)
    return "" if not email or right is None or domain in right else (domain or "none")


def _named_by(words: Sequence[str], owner: Owner, others: Iterable[Owner]) -> str:
    """Say which member's name the address spells instead, where it is one of ours."""
    last = words[-1] if words else ""
    for other in others:
        if other.seat != owner.seat and last in _family_parts(other):
            return f"it spells the name of {other.name} ({other.seat})"
    return f"it spells “{last}”, and no part of the name {_family(owner)} is in it" if last else ""


def _family(owner: Owner) -> str:
    return owner.family_name or (owner.name.split() or [""])[-1]


def _family_parts(owner: Owner) -> list[str]:
    parts = [_plain(part) for part in re.split(r"[\s-]+", _family(owner))]
    whole = "".join(parts)
    return [part for part in (*parts, whole) if len(part) >= _SHORTEST] or [whole]


def _full(owner: Owner) -> str:
    return "".join(_plain(word) for word in owner.name.split())


def _words(email: str) -> list[str]:
    words = [_plain(word) for word in re.split(r"[._-]", email.partition("@")[0])]
    return [word for word in words if word and word not in _OFFICE_WORDS]


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", text)
