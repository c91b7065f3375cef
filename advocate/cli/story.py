"""How do a supporter's own words come in, so that nothing typed is ever lost?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import click

#: A line with only this ends the story.
END = "."


class Typed:
    """What a person has typed at prompts in this run, word by word; kept if the run does not end well."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def text(self) -> str:
        """Return everything typed: the story alone as it is, other answers under their names."""
        story = self.words.get("story", "")
        others = "".join(
            f"[{name}]\n{words}\n\n"
            for name, words in self.words.items()
            if name != "story" and words.strip()
        )
        return f"{others}[story]\n{story}" if others and story.strip() else others + story


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
            _ask_story(typed)
        else:
            typed.words[name] = click.prompt("", prompt_suffix="> ", err=True)


def _ask_story(typed: Typed) -> None:
    """Read lines until one that is only a dot, or the end of the input."""
    click.echo(
        f"(End with a line that is only a dot '{END}'. Ctrl-C stops, and keeps what you typed.)", err=True
    )
    _edit_lines()
    lines: list[str] = []
    while True:
        try:
            line = _read_line()
        except EOFError:
            break
        except _Stopped as stopped:
            lines.append(stopped.rest)
            typed.words["story"] = "\n".join(lines).strip()
            raise KeyboardInterrupt from None
        if line.strip() == END:
            break
        lines.append(line)
        typed.words["story"] = "\n".join(lines).strip()


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
def kept_if_it_fails(typed: Typed, folders: tuple[Path, ...], day: str) -> Iterator[None]:
    """If what is inside stops, put what was typed into a file of its owner's alone, and say where."""
    try:
        yield
    except BaseException:
        text = typed.text()
        if text.strip():
            _keep(text, folders, day)
        raise


def _keep(text: str, folders: tuple[Path, ...], day: str) -> None:
    from advocate.delivery import Piece, placed, plan_files
    from advocate.errors import DeliveryError

    piece = Piece(f"{day}_my-words", {".txt": text.rstrip() + "\n"})
    for folder in folders:
        with suppress(DeliveryError):
            planned = plan_files(folder, [piece])
            with placed(folder, planned):
                pass
            where = planned[0].files[0]
            click.echo(
                f"\nWhat you typed is kept in '{where}'. To go on with it: --story '{where}'", err=True
            )
            return
    click.echo(f"\nWhat you typed could not be kept in a file, so here it is:\n\n{text}", err=True)
