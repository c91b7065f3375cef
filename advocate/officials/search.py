"""Which official does a person mean by a name, a seat or a district, typed as people type?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.errors import AmbiguousOfficial, UnknownOfficial
from advocate.matching.name_words import plain
from advocate.store.keys import match_key

if TYPE_CHECKING:
    from legislators.official import Official
    from legislators.officials import Roster

#: So many officials a message names where several are meant.
_NAMED = 10
_SCHOOL = re.compile(r"\b(?:(?:ISD|CSD|SSD)\W*\d{1,4}(?:-0[123])?|\d{1,4}-0[123])\b", re.IGNORECASE)
_HOUSE = re.compile(r"(?:\bHD|\b)0*([1-9]\d?)\s?-?([AB])\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\bSD|\b)0*([1-9]\d?)\b", re.IGNORECASE)
#: Words that say which office is meant.
_OFFICES = {
    "state_house": ("house", "hd", "representative", "rep", "state_house"),
    "state_senate": ("senate", "sd", "senator", "sen", "state_senate"),
    "school_board": ("board", "member", "boardmember", "director", "school_board"),
    "school_district": ("office", "isd", "csd", "ssd", "school_district"),
    "governor": ("governor", "gov"),
}
_KIND_OF = {word: kind for kind, words in _OFFICES.items() for word in words}
_SHORT_PLACES = {
    "st": "saint",
    "mpls": "minneapolis",
    "ft": "fort",
    "mt": "mount",
    "hts": "heights",
    "ctr": "center",
}
_NO_MATTER = frozenset({"district", "minnesota", "mn", "state", "the", "of", "for", "school", "mr", "ms", "mrs", "dr", "hon"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed: an office, a district, and the words that are left, which are a name's or a place's."""

    kinds: frozenset[str]
    district_kind: str
    district: str
    words: tuple[str, ...]


def find_official(roster: Roster, text: str, on: date) -> Official:
    """Return the one official who sits on a day and is meant by `text`, e-mail and id included.

    "Hawj", "Sen. Foung Hawj", "SD 67", "67B", "house 67b", "governor", "Franco 0625-01",
    "ISD 625 office", a nickname, a part of a name, a slip of the keys. `roster` is the one of that day.
    Raises AmbiguousOfficial where several are meant, UnknownOfficial where nobody is or nobody sits;
    `choices` holds the nearest.
    """
    everybody = _everybody(roster, on)
    asked, places = text.strip().casefold(), _places(everybody)
    for same in (_has_id(asked), _has_name(asked)):
        found = [each for each in everybody if same(each)]
        if found:
            return _only(found, text, places)
    read = _read(text)
    possible = [each for each in everybody if _sits_there(each, read)]
    if not read.words:
        if possible and (read.kinds or read.district):
            return _only(possible, text, places)
        raise _nobody(everybody, text, places)
    of_place = [each for each in possible if _place_begins(read.words, places.get(each.district, ""))]
    if of_place:
        return _only(of_place, text, places)
    for same_word in (_equal, _begins, _slipped):
        found = [each for each in possible if _all_words(read.words, each, places, same_word)]
        if found:
            return _only(found, text, places)
    raise _nobody(everybody, text, places)


def described(official: Official, place: str = "") -> str:
    """Return who an official is, in a line: "Foung Hawj, Senator, Senate District 67".

    `place` is the name of a board member's school district, where it is known.
    """
    of_schools = official.kind in ("school_board", "school_district")
    where = official.seat if not of_schools else official.district
    if of_schools and place and place != official.name:
        where = f"{place} ({official.district})"
    name = official.name or official.status.replace("_", " ")
    return ", ".join(part for part in (name, official.title, where) if part)


@lru_cache(maxsize=16)
def _everybody(roster: Roster, on: date) -> tuple[Official, ...]:
    """Return who answers for every seat on a day; a list of acts asks for the same days again and again."""
    return tuple(_all_seats(roster, on))


def _all_seats(roster: Roster, on: date) -> Iterator[Official]:
    for kind in ("state_senate", "state_house", "school_district"):
        for district in roster.ids(kind):
            yield from roster.for_district(kind, district, on)
    yield roster.governor(on)


def _read(text: str) -> _Asked:
    """Take what was typed apart. A number that is no district of ours stays a word."""
    from legislators.districts import normalise_district_id
    from legislators.errors import UnknownDistrict

    rest, district_kind, district = text, "", ""
    for pattern, kind in ((_SCHOOL, "school_district"), (_HOUSE, "state_house"), (_NUMBER, "state_senate")):
        match = pattern.search(rest)
        if match is None:
            continue
        try:
            district = normalise_district_id(kind, match[0])
        except UnknownDistrict:
            continue
        district_kind, rest = kind, rest[: match.start()] + " " + rest[match.end() :]
        break
    words = match_key(rest.replace("/", " ")).split()
    kinds = frozenset(_KIND_OF[word] for word in words if word in _KIND_OF)
    left = tuple(_place_word(plain(w)) for w in words if w not in _KIND_OF and w not in _NO_MATTER)
    return _Asked(kinds, district_kind, district, left)


