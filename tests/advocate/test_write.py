"""`advocate write`, `log` and `record` on the bundled data: what is written, said, logged, and what is not."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advocate import open_log, write_letters
from advocate.cli import cli
from advocate.errors import DeliveryError, StoreError, WrongChoice
from letters.errors import MissingNeeds

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
STORY = "My two children learned to read at our neighborhood school.\n\nIts library is closed three days a week now.\n"
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder, on a fixed day, with a log of its own and ids that can be foretold."""
    ids = iter(f"{number:08x}{number:024x}" for number in range(0xA0000000, 0xA0001000))

    folder = tmp_path / "kitchen table"
    folder.mkdir()
    (folder / "story.txt").write_text(STORY)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ADVOCATE_DB", str(folder / "log.db"))
    monkeypatch.setattr("advocate.store.contacts.new_id", lambda: next(ids))
    return folder


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def write(*words: str, stdin: str | None = None) -> Result:
    return run(
        "write", ADDRESS, "--name", "Test Writer", "--offline", "--story", "story.txt", *words, stdin=stdin
    )


def made(folder: Path) -> list[str]:
    """The files in a folder, but for the story and those with which the figures are checked."""
    return sorted(
        path.name for path in folder.iterdir() if path.name != "story.txt" and "_fact" not in path.name
    )


SUMMARY = """\
2 letters written for Test Writer, 1540 6th St E, Saint Paul, MN 55106, in ./outbox:

  Representative Jay Xiong, House District 67B
      2026-11-24_01_house-67b_xiong.txt (and .md)
      in the log as a0000000, drafted
  Senator Foung Hawj, Senate District 67
      2026-11-24_02_senate-67_hawj.txt (and .md)
      in the log as a0000002, drafted

Please note:
  - These terms end on 2027-01-04; write before that day: Representative Jay Xiong, Senator
    Foung Hawj.

Better before it goes (`advocate lint` says why):
  - L6: About 19 words are your own, 14% of the text; a letter needs 30 and 20%. Say what you
    saw, what changed and why it matters to you, in three to six sentences.
  - L9: Your phone with its area code is missing. Add it: write --name NAME --phone 651-555-0100
    and the address in full.

The law's edges:
  - The Legislature is outside the Data Practices Act: a legislator's office decides for itself
    who sees your letter. (Minn. Stat. 13.02, subd. 7a, and chapter 13, which names no
    legislative body)
  - As of 2026-11-24. These notices are not legal advice; check with counsel once before a
    campaign.

To check every figure: 2026-11-24_facts.json, 2026-11-24_fact-sheet.pdf.

The log is ./log.db. Only you can read it and the letters.
Next: read each letter and make it yours. Then send it, or post it and say so, for example:
  advocate send a0000000
  advocate record a0000000 sent
A drafted letter is not a contact made; it counts once it is sent.
"""


def test_the_summary_in_plain_words() -> None:
    result = write("--to", "senate,house")
    assert (result.stdout, result.exit_code) == (SUMMARY, 0)


def test_a_letter_each_to_all_of_saint_paul(at_home: Path) -> None:
    result = write("--to", "house,senate,board,governor", "--json")
    told = json.loads(result.stdout)
    kinds = [letter["official"]["kind"] for letter in told["letters"]]
    assert kinds == ["state_house", "state_senate", *["school_board"] * 4, "governor"]
    assert [letter["template"] for letter in told["letters"]] == [
        "legislator", "legislator", *["school-board"] * 4, "legislator",
    ]  # fmt: skip
    assert [skipped["reason"] for skipped in told["skipped"]] == [
        "3 of 7 seats are not in our data; no name is invented."
    ]
    assert len(made(at_home / "outbox")) == 14
    for letter in told["letters"]:
        text = Path(letter["files"][0]).read_text()
        assert "Its library is closed three days a week now." in text
        # The figures are the writer's own school district's and the state's, of one year and basis.
        places = [(figure["geography"], figure["year"], figure["basis"]) for figure in letter["figures"]]
        assert places == [("0625-01", 2025, "A"), ("state", 2025, "A")]
        assert "Saint Paul Public Schools" in text
    assert len({Path(letter["files"][0]).read_text() for letter in told["letters"]}) == 7


