"""Can a volunteer keep the lists by the command line: join, find, change, merge, hand over, let go?"""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli
from advocate.store import open_log
from advocate.store.forgetting import key_file

HOME = "1540 6th St E, Saint Paul, MN 55106"
MAI = ("supporters", "add", "Mai Example", "--email", "mai@example.org", "--phone", "651-555-0143", "--role", "parent",
       "--address", HOME, "--consent-source", "School fair", "--consent-on", "2026-09-12")  # fmt: skip


@pytest.fixture
def db(home: Path) -> Path:
    return home / "log.db"


def run(*words: str, code: int = 0) -> Result:
    from advocate.cli.errors import ExitCode, exit_code_of, message_of

    result = CliRunner().invoke(cli, list(words), standalone_mode=False)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        import click

        error = result.exception
        got = error.exit_code if isinstance(error, click.ClickException) else exit_code_of(error)  # type: ignore[arg-type]
        result.said = error.format_message() if isinstance(error, click.ClickException) else message_of(error)  # type: ignore
    else:
        got = int(result.return_value) if isinstance(result.return_value, int) else ExitCode.DONE
        result.said = result.output  # type: ignore[attr-defined]
    assert got == code, (got, result.said, result.output)  # type: ignore[attr-defined]
    return result


def people(*words: str, code: int = 0) -> list[dict[str, Any]]:
    return json.loads(run("supporters", "list", "--json", *words, code=code).stdout)  # type: ignore[no-any-return]


def test_who_joins_sees_districts_and_officials_and_is_on_the_lists(db: Path) -> None:
    shown = run(*MAI).stdout
    assert "House District 67B" in shown
    assert "Foung Hawj" in shown
    (mai,) = people()
    assert {key: mai[key] for key in ("name", "email", "phone", "role", "state_house", "school_district", "certain")} == {
        "name": "Mai Example", "email": "mai@example.org", "phone": "651-555-0143", "role": "parent",
        "state_house": "67B", "school_district": "0625-01", "certain": True,
    }  # fmt: skip
    assert (mai["consented"], mai["eyes"]) == (True, [])
    assert stat.S_IMODE(db.stat().st_mode) == 0o600


def test_the_same_person_is_found_and_only_blanks_are_filled(db: Path) -> None:
    run(*MAI)
    told = json.loads(
        run("supporters", "add", "--name", "mai example", "--email", "MAI@example.org", "--phone", "612-555-0143", "--interests", "reading",
            "--json").stdout
    )  # fmt: skip
    assert (told["match"], told["filled"]) == ("same", ["interests"])
    assert told["differs"] == [{"field": "phone", "kept": "651-555-0143", "said": "612-555-0143"}]
    (mai,) = people()
    assert (mai["phone"], mai["interests"]) == ("651-555-0143", "reading")


def test_a_household_is_not_one_person_and_a_doubt_is_left_to_a_person(db: Path) -> None:
    run(*MAI)
    run(
        "supporters",
        "add",
        "Ole Example",
        "--phone",
        "651-555-0143",
        "--address",
        HOME,
        "--consent-source",
        "fair",
    )
    assert len(people()) == 2
    said = run("supporters", "add", "Maia Example", "--address", HOME, "--consent-source", "fair", code=3)
    assert "--same-as ID, or --new" in said.output
    assert len(people()) == 2
    run("supporters", "add", "Maia Example", "--address", HOME, "--consent-source", "fair", "--new")
    assert len(people()) == 3
    same = run(
        "supporters", "add", "M Example", "--same-as", "mai@example.org", "--language", "Hmong", "--json"
    )
    assert json.loads(same.stdout)["filled"] == ["language"]
    assert len(people()) == 3


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [("--email", "nonsense", "mai@example.org"), ("--phone", "12", "651-555-0100"), ("--role", "king", "educator"),
     ("--consent-channel", "pigeon", "email")],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_with_a_right_one(
    db: Path, option: str, value: str, word: str
) -> None:
    result = run("supporters", "add", "Mai Example", option, value, code=2)
    assert word in result.said  # type: ignore[attr-defined]
    assert not db.exists() or people() == []


