"""`advocate officials`: who sits, what is corrected, and does it reach `who`, `data check` and the letters?"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli

DAY = date(2026, 11, 24)
EMAIL = "sen.sandra.pappas@senate.mn"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advocate.clock.today", lambda: DAY)


def advocate(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def edit(seat: str, *sets: str, why: str = "her office, by phone") -> Result:
    given = [word for each in sets for word in ("--set", each)]
    return advocate("officials", "edit", seat, *given, "--why", why, "--by", "ana")


def officials_of(senate: str) -> dict[str, Any]:
    found = json.loads(advocate("who", "--district", f"{senate}A", "--json").stdout)
    (official,) = [each for each in found["officials"] if each["kind"] == "state_senate"]
    assert isinstance(official, dict)
    return official


def test_list_finds_by_words() -> None:
    assert advocate("officials", "list", "pappas").stdout == (
        "Senate District 65\tSandy Pappas\tDemocratic-Farmer-Labor\tsen.sandra.parry@senate.mn\t651-296-1802\n"
    )
    everybody = json.loads(advocate("officials", "list", "--json").stdout)
    assert len(everybody) == 202
    assert advocate("officials", "list", "vacant").stdout.startswith("House District 21A\tvacant")
    assert advocate("officials", "list", "nobody", "at", "all").stdout == ""


def test_a_seat_that_somebody_left_is_vacant() -> None:
    assert edit("65", "holder=Vacant").exit_code == 0
    assert advocate("officials", "list", "vacant").stdout.count("\n") == 2


@pytest.mark.parametrize(
    ("seat", "words"),
    [
        ("65", "Sandy Pappas"),
        ("67b", "Jay Xiong"),
        ("state_house/67B", "Jay Xiong"),
        ("governor", "Tim Walz"),
        ("0625-01", "Saint Paul Public Schools"),
        ("21A", "vacant"),
    ],
)
def test_show_says_who_sits(seat: str, words: str) -> None:
    result = advocate("officials", "show", seat)
    assert result.exit_code == 0
    assert words in result.stdout


def test_a_correction_is_in_who_with_its_author_and_can_be_undone() -> None:
    done = edit("65", f"email={EMAIL}")
    assert done.exit_code == 0
    assert done.stdout.startswith(
        f"state_senate/65: e-mail is {EMAIL}; the source says sen.sandra.parry@senate.mn.\nWritten to "
    )
    shown = officials_of("65")
    assert shown["email"] == EMAIL
    assert shown["source"].endswith("; e-mail corrected by ana on 2026-11-24: her office, by phone")
    assert "looks like another" not in shown["note"]
    undone = advocate("officials", "undo", "65")
    assert undone.stdout == "state_senate/65: e-mail is again what the source says.\n"
    assert officials_of("65")["email"] == "sen.sandra.parry@senate.mn"


def test_a_corrected_address_is_no_warning_of_the_check_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legislators.doctor.shapes.check_shapes", lambda *_: iter(()))
    monkeypatch.setattr("letters.doctor.check_figures", lambda *_: ())

    def level() -> str:
        found = json.loads(advocate("data", "check", "--json").stdout)["findings"]
        return str([e["level"] for e in found if e["code"] == "email_not_theirs" and "65" in e["where"]])

    assert level() == "['warning']"
    edit("65", f"email={EMAIL}")
    assert level() == "['note']"


def test_a_vacancy_is_filled_and_everything_about_it_is_undone_together() -> None:
    result = edit("21A", "email=rep.ana.example@house.mn.gov", "holder=Ana Example", "starts=2026-11-20")
    assert result.exit_code == 0
    said = advocate("officials", "show", "21A").stdout
    assert "Ana Example" in said
    assert "rep.ana.example@house.mn.gov" in said
    assert "named here by hand" in said
    assert advocate("officials", "corrections").exit_code == 0
    assert len(advocate("officials", "undo", "21A", "holder").stdout.splitlines()) == 3
    assert "Nothing is corrected here." in advocate("officials", "corrections").stderr


def test_a_second_edit_replaces_the_first_and_keeps_what_the_source_said() -> None:
    edit("65", "email=sen.wrong.pappas@senate.mn")
    edit("65", f"email={EMAIL}", why="her card")
    (only,) = json.loads(advocate("officials", "corrections", "--json").stdout)
    assert (only["value"], only["source_value"], only["why"], only["state"]) == (
        EMAIL, "sen.sandra.parry@senate.mn", "her card", "in_force",
    )  # fmt: skip


def test_a_dry_run_writes_nothing() -> None:
    result = advocate(
        "officials", "edit", "65", "--set", f"email={EMAIL}", "--why", "x", "--by", "a", "--dry-run"
    )
    assert result.stdout.endswith("Nothing was written.\n")
    assert json.loads(advocate("officials", "corrections", "--json").stdout) == []


@pytest.mark.parametrize(
    ("seat", "sets", "said"),
    [
        ("65", ["shoes=9"], "There is no field 'shoes' of state_senate/65 to correct."),
        ("65", ["email=nobody"], "'nobody' is not one plain e-mail address"),
        ("65", ["email=a@b.org,c@d.org"], "is not one plain e-mail address"),
        ("65", ["starts="], "starts is '', which is no day. Write it as 2027-01-04."),
        ("65", ["starts=last spring"], "starts is 'last spring', which is no day. Write it as 2027-01-04."),
        ("65", ["email=sen.sandra.parry@senate.mn"], "The source says the same"),
        ("21A", ["holder=vacant"], "The source says the same"),
        ("21A", ["email=a.b@house.mn.gov"], "Nobody holds state_house/21A in our data"),
        ("21A", ["holder="], "Say who sits"),
        ("65", ["holder=vacant", "phone=1"], "Where nobody sits there is nobody else's data"),
        ("0625-01", ["email=a@b.org"], "There is no field 'email' of school_district/0625-01"),
        ("99Z", ["email=a@b.org"], "99Z"),
        ("65", ["email"], "--set 'email' is not FIELD=TEXT"),
        ("65", ["email=a@b.org", "email=c@d.org"], "--set gives email twice"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(seat: str, sets: list[str], said: str) -> None:
    result = edit(seat, *sets)
    assert result.exit_code in (1, 2)
    assert said in " ".join(result.stderr.split())
    assert json.loads(advocate("officials", "corrections", "--json").stdout) == []


def test_an_undo_of_nothing_lists_what_there_is() -> None:
    edit("65", f"email={EMAIL}")
    result = advocate("officials", "undo", "40")
    assert result.exit_code == 2
    assert "There is no correction of state_senate/40 to take back." in result.stderr
    assert "state_senate/65 email" in result.stderr


def test_a_reason_of_nothing_is_no_reason() -> None:
    assert "Say how you know" in edit("65", f"email={EMAIL}", why="  ").stderr
