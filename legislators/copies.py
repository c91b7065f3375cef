"""Which copies of the data are kept, which one is in force, and how does another take its place at once?

Below the person's data folder lie `copies/NAME/`, each whole, and `current.json`, which names the one in
force and those before it. Only replacing that small file, in one move, changes what is answered from.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from legislators.errors import SnapshotError, UpdateStopped
from legislators.files import hold_lock

COPIES = "copies"
POINTER = "current.json"
LOCK = "updating.lock"
#: The folder of fetched files; what begins with a dot in it is the first part of one.
DOWNLOADS = "downloads"
#: Marks a folder that an update made, so that one which never came into force can be told and swept away.
MARK = "COPY.json"
MAKING = ".making-"
_ROSTER = "officials.json"


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A folder with a whole copy of the data, the one in force or an older one.

    `as_of` is the day of which its roster of the Legislature is true, None where it has none that
    can be read. `name` is the folder's name, or "bundled".
    """

    name: str
    folder: Path
    as_of: date | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What `current.json` says: the copy in force ("" for none), and the names that were so before it."""

    in_force: str = ""
    before: tuple[str, ...] = ()


def folder_in_force(home: Path) -> Path | None:
    """Return the folder of the copy in force, None where no update was ever made or all were taken back.

    Raises SnapshotError where `current.json` cannot be read or names a folder that is gone.
    """
    name = _read_pointer(home).in_force
    if not name:
        return None
    folder = home / COPIES / name
    if not folder.is_dir():
        raise SnapshotError(
            f"{home / POINTER} names the copy {name}, which is gone. `advocate data rollback` takes the one "
            "before it; without the file, the data that came with advocate is used."
        )
    return folder


def kept_copies(home: Path, bundled: Path) -> tuple[KeptCopy, ...]:
    """Return the copies at hand, the newest roster first: of updates, laid there by hand, and the bundled one."""
    pointer = _read_pointer(home)
    known = {*pointer.before, pointer.in_force}
    folders = home / COPIES
    found = [
        KeptCopy(each.name, each, _as_of(each), each.name == pointer.in_force)
        for each in (sorted(folders.iterdir()) if folders.is_dir() else ())
        if each.is_dir() and not each.name.startswith(".")
        if each.name in known or not (each / MARK).exists()
    ]
    found.append(KeptCopy("bundled", bundled, _as_of(bundled), not pointer.in_force))
    return tuple(sorted(found, key=lambda each: (each.as_of or date.min, each.name), reverse=True))


@contextmanager
def only_update(home: Path) -> Iterator[None]:
    """Hold the lock of the data folder; the system lets go of it even if the program is killed.

    What an update that was killed left half made is swept away. Raises UpdateStopped at once where
    another update is at work, or where the folder cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with hold_lock(home / LOCK) as ours:
            if not ours:
                raise UpdateStopped(
                    f"Another `advocate data update` is at work in {home}. Nothing was done; "
                    "try again when it has finished."
                )
            _sweep(home)
            yield
    except OSError as error:
        place = error.filename or home
        raise UpdateStopped(f"{place}: {error.strerror or error}. The data in force is as it was.") from error


@contextmanager
def new_copy(home: Path) -> Iterator[Path]:
    """Give a folder in which the next copy is made; it is gone afterwards unless `put_in_force` moved it."""
    (home / COPIES).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=home / COPIES))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_force(home: Path, made: Path, now: datetime) -> Path:
    """Give the made folder its name and make it the copy in force; return where it lies now.

    All its files are on the disk before the one move that makes it count. To be called under `only_update`.
    """
    (made / MARK).write_text(json.dumps({"made": now.isoformat(timespec="seconds")}) + "\n", encoding="utf-8")
    made.chmod(0o755)
    for file in made.iterdir():
        _to_disk(file)
    _to_disk(made)
    target = _free_name(home / COPIES, f"{now:%Y-%m-%d-%H%M%S}")
    made.rename(target)
    _to_disk(target.parent)
    old = _read_pointer(home)
    _write_pointer(home, _Pointer(target.name, (*old.before, *([old.in_force] if old.in_force else []))))
    return target


def roll_back(home: Path) -> Path | None:
    """Put the copy before the present one in force, and return its folder; None means the bundled data.

    The copy that is left is no longer kept. To be called under `only_update`. Raises UpdateStopped
    where no update is in force.
    """
    pointer = _read_pointer(home)
    if not pointer.in_force:
        raise UpdateStopped("No update is in force, so there is none to take back.")
    left = home / COPIES / pointer.in_force
    standing = [name for name in pointer.before if (home / COPIES / name).is_dir()]
    before = replace(pointer, in_force=standing[-1] if standing else "", before=tuple(standing[:-1]))
    _write_pointer(home, before)
    shutil.rmtree(left, ignore_errors=True)
    return home / COPIES / before.in_force if before.in_force else None


def _sweep(home: Path) -> None:
    """Remove what never came into force: half made folders, and whole ones that the pointer doesn't know."""
    pointer = _read_pointer(home)
    known = {*pointer.before, pointer.in_force}
    folders = home / COPIES
    for each in folders.iterdir() if folders.is_dir() else ():
        unfinished = each.name.startswith(MAKING)
        if each.is_dir() and (unfinished or (each.name not in known and (each / MARK).exists())):
            shutil.rmtree(each, ignore_errors=True)
    for part in [*home.glob(f".{POINTER}.*"), *(home / DOWNLOADS).rglob(".*")]:
        if part.is_file():
            part.unlink(missing_ok=True)


def _read_pointer(home: Path) -> _Pointer:
    file = home / POINTER
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        names = [str(found["in_force"]), *map(str, found["before"])]
    except FileNotFoundError:
        return _Pointer()
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SnapshotError(_unreadable(file)) from error
    # A name is a folder's own name: never a way out of the folder of copies.
    if any(name != Path(name).name and name for name in names):
        raise SnapshotError(_unreadable(file))
    return _Pointer(names[0], tuple(names[1:]))


def _unreadable(file: Path) -> str:
    return (
        f"{file} cannot be read: it says which copy of the data is in force. Remove it, and the data that "
        "came with advocate is used; then run: advocate data update"
    )


def _write_pointer(home: Path, pointer: _Pointer) -> None:
    """Replace the pointer in one move, on the disk before and after."""
    handle, name = tempfile.mkstemp(prefix=f".{POINTER}.", dir=home)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"in_force": pointer.in_force, "before": list(pointer.before)}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(home / POINTER)
        _to_disk(home)
    finally:
        beside.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk; Windows can't for a folder."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        if not path.is_dir():
            raise


def _free_name(folder: Path, name: str) -> Path:
    number = 1
    while (target := folder / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return target


def _as_of(folder: Path) -> date | None:
    """Return the roster's day; it stands on one of the first lines, before the seats."""
    try:
        with (folder / _ROSTER).open(encoding="utf-8") as file:
            for line in (next(file, "") for _ in range(5)):
                if line.startswith('"as_of": '):
                    return date.fromisoformat(json.loads(line.partition(":")[2].strip().rstrip(",")))
    except (OSError, ValueError):
        return None
    return None
