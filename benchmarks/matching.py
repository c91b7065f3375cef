"""How often is the ladder right, what does it leave to a person, and how do `duplicates` compare with splink?"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import combinations
from typing import NamedTuple

from advocate.matching.duplicates import find_duplicates
from advocate.matching.ladder import NOBODY, Known, Match, find_person
from benchmarks.people import TypedRow, typed_rows
from benchmarks.rows import Row, best_of, timed

ROWS = 20_000
MANY = 200_000
#: Fathers and sons of one name in ten times as many households as in the set.
MANY_NAMESAKES = 0.02
ASKED_PRECISION = 0.999
OTHER_SEEDS = (1, 2, 3, 4, 5)

Ids = tuple[str, str]


class Asked(NamedTuple):
    """A row as the ladder is asked about it."""

    name_key: str
    email_key: str
    phone_key: str
    address_key: str
    external_system: str = ""
    external_id: str = ""


class KnownPeople:
    """A list that grows row by row, as an import makes it grow: blanks are filled, addresses added."""

    def __init__(self) -> None:
        self.people: dict[str, Known] = {}
        self._by: tuple[defaultdict[str, set[str]], ...] = tuple(defaultdict(set) for _ in range(3))

    def find(self, row: Known) -> Match:
        """Ask the ladder about those who share something with the row."""
        address = row.address_keys[0] if row.address_keys else ""
        asked = Asked(row.name_key, row.email_key, row.phone_key, address)
        keys = (row.email_key, row.phone_key, address)
        ids = {each for by, key in zip(self._by, keys, strict=True) if key for each in by.get(key, ())}
        return find_person(asked, [self.people[each] for each in ids]) if ids else NOBODY

    def keep(self, row: Known, known_as: str = "") -> None:
        """Add the row as a new person, or to the person it is."""
        old = self.people.get(known_as)
        if old is not None:
            row = old._replace(
                email_key=old.email_key or row.email_key,
                phone_key=old.phone_key or row.phone_key,
                address_keys=tuple(dict.fromkeys(old.address_keys + row.address_keys)),
            )
        self.people[row.supporter_id] = row
        for by, keys in zip(self._by, ((row.email_key,), (row.phone_key,), row.address_keys), strict=True):
            for key in keys:
                by[key].add(row.supporter_id)


def climb(rows: Sequence[TypedRow]) -> Counter[str]:
    """Bring in row after row; count what the ladder said, and whether that was right.

    `repeats` are rows of a person of whom a row came before. right, wrong: matched by the ladder
    alone. asked: left to a person, who chooses the right one (`asked_repeats`: it was there to
    choose) or says that it is somebody new. missed: a repeat taken for somebody new, of which
    `missed_sharing` have the e-mail, the phone or the address of an earlier row of that person.
    """
    people, whose = KnownPeople(), dict[str, int]()
    seen: dict[int, set[str]] = {}
    tally: Counter[str] = Counter()
    for row in rows:
        match = people.find(row.known)
        is_repeat, keys = row.person in seen, _keys(row.known)
        tally["repeats"] += is_repeat
        known_as = ""
        if match.kind == "same":
            known_as = match.supporter_id
            tally["right" if whose[known_as] == row.person else "wrong"] += 1
        elif match.kind == "tie":
            known_as = next((each for each in match.candidates if whose[each] == row.person), "")
            tally["asked"] += 1
            tally["asked_repeats"] += bool(known_as)
        else:
            tally["missed"] += is_repeat
            tally["missed_sharing"] += not keys.isdisjoint(seen.get(row.person, ()))
        people.keep(row.known, known_as)
        if not known_as:
            whose[row.known.supporter_id] = row.person
        seen.setdefault(row.person, set()).update(keys)
    return tally


def true_pairs(rows: Iterable[TypedRow]) -> tuple[set[Ids], set[Ids]]:
    """Return all pairs of rows of one person, and those of them that share an e-mail, a phone or an address."""
    of_person: defaultdict[int, list[Known]] = defaultdict(list)
    for row in rows:
        of_person[row.person].append(row.known)
    pairs = [pair for known in of_person.values() for pair in combinations(known, 2)]
    return {_ids(*pair) for pair in pairs}, {_ids(a, b) for a, b in pairs if _share(a, b)}


def _ids(a: Known, b: Known) -> Ids:
    return min(a.supporter_id, b.supporter_id), max(a.supporter_id, b.supporter_id)


def _share(a: Known, b: Known) -> bool:
    return not _keys(a).isdisjoint(_keys(b))


def _keys(row: Known) -> set[str]:
    return {row.email_key, row.phone_key, *row.address_keys} - {""}


def _precision(tally: Counter[str]) -> float:
    return tally["right"] / max(tally["right"] + tally["wrong"], 1)


def _ladder_rows() -> list[Row]:
    rows = typed_rows(ROWS)
    seconds, tally = timed(lambda: climb(rows))
    stress = climb(typed_rows(ROWS, namesakes=MANY_NAMESAKES))
    others = [_precision(climb(typed_rows(ROWS, seed))) for seed in OTHER_SEEDS]
    precision, hard = _precision(tally), _precision(stress)
    repeats = tally["repeats"]
    helped = tally["right"] + tally["asked_repeats"]
    return [
        Row(f"ladder: {ROWS:,} rows, {repeats:,} of a person who came before: precision",
            f"{precision:.4f} ({tally['wrong']} of {tally['right'] + tally['wrong']:,} wrong)",
            f"at least {ASKED_PRECISION}", precision >= ASKED_PRECISION, ""),
        Row(f"  five other sets of {ROWS:,}: precision", f"{sum(others) / len(others):.4f}, the worst {min(others):.4f}",
            f"at least {ASKED_PRECISION}", sum(others) / len(others) >= ASKED_PRECISION, ""),
        Row("  recall by itself", f"{tally['right'] / repeats:.3f}", "", None, ""),
        Row("  recall with those a person decides", f"{helped / repeats:.3f}", "", None,
            f"{tally['missed']:,} are missed; {tally['missed'] - tally['missed_sharing']:,} of them share nothing with "
            "an earlier row but the name"),
        Row("  left to a person", f"{tally['asked']:,} rows ({tally['asked'] / ROWS:.1%})", "", None, ""),
        Row("  precision with ten times as many fathers and sons of one name", f"{hard:.4f}", "", None, ""),
        Row("  rows a second, one core", f"{ROWS / seconds:,.0f}", "", None, "with the look-up of candidates"),
    ]  # fmt: skip


def _scored(found: Iterable[Ids], truth: set[Ids]) -> tuple[float, float]:
    got = set(found)
    right = len(got & truth)
    return right / max(len(got), 1), right / len(truth)


def _duplicate_rows() -> list[Row]:
    rows = typed_rows(ROWS)
    truth, sharing = true_pairs(rows)
    seconds, pairs = best_of(2, lambda: find_duplicates([row.known for row in rows]))
    table = []
    for least in (0.5, 0.9):
        found = {(pair.first_id, pair.second_id) for pair in pairs if pair.score >= least}
        precision, recall = _scored(found, truth)
        table.append(
            Row(f"duplicates: {len(truth):,} true pairs, score from {least}",
                f"precision {precision:.3f}, recall {recall:.3f}", "", None,
                f"{_scored(found, sharing)[1]:.3f} of the {len(sharing):,} pairs that share something; {seconds:.1f} s"),
        )  # fmt: skip
    many = typed_rows(MANY)
    begun = time.process_time()
    pairs = find_duplicates([row.known for row in many])
    seconds = time.process_time() - begun
    table.append(
        Row(
            f"  {MANY:,} people",
            f"{seconds:.0f} s of one core",
            "under a minute",
            seconds < 60,
            f"{len(pairs):,} pairs",
        )
    )
    return [*table, _splink_row(rows, truth)]


def _splink_row(rows: Sequence[TypedRow], truth: set[Ids]) -> Row:
    """Splink at the threshold that suits it best, which only somebody who knows the answers can choose."""
    if find_spec("splink") is None:
        return Row(
            "splink on DuckDB, the same rows",
            "left out: not installed (pip install '.[bench]')",
            "",
            None,
            "",
        )
    from benchmarks.splink_pairs import splink_pairs

    seconds, scored = timed(lambda: splink_pairs(rows, 0.05))
    best = (0.0, 0.0, 0.0, 0.0)
    for least in (0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999):
        precision, recall = _scored((ids for ids, score in scored.items() if score >= least), truth)
        best = max(best, (2 * precision * recall / max(precision + recall, 1e-9), precision, recall, least))
    return Row(
        "splink on DuckDB, the same rows", f"precision {best[1]:.3f}, recall {best[2]:.3f}", "", None,
        f"at {best[3]}, its best of eight thresholds; {seconds:.1f} s",
    )  # fmt: skip


def bench_matching() -> list[Row]:
    """Return what the ladder and the search for duplicates reach on people with known answers."""
    return [*_ladder_rows(), *_duplicate_rows()]


if __name__ == "__main__":
    from benchmarks.rows import print_rows

    print_rows(bench_matching())
