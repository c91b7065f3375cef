"""Are two rows of one person one after merging, with both histories, and two again after unmerging?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from advocate.errors import CannotMerge, UnknownSupporter
from advocate.matching.ladder import Known
from advocate.store.consents import Consent, opted_out, record_consents
from advocate.store.contacts import NewContact
from advocate.store.log import Kept, Log
from advocate.store.merges import merge_supporters, plan_merge, read_known, unmerge_supporters
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter, keep_supporter
from letters.similarity import sign

SENATOR = OfficialThen(
    official_key="ocd-person/67", name="Foung Hawj", title="Senator", kind="state_senate", district="67",
    party="", term_ends="2027-01-04", source="Open States people", source_as_of="2026-08-05", snapshot="2026-10-08",
)  # fmt: skip
ROBERT = Supporter("Robert Olson", "1 Elm St", email="bob@example.org")
BOB = Supporter("Bob Olson", "2 Oak Ave", phone="651-555-0111")


def clock() -> datetime:
    return datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def keep(log: Log, supporter: Supporter) -> str:
    with log.writing():
        return keep_supporter(log.database, supporter, clock)[0]


@pytest.fixture
def two(log: Log) -> tuple[str, str]:
    """Robert with a letter; Bob with one, too, a phone, another address, an opt-out and another system's id."""
    ids = keep(log, ROBERT), keep(log, BOB)
    log.add_contact(NewContact(supporter=ROBERT, official=SENATOR, letter_hash="a"))
    log.add_contact(NewContact(supporter=BOB, official=SENATOR, letter_hash="b"))
    with log.writing():
        record_consents(log.database, [Consent(ids[1], False, "by phone", "email")], clock)
        record_consents(log.database, [Consent(ids[0], True, "School fair")], clock)
        log.database.execute("INSERT INTO external_ids VALUES ('VAN', '7', ?, NULL)", [ids[1]])
        log.database.execute("UPDATE supporters SET phone_key = '+16515550111' WHERE id = ?", [ids[1]])
    return ids


def content(log: Log) -> list[str]:
    # What was done stays on record, and so does a kept person's number, by which past days are counted.
    stays = ('INTO "supporter_changes"', 'INTO "reach_supporters"')
    return [line for line in log.database.conn.iterdump() if not any(each in line for each in stays)]


def person(log: Log, supporter_id: str) -> dict[str, object]:
    return dict(log.database["supporters"].get(supporter_id))


def test_the_plan_says_what_would_happen_and_writes_nothing(log: Log, two: tuple[str, str]) -> None:
    before = content(log)
    plan = plan_merge(log.database, two[0][:10], two[1][:10])
    assert (plan.kept_id, plan.gone_id, plan.kept_name, plan.gone_name) == (*two, "Robert Olson", "Bob Olson")
    assert plan.filled == ("phone", "phone_key")
    assert plan.moved == {"consents": 1, "addresses": 1, "external_ids": 1}
    assert plan.opted_out == ("email",)
    assert content(log) == before


def test_merging_keeps_both_histories(log: Log, two: tuple[str, str]) -> None:
    kept, gone = two
    letters = [(each.id, each.supporter) for each in log.contacts()]
    plan = plan_merge(log.database, kept, gone)
    with log.writing():
        assert merge_supporters(log.database, kept, gone, clock, "Ann") == plan
    row = person(log, kept)
    assert (row["email"], row["phone"], row["phone_key"]) == (
        "bob@example.org",
        "651-555-0111",
        "+16515550111",
    )
    assert person(log, gone)["merged_into"] == kept
    assert [each[0] for each in log.database.execute("SELECT id FROM people")] == [kept]
    assert opted_out(log.database) == {kept: frozenset({"email"})}
    assert [(each.id, each.supporter) for each in log.contacts()] == letters
    changes = list(log.database.execute("SELECT supporter_id, kind, who, after FROM supporter_changes"))
    assert [each[:3] for each in changes] == [(gone, "merge", "Ann"), (kept, "merge", "Ann")]
    assert all(
        "651-555" not in each[3] and "+1651" not in each[3] and "Olson" not in each[3] for each in changes
    )


def test_unmerging_restores_exactly(log: Log, two: tuple[str, str]) -> None:
    before = content(log)
    with log.writing():
        merge_supporters(log.database, *two, clock)
    assert content(log) != before
    with log.writing():
        done = unmerge_supporters(log.database, two[1][:8], clock)
    assert content(log) == before
    assert (done.kept_id, done.gone_id, done.filled) == (*two, ("phone", "phone_key"))
    with log.writing():
        merge_supporters(log.database, two[1], two[0], clock)
        unmerge_supporters(log.database, two[0], clock)
    assert content(log) == before


def test_what_was_changed_since_stays(log: Log, two: tuple[str, str]) -> None:
    with log.writing():
        merge_supporters(log.database, *two, clock)
        log.database.execute("UPDATE supporters SET phone = '612-555-0199' WHERE id = ?", [two[0]])
        assert unmerge_supporters(log.database, two[1], clock).filled == ("phone_key",)
    assert person(log, two[0])["phone"] == "612-555-0199"


def test_the_parts_of_a_name_go_to_the_same_name_only(log: Log, two: tuple[str, str]) -> None:
    third = keep(log, Supporter("ROBERT OLSON", "3 Pine St"))
    log.database.execute(
        "UPDATE supporters SET given_name = 'Robert', family_name = 'Olson' WHERE id = ?", [third]
    )
    assert plan_merge(log.database, two[0], third).filled == ("given_name", "family_name")
    assert plan_merge(log.database, two[1], third).filled == ()


