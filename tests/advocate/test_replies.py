"""Replies: five answers, to the right act; what was put right stays on record, and only what stands is counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli
from advocate.reports.named import read_scope, report_named
from advocate.store import open_log
from advocate.store.acts import NewAct, insert_act
from advocate.store.erasing import erase_people
from advocate.store.holdings import everything_of
from advocate.store.officials import OfficialThen

HAWJ = OfficialThen(
    "ocd-person/5644f3f8-6394-4ab6-9619-7ab6702b37ea", "Foung Hawj", "Senator", "state_senate", "67",
    source_as_of="2026-08-05", snapshot="2026-10",
)  # fmt: skip
TODAY = "2026-11-24"
pytestmark = pytest.mark.usefixtures("one_roster")


@pytest.fixture(autouse=True)
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Two calls to one senator, of the 10th and the 12th of November, and a visit that was taken back."""
    path = tmp_path / "log.db"
    monkeypatch.setenv("ADVOCATE_DB", str(path))
    with open_log(path) as log:
        with log.writing():
            log.database.execute(
                "INSERT INTO supporters (id, name, name_key, created_at) VALUES ('mai', 'Mai Example', 'mai example', '')"
            )
            made = [
                insert_act(log.database, NewAct("mai", HAWJ, "call", date(2026, 11, day)), log.clock)
                for day in (10, 12)
            ]
            made.append(insert_act(log.database, NewAct("mai", HAWJ, "visit", date(2026, 11, 20)), log.clock))
        log.take_back(made[2])
    yield made


def reply(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(cli, ["reply", *words])
    assert done.exit_code == code, done.output
    return done


def listed(*words: str) -> list[dict[str, object]]:
    return list(json.loads(reply("list", *words, "--json").stdout))


def counted() -> dict[str, tuple[object, object]]:
    with open_log() as log:
        scope = read_scope(log.database, today=date.fromisoformat(TODAY), name="replies")
        return {str(row[0]): (row[1], row[-1]) for row in report_named("replies")(log.database, scope).rows}


def test_an_answer_belongs_to_the_newest_contact_made_by_its_day(ids: list[str]) -> None:
    assert "the newest of 2 contacts with them" in reply("add", "sen", "67", "form", "reply").stdout
    reply("add", "Hawj", "no", "--on", "2026-11-11")
    found = {each["answer"]: each["contact_id"] for each in listed()}
    assert found == {"form": ids[1], "no": ids[0]}
    assert counted()["no"] == (1, 1) and counted()["form"] == (1, 12)


def test_an_official_nobody_wrote_to_answers_to_no_contact() -> None:
    assert "to no contact on record" in reply("add", "67B", "yes").stdout
    assert listed()[0]["contact_id"] is None and counted()["yes"] == (1, None)


def test_a_correction_points_to_the_old_one_and_only_it_counts(ids: list[str]) -> None:
    first = json.loads(reply("add", ids[0][:8], "yes", "--quote", "I will", "--may-quote", "--json").stdout)[
        "reply"
    ]
    reply("correct", str(first["id"])[:8], "unclear", "--on", "2026-11-14")
    (now,) = listed()
    assert now["corrects"] == first["id"]
    assert (now["answer"], now["happened_on"], now["quotation"], now["may_quote"]) == (
        "unclear", "2026-11-14", "I will", True,
    )  # fmt: skip
    assert [each["stands"] for each in listed("--all")] == [True, False]
    # By the old id, too, what stands is meant.
    reply("correct", str(first["id"])[:8], "none")
    assert listed()[0]["quotation"] == "" and counted()["none"] == (1, 4)
    reply("withdraw", str(first["id"])[:8], "--note", "another senator")
    assert listed() == [] and len(listed("--all")) == 4 and counted() == {}
    story = CliRunner().invoke(cli, ["log", "show", ids[0]]).stdout
    for words in ('reply: yes; "I will" (may be quoted)', "reply put right: unclear", "no such reply: none"):
        assert words in story
    with open_log() as log, pytest.raises(sqlite3.IntegrityError, match="add a correction"):
        log.database.execute("UPDATE replies SET answer = 'no'")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("add Hawj perhaps", "yes: they will do what was asked"),
        ("add Hawj", "Say who answered, and what"),
        ("add Nobodyatall yes", "no official"),
        ("add ffffffff1 yes", "No contact's id begins"),
        ("add Hawj yes --on 2026-11-25", "future"),
        ("add Hawj none --quote x", "nothing to quote"),
        ("add Hawj yes --may-quote", "give the words"),
        ("add Hawj yes --campaign Nix", "no campaign"),
        ("correct abcd yes", "No reply's id begins"),
        ("correct zz yes", "is no reply's id"),
        ("list --answer maybe-not", "There is no answer"),
        ("list --json --csv", "choose one"),
    ],
)
def test_nonsense_is_told_and_nothing_is_recorded(words: str, told: str) -> None:
    assert told in reply(*words.split(), code=2).output
    assert listed("--all") == []


def test_what_was_never_sent_is_not_answered_nor_before_it_was(ids: list[str]) -> None:
    assert "nothing was sent that could be answered" in reply("add", ids[2], "no", code=2).output
    assert "is before the contact itself" in reply("add", ids[1], "no", "--on", "2026-11-11", code=2).output
    reply("add", ids[1], "no")
    assert "on record already" in reply("add", ids[1], "no", code=2).output
    reply("add", ids[1], "no", "--again")
    reply("add", ids[0], "no", "--dry-run")
    assert len(listed()) == 2 and len(listed("--contact", ids[0])) == 0
    assert reply("list", "--answer", "no", "--csv").stdout.count("Foung Hawj") == 2


def test_a_contacts_story_is_told_in_order_with_what_no_longer_counts(ids: list[str]) -> None:
    run = CliRunner().invoke
    assert run(cli, ["record", "correct", ids[0], "--on", "2026-11-09", "--minutes", "7"]).exit_code == 0
    assert run(cli, ["record", ids[0], "confirmed"]).exit_code == 0
    told = json.loads(run(cli, ["log", "show", ids[0][:9], "--json"]).stdout)
    steps = [(step["what"], step["on"], step["counts"]) for step in told["story"]]
    assert steps[:2] == [("made", "2026-11-10", False), ("corrected", "2026-11-09", True)]
    assert (told["story"][2]["what"], told["story"][2]["standing"], len(steps)) == ("moved", "confirmed", 3)
    assert (told["act_on"], told["minutes"], told["standing"]) == ("2026-11-09", 7, "confirmed")
    shown = run(cli, ["log", "show", ids[2]]).stdout
    assert "counts  no: taken back" in shown and "taken back: sent of 2026-11-20" in shown
    assert "is no contact's id" in run(cli, ["log", "show", "zzzz"]).output


def test_what_a_forgotten_person_was_answered_goes_and_still_counts(ids: list[str]) -> None:
    reply("add", ids[0], "yes", "--quote", "I told Mai so", "--note", "Mai rang twice")
    reply("add", ids[1], "no", "--quote", "Not this year", "--may-quote")
    with open_log() as log:
        held = everything_of(log.database, ["mai"])
        assert [row["note"] for row in held["replies"]] == ["Mai rang twice", ""]
        with log.writing():
            erase_people(log.database, ["mai"], date(2026, 11, 24), log.clock)
    words = [(each["answer"], each["quotation"], each["note"], each["who"]) for each in listed()]
    assert words == [("yes", "", "", ""), ("no", "Not this year", "", "")]
    assert (counted()["yes"][0], counted()["no"][0]) == (1, 1)
