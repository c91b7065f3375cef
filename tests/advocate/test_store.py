"""The log: private, durable, honest about what it cannot do, and the same from two programs at once."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate import open_log
from advocate.errors import MoveNotAllowed, NoLogYet, StoreError, UnknownContact, WrongChoice
from advocate.store.contacts import SAME_LETTER, NewContact
from advocate.store.keys import letter_hash, match_key
from advocate.store.log import Log
from advocate.store.migrations import migrations
from advocate.store.officials import OfficialThen
from advocate.store.open import APPLICATION_ID
from advocate.store.standings import ALLOWED_MOVES, STANDINGS, read_standing
from advocate.store.supporters import Supporter

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)

SENATOR = OfficialThen(
    official_key="ocd-person/67",
    name="Foung Hawj",
    title="Senator",
    kind="state_senate",
    district="67",
    party="Democratic-Farmer-Labor",
    term_ends="2027-01-04",
    source="Open States people",
    source_as_of="2026-08-05",
    snapshot="2026-10-08",
)
FIGURE = {"value": 31.2, "year": 2025, "subject": "math", "basis": "A", "source": "MDE"}


def letter(number: int = 1, **changes: object) -> NewContact:
    new = NewContact(
        supporter=Supporter(
            "Test Writer", "1540 6th St E, Saint Paul, MN 55106", town="Saint Paul", zip_code="55106"
        ),
        official=SENATOR,
        template="legislator",
        subject="Reading in our schools",
        letter_hash=letter_hash("Reading in our schools", f"Letter {number}"),
        figures=(FIGURE,),
        files=("/letters/a.txt",),
        campaign="Read well by third grade",
    )
    return replace(new, **changes)  # type: ignore[arg-type]


@pytest.fixture
def log_path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "for it" / "advocate.db"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_letter_comes_back_as_it_went_in(log_path: Path) -> None:
    with Log(log_path, clock=lambda: NOW) as log:
        kept = log.add_contact(letter())
        contact = log.contact(kept.id)
    assert kept.is_new
    assert contact.standing == "drafted"
    assert contact.official == SENATOR
    assert contact.figures == (FIGURE,)
    assert (contact.supporter, contact.town, contact.campaign) == (
        "Test Writer",
        "Saint Paul",
        "Read well by third grade",
    )
    assert contact.created_at == "2026-11-24T18:00:00.000000Z"
    json.dumps(contact.to_dict())


def test_the_same_letter_is_logged_once(log_path: Path) -> None:
    with Log(log_path) as log:
        first = log.add_contact(letter())
        again = log.add_contact(
            letter(supporter=Supporter("test writer", "1540 6TH ST E,  Saint Paul, MN 55106"))
        )
        assert again.id == first.id
        assert not again.is_new
        other = [
            log.add_contact(letter(2)),
            log.add_contact(letter(campaign="Another")),
            log.add_contact(letter(campaign="")),
            log.add_contact(letter(official=replace(SENATOR, official_key="ocd-person/66"))),
            log.add_contact(
                letter(supporter=Supporter("Other Writer", "1540 6th St E, Saint Paul, MN 55106"))
            ),
        ]
        assert all(kept.is_new for kept in other)
        assert not log.add_contact(letter(campaign="")).is_new  # "no campaign" counts as one
        assert len(log.contacts()) == 6


def test_the_database_itself_refuses_the_same_letter_twice(log_path: Path) -> None:
    with Log(log_path) as log:
        log.add_contact(letter(campaign=""))
        with pytest.raises(sqlite3.IntegrityError):
            log.database.execute(
                "INSERT INTO contacts (id, supporter_id, address_id, official_id, official_key, campaign_id, "
                "channel, template, subject, letter_hash, figures, files, standing, created_at) "
                "SELECT 'copy', supporter_id, address_id, official_id, official_key, "
                "campaign_id, channel, template, subject, letter_hash, figures, files, standing, created_at "
                "FROM contacts"
            )


def test_a_new_snapshot_keeps_the_official_as_they_were(log_path: Path) -> None:
    moved = replace(SENATOR, district="66", snapshot="2027-01-10")
    with Log(log_path) as log:
        log.add_contact(letter(1))
        log.add_contact(letter(2, official=moved))
        assert [contact.official.district for contact in log.contacts()] == ["67", "66"]
        assert not log.add_contact(letter(1, official=moved)).is_new


def test_a_supporter_is_known_by_address_or_email_and_blanks_never_overwrite(log_path: Path) -> None:
    at_home = Supporter("Nguyễn Thị Lan", "1 Main St, Duluth", email="Lan@example.org")
    moved = Supporter("nguyễn thị lan", "2 Oak Ave, Duluth", email="lan@EXAMPLE.org", phone="218-555-0100")
    nobody = Supporter("Nguyễn Thị Lan", "3 Elm St, Duluth")
    with Log(log_path) as log:
        for number, supporter in enumerate(
            (at_home, moved, Supporter("Nguyễn Thị Lan", "1 main st, Duluth"), nobody)
        ):
            log.add_contact(letter(number, supporter=supporter))
        one, two, three, four = log.contacts()
        assert one.supporter_id == two.supporter_id == three.supporter_id != four.supporter_id
        assert two.address == "2 Oak Ave, Duluth"
        row = next(log.database.query("SELECT email, phone FROM supporters WHERE id = ?", [one.supporter_id]))
        assert row == {"email": "Lan@example.org", "phone": "218-555-0100"}


def test_the_file_and_what_lies_beside_it_are_the_owners_alone(log_path: Path) -> None:
    before = os.umask(0)
    try:
        with Log(log_path) as log:
            log.add_contact(letter())
            beside = sorted(path.name for path in log_path.parent.iterdir())
            assert beside == ["advocate.db", "advocate.db-shm", "advocate.db-wal"]
            assert {mode_of(path) for path in log_path.parent.iterdir()} == {0o600}
        assert mode_of(log_path.parent) == mode_of(log_path.parent.parent) == 0o700
    finally:
        os.umask(before)


def test_a_log_that_others_could_read_is_made_private_again(log_path: Path) -> None:
    Log(log_path).close()
    log_path.chmod(0o644)
    Log(log_path).close()
    assert mode_of(log_path) == 0o600


def test_pragmas(log_path: Path) -> None:
    with Log(log_path) as log:
        answers = {
            name: log.database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "application_id", "busy_timeout")
        }
        assert answers == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "application_id": APPLICATION_ID,
            "busy_timeout": 10_000,
        }
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            log.database.execute(
                "INSERT INTO addresses (id, supporter_id, address, address_key, created_at) "
                "VALUES ('a', 'nobody', '1 Main St', '1 main st', '')"
            )


def test_what_happened_is_neither_changed_nor_removed(log_path: Path) -> None:
    with Log(log_path) as log:
        log.add_contact(letter())
        for statement in ("UPDATE contact_events SET note = 'x'", "DELETE FROM contact_events"):
            with pytest.raises(sqlite3.IntegrityError, match="add a correction"):
                log.database.execute(statement)


def test_several_rows_are_kept_together_or_not_at_all(log_path: Path) -> None:
    with Log(log_path) as log:
        with pytest.raises(KeyboardInterrupt), log.writing():
            log.add_contact(letter(1))
            log.add_contact(letter(2))
            raise KeyboardInterrupt
        assert log.contacts() == []
        assert log.database.execute("SELECT count(*) FROM supporters").fetchone()[0] == 0


# Moves


def test_a_move_has_date_who_and_note(log_path: Path) -> None:
    with Log(log_path, clock=lambda: NOW) as log:
        kept = log.add_contact(letter())
        contact = log.move(
            kept.id[:6], "sent", on=date(2026, 11, 23), note="by post", who="ana", channel="post"
        )
        assert (contact.standing, contact.standing_since, contact.channel) == ("sent", "2026-11-23", "post")
        made, move = log.events(kept.id)
    assert (made.kind, made.standing) == ("made", "drafted")
    assert (move.kind, move.standing, move.happened_on, move.who, move.note) == (
        "move",
        "sent",
        "2026-11-23",
        "ana",
        "by post",
    )


def test_a_mistake_is_taken_back_and_stays_on_record(log_path: Path) -> None:
    with Log(log_path) as log:
        kept = log.add_contact(letter())
        log.move(kept.id, "handed_over", channel="post")
        log.move(kept.id, "bounced", channel="email")
        contact = log.take_back(kept.id, note="wrong row")
        assert (contact.standing, contact.channel) == ("handed_over", "post")
        events = log.events(kept.id)
        assert [event.kind for event in events] == ["made", "move", "move", "correction"]
        assert events[3].corrects == events[2].id
        again = log.take_back(kept.id)
        assert (again.standing, again.channel) == ("drafted", "letter")
        with pytest.raises(MoveNotAllowed, match="no move to take back"):
            log.take_back(kept.id)


@settings(max_examples=40, deadline=None)
@given(moves=st.lists(st.sampled_from((*STANDINGS, "take back")), max_size=12))
def test_only_moves_of_the_table_happen(moves: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    history = ["drafted"]
    with Log(tmp_path_factory.mktemp("log") / "a.db") as log:
        contact_id = log.add_contact(letter()).id
        for word in moves:
            if word == "take back":
                if len(history) > 1:
                    history.pop()
                    log.take_back(contact_id)
            elif word in ALLOWED_MOVES[history[-1]]:
                history.append(word)
                log.move(contact_id, word)
            else:
                with pytest.raises(MoveNotAllowed) as refused:
                    log.move(contact_id, word)
                assert refused.value.choices == ALLOWED_MOVES[history[-1]]
                assert all(allowed in str(refused.value) for allowed in refused.value.choices)
            assert log.contact(contact_id).standing == history[-1] == log.events(contact_id)[-1].standing


def test_the_table_of_moves_is_closed_and_never_makes_a_draft_again() -> None:
    for before, afters in ALLOWED_MOVES.items():
        assert set(afters) <= set(STANDINGS)
        assert before not in afters
        assert "drafted" not in afters


def test_a_standing_is_read_as_people_write_it() -> None:
    assert read_standing(" Handed-over ") == "handed_over"
    with pytest.raises(WrongChoice, match="drafted, handed_over, sent, confirmed, bounced"):
        read_standing("mailed")


# Finding


def test_ids_are_found_by_their_start(log_path: Path) -> None:
    with Log(log_path) as log:
        kept = log.add_contact(letter())
        assert log.contact(kept.id[:4].upper()).id == kept.id
        for wrong in ("", "abc", "hello", "' OR 1=1"):
            with pytest.raises(UnknownContact, match="is no contact's id"):
                log.contact(wrong)
        wrong = "0000" if not kept.id.startswith("0000") else "ffff"
        with pytest.raises(UnknownContact, match="advocate log"):
            log.contact(wrong)


def test_an_id_that_is_not_enough_lists_those_it_could_be(
    log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(f"abcd{number:028x}" for number in range(100))
    monkeypatch.setattr("advocate.store.contacts.new_id", lambda: next(ids))
    with Log(log_path) as log:
        log.add_contact(letter(1))
        log.add_contact(letter(2))
        with pytest.raises(UnknownContact, match="More than one") as refused:
            log.contact("abcd")
    assert len(refused.value.choices) == 2
    assert "Senator Foung Hawj" in refused.value.choices[0]


def test_contacts_by_campaign_and_standing(log_path: Path) -> None:
    with Log(log_path) as log:
        first = log.add_contact(letter(1))
        log.add_contact(letter(2, campaign="Other"))
        log.move(first.id, "sent")
        assert [contact.id for contact in log.contacts(standing="sent")] == [first.id]
        assert [contact.id for contact in log.contacts(campaign="READ WELL, by third grade!")] == [first.id]
        with pytest.raises(WrongChoice, match="Other, Read well by third grade"):
            log.contacts(campaign="Nope")


# The door


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("name,address\n" * 100)
    with pytest.raises(StoreError, match=r"not a database.*--db FILE"):
        open_log(sheet)
    assert sheet.read_text() == "name,address\n" * 100


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE photos (id)")
    other.close()
    path.chmod(0o644)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_log(path)
    assert path.read_bytes() == before
    assert mode_of(path) == 0o644


def test_a_folder_or_a_path_under_a_file_is_no_log(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_log(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder is needed"):
        open_log(tmp_path / "file" / "a.db")


def test_a_place_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("advocate.store.open.os.open", refuse)
    with pytest.raises(StoreError, match=r"not yours to write.*ADVOCATE_DB"):
        open_log(tmp_path / "a.db")


def test_a_read_only_file_is_told_at_the_first_write(log_path: Path) -> None:
    with Log(log_path) as log:
        log.database.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written"):
            log.add_contact(letter())


def test_a_locked_log_is_told_after_some_patience(log_path: Path) -> None:
    Log(log_path).close()
    other = sqlite3.connect(log_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with (
            Log(log_path, patience=0.05) as log,
            pytest.raises(StoreError, match="in use by another program"),
        ):
            log.add_contact(letter())
    finally:
        other.close()


def test_a_log_from_a_newer_version_is_left_alone(log_path: Path) -> None:
    with Log(log_path) as log:
        log.database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('advocate', 'm999_flights', '')"
        )
    with pytest.raises(StoreError, match=r"newer version.*m999_flights.*Update advocate"):
        open_log(log_path)


def test_looking_makes_no_log(log_path: Path) -> None:
    with pytest.raises(NoLogYet, match="advocate write"):
        open_log(log_path, create=False)
    assert not log_path.parent.exists()


def test_an_empty_file_becomes_a_log(tmp_path: Path) -> None:
    path = tmp_path / "100% mine?#.db"
    path.touch(0o600)
    with open_log(path) as log:
        log.add_contact(letter())
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]


@pytest.mark.parametrize(
    "stop",
    [
        "m002_contact_log_view",
        "m003_deliveries",
        "m004_letter_signatures",
        "m005_supporter_lists",
        "m006_campaigns_replies_reach",
        "m007_addresses_compared_in_one_spelling",
        "m008_letters_wait_for_a_yes",
        "m009_reports_count_along_indexes",
        "m010_districts_are_certain_or_blank",
        "m011_campaigns_have_a_topic",
        "m012_a_no_without_a_name_is_nobodys",
    ],
)
def test_a_log_of_every_older_schema_is_brought_up_with_its_rows(log_path: Path, stop: str) -> None:
    log_path.parent.mkdir(parents=True)
    from sqlite_utils import Database

    old = Database(sqlite3.connect(log_path))
    migrations.apply(old, stop_before=stop)
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for row in (
        "supporters (id, name, name_key, created_at) "
        "VALUES ('s1', 'Test Writer', 'test writer', '2026-11-24T18:00:00.000000Z')",
        "addresses (id, supporter_id, address, address_key, created_at) "
        "VALUES ('a1', 's1', '1 Main St', '1 main st', '2026-11-24T18:00:00.000000Z')",
        "officials VALUES ('o1', 'k1', 'Foung Hawj', 'Senator', 'state_senate', '67', '', '', '', NULL, '', "
        "'2026-08-05', '2026-10-08')",
        "contacts (id, supporter_id, address_id, official_id, official_key, channel, letter_hash, standing, "
        "created_at) VALUES ('abcd1234', 's1', 'a1', 'o1', 'k1', 'letter', 'hash', 'drafted', "
        "'2026-11-24T18:00:00.000000Z')",
        "contact_events (id, contact_id, kind, standing, channel, happened_on, who, note, corrects, recorded_at) "
        "VALUES ('e1', 'abcd1234', 'made', 'drafted', '', '2026-11-24', '', '', NULL, "
        "'2026-11-24T18:00:00.000000Z')",
    ):
        old.execute(f"INSERT INTO {row}")
    there = list(old.query("SELECT name FROM sqlite_master WHERE name = 'reach_facts'"))
    assert bool(there) == (stop > "m006_campaigns_replies_reach")
    old.conn.commit()
    old.close()
    with Log(log_path) as log:
        assert [contact.official.name for contact in log.contacts()] == ["Foung Hawj"]
        assert log.delivery("abcd1234") is None
        counted = "SELECT standing, day FROM reach_facts"
        assert log.database.execute(counted).fetchall() == [(1, date(2026, 11, 24).toordinal() - 719163)]
        assert log.move("abcd", "sent").standing == "sent"
        assert log.database.execute(counted).fetchone()[0] == 3


def test_a_district_that_was_guessed_is_none_after_an_upgrade(log_path: Path) -> None:
    from sqlite_utils import Database

    log_path.parent.mkdir(parents=True)
    old = Database(sqlite3.connect(log_path))
    migrations.apply(old, stop_before="m010_districts_are_certain_or_blank")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.execute("INSERT INTO supporters (id, name, name_key, created_at) VALUES ('s', 'A B', 'a b', '2026')")
    places = {
        "sure": ("street_range", 1, ""),
        "odd": ("census", 1, "The ZIP code on file is 55102, not 55101."),
        "line": ("street_range", 0, "House 67A or 67B"),
        "zip": ("zip_area", 0, "House one of 5; Senate 67; Congress 4; schools 0625-01 or none"),
        "gone": ("street_range", 0, ""),
    }
    for id_, (method, certain, problem) in places.items():
        old.execute("INSERT INTO addresses (id, supporter_id, address, address_key, created_at) VALUES (?, 's', ?, ?, '')",
                    [id_, id_, id_])  # fmt: skip
        old.execute("INSERT INTO placements VALUES (?, NULL, NULL, ?, NULL, ?, '67A', '67', '4', '0625-01', ?, '', '')",
                    [id_, method, certain, problem])  # fmt: skip
    old.conn.commit()
    old.close()
    with Log(log_path) as log:
        rows = log.database.execute(
            "SELECT address_id, state_house, state_senate, congress, school_district FROM placements"
        )
        kept = {row[0]: row[1:] for row in rows}
    whole, none = ("67A", "67", "4", "0625-01"), ("", "", "", "")
    assert kept == {"sure": whole, "odd": whole, "line": ("", *whole[1:]), "zip": none, "gone": none}


def test_addresses_kept_by_their_spelling_are_found_in_any(log_path: Path) -> None:
    log_path.parent.mkdir(parents=True)
    from sqlite_utils import Database

    old = Database(sqlite3.connect(log_path))
    migrations.apply(old, stop_before="m007_addresses_compared_in_one_spelling")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.execute(
        "INSERT INTO supporters (id, name, name_key, created_at) VALUES ('s1', 'Test Writer', 'test writer', '')"
    )
    for number, (address, key) in enumerate(
        {
            "1540 6th Street East, St. Paul, MN 55106": "1540 6th street east saint paul mn 55106",
            "1540 6th St E, Saint Paul, MN 55106": "1540 6th st e saint paul mn 55106",
            "12 County Road B, Roseville, MN 55113": "12 county road b roseville mn 55113",
            "7 Main Street, Anoka, MN 55303": "typed without a zip code",
        }.items()
    ):
        old.execute(
            "INSERT INTO addresses (id, supporter_id, address, address_key, created_at) VALUES (?, 's1', ?, ?, '')",
            [f"a{number}", address, key],
        )
    old.close()
    with Log(log_path) as log:
        keys = [row[0] for row in log.database.execute("SELECT address_key FROM addresses ORDER BY id")]
    assert keys == [
        "1540 6th street east saint paul mn 55106",  # the same person has the other spelling, too
        "1540 6th st e saint paul mn 55106",
        "12 cr b roseville mn 55113",
        "typed without a zip code",
    ]


def test_looking_for_the_same_letter_uses_its_index(log_path: Path) -> None:
    with Log(log_path) as log:
        plan = log.database.execute(f"EXPLAIN QUERY PLAN {SAME_LETTER}", ["", "", "", ""]).fetchall()
    assert "contacts_no_letter_twice" in plan[0][-1]


def write_many(path: Path, worker: int, count: int, start: Barrier) -> None:
    """Run in another process: letters of its own, and the same one as everybody else."""
    start.wait(60)
    with Log(path) as log:
        start.wait(60)
        for number in range(count):
            log.add_contact(
                letter(worker * 1000 + number, supporter=Supporter(f"Writer {worker}", "1 Main St"))
            )
            log.add_contact(letter(999_999))


def test_two_processes_lose_nothing_and_double_nothing(log_path: Path) -> None:
    # Both also make the log: neither finds one there.
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    workers = [context.Process(target=write_many, args=(log_path, worker, 60, start)) for worker in (1, 2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with Log(log_path) as log:
        contacts = log.contacts()
        assert len(contacts) == 2 * 60 + 1
        assert len({contact.supporter_id for contact in contacts}) == 3
        assert log.database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


def test_line_ends_do_not_make_another_letter() -> None:
    assert letter_hash("S", "a  \r\nb\r\n") == letter_hash("S", "a\nb")
    assert letter_hash("S", "a\nb") != letter_hash("S", "a\nc") != letter_hash("T", "a\nc")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_ordinary_file_is_left_as_it_was(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    with pytest.raises(StoreError, match="no ordinary file"):
        open_log(pipe)
    assert stat.S_IMODE(pipe.stat().st_mode) == 0o666


def test_opening_a_log_takes_no_pandas_in(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("raise RuntimeError('pandas was taken in')\n")
    program = (
        "import sys; from advocate import open_log; from pathlib import Path\n"
        "open_log(Path(sys.argv[1])).close(); sys.exit('pandas' in sys.modules)"
    )
    paths = os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2])))
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "log.db")],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
