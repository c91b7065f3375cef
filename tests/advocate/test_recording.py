"""Acts that happened elsewhere: recorded as they were that day, counted rightly, and never twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result

from advocate.acts.words import read_act, read_cents, read_day, read_hours, read_minutes, read_witnessed
from advocate.errors import WrongChoice
from advocate.officials.then import OfficialsThen
from advocate.reports.named import read_scope, report_named
from advocate.store import open_log
from advocate.store.acts import NewAct, insert_act
from advocate.store.contacts import Spent
from advocate.store.log import Log
from advocate.store.moves import Said
from tests.advocate.calling import call as run

TODAY = date(2026, 11, 24)
HAWJ = "Senator Foung Hawj (67)"
pytestmark = pytest.mark.usefixtures("one_roster")


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A log with two people: Mai has an address that was placed, of Nou only the e-mail is known."""
    path = tmp_path / "log.db"
    monkeypatch.setenv("ADVOCATE_DB", str(path))
    with open_log(path) as log, log.writing():
        for id_, name, email in (
            ("a1" * 16, "Mai Example", "mai@example.org"),
            ("b2" * 16, "Nou Madeup", "nou@example.org"),
        ):
            log.database.execute(
                "INSERT INTO supporters (id, name, name_key, email, email_key, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                [id_, name, name.lower(), email, email, "2026-11-01T12:00:00.000000Z"],
            )
        log.database.execute(
            "INSERT INTO addresses (id, supporter_id, address, address_key, town, created_at) "
            "VALUES ('home', ?, '1 Made-up St', '1 made up st', 'Saint Paul', '2026-11-01T12:00:00.000000Z')",
            ["a1" * 16],
        )
        log.database.execute(
            "INSERT INTO placements (address_id, method, certain, state_house, state_senate, snapshot, located_at) "
            "VALUES ('home', 'point', 1, '67B', '67', '', '')"
        )
    yield path


def record(*words: str, code: int = 0) -> Result:
    return run("record", *words, code=code)


def reach() -> dict[str, object]:
    with open_log() as log:
        scope = read_scope(log.database, today=TODAY, name="reach")
        return {str(row[0]): row[1] for row in report_named("reach")(log.database, scope).rows}


def test_acts_are_counted_by_channel_and_standing_and_by_their_day() -> None:
    record(
        "call", "sen", "67", "--supporter", "Mai", "--on", "2026-11-18", "--minutes", "10", "--cost", "1.50"
    )
    record("visit", "67B", "--supporter", "nou@example.org", "--witnessed", "--minutes", "1:30")
    record("letter", "Hawj", "--supporter", "Mai Example")
    record("testimony", "Maye Quade", "--supporter", "Mai")
    record("comment", "Mpls board Beachy", "--supporter", "Mai")
    record("email", "governor", "--supporter", "Mai")
    found = reach()
    for name in ("call sent", "visit confirmed", "post sent", "testimony sent", "comment sent", "email sent"):
        assert found[name] == 1, name
    assert (found["contacts sent"], found["contacts confirmed"], found["letters made"]) == (5, 1, 0)
    assert (found["supporters acting"], found["officials reached"]) == (2, 5)
    assert found["contacts drafted (not made)"] == 0
    with open_log() as log:
        rows = log.database.execute(
            "SELECT channel, day, constituent, minutes, cost_cents, town FROM reach WHERE official = 'Foung Hawj' "
            "ORDER BY day"
        ).fetchall()
    assert rows == [
        ("call", "2026-11-18", 1, 10, 150, "Saint Paul"), ("post", "2026-11-24", 1, None, None, "Saint Paul"),
    ]  # fmt: skip


def test_nobodys_address_is_invented_and_one_learned_later_counts() -> None:
    record("call", "67B", "--supporter", "Nou")
    record("call", "sen 67", "--supporter", "Nou")
    told = json.loads(run("supporters", "list", "--json").stdout)[1]
    assert (told["name"], told["address"], told["contacts"]) == ("Nou Madeup", "", 2)
    with open_log() as log:
        kept = log.database.execute("SELECT address, town FROM addresses WHERE supporter_id = ?", ["b2" * 16])
        assert kept.fetchall() == [("", "")]
    run("supporters", "edit", "Nou", "--address", "1540 6th St E, Saint Paul, MN 55106")
    told = json.loads(run("supporters", "list", "--json").stdout)[1]
    assert told["address"].startswith("1540 6th St E")


def test_the_same_act_is_recorded_once_and_another_like_it_when_it_is_said() -> None:
    call = ("call", "sen 67", "--supporter", "Mai", "--minutes", "5")
    first = record(*call).stdout[:8]
    assert f"on record already: {first}" in record(*call, code=3).stdout
    assert f"One like it is on record already: {first}" in record(*call[:-1], "9", code=3).stdout
    record(*call, "--again")
    assert reach()["call sent"] == 2
    record(first, "--take-back")
    assert reach()["call sent"] == 1
    rows = [line.split("\t") for line in run("log").stdout.splitlines()]
    assert [(row[2], row[3], row[4]) for row in rows] == [
        ("taken back (call)", HAWJ, "Mai Example"), ("sent (call)", HAWJ, "Mai Example"),
    ]  # fmt: skip


