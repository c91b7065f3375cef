"""Run something in a process of its own that is killed, or finds the disk full, at its Nth touch of the files."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: What Python tells of before it is done: files opened, made, linked, renamed, removed.
_TOUCHES = (
    "open",
    "os.rename",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "shutil.copyfile",
)


def in_child(action: Callable[[], Any], folder: Path, *, nth: int, fault: str) -> tuple[str, Any]:
    """Run `action` in a forked process, with a fault at its `nth` touch of a file below `folder`.

    `fault` is "kill" or "full". Returns ("killed", None), ("done", touches) or ("raised", the error
    as (type's name, text)).
    """
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a server's thread runs beside
        pid = os.fork()
    if pid == 0:
        os.close(read)
        _child(action, folder, nth, fault, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    _, state = os.waitpid(pid, 0)
    if os.WIFSIGNALED(state):
        assert os.WTERMSIG(state) == signal.SIGKILL
        return "killed", None
    answer: tuple[str, Any] = pickle.loads(told)
    return answer


def _child(action: Callable[[], Any], folder: Path, nth: int, fault: str, write: int) -> None:
    touches, watching = 0, True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal touches
        if not watching or event not in _TOUCHES or not _below(arguments, folder):
            return
        if event == "open" and fault == "full" and not _writes(arguments):
            return
        touches += 1
        if touches == nth and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        # A full disk stays full; removing files is still possible.
        if fault == "full" and touches >= nth and event in ("open", "os.mkdir", "os.link", "os.rename"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    sys.addaudithook(watch)
    try:
        action()
        answer: tuple[str, Any] = ("done", touches)
    except BaseException as error:
        answer = ("raised", (type(error).__name__, str(error)))
    watching = False
    with os.fdopen(write, "wb") as pipe:
        pipe.write(pickle.dumps(answer))
    os._exit(0)


def _below(arguments: tuple[Any, ...], folder: Path) -> bool:
    return any(str(each).startswith(str(folder)) for each in arguments[:2])


def _writes(arguments: tuple[Any, ...]) -> bool:
    return bool(int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
