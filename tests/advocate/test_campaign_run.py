"""`advocate campaign run`: the plan first, then a draft for each supporter, none twice, none half, none sent without a yes."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from advocate.campaign import run_drafting
from advocate.store import open_log
from advocate.store.log import Log
from tests.advocate.calling import call, said, told

HOME = "1540 6th St E, Saint Paul, MN 55106"
STORY = (
    "I drive the school bus on route 9. The children who ride with me read the street signs to each other, and by "
    "spring the little ones read them to me. Not every child gets there; two of my riders still could not in May."
)
PEOPLE = """Name,Email,Phone,Address,Role
Mai Example,mai@example.org,651-555-0100,"1540 6th St E, Saint Paul, MN 55106",parent
Ole Example,ole@example.org,651-555-0101,"1000 Grand Ave, Saint Paul, MN 55105",educator
Ana Example,ana@example.org,651-555-0102,"1541 6th St E, Saint Paul, MN 55106",parent
Eva Example,eva@example.org,651-555-0103,"1546 6th St E, Saint Paul, MN 55106",parent
Tou Example,,651-555-0104,"1550 6th St E, Saint Paul, MN 55106",parent
Pa Example,pa@example.org,651-555-0105,,parent
Kou Example,kou@example.org,651-555-0106,"401 4th St, Trimont, MN 56176",parent
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the log of seven people: one said no, one never agreed, one has no address, one lives nobody knows just where."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "story.txt").write_text(STORY)
    db = ("--db", str(folder / "log.db"))
    call("import", str(folder / "people.csv"), "--consent-source", "School fair", "--yes", *db)
    call("supporters", "edit", "ana@example.org", "--opt-out", "email", "--source", "reply", *db)
    call(
        "supporters",
        "add",
        "Never Asked",
        "--email",
        "never@example.org",
        "--address",
        HOME,
        "--yes",
        *db,
        code=3,
    )
    call(
        "campaign",
        "new",
        "Read Well",
        "--bill",
        "hf5",
        "--ask",
        "Will you vote for HF 5?",
        "--to",
        "house,senate",
        *db,
    )
    return folder


@pytest.fixture
def home(home: Path, lists: Path) -> Path:
    """A copy of `lists` to work in."""
    for file in lists.iterdir():
        shutil.copy(file, home)
    return home


def drafts(home: Path) -> list[Path]:
    return sorted((home / "outbox").rglob("*.md"))


def run(*words: str, code: int = 3, who: str = "all") -> Result:
    return call("campaign", "run", "read well", "--supporters", who, *words, code=code)


def test_the_plan_says_how_many_to_whom_and_who_is_not_reached_and_why(home: Path) -> None:
    plan = told("campaign", "run", "read well", "--supporters", "all", "--dry-run", code=3)
    assert (plan["supporters_asked_for"], plan["supporters"], plan["letters"]) == (8, 4, 8)
    assert {each["supporter"] for each in plan["planned"]} == {
        f"{name} Example" for name in ("Mai", "Ole", "Eva", "Tou")
    }
    why = {each["supporter"]: each["code"] for each in plan["unreached"]}
    assert why == {
        "Ana Example": "opted_out", "Never Asked": "no_consent", "Pa Example": "no_address", "Kou Example": "not_placed",
    }  # fmt: skip
    text = said(run("--dry-run"))
    assert "Read Well: 8 letters for 4 of 8 supporters 4 to members of the House 4 to senators" in text
    assert "For the post (1): no e-mail of the supporter on the lists - Tou Example" in text
    assert "Kou Example: House 21B or 22A; Senate 21 or 22" in text
    assert "Nothing was written or logged (--dry-run)." in text
    assert not (home / "outbox").exists()
    with open_log() as log:
        assert log.contacts() == []


def test_vacant_seats_and_officials_without_e_mail_are_in_the_plan(home: Path) -> None:
    call("campaign", "edit", "read well", "--to", "board,governor")
    text = said(run("--dry-run", who="mai@example.org"))
    assert "our data have no e-mail of the official" in text
    assert "school board 0625-01: 3 of 7 seats are not in our data; no name is invented." in text


