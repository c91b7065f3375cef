"""Under which key is an address compared, and which town and ZIP code does it name?"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import NamedTuple

from advocate.store.keys import match_key

#: What stands behind a house number is no longer, in signs; it is remembered.
_LONGEST = 200


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
    number, _, rest = line.partition(" ")
    if not (number.isdecimal() and number.isascii() and number[0] != "0" and len(number) <= 6):
        return read_with_care(line)
    tail, town, zip_code = _behind_number(rest)
    if not tail:
        return read_with_care(line)
    return _placed((number + tail, town, zip_code, True, ""))


_placed = partial(tuple.__new__, Placed)


@lru_cache(maxsize=131_072)
def _behind_number(rest: str) -> tuple[str, str, str]:
    """Return what stands behind any house number in the key, the town and the ZIP code; nothing where it depends."""
    if not rest or rest[0].isspace() or "\n" in rest or len(rest) > _LONGEST:
        return "", "", ""
    placed = read_with_care(f"1 {rest}")
    if not (placed.exact and placed.key.startswith("1 ")):
        return "", "", ""
    return placed.key[1:], placed.town, placed.zip_code


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
        return Placed(match_key(line), problem=str(error).partition(". ")[0].rstrip("."))
    # The store keeps a box or a rural route by its town alone; as a sign of a person its number counts.
    exact = parsed.problem in ("", "po_box", "rural_route")
    key = match_key(line if parsed.problem in ("po_box", "rural_route") else parsed.compared())
    return Placed(key, _written(parsed.city), parsed.zip_code, exact)


def _written(town: str) -> str:
    return " ".join(word.capitalize() for word in town.split())
