"""Is this file another log that can be read? It is never written: the work is done on a private copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from glob import escape
from pathlib import Path

from advocate.errors import StoreError
from advocate.store.open import APPLICATION_ID, open_database

_MAGIC = b"SQLite format 3\0"
#: A folder of a copy: this, the log's name, and the number of the process that made it.
_FOLDER = ".merging-"
_PATIENCE = 10.0


class NotALog(StoreError):
    """The file is not a log that can be brought in; the message says why. Nothing was changed."""


@contextmanager
def private_copy(other: Path, log_path: Path) -> Iterator[Path]:
    """Yield a copy of another log, brought up to this version's schema, without its rules, gone afterwards.

    It lies beside the log in a folder of its own (0700). Raises NotALog, StoreError.
    """
    _check_file(other, log_path)
    with private_folder(log_path) as folder:
        copy = folder / "other.db"
        _copy(other, copy)
        _bring_up_to_date(copy, other)
        yield copy


@contextmanager
def private_folder(log_path: Path) -> Iterator[Path]:
    """Yield a folder beside the log for a copy of people's data (0700), gone afterwards, or by the next sweep."""
    sweep(log_path)
    folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{log_path.name}-{os.getpid()}-", dir=log_path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_file(other: Path, log_path: Path) -> None:
    if not other.exists():
        raise FileNotFoundError(2, "No such file", str(other))
    if not other.is_file():
        raise NotALog(f"'{other}' is no file, so there is no log to bring in.")
    if log_path.exists() and other.samefile(log_path):
        raise NotALog(f"'{other}' is this log itself. Name the other organizer's file.")
    with other.open("rb") as stream:
        begins = stream.read(len(_MAGIC))
    if not begins:
        raise NotALog(f"'{other}' is empty: there is nothing to bring in. Ask for the file again.")
    if begins != _MAGIC:
        raise NotALog(
            f"'{other}' is no log of advocate, so nothing was changed. A part that was mailed is taken in with "
            "`advocate log import`, a list of supporters with `advocate import`."
        )


def _copy(other: Path, copy: Path) -> None:
    """Copy what is in the other log at this moment, its write-ahead file included; refuse one whose rows point nowhere."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(_read_only(other)) as source:
            mark = source.execute("PRAGMA application_id").fetchone()[0]
            if mark != APPLICATION_ID:
                raise NotALog(f"'{other}' is a database of another program, so nothing was changed.")
            _check_version(source, other)
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        with closing(sqlite3.connect(copy)) as target:
            if target.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise _damaged(other)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NotALog(f"'{other}' is in use by another program. Close that and try again.") from error
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise StoreError(
                f"The disk of '{copy.parent.parent}' has no room for a copy of '{other}'. Make room and try "
                "again. Nothing was changed."
            ) from error
        raise _damaged(other) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(other) from error


def _read_only(other: Path) -> sqlite3.Connection:
    """Open without writing; on a disk that cannot be written a log at rest is read as it lies there."""
    uri = other.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=_PATIENCE)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        wal = other.with_name(other.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise
        connection = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
    return connection


def _check_version(source: sqlite3.Connection, other: Path) -> None:
    from advocate.store.migrations import known_names

    applied = {row[0] for row in source.execute("SELECT name FROM _sqlite_migrations")}
    unknown = sorted(applied - known_names())
    if unknown:
        raise NotALog(
            f"'{other}' was made by a newer version of advocate (it has {unknown[0]}). Update advocate here "
            "first. Nothing was changed."
        )


def _bring_up_to_date(copy: Path, other: Path) -> None:
    try:
        database = open_database(copy)
    except StoreError as error:
        raise NotALog(str(error).replace(str(copy), str(other))) from error
    with closing(database):
        # Not before: SQLite before 3.41 calls a sound log of an older schema unsound (see schema/reach.py).
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise _damaged(other)
        rules = database.execute(
            "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%')"
        ).fetchall()
        for kind, name in rules:
            database.execute(f"DROP {kind} {name}")
        database.conn.commit()
        # The copy lives for one transaction: there is no journal worth keeping.
        database.execute("PRAGMA journal_mode = DELETE")


def _damaged(other: Path) -> NotALog:
    return NotALog(
        f"'{other}' is damaged, or was not copied whole, so nothing was changed. Ask for it again: a log that is "
        "in use is copied whole with `advocate log export` or SQLite's own `.backup`."
    )


def sweep(log_path: Path) -> None:
    """Take away the copies that a merge, an export or an import left behind when its computer or process died."""
    for folder in log_path.parent.glob(f"{_FOLDER}{escape(log_path.name)}-*"):
        number = folder.name.removeprefix(f"{_FOLDER}{log_path.name}-").partition("-")[0]
        if number.isdecimal() and not _alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name != "posix":
        return True
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return True
    return False
