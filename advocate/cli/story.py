"""How do a supporter's own words come in, so that nothing typed is ever lost?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from advocate.writing.drafts import Draft

    #: From the words typed so far to the draft that holds them, with what the command line said.
    DraftOf = Callable[[Mapping[str, str]], Draft]

#: A line with only this ends the story.
END = "."


class Typed:
    """What a person has typed at prompts in this run, word by word; `changed` is called after each line."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.changed: Callable[[], None] = lambda: None

    def put(self, name: str, text: str) -> None:
        """Take in an answer, or as much of the story as there is so far."""
        self.words[name] = text
        self.changed()

    @property
    def text(self) -> str:
        """Everything typed, to see whether there is anything."""
        return "\n".join(self.words.values()).strip()


def read_story(source: Path | None) -> str:
    """Return the story of a file, or of the standard input for "-"; "" for None. Raises UsageError."""
    if source is None:
        return ""
    from advocate.importing.encodings import decode

    if str(source) == "-":
        data, name = sys.stdin.buffer.read(), "the standard input"
    else:
        data, name = source.read_bytes(), str(source)
    text = decode(data, name)[0].strip()
    if not text:
        raise click.UsageError(f"The story in {name} is empty. Write a few sentences in your own words.")
    return text


def ask_for(missing: Mapping[str, str], typed: Typed) -> None:
    """Ask at the terminal for each missing word; the answers gather in `typed` as they are typed."""
    for name, question in missing.items():
        click.echo(f"\n{question}", err=True)
        if name == "story":
            ask_story(typed)
        else:
            typed.put(name, click.prompt("", prompt_suffix="> ", err=True))


def ask_story(typed: Typed, begun: str = "") -> None:
    """Read lines until one that is only a dot, or the end of the input; they go on from what was begun."""
    click.echo(
        f"(End with a line that is only a dot '{END}'. Ctrl-C stops, and keeps what you typed.)", err=True
    )
    _edit_lines()
    lines = [*begun.split("\n"), ""] if begun else []
    while True:
        try:
            line = _read_line()
        except EOFError:
            break
        except _Stopped as stopped:
            lines.append(stopped.rest)
            typed.put("story", "\n".join(lines).strip())
            raise KeyboardInterrupt from None
        if line.strip() == END:
            break
        lines.append(line)
        typed.put("story", "\n".join(lines).strip())


def _edit_lines() -> None:
    """Let the arrow keys work in the answer, and let `_half_line` see it."""
    with suppress(ImportError):
        import readline  # noqa: F401


class _Stopped(Exception):
    """Ctrl-C in the middle of a line; `rest` is what the line held."""

    def __init__(self, rest: str) -> None:
        super().__init__(rest)
        self.rest = rest


def _read_line() -> str:
    """Return one line; on Ctrl-C raise _Stopped with what was typed of it."""
    try:
        return input("> ")
    except KeyboardInterrupt:
        raise _Stopped(_half_line()) from None


def _half_line() -> str:
    """Return what the interrupted line held, where the terminal lets us know."""
    try:
        import readline
    except ImportError:  # Windows: the line itself is lost, the lines before it are not
        return ""
    return readline.get_line_buffer()


@contextmanager
def kept_if_it_fails(typed: Typed, draft_of: DraftOf, folders: tuple[Path, ...], day: str) -> Iterator[None]:
    """Keep what is typed in a draft, line by line, until what is inside has done its work.

    If that stops, the draft stays, and it is said where; even a closed terminal leaves it. When all
    is done the words are in the letters, and the draft goes.
    """
    keeper = _Keeper(typed, draft_of, folders, day)
    typed.changed = keeper.save
    try:
        yield
    except BaseException:
        keeper.save()
        keeper.tell()
        raise
    keeper.remove()


class _Keeper:
    """The draft's file: made at the first line in the first folder that takes it, written whole each time."""

    def __init__(self, typed: Typed, draft_of: DraftOf, folders: tuple[Path, ...], day: str) -> None:
        self._typed, self._draft_of, self._folders, self._day = typed, draft_of, folders, day
        self._file: Path | None = None

    @property
    def text(self) -> str:
        from advocate.writing.drafts import write_draft

        return write_draft(self._draft_of(self._typed.words))

    def save(self) -> None:
        from advocate.whole_file import whole_file

        if not self._typed.text:
            return
        if self._file is None:
            self._file = self._make()
        if self._file is not None:
            with suppress(OSError), whole_file(self._file) as stream:
                stream.write(self.text)

    def tell(self) -> None:
        if self._file is not None:
            click.echo(
                f"\nWhat you typed is kept in '{self._file}'. To go on: advocate write --resume '{self._file}'",
                err=True,
            )
        elif self._typed.text:
            click.echo(
                f"\nWhat you typed could not be kept in a file, so here it is:\n\n{self.text}", err=True
            )

    def remove(self) -> None:
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    def _make(self) -> Path | None:
        """Make an empty file of its owner's alone, under a name that nobody has."""
        for folder in self._folders:
            with suppress(OSError):
                if not folder.is_dir():
                    folder.mkdir(mode=0o700, parents=True)
                for number in count(1):
                    file = folder / f"{self._day}_draft{'' if number == 1 else f'-{number}'}.md"
                    with suppress(FileExistsError):
                        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                        return file
        return None
