"""Can the next rows be read while the last ones are laid down? A second process reads a long list, for a second core.

Run as `python -m advocate.importing.ahead`: it gets a list's name and columns on its standard input,
and answers with rows as `advocate.store.staging` keeps them, some thousands at a time.
"""

from __future__ import annotations

import contextlib
import marshal
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from advocate.importing.columns import ColumnMap

#: A list of fewer bytes is read before a second process has begun.
WORTH_IT = 6_000_000
_ROWS = 2_000
_LENGTH = 8
_ERROR = b"!"


class ToRead(NamedTuple):
    """What the other process needs to know."""

    file: Path
    sheet: str
    columns: ColumnMap
    consent_source: str


def read_ahead(what: ToRead) -> Iterator[tuple[Any, ...]]:
    """Yield the staged rows of a list that another process reads. Raises what reading raises there."""
    command = [sys.executable, "-m", "advocate.importing.ahead"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:  # noqa: S603
        try:
            if reader.stdin is None or reader.stdout is None:
                raise RuntimeError("a process without its pipes")
            # Our own object, to our own program: it is read back by `main` below and by nobody else.
            pickle.dump(what, reader.stdin)
            reader.stdin.close()
            yield from _received(reader.stdout)
        finally:
            # Whoever stops listening, by Ctrl-C or an error, lets the other one go, too.
            reader.kill()


def _received(stream: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    while True:
        head = stream.read(_LENGTH)
        length = int.from_bytes(head, "big")
        some = stream.read(length)
        if len(head) < _LENGTH or len(some) < length:
            raise OSError("the process that reads the list has ended early")
        if not length:
            return
        if some.startswith(_ERROR):
            raise pickle.loads(some[1:])  # noqa: S301
        yield from marshal.loads(some[1:])  # noqa: S302


def main() -> None:
    """Answer with the rows of the list that is asked for."""
    # Ctrl-C goes to both; the one that asked tells the person.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    what: ToRead = pickle.load(sys.stdin.buffer)  # noqa: S301
    out = sys.stdout.buffer
    # The other side may be gone; then there is nobody to tell.
    with contextlib.suppress(BrokenPipeError):
        try:
            for some in _staged_rows(what):
                _send(out, b"=" + marshal.dumps(some))
        except Exception as error:  # it is raised again where the list was asked for
            _send(out, _ERROR + _pickled(error))
        out.write(bytes(_LENGTH))
        out.flush()


def _staged_rows(what: ToRead) -> Iterator[list[tuple[Any, ...]]]:
    from advocate.importing.entries import read_entries
    from advocate.importing.reading import open_list
    from advocate.store.staging import staged

    source = open_list(what.file, sheet=what.sheet)
    rows = map(staged, read_entries(source.rows(), what.columns, consent_source=what.consent_source))
    while some := list(islice(rows, _ROWS)):
        yield some


def _send(out: IO[bytes], data: bytes) -> None:
    out.write(len(data).to_bytes(_LENGTH, "big"))
    out.write(data)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)  # noqa: S301
    except Exception:  # some errors cannot be sent; what they say can
        data = pickle.dumps(OSError(str(error)))
    return data


if __name__ == "__main__":
    main()
