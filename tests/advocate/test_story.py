"""A supporter's own words: whatever stops the run, what was typed is kept, and it is said where."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from advocate.cli import story
from advocate.cli.story import Typed, ask_for, ask_story, kept_if_it_fails
from advocate.writing.drafts import Draft, read_draft

QUESTIONS = {"story": "What have you seen?"}


def draft_of(words: Mapping[str, str]) -> Draft:
    others = {name: word for name, word in words.items() if name != "story"}
    return Draft({"address": "1 Main St"}, others, words.get("story", ""))


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


def test_a_story_goes_on_from_a_draft(types) -> None:  # type: ignore[no-untyped-def]
    typed = Typed()
    types("Second paragraph.", ".")
    ask_story(typed, "First line.")
    assert typed.words["story"] == "First line.\n\nSecond paragraph."


def test_ctrl_c_keeps_every_line_and_the_half_one(
    types, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    types("First line.", KeyboardInterrupt(), half="Second, hal")
    typed = Typed()
    folder = tmp_path / "outbox"
    with pytest.raises(KeyboardInterrupt), kept_if_it_fails(typed, draft_of, (folder,), "2026-11-24"):
        ask_for(QUESTIONS, typed)
    (kept,) = folder.iterdir()
    assert kept.name == "2026-11-24_draft.md"
    assert read_draft(kept) == Draft({"address": "1 Main St"}, {}, "First line.\nSecond, hal")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert f"--resume '{kept}'" in capsys.readouterr().err


def test_each_line_is_in_the_draft_before_the_next_is_typed(tmp_path: Path) -> None:
    typed = Typed()
    with kept_if_it_fails(typed, draft_of, (tmp_path,), "2026-11-24"):
        typed.put("story", "One.")
        (draft,) = tmp_path.iterdir()
        assert read_draft(draft).story == "One."
        typed.put("story", "One.\nTwo.")
        assert read_draft(draft).story == "One.\nTwo."
    assert list(tmp_path.iterdir()) == []


def test_another_draft_is_not_overwritten(tmp_path: Path) -> None:
    for words in ("One", "Two", "Two"):
        typed = Typed()
        with pytest.raises(RuntimeError), kept_if_it_fails(typed, draft_of, (tmp_path,), "2026-11-24"):
            typed.put("story", words)
            raise RuntimeError
    assert sorted(read_draft(path).story for path in tmp_path.iterdir()) == ["One", "Two", "Two"]


def test_where_the_outbox_cannot_be_written_the_next_folder_serves_and_else_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    for folders in ((tmp_path / "file" / "a", tmp_path / "b"), (tmp_path / "file" / "a",)):
        typed = Typed()
        with pytest.raises(RuntimeError), kept_if_it_fails(typed, draft_of, folders, "2026-11-24"):
            typed.put("deed", "the visit")
            typed.put("story", "My words")
            raise RuntimeError
    (kept,) = (tmp_path / "b").iterdir()
    assert read_draft(kept) == Draft({"address": "1 Main St"}, {"deed": "the visit"}, "My words")
    assert "could not be kept in a file, so here it is:\n\n+++" in capsys.readouterr().err


def test_nothing_typed_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), kept_if_it_fails(Typed(), draft_of, (tmp_path,), "2026-11-24"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal that a test can type at")
def test_at_a_terminal_a_closed_window_loses_no_line(tmp_path: Path) -> None:
    """Type at the real command, and kill it as a closed window or a power cut does."""
    ours, theirs = os.openpty()
    command = [
        sys.executable, "-m", "advocate", "write", "1540 6th St E, Saint Paul, MN 55106", "--offline", "--to", "house",
        "--out", str(tmp_path / "outbox"), "--db", str(tmp_path / "log.db"),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = b""
    os.write(ours, b"Our library is closed.\n")
    while shown.count(b"> ") < 2:
        shown += os.read(ours, 4096)
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(ours)
    (draft,) = (tmp_path / "outbox").iterdir()
    kept = read_draft(draft)
    assert kept.story == "Our library is closed."
    assert kept.fields["to"] == "house"
