"""Does `advocate data update` show, ask, apply and take back, and say what was meant where it can't be done?"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "legislators"))

from published_samples import addrfeat, members_table, row_of, write
from publisher_server import publisher, serves, status

from advocate.cli import cli
from legislators import snapshot
from legislators.sources.fetching import BASE_VARIABLE
from legislators.sources.open_states_csv import URL as TABLE

LATER = "Fri, 20 Nov 2026 12:00:00 GMT"
NEW = "sen.sandra.pappas@senate.mn"


def data(*arguments: object) -> Any:
    return CliRunner().invoke(cli, ["data", *map(str, arguments)])


def in_force() -> Path:
    return snapshot.open_snapshot().path("officials.json").parent


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Open States' table with another e-mail for one senator, written on a later day."""
    path = write(tmp_path / "mn.csv", members_table(lambda rows: row_of(rows, "65").update(email=NEW)))
    stamp = datetime(2026, 11, 20).timestamp()
    os.utime(path, (stamp, stamp))
    return path


def test_the_difference_is_shown_and_nothing_is_done_without_a_yes(table: Path) -> None:
    dry = data("update", "officials", "--from", table, "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout.startswith(
        "Officials: 1 change\n"
        "  ~ Senate District 65: e-mail of Sen. Sandy Pappas changed:\n"
        "    sen.sandra.parry@senate.mn -> sen.sandra.pappas@senate.mn\n"
    )
    assert "Nothing was put in force" in dry.stderr
    asked = data("update", "officials", "--from", table)
    assert asked.exit_code == 1
    assert "--yes takes yes for an answer" in asked.stderr
    assert in_force() == snapshot.bundled_folder()


def test_applied_told_and_taken_back(table: Path) -> None:
    done = data("update", "officials", "--from", table, "--yes")
    assert done.exit_code == 0
    assert str(in_force()) in done.stderr
    assert in_force().parent.name == "copies"
    state = data("status").stdout
    assert "2026-11-20" in state
    assert f"in force  {in_force().name}" in state
    assert data("update", "officials", "--from", table).exit_code == 0
    dry = data("rollback", "--dry-run")
    assert "Nothing was changed" in dry.stderr
    assert data("rollback").exit_code == 1
    back = data("rollback", "--yes")
    assert "the data that came with advocate" in back.stderr
    assert in_force() == snapshot.bundled_folder()
    assert "none to take back" in data("rollback", "--yes").stderr


def test_json_is_json(table: Path) -> None:
    told = json.loads(data("update", "officials", "--from", table, "--dry-run", "--json").stdout)
    assert told["changes"][0]["where"] == "Senate District 65"
    assert told["files"] == ["officials.json"]
    assert told["faults"] == []


def test_many_changes_are_counted_and_not_all_listed(tmp_path: Path) -> None:
    def others(rows: Any) -> None:
        for row in rows[:60]:
            row["current_party"] = "Independent"

    path = write(tmp_path / "mn.csv", members_table(others))
    shown = data("update", "officials", "--from", path, "--dry-run").stdout
    assert "Officials: 60 changes" in shown
    assert "… and 20 more; --all lists them" in shown
    assert shown.count("party of") == 40
    assert data("update", "officials", "--from", path, "--dry-run", "--all").stdout.count("party of") == 60


def test_what_fails_the_check_needs_force(tmp_path: Path) -> None:
    def one_in_two_seats(rows: Any) -> None:
        row_of(rows, "62A").update(id=row_of(rows, "62B")["id"], name=row_of(rows, "62B")["name"])

    path = write(tmp_path / "mn.csv", members_table(one_in_two_seats))
    stopped = data("update", "officials", "--from", path, "--yes")
    assert stopped.exit_code == 1
    assert "The check found what would answer wrongly" in stopped.stdout
    assert "62A" in stopped.stdout
    assert "--force takes them all the same" in stopped.stderr
    assert in_force() == snapshot.bundled_folder()
    assert data("update", "officials", "--from", path, "--yes", "--force").exit_code == 3
    assert in_force().parent.name == "copies"


def test_what_a_person_should_look_at_is_told_and_taken(tmp_path: Path) -> None:
    path = write(
        tmp_path / "mn.csv", members_table(lambda rows: row_of(rows, "62A").update(email="mai@example.org"))
    )
    done = data("update", "officials", "--from", path, "--yes")
    assert done.exit_code == 3
    assert "The check found; a person should look" in done.stdout
    assert in_force().parent.name == "copies"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("update", "senators"), "'senators' is not one of"),
        (("update", "--from", "x.csv"), "--from goes with one part"),
        (("update", "officials", "--county", "Hennepin"), "--county goes with streets"),
        (("update", "figures"), "advocate data update figures --from FILE.xlsx"),
        (("update", "figures", "officials"), "update them alone"),
        (("update", "streets", "--county", "Henepin"), "near it: Hennepin"),
    ],
)
def test_wrong_words_get_the_right_ones(arguments: tuple[str, ...], words: str) -> None:
    done = data(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_a_file_that_is_not_there_is_told() -> None:
    done = data("update", "officials", "--from", "nowhere.csv")
    assert done.exit_code == 1
    assert "There is no file or folder 'nowhere.csv'" in done.stderr


def test_figures_come_as_stats_import_takes_them(tmp_path: Path) -> None:
    book = write(tmp_path / "x.xlsx", b"no workbook")
    done, same = (
        data("update", "figures", "--from", book),
        CliRunner().invoke(cli, ["stats", "import", str(book)]),
    )
    assert (done.exit_code, done.stderr) == (same.exit_code, same.stderr)


def test_the_publishers_are_asked_where_the_setting_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with publisher() as server:
        monkeypatch.setenv(BASE_VARIABLE, server.base)
        server.on(TABLE, serves(members_table(), modified="Wed, 05 Aug 2026 12:00:00 GMT"))
        done = data("update", "officials")
        assert done.exit_code == 0
        assert "Nothing differs" in done.stderr
        assert "asked last" in data("status").stdout
        server.on(TABLE, status(403))
        refused = data("update", "officials")
    assert refused.exit_code == 1
    assert "refused the request (status 403)" in refused.stderr


def test_streets_of_a_county_by_name(tmp_path: Path) -> None:
    write(tmp_path / "tl_2025_27053_addrfeat.zip", addrfeat("27053", [("Lake St E", 100, 198)], 2025))
    write(tmp_path / "tl_2025_27037_addrfeat.zip", addrfeat("27037", [("Oak Ave", 2, 8)], 2025))
    done = data("update", "streets", "--county", "Hennepin County", "--from", tmp_path, "--yes")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Streets: 1 change\n  + Hennepin County: 1 range of house numbers")


def test_status_tells_each_part_its_terms_and_its_remedy() -> None:
    listed = json.loads(data("status", "--json").stdout)
    mend = {each["part"]: each["mend"] for each in listed}
    assert mend["officials"] == "advocate data update officials"
    assert mend["streets"] == "advocate data update streets --county NAME"
    assert all(mend.values())