def test_nothing_is_written_in_a_dry_run(db: Path) -> None:
    run(*MAI, "--dry-run")
    assert people() == []
    assert not db.exists()
    run(*MAI)
    with open_log(db) as log:
        before = list(log.database.conn.iterdump())
    run("supporters", "edit", "mai", "--phone", "612-555-0144", "--opt-out", "any", "--source", "call", "--address",
        "2188 Londin Ln E, Saint Paul, MN 55119", "--dry-run")  # fmt: skip
    run("supporters", "forget", "mai", "--dry-run")
    run("supporters", "purge", "--older-than", "3y", "--dry-run")
    run("supporters", "locate", "--dry-run")
    with open_log(db) as log:
        assert list(log.database.conn.iterdump()) == before


def test_without_consent_or_a_sure_place_eyes_are_needed(db: Path) -> None:
    run("supporters", "add", "Ole Example", "--address", "401 4th St, Trimont, MN 56176", code=3)
    (ole,) = people("--needs-eyes", code=3)
    assert ole["eyes"][0] == "no consent on record"
    assert "House 21B or 22A" in ole["eyes"][1]
    run("supporters", "add", "Ana Example", "--address", "Nowhere at all", "--consent-source", "fair", code=3)
    assert len(people("--needs-eyes", code=3)) == 2


def test_the_list_is_narrowed_by_role_district_and_opt_out(db: Path) -> None:
    run(*MAI)
    run("supporters", "add", "Ole Teacher", "--role", "teacher", "--consent-source", "fair")
    assert [each["name"] for each in people("--role", "teacher")] == ["Ole Teacher"]
    for district in (
        "67B",
        "67b",
        "hd 67b",
        "67",
        "SD 67",
        "067",
        "0625-01",
        "ISD 625",
        "625",
        "CD4",
    ):
        assert [each["name"] for each in people("--district", district)] == ["Mai Example"], district
    assert people("--district", "12A") == []
    assert "0622-01" in run("supporters", "list", "--district", "north", code=2).said  # type: ignore[attr-defined]
    assert "There is no House district '67C'" in run("supporters", "list", "--district", "67C", code=2).said  # type: ignore[attr-defined]
    assert people("--opted-out") == []
    run("supporters", "edit", "ole", "--opt-out", "phone", "--source", "call")
    assert [each["opted_out"] for each in people("--opted-out")] == [["phone"]]
    assert [each["name"] for each in people("--limit", "1")] == ["Mai Example"]


def test_a_list_of_a_district_says_of_how_many_it_is_not_certain(db: Path) -> None:
    run(*MAI)
    bo = ("--address", "3500 Hennepin Ave, Minneapolis, MN 55408", "--consent-source", "fair")
    run("supporters", "add", "Bo Made", *bo, code=3)
    nobody = run("supporters", "list", "--district", "61B").said  # type: ignore[attr-defined]
    assert "Of 1 more person it is not certain: advocate supporters list --needs-eyes" in nobody
    assert "it is not certain" not in run("supporters", "list").said  # type: ignore[attr-defined]


def test_a_no_is_lifted_by_hand_alone_and_stays_on_record(db: Path) -> None:
    run(*MAI)
    run("supporters", "edit", "mai", "--opt-out", "any", "--source", "her call")
    run(*MAI[:-4], "--consent-source", "another fair")  # joining again lifts nothing
    assert [each["name"] for each in people("--opted-out")] == ["Mai Example"]
    assert "--source" in run("supporters", "edit", "mai", "--opt-in", "any", code=2).said  # type: ignore[attr-defined]
    run("supporters", "edit", "mai", "--opt-in", "email", "--source", "call")  # a yes to one is none to all
    assert people("--opted-out")
    run("supporters", "edit", "mai", "--opt-in", "any", "--source", "call")
    assert people("--opted-out") == []
    shown = run("supporters", "show", "mai").stdout
    assert "taken back" in shown and "her call" in shown


