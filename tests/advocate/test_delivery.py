"""Letters' files: named for whom they are to, all or none, never over somebody else's words."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.errors import DeliveryError
from advocate.whole_file import plain_word
from advocate.writing.delivery import Piece, file_stem, placed, plan_files

DAY = date(2026, 11, 24)


def piece(stem: str = "2026-11-24_01_senate-67_hawj", text: str = "Dear Senator Hawj:\n") -> Piece:
    return Piece(stem, {".txt": text, ".md": f"**Re** {text}"})


def deliver(folder: Path, *pieces: Piece) -> list[str]:
    planned = plan_files(folder, pieces)
    with placed(folder, planned):
        pass
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("number", "kind", "district", "name", "stem"),
    [
        (1, "state_senate", "67", "Hawj", "2026-11-24_01_senate-67_hawj"),
        (2, "state_house", "67B", "Xiong", "2026-11-24_02_house-67b_xiong"),
        (3, "school_board", "0625-01", "Oumou Verbeten", "2026-11-24_03_board-0625-01_oumou-verbeten"),
        (12, "governor", "", "Žižek-Nguyễn", "2026-11-24_12_governor_zizek-nguyen"),
        (4, "school_board", "0001-03", "O’Brien / Sørensen", "2026-11-24_04_board-0001-03_obrien-sorensen"),
        (5, "school_board", "0001-03", "محمد", "2026-11-24_05_board-0001-03"),
    ],
)
def test_names_sort_and_say_to_whom(number: int, kind: str, district: str, name: str, stem: str) -> None:
    assert file_stem(DAY, number, kind, district, name) == stem


@given(st.text())
def test_a_word_of_a_file_name_is_safe_everywhere(text: str) -> None:
    word = plain_word(text)
    assert set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(word) <= 40
    assert not word.startswith("-")


def test_files_are_the_owners_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "outbox"
    before = os.umask(0)
    try:
        names = deliver(folder, piece())
    finally:
        os.umask(before)
    assert names == ["2026-11-24_01_senate-67_hawj.md", "2026-11-24_01_senate-67_hawj.txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert (folder / names[1]).read_text() == "Dear Senator Hawj:\n"


def test_the_same_letter_keeps_its_file_and_another_gets_a_number(tmp_path: Path) -> None:
    first = deliver(tmp_path, piece())
    assert deliver(tmp_path, piece()) == first
    assert not plan_files(tmp_path, [piece()])[0].is_new
    edited = tmp_path / "2026-11-24_01_senate-67_hawj.txt"
    edited.write_text("My own words")
    again = deliver(tmp_path, piece(), piece(text="Another\n"))
    assert edited.read_text() == "My own words"
    assert [name for name in again if name.endswith(".txt")] == [
        "2026-11-24_01_senate-67_hawj-2.txt",
        "2026-11-24_01_senate-67_hawj-3.txt",
        "2026-11-24_01_senate-67_hawj.txt",
    ]
    assert deliver(tmp_path, piece(text="Another\n")) == again


def test_a_missing_half_is_written_beside_the_half_that_is_there(tmp_path: Path) -> None:
    names = deliver(tmp_path, piece())
    (tmp_path / names[0]).unlink()
    assert deliver(tmp_path, piece()) == names


def test_a_folder_that_cannot_be_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryError, match=r"cannot be written to .*--out FOLDER.*No letter was written"):
        deliver(tmp_path / "file" / "outbox", piece())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(28, "No space left on device")])
def test_a_disk_that_refuses_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    folder = tmp_path / "outbox"
    real, calls = os.fsync, []

    def refuse(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:
            raise error
        real(handle)

    monkeypatch.setattr("advocate.writing.delivery.os.fsync", refuse)
    with pytest.raises(DeliveryError, match="No letter was written"):
        deliver(folder, piece("a"), piece("b"))
    assert not folder.exists()


def test_a_name_taken_in_between_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = plan_files(tmp_path, [piece("a"), piece("b")])
    real = os.link

    def link(written: Path, file: Path) -> None:
        if file.name == "b.md":
            file.write_text("somebody else's")
        real(written, file)

    monkeypatch.setattr("advocate.writing.delivery.os.link", link)
    with pytest.raises(DeliveryError, match=r"b\.md"), placed(tmp_path, planned):
        raise AssertionError("not reached")
    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]
    assert (tmp_path / "b.md").read_text() == "somebody else's"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("the log failed")])
def test_if_the_log_fails_the_files_go_again(tmp_path: Path, error: BaseException) -> None:
    folder = tmp_path / "outbox"
    deliver(folder, piece("kept"))
    with pytest.raises(type(error)), placed(folder, plan_files(folder, [piece("kept"), piece("new")])):
        assert (folder / "new.txt").is_file()
        raise error
    assert sorted(path.name for path in folder.iterdir()) == ["kept.md", "kept.txt"]


def test_what_cannot_be_taken_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "no")

    with (
        pytest.raises(DeliveryError, match=r"the log failed\n.*are in no log: .*new\.md.*new\.txt"),
        placed(tmp_path, plan_files(tmp_path, [piece("new")])),
    ):
        monkeypatch.setattr(Path, "unlink", refuse)
        raise RuntimeError("the log failed")


def test_a_disk_without_links_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*args: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("advocate.writing.delivery.os.link", no_links)
    assert deliver(tmp_path, piece()) == [
        "2026-11-24_01_senate-67_hawj.md",
        "2026-11-24_01_senate-67_hawj.txt",
    ]
