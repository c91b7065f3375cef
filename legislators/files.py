"""How is a data file written so that a reader finds the old one or the new one, and the same bytes everywhere?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from legislators.errors import SnapshotError

# SQLite stamps its own version into a file's header; a fixed one keeps the bytes the same on every machine.
_STAMP_AT = 96
_STAMP = (3_040_000).to_bytes(4, "big")


def fix_sqlite_stamp(file: Path) -> None:
    """Put a fixed library version into the header of a closed SQLite file."""
    with file.open("r+b") as handle:
        handle.seek(_STAMP_AT)
        handle.write(_STAMP)


def replace_whole(target: Path, build: Callable[[Path], None]) -> None:
    """Let `build` write a file beside `target`, then put it there in one move; on any failure nothing changes.

    Raises SnapshotError where the folder can't be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise SnapshotError(
            f"{target.parent} can't be written ({error.strerror}). Choose another folder."
        ) from error
    os.close(handle)
    beside = Path(name)
    try:
        build(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def hold_lock(file: Path) -> Iterator[bool]:
    """Yield whether the lock of `file` is ours; the system lets go of it even if the program is killed.

    Raises OSError where the file can't be made.
    """
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _try_lock(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        from importlib import import_module

        msvcrt = import_module("msvcrt")
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