def _sits_there(official: Official, asked: _Asked) -> bool:
    if asked.kinds and official.kind not in asked.kinds:
        return False
    if not asked.district:
        return True
    schools = ("school_board", "school_district")
    if asked.district_kind == "state_senate" and asked.kinds == {"state_house"}:
        # "house 65": the two seats of Senate district 65.
        return official.kind == "state_house" and official.district[:-1] == asked.district
    kinds = schools if asked.district_kind == "school_district" else (asked.district_kind,)
    return official.kind in kinds and official.district == asked.district


def _has_id(asked: str) -> Callable[[Official], bool]:
    return lambda each: bool(asked) and asked in (each.id.casefold(), each.email.casefold())


def _has_name(asked: str) -> Callable[[Official], bool]:
    key = plain(match_key(asked))
    return lambda each: bool(key and each.name) and _name_key(each.name) == key


@lru_cache(maxsize=8192)
def _name_key(name: str) -> str:
    return plain(match_key(name))


def _places(everybody: Sequence[Official]) -> dict[str, str]:
    """Return school district id -> the district's name."""
    return {each.district: each.name for each in everybody if each.kind == "school_district"}


def _all_words(
    words: Sequence[str], official: Official, places: dict[str, str], same: Callable[[str, str], bool]
) -> bool:
    if not official.name and official.kind != "school_board":
        return False
    own = _name_key(official.name).split()
    place = [_place_word(w) for w in plain(match_key(places.get(official.district, ""))).split()]
    named = False
    for word in words:
        if any(same(word, each) for each in own):
            named = True
        elif word not in place:
            return False
    return named or official.kind in ("school_board", "school_district")


def _place_begins(words: Sequence[str], place: str) -> bool:
    """Say whether these are the first words of a school district's name: "St. Paul" of its board."""
    own = tuple(_place_word(word) for word in plain(match_key(place)).split())
    return len(words) > 0 and own[: len(words)] == tuple(words)


def _place_word(word: str) -> str:
    return _SHORT_PLACES.get(word, word)


def _equal(word: str, own: str) -> bool:
    return word == own or word == _place_word(own)


def _begins(word: str, own: str) -> bool:
    from advocate.matching.name_words import short_forms

    return _equal(word, own) or (len(word) > 2 and own.startswith(word)) or own in short_forms().get(word, ())


def _slipped(word: str, own: str) -> bool:
    from rapidfuzz.distance import OSA

    return _begins(word, own) or (len(word) > 3 and OSA.distance(word, own, score_cutoff=1) == 1)


def _only(found: list[Official], text: str, places: dict[str, str]) -> Official:
    sitting = [each for each in found if each.status == "sitting"]
    if len(sitting) == 1:
        return sitting[0]
    if not sitting:
        seat = found[0]
        raise UnknownOfficial(
            f"Nobody sits there that our data know of: {seat.title}, {seat.seat or seat.district}"
            + (f" ({seat.note})" if seat.note else "")
            + ". Say who does: advocate officials edit SEAT --set holder=NAME --why HOW-YOU-KNOW"
        )
    named = [described(each, places.get(each.district, "")) for each in sitting[:_NAMED]]
    more = f" ({len(sitting)} in all)" if len(sitting) > _NAMED else ""
    raise AmbiguousOfficial(
        f"'{text}' could be several officials{more}. Say which, by name and seat or district, such as "
        f'"{_short(sitting[0])}":',
        named,
    )


def _short(official: Official) -> str:
    if official.kind == "school_district":
        return f"{official.district} office"
    seat = official.district or "governor"
    return f"{official.name} {seat}".strip()


def _nobody(everybody: Sequence[Official], text: str, places: dict[str, str]) -> UnknownOfficial:
    from rapidfuzz import fuzz, process

    sitting = [each for each in everybody if each.status == "sitting"]
    names = [_name_key(each.name) for each in sitting]
    near = process.extract(plain(match_key(text)), names, scorer=fuzz.WRatio, limit=5, score_cutoff=70)
    return UnknownOfficial(
        f"There is no official '{text}' in our data: by name, seat (65, 65A, governor) or school district "
        "(0625-01). See them with: advocate officials list" + (". Did you mean:" if near else ""),
        [described(sitting[at], places.get(sitting[at].district, "")) for _, _, at in near],
    )
