"""`advocate write` keeps nobody again who asked to be forgotten, unless they want that; `supporters add` alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli
from advocate.store import open_log

HOME = "1540 6th St E, Saint Paul, MN 55106"
STORY = "My two children learned to read at our neighborhood school.\n"
ADD = ("supporters", "add", "Test Writer", "--address", HOME, "--consent-source", "School fair")
TOLD = "Somebody with this name and address asked to be forgotten"


@pytest.fixture(autouse=True)
def forgotten(home: Path) -> None:
    """A log that remembers only that somebody asked to be forgotten."""
    Path("story.txt").write_text(STORY, encoding="utf-8")
    assert run(*ADD).exit_code in (0, 3)
    assert run("supporters", "forget", "Test Writer", "--yes").exit_code == 0
    assert people() == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def write(*words: str) -> Result:
    return run("write", HOME, "--name", "Test Writer", "--offline", "--story", "story.txt", *words)


def people() -> int:
    with open_log(create=False) as log:
        return int(log.database.execute("SELECT count(*) FROM people").fetchone()[0])


def test_a_letter_of_one_who_asked_to_be_forgotten_is_not_written_unasked() -> None:
    result = write()
    assert result.exit_code == 2
    assert TOLD in result.stderr
    assert "--yes" in result.stderr
    assert people() == 0
    assert not Path("outbox").exists()


def test_a_dry_run_keeps_nobody_and_asks_nothing() -> None:
    assert write("--dry-run").exit_code == 0
    assert people() == 0


@pytest.mark.parametrize("again", [write, lambda *words: run(*ADD, *words)])
def test_who_says_so_is_kept_again_and_no_longer_asked(again: object) -> None:
    assert callable(again)
    refused = again()
    assert (refused.exit_code, people()) == (2, 0)
    assert TOLD in refused.stderr
    assert again("--yes").exit_code in (0, 3)
    assert people() == 1
    assert write().exit_code == 0
    with open_log(create=False) as log:
        assert log.database.execute("SELECT count(*) FROM forgotten").fetchone()[0] == 0


def test_a_neighbour_who_is_on_the_lists_leaves_what_is_remembered_of_another() -> None:
    assert run("supporters", "add", "Other Person", "--phone", "651-555-0143", "--yes").exit_code in (0, 3)
    with open_log(create=False) as log:
        before = log.database.execute("SELECT * FROM forgotten ORDER BY 1").fetchall()
    told = run("write", HOME, "--name", "Other Person", "--offline", "--story", "story.txt", "--yes")
    assert told.exit_code == 0
    with open_log(create=False) as log:
        assert log.database.execute("SELECT * FROM forgotten ORDER BY 1").fetchall() == before