def test_each_supporter_has_their_drafts_in_a_folder_for_their_eyes_and_the_log_waits(home: Path) -> None:
    text = said(run("--yes"))
    assert "8 drafts made for 4 supporters, in ./outbox/read-well, a folder for each." in text
    files = drafts(home)
    assert len(files) == 8
    assert Counter(file.parent.name.rpartition("_")[0] for file in files)["mai-example"] == 2
    for path in (home / "outbox").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    mai = next(file for file in files if "mai-example" in str(file) and "house" in file.name).read_text()
    assert "HF 5: A constituent in Saint Paul 55106" in mai
    assert "Will you vote for HF 5?" in mai
    assert r"\[Write here: In your own words, three to six sentences" in mai
    with open_log() as log:
        rows = log.database.execute(
            "SELECT standing, needs_yes, own_words, findings FROM contacts"
        ).fetchall()
        assert set(rows) == {("drafted", 1, None, None)}
        # Nobody is doubled, and no address is added beside the one on the lists.
        assert log.database.execute("SELECT count(*) FROM supporters").fetchone()[0] == 8
        assert log.database.execute("SELECT count(*) FROM addresses").fetchone()[0] == 7
    assert not list((home / "outbox").rglob(".advocate*"))


def test_a_second_run_makes_only_what_is_missing(home: Path) -> None:
    run("--yes", code=0, who="mai@example.org")
    before = {file: file.read_bytes() for file in drafts(home)}
    again = told("campaign", "run", "read well", "--supporters", "all", "--yes", code=3)
    assert {each["supporter"] for each in again["made"]} == {"Ole Example", "Eva Example", "Tou Example"}
    assert Counter(each["code"] for each in again["unreached"])["already_written"] == 2
    assert {file: file.read_bytes() for file in before} == before
    assert "Nothing new was made" in said(run("--yes"))
    # A draft whose files were lost is made again, as the same letter.
    for file in before:
        file.unlink()
        file.with_suffix(".txt").unlink()
    assert "2 drafts made for 1 supporter" in said(run("--yes", code=0, who="mai@example.org"))
    with open_log() as log:
        assert len(log.contacts()) == 8


def test_who_is_meant_can_be_a_district_a_role_a_file_or_a_name(home: Path) -> None:
    (home / "some.txt").write_text("mai@example.org\n\nOle Example\n")
    (home / "some.csv").write_text("name,email\nX,eva@example.org\n")
    assert "advocate supporters locate" in said(
        call("campaign", "run", "read well", "--district", "64A", "--dry-run", code=2)
    )
    call("supporters", "locate", code=3)
    for words, names in (
        (("--district", "67B", "--role", "parent"), {"Mai", "Eva", "Tou"}),
        (("--role", "educator"), {"Ole"}),
        (("--supporters", "some.txt"), {"Mai", "Ole"}),
        (("--supporters", "some.csv", "--supporters", "Ole Example"), {"Eva", "Ole"}),
    ):
        plan = told("campaign", "run", "read well", *words, "--dry-run", code=0)
        assert {each["supporter"].split()[0] for each in plan["planned"]} == names, words


def test_what_is_typed_wrong_is_told_with_what_is_right(home: Path) -> None:
    for words, code, text in (
        (("red wel", "--supporters", "all", "--dry-run"), 2, "The campaigns are: Read Well."),
        (("read well", "--dry-run"), 2, "--supporters all"),
        (("read well", "--supporters", "all"), 2, "To look first: --dry-run"),
        (("read well", "--supporters", "nobody@example.org", "--dry-run"), 2, "Nobody on the lists"),
        (("read well", "--supporters", "Example", "--dry-run"), 2, "could be several people"),
        (("read well", "--role", "dentist", "--dry-run"), 2, "There is no role 'dentist'"),
        (("read well", "--role", "policymaker", "--dry-run"), 2, "advocate import sheet.csv"),
        (("read well", "--supporters", "all", "--set", "x=1", "--yes"), 3, "have no place for 'x'"),
        (("read well", "--supporters", "all", "--story", "none.txt", "--yes"), 1, "none.txt"),
    ):
        assert text in said(call("campaign", "run", *words, code=code)), words
    call("campaign", "close", "read well")
    assert "was closed on" in said(run("--yes", code=2))
    assert not (home / "outbox").exists()


