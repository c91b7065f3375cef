"""Is a forgotten person gone from the file, byte for byte, while every count stays and no import brings them back?"""

from __future__ import annotations

import sqlite3
import stat
from datetime import date
from typing import Any

import pytest

from advocate.errors import StoreError
from advocate.store.approvals import NewApproval, add_approval
from advocate.store.consents import Consent, opted_out, record_consents
from advocate.store.contacts import NewContact
from advocate.store.deliveries import NewDelivery
from advocate.store.editing import change_supporter
from advocate.store.erasing import coarsen_addresses, erase_people, scrub
from advocate.store.forgetting import (
    ForgottenPeople,
    NoKey,
    PersonKeys,
    is_forgotten,
    key_file,
    remember_forgotten,
)
from advocate.store.going import count_without_place, holdings_of, keys_of, quiet_since
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.placements import Placing, keep_placements
from advocate.store.supporters import Supporter
from letters.similarity import Signature

ON = date(2026, 11, 24)
SENATOR = OfficialThen("ocd-person/67", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08",
                       source_as_of="2026-08-05")  # fmt: skip
#: Words that tell who she is; none of them may be left in the file.
SECRETS = (
    "Zebulonia", "Quist", "zebulonia@example.org", "651-555-0143", "+16515550143", "1999 Hidden", "hidden ln",
    "55106", "her own daughter", "Zeb told us", "van-7781", "44.9601", "secret subject", "Fair of the secret",
    "moved in spring",
)  # fmt: skip
#: Those that are hers alone where somebody else is in the log, too.
HERS = ("Zebulonia", "Quist", "zebulonia@example.org")


def someone(
    name: str = "Zebulonia Quist", number: int = 1999, email: str = "zebulonia@example.org"
) -> Supporter:
    return Supporter(name, f"{number} Hidden Ln, Saint Paul, MN 55106", town="Saint Paul", zip_code="55106",
                     email=email, phone="651-555-0143")  # fmt: skip


def fill(log: Log, who: Supporter, letter: str) -> str:
    """Give a person a letter that was sent by e-mail, consent, a place, an edit, ids and import rows."""
    contact = log.add_contact(NewContact(who, SENATOR, "legislator", "secret subject", letter * 8,
                                         files=(f"/outbox/{who.email}.txt",), campaign="Reading"))  # fmt: skip
    log.keep_signature(contact.id, Signature(tuple(range(64))))
    with log.writing():
        add_approval(
            log.database,
            NewApproval(contact.id, "hash", who.name, "2026-11-24", "Zeb told us", who.email),
            log.clock,
        )
    delivery, _ = log.begin_delivery(
        NewDelivery(contact.id, who.email, "sen@example.org", "mail", "hash", who.name, "2026-11-24", "zeb")
    )
    log.end_delivery(delivery, "accepted", reply=f"250 kept for {who.email}")
    database = log.database
    supporter_id, address_id = database.execute(
        "SELECT supporter_id, address_id FROM contacts WHERE id = ?", [contact.id]
    ).fetchone()
    with log.writing():
        record_consents(
            database,
            [
                Consent(supporter_id, True, "Fair of the secret", wording="Zeb told us"),
                Consent(supporter_id, False, "Zeb told us", "phone"),
            ],
            log.clock,
        )
        keep_placements(
            database,
            [(address_id, Placing(44.9601, -93.1, "street_range", 40.0, 1, "67B", "67"))],
            "s",
            log.clock,
        )
        change_supporter(database, supporter_id, {"notes": "her own daughter moved in spring"}, "", log.clock)
        database.execute(
            "INSERT INTO external_ids VALUES ('van', ?, ?, NULL)",
            ["van-7781" if letter == "a" else f"van-{letter}", supporter_id],
        )
        database.execute(
            "INSERT OR IGNORE INTO batches (id, number, file_name, file_hash, rows, created, updated, unchanged, "
            "needs_eyes, rejected, applied_at) VALUES ('b', 1, 'fair.csv', 'h', 2, 0, 1, 0, 1, 0, '2026')"
        )
        line = database.execute("SELECT count(*) FROM batch_rows").fetchone()[0]
        database.execute(
            "INSERT INTO batch_rows (batch_id, line, decision, reason, supporter_id, before, after) VALUES "
            "('b', ?, 'update', ?, ?, ?, '{}'), ('b', ?, 'needs_eyes', 'two of them', NULL, '{}', ?)",
            [
                line + 2,
                who.name,
                supporter_id,
                f'{{"phone": "{who.phone}"}}',
                line + 3,
                f'{{"row": ["{who.email}"]}}',
            ],
        )
        database.execute("UPDATE supporters SET phone_key = '+16515550143' WHERE id = ?", [supporter_id])
    return str(supporter_id)


