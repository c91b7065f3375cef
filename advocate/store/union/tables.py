"""Which tables of a log go over when two are brought together, by which key, and what points to what?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

#: What two logs are brought together from, parents first. Their ids are unique everywhere.
COPIED = (
    "batches", "supporters", "addresses", "officials", "campaigns", "contacts", "contact_events", "deliveries",
    "delivery_events", "external_ids", "consents", "batch_rows", "placements", "supporter_changes", "forgotten",
    "campaign_changes", "replies", "approvals",
)  # fmt: skip
#: Numbered in each log by itself: `advocate.store.union.texts` brings them over.
TEXTS = ("letter_signatures", "letter_groups", "letter_bands")
#: Of one log alone.
LOCAL = ("settings", "log_merges", "log_merge_rows", "_sqlite_migrations")
#: What is worked out from the other tables begins so.
DERIVED = "reach_"
#: Columns that mean something in one log alone.
_LOCAL_COLUMNS = {"contacts": frozenset({"number"}), "batches": frozenset({"number"})}
#: Rows of these hang on no person: many people's rows point to them.
SHARED_BY_MANY = frozenset({"batches", "officials", "campaigns"})


@dataclass(frozen=True)
class Table:
    """A table: its columns without those of one log alone, its key, and (column, table it points to)."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...]

    @cached_property
    def listed(self) -> str:
        """Its columns as SQL lists them."""
        return ", ".join(self.columns)

    def of(self, alias: str, columns: tuple[str, ...] | None = None) -> str:
        """Return columns (all by default) of an alias, as SQL lists them."""
        return ", ".join(f"{alias}.{column}" for column in columns or self.columns)

    def same_row(self, one: str, other: str) -> str:
        """Return the condition that two aliases are the same row by key."""
        return " AND ".join(f"{one}.{column} = {other}.{column}" for column in self.key)

    def row_id(self, alias: str) -> str:
        """Return the key as one text, in SQL: as it is, or as a JSON list where it has several parts."""
        if len(self.key) == 1:
            return f"CAST({alias}.{self.key[0]} AS TEXT)"
        return f"json_array({self.of(alias, self.key)})"

    def has_row_id(self, alias: str, row_id: str) -> str:
        """Return the condition that an alias has the key written as one text, so that SQLite uses its index."""
        if len(self.key) == 1:
            return f"{alias}.{self.key[0]} = {row_id}"
        return " AND ".join(
            f"{alias}.{column} = json_extract({row_id}, '$[{n}]')" for n, column in enumerate(self.key)
        )


def read_tables(connection: Connection) -> dict[str, Table]:
    """Return the tables that go over, parents first, as the schema has them now.

    One that a later schema adds goes over as a whole: a test sees that it is thought of here.
    """
    there = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        )
    ]
    known = {*COPIED, *TEXTS, *LOCAL}
    later = [name for name in there if name not in known and not name.startswith(DERIVED)]
    return {name: read_table(connection, name) for name in (*COPIED, *later)}


def read_table(connection: Connection, name: str) -> Table:
    """Return one table as the schema has it."""
    described = connection.execute(f"PRAGMA main.table_info({name})").fetchall()
    local = _LOCAL_COLUMNS.get(name, frozenset())
    key = [row for row in described if row[5]]
    return Table(
        name,
        tuple(row[1] for row in described if row[1] not in local),
        tuple(row[1] for row in sorted(key, key=lambda row: int(row[5]))),
        tuple(
            sorted(
                (str(row[3]), str(row[2]))
                for row in connection.execute(f"PRAGMA main.foreign_key_list({name})")
            )
        ),
    )
