"""Which lines of a file, and which people of the list, may be one person? Those alone need the ladder."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from advocate.matching.names import same_person_name
from advocate.store.staging import AT, CROWD, KEYS, candidate_pairs, names_of_lines

if TYPE_CHECKING:
    from sqlite_utils import Database

Links = dict[int, set[int]]
Candidates = dict[int, set[str]]

#: From so many rows on, numpy sorts the keys: it takes a tenth of a second to load.
_MANY = 20_000


class FileKeys:
    """What the lines of a file can be known by, noted while they are laid down: eight bytes for each key.

    A key is kept as its hash. Should two ever have the same one, two lines are compared that need not be.
    """

    def __init__(self) -> None:
        self._lines = array("q")
        self._keys = {kind: array("q") for kind in KEYS}

    def noting(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Hand on rows as `staging.staged` gives them."""
        line, email, phone = (self._lines.append, self._keys["email"].append, self._keys["phone"].append)
        address, own_id = self._keys["address"].append, self._keys["external_id"].append
        of_email, of_phone, of_address, names_house, system, number = (
            AT[each] for each in ("email_key", "phone_key", "address_key", "names_house", "external_system", "external_id")
        )  # fmt: skip
        for row in rows:
            line(row[0])
            # The hash of "" is 0.
            email(hash(row[of_email]))
            phone(hash(row[of_phone]))
            address(hash(row[of_address]) if row[names_house] else 0)
            own_id(hash((row[system], row[number])) if row[number] else 0)
            yield row

    def groups(self, kind: str) -> list[list[int]]:
        """Return the lines that share a key, in order, for each key that is on more than one line."""
        keys = self._keys[kind]
        if len(keys) >= _MANY:
            return _sorted_groups(keys, self._lines)
        by_key: defaultdict[int, list[int]] = defaultdict(list)
        for key, line in zip(keys, self._lines, strict=True):
            if key:
                by_key[key].append(line)
        return [lines for lines in by_key.values() if len(lines) > 1]


def _sorted_groups(keys: array[int], lines: array[int]) -> list[list[int]]:
    """Do the same by sorting: a million keys in a tenth of a second."""
    import numpy as np

    numbers = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    order = order[numbers[order] != 0]
    first = np.flatnonzero(np.diff(numbers[order], prepend=0))
    counts = np.diff(first, append=len(order))
    many = counts > 1
    there = np.frombuffer(lines, dtype=np.int64)[order].tolist()
    spans = zip(first[many].tolist(), counts[many].tolist(), strict=True)
    return [there[at : at + count] for at, count in spans]


def links_within(database: Database, keys: FileKeys) -> Links:
    """Return, for each line that may be another line's person, those lines; both ways."""
    groups = {kind: keys.groups(kind) for kind in KEYS}
    names = names_of_lines(database, {line for some in groups.values() for lines in some for line in lines})
    links: defaultdict[int, set[int]] = defaultdict(set)
    for kind, some in groups.items():
        for lines in some:
            if len(lines) == 2 and not may_be_one(kind, names[lines[0]], names[lines[1]], 2):
                continue
            for one, other in _pairs(kind, [(line, names[line]) for line in lines]):
                links[one].add(other)
                links[other].add(one)
    return dict(links)


def candidates_in_list(database: Database) -> Candidates:
    """Return, for each open line, the ids of the people of the list who share a key and may be meant."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for key in KEYS:
        for line, name, supporter_id, their_name, count in candidate_pairs(database, key):
            if may_be_one(key, name, their_name, count):
                found[line].add(supporter_id)
    return dict(found)


def _pairs(key: str, group: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    if len(group) <= CROWD:
        for (one, name), (other, their_name) in combinations(group, 2):
            if may_be_one(key, name, their_name, len(group)):
                yield one, other
        return
    for lines in _by_name(group):
        # The first and the last few are enough: whoever they turn out to be is known when the next is read.
        for n, line in enumerate(lines):
            yield from ((other, line) for other in {*lines[:1], *lines[max(0, n - 3) : n]} - {line})


def _by_name(group: Iterable[tuple[int, str]]) -> Iterable[list[int]]:
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for line, name in group:
        by_name[name].append(line)
    return by_name.values()


def may_be_one(key: str, name: str, other: str, count: int) -> bool:
    """Say whether a shared key is worth the ladder: it is no crowd's, and the names do not rule it out.

    One e-mail with two names is a question for a person, so there the name rules nothing out.
    """
    if name == other:
        return True
    if count > CROWD:
        return False
    if key in ("email", "external_id"):
        return True
    return same_person_name(name, other).kind != "different"
