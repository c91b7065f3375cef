"""May this archive be opened: nothing outside its folder, no more than it seems, nothing cut short?"""

from __future__ import annotations

import shutil
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from legislators.errors import FetchError

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """The most that an archive may hold: files, bytes unpacked, and unpacked bytes for a packed one."""

    files: int = 200
    bytes: int = 1_500_000_000
    ratio: float = 100.0
    #: Below so many bytes unpacked, any ratio is harmless.
    harmless: int = 5_000_000


class DamagedArchive(FetchError):
    """The archive is cut short or damaged; another download may be whole."""


def check_archive(path: Path, limits: ArchiveLimits | None = None) -> None:
    """Read every byte of a zip, and refuse one that no publisher would send.

    Raises DamagedArchive where it is cut short or a checksum is wrong, else FetchError: a path out of
    the archive, a link, a password, more or larger files than `limits`.
    """
    limits = limits or ArchiveLimits()
    try:
        with zipfile.ZipFile(path) as archive:
            _check_listing(path.name, archive.infolist(), path.stat().st_size, limits)
            broken = archive.testzip()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DamagedArchive(f"{path.name} is damaged or cut short ({error})") from error
    except OSError as error:
        raise DamagedArchive(f"{path.name} cannot be read ({error})") from error
    except Exception as error:
        # zlib.error and lzma.LZMAError are plain exceptions of modules that may be missing.
        if type(error).__name__ not in ("error", "LZMAError"):
            raise
        raise DamagedArchive(f"{path.name} is damaged ({error})") from error
    if broken is not None:
        raise DamagedArchive(f"{path.name} is damaged: the checksum of {broken} is wrong")


def unpack_one(path: Path, suffix: str, target: Path) -> None:
    """Write the one file with that ending in a checked archive to `target`.

    Raises FetchError where there is none, or more than one.
    """
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        found = [each for each in archive.infolist() if each.filename.lower().endswith(suffix)]
        if len(found) != 1:
            raise FetchError(f"{path.name} holds {len(found)} files ending in {suffix}; one was expected.")
        # Only the content is taken, under our own name: the name inside leads nowhere.
        with archive.open(found[0]) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, _PIECE)


def _check_listing(name: str, listed: list[zipfile.ZipInfo], packed: int, limits: ArchiveLimits) -> None:
    # zipfile never reads more of a file than its listing says, so the sizes told are the sizes got.
    if len(listed) > limits.files:
        raise FetchError(f"{name} holds {len(listed)} files, more than {limits.files}. It was not opened.")
    for each in listed:
        if _leads_out(each.orig_filename) or _leads_out(each.filename):
            raise FetchError(f"{name} holds a path that leads out of the archive. It was not opened.")
        if stat.S_ISLNK(each.external_attr >> 16):
            raise FetchError(f"{name} holds a link to another file. It was not opened.")
        if each.flag_bits & 0x1:
            raise FetchError(f"{name} is locked with a password. It was not opened.")
    size = sum(each.file_size for each in listed)
    if size > limits.bytes or (size > limits.harmless and size > limits.ratio * max(packed, 1)):
        raise FetchError(
            f"{name} would unpack to {size / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB: no publisher's file "
            "does. It was not opened."
        )


def _leads_out(name: str) -> bool:
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return posix.is_absolute() or bool(windows.anchor) or ".." in posix.parts or ".." in windows.parts
