"""`advocate data check`: what a person reads, what a program reads, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli
from legislators.snapshot import bundled_folder


def check(*words: str) -> Result:
    return CliRunner().invoke(cli, ["data", "check", *words])


@pytest.fixture
def no_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the lines, which take the most of the time and have tests of their own."""
    monkeypatch.setattr("legislators.doctor.shapes.check_shapes", lambda *_: iter(()))


def test_what_needs_eyes_is_told_within_80_columns_with_what_to_do() -> None:
    result = check()
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert lines[0] == "The data on 2026-11-24: 0 errors, 29 warnings, 3 notes."
    assert max(map(len, lines)) <= 80
    said = " ".join(result.stdout.split())
    for words in (
        "House District 21A, officials.json: The seat is vacant since 2026-06-21, when Joe Schomacker left it.",
        "The address sen.sandra.parry@senate.mn looks like another person's: it spells “parry”",
        "The address sen.john.mcguire@senate.mn looks like another person's: it spells “mcguire”",
        "House District 9A (Jeff Backer), officials.json: Our source has no phone and no mail address",
        "House District 56A (Robert Bierman), officials.json: Our source has no phone and no mail address",
        "The role of Sandy Pappas has no first day",
        "86.4 percent below the standards is disputed",
    ):
        assert words in said
    assert sum("seat" in line for line in lines) < 60


@pytest.mark.usefixtures("no_shapes")
def test_json_has_every_finding_with_its_subjects() -> None:
    told = json.loads(check("--json").stdout)
    assert (told["errors"], told["warnings"], told["notes"]) == (0, 29, 3)
    assert told["on"] == "2026-11-24"
    assert {"level", "code", "where", "what", "remedy", "subjects"} == set(told["findings"][0])
    assert len(told["findings"]) == 32


@pytest.mark.usefixtures("no_shapes")
def test_a_folder_of_ones_own_is_checked_and_one_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "figures.sqlite").write_bytes(b"")
    broken = check("--from", str(tmp_path))
    assert broken.exit_code == 3
    assert "unreadable" in broken.stdout
    nowhere = check("--from", str(tmp_path / "nowhere"))
    assert nowhere.exit_code == 1
    assert "is no folder" in nowhere.stderr


@pytest.mark.usefixtures("no_shapes")
def test_a_day_after_the_terms_says_that_they_are_over() -> None:
    told = json.loads(check("--as-of", "2027-01-04", "--from", str(bundled_folder()), "--json").stdout)
    ended = [each for each in told["findings"] if each["code"] == "ended_role"]
    assert sorted(len(each["subjects"]) for each in ended) == [1, 1, 34, 67, 134, 977]
    assert not any(each["code"] == "disputed" for each in told["findings"])


def test_nothing_to_look_at_ends_with_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legislators.doctor.check_snapshot", lambda *_, **__: ())
    monkeypatch.setattr("letters.doctor.check_figures", lambda *_: ())
    result = check()
    assert (result.exit_code, result.stdout) == (
        0,
        "The data on 2026-11-24: 0 errors, 0 warnings, 0 notes.\n",
    )
