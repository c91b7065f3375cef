"""Which people did an import only confirm? It leans on the imports that brought them, so those cannot just be undone.

A batch keeps the lines of each earlier batch it leans on, as ranges: a million of them are a few bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from advocate.store import staging

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.store.batches import Batch


def note_leaning(database: Database, batch_id: str) -> None:
    """Write down whom the rows of the plan found as they stood: those a batch before this one made or changed."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.confirmed")
    connection.execute(
        "CREATE TEMP TABLE confirmed AS "
        "SELECT s.id, s.batch_id, s.batch_line FROM temp.quick AS q CROSS JOIN temp.entry AS e ON e.line = q.line "
        f"CROSS JOIN supporters AS s ON s.rowid = q.person WHERE e.code = {staging.UNCHANGED} UNION ALL "
        "SELECT s.id, s.batch_id, s.batch_line FROM temp.decided AS d CROSS JOIN supporters AS s ON s.id = d.supporter_id "
        "WHERE d.decision = 'unchanged'"
    )
    found = connection.execute(
        "SELECT batch_id, batch_line FROM temp.confirmed WHERE batch_id <> :id UNION "
        "SELECT r.batch_id, r.line FROM temp.confirmed AS c CROSS JOIN batch_rows AS r ON r.supporter_id = c.id "
        "WHERE r.decision = 'update' AND r.batch_id <> :id ORDER BY 1, 2",
        {"id": batch_id},
    )
    leans = {
        on: list(_ranges(line for _, line in some)) for on, some in groupby(found, key=lambda row: row[0])
    }
    if leans:
        words = json.dumps(leans, separators=(",", ":"))
        connection.execute("UPDATE batches SET leans_on = ? WHERE id = ?", [words, batch_id])
    connection.execute("DROP TABLE temp.confirmed")


def gather_leaned_on(database: Database, batch: Batch) -> bool:
    """Put the lines of a batch that later ones lean on into temp.leaned_on; return whether there are any."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.leaned_on")
    connection.execute("CREATE TEMP TABLE leaned_on (line INTEGER PRIMARY KEY)")
    for (leans,) in connection.execute(
        "SELECT leans_on FROM batches WHERE number > ? AND leans_on <> '{}'", [batch.number]
    ).fetchall():
        for first, last in json.loads(leans).get(batch.id, ()):
            connection.executemany(
                "INSERT OR IGNORE INTO temp.leaned_on VALUES (?)",
                ((line,) for line in range(first, last + 1)),
            )
    return connection.execute("SELECT 1 FROM temp.leaned_on LIMIT 1").fetchone() is not None


def _ranges(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of lines that follow each other; they come in order."""
    first = last = -1
    for line in lines:
        if line == last + 1 and first >= 0:
            last = line
            continue
        if first >= 0:
            yield first, last
        first = last = line
    if first >= 0:
        yield first, last
