"""Which district does "hd 67b", "ISD 625" or "07A" mean?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

from legislators.errors import UnknownDistrict

#: How each kind is called in a sentence, and what its ids look like.
_WORDS = {
    "state_house": ("House district", "1A to 67B"),
    "state_senate": ("Senate district", "1 to 67"),
    "congress": ("congressional district", "1 to 8"),
    "school_district": ("school district", 'number and type such as "0625-01", or "ISD 625"'),
}
_TYPES = {"ISD": "01", "CSD": "02", "SSD": "03"}
_HOUSE = re.compile(r"0*([1-9]\d?)\s*-?\s*([AB])")
_NUMBER = re.compile(r"0*([1-9]\d?)")
_SCHOOL = re.compile(r"(?:(ISD|CSD|SSD)\W*)?(\d{1,4})(?:-(0[123]))?")
_PREFIX = re.compile(
    r"^(?:MINNESOTA|MN|STATE|U\.?S\.?|HOUSE|SENATE|SCHOOL|CONGRESSIONAL|DISTRICT|HD|SD|CD|NO\.|[\s#.-])+"
)


def natural_order(id_: str) -> tuple[int, str]:
    """Return the key by which ids sort as people count: 9B before 10A."""
    digits = re.match(r"\d+", id_)
    return (int(digits[0]), id_[digits.end() :]) if digits else (0, id_)


def match_id(kind: str, text: str, names: Mapping[str, str]) -> str:
    """Return the id among `names` (id -> name) that `text` means.

    Raises UnknownDistrict that lists the nearest right ones, or all that fit where several do.
    """
    if kind not in _WORDS:
        raise UnknownDistrict(f"There is no kind of district {kind!r}; the kinds are {', '.join(_WORDS)}")
    typed = _without_words(text)
    found = [id_ for id_ in _READERS[kind](typed) if id_ in names]
    if len(found) == 1:
        return found[0]
    word, shape = _WORDS[kind]
    if found:
        raise UnknownDistrict(
            f"{text!r} fits {len(found)} districts: {_listed(found, names)}. Name one by its id."
        )
    near = _nearest(typed, names)
    hint = f"Did you mean {_listed(near, names)}?" if near else "Look it up by address: advocate who ADDRESS"
    raise UnknownDistrict(f"There is no {word} {text!r} in Minnesota ({shape}). {hint}")


def _without_words(text: str) -> str:
    typed = text.strip().upper().replace("ST. ", "SAINT ")
    if typed.startswith("OCD-DIVISION/"):
        typed = typed.rpartition(":")[2]
    return _PREFIX.sub("", typed)


def _read_house(typed: str) -> list[str]:
    match = _HOUSE.fullmatch(typed)
    return [f"{match[1]}{match[2]}"] if match else []


def _read_number(typed: str) -> list[str]:
    match = _NUMBER.fullmatch(typed)
    return [match[1]] if match else []


def _read_school(typed: str) -> list[str]:
    match = _SCHOOL.fullmatch(typed)
    if not match:
        return []
    kind = match[3] or _TYPES.get(match[1] or "", "")
    number = match[2].zfill(4)
    return [f"{number}-{each}" for each in ([kind] if kind else sorted(_TYPES.values()))]


_READERS: Mapping[str, Callable[[str], list[str]]] = {
    "state_house": _read_house,
    "state_senate": _read_number,
    "congress": _read_number,
    "school_district": _read_school,
}


def _nearest(typed: str, names: Mapping[str, str]) -> list[str]:
    """Return up to five ids near to what was typed: by number, else by spelling of the id or the name."""
    digits = re.search(r"\d+", typed)
    if digits:
        number = int(digits[0])
        same = [id_ for id_ in names if natural_order(id_)[0] == number]
        return same[:5] or sorted(names, key=lambda id_: (abs(natural_order(id_)[0] - number), id_))[:3]
    by_name = {name.upper(): id_ for id_, name in names.items()}
    begins = [id_ for name, id_ in by_name.items() if typed and name.startswith(typed)]
    return begins[:5] or [by_name[name] for name in get_close_matches(typed, by_name, n=3, cutoff=0.5)]


def _listed(ids: list[str], names: Mapping[str, str]) -> str:
    return ", ".join(f"{id_} ({names[id_]})" for id_ in ids)