def test_what_cannot_be_is_refused_and_nothing_is_recorded() -> None:
    ways = (
        ("call sen 67", "Say who acted"), ("call --supporter Mai", "Say towards whom"),
        ("call 99Z --supporter Mai", "no official"), ("call Hawj --supporter Zed", "Nobody on the lists"),
        ("call Hawj --supporter Mai --on 2026-11-25", "future"), ("call Hawj --supporter Mai --minutes -3", "length of time"),
        ("call Hawj --supporter Mai --cost free", "no amount"), ("cal Hawj --supporter Mai", "Did you mean"),
        ("call Hawj --supporter Mai --campaign Nix", "no campaign"), ("visit --from", "requires an argument"),
        ("call Hawj --supporter Mai --sheet 1", "give both"), ("correct abcd", "Say what is right"),
    )  # fmt: skip
    for words, told in ways:
        done = record(*words.split(), code=2)
        assert told in done.output, words
    listed = record("call", "Mpls", "board", "--supporter", "Mai", code=2).output
    assert "  - Collin Beachy, School Board Member, Minneapolis Public School District (0001-03)" in listed
    before = record("visit", "Maye Quade", "--supporter", "Mai", "--on", "2020-01-15", code=2).output
    assert "do not have Erin Maye Quade" in before
    assert run("log").output.endswith("holds no contact yet.\n")


def test_a_dry_run_records_nothing_and_json_tells_the_act() -> None:
    told = json.loads(record("call", "sen 67", "--supporter", "Mai", "--json").stdout)
    assert len(told["id"]) == 32 and told["official"]["name"] == "Foung Hawj" and told["standing"] == "sent"
    assert (
        "Would record: visit on 2026-11-24, Mai Example to"
        in record("visit", "Hawj", "--supporter", "Mai", "--dry-run").stdout
    )
    assert "call" not in record("correct", told["id"], "--minutes", "4", "--dry-run").stderr
    assert reach()["contacts sent"] == 1


def test_a_letter_that_waits_is_not_counted_beside_itself() -> None:
    from advocate.store.contacts import NewContact
    from advocate.store.officials import OfficialThen
    from advocate.store.supporters import Supporter

    hawj = json.loads(record("call", "Hawj", "--supporter", "Mai", "--json").stdout)["official"]
    with open_log() as log:
        new = NewContact(
            Supporter("Mai Example", "1 Made-up St", email="mai@example.org"),
            OfficialThen(**hawj, source_as_of="2026-08-05"), template="legislator", letter_hash="c" * 64,
        )  # fmt: skip
        waiting = log.add_contact(new).id[:8]
    assert (
        f"letter {waiting} of theirs to this official is in the log"
        in record("letter", "Hawj", "--supporter", "Mai").stdout
    )


def test_what_was_put_right_is_what_the_reports_count(log_file: Path) -> None:
    recorded, corrected = (datetime(2026, 11, day, 18, tzinfo=UTC) for day in (20, 22))
    with Log(log_file, clock=lambda: recorded) as log:
        hawj = OfficialsThen(TODAY).find("Hawj", date(2026, 11, 16))
        with log.writing():
            new = NewAct("a1" * 16, hawj, "call", date(2026, 11, 16), spent=Spent(10, 250))
            id_ = insert_act(log.database, new, log.clock)
    with Log(log_file, clock=lambda: corrected) as log:
        log.correct(id_, Said(on=date(2026, 11, 9), channel="visit", spent=Spent(minutes=40)))

        def rows(name: str, as_of: date | None = None) -> list[tuple[object, ...]]:
            scope = read_scope(log.database, today=TODAY, name=name, as_of=as_of)
            return list(report_named(name)(log.database, scope).rows)

        then = date(2026, 11, 21)
        assert [row[4:7] for row in rows("lobbying")] == [(1, 40, 250)]
        assert [row[4:7] for row in rows("lobbying", then)] == [(1, 10, 250)]
        # From, sent, confirmed, letter, email, post, call, visit ...
        assert [row[:8] for row in rows("timeline")] == [("2026-11-09", 1, 0, 0, 0, 0, 0, 1)]
        assert [row[:8] for row in rows("timeline", then)] == [("2026-11-16", 1, 0, 0, 0, 0, 1, 0)]


# A list

LIST = """Date,Act,Official,Supporter,Minutes,Cost,Notes
11/18/2026,phone call,Sen. Hawj,mai@example.org,10,,left a message
11/18/2026,phone call,Sen. Hawj,mai@example.org,10,,left a message
2026-11-19,Visit,Maye Quade,Nou Madeup,1:30,$4.50,"met the aide, a good talk"
11/20/26,testified,Haaj,Mai Example,3,,
11/20/26,call,67B,Mai,3,,
11/31/26,call,67B,Mai Example,3,,
"""


