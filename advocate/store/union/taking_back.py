"""How is a log that was brought in taken out again, and what stays because something depends on it?

Rows that hang together (a person with everything of theirs) go together, or stay together: they stay
where anything was recorded since that points to one of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from advocate.errors import StoreError
from advocate.store.bulk import collector_resting, unchecked_keys
from advocate.store.keys import Clock, moment
from advocate.store.union.brought import CannotTakeBack, LogMerge, find_merge
from advocate.store.union.ledger import NUMBERED
from advocate.store.union.pair import Pair, rules_away
from advocate.store.union.recount import count_again
from advocate.store.union.tables import SHARED_BY_MANY, Table, read_table

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.store.log import Log

Node = tuple[str, str]


class Left(NamedTuple):
    """Something that stays: whose it is, and why."""

    who: str
    supporter_id: str
    why: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a merge back did (or would do): rows removed by table, rows put back, what stays and why."""

    number: int
    removed: Mapping[str, int]
    put_back: int
    left: tuple[Left, ...]
    changed_since: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "number": self.number, "removed": dict(self.removed), "put_back": self.put_back,
            "left": [each._asdict() for each in self.left], "changed_since": self.changed_since,
        }  # fmt: skip


class _OnlyLooking(Exception):
    """Ends the transaction of a dry run."""


def take_back(log: Log, number: str, clock: Clock, *, dry_run: bool = False) -> TakenBack:
    """Take out what a merge brought, and put back what it changed. Raises UnknownMerge, CannotTakeBack."""
    database = log.database
    merge = find_merge(database, number)
    taken: TakenBack | None = None
    try:
        with suppress(_OnlyLooking), collector_resting(), unchecked_keys(database), log.writing():
            with rules_away(database.conn):
                work = _Work(Pair(database.conn), merge)
                taken = work.take_back()
            _finish(database, merge, work, clock)
            if dry_run:
                raise _OnlyLooking
    except StoreError as error:
        if isinstance(error.__cause__, sqlite3.IntegrityError):
            raise _too_much(merge, str(error.__cause__)) from error
        raise
    assert taken is not None
    return taken


def _too_much(merge: LogMerge, what: str) -> CannotTakeBack:
    return CannotTakeBack(
        f"Merge {merge.number} cannot be taken back: too much hangs on it by now ({what}). Nothing was changed."
    )


def _finish(database: Database, merge: LogMerge, work: _Work, clock: Clock) -> None:
    """Count again, and write down that it was taken back."""
    count_again(database, work.to_count_again)
    execute = database.execute
    execute("DELETE FROM log_merge_rows WHERE merge_id = ?", [merge.id])
    execute("UPDATE log_merges SET undone_at = ? WHERE id = ?", [moment(clock), merge.id])
    row = database.conn.execute("PRAGMA main.foreign_key_check").fetchone()
    if row is not None:
        raise _too_much(merge, f"rows of {row[0]} on {row[2]}")


