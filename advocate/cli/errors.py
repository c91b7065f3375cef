"""What does a person read, and which exit code does a script see, when something goes wrong?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import IntEnum
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from typing import Any

import click

OUR_PACKAGES = ("advocate", "legislators", "letters")
#: A module that not every installation has -> the extra of pyproject.toml that brings it.
EXTRAS = {"yaml": "data", "pyproj": "data", "altair": "charts", "vl_convert": "charts"}


class ExitCode(IntEnum):
    """What the command tells the shell."""

    DONE = 0
    FAILED = 1
    WRONG_USAGE = 2
    NEEDS_EYES = 3
    #: 128 + SIGINT, as shells have it.
    STOPPED = 130


def run_and_explain(action: Callable[[], Any]) -> int:
    """Run a command; return its exit code, having told any error on the error stream.

    A command may return an ExitCode (or call `ctx.exit`); anything else it returns means done.
    """
    try:
        result = action()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has seen enough: no error for anybody, but the pipe is gone.
        _discard_stdout()
        return ExitCode.FAILED
    except (click.Abort, KeyboardInterrupt) as stop:
        if isinstance(stop, click.Abort) and stop.__cause__ is None and sys.stderr and sys.stderr.isatty():
            _say("")  # Ctrl-C at a question leaves the cursor behind it.
        _say("Stopped. What was finished before is kept, and nothing is half done.")
        return ExitCode.STOPPED
    except Exception as error:  # the one place where everything ends
        return _explain(error)
    return int(result) if isinstance(result, int) and not isinstance(result, bool) else ExitCode.DONE


def _explain(error: Exception) -> int:
    """Say what happened and return the exit code for it."""
    if os.environ.get("ADVOCATE_DEBUG") == "1":
        from traceback import print_exception

        print_exception(error, file=sys.stderr)
    if isinstance(error, click.ClickException):
        error.show(file=sys.stderr)
        return error.exit_code
    _say(f"Error: {message_of(error)}")
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _discard_stdout()  # Else the interpreter's last flush fails, too, and says so in its own words.
    return exit_code_of(error)


def message_of(error: Exception) -> str:
    """Return one text for a person: what happened, where, and what to do."""
    if is_ours(error):
        choices = getattr(error, "choices", ())
        return str(error) + "".join(f"\n  - {choice}" for choice in choices if choice not in str(error))
    if isinstance(error, OSError) and error.filename is not None:
        return _file_message(error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT, EIO, EFBIG):
        return f"The answer could not be written ({error.strerror}). Make room, or send it to another place."
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] in EXTRAS:
        extra = EXTRAS[str(error.name).partition(".")[0]]
        return (
            f"This needs the package '{error.name}', which is not installed. "
            f"Install advocate's extra '{extra}': pip install 'mn-advocate[{extra}]', or '.[{extra}]' in its own folder."
        )
    if isinstance(error, MemoryError):
        return "This computer has not enough free memory for it. Close other programs, or split the file."
    return _unexpected(error)


def exit_code_of(error: Exception) -> int:
    """Return 2 where another word on the command line would help, else 1."""
    if is_ours(error) and (getattr(error, "wrong_usage", False) or "Unknown" in type(error).__name__):
        return ExitCode.WRONG_USAGE
    return ExitCode.FAILED


def is_ours(error: BaseException) -> bool:
    """True for an exception class of our own packages: its message is written for a person."""
    return any(c.__module__.partition(".")[0] in OUR_PACKAGES for c in type(error).__mro__)


def _file_message(error: OSError) -> str:
    """Return what is wrong with a file or folder, and what to do about it."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else str(error.filename)
    if isinstance(error, FileNotFoundError):
        return f"There is no file or folder '{name}'. Check the name and the folder you are in."
    if isinstance(error, PermissionError):
        return f"You may not read or write '{name}'. Choose another place, or change its permissions."
    if isinstance(error, IsADirectoryError):
        return f"'{name}' is a folder; a file is needed here."
    return f"'{name}': {error.strerror or 'cannot be used'}. Nothing there was changed."


def _unexpected(error: Exception) -> str:
    """Return where our code failed; never the values, which may be somebody's address."""
    frame, where = error.__traceback__, "unknown place"
    while frame is not None:
        module = str(frame.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in OUR_PACKAGES:
            where = f"{module}, line {frame.tb_lineno}"
        frame = frame.tb_next
    return (
        f"Something went wrong inside advocate ({type(error).__name__} in {where}). Not your fault.\n"
        "Please report this line and the command, without names or addresses. "
        "ADVOCATE_DEBUG=1 before the command shows more."
    )


def _say(text: str) -> None:
    """Write to the error stream; a closed one is not worth another error."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True)


def _discard_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not complain."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
