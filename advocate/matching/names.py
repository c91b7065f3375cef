"""Can these two spellings be one person's name, and how do we know?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from advocate.matching.name_words import (
    CLANS,
    FAMILY_FIRST,
    TITLES,
    VIETNAMESE,
    WordKind,
    compare_family,
    compare_given,
    long_form,
    plain,
    short_forms,
    without_particles,
    words_of,
)

#: From the surest to none. See `NameEvidence`.
NameKind = Literal[
    "exact", "spelling", "order", "nickname", "typo", "part", "given_only",
    "suffix", "initial", "family", "unsure", "blank", "different",
]  # fmt: skip


KINDS: tuple[NameKind, ...] = get_args(NameKind)


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


_EXACT = NameEvidence("exact", "the same name")
_BLANK = NameEvidence("blank", "no name to compare")
_DIFFERENT = NameEvidence("different", "another name")
_SPELLING = NameEvidence("spelling", "the same name, spelled another way")


def same_person_name(a: str, b: str) -> NameEvidence:
    """Compare two names, each as `advocate.store.keys.match_key` gives it; symmetric, never raises."""
    if not a or not b:
        return _BLANK
    if a == b:
        return _EXACT
    return _compare(a, b) if a < b else _compare(b, a)


def are_plainly_two(a: str, b: str) -> bool:
    """True only where `same_person_name` finds them different, and that is seen at a glance, as it mostly is."""
    mine, theirs = _two_words(a), _two_words(b)
    return mine is not None and theirs is not None and _plainly_two(mine, theirs)


@lru_cache(maxsize=65536)
def _two_words(name: str) -> tuple[str, str] | None:
    """Return given name and surname of a name that has just two words, None for any other."""
    words = name.split()
    if len(words) != 2 or words[0] in TITLES:
        return None
    given, family = _family_last((words[0], words[1]))
    return given, family


@lru_cache(maxsize=65536)
def _compare(a: str, b: str) -> NameEvidence:
    mine, theirs = words_of(a), words_of(b)
    if mine.generation and theirs.generation and mine.generation != theirs.generation:
        return NameEvidence("different", "Sr. and Jr.")
    found = _compare_words(mine.words, theirs.words)
    if found.kind != "different" and ("and" in mine.words) != ("and" in theirs.words):
        return NameEvidence("unsure", "one is a couple")
    if mine.generation != theirs.generation and found.kind != "different":
        return NameEvidence("suffix", "only one says Jr., Sr. or III")
    return found


def _compare_words(a: tuple[str, ...], b: tuple[str, ...]) -> NameEvidence:
    if a == b:
        return _EXACT
    a_first, b_first = _family_last(a), _family_last(b)
    if len(a) == len(b) == 2 and _plainly_two(a_first, b_first):
        return _DIFFERENT
    if _spelled_alike(a, b):
        return _SPELLING
    if _spelled_alike(a_first, b_first):
        return NameEvidence("order", "the same name, surname first in one")
    turned = _turned(a_first, b_first)
    if turned is not None:
        return turned
    return _align(without_particles(a_first), without_particles(b_first))


def _plainly_two(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Ann Olson and Bob Olson of one address: what the other steps would find, at a glance."""
    return compare_given(a[0], b[0]) == "none" and compare_family(a[1], b[0]) not in ("equal", "spelling")


def _spelled_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Søren and Soeren, Pa Houa and Pahoua, Olson-Berg and Olson Berg, O'Brien and OBrien, Nguyễn and Nguyen."""
    if len(a) == len(b):
        return all(compare_family(x, y) in ("equal", "spelling") for x, y in zip(a, b, strict=True))
    ours, theirs = "".join(a), "".join(b)
    return plain(ours) == plain(theirs) or long_form(ours) == long_form(theirs)


def _family_last(words: tuple[str, ...]) -> tuple[str, ...]:
    """Vang Pa Houa becomes Pa Houa Vang, Nguyen Van Minh Minh Van Nguyen; where both ends may be the surname, nothing is forced."""
    first = plain(words[0])
    if len(words) == 1 or first not in FAMILY_FIRST or plain(words[-1]) in FAMILY_FIRST:
        return words
    return words[::-1] if first in VIETNAMESE else (*words[1:], words[0])


def _turned(a: tuple[str, ...], b: tuple[str, ...]) -> NameEvidence | None:
    """Olson John is John Olson; but Hassan Ali may be Ali Hassan's son."""
    if len(a) != len(b) or len(a) < 2:
        return None
    if not any(_spelled_alike(a[i:] + a[:i], b) for i in range(1, len(a))):
        return None
    known = [plain(end) in short_forms() for end in (a[0], b[0])]
    if known[0] != known[1] and not (len(a) > 2 and known[0] and known[1]):
        return NameEvidence("order", "the same name, surname first in one")
    return NameEvidence("unsure", "the same words in another order")