def test_who_is_forgotten_or_merged_gets_no_letter_of_their_own(home: Path) -> None:
    call("supporters", "forget", "ole@example.org", "--yes")
    mai, eva = (told("supporters", "show", f"{name}@example.org")["id"] for name in ("mai", "eva"))
    call("supporters", "merge", mai, eva)
    plan = told("campaign", "run", "read well", "--supporters", "all", "--dry-run", code=3)
    assert {each["supporter"] for each in plan["planned"]} == {"Mai Example", "Tou Example"}


def test_forgetting_takes_the_folder_that_bears_the_name(home: Path) -> None:
    run("--yes")
    (ole,) = (home / "outbox" / "read-well").glob("ole-example_*")
    assert len(list(ole.iterdir())) == 6
    call("supporters", "forget", "ole@example.org", "--yes", "--files")
    assert not ole.exists()
    assert len(drafts(home)) == 6


def test_forgetting_takes_the_folder_of_a_row_that_was_merged_too(home: Path) -> None:
    run("--yes")
    with open_log() as log:
        mai, ole = (
            log.database.execute("SELECT id FROM supporters WHERE email = ?", [email]).fetchone()[0]
            for email in ("mai@example.org", "ole@example.org")
        )
    call("supporters", "merge", mai, ole)
    call("supporters", "forget", mai, "--yes", "--files")
    assert not list((home / "outbox" / "read-well").glob("ole-example_*"))


