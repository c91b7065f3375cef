"""Is a file written whole or not at all, and for its owner's eyes only?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advocate.whole_file import whole_file, write_whole


def test_a_file_appears_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    with whole_file(target, "utf-8-sig") as stream:
        stream.write("Zoë\n")
        assert not target.exists()
    assert target.read_bytes() == b"\xef\xbb\xbfZo\xc3\xab\n"
    if os.name != "nt":
        assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, BrokenPipeError])
def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old", encoding="utf-8")

    def fail() -> None:
        with whole_file(target) as stream:
            stream.write("half")
            raise error

    with pytest.raises(error):
        fail()
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named_without_our_part_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, whole_file(tmp_path / "none" / "list.csv"):
        pass
    assert caught.value.filename == str(tmp_path / "none")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with whole_file(pipe) as stream:
        stream.write("one row")
    assert os.read(reader, 100) == b"one row"
    write_whole(pipe, b"a page")
    assert os.read(reader, 100) == b"a page"
    os.close(reader)
    assert pipe.is_fifo() and [path.name for path in tmp_path.iterdir()] == ["pipe"]
