"""What would happen if this list were imported? Every row gets one decision; nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from advocate.importing.decisions import DECISIONS, Planned, decide_same
from advocate.importing.entry import Entry
from advocate.importing.links import FileKeys, Links, candidates_in_list, joined, links_within
from advocate.importing.sequence import Choice, Sequence
from advocate.matching.ladder import SAME_EMAIL_AND_NAME
from advocate.store import decided, staging
from advocate.store.bulk import collector_resting
from advocate.store.forgetting import ForgottenPeople, PersonKeys
from advocate.store.known import known_people, load_people
from advocate.store.open import explained

if TYPE_CHECKING:
    from advocate.store.log import Log

#: So many rows of each kind are shown before a person is asked.
FIRST_ROWS = 5
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the file: for the batch, and for what a person reads."""

    file_name: str
    file_hash: str = ""
    preset: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    consent_source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All decisions in numbers, and the first rows of each kind; the rows themselves lie with the log.

    `counts` add up to `rows`. `version` says on which state of the list the plan stands, `digest`
    is the same where every decision is. `remarks` are (line, text) of the first rows that were put
    right in reading, `remarked` how many there are. `links` are the lines that may be one person.
    `noes` of those that are created have no name, and only hold a no.
    """

    source: Source
    rows: int
    counts: Mapping[str, int]
    first: Mapping[str, tuple[tuple[Planned, Entry], ...]]
    version: int
    digest: str
    chosen: Mapping[int, Choice] = field(default_factory=dict)
    remarks: tuple[tuple[int, str], ...] = ()
    remarked: int = 0
    links: Links = field(default_factory=dict)
    noes: int = 0

    @property
    def changes_something(self) -> bool:
        """False where there is nothing to write: all there already, or for a person's eyes."""
        return bool(self.counts["create"] or self.counts["update"])


def plan_import(
    log: Log, entries: Iterable[Entry], source: Source, chosen: Mapping[int, Choice] | None = None
) -> Plan:
    """Return what importing the entries would do. The list's own tables are only read.

    `chosen` holds what a person decided for some lines. The plan stays with this open log until
    another is made. Raises StoreError, and whatever reading the entries raises.
    """
    return plan_rows(log, map(staging.staged, entries), source, chosen)


def plan_rows(
    log: Log, rows: Iterable[tuple[Any, ...]], source: Source, chosen: Mapping[int, Choice] | None = None
) -> Plan:
    """Do as `plan_import` of rows that are as `staging.staged` gives them."""
    database = log.database
    with explained(log.path), collector_resting():
        try:
            keys = FileKeys()
            staging.stage(database, keys.noting(rows))
            return decide_all(log, source, chosen or {}, links_within(keys))
        finally:
            # The rows stay where they are; the list is let go while a person reads the plan.
            database.conn.commit()


def decide_all(log: Log, source: Source, chosen: Mapping[int, Choice], links: Links) -> Plan:
    """Decide on every staged row, on the list as it is now; `links` are the lines that may be one person."""
    database = log.database
    version = int(database.conn.execute("PRAGMA main.data_version").fetchone()[0])
    forgotten = ForgottenPeople(database, log.path)
    alone = set(chosen)
    if forgotten:
        alone |= {entry.line for entry in staging.entries(database) if _is_forgotten(forgotten, entry)}
    staging.decide_at_once(database)
    # Lines that may be one person, all of which are on the list as they are, have nothing to say to each other.
    opened = joined(links, alone | staging.lines_not_there(database, links))
    staging.reopen(database, opened)
    candidates = candidates_in_list(database)
    met = {each for ids in candidates.values() for each in ids}
    met |= {each.supporter_id for each in chosen.values() if each.supporter_id}
    touched = joined(links, staging.lines_decided_for(database, met)) - opened
    staging.reopen(database, touched.union(candidates))
    candidates |= candidates_in_list(database, touched)
    sequence = Sequence(
        links,
        candidates,
        lambda ids: load_people(database, ids),
        lambda entry: _is_forgotten(forgotten, entry),
        lambda lines: staging.entries_at(database, lines),
        chosen,
    )
    plain = (decide_same(entry, person, SAME_EMAIL_AND_NAME) for entry, person in known_people(database))
    decided.keep(database, chain(_in_order(log, sequence), plain))
    return _summed_up(log, source, version, chosen, links)


def planned_rows(
    log: Log, decisions: Iterable[str] = (), at_most: int = -1
) -> Iterator[tuple[Planned, Entry]]:
    """Yield the rows of the plan made last, in the order of the file; of some decisions where named."""
    return decided.rows(log.database, frozenset(decisions), at_most)


def _in_order(log: Log, sequence: Sequence) -> Iterator[Planned]:
    """Yield the decisions of the open rows; rows that need eyes are looked at again when all are known."""
    eyes = []
    for some in _chunks(staging.entries(log.database, f"WHERE code = {staging.OPEN}")):
        for entry, planned in zip(some, sequence.decide(some), strict=True):
            if planned.decision == "needs_eyes" and sequence.may_change(entry.line):
                eyes.append((entry, planned))
            else:
                yield planned
    # As importing the file once more would see them; each round decides at least one, or is the last.
    decided_one = True
    while eyes and decided_one:
        left, decided_one = [], False
        for entry, first in eyes:
            planned = next(iter(sequence.decide([entry], again=True)))
            if planned.decision in ("update", "create"):
                decided_one = True
                yield planned
            else:
                left.append((entry, first))
        eyes = left
    yield from (planned for _, planned in eyes)


def _summed_up(log: Log, source: Source, version: int, chosen: Mapping[int, Choice], links: Links) -> Plan:
    database = log.database
    found = decided.counts(database)
    counts = {each: found[each] for each in DECISIONS}
    first = {each: tuple(planned_rows(log, [each], FIRST_ROWS)) for each in counts if counts[each]}
    seen = hashlib.sha256()
    for part in decided.fingerprint(database):
        seen.update(part.encode())
    remarked, remarks = decided.remarks(database, FIRST_ROWS)
    return Plan(
        source,
        found.total(),
        counts,
        first,
        version,
        seen.hexdigest(),
        chosen,
        remarks,
        remarked,
        links,
        decided.count_nameless(database),
    )


def _is_forgotten(forgotten: ForgottenPeople, entry: Entry) -> bool:
    if not forgotten:
        return False
    external = f"{entry.external_system}:{entry.external_id}" if entry.external_id else ""
    keys = PersonKeys(entry.name_key, entry.email_key, entry.phone_key, entry.address_key, external)
    return bool(forgotten.known_by(keys))


def _chunks(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, _CHUNK)):
        yield some
