"""Which part of a full name is the given one and which the family's, where that can be told at all?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: What stands before a name and is no part of it.
_TITLES = re.compile(r"(?:(?:mr|mrs|ms|miss|mx|dr|rev|prof)\.?\s+)+(?=\S+\s+\S)", re.IGNORECASE)
_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|rev|prof)\.?", re.IGNORECASE)
_COUPLE = re.compile(r"\s(?:and|&|\+|og|och)\s|\S\s*[&+]\s*\S|\w\s*/\s*\w", re.IGNORECASE)
_ONE_LETTER = re.compile(r"[^\W\d_]\.?")
#: The particles that keep a family name together; nameparser knows more of them.
_JOINED = re.compile(
    r"\b(?:de|del|de la|von|van|der|den|di|da|dos|du|la|le|bin|ibn|al|af|st\.?)\s", re.IGNORECASE
)

COUPLE = "the name seems to be two people's; make a row for each of them"


class FullName(NamedTuple):
    """A name in the order it is spoken, and its parts where they are sure; `problem` needs a person."""

    name: str
    given: str = ""
    family: str = ""
    problem: str = ""


@lru_cache(maxsize=65536)
def split_name(typed: str) -> FullName:
    """Return the parts of a full name.

    One word stays one word. Two words are given and family name. "Last, First" is turned round. Of
    three and more words the parts are told only where an initial ("Ann B. Olson") or a particle
    ("Lars von Trier") shows them: Pa Houa Vang, Ahmed Ali Hassan and María José García López have
    their parts in places a rule can't know, so the name is kept whole. "Bob and Ann Olson" are
    two people: kept as typed, with a problem.
    """
    name = without_title(typed)
    if is_couple(typed):
        return FullName(typed, problem=COUPLE)
    if "," in name:
        return _turned(name)
    words = name.split()
    if not words or _TITLE.fullmatch(words[0]):
        return FullName(name)
    if len(words) == 2 and not any(_is_initial(word) for word in words) and not _is_suffix(words[1]):
        return FullName(name, words[0], words[1])
    if len(words) > 2 and (
        any(_is_initial(word) for word in words[1:-1]) or _is_suffix(words[-1]) or _JOINED.search(name)
    ):
        return _parsed(name)
    return FullName(name)


def without_title(name: str) -> str:
    """Return a name without the Mr., Ms. or Dr. before its two or more words."""
    return _TITLES.sub("", name).strip()


@lru_cache(maxsize=65536)
def is_couple(name: str) -> bool:
    """True where a name, or a given name alone, seems to be two people's."""
    return bool(_COUPLE.search(name))


def _is_initial(word: str) -> bool:
    """True for "B" and "B."; the small "y" of Ortega y Gasset is none."""
    return bool(_ONE_LETTER.fullmatch(word)) and word[0].isupper()


def _is_suffix(word: str) -> bool:
    return word.casefold().strip(".") in ("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "dds", "cpa")


def _parsed(name: str) -> FullName:
    """Return what nameparser says, where a middle part is nothing but initials; else the name whole."""
    from nameparser import HumanName

    parts = HumanName(name)
    given, family, middle = str(parts.first), str(parts.last), str(parts.middle).split()
    if not (given and family) or not all(_is_initial(word) for word in middle):
        return FullName(name)
    return FullName(name, given, family)


def _turned(name: str) -> FullName:
    """Return "Olson, Ann B." as Ann B. Olson; the comma says which part is which."""
    family, _, rest = (part.strip() for part in name.partition(","))
    given, _, more = (part.strip() for part in rest.partition(","))
    if not family or not given or "," in more:
        return FullName(name.strip(" ,"))
    if _is_suffix(given):
        # "Bob Olson, Jr." has its comma elsewhere.
        whole = split_name(family)
        return FullName(f"{whole.name} {given}", whole.given, whole.family)
    words = given.split()
    while len(words) > 1 and _is_initial(words[-1]):
        words.pop()
    spoken = " ".join(part for part in (given, family, more) if part)
    return FullName(spoken, " ".join(words), family)
