"""A campaign: found forgivingly, changed on record, meant by default, closed; its goals counted as the reports count."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.campaign.choice import choose_campaign, open_for_letters, outside, without_log
from advocate.campaign.goals import EXAMPLES, Progress, check_goals, progress_of, read_goals
from advocate.campaign.progress import state_of
from advocate.errors import UnknownCampaign, WrongChoice
from advocate.reports.report import Scope
from advocate.store.campaign_editing import (
    check_new_name,
    closed,
    edit_campaign,
    keep_turn,
    new_campaign,
    reopened,
)
from advocate.store.campaigns import Campaign, find_campaign, list_campaigns
from advocate.store.changes import changes_of
from advocate.store.contacts import NewContact
from advocate.store.counting import facts_of
from advocate.store.keys import content_id
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.settings import DEFAULT_CAMPAIGN, keep_setting
from advocate.store.supporters import Supporter
from legislators.errors import LegislatorsError, UnknownCommittee
from legislators.officials import Roster, load_roster
from legislators.snapshot import open_snapshot

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def roster() -> Roster:
    return load_roster(open_snapshot())


def made(log: Log, name: str = "Read Well 2027", **words: object) -> Campaign:
    with log.writing():
        return new_campaign(log.database, name, words, log.clock, "ana")


def test_a_name_is_found_whatever_its_capitals_and_its_id_is_worked_out_from_it(log: Log) -> None:
    campaign = made(log, "Read  Well, 2027", ask="Will you?", offices=("house",))
    assert find_campaign(log.database, "read well 2027") == campaign
    assert campaign.id == content_id({"campaign": "read well 2027"})
    assert (campaign.name, campaign.offices, campaign.ask) == ("Read Well, 2027", ("house",), "Will you?")


def test_an_unknown_name_lists_the_right_ones_the_nearest_first(log: Log) -> None:
    with pytest.raises(UnknownCampaign, match=r"nor any other yet\. Make it: advocate campaign new 'x'"):
        find_campaign(log.database, "x")
    for name in ("Art", "Math Tutors", "Read Well 2027"):
        made(log, name)
    with pytest.raises(UnknownCampaign) as told:
        find_campaign(log.database, "reed wel")
    assert told.value.choices[0] == "Read Well 2027"
    assert set(told.value.choices) == {"Art", "Math Tutors", "Read Well 2027"}
    with pytest.raises(UnknownCampaign) as told:
        find_campaign(log.database, "tutors")
    assert told.value.choices[0] == "Math Tutors"


def test_every_change_stays_on_record_and_cannot_be_taken_out(log: Log) -> None:
    campaign = made(log)
    with log.writing():
        changed = edit_campaign(log.database, campaign, {"ask": "Will you?", "bill": ""}, log.clock, "ole")
        keep_turn(log.database, campaign, closed(campaign, TODAY), log.clock, "ole")
    assert changed == {"ask": ("", "Will you?")}
    shut = find_campaign(log.database, campaign.name)
    assert shut.state(TODAY) == "closed"
    with pytest.raises(WrongChoice, match="closed already, since 2026-11-24"):
        closed(shut, TODAY)
    with log.writing():
        keep_turn(log.database, shut, reopened(shut), log.clock)
    kinds = [(change.kind, change.who) for change in changes_of(log.database, "campaign", campaign.id)]
    assert kinds == [("new", "ana"), ("edit", "ole"), ("close", "ole"), ("reopen", "")]
    assert changes_of(log.database, "campaign", campaign.id)[1].before == {"ask": ""}
    for statement in ("DELETE FROM campaign_changes", "UPDATE campaign_changes SET who = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="stays on record"):
            log.database.execute(statement)


def test_a_name_changes_in_its_spelling_alone(log: Log) -> None:
    campaign = made(log)
    with log.writing():
        edit_campaign(log.database, campaign, {"name": "READ well, 2027"}, log.clock)
    assert [each.name for each in list_campaigns(log.database)] == ["READ well, 2027"]
    with pytest.raises(WrongChoice, match="know the campaign by its name"):
        edit_campaign(log.database, campaign, {"name": "Another"}, log.clock)
    for name in ("read well 2027", "!!!", "None", " (All) ", "x" * 201):
        with pytest.raises(WrongChoice, match=r"already|no name"):
            check_new_name(log.database, name)
    check_new_name(log.database, "x" * 200)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({}, "open"),
        ({"starts_on": "2026-11-24", "ends_on": "2026-11-24"}, "open"),
        ({"starts_on": "2026-11-25"}, "not begun"),
        ({"ends_on": "2026-11-23"}, "ended"),
        ({"ends_on": "2026-11-23", "closed_on": "2026-11-01"}, "closed"),
    ],
)
def test_a_campaign_stands_so_on_a_day(days: dict[str, Any], state: str) -> None:
    campaign = Campaign("id", "Read", **days)
    assert campaign.state(TODAY) == state
    assert bool(campaign.why_not(TODAY)) == (state != "open")


def test_the_campaign_in_use_is_meant_where_none_is_named_and_told(
    log: Log, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    read, tutors = made(log, "Read"), made(log, "Tutors")
    assert choose_campaign(log.database, None).campaign is None
    with log.writing():
        keep_setting(log.database, DEFAULT_CAMPAIGN, read.id, log.clock)
    meant = choose_campaign(log.database, None)
    assert meant.campaign == read
    assert meant.notice == "Campaign: Read (in use; --campaign none for no campaign)."
    named = choose_campaign(log.database, "tutors")
    assert (named.campaign, named.notice) == (tutors, "")
    for word in ("", "none", " None "):
        assert choose_campaign(log.database, word).campaign is None
    (tmp_path / ".env").write_text("ADVOCATE_CAMPAIGN=Tutors\n")
    assert choose_campaign(log.database, None).campaign == tutors
    monkeypatch.setenv("ADVOCATE_CAMPAIGN", "tutor")
    with pytest.raises(UnknownCampaign) as told:
        choose_campaign(log.database, None)
    assert told.value.choices[0] == "Tutors"
    with pytest.raises(UnknownCampaign, match="nor any other yet"):
        without_log("Read")


def test_letters_are_refused_where_it_is_over_and_may_be_prepared_before(log: Log) -> None:
    made(log, "Over", ends_on="2026-11-23")
    made(log, "Soon", starts_on="2027-01-05")
    with pytest.raises(
        WrongChoice, match=r"ended on 2026-11-23\. If it goes on: advocate campaign edit 'Over' --ends"
    ):
        open_for_letters(choose_campaign(log.database, "over"), TODAY)
    assert "Nothing is sent in it before that" in open_for_letters(
        choose_campaign(log.database, "soon"), TODAY
    )


def test_an_act_outside_its_days_is_told_and_counts_all_the_same(log: Log) -> None:
    made(log, "Over", starts_on="2026-11-01", ends_on="2026-11-23")
    choice = choose_campaign(log.database, "over")
    assert outside(choice, date(2026, 11, 1)) == outside(choice, date(2026, 11, 23)) == ""
    assert "ended on 2026-11-23, and this is of 2026-11-24. It is recorded in it" in outside(choice, TODAY)
    assert "begins on 2026-11-01" in outside(choice, date(2026, 10, 31))
    assert outside(choose_campaign(log.database, "none"), TODAY) == ""


def test_goals_that_can_be_counted_are_read_and_others_are_told(roster: Roster) -> None:
    kinds = [goal.kind for text in EXAMPLES for goal in read_goals(text)]
    assert kinds == ["every", "every", "every", "each", "each", "each", "total"]
    check_goals("; ".join(EXAMPLES), roster, TODAY)
    (goal,) = read_goals("5 supporters in each of 67a, 67B")
    assert (goal.named, goal.count, goal.many) == (("67A", "67B"), 5, 2)
    with pytest.raises(WrongChoice, match="cannot be counted") as told:
        read_goals("win")
    assert told.value.choices == EXAMPLES
    for wrong in ("0 letters", "2 supporters in each of 300 districts", "2 supporters in each of 67A, 12"):
        with pytest.raises(WrongChoice):
            read_goals(wrong)
    with pytest.raises(UnknownCommittee, match="Education Finance"):
        check_goals("a letter to every member of Education Money", roster, TODAY)
    with pytest.raises(WrongChoice, match="nobody knows who is meant by 'dentist'"):
        check_goals("a letter to every dentist", roster, TODAY)


@given(st.text(max_size=60))
def test_any_text_is_a_goal_or_is_told(text: str) -> None:
    try:
        goals = read_goals(text)
    except (WrongChoice, LegislatorsError):
        return
    assert all(goal.count >= 1 for goal in goals)


def act(log: Log, name: str, official: OfficialThen, standing: str = "sent", **changes: object) -> None:
    """Log one contact of a person who lives in 67B, in the given standing."""
    new = NewContact(
        Supporter(name, f"{len(name)} Main St, Saint Paul, MN 55106"), official, letter_hash=f"{name}{official.name}",
        campaign="Read", writer_districts=("67B", "67", "4", "0625-01"),
    )  # fmt: skip
    kept = log.add_contact(replace(new, **changes))  # type: ignore[arg-type]
    if standing != "drafted":
        log.move(kept.id, standing)


def test_progress_counts_contacts_made_as_the_reports_do(log: Log, roster: Roster) -> None:
    members = roster.committee_members("Education Finance", TODAY)
    first, second = (
        OfficialThen(m.id, m.name, m.title, m.kind, m.district, snapshot="s", source_as_of="2026-08-05")
        for m in members[:2]
    )
    campaign = made(log, "Read", goal="a letter to every member of Education Finance; 2 supporters in each of 3 districts; "
                                      "4 letters; 2 officials; a call to every member of Education Finance")  # fmt: skip

    def progress() -> list[Progress]:
        facts = facts_of(log.database, Scope(TODAY, campaign.id))
        return [progress_of(goal, facts, roster, TODAY) for goal in read_goals(campaign.goal)]

    assert [(each.done, each.of) for each in progress()] == [
        (0, len(members)),
        (0, 3),
        (0, 4),
        (0, 2),
        (0, len(members)),
    ]
    act(log, "Mai", first)
    act(log, "Ole", first, "confirmed")
    act(log, "Ana", second, "drafted")
    act(log, "Eva", second, "bounced")
    act(log, "Mai", second, channel="call", letter_hash="")
    act(log, "Tou", second, campaign="Another")
    every, each, letters, officials, calls = progress()
    assert (every.done, each.done, letters.done, officials.done, calls.done) == (1, 1, 2, 2, 1)
    assert f"{first.title} {first.name} ({first.district})" not in every.missing
    assert len(every.missing) == len(members) - 1
    assert each.missing == ("2 more districts: nobody in them has written",)
    assert letters.missing == ("2 letters",)
    assert officials.reached and not letters.reached


def test_a_campaign_with_nothing_yet_says_what_comes_first(log: Log, roster: Roster) -> None:
    state = state_of(log, made(log), roster, TODAY)
    assert (state.standings, state.goals, state.waiting) == ({}, (), 0)
    assert [step.partition(": advocate ")[2].split(" ")[1] for step in state.next_steps] == [
        "edit",
        "edit",
        "run",
    ]
    old = made(log, "From another version", goal="win")
    (goal,) = state_of(log, old, roster, TODAY).goals
    assert "cannot be counted" in goal.problem
    assert not goal.reached
