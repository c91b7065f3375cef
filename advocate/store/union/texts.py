"""Which letters are nearly the same, now that those of another log lie beside ours?

Texts are numbered in each log by itself. A group of one log and a group of the other become one where
they share a text, or where the first texts of both are nearly the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from advocate.store.union.pair import Pair


class _Groups:
    """Things that belong together, found by their smallest."""

    def __init__(self) -> None:
        self._up: dict[Any, Any] = {}

    def first(self, one: Any) -> Any:
        while (up := self._up.get(one, one)) != one:
            self._up[one] = self._up.get(up, up)
            one = up
        return one

    def join(self, one: Any, other: Any) -> None:
        small, great = sorted((self.first(one), self.first(other)))
        if small != great:
            self._up[great] = small


def bring_texts(pair: Pair) -> None:
    """Add the other log's signatures, bands and groups to ours, inside the transaction."""
    numbers = _bring_signatures(pair)
    if not numbers:
        return
    pair.execute("DROP TABLE IF EXISTS temp.text_numbers")
    pair.execute("CREATE TEMP TABLE text_numbers (theirs INTEGER PRIMARY KEY, ours INTEGER NOT NULL)")
    pair.connection.executemany("INSERT INTO temp.text_numbers VALUES (?, ?)", sorted(numbers.items()))
    pair.execute(
        "INSERT OR IGNORE INTO main.letter_bands (band, signature_id) SELECT band, ours FROM other.letter_bands "
        "JOIN temp.text_numbers ON theirs = signature_id"
    )
    _join_groups(pair, numbers)


def _bring_signatures(pair: Pair) -> dict[int, int]:
    """Return number of a text in the other log -> its number here; a text that both have is one."""
    mark = "supporter_id, method, signature"
    same = "m.supporter_id = o.supporter_id AND m.method = o.method AND m.signature = o.signature"
    pair.execute(
        "UPDATE main.letter_signatures AS m SET contact_id = min(m.contact_id, o.contact_id) "
        f"FROM other.letter_signatures AS o WHERE {same} AND o.contact_id < m.contact_id"
    )
    pair.execute(
        f"INSERT INTO main.letter_signatures ({mark}, contact_id) SELECT {mark}, contact_id "
        f"FROM other.letter_signatures WHERE true ORDER BY contact_id, signature "
        "ON CONFLICT DO NOTHING"
    )
    return dict(
        pair.execute(
            f"SELECT o.id, m.id FROM other.letter_signatures AS o JOIN main.letter_signatures AS m ON {same}"
        ).fetchall()
    )


def _join_groups(pair: Pair, numbers: dict[int, int]) -> None:
    ours = dict(pair.execute("SELECT signature_id, leader FROM main.letter_groups").fetchall())
    theirs = pair.execute("SELECT signature_id, leader FROM other.letter_groups").fetchall()
    groups = _Groups()
    # Groups go by (log, number of the first text); ours sort before theirs, so ours give the number.
    told: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for text, leader in ours.items():
        told[text].append((0, leader))
    for text, leader in theirs:
        if text in numbers:
            told[numbers[text]].append((1, leader))
    for names in told.values():
        for each in names[1:]:
            groups.join(names[0], each)
    for mine, other in _near_leaders(pair):
        groups.join((0, mine), (1, other))
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    for text, names in told.items():
        members[groups.first(names[0])].append(text)
    for (log, leader), texts in members.items():
        number = leader if log == 0 else numbers.get(leader, min(texts))
        for text in texts:
            if ours.get(text) != number:
                pair.execute(
                    "INSERT INTO main.letter_groups (signature_id, leader) VALUES (:text, :number) "
                    "ON CONFLICT (signature_id) DO UPDATE SET leader = :number",
                    {"text": text, "number": number},
                )


def _near_leaders(pair: Pair) -> list[tuple[int, int]]:
    """Return (ours, theirs) of first texts that one log alone has, and that are nearly the same."""
    from letters.similarity import METHOD, NEARLY_THE_SAME, Signature

    for name, source, against in (("ours", "before", "other"), ("theirs", "other", "before")):
        pair.execute(f"DROP TABLE IF EXISTS temp.{name}")
        pair.execute(
            f"CREATE TEMP TABLE {name} AS SELECT s.id, s.signature FROM {source}.letter_signatures AS s "
            f"JOIN {source}.letter_groups AS g ON g.signature_id = s.id AND g.leader = s.id "
            f"WHERE s.method = ? AND NOT EXISTS (SELECT 1 FROM {against}.letter_signatures AS f WHERE "
            "f.supporter_id = s.supporter_id AND f.method = s.method AND f.signature = s.signature)",
            (METHOD,),
        )
        pair.execute(f"CREATE UNIQUE INDEX temp.{name}_by_id ON {name} (id)")
    near = pair.execute(
        # The bands are in order of their keys in both logs: one pass over the other's.
        "SELECT DISTINCT m.id, m.signature, o.id, o.signature FROM other.letter_bands AS b "
        "CROSS JOIN temp.theirs AS o ON o.id = b.signature_id "
        "CROSS JOIN main.letter_bands AS a ON a.band = b.band CROSS JOIN temp.ours AS m ON m.id = a.signature_id"
    )
    return [
        (mine, other)
        for mine, one, other, two in near
        if Signature.from_bytes(one).likeness(Signature.from_bytes(two)) >= NEARLY_THE_SAME
    ]
