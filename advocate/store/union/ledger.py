"""What did bringing a log in change here? Written down by comparing the log with itself as it was before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from advocate.store.union.pair import Pair
from advocate.store.union.tables import Table, read_table

#: Numbered texts and their groups are taken back as other rows are; bands follow them.
NUMBERED = ("letter_signatures", "letter_groups")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was there and is another now, or (`after` None) that became one with another row."""

    table: str
    row_id: str
    before: dict[str, Any]
    after: dict[str, Any] | None

    def words(self) -> str:
        """Return it as the log keeps it."""
        return json.dumps({"before": self.before, "after": self.after}, ensure_ascii=False, default=_hex)


def ledger_tables(pair: Pair) -> Iterator[Table]:
    """Yield the tables whose rows are written down."""
    yield from pair.tables.values()
    for name in NUMBERED:
        yield read_table(pair.connection, name)


def write_ledger(pair: Pair) -> tuple[Counter[str], list[Change]]:
    """Gather in temp.added (table_name, row_id) what is new; return how many by table, and what changed."""
    pair.execute("DROP TABLE IF EXISTS temp.added")
    pair.execute(
        "CREATE TEMP TABLE added (table_name TEXT, row_id TEXT, PRIMARY KEY (table_name, row_id)) WITHOUT ROWID"
    )
    added: Counter[str] = Counter()
    changes: list[Change] = []
    for table in ledger_tables(pair):
        added[table.name] = pair.execute(
            f"INSERT INTO temp.added SELECT '{table.name}', {table.row_id('m')} AS row_id FROM main.{table.name} AS m "
            f"WHERE NOT EXISTS (SELECT 1 FROM before.{table.name} AS b WHERE {table.same_row('m', 'b')}) ORDER BY row_id"
        ).rowcount
        changes += changes_of(pair, table.name)
    return Counter({name: count for name, count in added.items() if count}), changes


def changes_of(pair: Pair, name: str) -> list[Change]:
    """Return the rows of a table that were there, and are other now or not there."""
    if name in NUMBERED:
        # A text goes only with somebody who is forgotten, and its number to the next one that comes.
        return list(_changed(pair, read_table(pair.connection, name)))
    table = pair.tables[name]
    return [*_changed(pair, table), *_gone(pair, table)]


def _changed(pair: Pair, table: Table) -> Iterator[Change]:
    many = len(table.columns)
    rows = pair.execute(
        f"SELECT {table.row_id('b')}, {table.of('b')}, {table.of('m')} FROM before.{table.name} AS b "
        f"JOIN main.{table.name} AS m ON {table.same_row('m', 'b')} WHERE ({table.of('m')}) IS NOT ({table.of('b')})"
    ).fetchall()
    for row_id, *values in rows:
        both = zip(table.columns, values[:many], values[many:], strict=True)
        differing = [(name, old, new) for name, old, new in both if old != new]
        yield Change(
            table.name,
            row_id,
            {name: old for name, old, _ in differing},
            {name: new for name, _, new in differing},
        )


def _gone(pair: Pair, table: Table) -> Iterator[Change]:
    rows = pair.execute(
        f"SELECT {table.row_id('b')}, {table.of('b')} FROM before.{table.name} AS b WHERE NOT EXISTS "
        f"(SELECT 1 FROM main.{table.name} AS m WHERE {table.same_row('m', 'b')})"
    ).fetchall()
    for row_id, *values in rows:
        yield Change(table.name, row_id, dict(zip(table.columns, values, strict=True)), None)


def _hex(value: object) -> dict[str, str]:
    """Return bytes as JSON has them."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(type(value).__name__)


def contacts_to_count_again(pair: Pair, changes: Iterable[Change]) -> set[str]:
    """Return the contacts of which something is new or other than before: events, the person, the town."""
    found = {
        row[0]
        for row in pair.execute(
            "SELECT row_id FROM temp.added WHERE table_name = 'contacts' UNION "
            "SELECT contact_id FROM main.contact_events WHERE id IN "
            "(SELECT row_id FROM temp.added WHERE table_name = 'contact_events') UNION "
            "SELECT contact_id FROM main.letter_signatures WHERE id IN "
            "(SELECT CAST(row_id AS INTEGER) FROM temp.added WHERE table_name = 'letter_signatures')"
        )
    }
    by_table: dict[str, set[str]] = {}
    for change in changes:
        by_table.setdefault(change.table, set()).add(change.row_id)
        for told in (change.before, change.after or {}):
            if change.table in ("contact_events", "letter_signatures") and "contact_id" in told:
                found.add(told["contact_id"])
    found |= by_table.get("contacts", set())
    for table, column in (("supporters", "supporter_id"), ("addresses", "address_id")):
        for each in by_table.get(table, ()):
            rows = pair.execute(f"SELECT id FROM main.contacts WHERE {column} = ?", (each,))
            found |= {row[0] for row in rows}
    for each in by_table.get("contact_events", ()):
        rows = pair.execute("SELECT contact_id FROM main.contact_events WHERE id = ?", (each,))
        found |= {row[0] for row in rows}
    # A text that joined another group: its contact is counted with that.
    for each in by_table.get("letter_groups", ()):
        rows = pair.execute("SELECT contact_id FROM main.letter_signatures WHERE id = ?", (each,))
        found |= {row[0] for row in rows}
    return found
