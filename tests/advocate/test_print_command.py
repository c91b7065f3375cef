"""Does `advocate print` print what the supporters' files say now, and say what it left out?"""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from advocate.cli import cli
from advocate.store import open_log
from advocate.store.contacts import NewContact
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from letters.engine import Letter
from letters.formats.markdown import render_markdown
from letters.people import Recipient, Sender

STREET = ("12 Elm St", "Duluth, MN 55802")
NAMES = {"state_senate:8": "Ana Lund", "state_house:8A": "Bo Žák"}


def _letter(name: str, kind: str, district: str) -> Letter:
    recipient = Recipient(
        name, "Senator", kind=kind, district=district, mail=("1 Hall St", "St. Paul, MN 55155")
    )
    return Letter(
        subject="Tutors", salutation=f"Dear {name}:", body="I am your constituent.\n\nWill you help?", closing="Sincerely,",
        template="own", figures=(), recipient=recipient, sender=Sender("Nguyễn Lan", STREET), date=date(2026, 11, 24),
    )  # fmt: skip


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    """Make a log with two letters of one campaign, and their files."""
    path = tmp_path / "log.db"
    with open_log(path) as log:
        for key, name in NAMES.items():
            kind, district = key.split(":")
            file = tmp_path / f"{district}.md"
            file.write_text(render_markdown(_letter(name, kind, district)), encoding="utf-8")
            log.add_contact(NewContact(
                Supporter("Nguyễn Lan", "12 Elm St, Duluth, MN 55802", "12 ELM ST", "Duluth", "55802", "", ""),
                OfficialThen(key, name, "Senator", kind, district), template="own", subject="Tutors", letter_hash=key,
                files=(str(tmp_path / f"{district}.txt"), str(file)), campaign="Math Tutors",
            ))  # fmt: skip
    return path


def _run(log_file: Path, *words: str) -> Result:
    runner = CliRunner()
    return runner.invoke(
        cli, ["print", "--db", str(log_file), "--out", str(log_file.with_name("pack.pdf")), *words]
    )


def _pages(log_file: Path) -> list[str]:
    made = log_file.with_name("pack.pdf").read_bytes()
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_all_letters_of_a_campaign_are_one_file_for_the_owner_alone(log_file: Path) -> None:
    result = _run(log_file, "--campaign", "math tutors")
    assert result.exit_code == 0, result.output
    assert "2 letters to print" in result.output
    pages = _pages(log_file)
    assert len(pages) == 4
    assert "Letters to print: Math Tutors" in pages[0]
    assert "Dear Bo Žák:" in pages[1]
    assert "Dear Ana Lund:" in pages[2]
    assert log_file.with_name("pack.pdf").stat().st_mode & 0o777 == 0o600


def test_what_a_supporter_changed_is_printed(log_file: Path) -> None:
    file = log_file.with_name("8.md")
    file.write_text(
        file.read_text(encoding="utf-8").replace("Will you help?", "Will you come?"), encoding="utf-8"
    )
    assert _run(log_file).exit_code == 0
    assert any("Will you come?" in page for page in _pages(log_file))


def test_printing_records_only_what_it_is_told_to(log_file: Path) -> None:
    assert "as they were" in _run(log_file).output
    with open_log(log_file) as log:
        assert {contact.standing for contact in log.contacts()} == {"drafted"}
    assert "2 recorded as handed over" in _run(log_file, "--record", "--yes").output
    with open_log(log_file) as log:
        assert {(contact.standing, contact.channel) for contact in log.contacts()} == {
            ("handed_over", "post")
        }
    result = _run(log_file, "--yes")
    assert "There is no letter in the log that is drafted" in result.output
    assert _run(log_file, "--yes", "--standing", "handed_over", "--record").output.count("0 recorded") == 1


def test_a_letter_whose_file_is_gone_or_broken_is_left_out_and_told(log_file: Path) -> None:
    log_file.with_name("8.md").unlink()
    result = _run(log_file, "--json")
    content = json.loads(result.stdout)
    assert [each["to"] for each in content["letters"]] == [["Representative Bo Žák"]]
    assert "is not there any more; write the letter again" in content["left_out"][0]["reason"]
    log_file.with_name("8A.md").write_text("nothing", encoding="utf-8")
    result = _run(log_file, "--yes")
    assert "None of the letters can be printed" in result.output
    assert "is not a letter as `advocate write` makes it" in result.output


def test_a_dry_run_writes_and_records_nothing(log_file: Path) -> None:
    result = _run(log_file, "--dry-run", "--record")
    assert "2 letters would be printed. Nothing was written." in result.output
    assert not log_file.with_name("pack.pdf").exists()
    with open_log(log_file) as log:
        assert {contact.standing for contact in log.contacts()} == {"drafted"}


def test_a_file_that_is_there_is_not_written_over_unasked(log_file: Path) -> None:
    pack = log_file.with_name("pack.pdf")
    pack.write_bytes(b"mine")
    assert "--yes writes over it" in _run(log_file).output
    assert pack.read_bytes() == b"mine"
    assert _run(log_file, "--yes").exit_code == 0


def test_a_wrong_campaign_lists_the_right_ones(log_file: Path) -> None:
    assert "The campaigns are: Math Tutors" in _run(log_file, "--campaign", "x").output
