"""Which compiled data do we answer from, where does each file come from, and how old is it?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from legislators.copies import KeptCopy

#: The name of the list of sources inside a snapshot folder.
SOURCES_FILE = "SOURCES.toml"
#: The environment variable that names the folder of the user's own newer copy.
FOLDER_VARIABLE = "ADVOCATE_DATA"

_BUNDLED = Path(__file__).parent / "data"
#: The file by which `legislators.copies` tells the copy in force.
_POINTER = "current.json"
#: How the sources of a county's streets are named.
_COUNTY = "address_ranges_"
#: A day, or as much of one as the publisher tells us.
_ISO_PREFIX = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Source:
    """One published input of the snapshot, and what its publisher and licence say about it.

    `vintage` (what the content stands for) and `retrieved_on` are "YYYY-MM-DD", "YYYY-MM" or "YYYY":
    no more exact than is known. `sha256` is that of the input as we read it (`sha256_of`).
    `used_for` names the snapshot files made from it. `valid_to` is None while nothing ends it.
    """

    name: str
    publisher: str
    title: str
    url: str
    vintage: str
    licence: str
    retrieved_on: str
    sha256: str
    valid_from: date | None
    valid_to: date | None
    used_for: tuple[str, ...]

    def __post_init__(self) -> None:
        for label, text in (("vintage", self.vintage), ("retrieved_on", self.retrieved_on)):
            if not _ISO_PREFIX.fullmatch(text):
                raise ValueError(
                    f"source {self.name!r}: {label} is {text!r}; write it as 2026-10-08, 2026-10 or 2026"
                )


@dataclass(frozen=True)
class Snapshot:
    """Folders of compiled files, the one that wins first; every file is looked for in that order."""

    folders: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """Return the path of one compiled file, for example "officials.json".

        A file in the user's own folder wins over the bundled one, unless that folder's list of
        sources says it is older. Raises SnapshotError where no folder holds the file.
        """
        found = [folder for folder in self.folders if (folder / name).is_file()]
        if not found:
            places = " or ".join(str(folder) for folder in self.folders)
            raise SnapshotError(
                f"{name} is missing from {places}. Install the package again, or compile the data "
                "with: advocate data build --from DIR"
            )
        if len(found) > 1 and _is_older(name, self._sources_in(found[0]), self._sources_in(found[-1])):
            return found[-1] / name
        return found[0] / name

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the files that are in use, by name."""
        chosen: dict[str, Source] = {}
        for folder in reversed(self.folders):
            for source in self._sources_in(folder):
                if any(self._comes_from(folder, file) for file in source.used_for):
                    chosen[source.name] = source
        return tuple(chosen[name] for name in sorted(chosen))

    @property
    def version(self) -> str:
        """The newest vintage in the snapshot, for example "2026-10"."""
        return max((source.vintage for source in self.sources), default="")

    def sources_of(self, name: str) -> tuple[Source, ...]:
        """Return the sources that one compiled file was made from."""
        return tuple(source for source in self.sources if name in source.used_for)

    def _comes_from(self, folder: Path, name: str) -> bool:
        return any((each / name).is_file() for each in self.folders) and self.path(name).parent == folder

    def _sources_in(self, folder: Path) -> tuple[Source, ...]:
        listing = folder / SOURCES_FILE
        return read_sources(listing) if listing.is_file() else ()


def open_snapshot(folder: Path | None = None) -> Snapshot:
    """Return the snapshot to answer from; reads nothing yet.

    With `folder`, that folder alone. Without, the user's own copy (`user_folder`) where there is
    one, over the bundled data. Raises SnapshotError where `folder` is no folder, or the user's own
    copy cannot be told.
    """
    if folder is not None:
        if not folder.is_dir():
            raise SnapshotError(f"{folder} is no folder, so no data can be read from it. Check the path.")
        return Snapshot((folder,))
    own = user_folder()
    return Snapshot((own, _BUNDLED) if own.is_dir() else (_BUNDLED,))


def bundled_folder() -> Path:
    """Return the folder of the data that came with the package."""
    return _BUNDLED


def data_home() -> Path:
    """Return the folder of everything of the user's own about the data (it need not exist yet)."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("advocate")) / "snapshot"


def user_folder() -> Path:
    """Return where the user's own data in force lies: an update's copy, else `data_home` itself."""
    home = data_home()
    if not (home / _POINTER).is_file():
        return home
    from legislators.copies import folder_in_force

    return folder_in_force(home) or home


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder: the sorted names in it, each with its own hash."""
    import hashlib

    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    listing = hashlib.sha256()
    for each in sorted(path.rglob("*"), key=lambda found: found.relative_to(path).as_posix()):
        if each.is_file():
            listing.update(f"{sha256_of(each)}  {each.relative_to(path).as_posix()}\n".encode())
    return listing.hexdigest()


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read a SOURCES.toml. Raises SnapshotError that names the file and what is wrong in it."""
    import tomllib

    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("source", [])
        return tuple(_source_from(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"{path} cannot be read as a list of sources ({error}). Compile the data again with: "
            "advocate data build --from DIR"
        ) from error


def write_sources(path: Path, sources: Iterable[Source]) -> None:
    """Write a SOURCES.toml, sorted by name, the same bytes for the same sources."""
    blocks = [_source_block(source) for source in sorted(sources, key=lambda source: source.name)]
    head = "# Where every file of this folder comes from. Written by `advocate data build`.\n"
    path.write_text("\n".join([head, *blocks]), encoding="utf-8", newline="\n")


def _source_from(row: dict[str, Any]) -> Source:
    names = {field.name for field in fields(Source)}
    values = {name: row[name] for name in names - {"valid_from", "valid_to", "used_for"}}
    return Source(
        **values,
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        used_for=tuple(row["used_for"]),
    )


def _source_block(source: Source) -> str:
    pairs = [(field.name, getattr(source, field.name)) for field in fields(Source)]
    lines = [f"{name} = {_toml(value)}" for name, value in pairs if value is not None]
    return "\n".join(["[[source]]", *lines, ""])


def _toml(value: str | date | Sequence[str]) -> str:
    if isinstance(value, date):
        return value.isoformat()
    import json

    # A JSON string, and a JSON list of strings, is also a TOML one.
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)


def _is_older(name: str, own: Sequence[Source], bundled: Sequence[Source]) -> bool:
    """Say whether both lists know the file, and `own` has only older vintages of it.

    Streets of a county that the bundled index lacks are never given up for a newer vintage.
    """
    mine = [source for source in own if name in source.used_for]
    theirs = [source for source in bundled if name in source.used_for]
    if not mine or not theirs:
        return False
    counties = {source.name for source in mine if source.name.startswith(_COUNTY)}
    if counties - {source.name for source in theirs}:
        return False
    return max(source.vintage for source in mine) < max(source.vintage for source in theirs)


def kept_copies() -> tuple[KeptCopy, ...]:
    """Return every whole copy of the data at hand, the newest roster first, the bundled one included.

    `open_snapshot(copy.folder)` answers from one alone. A folder with the files of an older snapshot
    that a person puts into `copies/` of the data folder is found too.
    """
    from legislators import copies

    return copies.kept_copies(data_home(), _BUNDLED)
