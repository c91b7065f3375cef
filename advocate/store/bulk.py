"""How does a very large import or undo go quickly, and leave the database's definition as it was?"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

#: From so many rows on, and where they are the better part of the list, indexes are made anew afterwards.
LARGE = 20_000
#: The tables whose indexes are taken away meanwhile.
_LISTS = ("supporters", "addresses", "consents", "external_ids")
#: Pages of the database that are held in memory, in KiB.
_CACHE = 300_000


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let Python's search for cycles rest: a million rows are no cycles, and each search goes through all of them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def pages_at_hand(database: Database) -> Iterator[None]:
    """Hold so many pages in memory that a long list's index is not read again for each row, outside a transaction."""
    connection = database.conn
    was = connection.execute("PRAGMA main.cache_size").fetchone()[0]
    connection.execute(f"PRAGMA main.cache_size = -{_CACHE}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA main.cache_size = {was}")


@contextmanager
def unchecked_keys(database: Database) -> Iterator[None]:
    """Let foreign keys be, outside a transaction: the work inside looks after them itself, a table at a time.

    Each row's parent would be looked up, and each removed row's children, one by one.
    """
    connection = database.conn
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with pages_at_hand(database):
            yield
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def indexes_afterwards(database: Database, *, rows: int, of: int) -> Iterator[None]:
    """Inside a transaction, take away the lists' indexes and make them again at the end, where that is quicker.

    `rows` are to be written or removed, of a list that has `of`. All that was defined after the
    first of these indexes is defined again in the same order, so that a dump of the database is
    the same as if nothing had been taken away.
    """
    if rows < LARGE or rows * 2 < of:
        yield
        return
    connection = database.conn
    defined = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    first = next(n for n, each in enumerate(defined) if each[0] == "index" and each[2] in _LISTS)
    for kind, name, _, _ in reversed(defined[first:]):
        connection.execute(f'DROP {kind} "{name}"')
    yield
    # An error inside rolls the whole transaction back, the definitions with it.
    for _, _, _, sql in defined[first:]:
        connection.execute(sql)
