"""Does nothing go to anybody whose term is over, nor by data that are too old, by the real way of sending?"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advocate import open_log, write_letters
from advocate.cli import cli
from legislators.snapshot import bundled_folder, data_home
from legislators.updating import note_current

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
STORY = "My two children learned to read at our neighborhood school. Its library is closed three days a week."
JANUARY = date(2027, 1, 5)

pytestmark = pytest.mark.usefixtures("home")


def set_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("advocate.clock.today", lambda: day)


def write() -> list[str]:
    written = write_letters(
        ADDRESS, to=("house", "senate"), offline=True, today=date(2026, 11, 24), name="Mai Example",
        story=STORY, email="mai@example.org", phone="651-555-0100",
    )  # fmt: skip
    return [letter.contact_id for letter in written.letters]


def send(*words: str) -> Result:
    return CliRunner().invoke(cli, ["send", *words])


def said(result: Result) -> str:
    return " ".join(result.stdout.split())


def newer_data(**holder: Any) -> None:
    """Data of January 2027, in which 67B is held until 2029 by whoever is given."""
    home = data_home()
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(bundled_folder() / "officials.json", home)
    content = json.loads((home / "officials.json").read_text(encoding="utf-8"))
    for seat in content["seats"]:
        seat["term_ends"] = "2029-01-01" if seat["kind"] == "state_house" else "2031-01-06"
        if seat["district"] == "67B":
            seat["holder"] |= holder
    (home / "officials.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("how", ["the clock", "--as-of"])
def test_on_2027_01_05_nothing_is_sent_to_a_member_whose_term_is_over(
    smtp: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ids = write()
    words: tuple[str, ...] = ()
    if how == "the clock":
        set_clock(monkeypatch, JANUARY)
    else:
        words = ("--as-of", JANUARY.isoformat())
    for each in (send(*ids, "--yes", *words), send(*ids, "--yes", "--allow-doubtful", *words)):
        assert each.exit_code == 1
        assert said(each).count("ended on 2027-01-04, and our data do not name them after that") == 2
    dry = send(*ids, "--dry-run", *words)
    assert dry.exit_code == 1
    assert list(Path().rglob("*.eml")) == []
    assert smtp.inbox.messages == []
    with open_log() as log:
        assert {each.standing for each in log.contacts()} == {"drafted"}


def test_the_day_before_they_go(smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = write()
    set_clock(monkeypatch, date(2027, 1, 3))
    assert send(*ids, "--yes").exit_code == 0
    assert len(smtp.inbox.messages) == 2


def test_a_past_day_does_not_bring_a_term_back(smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = write()
    set_clock(monkeypatch, JANUARY)
    result = send(*ids, "--yes", "--as-of", "2026-12-01")
    assert result.exit_code == 2
    assert "--as-of 2026-12-01 is past" in result.stderr
    assert smtp.inbox.messages == []


def test_with_leave_it_goes_and_says_what_was_allowed(smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = write()
    set_clock(monkeypatch, JANUARY)
    result = send(*ids, "--yes", "--allow-stale")
    assert result.exit_code == 0
    assert "ended on 2027-01-04, and our data name no successor. You allowed it." in said(result)
    assert len(smtp.inbox.messages) == 2


@pytest.mark.parametrize("leave", [(), ("--allow-stale",)])
def test_a_successor_in_our_data_gets_nobodys_letter(
    smtp: Any, monkeypatch: pytest.MonkeyPatch, leave: tuple[str, ...]
) -> None:
    house, _ = write()
    newer_data(id="ocd-person/next", name="Ana Next", email="rep.ana.next@house.mn.gov", starts="2027-01-04")
    set_clock(monkeypatch, JANUARY)
    result = send(house, "--yes", *leave)
    assert result.exit_code == 1
    assert smtp.inbox.messages == []


def test_who_was_elected_again_gets_the_letter_of_before(smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    house, _ = write()
    newer_data()
    set_clock(monkeypatch, JANUARY)
    assert send(house, "--yes").exit_code == 0
    assert smtp.inbox.envelopes[0][1] == ("rep.jay.xiong@house.mn.gov",)


def test_data_that_are_too_old_hold_letters_until_somebody_allows_it(
    smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = write()
    monkeypatch.setenv("ADVOCATE_STALE_DAYS", "30")
    held = send(*ids, "--yes")
    assert held.exit_code == 1
    assert said(held).count("were last updated on 2026-10-01, 54 days before 2026-11-24 (more than 30).") == 2
    assert "--allow-stale" in held.stdout
    assert smtp.inbox.messages == []
    assert send(ids[0], "--yes", "--allow-stale").exit_code == 0
    note_current(["officials"], date(2026, 11, 20))
    assert send(ids[1], "--yes").exit_code == 0
    assert len(smtp.inbox.messages) == 2


def test_who_and_write_warn_of_data_that_are_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    def warned(*words: str) -> bool:
        told = json.loads(CliRunner().invoke(cli, [*words, "--json"]).stdout)["warnings"]
        return "stale_data" in [each["code"] for each in told]

    who = ("who", "--district", "67B")
    Path("story.txt").write_text(STORY, encoding="utf-8")
    letter = (
        "write",
        ADDRESS,
        "--offline",
        "--name",
        "Mai Example",
        "--story",
        "story.txt",
        "--dry-run",
        "--yes",
    )
    assert not warned(*who)
    assert not warned(*letter)
    assert warned(*who, "--as-of", "2027-02-01")
    set_clock(monkeypatch, date(2027, 2, 1))
    assert warned(*who)
    assert warned(*letter)
    monkeypatch.setenv("ADVOCATE_STALE_DAYS", "400")
    assert not warned(*who)


def test_a_number_of_days_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCATE_STALE_DAYS", "soon")
    result = CliRunner().invoke(cli, ["who", "--district", "67B"])
    assert result.exit_code == 1
    assert "ADVOCATE_STALE_DAYS is 'soon', which is no number of days. Use one like 120." in result.stderr
