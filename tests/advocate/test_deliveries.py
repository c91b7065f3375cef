"""What the log knows of messages: which steps can follow, what is in doubt, whose yes it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.errors import MoveNotAllowed
from advocate.store.contacts import NewContact
from advocate.store.deliveries import ALLOWED_STEPS, NewDelivery
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter

SENATOR = OfficialThen(
    "ocd-person/67", "Foung Hawj", "Senator", "state_senate", "67", source_as_of="2026-08-05"
)
MAI = Supporter("Mai Example", "1540 6th St E, Saint Paul, MN 55106", email="mai@example.org")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log(tmp_path / "log.db") as opened:
        yield opened


def contact(log: Log, number: int = 1) -> str:
    return log.add_contact(NewContact(MAI, SENATOR, subject="Reading", letter_hash=f"hash {number}")).id


def message(contact_id: str, content: str = "a") -> NewDelivery:
    return NewDelivery(
        contact_id,
        MAI.email,
        "sen.foung.hawj@senate.mn",
        "127.0.0.1:25",
        content,
        MAI.name,
        "2026-11-24",
        "ana",
    )


def test_a_begun_message_is_in_doubt_until_somebody_says(log: Log) -> None:
    id_ = contact(log)
    delivery, message_id = log.begin_delivery(message(id_))
    assert [each.message_id for each in log.deliveries_in_doubt()] == [message_id]
    with pytest.raises(MoveNotAllowed, match="may have been sent already"):
        log.begin_delivery(message(id_))
    assert log.end_delivery(delivery, "accepted", reply="250 ok", who="ana").standing == "confirmed"
    assert log.deliveries_in_doubt() == []
    with pytest.raises(MoveNotAllowed, match="is confirmed already"):
        log.begin_delivery(message(id_))


def test_a_record_settles_a_doubt_and_handing_over_does_not(log: Log) -> None:
    id_ = contact(log)
    log.begin_delivery(message(id_))
    log.move(id_, "handed_over")
    assert len(log.deliveries_in_doubt()) == 1
    log.move(id_, "sent")
    assert log.deliveries_in_doubt() == []
    log.take_back(id_)
    assert log.contact(id_).standing == "handed_over"


def test_the_same_text_that_was_not_taken_keeps_its_id_and_another_gets_its_own(log: Log) -> None:
    id_ = contact(log)
    delivery, first = log.begin_delivery(message(id_))
    log.end_delivery(delivery, "put_off", reply="451 busy")
    delivery, again = log.begin_delivery(message(id_))
    log.end_delivery(delivery, "not_accepted")
    _, other = log.begin_delivery(message(id_, "b"))
    assert first == again != other
    assert first.endswith("@example.org>")


def test_a_refusal_is_a_bounce_and_a_second_one_too(log: Log) -> None:
    id_ = contact(log)
    assert log.refuse_delivery(message(id_), "550 no", who="ana").standing == "bounced"
    assert log.refuse_delivery(message(id_), "550 no", who="ana").standing == "bounced"
    assert log.events(id_)[-1].note == "refused by the mail server: 550 no"


def test_what_was_begun_is_neither_changed_nor_removed(log: Log) -> None:
    log.begin_delivery(message(contact(log)))
    for table, column in (("deliveries", "recipient"), ("delivery_events", "reply")):
        for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="is not"):
                log.database.execute(statement)


def test_there_is_no_message_without_a_yes(log: Log) -> None:
    from dataclasses import replace

    from advocate.errors import StoreError

    with pytest.raises(StoreError, match="CHECK"):
        log.begin_delivery(replace(message(contact(log)), approved_by=""))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["begin", "accepted", "refused", "put_off", "not_accepted"]), max_size=8))
def test_whatever_comes_it_is_accepted_once_and_only_what_is_allowed_follows(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    with Log(tmp_path_factory.mktemp("log") / "log.db") as log:
        id_ = contact(log)
        state, delivery = "", ""
        for step in steps:
            wanted = "sending" if step == "begin" else step
            may = (
                state not in ("sending", "accepted")
                if step == "begin"
                else bool(delivery) and step in ALLOWED_STEPS[state]
            )
            if not may:
                if step == "begin" or delivery:
                    with pytest.raises(MoveNotAllowed):
                        log.begin_delivery(message(id_)) if step == "begin" else log.end_delivery(
                            delivery, step
                        )
                continue
            if step == "begin":
                delivery, _ = log.begin_delivery(message(id_))
            else:
                log.end_delivery(delivery, step)
            state = wanted
        accepted = log.database.execute(
            "SELECT count(*) FROM delivery_events WHERE state = 'accepted'"
        ).fetchone()[0]
        assert accepted == (state == "accepted")
        assert log.contact(id_).standing == (
            "confirmed" if accepted else "bounced" if "refused" in _said(log) else "drafted"
        )


def _said(log: Log) -> list[str]:
    return [row[0] for row in log.database.execute("SELECT state FROM delivery_events")]


def test_another_supporters_nearly_same_words_are_found_by_their_bands(log: Log) -> None:
    from advocate.writing.checking import own_signature

    story = "Our library is closed three days a week, and my daughter's class has read nothing together since March."
    mine, other = own_signature(story), own_signature(story.replace("three", "four"))
    assert mine is not None and other is not None
    for number in (1, 2):
        log.keep_signature(contact(log, number), mine)
    assert log.database.execute("SELECT count(*) FROM letter_signatures").fetchone()[0] == 1
    assert log.others_letters(MAI).nearest(other) is None
    near = log.others_letters(Supporter("Ana Other", "2 Oak Ave")).nearest(other)
    assert near is not None and near.likeness > 0.5
    unlike = own_signature(
        "I teach seventh grade, and thirty of my students share twelve books that are older than they are."
    )
    assert unlike is not None
    assert log.others_letters(Supporter("Ana Other", "2 Oak Ave")).nearest(unlike) is None
    plan = log.database.execute(
        "EXPLAIN QUERY PLAN SELECT signature_id FROM letter_bands WHERE band IN (1, 2)"
    ).fetchall()
    assert "PRIMARY KEY" in plan[0][-1]
