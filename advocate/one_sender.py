"""Is another `advocate send` at work on this log? Two at once could each take the other's letter for lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advocate.errors import StoreError


@contextmanager
def only_sender(log: Path) -> Iterator[None]:
    """Hold the lock of this log; the system lets go of it even if the program is killed. Raises StoreError."""
    file = log.with_name(f"{log.name}-sending")
    try:
        handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreError(f"'{file}' cannot be written ({error.strerror}), so nothing was sent.") from error
    try:
        if not _lock(handle):
            raise StoreError(
                f"Another `advocate send` is at work with the log '{log}'. Wait until it is done. Nothing was sent."
            )
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_on_windows(handle: int) -> bool:
    from importlib import import_module

    msvcrt = import_module("msvcrt")
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
