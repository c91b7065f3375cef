"""Does `advocate lint` tell what is wrong with a file or a letter of the log, and end as scripts expect?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocate import open_log
from advocate.cli import cli
from advocate.store.contacts import NewContact
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from advocate.writing.linting import lint_draft
from advocate.writing.sample_letters import STORY
from advocate.writing.school_mail import school_mail_domains
from letters.engine import Letter, load_template, render_letter
from letters.formats.markdown import render_markdown
from letters.formats.text import render_text
from letters.people import Recipient, Sender
from letters.similarity import sign

SENDER = Sender(
    "Ann Sample",
    ("1 Main St", "Saint Paul, MN 55106"),
    "651-555-0100",
    "ann@example.org",
    "Saint Paul",
    "55106",
)
SENATOR = Recipient(
    "Foung Hawj",
    "Senator",
    kind="state_senate",
    district="67",
    mail=("95 University Ave. West", "St. Paul, MN 55155"),
)


def made(story: str = STORY, **words: str) -> Letter:
    given = {
        "sender": SENDER,
        "recipient": SENATOR,
        "date": date(2026, 11, 24),
        "story": story,
        "school_district": "0625-01",
    }
    return render_letter(load_template("legislator"), given | words)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments])


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(render_text(made()), encoding="utf-8")
    return path


def test_a_good_letter_is_fit_to_go(written: Path) -> None:
    result = run(str(written))
    assert (result.exit_code, result.output) == (0, f"{written}: fit to go\n")


def test_a_warning_ends_with_three_and_a_stop_with_one(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    written.write_text(text.replace("651-555-0100\n", "\n", 1), encoding="utf-8")
    warned = run(str(written))
    assert warned.exit_code == 3 and "L9 warns: Your phone with its area code is missing." in warned.output
    assert "why     An office answers" in warned.output and "do      Add it" in warned.output
    assert run("--strict", str(written)).exit_code == 1
    written.write_text(text.replace("So I have one", "And 42% fail. So I have one"), encoding="utf-8")
    stopped = run(str(written))
    assert stopped.exit_code == 1 and "L11 stops" in stopped.output and "42%" in stopped.output


def test_json_has_every_finding_with_its_reason(written: Path) -> None:
    written.write_text(
        written.read_text(encoding="utf-8").replace("your constituent", "your neighbor"), encoding="utf-8"
    )
    content = json.loads(run("--json", str(written)).output)
    assert content[0]["file"] == str(written)
    finding = content[0]["findings"][0]
    assert finding["rule"] == "L1" and finding["severity"] == "warn"
    assert all(finding[key] for key in ("where", "what", "why", "source", "remedy"))


def test_a_letter_of_the_log_is_held_against_other_supporters_letters(tmp_path: Path) -> None:
    db = tmp_path / "log.db"
    ids = []
    with open_log(db) as log:
        for name in ("Ann Sample", "Bo Other"):
            letter = replace(made(), sender=replace(SENDER, name=name))
            file = tmp_path / f"{name}.md"
            file.write_text(render_markdown(letter), encoding="utf-8")
            kept = log.add_contact(NewContact(
                Supporter(name, "1 Main St, Saint Paul, MN 55106", "1 MAIN ST", "Saint Paul", "55106", "", ""),
                OfficialThen("s67", "Foung Hawj", "Senator", "state_senate", "67"),
                template="legislator", subject=letter.subject, letter_hash=name, files=(str(file),),
            ))  # fmt: skip
            signature = sign(STORY)
            assert signature is not None
            log.keep_signature(kept.id, signature)
            ids.append(kept.id)
    result = run("--db", str(db), ids[1][:8])
    assert result.exit_code == 3, result.output
    assert (
        f"L15 warns: It is 100% the same as another supporter's letter (contact {ids[0][:8]})"
        in result.output
    )


@pytest.mark.parametrize(
    ("name", "says"),
    [("nothing.md", "There is no file 'nothing.md'"), ("zzzz", "There is no file 'zzzz'")],
)
def test_what_is_neither_a_file_nor_an_id_is_told(tmp_path: Path, name: str, says: str) -> None:
    result = run("--db", str(tmp_path / "none.db"), name)
    assert result.exit_code == 2 and says in result.output


def test_other_forms_are_pointed_to_the_text(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF")
    assert "Lint the .md or .txt" in run(str(file)).output
    text = tmp_path / "letter.txt"
    text.write_bytes("Nguyễn".encode("utf-16"))
    assert "not saved as UTF-8" in run(str(text)).output


def test_the_rules_are_listed_with_their_sources() -> None:
    result = run("--rules")
    assert result.exit_code == 0 and result.output.count("\n") == 36
    assert "L11 stops: the letter carries year" in result.output
    assert len(json.loads(run("--rules", "--json").output)) == 18
    assert run().exit_code == 2


def test_real_districts_mail_domains_are_known_and_rented_pages_are_not() -> None:
    domains = school_mail_domains()
    assert {"spps.org", "mpschools.org"} <= domains and not {"google.com", "mn.us", ""} & domains
    from_school = made()
    found = lint_draft(replace(from_school, sender=replace(SENDER, email="ann@spps.org")), story=STORY)
    assert [each.rule for each in found] == ["L16"]


def test_the_page_is_measured_as_it_is_printed() -> None:
    long = "\n\n".join(f"{STORY} And this is reason {n}." for n in range(14))
    assert "L5" in [each.rule for each in lint_draft(made(long), story=long)]
    assert lint_draft(made(), story=STORY) == ()
