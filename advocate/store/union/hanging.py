"""Which rows of a merge hang together, and which of them stay because something else depends on one?

Rows that point to each other (a person with everything of theirs) are a group: it goes or stays as a
whole. It stays where anything was recorded since that points to one of its rows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advocate.store.union.ledger import NUMBERED
from advocate.store.union.pair import Pair
from advocate.store.union.tables import SHARED_BY_MANY, Table, read_table

#: A row: its table, and its key as one text.
Node = tuple[str, str]


class Left(NamedTuple):
    """Something that stays: whose it is, and why."""

    who: str
    supporter_id: str
    why: str


class Brought:
    """The rows that a merge brought and changed, and their groups; SQL finds them in temp.brought.

    A group is known by one of its rows, the `first`.
    """

    def __init__(self, pair: Pair, merge_id: str) -> None:
        self.pair = pair
        self.tables: dict[str, Table] = {
            **pair.tables,
            **{n: read_table(pair.connection, n) for n in NUMBERED},
        }
        self.added: set[Node] = set()
        self.changed: dict[Node, dict[str, Any]] = {}
        #: Changed rows of people who were forgotten: what they were before is not known any more.
        self._blanked: list[Node] = []
        rows = pair.execute(
            "SELECT table_name, row_id, kind, before FROM log_merge_rows WHERE merge_id = ?", (merge_id,)
        )
        for table, row_id, kind, before in rows:
            if kind == "added":
                self.added.add((table, row_id))
            elif before != "{}":
                self.changed[table, row_id] = json.loads(before)
            else:
                self._blanked.append((table, row_id))
        self._up: dict[Node, Node] = {}
        self._gather()
        self._tie_together()

    def _gather(self) -> None:
        """Have the rows of the merge, new and changed, in temp.brought."""
        execute = self.pair.execute
        execute("DROP TABLE IF EXISTS temp.brought")
        execute(
            "CREATE TEMP TABLE brought (table_name TEXT, row_id TEXT, added INTEGER, PRIMARY KEY (table_name, row_id)) "
            "WITHOUT ROWID"
        )
        rows = [(*node, 1) for node in self.added] + [(*node, 0) for node in self.changed]
        self.pair.connection.executemany("INSERT INTO temp.brought VALUES (?, ?, ?)", sorted(rows))

    def first(self, node: Node) -> Node:
        """Return the row by which the group of a row is known."""
        while (up := self._up.get(node, node)) != node:
            self._up[node] = self._up.get(up, up)
            node = up
        return node

    def _join(self, one: Node, other: Node) -> None:
        small, great = sorted((self.first(one), self.first(other)))
        if small != great:
            self._up[great] = small

    def _tie_together(self) -> None:
        """Join each row of the merge with those it points to, as it is now and as it was before."""
        for table in self.tables.values():
            for column, target in table.references:
                if target in SHARED_BY_MANY or target not in self.tables or table.name in SHARED_BY_MANY:
                    continue
                rows = self.pair.execute(
                    f"SELECT {table.row_id('t')}, t.{column} FROM temp.brought AS c CROSS JOIN main.{table.name} AS t "
                    f"ON {table.has_row_id('t', 'c.row_id')} CROSS JOIN temp.brought AS p ON p.table_name = ? "
                    f"AND p.row_id = CAST(t.{column} AS TEXT) WHERE c.table_name = ?",
                    (target, table.name),
                )
                for row_id, parent in rows:
                    self._join((table.name, row_id), (target, str(parent)))
        for (name, row_id), told in self.changed.items():
            for column, target in self.tables[name].references:
                parent = (target, str(told["before"].get(column)))
                if target not in SHARED_BY_MANY and (parent in self.added or parent in self.changed):
                    self._join((name, row_id), parent)

    def held(self) -> dict[Node, str]:
        """Return the first row of each group that stays -> why."""
        held: dict[Node, str] = {}
        for table in self.pointing():
            for column, target in table.references:
                if target not in self.tables or target in SHARED_BY_MANY:
                    continue
                rows = self.pair.execute(
                    f"SELECT DISTINCT t.{column} FROM main.{table.name} AS t WHERE t.{column} IN "
                    "(SELECT row_id FROM temp.brought WHERE table_name = ? AND added = 1) AND NOT EXISTS "
                    f"(SELECT 1 FROM temp.brought AS b WHERE b.table_name = ? AND b.row_id = {table.row_id('t')})",
                    (target, table.name),
                ).fetchall()
                for (parent,) in rows:
                    held.setdefault(self.first((target, str(parent))), _why(table.name))
        for node in self._counted_for_forgotten():
            held.setdefault(self.first(node), "of somebody forgotten since: what counts stays")
        return held

    def _counted_for_forgotten(self) -> list[Node]:
        """Return what came for forgotten people where something of ours became one with it and cannot be put back."""
        found: list[Node] = []
        gone = [
            node
            for node in self._blanked
            if node[0] in ("contacts", "contact_events")
            and not self.pair.execute(f"SELECT 1 FROM {node[0]} WHERE id = ?", (node[1],)).fetchone()
        ]
        for name, contact in (("contacts", "id"), ("contact_events", "contact_id")) if gone else ():
            rows = self.pair.execute(
                f"SELECT t.id FROM temp.brought AS b JOIN {name} AS t ON t.id = b.row_id JOIN contacts AS c ON c.id = "
                f"t.{contact} JOIN supporters AS s ON s.id = c.supporter_id WHERE b.table_name = ? AND b.added = 1 "
                "AND s.forgotten_on IS NOT NULL",
                (name,),
            )
            found += [(name, row[0]) for row in rows]
        return found

    def pointing(self) -> Iterator[Table]:
        """Yield every table of the log that points somewhere."""
        names = self.pair.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        for (name,) in names:
            if not name.startswith("reach_") and name not in ("log_merge_rows", "log_merges", "letter_bands"):
                table = self.tables.get(name) or read_table(self.pair.connection, name)
                if table.references and table.key:
                    yield table

    def described(self, held: Mapping[Node, str]) -> tuple[Left, ...]:
        """Say of each group that stays whose it is."""
        people: dict[Node, list[str]] = defaultdict(list)
        for name, row_id in self.added:
            if name == "supporters" and self.first((name, row_id)) in held:
                people[self.first((name, row_id))].append(row_id)
        left = []
        for first, why in held.items():
            ids = sorted(people.get(first, ()))
            row = (
                self.pair.execute("SELECT name FROM supporters WHERE id = ?", (ids[0],)).fetchone()
                if ids
                else None
            )
            left.append(Left(row[0] if row else f"a row of {first[0]}", ids[0] if ids else "", why))
        return tuple(sorted(left))


def _why(table: str) -> str:
    """Return what was recorded since, in words."""
    words = {
        "contact_events": "a contact went on since",
        "replies": "a reply was recorded since",
        "approvals": "a yes or no to a letter was recorded since",
        "consents": "a consent or an opt-out was recorded since",
        "supporter_changes": "it was edited, merged or forgotten since",
        "contacts": "a letter was written since",
        "addresses": "another address was added since",
        "deliveries": "a letter was sent since",
        "delivery_events": "a letter was sent since",
        "supporters": "another row was merged into it since",
        "batch_rows": "an import has it since",
    }
    return words.get(table, f"{table.replace('_', ' ')} were recorded since")