def forget(log: Log, *people: str) -> None:
    with log.writing():
        remember_forgotten(log.database, log.path, keys_of(log.database, people), ON)
        erase_people(log.database, people, ON, log.clock)
    assert scrub(log.database, log.path)


COUNTS = (
    "SELECT count(*) FROM supporters", "SELECT count(*) FROM addresses", "SELECT standing, count(*) FROM contacts GROUP BY 1",
    "SELECT count(DISTINCT letter_hash) FROM contacts", "SELECT kind, standing, happened_on FROM contact_events ORDER BY rowid",
    "SELECT state_house, count(*) FROM placements GROUP BY 1", "SELECT given, channel, count(*) FROM consents GROUP BY 1, 2",
    "SELECT state, count(*) FROM delivery_events GROUP BY 1", "SELECT decision, count(*) FROM batch_rows GROUP BY 1",
    "SELECT district, count(*) FROM contact_log GROUP BY 1",
)  # fmt: skip


def counts(log: Log) -> list[Any]:
    return [log.database.execute(question).fetchall() for question in COUNTS]


def test_no_byte_of_a_forgotten_person_is_left_and_every_count_stays(log: Log) -> None:
    her = fill(log, someone(), "a")
    fill(log, someone("Ole Other", 12, "ole@example.org"), "b")
    before = counts(log)
    log.database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    raw = b"".join(file.read_bytes() for file in log.path.parent.iterdir())
    for secret in SECRETS:
        # A number is kept in binary; all others must be there now, or their absence later proves nothing.
        assert secret.encode() in raw or secret.replace(".", "").isdigit(), secret
    forget(log, her)
    assert counts(log) == before
    raw = b"".join(file.read_bytes() for file in log.path.parent.iterdir()).lower()
    for secret in HERS:
        assert secret.lower().encode() not in raw, secret
    dump = "\n".join(log.database.conn.iterdump())
    assert "44.9601" in dump and dump.count("44.9601") == 1


def test_alone_in_the_log_nothing_at_all_is_left(log: Log) -> None:
    forget(log, fill(log, someone(), "a"))
    raw = b"".join(file.read_bytes() for file in log.path.parent.iterdir()).lower()
    for secret in SECRETS:
        assert secret.lower().encode() not in raw, secret
    assert log.database.execute("SELECT lat, lon, state_house FROM placements").fetchall() == [
        (None, None, "67B")
    ]
    assert not log.database.execute("PRAGMA foreign_key_check").fetchall()


def test_the_append_only_tables_are_locked_again(log: Log) -> None:
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = log.database.execute(triggers).fetchall()
    forget(log, fill(log, someone(), "a"))
    assert log.database.execute(triggers).fetchall() == before
    with pytest.raises(sqlite3.IntegrityError, match="not changed"):
        log.database.execute("UPDATE contact_events SET note = 'x'")
    log.database.conn.rollback()


def test_a_failure_half_way_leaves_everything_as_it_was(log: Log) -> None:
    her = fill(log, someone(), "a")
    before = list(log.database.conn.iterdump())
    with pytest.raises(RuntimeError), log.writing():
        erase_people(log.database, [her], ON, log.clock)
        raise RuntimeError
    assert list(log.database.conn.iterdump()) == before


def test_who_was_merged_into_them_goes_with_them(log: Log) -> None:
    her = fill(log, someone(), "a")
    other = fill(log, someone("Zebulonia Quist-Berg", 7, "zq@example.org"), "b")
    with log.writing():
        log.database.execute("UPDATE supporters SET merged_into = ? WHERE id = ?", [her, other])
    assert holdings_of(log.database, [her]).contacts == 2
    forget(log, her)
    assert [row[0] for row in log.database.execute("SELECT DISTINCT name FROM supporters")] == ["(forgotten)"]
    assert is_forgotten(log.database, log.path, PersonKeys(email_key="zq@example.org")) == "e-mail"
    assert log.find_letter(NewContact(someone(), SENATOR, letter_hash="a" * 8)) is None


