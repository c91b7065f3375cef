"""How is a file with people in it written: whole or not at all, and readable by its owner alone?"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

_LONGEST_WORD = 40
#: Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)


@contextmanager
def whole_file(target: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file beside `target` for text, and put it there in one move when the block ends well.

    On an error or Ctrl-C the old file stays as it was and nothing new is left. The file gets mode
    600. A pipe or a device is written to as it is. Raises OSError whose `filename` is the folder or
    the target.
    """
    if target.exists() and not target.is_file():
        # A move would put a file in its place: /dev/null would be gone for everybody.
        with target.open("w", encoding=encoding, newline="") as stream:
            yield stream
        return
    with _part_file(target) as handle, os.fdopen(handle, "w", encoding=encoding, newline="") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def write_whole(target: Path, content: bytes) -> None:
    """Write the bytes to `target`, whole or not at all, as `whole_file` does. Raises OSError."""
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    with _part_file(target) as handle, os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _part_file(target: Path) -> Iterator[int]:
    """Yield an open file beside `target` that takes its place at the end, or goes away after an error."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        # The name of the part file would tell a person nothing.
        raise type(error)(error.errno, error.strerror, str(target.parent)) from None
    part = Path(name)
    try:
        yield handle
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def plain_word(text: str) -> str:
    """Return the text in small ASCII letters, digits and hyphens; what cannot be written so is left out."""
    small = text.casefold().translate(_PLAIN)
    ascii_only = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else "-" if c in " -_/" else "" for c in ascii_only).split("-")
    return "-".join(word for word in words if word)[:_LONGEST_WORD].strip("-")
