"""Can the log be read on a wide terminal and on a telephone's?"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from advocate.cli import cli
from advocate.cli.log import _print_table
from advocate.store import open_log

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"


@pytest.mark.parametrize("width", [40, 80])
def test_no_name_is_cut_off_and_nothing_steers_the_terminal(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, story = tmp_path / "log.db", tmp_path / "story.txt"
    story.write_text("Our school lost its librarian.", encoding="utf-8")
    words = ["write", ADDRESS, "--name", "Nguyễn \u202eŽižek [bold]", "--story", str(story), "--to", "house"]
    done = CliRunner().invoke(
        cli, [*words, "--db", str(db), "--out", str(tmp_path / "out"), "--offline", "--yes"]
    )
    assert done.exit_code == 0, done.output
    with open_log(db) as log:
        contacts = log.contacts()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    _print_table(contacts)
    shown = sys.stdout.getvalue()  # type: ignore[attr-defined]
    for word in ("Representative", "Xiong", "(67B)", "Nguyễn", "Žižek", "[bold]", contacts[0].short_id):
        assert word in shown
    assert "…" not in shown and "\u202e" not in shown
    assert max(map(len, shown.splitlines())) <= width
