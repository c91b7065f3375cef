"""Where does a letter lie once it is written? Files named for whom they are to, all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import DeliveryError
from advocate.whole_file import plain_word

if TYPE_CHECKING:
    from advocate.writing.messages import Mail

#: The office as a file name says it.
OFFICE_WORDS = {
    "state_senate": "senate",
    "state_house": "house",
    "school_board": "board",
    "school_district": "district-office",
    "governor": "governor",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A letter ready to be written: the start of its file name, and what is in it for each ending (".txt")."""

    stem: str
    forms: Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """A letter and the files it will be; `is_new` is false where exactly these files are there already."""

    piece: Piece
    files: tuple[Path, ...]
    is_new: bool

    def contents(self) -> dict[Path, bytes]:
        """Return what each file holds."""
        return {file: _bytes(form) for file, form in zip(self.files, self.piece.forms.values(), strict=True)}


def file_stem(day: date, number: int, kind: str, district: str, name: str) -> str:
    """Return a name that sorts and says to whom, in plain ASCII: "2026-11-24_01_senate-67_hawj"."""
    office = "-".join(
        word for word in (OFFICE_WORDS.get(kind, plain_word(kind)), plain_word(district)) if word
    )
    return "_".join(part for part in (day.isoformat(), f"{number:02d}", office, plain_word(name)) if part)


def check_folder(folder: Path) -> None:
    """Raise DeliveryError where letters could not be written there: better told before a story is typed."""
    there = folder
    while not os.path.lexists(there):
        there = there.parent
    with _told(folder):
        if not there.is_dir():
            raise NotADirectoryError(20, "Not a directory", str(there))
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied", str(there))


def plan_files(folder: Path, pieces: Sequence[Piece]) -> tuple[PlannedPiece, ...]:
    """Say which file each letter will be; nothing is written.

    The same letter keeps its file. A file that is there with other words in it is never
    overwritten: the new one gets a number ("…_pappas-2.txt"). Raises DeliveryError.
    """
    taken: set[Path] = set()
    planned = []
    for piece in pieces:
        with _told(folder):
            plan = _plan_piece(folder, piece, taken)
        taken.update(plan.files)
        planned.append(plan)
    return tuple(planned)


def _plan_piece(folder: Path, piece: Piece, taken: set[Path]) -> PlannedPiece:
    for number in count(1):
        stem = piece.stem if number == 1 else f"{piece.stem}-{number}"
        files = tuple(folder / f"{stem}{ending}" for ending in piece.forms)
        if taken.intersection(files):
            continue
        plan = PlannedPiece(piece, files, is_new=True)
        there = [(file, data) for file, data in plan.contents().items() if os.path.lexists(file)]
        if all(_holds(file, data) for file, data in there):
            return PlannedPiece(piece, files, is_new=len(there) < len(files))
    raise AssertionError("count() does not end")


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


def _bytes(form: str | bytes) -> bytes:
    return form.encode() if isinstance(form, str) else form


def write_drafts(mails: Sequence[Mail], out: Path | None) -> list[Path]:
    """Write each message as an .eml draft, into `out` or beside its letter; return the files, in order.

    All or none in a folder; the same draft keeps its file. Raises DeliveryError.
    """
    from advocate.writing.messages import message_of

    files: dict[int, Path] = {}
    folders = {number: out or mail.file.parent for number, mail in enumerate(mails)}
    for folder in dict.fromkeys(folders.values()):
        numbers = [number for number, there in folders.items() if there == folder]
        drafts = {n: message_of(mails[n]).as_bytes() for n in numbers}
        pieces = [Piece(f"{mails[n].file.stem}_to-send", {".eml": drafts[n]}) for n in numbers]
        planned = plan_files(folder, pieces)
        with placed(folder, planned):
            files.update({n: plan.files[0] for n, plan in zip(numbers, planned, strict=True)})
    return [files[number] for number in sorted(files)]


@contextmanager
def placed(folder: Path, planned: Sequence[PlannedPiece]) -> Iterator[None]:
    """Write the files, all of them or none, for their owner alone; then run what is inside.

    If what is inside fails (the log, say), the files made here are removed again, so that nothing
    is half done. Raises DeliveryError, which says what lies where if even that was not possible.
    """
    missing = {
        file: data for plan in planned for file, data in plan.contents().items() if not os.path.lexists(file)
    }
    made: list[Path] = []
    try:
        with _told(folder):
            _make_folder(folder, made)
            _place_all(folder, missing, made)
        yield
    except BaseException as error:
        _remove(made, error)
        raise


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, for the owner alone. Raises DeliveryError."""
    with _told(folder):
        _make_folder(folder, [])


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make the missing folders, for the owner alone, and note which."""
    if folder.is_dir():
        return
    _make_folder(folder.parent, made)
    folder.mkdir(mode=0o700)
    made.append(folder)


def _place_all(folder: Path, contents: Mapping[Path, bytes], made: list[Path]) -> None:
    """Write everything in a hidden folder first; only when all of it is on the disk does it get its names."""
    if not contents:
        return
    workshop = Path(tempfile.mkdtemp(prefix=".advocate-", dir=folder))
    try:
        for file, data in contents.items():
            _write_private(workshop / file.name, data)
        for file in contents:
            _give_name(workshop / file.name, file)
            made.append(file)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write_private(file: Path, data: bytes) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _give_name(written: Path, file: Path) -> None:
    """Give the file its name, unless somebody took it since: a link never overwrites, a rename would."""
    try:
        os.link(written, file)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks often know no links.
        if os.path.lexists(file):
            raise FileExistsError(f"{file}") from None
        written.rename(file)


def _remove(made: Sequence[Path], error: BaseException) -> None:
    """Take back the files and folders made here; a file that stays is named in the error."""
    left = []
    for path in reversed(made):
        try:
            if path.is_dir():
                with suppress(OSError):  # somebody put a file there meanwhile
                    path.rmdir()
            else:
                path.unlink(missing_ok=True)
        except OSError:
            left.append(path)
    if left:
        raise DeliveryError(
            f"{error}\nThese letters were written before that, could not be removed, and are in no log: "
            + ", ".join(f"'{path}'" for path in left)
        ) from error


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the file system says into a DeliveryError that says what to do."""
    try:
        yield
    except OSError as error:
        raise DeliveryError(
            f"The letters cannot be written to '{folder}': {_reason(error)}. Choose another folder with "
            "--out FOLDER or ADVOCATE_OUTBOX. No letter was written."
        ) from error


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "you may not write there"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"'{error.filename or error}' is a file of somebody else's, or no folder"
    return (error.strerror or str(error)).lower()