def _align(a: tuple[str, ...], b: tuple[str, ...]) -> NameEvidence:
    if len(a) == 1 or len(b) == 1:
        return _one_word(a, b)
    if _is_hmong(a) or _is_hmong(b):
        return _compare_hmong(a, b)
    given = compare_given(a[0], b[0])
    if given == "none":
        return _DIFFERENT
    pairs, rest_a, rest_b = _pair_rest(a[1:], b[1:])
    family = [pair for pair in pairs if pair.is_last]
    if not family:
        if given in ("equal", "spelling") and not (pairs and rest_a and rest_b) and not _ends_in_given(a, b):
            return NameEvidence("family", f"{a[0].title()} with another surname")
        if pairs or (given in ("equal", "spelling") and _ends_in_given(a, b)):
            return NameEvidence("unsure", "only parts of the names are the same")
        return _DIFFERENT
    if rest_a and rest_b:
        return NameEvidence("unsure", "other middle names")
    return _weigh(given, (a[0], b[0]), pairs, bool(rest_a or rest_b))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two words after the given name that go together; `is_last`: the last word of one of the names."""

    kind: WordKind
    words: tuple[str, str]
    is_last: bool


def _pair_rest(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[_Pair], list[str], list[str]]:
    """Pair the words after the given name, the surest pairs first; return what is left of both."""
    last_a, last_b = len(a) - 1, len(b) - 1
    order = {"equal": 0, "spelling": 1, "typo": 2, "initial": 3}
    found = sorted(
        (order[kind], abs((last_a - i) - (last_b - j)), i, j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if (kind := compare_family(x, y)) in order
    )
    pairs: list[_Pair] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for rank, _, i, j in found:
        if i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        kind = compare_family(a[i], b[j])
        # An initial stands for a middle name where both have a surname beside it.
        last = (i == last_a and j == last_b) if rank == 3 else (i == last_a or j == last_b)
        pairs.append(_Pair(kind, (a[i], b[j]), last))
    rest_a = [word for i, word in enumerate(a) if i not in used_a]
    rest_b = [word for j, word in enumerate(b) if j not in used_b]
    return pairs, rest_a, rest_b


def _weigh(given: WordKind, firsts: tuple[str, str], pairs: list[_Pair], has_more: bool) -> NameEvidence:
    """Say what names with the same family have in common: the weakest of their words counts."""
    slips = [pair for pair in pairs if pair.kind == "typo"]
    if given == "initial" or any(pair.kind == "initial" and pair.is_last for pair in pairs):
        return NameEvidence("initial", "an initial for a name")
    if given == "near" or len(slips) + (given == "typo") > 1:
        return NameEvidence("unsure", f"{_both(firsts)} may be two names" if given == "near" else "two slips")
    if slips or given == "typo":
        words = slips[0].words if slips else firsts
        if has_more or given == "nickname":
            return NameEvidence("unsure", f"{_both(words)}, and other words besides")
        return NameEvidence("typo", f"{_both(words)} are one slip apart")
    if given == "nickname":
        return NameEvidence("nickname", f"{_both(firsts)} are forms of one name")
    if has_more or any(pair.kind == "initial" for pair in pairs):
        return NameEvidence("part", "one has a middle name or a surname more")
    return _SPELLING


def _both(words: tuple[str, str]) -> str:
    first, second = sorted(words)
    return f"{first.title()} and {second.title()}"


def _one_word(a: tuple[str, ...], b: tuple[str, ...]) -> NameEvidence:
    """Compare where one name has one word, which may be a given name, a surname, or all there is."""
    one, other = (a[0], b) if len(a) == 1 else (b[0], a)
    kind = compare_given(one, other[0])
    if kind in ("equal", "spelling", "nickname"):
        return NameEvidence("given_only", "one has the given name only")
    if kind != "none" or compare_family(one, other[-1]) in ("equal", "spelling"):
        return NameEvidence("unsure", "one has only a part of the name")
    return _DIFFERENT


def _ends_in_given(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Wood Thomas and Wood Helen: what they share may be a surname that was written first."""
    known = short_forms()
    last = [plain(words[-1]) in known for words in (a, b)]
    return all(last) or (any(last) and plain(a[0]) not in known)


def _is_hmong(words: tuple[str, ...]) -> bool:
    """Beside a clan name, words that are no English given names are one given name: Pa Houa, Mai Lee."""
    return len(words) > 2 and words[-1] in CLANS and words[0] not in short_forms()


def _compare_hmong(a: tuple[str, ...], b: tuple[str, ...]) -> NameEvidence:
    """Pa Houa and Pa Kou are two people; Pa may be short for either."""
    ours, theirs = a[:-1], b[:-1]
    same_clan = a[-1] == b[-1]
    if ours == theirs or _spelled_alike(ours, theirs):
        return NameEvidence("family", f"{' '.join(ours).title()} with another surname")
    if not same_clan:
        return _DIFFERENT
    if ours[: len(theirs)] == theirs or theirs[: len(ours)] == ours:
        return NameEvidence("unsure", "one given name has a word more")
    kind = compare_given("".join(ours), "".join(theirs))
    if kind == "initial":
        return NameEvidence("initial", "an initial for a name")
    short = len(ours) == len(theirs) and any(
        x != y and min(len(x), len(y)) < 4 for x, y in zip(ours, theirs, strict=True)
    )
    if kind in ("typo", "near") and not short:
        return NameEvidence("unsure", "the given names are one slip apart")
    return _DIFFERENT  # Mai Lee and Mai Xee are sisters
