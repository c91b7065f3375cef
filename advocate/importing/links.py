"""Which lines of a file, and which people of the list, may be one person? Those alone need the ladder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from advocate.matching.names import same_person_name
from advocate.store.staging import CROWD, KEYS, candidate_pairs, in_file_groups

if TYPE_CHECKING:
    from sqlite_utils import Database

Links = dict[int, set[int]]
Candidates = dict[int, set[str]]


def links_within(database: Database) -> Links:
    """Return, for each line that may be another line's person, those lines; both ways."""
    links: defaultdict[int, set[int]] = defaultdict(set)
    for key in KEYS:
        for group in in_file_groups(database, key):
            for one, other in _pairs(key, group):
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
