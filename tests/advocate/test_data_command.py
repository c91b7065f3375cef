"""Does `advocate data` say how old everything is, and build and add without losing what was there?"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "legislators"))

from published_samples import addrfeat, write

from advocate.cli import cli
from advocate.upkeep import holdings as upkeep
from legislators import snapshot
from legislators.updating.streets import counties_at_hand


def data(*arguments: object) -> Any:
    return CliRunner().invoke(cli, ["data", *map(str, arguments)])


def test_status_names_every_source_with_its_vintage_age_and_terms() -> None:
    result = data("status")
    assert result.exit_code == 0
    for words in ("vintage", "old", "retrieved", "terms", "CC0", "ODbL"):
        assert words in result.stdout
    listed = json.loads(data("status", "--json").stdout)
    assert {each["room"] for each in listed} == {"legislators", "letters"}
    assert all(each["vintage"] and each["licence"] and each["publisher"] for each in listed)


@pytest.mark.parametrize(
    ("vintage", "since"),
    [("2026-10-08", date(2026, 10, 8)), ("2026-10", date(2026, 10, 1)), ("2024", date(2024, 1, 1))],
)
def test_age_counts_from_the_first_day_a_vintage_can_mean(vintage: str, since: date) -> None:
    held = upkeep.Holding("legislators", "n", "p", "t", "u", "l", vintage, "2026", (), Path())
    assert held.since() == since


@pytest.fixture
def compilers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins that compile one file a room, as the real ones do from larger input."""

    def compile_into(published: Path, places: dict[str, Path]) -> None:
        for room, folder in places.items():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{room}.json").write_text(
                (published / "in.txt").read_text(encoding="utf-8"), encoding="utf-8"
            )

    monkeypatch.setattr(upkeep, "_compile", compile_into)


@pytest.mark.usefixtures("compilers")
def test_build_says_what_is_new_changed_or_the_same(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("one", encoding="utf-8")
    out = tmp_path / "out"
    dry = data("build", "--from", tmp_path, "--out", out, "--dry-run")
    assert "Nothing was written." in dry.stdout
    assert not out.exists()
    first = data("build", "--from", tmp_path, "--out", out)
    assert [line.split()[0] for line in first.stdout.splitlines()] == ["new", "new"]
    assert (out / "letters" / "letters.json").read_text(encoding="utf-8") == "one"
    again = data("build", "--from", tmp_path, "--out", out)
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["same", "same"]
    (tmp_path / "in.txt").write_text("two", encoding="utf-8")
    dry = data("build", "--from", tmp_path, "--out", out, "--dry-run")
    assert [line.split()[0] for line in dry.stdout.splitlines()] == ["changed", "changed", "Nothing"]
    assert (out / "letters" / "letters.json").read_text(encoding="utf-8") == "one"


def test_build_from_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = data("build", "--from", tmp_path / "none", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "is no folder" in result.stderr
    assert not (tmp_path / "out").exists()


def test_streets_go_to_a_new_copy_of_the_persons_own(tmp_path: Path) -> None:
    file = write(
        tmp_path / "tl_2024_27053_addrfeat.zip",
        addrfeat("27053", [("Lake St E", 100, 198), ("Oak Ave", 2, 8)]),
    )
    dry = data("add-streets", "--dry-run", file)
    assert dry.exit_code == 0
    assert "Nothing was written" in dry.stdout
    assert snapshot.user_folder() == snapshot.data_home()
    result = data("add-streets", file)
    own = snapshot.user_folder()
    assert result.exit_code == 0
    assert result.stdout == (
        f"Hennepin County: 2 ranges of house numbers (was not at hand)\nWritten to a new copy in {own}\n"
    )
    assert own.parent.name == "copies"
    assert set(counties_at_hand(own / "streets.sqlite")) == {"27003", "27053", "27123"}
    assert set(counties_at_hand(snapshot.bundled_folder() / "streets.sqlite")) == {"27003", "27123"}
    again = data("add-streets", file)
    assert "are in your copy already" in again.stdout


def test_a_file_that_is_no_shapefile_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("<html>Request Rejected</html>", encoding="utf-8")
    result = data("add-streets", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "x.zip" in result.stderr
    assert "inside advocate" not in result.stderr


@pytest.mark.parametrize(
    ("group", "one_of"), [("data", "add-streets"), ("stats", "show"), ("templates", "check")]
)
def test_a_wrong_word_after_a_group_lists_the_right_ones(group: str, one_of: str) -> None:
    done = CliRunner().invoke(cli, [group, "bogus"])
    assert done.exit_code == 2
    assert f"There is no command '{group} bogus'. Choose one of: " in done.output and one_of in done.output