def test_every_letter_is_logged_with_the_official_as_they_were() -> None:
    run("campaign", "new", "Read well")
    write("--campaign", "Read well", "--email", "test@example.org")
    contacts = json.loads(run("log", "--json").stdout)
    assert len(contacts) == 6
    first = contacts[0]
    assert (first["standing"], first["campaign"], first["supporter"]) == (
        "drafted",
        "Read well",
        "Test Writer",
    )
    assert (first["town"], first["zip_code"]) == ("Saint Paul", "55106")
    official = first["official"]
    assert (official["name"], official["title"], official["district"]) == (
        "Jay Xiong",
        "Representative",
        "67B",
    )
    assert official["snapshot"] >= "2025"
    assert official["source_as_of"] >= "2026-08-05"
    assert {figure["basis"] for figure in first["figures"]} == {"A"}
    assert all(figure["source"] for figure in first["figures"])
    assert Path(first["files"][0]).is_file()


def test_the_same_letter_again_is_the_same_file_and_the_same_contact(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = json.loads(write("--json").stdout)
    files = made(at_home / "outbox")
    again = write()
    assert made(at_home / "outbox") == files
    assert "in the log already, as a0000000" in again.stdout

    monkeypatch.setattr("advocate.clock.today", lambda: date(2026, 11, 25))
    later = json.loads(write("--json").stdout)
    assert [letter["id"] for letter in later["letters"]] == [letter["id"] for letter in first["letters"]]
    assert not any(letter["is_new"] for letter in later["letters"])
    assert made(at_home / "outbox") == files
    assert len(json.loads(run("log", "--json").stdout)) == 6


def test_a_letter_whose_file_is_gone_is_written_again_and_logged_once(at_home: Path) -> None:
    write("--to", "house")
    (at_home / "outbox" / "2026-11-24_01_house-67b_xiong.txt").unlink()
    write("--to", "house")
    assert len(made(at_home / "outbox")) == 2
    write("--to", "house", "--out", "elsewhere")
    (contact,) = json.loads(run("log", "--json").stdout)
    assert contact["files"][0] == str(at_home / "elsewhere" / "2026-11-24_01_house-67b_xiong.txt")


def test_a_dry_run_writes_nothing_at_all(at_home: Path) -> None:
    result = write("--dry-run")
    assert "6 letters would be written" in result.stdout
    assert "Nothing was written or logged (--dry-run)." in result.stdout
    assert made(at_home) == []


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--template", "legislatr"), 2, "Choose one of: bill-position, business-legislator,"),
        (("--format", "fax"), 2, "Choose from: text, md, html, pdf, docx, eml, mailto, script, comment"),
        (("--resume", "none.md"), 1, "There is no file or folder 'none.md'"),
        (("--to", "mayor"), 2, "Choose from: house, senate, board, governor"),
        (("--template", "thank-you"), 2, "--set deed=TEXT: What do you thank them for?"),
        (("--set", "topic=poetry"), 2, "math, reading, science"),
        (("--set", "bill"), 2, "is not NAME=TEXT"),
        (("--set", "foo=bar"), 2, "no place for 'foo'. They take: agenda_item, ask, bill, story, topic."),
        (("--district", "12B"), 2, "can be: 67B"),
        (("--district", "99Z"), 2, "99Z"),
        (("--out", "story.txt"), 1, "Choose another folder with --out FOLDER"),
        (("--db", "story.txt"), 1, "is not a database"),
        (("--story", "none.txt"), 1, "There is no file or folder 'none.txt'"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_written(
    at_home: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    result = write(*words)
    assert (result.exit_code, made(at_home)) == (code, [])
    assert message in re.sub(r"\s*\n\s*", " ", result.stderr)
    assert "Traceback" not in result.stderr


def test_missing_words_are_told_all_at_once(at_home: Path) -> None:
    result = run("write", ADDRESS, "--offline", "--template", "thank-you")
    assert result.exit_code == 2
    assert [line.split(":")[0].strip() for line in result.stderr.splitlines()[1:]] == [
        "--set deed=TEXT", "--story FILE", "--name NAME",
    ]  # fmt: skip
    assert made(at_home) == []


def test_a_story_from_the_standard_input_in_the_encoding_of_an_old_editor(at_home: Path) -> None:
    raw = "Zoë’s café reads — for $5, all of it.".encode("cp1252")
    result = CliRunner().invoke(
        cli, ["write", ADDRESS, "--name", "T", "--offline", "--to", "house", "--story", "-"], input=raw
    )
    assert result.exit_code == 0
    (text,) = (at_home / "outbox").glob("*.txt")
    assert "Zoë’s café reads — for $5, all of it." in text.read_text()
    assert run("write", ADDRESS, "--name", "T", "--offline", "--story", "-", stdin=" \n").exit_code == 2


def test_a_place_in_doubt_needs_eyes_and_no_letter_is_guessed(at_home: Path) -> None:
    result = run(
        "write", "99999 Nowhere Ln, Blaine, MN 55449", "--name", "T", "--story", "story.txt", "--offline"
    )
    assert result.exit_code == 3
    assert "No letter was written" in result.stdout
    assert "--district 32B or --district 32A" in " ".join(result.stdout.split())
    assert made(at_home) == []


def test_nobody_sits_after_the_term(at_home: Path) -> None:
    result = write("--to", "house,senate", "--as-of", "2027-02-01")
    assert result.exit_code == 1
    assert result.stdout.count("Term ended 2027-01-04") == 2
    assert made(at_home) == []


def test_a_failing_log_takes_the_files_with_it(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> str:
        raise StoreError("The disk of the log is full.")

    monkeypatch.setattr("advocate.store.log.contacts.insert_contact", full)
    result = write()
    assert result.exit_code == 1
    assert "The disk of the log is full." in result.stderr
    assert not (at_home / "outbox").exists()


def test_failing_files_leave_the_log_as_it_was(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("advocate.writing.delivery.os.fsync", full)
    assert write().exit_code == 1
    assert not (at_home / "outbox").exists()
    assert json.loads(run("log", "--json").stdout) == []


# Forms, rules and facts


def test_all_forms_of_a_letter_and_only_what_is_missing_is_made_later(at_home: Path) -> None:
    write("--to", "house")
    first = (at_home / "outbox" / "2026-11-24_01_house-67b_xiong.txt").stat().st_mtime_ns
    result = write("--to", "house", "--all-formats", "--json")
    (letter,) = json.loads(result.stdout)["letters"]
    stem = "2026-11-24_01_house-67b_xiong"
    assert [Path(file).name.removeprefix(stem) for file in letter["files"]] == [
        ".txt", ".md", ".html", ".pdf", ".docx", ".eml", ".mailto.txt", ".phone.txt", ".comment.txt",
        ".comment-1.txt", ".comment-3.txt",
    ]  # fmt: skip
    assert not letter["is_new"]
    assert letter["problems"] == []
    assert (at_home / "outbox" / f"{stem}.txt").stat().st_mtime_ns == first
    assert (at_home / "outbox" / f"{stem}.pdf").read_bytes().startswith(b"%PDF")
    (contact,) = json.loads(run("log", "--json").stdout)
    assert contact["files"] == letter["files"]
    only = json.loads(write("--to", "senate", "--format", "eml", "--format", "script,md", "--json").stdout)
    assert [Path(f).name.partition(".")[2] for f in only["letters"][0]["files"]] == ["md", "eml", "phone.txt"]


def test_a_form_that_cannot_be_made_is_told_and_the_others_are_there(at_home: Path) -> None:
    ask = "Will you " + "work hard and kindly " * 60 + "for it?"
    result = write("--to", "house", "--format", "text,script", "--ask", ask)
    assert result.exit_code == 0
    assert "Not made:" in result.stdout
    assert [name.partition(".")[2] for name in made(at_home / "outbox")] == ["txt"]


def test_the_facts_lie_beside_the_letters(at_home: Path) -> None:
    told = json.loads(write("--to", "house,senate", "--json").stdout)
    facts, sheet = (Path(file) for file in sorted(told["facts"], reverse=True))
    assert sheet.read_bytes().startswith(b"%PDF")
    figures = json.loads(facts.read_text())["figures"]
    assert [figure["geography"] for figure in figures] == ["0625-01", "state"]
    assert "Test Writer" not in facts.read_text()


@pytest.mark.parametrize(
    ("story", "rule"),
    [
        ("Vote for the candidate of my party in this election; re-elect her.", "L13"),
        ("In our school 63% of the students cannot read.", "L11"),
        ("I live near [describe your street] and I care.", "L7"),
    ],
)
def test_a_rule_that_stops_stops_before_anything_is_written(at_home: Path, story: str, rule: str) -> None:
    (at_home / "story.txt").write_text(story)
    result = write("--to", "house")
    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert f"\n  {rule}" in result.stderr
    assert "Why: " in result.stderr and "Do: " in result.stderr
    assert made(at_home) == []


def test_strict_stops_on_what_else_is_a_warning(at_home: Path) -> None:
    assert write("--to", "house", "--strict").exit_code == 1
    assert made(at_home) == []
    told = json.loads(write("--to", "house", "--json").stdout)
    assert [found["rule"] for found in told["letters"][0]["findings"]] == ["L6", "L9"]


def test_another_supporters_words_are_noticed_and_ones_own_are_not(at_home: Path) -> None:
    write("--to", "house,senate")
    again = json.loads(write("--to", "governor", "--json").stdout)
    assert "L15" not in [found["rule"] for found in again["letters"][0]["findings"]]
    other = run(
        "write", "1600 6th St E, Saint Paul, MN 55106", "--name", "Other Writer", "--offline", "--to", "house",
        "--story", "story.txt", "--json",
    )  # fmt: skip
    (found,) = [f for f in json.loads(other.stdout)["letters"][0]["findings"] if f["rule"] == "L15"]
    assert "100%" in found["what"]


def test_the_persons_own_template_wins(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (at_home / "mine").mkdir()
    monkeypatch.setenv("ADVOCATE_TEMPLATES", str(at_home / "mine"))
    (at_home / "mine" / "legislator.md").write_text(
        '+++\ntitle = "Mine"\nsubject = "Reading"\noffices = ["state_house"]\nneeds = ["story"]\n+++\n'
        "I am a constituent in {{ home }}.\n\n{{ story }}\n\n{{ district_range('math') }}\n\nWill you reply?\n"
    )
    write("--to", "house")
    text = (at_home / "outbox" / "2026-11-24_01_house-67b_xiong.txt").read_text()
    assert "Re: Reading" in text
    assert "House District 67B" in " ".join(text.split())


# Drafts


def test_a_draft_is_gone_on_with(at_home: Path) -> None:
    (at_home / "draft.md").write_text(
        f'+++\naddress = "{ADDRESS}"\nname = "Test Writer"\nto = "house"\nformats = "md"\n\n[words]\n'
        f'topic = "math"\n+++\n\n{STORY}'
    )
    told = json.loads(run("write", "--resume", "draft.md", "--offline", "--json").stdout)
    (letter,) = told["letters"]
    assert [Path(file).suffix for file in letter["files"]] == [".md"]
    assert "Its library is closed three days a week now." in Path(letter["files"][0]).read_text()
    assert (at_home / "draft.md").is_file()
    more = json.loads(run("write", "--resume", "draft.md", "--to", "senate", "--offline", "--json").stdout)
    assert more["letters"][0]["official"]["kind"] == "state_senate"
    assert run("write", "--offline").exit_code == 2


# The same in Python


def test_write_letters_in_python(at_home: Path) -> None:
    with open_log() as log:
        written = write_letters(
            ADDRESS, name="Test Writer", story=STORY, to=("senate",), offline=True, log=log, today=DAY
        )
        assert [contact.id for contact in log.contacts()] == [letter.contact_id for letter in written.letters]
    assert written.log == at_home / "log.db"
    assert written.letters[0].letter.salutation == "Dear Senator Hawj:"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"story": " "}, MissingNeeds),
        ({"words": {"foo": "bar"}}, WrongChoice),
        ({"to": ("nobody",)}, WrongChoice),
        ({"out": "story.txt"}, DeliveryError),
    ],
)
def test_write_letters_raises_before_it_writes(
    at_home: Path, words: dict[str, Any], error: type[Exception]
) -> None:
    given = {"name": "Test Writer", "story": STORY, "offline": True, **words}
    with pytest.raises(error):
        write_letters(ADDRESS, **given)
    assert "outbox" not in made(at_home)


# log and record


def test_the_log_is_plain_for_a_pipe_and_csv_carries_no_formulas() -> None:
    run("campaign", "new", "=1+1")
    write("--to", "house", "--campaign", "=1+1")
    (line,) = run("log").stdout.splitlines()
    cells = line.split("\t")
    assert cells[0] == "a0000000"
    assert cells[2:6] == ["drafted", "Representative Jay Xiong (67B)", "Test Writer", "=1+1"]
    (row,) = csv.DictReader(StringIO(run("log", "--csv").stdout))
    assert row["campaign"] == "'=1+1"
    assert row["official"] == "Jay Xiong"
    assert row["zip_code"] == "55106"


def test_a_log_that_is_not_there_yet_is_no_error(at_home: Path) -> None:
    result = run("log")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "There is no log at" in result.stderr
    assert run("log", "--json").stdout == "[]\n"
    assert run("record", "abcd", "sent").exit_code == 1
    assert made(at_home) == []


def test_record_moves_several_or_none() -> None:
    write("--to", "house,senate")
    today = date.today().isoformat()
    done = run("record", "a0000000", "a0000002", "sent", "--on", today, "--by", "ana", "--channel", "post")
    assert done.stdout == (
        "a0000000  Test Writer to Representative Jay Xiong (67B): moved from drafted to sent.\n"
        "a0000002  Test Writer to Senator Foung Hawj (67): moved from drafted to sent.\n"
    )
    run("record", "a0000000", "confirmed")
    refused = run("record", "a0000002", "a0000000", "confirmed")
    assert refused.exit_code == 2
    assert "From confirmed it can become: bounced." in refused.stderr
    standings = [contact["standing"] for contact in json.loads(run("log", "--json").stdout)]
    assert standings == ["confirmed", "sent"]
    assert len(run("log", "--standing", "sent").stdout.splitlines()) == 1


def test_record_takes_a_mistake_back_and_a_dry_run_changes_nothing() -> None:
    write("--to", "house")
    assert "would move from drafted to sent" in run("record", "a0000000", "sent", "--dry-run").stdout
    run("record", "a0000000", "bounced")
    assert "moved from bounced to drafted" in run("record", "a0000000", "--take-back").stdout
    assert run("record", "a0000000", "--take-back").exit_code == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("sent",), "Give the letter's ID and what became of it"),
        (("a0000000", "mailed"), "drafted, handed_over, sent, confirmed, bounced"),
        (("a0000000", "sent", "--on", "2999-01-01"), "is in the future"),
        (("a0000000", "sent", "--on", "1990-01-01"), "before a0000000 was written"),
        (("a0000000", "sent", "--channel", "pigeon"), "letter, email, post"),
        (("ffffffff", "sent"), "No contact's id begins with 'ffffffff'"),
    ],
)
def test_record_says_what_is_wrong(words: tuple[str, ...], message: str) -> None:
    write("--to", "house")
    result = run("record", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert json.loads(run("log", "--json").stdout)[0]["standing"] == "drafted"


def test_the_table_for_people_has_its_definition_under_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write("--to", "house,senate")
    run("record", "a0000000", "handed over")
    from advocate.cli.log import DEFINITION, _print_table, tally

    with open_log() as log:
        contacts = log.contacts()
    assert tally(contacts) == "2 letters and contacts on record: 1 drafted, 1 handed over."
    monkeypatch.setenv("COLUMNS", "100")
    import io
    import sys

    monkeypatch.setattr(sys, "stdout", io.StringIO())
    _print_table(contacts)
    shown = sys.stdout.getvalue()  # type: ignore[attr-defined]
    assert "Senator Foung Hawj (67)" in shown
    assert " ".join(DEFINITION.split()) in " ".join(shown.split())


def test_a_point_places_an_address_that_is_not_on_file(at_home: Path) -> None:
    rural = "401 4th St, Trimont, MN 56176"
    words = ("--name", "Test Writer", "--story", "story.txt", "--to", "house", "--point", "43.7638,-94.7131")
    result = run("write", rural, *words)
    assert result.exit_code == 0, result.output
    (letter,) = (at_home / "outbox").glob("*.txt")
    text = letter.read_text(encoding="utf-8")
    assert "house-21b" in letter.name
    assert "401 4th St\nTrimont, MN 56176" in text
    assert "Martin County West" in text


def test_a_point_that_is_none_is_told(at_home: Path) -> None:
    result = write("--point", "north")
    assert result.exit_code == 2
    assert "latitude,longitude" in result.output
