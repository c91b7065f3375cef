"""A correction stands in the place of what it corrects, what was there stays, and a call cannot come back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.errors import MoveNotAllowed
from advocate.store.contacts import NewContact, Spent
from advocate.store.log import Log
from advocate.store.moves import Said, act_now, moves_that_stand
from advocate.store.officials import OfficialThen
from advocate.store.standings import ALLOWED_MOVES_OF_SPOKEN, CONTACT_MADE
from advocate.store.supporters import Supporter

HAWJ = OfficialThen(
    "ocd-person/hawj", "Foung Hawj", "Senator", "state_senate", "67", source_as_of="2026-08-05"
)
MAI = Supporter("Mai Example", "1 Made-up St, Saint Paul, MN 55106", town="Saint Paul")


def a_letter(log: Log) -> str:
    return log.add_contact(NewContact(MAI, HAWJ, letter_hash="a" * 64)).id


def test_the_right_day_and_time_stand_and_the_wrong_ones_stay_on_record(log: Log) -> None:
    id_ = a_letter(log)
    log.move(id_, "sent", on=date(2026, 11, 20), channel="post", spent=Spent(30, 73))
    log.correct(id_, Said(on=date(2026, 11, 18), spent=Spent(minutes=20), who="Ana"))
    now = act_now(log.database, id_)
    assert (now.day, now.minutes, now.cost_cents) == (date(2026, 11, 18), 20, 73)
    assert log.contact(id_).channel == "post" and log.contact(id_).standing_since == "2026-11-18"
    events = log.events(id_)
    assert [event.kind for event in events] == ["made", "move", "correction"]
    assert (events[1].happened_on, events[1].minutes) == ("2026-11-20", 30)
    assert events[2].corrects == events[1].id


def test_a_corrected_move_is_confirmed_taken_back_and_corrected_again(log: Log) -> None:
    id_ = a_letter(log)
    log.move(id_, "sent", on=date(2026, 11, 20), spent=Spent(30))
    log.correct(id_, Said(on=date(2026, 11, 18)))
    log.correct(id_, Said(spent=Spent(15)))
    log.move(id_, "confirmed")
    assert (now := act_now(log.database, id_)).day == date(2026, 11, 18) and now.minutes == 15
    assert log.take_back(id_).standing == "sent"
    assert act_now(log.database, id_).day == date(2026, 11, 18)
    assert log.take_back(id_).standing == "drafted"
    with pytest.raises(MoveNotAllowed, match="no contact was made"):
        log.correct(id_, Said(on=date(2026, 11, 1)))


def test_a_call_is_witnessed_and_goes_no_further(log: Log) -> None:
    id_ = log.add_contact(NewContact(MAI, HAWJ, channel="call")).id
    with pytest.raises(MoveNotAllowed) as refused:
        log.move(id_, "bounced")
    assert refused.value.choices == ALLOWED_MOVES_OF_SPOKEN["drafted"]
    log.move(id_, "sent")
    log.move(id_, "confirmed")
    with pytest.raises(MoveNotAllowed, match="goes no further; a mistake is taken back"):
        log.move(id_, "sent")


@settings(max_examples=12, deadline=None)
@given(words=st.lists(st.sampled_from(("sent", "confirmed", "bounced", "correct", "take back")), max_size=9))
def test_whatever_is_corrected_the_standing_is_that_of_the_last_event_that_stands(
    words: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Log(tmp_path_factory.mktemp("log") / "a.db") as log:
        id_, days = a_letter(log), iter(range(1, 28))
        history = ["drafted"]
        for word in words:
            try:
                if word == "correct":
                    log.correct(id_, Said(on=date(2026, 10, next(days))))
                elif word == "take back":
                    log.take_back(id_)
                    history.pop()
                else:
                    log.move(id_, word)
                    history.append(word)
            except MoveNotAllowed:
                continue
            there = moves_that_stand(log.events(id_))
            assert [event.standing for event in there] == history
            assert log.contact(id_).standing == history[-1]
            if word == "correct":
                assert history[-1] in CONTACT_MADE
                assert act_now(log.database, id_).day.isoformat() == there[-1].act_on