def test_a_change_is_on_record_and_a_value_can_be_cleared(db: Path) -> None:
    run(*MAI)
    run(
        "supporters",
        "edit",
        "mai@example.org",
        "--phone",
        "",
        "--name",
        "Mai Example-Berg",
        "--email",
        "new@example.org",
    )
    (mai,) = people()
    assert (mai["name"], mai["phone"], mai["email"]) == ("Mai Example-Berg", "", "new@example.org")
    shown = run("supporters", "show", "berg").stdout
    assert "phone: '651-555-0143' to ''" in shown
    run("supporters", "edit", mai["id"][:8], "--address", "2188 Londin Ln E, Saint Paul, MN 55119")
    assert people()[0]["zip_code"] == "55119"
    run("supporters", "edit", mai["id"][:8], "--address", HOME)
    assert people()[0]["zip_code"] == "55106"
    run("supporters", "edit", "berg", "--name", "", code=2)


def test_several_who_could_be_meant_are_listed_and_nobody_is_chosen(db: Path) -> None:
    run(*MAI)
    run("supporters", "add", "Ole Example", "--email", "ole@example.org", "--consent-source", "fair")
    said = run("supporters", "show", "example", code=2).said  # type: ignore[attr-defined]
    assert "mai@example.org" in said and "ole@example.org" in said
    assert "advocate supporters list" in run("supporters", "show", "zzz", code=2).said  # type: ignore[attr-defined]


def test_a_spreadsheet_runs_nothing(db: Path) -> None:
    run("supporters", "add", "=HYPERLINK(1) Example", "--notes", "x", "--came-from", "@SUM(A1)", "--consent-source", "f",
        "--phone", "+1 651 555 0143")  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(run("supporters", "list", "--csv").stdout))
    assert all(not cell or cell[0] not in "=@+-" for cell in row.values())
    assert row["came_from"] == "'@SUM(A1)"


def test_a_line_a_person_and_no_control_signs(db: Path) -> None:
    run("supporters", "add", "Mai\x1b[31m\tExample", "--consent-source", "f")
    lines = run("supporters", "list").stdout.splitlines()
    assert len(lines) == 1 and "\x1b" not in lines[0]


