"""Which people of the list are likely one person, with a score and why?"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from advocate.matching.ladder import Known
from advocate.matching.name_words import plain, words_of
from advocate.matching.names import NameKind, same_person_name

#: What each kind of name adds to the log-odds that two rows are one person. Not here: never.
_NAME: dict[NameKind, float] = {
    "exact": -1.0, "spelling": -1.0, "order": -1.2, "nickname": -1.5, "typo": -1.5, "part": -1.5, "given_only": -3.0,
    "initial": -3.0, "suffix": -4.0, "family": -4.0, "unsure": -4.5,
}  # fmt: skip
#: What it adds that both rows say the same, nearly the same (one slip), or two things; a blank adds nothing.
_SAME, _NEAR, _OTHER = {"e-mail": 6.0, "phone": 5.0, "address": 4.5}, 3.2, -0.7
#: A name that nobody else has speaks for itself, as long as nothing is different.
_RARE = 2.0
#: In a group that shares more than chance explains (a school's address), only like-sounding names are compared.
_CROWD = 60
_HUGE = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who are likely one; `first_id` < `second_id`.

    `score` runs from 0.5 to 1.0; `why` are phrases for a person to read, the weightiest first.
    """

    first_id: str
    second_id: str
    score: float
    why: tuple[str, ...]


def find_duplicates(people: Iterable[Known], *, least: float = 0.5) -> list[Pair]:
    """Return likely pairs of at least this score, surest first.

    Compared are people who share an e-mail, a phone, an address, or the sound of their name.
    `advocate.store.merges.read_known` gives the people of a log; rows that were merged are one.
    """
    rows = [
        row._replace(address_keys=tuple(key for key in row.address_keys if _names_house(key)))
        for row in people
        if row.name_key
    ]
    sounds = [sound_of(row.name_key) for row in rows]
    counts = Counter(_plain_words(row.name_key) for row in rows)
    best: dict[tuple[str, str], Pair] = {}
    for one, other, known_by in _likely(rows, sounds):
        pair = _score(rows[one], rows[other], counts if known_by == "name" else None)
        if pair is None or pair.score < least:
            continue
        ids = (pair.first_id, pair.second_id)
        if ids not in best or best[ids].score < pair.score:
            best[ids] = pair
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.first_id, pair.second_id))


def _names_house(address_key: str) -> bool:
    """Say whether an address is more than a town and a ZIP code, which half the list may share."""
    return (
        any(
            any(map(str.isdigit, word)) and not (word.isdigit() and len(word) == 5)
            for word in address_key.split()
        )
        or address_key[:5].isdigit()
    )


def sound_of(name_key: str) -> str:
    """Return the sorted words of a name without vowels after the first letter, doubled letters once."""
    return " ".join(sorted(_skeleton(plain(word)) for word in words_of(name_key).words))


def _skeleton(word: str) -> str:
    kept = word[:1]
    for letter in word[1:]:
        if letter not in "aeiouyhw" and letter != kept[-1]:
            kept += letter
    return kept


@lru_cache(maxsize=65536)
def _plain_words(name_key: str) -> str:
    return " ".join(sorted(plain(word) for word in words_of(name_key).words))


def _likely(rows: Sequence[Known], sounds: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield each pair worth comparing once: by the surest thing that the two share."""
    emails, phones, addresses, names = (defaultdict[str, list[int]](list) for _ in range(4))
    for at, row in enumerate(rows):
        emails[row.email_key].append(at)
        phones[row.phone_key].append(at)
        for key in row.address_keys:
            addresses[key].append(at)
        names[sounds[at]].append(at)
    for each in (emails, phones, addresses):
        each.pop("", None)
    for one, other in _within(emails, sounds):
        yield one, other, "e-mail"
    for one, other in _within(phones, sounds):
        if not _both(rows[one].email_key, rows[other].email_key):
            yield one, other, "phone"
    for one, other in _within(addresses, sounds):
        a, b = rows[one], rows[other]
        if not _both(a.email_key, b.email_key) and not _both(a.phone_key, b.phone_key):
            yield one, other, "address"
    for one, other in _within(names, sounds):
        a, b = rows[one], rows[other]
        if (
            not _both(a.email_key, b.email_key)
            and not _both(a.phone_key, b.phone_key)
            and set(a.address_keys).isdisjoint(b.address_keys)
        ):
            yield one, other, "name"


def _both(a: str, b: str) -> bool:
    return bool(a) and a == b


def _within(groups: dict[str, list[int]], sounds: Sequence[str]) -> Iterator[tuple[int, int]]:
    for group in groups.values():
        if len(group) <= _CROWD:
            yield from combinations(group, 2)
            continue
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for at in group:
            alike[sounds[at]].append(at)
        for some in alike.values():
            # Of a name that hundreds have, each is compared with the next few only.
            for start, one in enumerate(some):
                reach = len(some) if len(some) <= _HUGE else start + 11
                yield from ((one, other) for other in some[start + 1 : reach])


def _score(a: Known, b: Known, counts: Counter[str] | None) -> Pair | None:
    """Add up what speaks for and against; None where the names are two people's.

    `counts` says how often a name is in the list, for two who share nothing but the name.
    """
    if a.supporter_id == b.supporter_id:
        return None
    told = [
        _compare_one("e-mail", a.email_key, b.email_key),
        _compare_one("phone", a.phone_key, b.phone_key),
        _compare_addresses(a.address_keys, b.address_keys),
        _compare_ids(a, b),
    ]
    why = [each for each in told if each[1]]
    only_name = counts is not None and not why
    rows = counts[_plain_words(a.name_key)] if counts is not None and only_name else 0
    if rows > 2:
        return None
    name = same_person_name(a.name_key, b.name_key)
    if name.kind not in _NAME or (only_name and name.kind not in ("exact", "spelling", "order")):
        return None
    weight = _NAME[name.kind] + sum(each[0] for each in told)
    if only_name:
        weight += _RARE - math.log(rows)
        why.append((0.0, "nobody else has this name"))
    phrases = [text for _, text in sorted(why, key=lambda each: -each[0])]
    first, second = sorted((a.supporter_id, b.supporter_id))
    return Pair(first, second, round(1 / (1 + math.exp(-weight)), 3), (*phrases, name.says))


def _compare_one(what: str, a: str, b: str) -> tuple[float, str]:
    if not a or not b:
        return 0.0, ""
    if a == b:
        return _SAME[what], f"the same {what}"
    if _near(a, b):
        return _NEAR, f"nearly the same {what}"
    return _OTHER, ""


def _compare_addresses(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, str]:
    if not a or not b:
        return 0.0, ""
    return max((_compare_one("address", x, y) for x in a for y in b), key=lambda each: each[0])


def _compare_ids(a: Known, b: Known) -> tuple[float, str]:
    """Two ids of one system speak for two people, a little: other systems have duplicates, too."""
    theirs = {system for system, _ in b.external_ids}
    clash = any(system in theirs for system, _ in a.external_ids)
    return (-1.5 if clash else 0.0), ""


def _near(a: str, b: str) -> bool:
    """Say whether one slip of the keys makes one of the other: 2 Elm St and 3 Elm St are no slip."""
    if abs(len(a) - len(b)) > 1 or OSA.distance(a, b, score_cutoff=1) != 1:
        return False
    if a.startswith("+"):
        return True
    # A digit of a house or a mailbox makes another house: only letters slip.
    return [c for c in a if c.isdigit()] == [c for c in b if c.isdigit()]
