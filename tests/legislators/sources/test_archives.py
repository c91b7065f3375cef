"""Is an archive refused that leads out of its folder, unpacks to too much, or is damaged?"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from legislators.errors import FetchError
from legislators.sources.archives import ArchiveLimits, DamagedArchive, check_archive, unpack_one

GOOD = {"lines.shp": b"shape" * 100, "lines.dbf": b"table" * 100}


def packed(files: dict[str, bytes], change: Callable[[zipfile.ZipFile], object] = lambda z: None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        change(archive)
    return made.getvalue()


def link(archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("lines.prj")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(entry, "/etc/passwd")


def locked(data: bytes) -> bytes:
    """Set the flag for a password in the list and at the file."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


REFUSED = {
    "up and out": (packed({"../../evil.shp": b"x"}), "leads out"),
    "in the middle": (packed({"a/../../evil.shp": b"x"}), "leads out"),
    "from the root": (packed({"/etc/evil.shp": b"x"}), "leads out"),
    "another drive": (packed({"C:\\evil.shp": b"x"}), "leads out"),
    "backslashes": (packed({"..\\..\\evil.shp": b"x"}), "leads out"),
    "a link": (packed(GOOD, link), "link to another file"),
    "a password": (locked(packed(GOOD)), "locked with a password"),
    "a bomb": (packed({"bomb.shp": bytes(8_000_000)}), "would unpack to"),
    "many files": (packed({f"{number}.shp": b"" for number in range(201)}), "holds 201 files"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_publisher_sends_such_an_archive(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(FetchError, match=words) as told:
        check_archive(path)
    assert not isinstance(told.value, DamagedArchive)
    with pytest.raises(FetchError):
        unpack_one(path, ".shp", tmp_path / "out")
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


@pytest.mark.parametrize("keep", [0, 10, 60, 150, -40, -3])
def test_a_part_of_an_archive_is_damaged(keep: int, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed(GOOD)[:keep])
    with pytest.raises(DamagedArchive):
        check_archive(path)


def test_a_size_that_lies_is_found(tmp_path: Path) -> None:
    data = bytearray(packed({"bomb.shp": bytes(3_000_000)}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(FetchError):
        unpack_one(path, ".shp", tmp_path / "out")


def test_the_one_file_comes_out_under_our_own_name(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed(GOOD))
    unpack_one(path, ".shp", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == GOOD["lines.shp"]
    with pytest.raises(FetchError, match=r"holds 0 files ending in \.gpkg"):
        unpack_one(path, ".gpkg", tmp_path / "other")
    path.write_bytes(packed({"a.shp": b"1", "b.shp": b"2"}))
    with pytest.raises(FetchError, match="holds 2 files"):
        unpack_one(path, ".shp", tmp_path / "other")


def test_limits_can_be_narrower(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(packed(GOOD))
    check_archive(path)
    with pytest.raises(FetchError, match="would unpack"):
        check_archive(path, ArchiveLimits(bytes=500))
