"""How do figures get into a file of figures, whole or not at all, and the same bytes for the same figures?"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from letters.figure_file import SCHEMA

# SQLite stamps its own version into the file; a fixed one keeps the bytes the same on every machine.
_SQLITE_STAMP = 3_040_000
_INSERT = "INSERT OR REPLACE INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure on its way into a file; `percent_met` is text, so that no digit is lost.

    None in place of `percent_met` says that the publisher suppressed it.
    """

    subject: str
    group: str
    grade: str
    geography: str
    year: int
    basis: str
    test: str
    percent_met: str | None
    n: int | None
    source: str
    found_at: str
    standing: str
    note: str
    met: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into one file of figures.

    `sources` is id -> title, publisher and url; `scores` and `enrollment` are rows of those tables.
    """

    rows: Iterable[Row]
    places: Mapping[str, str]
    sources: Mapping[str, Mapping[str, str]]
    scores: Iterable[tuple[str | int | None, ...]] = ()
    enrollment: Iterable[tuple[str | int | None, ...]] = ()


def write_shelf(path: Path, contents: Contents) -> None:
    """Write a new file, replacing the old one in one move; the same contents give the same bytes."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            db.execute("PRAGMA page_size = 4096")
            db.execute("PRAGMA journal_mode = OFF")
            db.executescript(SCHEMA)
            db.execute("BEGIN")
            _fill(db, contents)
            db.execute("COMMIT")
            db.execute("VACUUM")
        _fix_header(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_for_adding(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the user's own file, made where there is none, for one transaction that is all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'figures'").fetchone():
                for statement in filter(str.strip, SCHEMA.split(";")):
                    db.execute(statement)
            yield db
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise


def add_rows(
    db: sqlite3.Connection,
    rows: Iterable[Row],
    places: Mapping[str, str],
    sources: Mapping[str, Mapping[str, str]],
) -> None:
    """Add rows to an open file; a row that is there already is replaced."""
    words = _Words(db)
    db.executemany(_INSERT, (_coded(row, words) for row in rows))
    words.save()
    _name(db, places, sources)


def _fill(db: sqlite3.Connection, contents: Contents) -> None:
    rows = list(contents.rows)
    # Numbered in the order of the alphabet, so that the order of reading leaves no trace.
    words = _Words(db, sorted({text for row in rows for text in _texts(row)}))
    words.save()
    db.executemany(_INSERT, sorted(_coded(row, words) for row in rows))
    _name(db, contents.places, contents.sources)
    db.executemany("INSERT INTO scores VALUES (?, ?, ?, ?, ?)", sorted(contents.scores, key=repr))
    filled = sorted(contents.enrollment, key=repr)
    db.executemany("INSERT INTO enrollment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", filled)


def _name(
    db: sqlite3.Connection, places: Mapping[str, str], sources: Mapping[str, Mapping[str, str]]
) -> None:
    db.executemany("INSERT OR REPLACE INTO places VALUES (?, ?)", sorted(places.items()))
    named = [(id_, each["title"], each["publisher"], each["url"]) for id_, each in sorted(sources.items())]
    db.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", named)


def _texts(row: Row) -> tuple[str, ...]:
    return (
        row.geography,
        row.subject,
        row.group,
        row.grade,
        row.basis,
        row.source,
        row.test,
        row.standing,
        row.found_at,
        row.note,
    )


def _coded(row: Row, words: _Words) -> tuple[int | str | None, ...]:
    place, subject, group, grade, basis, source, test, standing, found_at, note = map(words.id, _texts(row))
    key = (place, subject, group, grade, basis, row.year, source)
    return (*key, test, row.percent_met, row.n, row.met, standing, found_at, note)


class _Words:
    """The number of each word; new ones get the next number, and are written by `save`."""

    def __init__(self, db: sqlite3.Connection, texts: Iterable[str] = ()) -> None:
        self._db = db
        self._ids: dict[str, int] = dict(db.execute("SELECT text, id FROM words"))
        self._saved = len(self._ids)
        for text in texts:
            self.id(text)

    def id(self, text: str) -> int:
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self._ids) + 1
        return found

    def save(self) -> None:
        new = list(self._ids.items())[self._saved :]
        self._db.executemany("INSERT INTO words (text, id) VALUES (?, ?)", new)
        self._saved = len(self._ids)


def _fix_header(path: Path) -> None:
    """Overwrite the bytes that tell how often and by which SQLite the file was written."""
    with path.open("r+b") as file:
        file.seek(24)
        file.write(struct.pack(">I", 1))
        file.seek(92)
        file.write(struct.pack(">II", 1, _SQLITE_STAMP))
