"""What are the words of a name, and can two words be one? Titles, particles, accents, short forms, slips."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

#: From the surest to none. near: may be one word or two (Mario and Maria).
WordKind = Literal["equal", "spelling", "nickname", "typo", "initial", "near", "none"]

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "prof", "fr", "sra", "srta", "hon"})
_DEGREES = frozenset({"phd", "md", "edd", "esq", "jd", "rn"})
_GENERATIONS = {"jr": "jr", "junior": "jr", "ii": "jr", "2nd": "jr", "sr": "sr", "senior": "sr", "iii": "iii"}
_GENERATIONS |= {"3rd": "iii", "iv": "iv", "4th": "iv"}
_PARTICLES = frozenset(
    "de del la las los da do dos das di van von der den ter le du al el bin y e af av thi".split()  # noqa: SIM905
)
#: Beginnings of a surname that lost their apostrophe or their space: O'Brien, Mc Donald.
_BEGINNINGS = frozenset({"o", "mc", "mac"})

#: The Hmong clans as they are written in Minnesota. Beside one of them two given words are one name.
CLANS = frozenset(
    "cha chang cheng chue fang hang her khang kong kue lee lo lor ly moua mua pha thao tang "  # noqa: SIM905
    "vang vu vue xiong yang".split()
)
#: Vietnamese surnames: written first, with the given name last of all.
VIETNAMESE = frozenset(
    "bui dang do duong ho hoang huynh le ngo nguyen pham phan tran trinh truong vo".split()  # noqa: SIM905
)
#: Surnames that are often written first.
FAMILY_FIRST = CLANS | VIETNAMESE

# Letters that are no letter with a mark, or that are also written with two.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d", "œ": "oe"})
_LONG = str.maketrans({"ø": "oe", "ö": "oe", "å": "aa", "ä": "ae", "ü": "ue", "æ": "ae"})

# What the library has not: Spanish short forms, and one name that is spelled in many ways.
_SHORT_FORMS = (
    "francisco paco pancho", "jose pepe", "guadalupe lupe lupita", "jesus chuy", "guillermo memo",
    "ignacio nacho", "alberto beto", "roberto beto", "eduardo lalo", "enrique kike quique", "antonio tono",
    "concepcion concha", "consuelo chelo", "rosario chayo", "manuel manolo", "dolores lola", "isabel chabela",
    "maria mari", "luis lucho", "rafael rafa", "fernando nando", "alejandro alex", "alejandra alex",
)  # fmt: skip
_ONE_NAME = (
    "mohamed mohammed muhammad mohammad mahamed maxamed", "ahmed axmed ahmad", "hassan xasan hasan",
    "abdullahi abdulahi cabdulaahi", "abdirahman cabdiraxmaan abdurahman", "fatima fatuma", "fadumo faduma",
    "hussein husein xuseen", "yusuf yusef yousuf", "steven stephen", "eric erik", "jeffrey geoffrey",
    "katherine catherine kathryn katharine", "sara sarah", "kristin kristen", "jon john", "teresa theresa",
    "lawrence laurence", "brian bryan", "allen alan allan", "philip phillip", "elisabeth elizabeth",
)  # fmt: skip
# What the library calls a short form, though as many are born with it: sisters are called Emily and Emma.
_NAMES_OF_THEIR_OWN = frozenset(
    "ada adele albert alexander amelia amy andrew angel ann anna anne anthony august austin barbara beth "  # noqa: SIM905
    "carl carla caroline catherine katherine cecilia charlotte christina christine clara clare claire cora daisy daniel "
    "delia della diane dora edwin eileen elaine eleanor eliza elizabeth ella ellen emily emma eric erica erin ernest "
    "esther eva eve evelyn fiona flora florence francis frederick freda george georgia gina greta hannah harold harry "
    "heidi helen henry ian ina inez isabella jack jacob james jamie jane janet janice jasper jean jessica jill joan john "
    "johnathan jonathan josephine joy judith jude julia julie june karen kari karla kendrick kenneth laura laurie leah "
    "lee lena leo leon lewis lila lily linda lisa lois louis louise lucas lucy luke lydia mabel madeline marc marcia "
    "margaret maria mariah marie marilyn marion marjorie mark martha mary maureen may megan melissa mercy michael mina "
    "minerva mira miranda mitchell mona moses myra nancy nathan neil nicole noah nora oliver olivia orlando patricia "
    "patrick paul peter phoebe ralph raymond regina rita robert roger roland rosa rose rosemarie roy rupert sadie sally "
    "sandra sara sarah scott selma shawn sophia stella susan tabitha thomas tina vera vernon veronica victor victoria "
    "vincent virginia wanda wendy william wilma".split()
)
# What the library says, and nobody is called.
_WRONG = frozenset({frozenset({"robert", "bill"}), frozenset({"robert", "billy"})})


@dataclass(frozen=True, slots=True)
class Words:
    """A name taken apart: its words without titles, degrees and Jr.; `generation` is "", sr, jr, iii or iv."""

    words: tuple[str, ...]
    generation: str


@lru_cache(maxsize=65536)
def words_of(name_key: str) -> Words:
    """Take a name apart, as `match_key` gives it. At least one word is left of any name."""
    words = name_key.split()
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    while len(words) > 2 and words[-1] in _DEGREES:
        del words[-1]
    generation = ""
    for at in range(len(words) - 1, 0, -1):
        if words[at] in _GENERATIONS and len(words) > 2:
            generation = _GENERATIONS[words.pop(at)]
    for at in range(len(words) - 2, 0, -1):
        if words[at] in _BEGINNINGS:
            words[at : at + 2] = [words[at] + words[at + 1]]
    return Words(tuple(words), generation)


def without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out de, la, van … between the first word and the last."""
    inside = tuple(word for word in words[1:-1] if word not in _PARTICLES)
    return (words[0], *inside, words[-1]) if len(words) > 2 else words


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Return the word without marks: Søren and Sören are Soren, Nguyễn is Nguyen."""
    if word.isascii():
        return word
    taken_apart = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(c for c in taken_apart if not unicodedata.combining(c)) or word


def long_form(word: str) -> str:
    """Return the word as one writes it without the letters: Søren is Soeren, Åse is Aase."""
    return word if word.isascii() else plain(word.translate(_LONG))


@lru_cache(maxsize=1)
def short_forms() -> dict[str, frozenset[str]]:
    """Return for each given name that is known its other forms: robert has bob, and bob has robert."""
    from nicknames import name_triplets

    forms: dict[str, set[str]] = {}
    for triplet in name_triplets():
        if frozenset({triplet.name1, triplet.name2}) not in _WRONG:
            forms.setdefault(triplet.name1, set()).add(triplet.name2)
            forms.setdefault(triplet.name2, set()).add(triplet.name1)
    for line in _SHORT_FORMS:
        full, *short = line.split()
        for each in short:
            forms.setdefault(full, set()).add(each)
            forms.setdefault(each, set()).add(full)
    for line in _ONE_NAME:
        for each in line.split():
            forms.setdefault(each, set()).update(set(line.split()) - {each})
    return {name: frozenset(others) for name, others in forms.items()}


@lru_cache(maxsize=65536)
def compare_given(a: str, b: str) -> WordKind:
    """Compare two given names. Strict about slips: brothers and sisters are often one letter apart."""
    as_written = _compare_as_written(a, b)
    if as_written is not None:
        return as_written
    a, b = plain(a), plain(b)
    forms = short_forms()
    mine, theirs = forms.get(a, frozenset()), forms.get(b, frozenset())
    if b in mine:
        return "near" if {a, b} <= _NAMES_OF_THEIR_OWN and not _one_name(a, b) else "nickname"
    # Jim and Tim, Ron and Don, Xee and See: in a short word one letter makes another name.
    if _one_slip(a, b) and min(len(a), len(b)) >= (4 if a[0] == b[0] else 5):
        both_known = bool(mine and theirs) and sorted(a) != sorted(b)
        return "typo" if _is_harmless_slip(a, b) and not both_known else "near"
    if not mine.isdisjoint(theirs) or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))):
        return "near"
    return "none"


@lru_cache(maxsize=65536)
def compare_family(a: str, b: str) -> WordKind:
    """Compare two surnames. One slip in four letters or more is taken for one: Olson and Olsen."""
    as_written = _compare_as_written(a, b)
    if as_written is not None:
        return as_written
    a, b = plain(a), plain(b)
    if min(len(a), len(b)) >= 4 and _one_slip(a, b):
        # Two clans are two families, however near they are written.
        return "none" if a in FAMILY_FIRST and b in FAMILY_FIRST else "typo"
    return "none"


def _compare_as_written(a: str, b: str) -> WordKind | None:
    """Return what spelling or a single letter decide, None where the kind of name must."""
    same = _compare_spelling(a, b)
    if same != "none":
        return same
    a, b = plain(a), plain(b)
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[0] == b[0] else "none"
    return None


def _compare_spelling(a: str, b: str) -> WordKind:
    if a == b:
        return "equal"
    if a.isascii() and b.isascii():
        return "none"
    if plain(a) == plain(b):
        # Thùy and Thúy are two names; Thuy may be either.
        return "spelling" if a.isascii() or b.isascii() or _is_nordic_pair(a, b) else "near"
    return "spelling" if long_form(a) in (long_form(b), plain(b)) or plain(a) == long_form(b) else "none"


def _is_nordic_pair(a: str, b: str) -> bool:
    """Søren and Sören: one letter of two alphabets."""
    swedish = str.maketrans({"ø": "ö", "æ": "ä"})
    return a.translate(swedish) == b.translate(swedish)


def _one_name(a: str, b: str) -> bool:
    return any({a, b} <= set(line.split()) for line in _ONE_NAME)


def _one_slip(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    return abs(len(a) - len(b)) <= 1 and OSA.distance(a, b, score_cutoff=1) == 1


def _is_harmless_slip(a: str, b: str) -> bool:
    """Two letters changed places, one was doubled, or a consonant inside is off, in five letters or more.

    A vowel or the last letter may make another name: Mohamed and Mohamud, Erik and Erika, Mario and Maria.
    """
    if min(len(a), len(b)) < 5 or a[0] != b[0] or a[-1] != b[-1]:
        return False
    if len(a) == len(b):
        off = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(off) == 2 or not {*off[0]} & set("aeiouy")
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    at = next(i for i, c in enumerate(shorter + " ") if longer[i] != c)
    return longer[at] == longer[at - 1] or longer[at] not in "aeiouy"
