"""How are two logs laid side by side in one transaction, so that rows of both can be compared and changed?

`main` is the log, `other` the private copy of the one that comes in, `before` the log as it was when
the work began (read only). Both `main` and `other` are changed on the way to the union, always in
the same way: what is done never asks which of them is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.store.bulk import unchecked_keys
from advocate.store.union.tables import Table, read_tables

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlite_utils import Database

#: The two that are brought together.
SIDES = ("main", "other")
Row = dict[str, Any]


@dataclass(slots=True)
class Eyes:
    """What a person should look at, in sentences, in the order of finding."""

    told: list[str] = field(default_factory=list)

    def tell(self, sentence: str) -> None:
        """Add a sentence, once."""
        if sentence not in self.told:
            self.told.append(sentence)


@dataclass
class Pair:
    """The two logs, their tables, and what a person should look at."""

    connection: Connection
    eyes: Eyes = field(default_factory=Eyes)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables that go over."""
        return read_tables(self.connection)

    def execute(self, sql: str, values: Iterable[Any] | Mapping[str, Any] = ()) -> Any:
        """Run one statement."""
        return self.connection.execute(sql, values if isinstance(values, Mapping) else tuple(values))

    def differing(self, name: str) -> Iterator[tuple[Row, Row]]:
        """Yield the rows that both have by key, but not with the same content; whole before anything is changed."""
        table = self.tables[name]
        rows = self.execute(
            f"SELECT {table.of('m')}, {table.of('o')} FROM main.{name} AS m JOIN other.{name} AS o "
            f"ON {table.same_row('m', 'o')} WHERE ({table.of('m')}) IS NOT ({table.of('o')})"
        ).fetchall()
        many = len(table.columns)
        for row in rows:
            yield (
                dict(zip(table.columns, row[:many], strict=True)),
                dict(zip(table.columns, row[many:], strict=True)),
            )

    def put(self, name: str, row: Row, *, where: tuple[str, ...] = SIDES) -> None:
        """Give a row this content wherever it is; its key stays."""
        table = self.tables[name]
        rest = [column for column in table.columns if column not in table.key and column in row]
        there = " AND ".join(f"{column} = ?" for column in table.key)
        settings = ", ".join(f"{column} = ?" for column in rest)
        values = [row[column] for column in (*rest, *table.key)]
        for side in where:
            self.execute(f"UPDATE {side}.{name} SET {settings} WHERE {there}", values)

    def drop(self, name: str, key: Iterable[Any]) -> None:
        """Take a row away wherever it is."""
        there = " AND ".join(f"{column} = ?" for column in self.tables[name].key)
        values = tuple(key)
        for side in SIDES:
            self.execute(f"DELETE FROM {side}.{name} WHERE {there}", values)

    def alone(self, name: str, side: str) -> set[Any]:
        """Return the keys (of one column) of the rows that only this side has."""
        (key,) = self.tables[name].key
        far = "other" if side == "main" else "main"
        return {
            row[0]
            for row in self.execute(
                f"SELECT {key} FROM {side}.{name} AS mine WHERE NOT EXISTS "
                f"(SELECT 1 FROM {far}.{name} AS theirs WHERE theirs.{key} = mine.{key})"
            )
        }

    def both(self, columns: str, name: str, rest: str = "") -> str:
        """Return the question for these columns of the rows of both sides, each once; `rest` goes after each FROM."""
        return " UNION ".join(f"SELECT {columns} FROM {side}.{name} {rest}" for side in SIDES)

    def point_elsewhere(self, name: str, new_ids: Mapping[str, str]) -> None:
        """Let all that points to some rows of a table point to others, and take those rows away."""
        if not new_ids:
            return
        self.execute("DROP TABLE IF EXISTS temp.moved_ids")
        self.execute("CREATE TEMP TABLE moved_ids (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID")
        self.connection.executemany("INSERT INTO temp.moved_ids VALUES (?, ?)", sorted(new_ids.items()))
        for table in self.tables.values():
            for column, target in table.references:
                if target == name and column not in table.key:
                    self._repoint(table.name, column)
        if name == "contacts":
            self._repoint("letter_signatures", "contact_id")
        for side in SIDES:
            self.execute(f"DELETE FROM {side}.{name} WHERE id IN (SELECT old FROM temp.moved_ids)")

    def _repoint(self, name: str, column: str) -> None:
        for side in SIDES:
            self.execute(
                f"UPDATE {side}.{name} SET {column} = (SELECT new FROM temp.moved_ids WHERE old = {column}) "
                f"WHERE {column} IN (SELECT old FROM temp.moved_ids)"
            )

    def insert_missing(self) -> None:
        """Add to the log each row that only the other has, table by table."""
        for table in self.tables.values():
            order = (
                "ORDER BY recorded_at, o.rowid"
                if "recorded_at" in table.columns
                else f"ORDER BY {table.of('o', table.key)}"
            )
            extra, value = ("", "")
            if table.name == "batches":
                # People know an import by its number, and each log counts its own.
                extra = ", number"
                value = (
                    ", (SELECT coalesce(max(number), 0) FROM main.batches) + row_number() OVER "
                    "(ORDER BY o.applied_at, o.id)"
                )
            self.execute(
                f"INSERT INTO main.{table.name} ({table.listed}{extra}) SELECT {table.of('o')}{value} "
                f"FROM other.{table.name} AS o WHERE NOT EXISTS "
                f"(SELECT 1 FROM main.{table.name} AS m WHERE {table.same_row('m', 'o')}) {order}"
            )
        self.number_contacts()

    def number_contacts(self) -> None:
        """Give contacts that have no number the next ones, by which the reports know them."""
        self.execute("DROP TABLE IF EXISTS temp.unnumbered")
        self.execute(
            "CREATE TEMP TABLE unnumbered AS SELECT id, (SELECT coalesce(max(number), 0) FROM main.contacts) + "
            "row_number() OVER (ORDER BY created_at, id) AS n FROM main.contacts WHERE number IS NULL"
        )
        self.execute("CREATE INDEX temp.unnumbered_by_id ON unnumbered (id)")
        self.execute(
            "UPDATE main.contacts SET number = (SELECT n FROM temp.unnumbered AS u WHERE u.id = contacts.id) "
            "WHERE number IS NULL"
        )
        self.execute("DROP TABLE temp.unnumbered")


