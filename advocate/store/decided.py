"""What was decided about the rows of a plan? Kept beside the staged rows, until it is applied or let go."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING

from advocate.importing.decisions import NEW, NO_CONSENT, Change, Planned
from advocate.importing.entry import Entry
from advocate.store import staging

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Code of a row that was decided at once -> its decision and the reason.
_AT_ONCE = {
    staging.CREATE: ("create", NEW),
    staging.UNCHANGED: ("unchanged", "the same e-mail and name"),
    staging.NO_CONSENT: ("needs_eyes", NO_CONSENT),
}
#: Codes of the rows that were decided one by one.
_ONE_BY_ONE = (staging.OPEN, staging.KNOWN)


def keep(database: Database, planned: Iterable[Planned]) -> None:
    """Keep the decisions, in the order in which they are to be carried out."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.decided")
    connection.execute(
        "CREATE TABLE temp.decided (step INTEGER PRIMARY KEY, line INTEGER NOT NULL UNIQUE, "
        "decision TEXT NOT NULL, reason TEXT NOT NULL, supporter_id TEXT NOT NULL, changes TEXT NOT NULL, "
        "candidates TEXT NOT NULL)"
    )
    connection.executemany(
        "INSERT INTO temp.decided (line, decision, reason, supporter_id, changes, candidates) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                each.line,
                each.decision,
                each.reason,
                each.supporter_id,
                _text(each.changes),
                " ".join(each.candidates),
            )
            for each in planned
        ),
    )


def _text(changes: tuple[Change, ...]) -> str:
    # JSON by hand: an encoder that is made for each of many thousands takes longer than its work.
    return (
        f"[{','.join(f'[{_quoted(a)},{_quoted(b)},{_quoted(c)}]' for a, b, c in changes)}]" if changes else ""
    )


def rows(database: Database, wanted: Collection[str], at_most: int = -1) -> Iterator[tuple[Planned, Entry]]:
    """Yield (decision, entry) in the order of the file; all, or those of some decisions."""
    codes = [code for code, (decision, _) in _AT_ONCE.items() if not wanted or decision in wanted]
    words = ", ".join(f"'{each}'" for each in wanted if each.replace("_", "").isalpha())
    named = f"d.decision IN ({words})" if wanted else "1"
    of_code = " OR ".join(f"code = {code}" for code in codes) or "0"
    found = database.conn.execute(
        f"SELECT {staging.ENTRY}, e.code, d.decision, d.reason, d.supporter_id, d.changes, d.candidates "
        f"FROM temp.entry AS e LEFT JOIN temp.decided AS d ON e.code IN {_ONE_BY_ONE} AND d.line = e.line "
        f"WHERE {of_code} OR (code IN {_ONE_BY_ONE} AND {named}) ORDER BY e.line LIMIT {int(at_most)}"
    )
    for row in found:
        entry, (code, *kept) = staging.read_entry(row[:-6]), row[-6:]
        if code not in _ONE_BY_ONE:
            decision, reason = _AT_ONCE[code]
            who = f"new:{entry.line}" if decision == "create" else ""
            yield Planned(entry.line, decision, reason, who), entry
        elif kept[0] is not None:
            yield planned(entry.line, *kept), entry


def planned(
    line: int, decision: str, reason: str, supporter_id: str, changes: str, candidates: str
) -> Planned:
    """Return a decision from its row."""
    many = tuple(Change(*each) for each in json.loads(changes)) if changes else ()
    return Planned(line, decision, reason, supporter_id, many, tuple(candidates.split()))


def remarks(database: Database, at_most: int) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Return how many rows were put right in reading, and of the first few (line, what was)."""
    connection = database.conn
    count = int(connection.execute("SELECT count(*) FROM temp.entry WHERE remarks <> ''").fetchone()[0])
    first = connection.execute(
        "SELECT line, replace(remarks, ?, '; ') FROM temp.entry WHERE remarks <> '' ORDER BY line LIMIT ?",
        [staging.PARTS, min(at_most, count)],
    )
    return count, tuple((row[0], row[1]) for row in first)


def counts(database: Database) -> Counter[str]:
    """Return how many rows there are of each decision."""
    connection = database.conn
    found: Counter[str] = Counter()
    each_code = ", ".join(f"total(code = {code})" for code in _AT_ONCE)
    at_once = connection.execute(f"SELECT {each_code} FROM temp.entry").fetchone()
    for (decision, _), count in zip(_AT_ONCE.values(), at_once, strict=True):
        found[decision] += int(count)
    for decision, count in connection.execute(
        "SELECT decision, count(*) FROM temp.decided GROUP BY decision"
    ):
        found[decision] += count
    return found


def count_nameless(database: Database) -> int:
    """Return how many of the rows that make somebody name nobody, and only say no."""
    found = database.conn.execute(
        "SELECT count(*) FROM temp.decided AS d JOIN temp.entry AS e ON e.line = d.line "
        "WHERE d.decision = 'create' AND e.name_key = ''"
    )
    return int(found.fetchone()[0])


def fingerprint(database: Database) -> Iterator[str]:
    """Yield what tells one set of decisions on the same rows from another.

    Which rows are plainly there, and which were decided one by one; all others are what they are alone.
    """
    connection = database.conn
    for table in ("quick WHERE there = 1", "open_line"):
        sums = "count(*), total(line), total((line % 65521) * (line % 32749))"
        yield repr(connection.execute(f"SELECT {sums} FROM temp.{table}").fetchone())
    for row in connection.execute(
        "SELECT line, decision, supporter_id, changes FROM temp.decided ORDER BY step"
    ):
        yield repr(row)
