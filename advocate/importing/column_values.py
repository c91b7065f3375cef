"""What do a column's values, or the spelling of its name, say about what it holds?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from advocate.importing.column_names import NAMES, NOT_OURS, plain
from legislators.street_names import TYPES

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[\d\s().x/-]{10,20}(\.0)?")
_ZIP = re.compile(r"\d{5}(-\d{4})?(\.0)?")
#: A house number before words, the last of which may be the kind of street.
_HOUSE = re.compile(r"\d{1,6}[a-z]?(-\d+)?\s+(?P<street>[^,]*[^\W\d][^,]*)", re.IGNORECASE)
#: A share of values that is enough to say what a column holds whose name says nothing.
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Witness:
    """How many values a column has in the sample, and which share (0 to 1) of them is of a kind."""

    count: int = 0
    email: float = 0.0
    phone: float = 0.0
    zip: float = 0.0
    address: float = 0.0

    def kind(self) -> str:
        """Return "email", "phone" or "address" where nearly all of at least three values are that, else ""."""
        if self.count < 3:
            return ""
        shares = {"email": self.email, "phone": self.phone, "address": self.address}
        return next((kind for kind, share in shares.items() if share >= ENOUGH), "")


def witness(values: Iterable[str]) -> Witness:
    """Return what the values say."""
    filled = [text for value in values if (text := value.strip())]
    if not filled:
        return Witness()
    size = len(filled)
    return Witness(
        size,
        sum(bool(_EMAIL.fullmatch(text)) for text in filled) / size,
        sum(_is_phone(text) for text in filled) / size,
        sum(bool(_ZIP.fullmatch(text)) for text in filled) / size,
        sum(_is_address(text) for text in filled) / size,
    )


def closest_field(name: str) -> str:
    """Return the field that a misspelled name means, "" where that is not sure.

    One slip in a name of five letters or more, two in one of ten; the first letter must be right,
    and no other field's name, nor one that is none of ours, may be as near.
    """
    from rapidfuzz.distance import OSA

    key = plain(name)
    if len(key) < 5 or key in NOT_OURS:
        return ""
    slips = 2 if len(key) >= 10 else 1
    near: dict[str, int] = {}
    for known, field in _known():
        if known[0] != key[0] or abs(len(known) - len(key)) > slips or len(known) < 5:
            continue
        distance = OSA.distance(key, known, score_cutoff=slips)
        if distance <= slips:
            near[field] = min(distance, near.get(field, slips))
    if len(key) == 5 and not near.keys() <= {"email", "phone", "address"}:
        # A word of five letters is too near to others: "stage" is no state.
        return ""
    best = min(near.values(), default=0)
    fields = [field for field, distance in near.items() if distance == best]
    return fields[0] if len(fields) == 1 else ""


def _known() -> Iterable[tuple[str, str]]:
    yield from ((name, field) for field, names in NAMES.items() for name in names)
    yield from ((name, "") for name in NOT_OURS)


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(char.isdigit() for char in text) >= 10


def _is_address(text: str) -> bool:
    found = _HOUSE.match(text)
    return found is not None and any(
        word in TYPES for word in found["street"].upper().replace(".", "").split()
    )
