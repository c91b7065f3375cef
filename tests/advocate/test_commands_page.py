"""Is the page of commands written from the commands, always in the same form?"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from advocate.cli import COMMANDS

SCRIPT = Path(__file__).parents[2] / "docs" / "generate_help.py"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_help", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_has_every_command_and_no_line_over_80(script: ModuleType) -> None:
    page = script.page()
    for name in (*COMMANDS, "data build", "data add-streets", "data status"):
        assert f"## advocate {name}\n" in page
    help_lines = [line for line in page.splitlines() if not line.startswith("Every command")]
    assert max(map(len, help_lines)) <= 80


def test_the_width_of_a_terminal_does_not_matter(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    page = script.page()
    monkeypatch.setenv("COLUMNS", "40")
    assert script.page() == page


def test_check_says_whether_the_page_is_up_to_date(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "PAGE", tmp_path / "commands.md")
    assert script.main(["--check"]) == 1
    assert "Run: make docs" in capsys.readouterr().err
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
    assert script.main(["--chek"]) == 2
