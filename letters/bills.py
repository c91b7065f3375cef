"""Is this a Minnesota bill, and how is its number written? House files HF 1234, Senate files SF 1234."""

from __future__ import annotations

import re
from functools import lru_cache

from letters.errors import BadWord

_BILL = re.compile(
    r"\b(?P<chamber>H\.? ?F\.?|S\.? ?F\.?|House File|Senate File)(?: *(?:No\.?|#))? *(?P<number>\d{1,5})\b",
    re.IGNORECASE,
)
_BILL_AT_END = re.compile(_BILL.pattern + r"\Z", re.IGNORECASE)
# A number right behind what a bill's name or "No." ends in, or behind a space.
_NUMBER = re.compile(r"(?<=[Ff.EeOo# ])\d{1,5}\b")
_ENDS = ("F", "f", ".", "E", "e", "O", "o", "#")
_LONGEST_NAME = len("Senate File No. ") + 2
#: Positions a letter may take on a bill, with the verb that its ask uses.
POSITIONS = {"support": "support", "oppose": "oppose", "for": "support", "against": "oppose", "yes": "support", "no": "oppose"}  # fmt: skip


@lru_cache(maxsize=4096)
def find_bills(text: str) -> tuple[str, ...]:
    """Return the bills that a text names, each once, as "HF 1234"."""
    # Numbers are rare, so look at what stands before each, not for "HF" at every letter.
    found = []
    for number in _NUMBER.finditer(text):
        start = max(0, number.start() - _LONGEST_NAME)
        before = text[start : number.start()].rstrip(" ")
        named = before.endswith(_ENDS) and ("f" in before or "F" in before)
        match = _BILL_AT_END.search(text, start, number.end()) if named else None
        if match is not None:
            found.append(_written(match))
    return tuple(dict.fromkeys(found))


def read_bill(text: str) -> str:
    """Return one bill as Minnesota writes it: "hf1234", "H.F. 1234" and "House File 1234" are HF 1234.

    Returns "" for "". Raises BadWord with examples where it is no bill's number.
    """
    if not text.strip():
        return ""
    match = _BILL.fullmatch(" ".join(text.split()))
    if match is None or not 1 <= int(match["number"]) <= 9999:
        raise BadWord(
            f"“{' '.join(text.split())[:40]}” is no number of a Minnesota bill. Write HF and the number for a "
            "House file, SF for a Senate file, such as HF 1234 or SF 567."
        )
    return _written(match)


def read_position(text: str) -> str:
    """Return "support" or "oppose". Raises BadWord, which lists what can be written."""
    wanted = text.strip().casefold()
    if not wanted:
        return ""
    if wanted not in POSITIONS:
        raise BadWord(f"“{text.strip()[:40]}” is no position on a bill. Choose one of: support, oppose.")
    return POSITIONS[wanted]


def _written(match: re.Match[str]) -> str:
    chamber = "HF" if match["chamber"][0] in "Hh" else "SF"
    return f"{chamber} {int(match['number'])}"
