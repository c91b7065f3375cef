"""How is a data file written so that a reader finds the old one or the new one, and the same bytes everywhere?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
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
