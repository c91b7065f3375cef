"""Where do the compiled figures lie, and how is a handful of them read without reading all?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from letters.errors import FiguresUnreadable
from letters.figure import Figure, Suppressed

#: The file of figures inside a data folder.
FIGURES_FILE = "figures.sqlite"
#: The environment variable that names the folder of the user's own figures.
FOLDER_VARIABLE = "ADVOCATE_FIGURES"

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
_BUNDLED = Path(__file__).parent / "data"


class Shelf(Protocol):
    """Anything that can hand out the figures of one place and subject."""

    def geographies(self) -> Iterable[str]:
        """Return the ids of all places that have a row."""

    def subjects(self, geography: str) -> Iterable[str]:
        """Return the subjects of a place."""

    def rows(self, geography: str, subject: str) -> Iterable[Figure | Suppressed]:
        """Return a place's figures in a subject, and what of them is suppressed."""


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


class Overlaid:
    """The user's own figures over the bundled ones: a newer row takes the place of the same older one."""

    def __init__(self, own: Shelf, bundled: Shelf) -> None:
        self._own, self._bundled = own, bundled

    def geographies(self) -> list[str]:
        """Return the ids of all places that have a row, sorted."""
        return sorted({*self._own.geographies(), *self._bundled.geographies()})

    def subjects(self, geography: str) -> list[str]:
        """Return the subjects of a place."""
        return sorted({*self._own.subjects(geography), *self._bundled.subjects(geography)})

    def rows(self, geography: str, subject: str) -> list[Figure | Suppressed]:
        """Return the place's rows; what one publisher published twice counts in its newer form."""
        own = list(self._own.rows(geography, subject))
        replaced = {same_row(row) for row in own}
        kept = [row for row in self._bundled.rows(geography, subject) if same_row(row) not in replaced]
        return [*own, *kept]


def same_row(row: Figure | Suppressed) -> tuple[Any, ...]:
    """Return what two publications of one and the same number have in common."""
    # The department's workbooks replace what the department published before, not what others say.
    from_department = row.source.startswith("Minnesota Department")
    return row.group, row.grade, row.basis, row.year, from_department


_FOLDER_HANGS_ON = (FOLDER_VARIABLE, "HOME", "XDG_DATA_HOME")


def bundled_folder() -> Path:
    """Return the folder of the figures that came with the package."""
    return _BUNDLED


def own_folder() -> Path:
    """Return where the user's own figures lie (it need not exist yet)."""
    # Asked for with every letter, so it is worked out again only when what it hangs on has changed.
    return _own_folder(*(os.environ.get(name, "") for name in _FOLDER_HANGS_ON))


def own_version() -> int | None:
    """Return a number that changes when the user's own figures do, None where there are none."""
    try:
        return os.stat(_own_file(own_folder())).st_mtime_ns  # noqa: PTH116 - a third of the time of Path.stat
    except OSError:
        return None


@lru_cache(maxsize=16)
def _own_file(folder: Path) -> str:
    return str(folder / FIGURES_FILE)


@lru_cache(maxsize=16)
def _own_folder(named: str, home: str, data_home: str) -> Path:  # noqa: ARG001 - what the folder hangs on
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("advocate")) / "figures"


def open_shelf(folder: Path | None = None) -> Shelf:
    """Return the figures of a folder alone; without one, the user's own over the bundled ones."""
    if folder is not None:
        return FigureFile(folder / FIGURES_FILE)
    bundled = FigureFile(_BUNDLED / FIGURES_FILE)
    own = FigureFile(own_folder() / FIGURES_FILE, named_by=bundled)
    return Overlaid(own, bundled) if own.path.is_file() else bundled


def count_holdings() -> list[tuple[str, str, str, int, int]]:
    """Return (subject, basis, years, figures, suppressed ones), the user's own counted beside the bundled ones."""
    files = [FigureFile(folder / FIGURES_FILE) for folder in (_BUNDLED, own_folder())]
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for file in files:
        for subject, basis, *rest in file.counts() if file.path.is_file() else ():
            found.setdefault((subject, basis or "unknown"), []).append((rest[0], rest[1], rest[2]))
    return [
        (
            *key,
            ", ".join(map(str, sorted({r[0] for r in rows}))),
            sum(r[1] for r in rows),
            sum(r[2] for r in rows),
        )
        for key, rows in sorted(found.items())
    ]


def check_readable(path: Path) -> None:
    """Raise FiguresUnreadable unless the file is one of figures."""
    with closing(FigureFile(path)) as file:
        file._ask("SELECT 1 FROM figures, words, places, sources LIMIT 1")
