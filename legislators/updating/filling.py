"""How is a new copy made whole with what did not change, and what is noted of parts that had nothing new?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from legislators import copies
from legislators.errors import UpdateStopped
from legislators.files import replace_whole
from legislators.snapshot import SOURCES_FILE, Snapshot, bundled_folder, data_home

_HELD_RESULTS = "board_results.json"


def fill_copy(made: Path, snapshot: Snapshot, *, without: Sequence[str] = ()) -> None:
    """Put every data file in use into a new copy, but those in `without`, so that the copy is whole.

    A file of the person's own copy takes no second place on the disk where that can be.
    """
    for name in _names(snapshot):
        if name not in without:
            _carry(snapshot.path(name), made / name)


def note_current(parts: Sequence[str], today: date) -> None:
    """Write down that the publishers of these parts were asked on a day, and had nothing newer.

    Raises UpdateStopped where that can't be written.
    """
    from legislators.freshness import UNCHANGED_FILE

    file = data_home() / UNCHANGED_FILE
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    text = json.dumps(known | dict.fromkeys(parts, today.isoformat()), indent=1, sort_keys=True) + "\n"

    def write(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8")

    try:
        replace_whole(file, write)
    except OSError as error:
        raise UpdateStopped(f"{file} was not written ({error.strerror or error}).") from error


def _names(snapshot: Snapshot) -> list[str]:
    """Return the names of all data files in use; the list of sources is written anew for every copy."""
    known = {path.name for path in bundled_folder().iterdir() if path.is_file()} | {_HELD_RESULTS}
    own = [folder for folder in snapshot.folders if (folder / copies.MARK).is_file()]
    known |= {path.name for folder in own for path in folder.iterdir() if path.is_file()}
    known -= {SOURCES_FILE, copies.MARK}
    return sorted(
        name
        for name in known
        if not name.startswith(".") and any((folder / name).is_file() for folder in snapshot.folders)
    )


def _carry(file: Path, target: Path) -> None:
    """Put a file into the new copy: the same file once more where it is a copy's, else its content."""
    if (file.parent / copies.MARK).is_file():
        try:
            os.link(file, target)
            return
        except OSError:
            pass  # another disk, or one that knows no second name for a file
    shutil.copyfile(file, target)
