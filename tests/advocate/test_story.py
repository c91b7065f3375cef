"""A supporter's own words: whatever stops the run, what was typed is kept, and it is said where."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from advocate.cli import story
from advocate.cli.story import Typed, ask_for, kept_if_it_fails

QUESTIONS = {"story": "What have you seen?"}


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> object:
    """Let a test type lines; an exception among them happens at the prompt, with half a line typed."""

    def start(*lines: str | BaseException, half: str = "") -> None:
        left: Iterator[str | BaseException] = iter(lines)

        def read(prompt: str) -> str:
            line = next(left)
            if isinstance(line, BaseException):
                raise line
            return line

        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(story, "_half_line", lambda: half)

    return start


def test_a_story_ends_with_a_dot_or_the_end_of_input(types) -> None:  # type: ignore[no-untyped-def]
    for end in (".", EOFError()):
        typed = Typed()
        types("First line.", "", "Second paragraph.", end)
        ask_for(QUESTIONS, typed)
        assert typed.words == {"story": "First line.\n\nSecond paragraph."}


def test_ctrl_c_keeps_every_line_and_the_half_one(
    types, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    types("First line.", KeyboardInterrupt(), half="Second, hal")
    typed = Typed()
    folder = tmp_path / "outbox"
    with pytest.raises(KeyboardInterrupt), kept_if_it_fails(typed, (folder,), "2026-11-24"):
        ask_for(QUESTIONS, typed)
    (kept,) = folder.iterdir()
    assert kept.read_text() == "First line.\nSecond, hal\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert f"--story '{kept}'" in capsys.readouterr().err


def test_another_draft_is_not_overwritten(tmp_path: Path) -> None:
    for words in ("One", "Two", "Two"):
        typed = Typed()
        typed.words["story"] = words
        with pytest.raises(RuntimeError), kept_if_it_fails(typed, (tmp_path,), "2026-11-24"):
            raise RuntimeError
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["One\n", "Two\n"]


def test_where_the_outbox_cannot_be_written_the_next_folder_serves_and_else_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    typed = Typed()
    typed.words |= {"deed": "the visit", "story": "My words"}
    for folders in ((tmp_path / "file" / "a", tmp_path / "b"), (tmp_path / "file" / "a",)):
        with pytest.raises(RuntimeError), kept_if_it_fails(typed, folders, "2026-11-24"):
            raise RuntimeError
    (kept,) = (tmp_path / "b").iterdir()
    assert kept.read_text() == "[deed]\nthe visit\n\n[story]\nMy words\n"
    assert "could not be kept in a file, so here it is:\n\n[deed]\nthe visit" in capsys.readouterr().err


def test_nothing_typed_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), kept_if_it_fails(Typed(), (tmp_path,), "2026-11-24"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
