"""Is a snapshot built whole or not at all, and is the committed one what the publishers' files give?"""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from legislators.errors import SnapshotError
from legislators.snapshot import SOURCES_FILE, Source, bundled_folder, read_sources
from legislators.sources import build
from legislators.sources.boards import compile_boards
from legislators.sources.mde import compile_directory
from legislators.sources.open_states import compile_officials

PUBLISHED = os.environ.get("ADVOCATE_PUBLISHED", "")


def source(name: str, *files: str) -> Source:
    return Source(
        name, "P", "T", "https://example.org", "2026", "CC0", "2026-10", "0", date(2026, 1, 1), None, files
    )


def writes(name: str, text: str) -> build.Compiler:
    def compiler(published: Path, out: Path) -> list[Source]:
        (out / name).write_text(text, encoding="utf-8")
        return [source(f"source-of-{name}", name)]

    return compiler


def fails(published: Path, out: Path) -> list[Source]:
    raise SnapshotError("the second input is broken")


def use(monkeypatch: pytest.MonkeyPatch, *compilers: build.Compiler) -> None:
    monkeypatch.setattr(build, "_compilers", lambda: list(compilers))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_all_files_come_in_together_with_their_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, writes("b.json", "2"), writes("a.json", "1"))
    out = tmp_path / "data"
    made = build.build_snapshot(tmp_path, out)
    assert [each.name for each in made] == ["source-of-a.json", "source-of-b.json"]
    assert sorted(contents(out)) == ["NOTICES.md", SOURCES_FILE, "a.json", "b.json"]
    assert read_sources(out / SOURCES_FILE) == tuple(made)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_failing_step_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "data"
    use(monkeypatch, writes("a.json", "old"))
    build.build_snapshot(tmp_path, out)
    (out / "streets-of-mine.sqlite").write_text("kept", encoding="utf-8")
    before = contents(out)
    use(monkeypatch, writes("a.json", "new"), fails)
    with pytest.raises(SnapshotError, match="the second input is broken"):
        build.build_snapshot(tmp_path, out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_failing_move_puts_the_old_files_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "data"
    use(monkeypatch, writes("a.json", "old"), writes("z.json", "old"))
    build.build_snapshot(tmp_path, out)
    before = contents(out)
    use(monkeypatch, writes("a.json", "new"), writes("m.json", "new"), writes("z.json", "new"))
    rename = Path.rename

    def stuck(self: Path, target: Path) -> Path:
        if target == out / "z.json":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(SnapshotError, match=r"was not built.*as it was: No space left on device"):
        build.build_snapshot(tmp_path, out)
    assert contents(out) == before


def test_an_unexpected_value_becomes_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compile_terms(published: Path, out: Path) -> list[Source]:
        date.fromisoformat("8 November 2022")
        return []

    use(monkeypatch, compile_terms)
    with pytest.raises(
        SnapshotError, match=r"a file for terms in .* unknown form \(ValueError: .*8 November"
    ):
        build.build_snapshot(tmp_path, tmp_path / "data")


def test_two_sources_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, writes("a.json", "1"), writes("a.json", "2"))
    with pytest.raises(SnapshotError, match=r"share a name: source-of-a\.json"):
        build.build_snapshot(tmp_path, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="nowhere is no folder"):
        build.build_snapshot(tmp_path / "nowhere", tmp_path / "data")


def test_every_bundled_row_has_its_source_and_day() -> None:
    folder = bundled_folder()
    for name, key in (("officials.json", "seats"), ("school_districts.json", "districts")):
        rows = json.loads((folder / name).read_text(encoding="utf-8"))[key]
        assert all(row["source"] and date.fromisoformat(row["as_of"]) for row in rows)
    boards = json.loads((folder / "school_boards.json").read_text(encoding="utf-8"))["boards"]
    seats = [seat for board in boards for seat in board["seats"]]
    assert all(seat["source"] and date.fromisoformat(seat["as_of"]) for seat in seats)
    assert (len(boards), len(seats), sum(1 for seat in seats if seat["name"])) == (326, 2099, 1882)
    assert all(bool(seat["name"]) != bool(seat["unnamed"]) for seat in seats)


def test_every_bundled_file_has_a_listed_source() -> None:
    folder = bundled_folder()
    listed = {name for each in read_sources(folder / SOURCES_FILE) for name in each.used_for}
    bundled = {path.name for path in folder.iterdir() if path.suffix not in (".md", ".toml", ".py")}
    assert bundled == listed


@pytest.mark.skipif(not PUBLISHED, reason="ADVOCATE_PUBLISHED names no folder of the publishers' files")
@pytest.mark.parametrize(
    ("compiler", "names"),
    [
        (compile_officials, ["officials.json"]),
        (compile_directory, ["school_districts.json"]),
        (compile_boards, ["school_boards.json", "school_boards.LICENSE.md"]),
    ],
)
def test_the_publishers_files_give_the_committed_bytes(
    compiler: build.Compiler, names: list[str], tmp_path: Path
) -> None:
    (made,) = compiler(Path(PUBLISHED), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for name in names:
        assert (tmp_path / name).read_bytes() == (bundled_folder() / name).read_bytes()
    assert made in read_sources(bundled_folder() / SOURCES_FILE)


def content(path: Path) -> object:
    """A file's bytes; of an archive its members', since releases of Python write its headers differently."""
    if path.suffix != ".npz":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@pytest.mark.skipif(not PUBLISHED, reason="ADVOCATE_PUBLISHED names no folder of the publishers' files")
def test_a_full_build_gives_the_committed_snapshot(tmp_path: Path) -> None:
    made, kept = tmp_path / "data", bundled_folder()
    build.build_snapshot(Path(PUBLISHED), made)
    assert sorted(path.name for path in made.iterdir()) == sorted(path.name for path in kept.iterdir())
    changed = [path.name for path in made.iterdir() if content(path) != content(kept / path.name)]
    assert changed == []