def test_two_of_one_name_at_one_address_have_each_their_own(home: Path) -> None:
    sheet = home / "two.csv"
    sheet.write_text(f'Name,Email,Address\nMai Example,young@example.org,"{HOME}"\n')
    call("import", "two.csv", "--consent-source", "School fair", "--yes", code=3)
    call("supporters", "add", "Mai Example", "--email", "young@example.org", "--address", HOME, "--new", "--consent-source",
         "School fair", "--yes")  # fmt: skip
    run("--yes")
    with open_log() as log:
        found = log.database.execute(
            "SELECT email, count(*) FROM contacts JOIN supporters ON supporters.id = supporter_id "
            "WHERE email IN ('mai@example.org', 'young@example.org') GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert found == [("mai@example.org", 2), ("young@example.org", 2)]


def test_words_said_once_are_in_each_draft_and_one_story_for_all_is_told(home: Path) -> None:
    run("--yes")
    call("campaign", "fill", "ole@example.org", "--story", "story.txt", "--dry-run")
    assert not any("route 9" in file.read_text() for file in drafts(home))
    assert "2 of 2 drafts of Ole Example have their words" in said(
        call("campaign", "fill", "ole@example.org", "--story", "story.txt")
    )
    for file in drafts(home):
        for form in (file, file.with_suffix(".txt")):
            text = " ".join(form.read_text().split())
            assert (STORY in text) == ("ole-example" in str(file))
            assert ("Write here" in text) != ("ole-example" in str(file))
            assert stat.S_IMODE(form.stat().st_mode) == 0o600
    call("campaign", "approve", "--supporter", "ole@example.org", "--how", "in person", "--yes")
    with open_log() as log:
        measured = log.database.execute(
            "SELECT own_words, findings FROM contacts WHERE own_words IS NOT NULL"
        ).fetchall()
        facts = log.database.execute(
            "SELECT own_words FROM reach_facts WHERE own_words IS NOT NULL"
        ).fetchall()
        assert len(measured) == len(facts) == 2
    call("campaign", "new", "Again", "--to", "house")
    made = told(
        "campaign", "run", "again", "--supporters", "mai@example.org", "--story", "story.txt", "--yes"
    )
    # The words are Ole's: L15 says so.
    assert "L15" in {finding["rule"] for finding in made["made"][0]["letters"][0]["findings"]}


def test_each_letter_asks_in_the_words_of_its_own_template(home: Path) -> None:
    call("campaign", "edit", "read well", "--to", "house,board", "--item", "Item 7, reading")
    run("--yes", "--set", "topic=reading", who="mai@example.org")
    texts = {file.name.split("_")[2]: " ".join(file.read_text().split()) for file in drafts(home)}
    assert "what have you seen in your school or town" in texts["house-67b"]
    assert "what have you seen in your schools, what worked" in texts["board-0625-01"]
    assert "Item 7, reading: A resident" in texts["board-0625-01"] and "Item 7" not in texts["house-67b"]
    told = said(call("campaign", "fill", "mai@example.org", "--story", "story.txt"))
    assert f"{len(drafts(home))} of {len(drafts(home))} drafts" in told
    assert all("Write here" not in file.read_text() for file in (home / "outbox").rglob("*.txt"))


def test_ctrl_c_leaves_whole_supporters_and_the_next_run_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = Log.add_contact, []

    def stopping(self: Log, new: Any) -> Any:
        seen.append(new)
        if len(seen) == 4:  # the second letter of the second supporter
            raise KeyboardInterrupt
        return real(self, new)

    monkeypatch.setattr(Log, "add_contact", stopping)
    assert "nothing is half done" in said(run("--yes", code=130))
    monkeypatch.setattr(Log, "add_contact", real)
    with open_log() as log:
        assert len(log.contacts()) == len(drafts(home)) == 2
    run("--yes")
    assert len(drafts(home)) == 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 needs a system that has it")
def test_killed_at_any_step_nothing_is_half_and_the_next_run_finishes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = Path(__file__).with_name("run_killer.py")
    steps = [str(home / str(step)) for step in range(3)]
    subprocess.run([sys.executable, str(runner), str(home / "log.db"), *steps], check=True, timeout=60)
    # The next day: names and dates are others, so that a left-over could not pass for the new letter.
    monkeypatch.setattr("advocate.clock.today", lambda: date(2026, 11, 25))
    for step in steps:
        monkeypatch.setenv("ADVOCATE_DB", f"{step}/log.db")
        monkeypatch.chdir(step)
        Path(
            step, "outbox", "read-well", "..advocate-run.json.x1.part"
        ).touch()  # and once in writing the journal
        run("--yes", "--supporters", "ole@example.org", who="mai@example.org", code=0)
        files = drafts(Path(step))
        assert len(files) == 4, step
        with open_log() as log:
            logged = {file for contact in log.contacts() for file in contact.files}
            assert len(log.contacts()) == 4
        assert {str(file) for file in files} <= logged
        assert all(Path(file).is_file() for file in logged)
        assert not [path for path in Path(step, "outbox").rglob("*") if path.name.startswith(".")]
        # Mai's are whole and of the first day; Ole's are whole and of one day.
        assert [file.name[:10] for file in files if "mai" in file.parent.name] == ["2026-11-24"] * 2
        assert len({file.name[:10] for file in files if "ole" in file.parent.name}) == 1


def test_a_second_run_at_the_same_time_waits_its_turn(home: Path) -> None:
    with open_log() as log, run_drafting.only_runner(log.path):
        assert "Another `advocate campaign run` is at work" in said(run("--yes", code=1))


def test_a_district_that_was_settled_for_one_letter_is_settled_for_a_run(home: Path) -> None:
    """Near a line nobody is written for until somebody says which side it is; that is kept with the address."""
    line = "1365 Arcade St, Saint Paul, MN 55106"
    call("supporters", "add", "Nou Example", "--email", "nou@example.org", "--address", line, "--consent-source", "fair",
         "--yes", code=3)  # fmt: skip
    words = ("campaign", "run", "read well", "--supporters", "nou@example.org", "--dry-run")
    plan = told(*words, code=3)
    assert (plan["letters"], [each["code"] for each in plan["unreached"]]) == (0, ["near_line"])
    call("write", line, "--name", "Nou Example", "--email", "nou@example.org", "--story", "story.txt", "--offline", "--yes",
         "--district", "66B", "--to", "house", "--campaign", "none")  # fmt: skip
    plan = told(*words)
    assert [each["district"] for each in plan["planned"][0]["to"]] == ["66B", "66"]
    assert plan["unreached"] == []
