"""How is a log that was brought in taken out again, and what stays because something depends on it?"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import StoreError
from advocate.store.bulk import collector_resting, unchecked_keys
from advocate.store.keys import Clock, moment
from advocate.store.union.brought import CannotTakeBack, LogMerge, find_merge
from advocate.store.union.hanging import Brought, Left, Node
from advocate.store.union.noes import noes_that_stay, who_said_no
from advocate.store.union.pair import Pair, rules_away
from advocate.store.union.recount import count_again
from advocate.store.union.tables import SHARED_BY_MANY

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.store.log import Log


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
    """Takes out what one merge brought, inside a transaction with the triggers away."""

    def __init__(self, pair: Pair, merge: LogMerge) -> None:
        self.pair = pair
        self.number = merge.number
        self.brought = Brought(pair, merge.id)
        self.to_count_again: set[str] = set()

    def take_back(self) -> TakenBack:
        """Do it, and say what was done."""
        brought = self.brought
        held = brought.held()
        left = brought.described(held)
        going = {node for node in brought.added if brought.first(node) not in held}
        noes = noes_that_stay(self.pair, going, brought.changed)
        going -= {("approvals", each) for each in noes}
        self._note_contacts(going)
        removed = self._remove(going)
        put_back, changed_since = self._put_back(held)
        for approval, contact in noes.items():
            self.pair.execute("UPDATE approvals SET contact_id = ? WHERE id = ?", (contact, approval))
        left += tuple(
            Left(name, who, "their no to a letter stays") for name, who in who_said_no(self.pair, noes)
        )
        self.pair.execute(
            "DELETE FROM letter_bands WHERE signature_id NOT IN (SELECT id FROM letter_signatures)"
        )
        return TakenBack(self.number, removed, put_back, left, changed_since)

    def _note_contacts(self, going: set[Node]) -> None:
        """Remember which contacts have to be counted again: those of rows that go, or are put back."""
        for name, row_id in [*going, *self.brought.changed]:
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
        for (table, _), told in self.brought.changed.items():
            if table == name and column in told["before"]:
                self.to_count_again.add(told["before"][column])

    def _remove(self, going: set[Node]) -> Counter[str]:
        """Take the rows out, children first; what many people's rows point to only where nobody does any more."""
        removed: Counter[str] = Counter()
        by_table: dict[str, list[str]] = defaultdict(list)
        for name, row_id in going:
            by_table[name].append(row_id)
        for name in reversed(self.brought.tables):
            ids = sorted(by_table.get(name, ()))
            if not ids:
                continue
            unused = self._unused(name) if name in SHARED_BY_MANY else ""
            condition = self.brought.tables[name].has_row_id(name, "?1")
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
            for table in self.brought.pointing()
            for column, target in table.references
            if target == name
        ]
        return "".join(f" AND {part}" for part in parts)

    def _put_back(self, held: Mapping[Node, str]) -> tuple[int, int]:
        """Give changed rows what they had; return (how many, how many fields were changed since and stay)."""
        count = since = 0
        for (name, row_id), told in self.brought.changed.items():
            if self.brought.first((name, row_id)) in held:
                continue
            before, after = _plain(told["before"]), told["after"] and _plain(told["after"])
            if after is None:
                columns = ", ".join(before)
                marks = ", ".join("?" * len(before))
                self.pair.execute(f"INSERT INTO main.{name} ({columns}) VALUES ({marks})", before.values())
                count += 1
                continue
            there = self.brought.tables[name].has_row_id(name, "?1")
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
