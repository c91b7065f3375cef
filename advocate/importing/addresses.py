"""Under which key is an address compared, and which town and ZIP code does it name?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from advocate.store.keys import match_key

_NUMBERED = re.compile(r"([1-9]\d{0,5}) (\S[^\n]{0,200})", re.ASCII)


class Placed(NamedTuple):
    """An address's key as the store has it, its town and ZIP code, and what is wrong with it.

    `exact` is False where no house is named: a town or a ZIP code alone is no sign of a person.
    """

    key: str = ""
    town: str = ""
    zip_code: str = ""
    exact: bool = False
    problem: str = ""


def read_address(line: str) -> Placed:
    """Return what is compared of an address on one line.

    The house number is put in by itself: what follows it recurs in a list, and is read only once.
    """
    found = _NUMBERED.fullmatch(line)
    if found is None:
        return read_with_care(line)
    number, rest = found.groups()
    placed = _behind_number(rest)
    if not placed.key.startswith("1 ") or not placed.exact:
        return read_with_care(line)
    return Placed(number + placed.key[1:], placed.town, placed.zip_code, True)


@lru_cache(maxsize=131_072)
def _behind_number(rest: str) -> Placed:
    return read_with_care(f"1 {rest}")


@lru_cache(maxsize=8192)
def read_with_care(line: str) -> Placed:
    """Return what read_address() does, without its short cut."""
    from legislators.address import parse_address
    from legislators.errors import BadAddress

    if not line:
        return Placed()
    try:
        parsed = parse_address(line)
    except BadAddress as error:
        return Placed(match_key(line), problem=str(error).partition(". ")[0].rstrip(".") + "")
    # The store keeps a box or a rural route by its town alone; as a sign of a person its number counts.
    exact = parsed.problem in ("", "po_box", "rural_route")
    key = match_key(line if parsed.problem in ("po_box", "rural_route") else parsed.one_line())
    return Placed(key, _written(parsed.city), parsed.zip_code, exact)


def _written(town: str) -> str:
    return " ".join(word.capitalize() for word in town.split())