def test_the_export_holds_everything_and_only_its_owner_reads_it(db: Path, tmp_path: Path) -> None:
    run(*MAI)
    run("supporters", "edit", "mai", "--notes", "prefers evenings", "--opt-out", "phone", "--source", "call")
    run("supporters", "export", "mai", "--dry-run")
    assert not (tmp_path / "export").exists()
    run("supporters", "export", "mai")
    files = sorted((tmp_path / "export").iterdir())
    assert [file.suffix for file in files] == [".json", ".txt"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    held = json.loads(files[0].read_text())["held"]
    assert [row["channel"] for row in held["consents"]] == ["any", "phone"]
    assert held["placements"][0]["state_house"] == "67B"
    assert held["changes"][0]["after"] == {"notes": "prefers evenings"}
    text = files[1].read_text()
    for word in (
        "Mai Example",
        "mai@example.org",
        "651-555-0143",
        HOME,
        "School fair",
        "67B",
        "prefers evenings",
    ):
        assert word in text, word


def test_merged_rows_are_one_person_until_it_is_taken_back(db: Path) -> None:
    run(*MAI)
    run(
        "supporters",
        "add",
        "Mai Exmple",
        "--email",
        "mai.x@example.org",
        "--address",
        HOME,
        "--consent-source",
        "f",
        "--new",
    )
    keep, gone = (each["id"] for each in people())
    pairs = json.loads(run("supporters", "duplicates", "--json", code=3).stdout)
    assert {pairs[0]["first"]["id"], pairs[0]["second"]["id"]} == {keep, gone}
    run("supporters", "merge", keep[:8], gone[:8], "--dry-run")
    assert len(people()) == 2
    run("supporters", "merge", keep[:8], gone[:8])
    assert [each["id"] for each in people()] == [keep]
    assert json.loads(run("supporters", "show", gone[:8], "--json").stdout)["id"] == keep
    run("supporters", "unmerge", gone[:8], "--dry-run")
    assert len(people()) == 1
    run("supporters", "unmerge", gone[:8])
    assert len(people()) == 2


def test_forgetting_asks_lists_the_letters_and_remembers(db: Path, tmp_path: Path) -> None:
    run(*MAI)
    story = tmp_path / "story.txt"
    story.write_text(
        "My daughter is in third grade, and reads ten minutes a day with a teacher who stayed late for it."
    )
    run("campaign", "new", "Reading")
    run(
        "write",
        HOME,
        "--name",
        "Mai Example",
        "--story",
        str(story),
        "--offline",
        "--yes",
        "--campaign",
        "Reading",
    )
    assert [each["name"] for each in people("--campaign", "reading")] == ["Mai Example"]
    letters = [file for file in (tmp_path / "outbox").iterdir() if "fact" not in file.name]
    assert "cannot be undone" in run("supporters", "forget", "mai", code=2).said  # type: ignore[attr-defined]
    assert len(people()) == 1
    run("supporters", "forget", "mai", "--yes", "--files")
    assert people() == []
    assert not any(file.exists() for file in letters)
    assert stat.S_IMODE(key_file(db).stat().st_mode) == 0o600
    log = json.loads(run("log", "--json").stdout)
    assert len(log) == len({row["letter_hash"] for row in log}) == len(letters) // 2
    assert {row["supporter"] for row in log} == {"(forgotten)"}
    # Who joins again by themselves says so, and is then known as forgotten no more.
    assert "asked to be forgotten" in run(*MAI, code=2).said  # type: ignore[attr-defined]
    run(*MAI, "--yes")
    run("supporters", "edit", "mai", "--name", "Mai Other")
    run("supporters", "add", "New Person", "--email", "mai@example.org", "--consent-source", "f", "--new")


def test_letters_that_are_left_are_told(db: Path, tmp_path: Path) -> None:
    run(*MAI)
    story = tmp_path / "story.txt"
    story.write_text(
        "My daughter is in third grade, and reads ten minutes a day with a teacher who stayed late for it."
    )
    run("write", HOME, "--name", "Mai Example", "--story", str(story), "--offline", "--yes")
    told = json.loads(run("supporters", "forget", "mai", "--yes", "--json", code=3).stdout)
    assert told["left"] and all(Path(file).is_file() for file in told["left"])
    run("supporters", "forget", "--sweep")


def test_people_of_long_ago_are_purged_and_a_no_is_remembered(db: Path) -> None:
    run(*MAI)
    run(
        "supporters",
        "add",
        "Ole Quiet",
        "--email",
        "ole@example.org",
        "--consent-source",
        "f",
        "--address",
        HOME,
    )
    run("supporters", "add", "Ana Today", "--email", "ana@example.org", "--consent-source", "f")
    run("supporters", "edit", "mai", "--opt-out", "any", "--source", "call")
    with open_log(db) as log, log.writing():
        for table, column in (("supporters", "created_at"), ("supporter_changes", "recorded_at")):
            log.database.execute(f"UPDATE {table} SET {column} = '2020-01-01'")
        log.database.execute("UPDATE supporters SET created_at = '2026-11-01' WHERE name = 'Ana Today'")
        log.database.execute("UPDATE consents SET recorded_at = '2020-01-01', happened_on = ''")
    for wrong in ("3", "x", "0y", "9999y"):
        run("supporters", "purge", "--older-than", wrong, "--yes", code=2)
    run("supporters", "purge", "--older-than", "3y", "--coarsen", "--yes")
    assert sorted(each["address"] for each in people()) == [
        "",
        "Saint Paul, MN 55106",
        "Saint Paul, MN 55106",
    ]
    assert {each["state_house"] for each in people()} == {"67B", ""}
    with open_log(db) as log, log.writing():
        log.database.execute("UPDATE supporter_changes SET recorded_at = '2020-01-01'")
    run("supporters", "purge", "--older-than", "3y", "--yes")
    assert [each["name"] for each in people()] == ["Ana Today"]
    run("supporters", "add", "Ole Quiet", "--email", "ole@example.org", "--consent-source", "f")
    assert "asked to be forgotten" in run(*MAI, code=2).said  # type: ignore[attr-defined]


def test_a_lost_key_says_what_to_do(db: Path) -> None:
    run(*MAI)
    run("supporters", "forget", "mai", "--yes")
    key_file(db).unlink()
    said = run(
        "supporters", "add", "Ole Example", "--email", "o@example.org", "--consent-source", "f", code=1
    ).said  # type: ignore[attr-defined]
    assert "--new-key" in said
    run("supporters", "forget", "--new-key", code=3)
    run("supporters", "add", "Ole Example", "--email", "o@example.org", "--consent-source", "f")


def test_no_log_is_made_by_looking(db: Path) -> None:
    assert people() == []
    assert "no log" in run("supporters", "list").stderr
    run("supporters", "show", "mai", code=1)
    assert not db.exists()


def test_an_import_brings_nobody_back_and_its_undo_leaves_the_forgotten(db: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "fair.csv"
    sheet.write_text(
        f'Name,Email,Address\nMai Example,mai@example.org,"{HOME}"\nOle Example,ole@example.org,\n'
    )
    words = ("import", str(sheet), "--consent-source", "School fair", "--yes")
    run(*words)
    run("supporters", "forget", "mai", "--yes")
    # Another file than before; whom it still names, the undo of the first would leave.
    still = sheet.read_text().replace("Ole Example,ole@example.org,\n", "")
    sheet.write_text(f"{still}Ana Example,ana@example.org,\n")
    run(*words, code=3)
    assert [each["name"] for each in people()] == ["Ana Example", "Ole Example"]
    run("import", "undo", "1", "--yes", code=3)  # it says that one person is left
    assert [each["name"] for each in people()] == ["Ana Example"]
    with open_log(db) as log:
        assert log.database.execute("SELECT name FROM supporters ORDER BY name").fetchall() == [
            ("(forgotten)",),
            ("Ana Example",),
        ]


def test_a_letter_leaves_the_districts_of_its_address(db: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(
        "My daughter is in third grade, and reads ten minutes a day with a teacher who stayed late for it."
    )
    words = ("--name", "Mai Example", "--story", str(story), "--offline", "--yes", "--to", "governor")
    run("write", "401 4th St, Trimont, MN 56176", *words)
    (mai,) = people("--needs-eyes", code=3)
    assert (mai["method"], mai["certain"]) == ("zip_area", False)
    assert mai["state_house"] == mai["congress"] == ""  # Several share the ZIP code: none is guessed.
    with open_log(db) as log, log.writing():  # a point known meanwhile is not given up for an area
        log.database.execute(
            "UPDATE placements SET lat = 43.7627, lon = -94.7125, method = 'census', certain = 1, state_house = '21B'"
        )
    run("campaign", "new", "another")
    run("write", "401 4th St, Trimont, MN 56176", *words, "--campaign", "another")
    (mai,) = people("--district", "21B")
    assert (mai["method"], mai["certain"]) == ("census", True)
    assert json.loads(run("supporters", "locate", "--json", code=0).stdout)["offline"]["located"] == 0