class _Work:
    """The rows of one merge, which of them hang together, and which stay."""

    def __init__(self, pair: Pair, merge: LogMerge) -> None:
        self.pair = pair
        self.merge = merge
        self.tables: dict[str, Table] = {
            **pair.tables,
            **{n: read_table(pair.connection, n) for n in NUMBERED},
        }
        self.added: set[Node] = set()
        self.changed: dict[Node, dict[str, Any]] = {}
        #: Changed rows of people who were forgotten: what they were before is not known any more.
        self.blanked: list[Node] = []
        rows = pair.execute(
            "SELECT table_name, row_id, kind, before FROM log_merge_rows WHERE merge_id = ?", (merge.id,)
        )
        for table, row_id, kind, before in rows:
            if kind == "added":
                self.added.add((table, row_id))
            elif before != "{}":
                self.changed[table, row_id] = json.loads(before)
            else:
                self.blanked.append((table, row_id))
        self._up: dict[Node, Node] = {}
        self.to_count_again: set[str] = set()

    def take_back(self) -> TakenBack:
        """Do it, inside the transaction with the triggers away."""
        self._gather()
        self._tie_together()
        held = self._held()
        left = self._described(held)
        going = {node for node in self.added if self._first(node) not in held}
        self._note_contacts(going)
        removed = self._remove(going)
        put_back, changed_since = self._put_back(held)
        self.pair.execute(
            "DELETE FROM letter_bands WHERE signature_id NOT IN (SELECT id FROM letter_signatures)"
        )
        return TakenBack(self.merge.number, removed, put_back, left, changed_since)

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

    def _first(self, node: Node) -> Node:
        while (up := self._up.get(node, node)) != node:
            self._up[node] = self._up.get(up, up)
            node = up
        return node

    def _join(self, one: Node, other: Node) -> None:
        small, great = sorted((self._first(one), self._first(other)))
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
                    f"ON {self._found(table, 'c.row_id')} CROSS JOIN temp.brought AS p ON p.table_name = ? "
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

    @staticmethod
    def _found(table: Table, row_id: str) -> str:
        """Return the condition that a row has the key written down as a text, so that SQLite uses its index."""
        if len(table.key) == 1:
            return f"t.{table.key[0]} = {row_id}"
        return " AND ".join(
            f"t.{column} = json_extract({row_id}, '$[{n}]')" for n, column in enumerate(table.key)
        )

    def _held(self) -> dict[Node, str]:
        """Return the first row of each group that stays -> why."""
        held: dict[Node, str] = {}
        for table in self._everything():
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
                    held.setdefault(self._first((target, str(parent))), _why(table.name))
        for node in self._counted_for_forgotten():
            held.setdefault(self._first(node), "of somebody forgotten since: what counts stays")
        return held

    def _counted_for_forgotten(self) -> list[Node]:
        """Return what came for forgotten people where something of ours became one with it and cannot be put back."""
        found: list[Node] = []
        gone = [
            node
            for node in self.blanked
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

    def _everything(self) -> Iterator[Table]:
        """Yield every table of the log that points somewhere."""
        names = self.pair.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        for (name,) in names:
            if not name.startswith("reach_") and name not in ("log_merge_rows", "log_merges", "letter_bands"):
                table = self.tables.get(name) or read_table(self.pair.connection, name)
                if table.references and table.key:
                    yield table

    def _described(self, held: Mapping[Node, str]) -> tuple[Left, ...]:
        """Say of each group that stays whose it is."""
        people: dict[Node, list[str]] = defaultdict(list)
        for name, row_id in self.added:
            if name == "supporters" and self._first((name, row_id)) in held:
                people[self._first((name, row_id))].append(row_id)
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

    def _note_contacts(self, going: set[Node]) -> None:
        """Remember which contacts have to be counted again: those of rows that go, or are put back."""
        for name, row_id in [*going, *self.changed]:
            if name == "contacts":
                self.to_count_again.add(row_id)
        for name in ("contact_events", "letter_signatures"):
            self._contacts_by(name, "id", "contact_id")
        for name, column in (("supporters", "supporter_id"), ("addresses", "address_id")):
            rows = self.pair.execute(
                f"SELECT id FROM contacts WHERE {column} IN (SELECT row_id FROM temp.brought WHERE table_name = ?)",
                (name,),
            )
            self.to_count_again |= {row[0] for row in rows}
        rows = self.pair.execute(
            "SELECT contact_id FROM letter_signatures WHERE id IN "
            "(SELECT CAST(row_id AS INTEGER) FROM temp.brought WHERE table_name = 'letter_groups')"
        )
        self.to_count_again |= {row[0] for row in rows}

    def _contacts_by(self, name: str, key: str, column: str) -> None:
        rows = self.pair.execute(
            f"SELECT {column} FROM {name} WHERE {key} IN (SELECT row_id FROM temp.brought WHERE table_name = ?)",
            (name,),
        )
        self.to_count_again |= {row[0] for row in rows}
        for (table, _), told in self.changed.items():
            if table == name and column in told["before"]:
                self.to_count_again.add(told["before"][column])

    def _remove(self, going: set[Node]) -> Counter[str]:
        """Take the rows out, children first; what many people's rows point to only where nobody does any more."""
        removed: Counter[str] = Counter()
        by_table: dict[str, list[str]] = defaultdict(list)
        for name, row_id in going:
            by_table[name].append(row_id)
        for name in reversed(self.tables):
            ids = sorted(by_table.get(name, ()))
            if not ids:
                continue
            unused = self._unused(name) if name in SHARED_BY_MANY else ""
            condition = self._found(self.tables[name], "?1").replace("t.", "")
            before = self.pair.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            self.pair.connection.executemany(
                f"DELETE FROM main.{name} WHERE {condition}{unused}", ((each,) for each in ids)
            )
            removed[name] = before - self.pair.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        return Counter({name: count for name, count in removed.items() if count})

    def _unused(self, name: str) -> str:
        """Return the condition that no row points to one of these any more (those put back later never did)."""
        parts = [
            f"id NOT IN (SELECT {column} FROM main.{table.name} WHERE {column} IS NOT NULL)"
            for table in self._everything()
            for column, target in table.references
            if target == name
        ]
        return "".join(f" AND {part}" for part in parts)

    def _put_back(self, held: Mapping[Node, str]) -> tuple[int, int]:
        """Give changed rows what they had; return (how many, how many fields were changed since and stay)."""
        count = since = 0
        for (name, row_id), told in self.changed.items():
            if self._first((name, row_id)) in held:
                continue
            before, after = _plain(told["before"]), told["after"] and _plain(told["after"])
            table = self.tables[name]
            if after is None:
                columns = ", ".join(before)
                marks = ", ".join("?" * len(before))
                self.pair.execute(f"INSERT INTO main.{name} ({columns}) VALUES ({marks})", before.values())
                count += 1
                continue
            there = self._found(table, "?1").replace("t.", "")
            row = self.pair.execute(
                f"SELECT {', '.join(before)} FROM main.{name} WHERE {there}", (row_id,)
            ).fetchone()
            if row is None:
                continue
            now = dict(zip(before, row, strict=True))
            mine = {column: value for column, value in before.items() if now[column] == after[column]}
            since += len(before) - len(mine)
            if mine:
                settings = ", ".join(f"{column} = ?{n}" for n, column in enumerate(mine, 2))
                self.pair.execute(
                    f"UPDATE main.{name} SET {settings} WHERE {there}", (row_id, *mine.values())
                )
                count += 1
        self.pair.number_contacts()
        return count, since


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with bytes as they are."""
    return {
        name: bytes.fromhex(value["hex"]) if isinstance(value, dict) and set(value) == {"hex"} else value
        for name, value in values.items()
    }


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
