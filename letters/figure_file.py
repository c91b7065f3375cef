"""What is in one file of figures, and how is a handful of them read without reading all?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from letters.errors import FiguresUnreadable
from letters.figure import Figure, Suppressed

#: Its name inside a data folder.
FIGURES_FILE = "figures.sqlite"

#: One row a figure. Words are kept once, in `words`; `percent` is text, so that no digit is lost, and
#: NULL where the publisher suppressed the figure.
SCHEMA = """
CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE places (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE figures (
  geography INTEGER NOT NULL, subject INTEGER NOT NULL, grp INTEGER NOT NULL, grade INTEGER NOT NULL,
  basis INTEGER NOT NULL, year INTEGER NOT NULL, source INTEGER NOT NULL, test INTEGER NOT NULL,
  percent TEXT, n INTEGER, met INTEGER, standing INTEGER NOT NULL, found_at INTEGER NOT NULL,
  note INTEGER NOT NULL,
  PRIMARY KEY (geography, subject, grp, grade, basis, year, source)) WITHOUT ROWID;
CREATE TABLE scores (
  subject TEXT, grade TEXT, year INTEGER, jurisdiction TEXT, score INTEGER NOT NULL,
  PRIMARY KEY (subject, grade, year, jurisdiction)) WITHOUT ROWID;
CREATE TABLE enrollment (
  district TEXT, year INTEGER, students INTEGER, meals TEXT, meals_n INTEGER, special_education TEXT,
  special_education_n INTEGER, english_learners TEXT, english_learners_n INTEGER,
  PRIMARY KEY (district, year)) WITHOUT ROWID;
"""
_QUERY = """
SELECT f.percent, f.year, g.text, gr.text, b.text, t.text, f.n, f.met, s.text, st.text, fa.text, no.text
FROM figures f
JOIN words g ON g.id = f.grp JOIN words gr ON gr.id = f.grade JOIN words b ON b.id = f.basis
JOIN words t ON t.id = f.test JOIN words s ON s.id = f.source JOIN words st ON st.id = f.standing
JOIN words fa ON fa.id = f.found_at JOIN words no ON no.id = f.note
WHERE f.geography = ? AND f.subject = ?
"""


class FigureFile:
    """One SQLite file of figures, opened for reading when the first question comes.

    A place that `named_by` knows has the name it has there, whatever a workbook calls it.
    """

    def __init__(self, path: Path, named_by: FigureFile | None = None) -> None:
        self.path = path
        self._named_by = named_by

    def geographies(self) -> list[str]:
        """Return the ids of all places that have a row, sorted."""
        sql = "SELECT DISTINCT text FROM words JOIN figures ON geography = words.id ORDER BY text"
        return [text for (text,) in self._ask(sql)]

    def subjects(self, geography: str) -> list[str]:
        """Return the subjects of a place."""
        sql = "SELECT DISTINCT w.text FROM figures f JOIN words w ON w.id = f.subject WHERE f.geography = ?"
        return [text for (text,) in self._ask(sql, (self._word(geography),))]

    def rows(self, geography: str, subject: str) -> Iterator[Figure | Suppressed]:
        """Yield a place's figures in a subject, and what of them is suppressed."""
        key = (self._word(geography), self._word(subject))
        if None in key:
            return
        name = self.place_name(geography)
        try:
            for row in self._ask(_QUERY, key):
                yield self._figure(geography, name, subject, row)
        except (KeyError, InvalidOperation) as error:
            raise self._unreadable(error) from error

    def place_name(self, geography: str) -> str:
        """Return the name of a place, its id where the file has no name for it."""
        if self._named_by is not None:
            known = self._named_by.place_name(geography)
            if known != geography:
                return known
        found = self._ask("SELECT name FROM places WHERE id = ?", (geography,))
        return str(found[0][0]) if found else geography

    def place_names(self) -> dict[str, str]:
        """Return the name of every place by its id."""
        return dict(self._ask("SELECT id, name FROM places"))

    def counts(self) -> list[tuple[str, str, int, int, int]]:
        """Return (subject, basis, year, figures, suppressed ones) for all places together."""
        sql = (
            "SELECT s.text, b.text, f.year, count(f.percent), count(*) - count(f.percent) FROM figures f "
            "JOIN words s ON s.id = f.subject JOIN words b ON b.id = f.basis GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        return self._ask(sql)

    def percents(
        self, years: Iterable[int], publisher: str
    ) -> Iterator[tuple[tuple[str, str, str, str, str, int], str | None]]:
        """Yield ((geography, subject, group, grade, basis, year), percent or None if suppressed) of one publisher."""
        words = dict(self._ask("SELECT id, text FROM words"))
        theirs = {id_ for id_, (_, each, _) in self._sources.items() if each == publisher}
        marks = ", ".join(str(int(year)) for year in sorted(years))
        sql = f"SELECT geography, subject, grp, grade, basis, year, source, percent FROM figures WHERE year IN ({marks})"
        for place, subject, group, grade, basis, year, source, percent in self._ask(sql):
            if words[source] in theirs:
                yield (words[place], words[subject], words[group], words[grade], words[basis], year), percent

    def scores(self, subject: str, grade: str, year: int) -> dict[str, int]:
        """Return the average NAEP scale score of each state that we have, the highest first."""
        sql = (
            "SELECT jurisdiction, score FROM scores WHERE subject = ? AND grade = ? AND year = ? "
            "ORDER BY score DESC, jurisdiction"
        )
        return dict(self._ask(sql, (subject, grade, year)))

    def enrollment(self, district: str) -> list[dict[str, Any]]:
        """Return how many students a district had, year by year; shares are percents as published."""
        kinds = ("meals", "special_education", "english_learners")
        names = ["year", "students", *(name for kind in kinds for name in (kind, f"{kind}_n"))]
        sql = f"SELECT {', '.join(names)} FROM enrollment WHERE district = ? ORDER BY year"
        return [dict(zip(names, row, strict=True)) for row in self._ask(sql, (district,))]

    def _figure(self, geography: str, name: str, subject: str, row: tuple[Any, ...]) -> Figure | Suppressed:
        percent, year, group, grade, basis, test, n, met, source_id, standing, found_at, note = row
        title, publisher, url = self._sources[source_id]
        if percent is None:
            return Suppressed(year, subject, group, geography, name, basis, grade, title)
        return Figure(
            value=Decimal(percent),
            year=year,
            subject=subject,
            group=group,
            geography=geography,
            geography_name=name,
            basis=basis,
            test=test,
            n=n,
            source=title,
            standing=standing,
            grade=grade,
            publisher=publisher,
            url=url,
            found_at=found_at,
            note=note,
            met=met,
        )

    @cached_property
    def _sources(self) -> dict[str, tuple[str, str, str]]:
        return {id_: (t, p, u) for id_, t, p, u in self._ask("SELECT id, title, publisher, url FROM sources")}

    def _word(self, text: str) -> int | None:
        found = list(self._ask("SELECT id FROM words WHERE text = ?", (text,)))
        return int(found[0][0]) if found else None

    def _ask(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise self._unreadable(FileNotFoundError("there is no such file"))
        # An import that was killed leaves a journal; SQLite can only undo it where it may write.
        killed = self.path.with_name(f"{self.path.name}-journal").exists()
        address = f"{self.path.resolve().as_uri()}?mode={'rw' if killed else 'ro'}"
        # Letters are written by several threads in some programs; nothing is ever changed here.
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        connection = self.__dict__.pop("_connection", None)
        if connection is not None:
            connection.close()

    def __del__(self) -> None:
        self.close()

    def _unreadable(self, error: Exception) -> FiguresUnreadable:
        return FiguresUnreadable(
            f"The figures in {self.path} cannot be read ({error}). Where they are your own, remove that file and "
            "import the workbooks again; else install the package again, or compile the data with: "
            "advocate data build --from DIR"
        )


def check_readable(path: Path) -> None:
    """Raise FiguresUnreadable unless the file is one of figures."""
    with closing(FigureFile(path)) as file:
        file._ask("SELECT 1 FROM figures, words, places, sources LIMIT 1")
