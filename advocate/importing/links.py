"""Which lines of a file, and which people of the list, may be one person? Those alone need the ladder."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from advocate.matching.names import are_plainly_two, same_person_name
from advocate.store.staging import AT, CROWD, KEYS, candidate_pairs, has_people

if TYPE_CHECKING:
    from sqlite_utils import Database

Links = dict[int, set[int]]
Candidates = dict[int, set[str]]

#: From so many rows on, numpy sorts the keys: it takes a tenth of a second to load.
_MANY = 20_000
#: So many rows are noted at once.
_AT_ONCE = 1_000
_LINE, _NAME, _EMAIL, _PHONE, _ADDRESS, _EXTERNAL_ID = (
    itemgetter(*(AT[each] for each in columns))
    for columns in (
        ("line",), ("name_key",), ("email_key",), ("phone_key",), ("address_key", "names_house"),
        ("external_system", "external_id"),
    )
)  # fmt: skip
#: Keys that are one person's: there another name is a question, and rules nothing out.
_ONE_PERSONS = ("email", "external_id")


class FileKeys:
    """What the lines of a file can be known by, noted while they are laid down: eight bytes for each key.

    A key is kept as its hash. Should two ever have the same one, two lines are compared that need not be.
    """

    def __init__(self) -> None:
        self._lines = array("q")
        self._names = array("q")
        self._number_of: dict[str, int] = {}
        self._keys = {kind: array("q") for kind in KEYS}

    def noting(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Hand on rows as `staging.staged` gives them."""
        rows = iter(rows)
        while some := list(islice(rows, _AT_ONCE)):
            self._note(some)
            yield from some

    def _note(self, rows: list[tuple[Any, ...]]) -> None:
        # Column by column: a million rows take half as long as row by row. The hash of "" is 0.
        self._lines.extend(map(_LINE, rows))
        number_of, keys = self._number_of, self._keys
        self._names.extend([number_of.setdefault(name, len(number_of)) for name in map(_NAME, rows)])
        keys["email"].extend(map(hash, map(_EMAIL, rows)))
        keys["phone"].extend(map(hash, map(_PHONE, rows)))
        keys["address"].extend([hash(key) if is_house else 0 for key, is_house in map(_ADDRESS, rows)])
        keys["external_id"].extend([hash(own) if own[1] else 0 for own in map(_EXTERNAL_ID, rows)])

    def groups(self, kind: str) -> Iterator[list[tuple[int, str]]]:
        """Yield (line, name key) of the lines that share a key, in order, for each key that is on more than one line."""
        names, keys = list(self._number_of), self._keys[kind]
        if len(keys) >= _MANY:
            yield from _sorted_groups(keys, self._lines, self._names, names)
            return
        by_key: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for key, line, name in zip(keys, self._lines, self._names, strict=True):
            if key:
                by_key[key].append((line, names[name]))
        yield from (lines for lines in by_key.values() if len(lines) > 1)


def _sorted_groups(
    keys: array[int], lines: array[int], numbers: array[int], names: list[str]
) -> Iterator[list[tuple[int, str]]]:
    """Do the same by sorting: a million keys in a tenth of a second."""
    import numpy as np

    hashes = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(hashes, kind="stable")
    order = order[hashes[order] != 0]
    first = np.flatnonzero(np.diff(hashes[order], prepend=0))
    counts = np.diff(first, append=len(order))
    many = counts > 1
    there = np.frombuffer(lines, dtype=np.int64)[order].tolist()
    named = [names[number] for number in np.frombuffer(numbers, dtype=np.int64)[order].tolist()]
    for at, count in zip(first[many].tolist(), counts[many].tolist(), strict=True):
        yield list(zip(there[at : at + count], named[at : at + count], strict=True))


def links_within(keys: FileKeys) -> Links:
    """Return, for each line that may be another line's person, those lines; both ways."""
    links: defaultdict[int, set[int]] = defaultdict(set)
    for kind in KEYS:
        for group in keys.groups(kind):
            for one, other in _pairs(kind, group):
                links[one].add(other)
                links[other].add(one)
    return dict(links)


def joined(links: Links, lines: Iterable[int]) -> set[int]:
    """Return the lines, and all that are linked to them over however many steps."""
    found = set(lines)
    ends = list(found)
    while ends:
        further = links.get(ends.pop(), set()) - found
        found |= further
        ends += further
    return found


def candidates_in_list(database: Database, some: Collection[int] | None = None) -> Candidates:
    """Return, for each line not plainly there, the ids of the people of the list who share a key and may be meant.

    `some`: for these lines alone, however they were decided.
    """
    found: defaultdict[int, set[str]] = defaultdict(set)
    for key in KEYS if has_people(database) else ():
        for line, sharing in groupby(candidate_pairs(database, key, some), key=itemgetter(0)):
            people = list(sharing)
            for _, name, supporter_id, their_name in people:
                if may_be_one(key, name, their_name, len(people)):
                    found[line].add(supporter_id)
    return dict(found)


def _pairs(key: str, group: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    if len(group) <= CROWD:
        asked = key in _ONE_PERSONS
        for (one, name), (other, their_name) in combinations(group, 2):
            if asked or not _are_two(name, their_name):
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
    """Say whether a shared key is worth the ladder: it is no crowd's, and the names do not rule it out."""
    if name == other:
        return True
    return count <= CROWD and (key in _ONE_PERSONS or not _are_two(name, other))


def _are_two(name: str, other: str) -> bool:
    return are_plainly_two(name, other) or same_person_name(name, other).kind == "different"