def test_a_forgotten_person_is_known_again_by_each_of_their_marks(log: Log) -> None:
    her = fill(log, someone(), "a")
    keys = keys_of(log.database, [her])
    forget(log, her)
    people = ForgottenPeople(log.database, log.path)
    name, address = keys[0].name_key, keys[0].address_key
    assert people.known_by(PersonKeys(email_key="zebulonia@example.org")) == "e-mail"
    assert people.known_by(PersonKeys(phone_key="+16515550143")) == "phone"
    assert people.known_by(PersonKeys(name_key=name, address_key=address)) == "name and address"
    assert people.known_by(PersonKeys(external_key="van:van-7781")) == "external id"
    assert people.known_by(PersonKeys(name, "else@example.org", "+16515550144", "elsewhere")) == ""
    assert people.known_by(PersonKeys(name_key="ole", address_key=address)) == ""


def test_the_key_lies_beside_the_log_and_without_it_nobody_is_guessed(log: Log) -> None:
    people = ForgottenPeople(log.database, log.path)
    assert not people and people.known_by(PersonKeys(email_key="a@example.org")) == ""
    forget(log, fill(log, someone(), "a"))
    key = key_file(log.path)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with log.writing():  # a second time the same key is used
        assert remember_forgotten(log.database, log.path, [PersonKeys(email_key="b@example.org")], ON) == 1
        assert remember_forgotten(log.database, log.path, [PersonKeys(email_key="b@example.org")], ON) == 0
    for content in ("", "zz", "ab" * 31):
        key.write_text(content)
        with pytest.raises(NoKey, match="forgotten-key"):
            ForgottenPeople(log.database, log.path)
    key.unlink()
    with pytest.raises(StoreError, match="Put the key back"):
        remember_forgotten(log.database, log.path, [PersonKeys(email_key="c@example.org")], ON)


def test_a_coarse_address_keeps_town_and_districts_and_no_street(log: Log) -> None:
    her = fill(log, someone(), "a")
    assert count_without_place(log.database, [her]) == 0
    with log.writing():
        assert coarsen_addresses(log.database, [her], log.clock) == 1
    assert scrub(log.database, log.path)
    row = log.database.execute("SELECT address, town, zip_code FROM addresses").fetchone()
    assert row == ("Saint Paul, MN 55106", "Saint Paul", "55106")
    assert log.database.execute("SELECT lat, lon, state_house FROM placements").fetchall() == [
        (None, None, "67B")
    ]
    raw = b"".join(file.read_bytes() for file in log.path.parent.iterdir()).lower()
    assert b"hidden ln" not in raw
    assert b"zebulonia" in raw
    with log.writing():
        assert coarsen_addresses(log.database, [her], log.clock) == 0


def test_an_address_that_was_not_looked_up_keeps_its_street(log: Log) -> None:
    her = fill(log, someone(), "a")
    with log.writing():
        log.database.execute("DELETE FROM placements")
    assert count_without_place(log.database, [her]) == 1
    with log.writing():
        assert coarsen_addresses(log.database, [her], log.clock) == 0


def test_quiet_people_are_those_of_whom_nothing_is_on_record_since(log: Log) -> None:
    her = fill(log, someone(), "a")
    assert quiet_since(log.database, date(2026, 11, 25)) == [her]
    assert quiet_since(log.database, date(2026, 11, 24)) == []
    with log.writing():
        log.database.execute("UPDATE supporters SET created_at = '2020-01-01'")
        log.database.execute("UPDATE contacts SET created_at = '2020-01-01'")
        log.database.execute("UPDATE consents SET recorded_at = '2020-01-01'")
        log.database.execute("UPDATE supporter_changes SET recorded_at = '2020-01-01'")
    # The day on which the letter was sent still counts.
    assert quiet_since(log.database, date(2026, 11, 24)) == []


def test_an_opt_out_of_one_who_is_forgotten_still_counts_as_one(log: Log) -> None:
    her = fill(log, someone(), "a")
    forget(log, her)
    assert opted_out(log.database) == {her: frozenset({"phone"})}


def test_another_program_with_the_log_open_is_told_and_the_bytes_go_later(log: Log) -> None:
    her = fill(log, someone(), "a")
    other = sqlite3.connect(log.path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM supporters").fetchone()
    log.database.execute("PRAGMA busy_timeout = 50").fetchone()
    with log.writing():
        erase_people(log.database, [her], ON, log.clock)
    assert not scrub(log.database, log.path)
    other.rollback()
    assert scrub(log.database, log.path)
    other.execute("BEGIN IMMEDIATE")
    assert not scrub(log.database, log.path)
    other.close()
    raw = b"".join(file.read_bytes() for file in log.path.parent.iterdir()).lower()
    assert b"zebulonia" not in raw
