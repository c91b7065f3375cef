"""Where does what a person adds about school boards lie, so that no update of the data touches it?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from legislators.errors import SnapshotError
from legislators.files import replace_whole
from legislators.snapshot import data_home

T = TypeVar("T")

#: The folder inside the person's data folder; updates swap copies of the data beside it.
FOLDER = "boards"
#: What was read of a file, by its path and the function that read it, with the file's stamp.
_read: dict[tuple[Path, Callable[[Path], object]], tuple[tuple[int, int, int], object]] = {}


def boards_home() -> Path:
    """Return the folder with appointees, election-district lines and boards' sheets (it need not exist yet)."""
    return data_home() / FOLDER


def read_again_if_changed(path: Path, read: Callable[[Path], T]) -> T:
    """Return what `read` makes of a file that exists; the same as before while the file is the same."""
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    known = _read.get((path, read))
    if known is None or known[0] != stamp:
        known = (stamp, read(path))
        _read[path, read] = known
    return known[1]  # type: ignore[return-value]


def write_own(path: Path, content: str) -> None:
    """Write a file whole or not at all. Raises SnapshotError that says why it was not written."""

    def build(beside: Path) -> None:
        beside.write_text(content, encoding="utf-8", newline="\n")

    try:
        replace_whole(path, build)
    except OSError as error:
        raise SnapshotError(
            f"{path} was not written ({error.strerror or error}); it is as it was."
        ) from error


def remove_own(path: Path) -> None:
    """Remove a file that exists. Raises SnapshotError that says why it could not be."""
    try:
        path.unlink()
    except OSError as error:
        raise SnapshotError(f"{path} was not removed ({error.strerror or error}).") from error
