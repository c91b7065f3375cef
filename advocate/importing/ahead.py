"""Can the next rows be read while the last ones are laid down? A second process reads a long list, for a second core.

Run as `python -m advocate.importing.ahead`: it gets a list's name and columns on its standard input,
and answers with rows as `advocate.store.staging` keeps them, some hundreds at a time. Reading takes longer than
laying down, so three times of eight the rows come as they are in the file, and this side makes entries of them.
"""

from __future__ import annotations

import contextlib
import marshal
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from advocate.importing.columns import ColumnMap
from advocate.importing.entries import entry_reader
from advocate.importing.records import Row

#: A list of fewer bytes is read before a second process has begun.
WORTH_IT = 6_000_000
_ROWS = 500
_LENGTH = 8
_STAGED, _AS_READ, _ERROR = b"=", b"~", b"!"
_OURS, _OF = 3, 8
#: Bytes on their way, so that neither waits while the other is busy for a moment.
_ON_THE_WAY = 1_048_576


class ToRead(NamedTuple):
    """What the other process needs to know."""

    file: Path
    sheet: str
    columns: ColumnMap
    consent_source: str


def read_ahead(what: ToRead) -> Iterator[tuple[Any, ...]]:
    """Yield the staged rows of a list that another process reads. Raises what reading raises there."""
    command = [sys.executable, "-m", "advocate.importing.ahead"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_ON_THE_WAY
    ) as reader:
        try:
            if reader.stdin is None or reader.stdout is None:
                raise RuntimeError("a process without its pipes")
            # Our own object, to our own program: it is read back by `main` below and by nobody else.
            pickle.dump(what, reader.stdin)
            reader.stdin.close()
            yield from _received(reader.stdout, what)
        finally:
            # Whoever stops listening, by Ctrl-C or an error, lets the other one go, too.
            reader.kill()


def _received(stream: IO[bytes], what: ToRead) -> Iterator[tuple[Any, ...]]:
    from advocate.store.staging import staged

    read = entry_reader(what.columns, consent_source=what.consent_source)
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
        rows = marshal.loads(memoryview(some)[1:])  # noqa: S302
        yield from map(staged, map(read, map(Row._make, rows))) if some.startswith(_AS_READ) else rows


def main() -> None:
    """Answer with the rows of the list that is asked for."""
    # Ctrl-C goes to both; the one that asked tells the person.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    what: ToRead = pickle.load(sys.stdin.buffer)  # noqa: S301
    out = sys.stdout.buffer
    # The other side may be gone; then there is nobody to tell.
    with contextlib.suppress(BrokenPipeError):
        try:
            for kind, some in _rows(what):
                _send(out, kind + marshal.dumps(some))
        except Exception as error:  # it is raised again where the list was asked for
            _send(out, _ERROR + _pickled(error))
        out.write(bytes(_LENGTH))
        out.flush()


def _rows(what: ToRead) -> Iterator[tuple[bytes, list[tuple[Any, ...]]]]:
    from advocate.importing.reading import open_list
    from advocate.store.staging import staged

    source = open_list(what.file, sheet=what.sheet)
    read = entry_reader(what.columns, consent_source=what.consent_source)
    rows = source.rows()
    for number in count(1):
        some = list(islice(rows, _ROWS))
        if not some:
            return
        if number % _OF >= _OURS:
            yield _STAGED, [staged(read(row)) for row in some]
        else:
            yield _AS_READ, [(row.line, tuple(row.values), row.kind, row.problem) for row in some]


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
