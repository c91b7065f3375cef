"""Is a fetched file what its kind says: no web page, not empty, not only the first part of it?"""

from __future__ import annotations

from pathlib import Path

from legislators.errors import FetchError
from legislators.sources.archives import DamagedArchive, check_archive

#: How a file of each kind begins; a web page in its place is found by this, whatever the status says.
MAGIC = {"zip": b"PK\x03\x04", "gpkg": b"SQLite format 3\x00"}
_MEGABYTE = 1_000_000
#: More than the largest file we know of each kind, by far (Hennepin County's ADDRFEAT is about 10 MB).
LARGEST = {"zip": 120 * _MEGABYTE, "gpkg": 200 * _MEGABYTE, "csv": 20 * _MEGABYTE, "txt": 50 * _MEGABYTE}


class NotWhole(FetchError):
    """What came is not the file; another try may bring it. The message goes on from its address."""


def check_content(file: Path, kind: str, name: str) -> None:
    """Raise NotWhole where the file is not what its kind says, FetchError where nobody should open it.

    `name` is what the file is called in messages.
    """
    with file.open("rb") as opened:
        head = opened.read(512)
        opened.seek(max(0, file.stat().st_size - 1))
        last = opened.read(1)
    if not head:
        raise NotWhole("sent an empty file")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise NotWhole("sent a web page in place of the file")
    if kind in MAGIC:
        if not head.startswith(MAGIC[kind]):
            raise NotWhole(f"sent something that is no .{kind} file")
    elif last not in (b"\n", b"\r"):
        raise NotWhole("sent a table that ends in the middle of a line")
    if kind == "zip":
        try:
            check_archive(file)
        except DamagedArchive:
            raise NotWhole("sent an archive that is damaged or cut short") from None
        except FetchError as error:
            raise FetchError(str(error).replace(file.name, name)) from None
