"""Where is the log, and may it be used? The one door: pragmas, migrations, and errors a person can act on."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from advocate.errors import StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Marks the file as ours ("advo" in ASCII), so that another program's database is never migrated.
APPLICATION_ID = 0x6164766F

#: How long one writer waits for another, in seconds.
PATIENCE = 10.0


def open_database(path: Path, patience: float = PATIENCE) -> Database:
    """Open the log at `path`, made if need be, brought up to this version's schema.

    The file and every folder made for it are their owner's alone (0600, 0700); SQLite gives its
    -wal and -shm files the same mode. Raises StoreError.
    """
    with _without_pandas():
        from sqlite_utils import Database

    with explained(path):
        _make_private_file(path)
        # "rw", not "rwc": the file is there now, with its mode; it must not be made with another.
        # SQLite reads %, ? and # of a file name as parts of a URI; as_uri() writes them so that it does not.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=patience)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            _check_ours(connection, path)
            # Of a new log alone. A long list is laid down by the page: half as many, a tenth of the time.
            connection.execute("PRAGMA page_size = 8192")
            _write_ahead(connection, patience)
            connection.execute("PRAGMA synchronous = NORMAL")
            # Four people logging at once change the same pages again and again: they go to the disk less often.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
            database = Database(connection, execute_plugins=False)
            _migrate(database, path)
        except BaseException:
            connection.close()
            raise
    return database


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Keep sqlite_utils from taking in pandas, where it is there: half a second for types that no log has."""
    if "pandas" in sys.modules or "sqlite_utils" in sys.modules:
        yield
        return
    # What Python itself understands as: there is no such module.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


@contextmanager
def writing(database: Database, path: Path) -> Iterator[None]:
    """All that is written inside is kept together or not at all; one inside another is a savepoint.

    Takes the write lock first (BEGIN IMMEDIATE): a transaction that reads, then writes, would
    otherwise fail at once when another process wrote in between, however patient it is.
    """
    connection = database.conn
    with explained(path):
        if connection.in_transaction:
            with database.atomic():
                yield
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            with database.atomic():
                yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_explanation(error, path)) from error


def _explanation(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return f"'{path}' is not a database, so it was left alone. {ELSEWHERE}"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"The log '{path}' is in use by another program, which has not let go of it. Close the other "
            "program (a database viewer, another advocate) and try again. Nothing was changed."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return (
            f"The log '{path}' cannot be written: the file or its folder is read-only for you. "
            f"Change the permissions, or: {ELSEWHERE}"
        )
    if code == sqlite3.SQLITE_FULL:
        return f"The disk of the log '{path}' is full. Make room and try again. Nothing was changed."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR):
        return (
            f"The log '{path}' is damaged, or its disk is ({error}). Put it back from a copy, "
            "or ask for help before writing to it again."
        )
    return f"The log '{path}' did not accept this ({error}). Nothing was changed."


ELSEWHERE = "Name another file with --db FILE or ADVOCATE_DB; it will be made if it is not there."


def _make_private_file(path: Path) -> None:
    """Make the file and its folders for the owner alone; tell what stands in the way."""
    try:
        _make_private_folder(path.parent)
        if path.is_dir():
            raise StoreError(f"'{path}' is a folder; the log is a file. {ELSEWHERE}")
        if path.exists() and not path.is_file():
            # A device would be made private along with the log: /dev/null, for everybody.
            raise StoreError(f"'{path}' is no ordinary file, so it was left alone. {ELSEWHERE}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            os.close(os.open(path, os.O_RDWR))
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreError(
            f"There can be no log at '{path}': a file stands where a folder is needed. {ELSEWHERE}"
        ) from error
    except PermissionError as error:
        raise StoreError(
            f"The log '{path}' cannot be written: the file or its folder is not yours to write. {ELSEWHERE}"
        ) from error
    except OSError as error:
        raise StoreError(f"The log '{path}' cannot be opened ({error.strerror}). {ELSEWHERE}") from error


def _make_private_folder(folder: Path) -> None:
    """Make the missing folders, each with mode 0700; those that are there stay as they are."""
    if folder.is_dir():
        return
    _make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse another program's database before anything in it is touched; make ours private again."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and tables:
        raise StoreError(f"'{path}' is a database of another program, so it was left alone. {ELSEWHERE}")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        try:
            path.chmod(0o600)
        except OSError as error:
            raise StoreError(
                f"Others may read the log '{path}', and it is not yours to change. Ask its owner: chmod 600"
            ) from error


def _write_ahead(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to WAL, so that readers and a writer do not wait for each other.

    Two processes that switch at the same moment do not wait for the time-out, so we do.
    """
    give_up = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                raise
            sleep(0.02)


def _migrate(database: Database, path: Path) -> None:
    """Apply what is pending, one process at a time; refuse a log that a newer version has changed."""
    from advocate.store.migrations import known_names, migrations

    unknown = [done.name for done in migrations.applied(database) if done.name not in known_names()]
    if unknown:
        raise StoreError(
            f"The log '{path}' was made by a newer version of advocate (it has {unknown[0]}), so it was left "
            "alone. Update advocate, or name another file with --db FILE or ADVOCATE_DB."
        )
    if not migrations.pending(database):
        return
    with writing(database, path):
        migrations.apply(database)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