@contextmanager
def attached(database: Database, log_path: Path, copy: Path) -> Iterator[None]:
    """Have the copy as `other` and the log as it is now as `before`; outside a transaction."""
    connection = database.conn
    with unchecked_keys(database):
        connection.execute("ATTACH ? AS other", [copy.absolute().as_uri()])
        try:
            connection.execute("PRAGMA other.journal_mode = MEMORY")
            connection.execute("PRAGMA other.synchronous = OFF")
            connection.execute("PRAGMA other.cache_size = -100000")
            connection.execute("ATTACH ? AS before", [f"{log_path.absolute().as_uri()}?mode=ro"])
            try:
                yield
            finally:
                connection.execute("DETACH before")
        finally:
            connection.execute("DETACH other")


@contextmanager
def rules_away(connection: Connection) -> Iterator[None]:
    """Take the log's triggers, and what holds corrections to one each, away inside a transaction; make them again.

    The tables of what happened can only be added to, and the facts follow each event: bringing two
    logs together changes a few such rows and works the facts out at the end.
    """
    words = connection.execute(
        "SELECT type, name, sql FROM main.sqlite_master WHERE type = 'trigger' OR name LIKE '%_corrected_once' "
        "ORDER BY type, rowid"
    ).fetchall()
    for kind, name, _ in reversed(words):
        connection.execute(f"DROP {kind} main.{name}")
    yield
    for _, _, sql in words:
        connection.execute(sql)