def test_a_list_is_recorded_once_and_what_cannot_be_read_lies_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(LIST, encoding="utf-8")
    plan = record("--from", str(file), "--dry-run", code=3).stdout
    assert "3  to be recorded" in plan and "line 5  'Haaj' could be several officials: Foung Hawj" in plan
    assert reach() == {}
    assert "there is nobody to ask" in record("--from", str(file), code=2).output
    assert "3 acts recorded." in record("--from", str(file), "--yes", code=3).stderr
    left = tmp_path / "calls.needs-eyes.csv"
    rows = list(csv.DictReader(left.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Import: line"] for row in rows] == ["5", "6", "7"] and left.stat().st_mode & 0o077 == 0
    again = json.loads(record("--from", str(file), "--yes", "--json", code=3).stdout)
    assert again["counts"] == {"new": 0, "there": 3, "eyes": 0, "rejected": 3} and again["recorded"] == []
    assert (reach()["call sent"], reach()["visit sent"]) == (2, 1)


def test_what_was_corrected_or_taken_back_does_not_come_back_with_its_list(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(LIST.splitlines()[:4]), encoding="utf-8")
    ids = [row["id"] for row in json.loads(record("--from", str(file), "--yes", "--json").stdout)["recorded"]]
    record("correct", ids[0], "--minutes", "3", "--on", "2026-11-17")
    record(ids[2], "--take-back")
    assert json.loads(record("--from", str(file), "--yes", "--json").stdout)["counts"]["there"] == 3
    file.write_text(
        LIST.splitlines()[0] + "\n2026-11-17,call,Hawj,Mai Example,99,,other words\n", encoding="utf-8"
    )
    told = json.loads(record("--from", str(file), "--yes", "--json", code=3).stdout)
    assert told["counts"]["eyes"] == 1 and ids[0][:8] in told["rows"][0]["reason"]
    assert (reach()["call sent"], reach()["visit sent"]) == (2, 0)


def test_a_list_of_calls_needs_no_column_that_says_so_and_a_workbook_will_do(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    file = tmp_path / "calls.xlsx"
    with Workbook(file) as book:
        sheet = book.add_worksheet("Calls")
        sheet.write_row(0, 0, ["When", "District", "First name", "Last name", "Hours", "Witnessed"])
        sheet.write_datetime(1, 0, datetime(2026, 11, 20), book.add_format({"num_format": "m/d/yyyy"}))
        sheet.write_row(1, 1, ["67B", "Mai", "Example", 0.5, "yes"])
    record("call", "--from", str(file), "--yes")
    with open_log() as log:
        found = log.database.execute("SELECT day, official, standing, minutes FROM reach").fetchall()
    assert found == [("2026-11-20", "Jay Xiong", "confirmed", 30)]
    assert "No column says which act" in record("--from", str(file), code=2).output


def test_a_list_without_the_needed_columns_names_them(tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text("Date,Color\n2026-11-18,red\n", encoding="utf-8")
    assert "No column says the official nor the supporter." in record("--from", str(file), code=2).output


# Words


def test_words_of_people_are_read() -> None:
    assert [read_act(word) for word in ("Phone call", "MEETING", "mailed", "public comment", "E-mail", "testified")] == [
        "call", "visit", "post", "comment", "email", "testimony"]  # fmt: skip
    for text in (
        "2026-11-05",
        "11/5/2026",
        "11/05/26",
        "Nov 5, 2026",
        "5 November 2026",
        "2026-11-05 00:00:00",
        "11/5/2026 3:15 PM",
    ):
        assert read_day(text) == date(2026, 11, 5), text
    assert [read_minutes(text) for text in ("20", "1:30", "1 h 20 min", "1.5 hours", "15 min", "")] == [
        20,
        90,
        80,
        90,
        15,
        None,
    ]
    assert [read_hours(text) for text in ("1.5", "0:20", "")] == [90, 20, None]
    assert [read_cents(text) for text in ("12", "$12.50", "1,200", "0.7", "")] == [
        1200,
        1250,
        120000,
        70,
        None,
    ]
    assert read_witnessed("X") and not read_witnessed("sent")


@pytest.mark.parametrize(
    ("read", "text"),
    [(read_act, "sang"), (read_day, "13/13/2026"), (read_day, ""), (read_minutes, "long"), (read_minutes, "99999"),
     (read_cents, "12.345"), (read_cents, "-3"), (read_hours, "nan"), (read_hours, "inf"), (read_witnessed, "maybe")],
)  # fmt: skip
def test_nonsense_is_told(read: object, text: str) -> None:
    with pytest.raises(WrongChoice):
        read(text)  # type: ignore[operator]
