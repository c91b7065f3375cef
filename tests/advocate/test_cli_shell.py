"""Does the command line cost little, know its commands, and turn every error into a message and an exit code?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import advocate.cli
from advocate import __version__
from advocate.cli import COMMANDS, cli
from advocate.cli.errors import ExitCode, run_and_explain
from advocate.errors import SettingError
from legislators.errors import AmbiguousAddress, BadAddress, UnknownDistrict

SECRET = "742 Evergreen Terrace"


def run(*arguments: str, env: dict[str, str] | None = None) -> Any:
    return CliRunner().invoke(cli, list(arguments), env=env)


def fails(error: BaseException) -> Callable[[], None]:
    def action() -> None:
        raise error

    return action


def test_help_lists_every_command_and_imports_none() -> None:
    code = (
        "import sys; from advocate.cli import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "loaded = [m for m in sys.modules if m.startswith('advocate.cli.')]\n"
        "heavy = {'rich', 'numpy', 'shapely', 'requests', 'sqlite_utils', 'jinja2', 'legislators', 'letters'}\n"
        "print(loaded, heavy & set(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name, line in COMMANDS.items():
        assert f"  {name}" in done.stdout
        assert line in done.stdout
    assert done.stderr.split() in (["[]", "set()"], ["['advocate.cli.errors']", "set()"])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_table_is_there_with_its_own_help(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: advocate {name}")
    assert all(len(line) <= 80 for line in result.output.splitlines())


def test_version() -> None:
    assert run("--version").output == f"advocate {__version__}\n"


def test_a_wrong_command_is_answered_with_the_right_ones() -> None:
    result = run("woh")
    assert result.exit_code == ExitCode.WRONG_USAGE
    assert "Did you mean 'who'?" in result.stderr
    assert all(name in result.stderr for name in COMMANDS)


def test_exit_codes_are_the_four_of_the_house_rules() -> None:
    assert [(code.name, code.value) for code in ExitCode][:4] == [
        ("DONE", 0),
        ("FAILED", 1),
        ("WRONG_USAGE", 2),
        ("NEEDS_EYES", 3),
    ]


@pytest.mark.parametrize(
    ("result", "code"), [(None, 0), (True, 0), ("text", 0), (ExitCode.NEEDS_EYES, 3), (ExitCode.FAILED, 1)]
)
def test_what_a_command_returns_is_its_exit_code(result: object, code: int) -> None:
    assert run_and_explain(lambda: result) == code


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (BadAddress("The address is empty."), 1, "Error: The address is empty.\n"),
        (UnknownDistrict("There is no district 68A."), 2, "Error: There is no district 68A.\n"),
        (SettingError("ADVOCATE_OFFLINE is 'maybe'."), 1, "Error: ADVOCATE_OFFLINE is 'maybe'.\n"),
        (
            AmbiguousAddress("Two fit:", ["in Anoka", "in Ely"]),
            1,
            "Error: Two fit:\n  - in Anoka\n  - in Ely\n",
        ),
        (FileNotFoundError(2, "No such file", "fair.csv"), 1, "There is no file or folder 'fair.csv'"),
        (PermissionError(13, "Permission denied", "/locked"), 1, "You may not read or write '/locked'"),
        (IsADirectoryError(21, "Is a directory", "lists"), 1, "'lists' is a folder"),
        (OSError(28, "No space left on device", "big.csv"), 1, "'big.csv': No space left on device"),
        (MemoryError(), 1, "not enough free memory"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (click.Abort(), 130, "nothing is half done"),
        (click.UsageError("Give an address."), 2, "Error: Give an address.\n"),
        (click.FileError("fair.csv", "is odd"), 1, "fair.csv"),
    ],
)
def test_every_error_has_a_message_and_a_code(
    error: BaseException, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_and_explain(fails(error)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert "Traceback" not in captured.err


def test_an_error_nobody_thought_of_tells_the_place_and_no_personal_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError(SECRET)

    monkeypatch.setattr(advocate.cli, "unknown_command", broken)
    with pytest.raises(SystemExit) as stopped:
        cli.main(["woh"])
    assert stopped.value.code == ExitCode.FAILED
    told = capsys.readouterr().err
    assert "KeyError in advocate.cli, line" in told
    assert "Please report" in told
    assert "ADVOCATE_DEBUG=1" in told
    assert SECRET not in told
    assert "Traceback" not in told


def test_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_DEBUG", "1")
    assert run_and_explain(fails(ValueError("odd"))) == ExitCode.FAILED
    assert "Traceback" in capsys.readouterr().err


def into_closed_pipe(*command: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python with an output that nobody reads, buffered as it is on most machines."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        return subprocess.run(
            [sys.executable, *command], stdout=stdout, stderr=subprocess.PIPE, env=env, check=False
        )


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    # The pipe is closed before anything is printed, and what is printed is more than a pipe holds.
    code = (
        "import sys, click; from advocate.cli import errors\n"
        "sys.exit(errors.run_and_explain(lambda: [click.echo('x' * 1000) for _ in range(1000)]))\n"
    )
    done = into_closed_pipe("-c", code)
    assert done.stderr == b""
    assert done.returncode == ExitCode.FAILED


def test_a_short_answer_into_a_closed_pipe_is_quiet_too() -> None:
    code = (
        "import sys; from advocate.cli import errors\n"
        "sys.exit(errors.run_and_explain(lambda: print('short')))\n"
    )
    for command in (("-c", code), ("-m", "advocate", "--version")):
        done = into_closed_pipe(*command)
        assert done.stderr == b""
        assert done.returncode == ExitCode.FAILED


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process")
def test_ctrl_c_stops_with_one_sentence_and_leaves_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    code = (
        "import signal, sys, time; from pathlib import Path\n"
        # A job in the background is started deaf to Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from advocate.cli.errors import run_and_explain\n"
        "from advocate.whole_file import whole_file\n"
        "def work():\n"
        "    with whole_file(Path(sys.argv[1])) as stream:\n"
        "        stream.write('half')\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(60)\n"
        "sys.exit(run_and_explain(work))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == ExitCode.STOPPED
    assert told.strip() == "Stopped. What was finished before is kept, and nothing is half done."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["2027-02-31", "tomorrow", ""])
def test_a_day_that_is_none_is_told_with_a_right_one(wrong: str) -> None:
    result = run("who", "--district", "67B", "--as-of", wrong)
    assert result.exit_code == ExitCode.WRONG_USAGE
    assert "as in 2027-02-01" in result.stderr


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("44.95", "as in 44.9593,-93.0355"),
        ("here,there", "as in 44.9593,-93.0355"),
        ("-93.0355,44.9593,1", "as in 44.9593,-93.0355"),
        ("120.5,44.9", "latitude comes first. Did you mean 44.9,120.5?"),
        ("400,500", "lies nowhere on Earth"),
    ],
)
def test_a_point_that_is_none_is_told_with_a_right_one(wrong: str, says: str) -> None:
    result = run("who", "--point", wrong)
    assert result.exit_code == ExitCode.WRONG_USAGE
    assert says in " ".join(result.stderr.split())


def test_json_goes_to_standard_output_alone_even_in_a_narrow_terminal() -> None:
    result = run("who", "--district", "67B", "--json", env={"COLUMNS": "20", "NO_COLOR": "1"})
    assert json.loads(result.stdout)["districts"][0]["id"] == "67B"
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_once() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "advocate", "who", "--district", "67B"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == ExitCode.FAILED
    assert "could not be written" in done.stderr and "inside advocate" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell's way to close a stream")
def test_a_closed_output_is_no_error() -> None:
    command = f'"{sys.executable}" -m advocate who --district 67B >&-'
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (ExitCode.DONE, "")


def test_a_missing_extra_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_and_explain(fails(ModuleNotFoundError("No module", name="yaml"))) == ExitCode.FAILED
    assert "mn-advocate[data]" in capsys.readouterr().err
