"""Was an earlier run killed between the files of a letter and its place in the log? Then it leaves no trace.

Before a supporter's files are put down, a small file beside them says which they will be, with a hash
of each. It goes when they are in the log. Where it is still there, a run was killed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from advocate.whole_file import write_whole
from advocate.writing.delivery import PlannedPiece, make_private_folder, placed

NAME = ".advocate-run.json"


def placing(journal: Path) -> Callable[[Path, Sequence[PlannedPiece]], AbstractContextManager[None]]:
    """Return what `advocate.writing.delivery.placed` is, with a journal in `journal` while it is at work."""

    @contextmanager
    def place(folder: Path, planned: Sequence[PlannedPiece]) -> Iterator[None]:
        files = {
            str(file): sha256(data).hexdigest()
            for each in planned
            for file, data in each.contents().items()
            if not file.exists()
        }
        make_private_folder(journal.parent)
        content = json.dumps({"folder": str(folder), "files": files}, ensure_ascii=False)
        write_whole(journal, content.encode())
        with placed(folder, planned):
            yield
        journal.unlink(missing_ok=True)

    return place


def clear_up(journal: Path, is_logged: Callable[[str], bool]) -> tuple[Path, ...]:
    """Take away what a killed run left, where none of it got into the log; return the files that went.

    `is_logged` says whether a file is a letter's in the log. A file that somebody changed since stays.
    """
    for part in journal.parent.glob(f".{journal.name}.*.part"):  # killed while the journal was written
        part.unlink(missing_ok=True)
    try:
        told = json.loads(journal.read_text(encoding="utf-8"))
        folder, files = Path(told["folder"]), dict(told["files"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError):
        journal.unlink()  # it is moved into place whole, so it is not ours
        return ()
    gone = []
    if not any(is_logged(name) for name in files):
        for name, mark in files.items():
            file = Path(name)
            if file.is_file() and sha256(file.read_bytes()).hexdigest() == mark:
                file.unlink()
                gone.append(file)
    for workshop in folder.glob(".advocate-*"):
        if workshop.is_dir():
            rmtree(workshop, ignore_errors=True)
    with suppress(OSError):  # something else is in it
        folder.rmdir()
    journal.unlink()
    return tuple(gone)
