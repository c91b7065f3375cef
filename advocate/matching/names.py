"""Can these two spellings be one person's name, and how do we know?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: From the surest to none. See `NameEvidence`.
NameKind = Literal[
    "exact", "spelling", "order", "nickname", "typo", "part", "given_only",
    "suffix", "initial", "family", "unsure", "blank", "different",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What two names have to do with each other; `says` is a phrase for a person to read.

    exact       the same words (spelling: but for accents, hyphens, spaces; order: the other way round)
    nickname    Bob and Robert, the rest as `exact`, `spelling` or `part`
    typo        one slip of the keys in one long word
    part        one has a middle name or a second surname more
    given_only  one has nothing but the given name
    suffix      one says Jr., the other says nothing
    initial     J. Olson and John Olson
    family      the same given name with another surname
    unsure      may be one name or two (Mario and Maria; Ali Hassan and Hassan Ali)
    blank       one of them has no name: that is no evidence
    different   two people
    """

    kind: NameKind
    says: str = ""


def same_person_name(a: str, b: str) -> NameEvidence:
    """Compare two names, each as `advocate.store.keys.match_key` gives it; symmetric, never raises."""
    if not a or not b:
        return NameEvidence("blank")
    return NameEvidence("exact", "the same name") if a == b else NameEvidence("different")