def test_an_address_that_both_have_stays_with_each(log: Log) -> None:
    two = keep(log, ROBERT), keep(log, Supporter("Bob Olson", "1 Elm St"))
    before = content(log)
    with log.writing():
        assert merge_supporters(log.database, *two, clock).moved["addresses"] == 0
        unmerge_supporters(log.database, two[1], clock)
    assert content(log) == before


def test_a_merge_of_a_merge_is_taken_back_from_the_end(log: Log, two: tuple[str, str]) -> None:
    third = keep(log, Supporter("Rob Olson", "3 Pine St"))
    before = content(log)
    with log.writing():
        merge_supporters(log.database, *two, clock)
    between = content(log)
    with log.writing():
        merge_supporters(log.database, third, two[0], clock)
    assert person(log, two[1])["merged_into"] == third
    with pytest.raises(CannotMerge, match=f"advocate supporters unmerge {two[0][:8]}"), log.writing():
        unmerge_supporters(log.database, two[1], clock)
    with log.writing():
        unmerge_supporters(log.database, two[0], clock)
    assert content(log) == between
    with log.writing():
        unmerge_supporters(log.database, two[1], clock)
    assert content(log) == before


def test_what_cannot_be_merged(log: Log, two: tuple[str, str]) -> None:
    with pytest.raises(CannotMerge, match="one person already"):
        plan_merge(log.database, two[0], two[0])
    with pytest.raises(UnknownSupporter, match="'zz' is no supporter's id"):
        plan_merge(log.database, two[0], "zz")
    with pytest.raises(UnknownSupporter, match="'' is no supporter's id"):
        plan_merge(log.database, two[0], "")
    with pytest.raises(CannotMerge, match="is not merged into anybody"):
        unmerge_supporters(log.database, two[1], clock)
    with log.writing():
        merge_supporters(log.database, *two, clock)
    with pytest.raises(CannotMerge, match=f"was merged into {two[0][:8]} already"):
        plan_merge(log.database, two[0], two[1])
    log.database.execute("UPDATE supporters SET forgotten_on = '2026-11-24' WHERE id = ?", [two[0]])
    with pytest.raises(CannotMerge, match="was forgotten"):
        unmerge_supporters(log.database, two[1], clock)


def test_the_beginning_of_two_ids_lists_both(log: Log) -> None:
    for end in "12":
        log.database.execute(
            "INSERT INTO supporters (id, name, name_key, created_at) VALUES (?, ?, 'x', 'now')",
            [f"abcd{end}", f"Person {end}"],
        )
    with pytest.raises(UnknownSupporter, match="More than one supporter's id begins with 'ABCD'") as told:
        plan_merge(log.database, "ABCD", "x")
    assert told.value.choices == ("abcd1 Person 1", "abcd2 Person 2")


def test_merged_rows_are_read_as_one_person_and_letters_find_it(log: Log, two: tuple[str, str]) -> None:
    kept, gone = two
    assert {each.supporter_id for each in read_known(log.database)} == {kept, gone}
    with log.writing():
        merge_supporters(log.database, *two, clock)
    rows = {each.name_key: each for each in read_known(log.database)}
    assert rows["robert olson"] == Known(
        kept, "robert olson", "bob@example.org", "+16515550111", ("1 elm st", "2 oak ave"), (("VAN", "7"),)
    )
    assert rows["bob olson"] == Known(kept, "bob olson", "", "+16515550111")
    assert keep(log, BOB) == kept
    log.database.execute("UPDATE supporters SET forgotten_on = '2026-11-24' WHERE id = ?", [kept])
    assert list(read_known(log.database)) == []


def test_the_letters_of_a_merged_row_are_the_persons_own(log: Log, two: tuple[str, str]) -> None:
    words = "Our daughter reads every evening now, and her teacher told us how the small group helped. " * 3
    theirs = next(each.id for each in log.contacts() if each.supporter_id == two[1])
    log.keep_signature(theirs, sign(words))
    assert log.others_letters(ROBERT).nearest(sign(words)) is not None
    with log.writing():
        merge_supporters(log.database, *two, clock)
    assert log.others_letters(ROBERT).nearest(sign(words)) is None
    again = NewContact(supporter=ROBERT, official=SENATOR, letter_hash="b")
    assert log.find_letter(again) is not None
    assert log.add_contact(again) == Kept(theirs, is_new=False)


def test_a_letter_can_be_written_after_merging(log: Log, two: tuple[str, str]) -> None:
    with log.writing():
        merge_supporters(log.database, *two, clock)
    new = log.add_contact(NewContact(supporter=BOB, official=SENATOR, letter_hash="c"))
    assert new.is_new
    log.move(new.id, "sent", on=date(2026, 11, 24))


def test_a_later_merge_into_a_merged_row_does_not_hide_how_that_was_merged(
    log: Log, two: tuple[str, str]
) -> None:
    """Another organizer's log may have merged somebody into the row meanwhile."""
    with log.writing():
        merge_supporters(log.database, *two, clock)
        for after in ('{"with": "0123", "filled": []}', "{}"):
            log.database.execute(
                "INSERT INTO supporter_changes (id, supporter_id, kind, after, recorded_at) "
                "VALUES (?, ?, 'merge', ?, '2026-11-25T00:00:00.000000Z')",
                [after, two[1], after],
            )
        unmerge_supporters(log.database, two[1], clock)
    assert person(log, two[1])["merged_into"] is None
    with log.writing():
        log.database.execute("UPDATE supporters SET merged_into = ? WHERE id = ?", (two[1], two[0]))
        with pytest.raises(CannotMerge, match="not on record"):
            unmerge_supporters(log.database, two[0], clock)
