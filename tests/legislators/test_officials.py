"""Does the bundled roster answer for every seat, on any day, without claiming what it can't know?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.errors import SnapshotError, UnknownCommittee, UnknownDistrict
from legislators.officials import STATUSES, Official, Roster, load_roster
from legislators.snapshot import bundled_folder, open_snapshot

TODAY = date(2026, 11, 24)
LEGISLATURE = ("state_house", "state_senate")
BUNDLED = load_roster(open_snapshot(bundled_folder()))

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.fixture
def roster() -> Roster:
    return BUNDLED


def everybody(roster: Roster, on: date, *kinds: str) -> Iterator[Official]:
    for kind in kinds or (*LEGISLATURE, "school_district"):
        for district in roster.ids(kind):
            yield from roster.for_district(kind, district, on)


def test_there_is_one_seat_a_district_of_the_legislature(roster: Roster) -> None:
    counts = {kind: len(list(everybody(roster, TODAY, kind))) for kind in LEGISLATURE}
    assert counts == {"state_house": 134, "state_senate": 67}
    assert roster.ids("state_house") == tuple(f"{n}{half}" for n in range(1, 68) for half in "AB")
    assert roster.ids("state_senate") == tuple(str(n) for n in range(1, 68))


def test_every_seat_has_one_holder_or_a_listed_vacancy(roster: Roster) -> None:
    seats = list(everybody(roster, TODAY, *LEGISLATURE))
    assert [seat.district for seat in seats if seat.vacant] == ["21A"]
    assert Counter(seat.status for seat in seats) == {"sitting": 200, "vacant": 1}
    assert all(bool(seat.name) == (seat.status == "sitting") for seat in seats)
    assert len({seat.id for seat in seats}) == 201


def test_there_are_329_offices_and_326_boards_with_2099_seats_of_which_1882_named(roster: Roster) -> None:
    rows = list(everybody(roster, TODAY, "school_district"))
    offices = [row for row in rows if row.kind == "school_district"]
    seats = [row for row in rows if row.kind == "school_board" and row.term_ends]
    assert len(offices) == 329 and all(office.phone and office.mail for office in offices)
    assert len({seat.district for seat in seats}) == 326
    assert len(seats) == 2099
    # One named winner's special term may already be over (Inver Grove Heights), so that seat shows nobody.
    assert sum(1 for seat in seats if seat.name) == 1882 - 1
    assert len({row.id for row in rows}) == len(rows)


def test_every_row_has_a_source_and_a_day(roster: Roster) -> None:
    rows = [*everybody(roster, TODAY), roster.governor(TODAY)]
    assert all(row.source for row in rows)
    assert {row.as_of for row in rows} == {date(2026, 8, 5), date(2025, 6, 30), date(2026, 10, 1)}
    assert all(row.term_ends for row in rows if row.name and row.kind != "school_district")


@settings(deadline=None, max_examples=60)
@given(days)
def test_nobody_sits_on_or_after_the_end_of_the_term(on: date) -> None:
    for row in [*everybody(BUNDLED, on), BUNDLED.governor(on)]:
        assert row.status in STATUSES
        if row.status != "sitting":
            assert not row.name and not row.party and not row.email and row.note
        if row.term_ends and on >= row.term_ends:
            assert row.status == "term_ended"
            assert "not in our data" in row.note


@settings(deadline=None)
@given(days, st.sampled_from(BUNDLED.ids("school_district")))
def test_a_board_keeps_its_seats_and_their_order_on_every_day(on: date, district: str) -> None:
    then = BUNDLED.for_district("school_district", district, on)
    now = BUNDLED.for_district("school_district", district, TODAY)
    assert [(row.kind, row.seat, row.term_ends) for row in then] == [
        (row.kind, row.seat, row.term_ends) for row in now
    ]


def test_21a_is_vacant_and_remembers_who_left_it(roster: Roster) -> None:
    left = date(2026, 6, 21)
    (before,) = roster.for_district("state_house", "21A", left - timedelta(days=1))
    (after,) = roster.for_district("state_house", "21A", left)
    (now,) = roster.for_district("state_house", "21A", TODAY)
    (later,) = roster.for_district("state_house", "21A", date(2027, 2, 1))
    assert (before.name, before.status, before.note) == (
        "Joe Schomacker",
        "sitting",
        "held the seat until 2026-06-21",
    )
    assert (after.name, after.status) == ("", "vacant")
    assert now.note == (
        "vacant since 2026-06-21, when Joe Schomacker left it; the winner of 2026-11-03 is not in our data"
    )
    assert (later.status, later.note) == (
        "term_ended",
        "term ended 2027-01-04, successor not in our data of 2026-08-05",
    )


@pytest.mark.parametrize(
    ("on", "status", "note"),
    [
        (date(2018, 1, 1), "not_in_data", "our data of 2026-08-05 does not say who sat on 2018-01-01"),
        (date(2026, 11, 2), "sitting", ""),
        (date(2026, 11, 3), "sitting", "sits until 2027-01-04; the winner of 2026-11-03 is not in our data"),
        (date(2027, 1, 3), "sitting", "sits until 2027-01-04; the winner of 2026-11-03 is not in our data"),
        (date(2027, 1, 4), "term_ended", "term ended 2027-01-04, successor not in our data of 2026-08-05"),
    ],
)
def test_67b_around_the_election(roster: Roster, on: date, status: str, note: str) -> None:
    (seat,) = roster.for_district("state_house", "67B", on)
    assert (seat.status, seat.note) == (status, note)


def test_a_representative_can_be_reached(roster: Roster) -> None:
    (seat,) = roster.for_district("state_house", "67B", TODAY)
    assert (seat.name, seat.title, seat.party) == ("Jay Xiong", "Representative", "Democratic-Farmer-Labor")
    assert (seat.email, seat.phone) == ("rep.jay.xiong@house.mn.gov", "651-296-4201")
    assert seat.mail == ("Centennial Office Building", "658 Cedar St., Fifth Floor", "St. Paul, MN 55155")
    assert seat.url == "https://www.house.mn.gov/members/profile/15533"


def test_every_member_has_the_chambers_own_page_and_mail_domain(roster: Roster) -> None:
    sitting = [seat for seat in everybody(roster, TODAY, *LEGISLATURE) if seat.status == "sitting"]
    for seat in sitting:
        house = seat.kind == "state_house"
        assert seat.email.partition("@")[2] in (("house.mn.gov",) if house else ("senate.mn", "mnsenate.gov"))
        assert re.search(r"house\.(mn\.gov|leg\.state\.mn\.us)/" if house else r"www\.senate\.mn/", seat.url)
        assert not seat.mail or seat.mail[-1] == "St. Paul, MN 55155"
    assert sorted(seat.district for seat in sitting if not seat.mail) == ["56A", "9A"]


def test_the_two_odd_addresses_are_kept_and_flagged(roster: Roster) -> None:
    flagged = [s for s in everybody(roster, TODAY, *LEGISLATURE) if "looks like another person's" in s.note]
    assert [(seat.name, seat.email) for seat in flagged] == [
        ("John Marty", "sen.john.mcguire@senate.mn"),
        ("Sandy Pappas", "sen.sandra.parry@senate.mn"),
    ]
    assert all(f"({seat.email}); check before use" in seat.note for seat in flagged)


def test_saint_paul_shows_four_members_and_says_that_three_are_lacking(roster: Roster) -> None:
    office, *members, missing = roster.for_district("school_district", "0625-01", TODAY)
    assert (office.kind, office.name, office.phone) == (
        "school_district",
        "Saint Paul Public Schools",
        "651-632-3760",
    )
    assert [m.name for m in members] == [
        "Carlo Franco",
        "Chauntyll Allen",
        "Erica Valliant",
        "Yusef Carrillo",
    ]
    assert all(m.mail == ("c/o Saint Paul Public Schools", *office.mail) and not m.email for m in members)
    assert all(m.term_ends == date(2028, 1, 3) and "through the district office" in m.note for m in members)
    assert (missing.name, missing.status, missing.note) == (
        "",
        "not_in_data",
        "3 of 7 seats are not in our data",
    )


def test_fourteen_boards_are_partial_and_three_districts_have_none(roster: Roster) -> None:
    missing = [row for row in everybody(roster, TODAY, "school_district") if row.id.endswith("/missing")]
    notes = {row.district: row.note for row in missing}
    assert len(missing) == 14 + 3
    assert [d for d, note in notes.items() if "members of this district's board" in note] == [
        "0025-01",
        "0323-02",
        "0815-02",
    ]
    assert notes["0273-01"] == "3 or 4 more seats are not in our data: 3 listed, six or seven seats by law"
    assert "0166-01" not in notes  # Cook County: five election districts, five seats


def test_seats_by_election_district_are_not_certain(roster: Roster) -> None:
    _, *board = roster.for_district("school_district", "0001-03", TODAY)
    assert Counter(member.certain for member in board) == {False: 6, True: 3}
    for member in board:
        assert member.certain == (member.seat == "At Large")
        assert member.certain != ("by election district; not resolved by address" in member.note)


def test_an_unnamed_seat_says_why(roster: Roster) -> None:
    _, *board = roster.for_district("school_district", "0403-01", TODAY)
    assert [(m.status, m.note.split(";")[0]) for m in board if not m.name] == [
        (
            "not_in_data",
            "holder not in our data: the winner of this seat later won another seat of the board",
        ),
        ("not_in_data", "holder not in our data: fewer people ran than there were seats"),
        ("not_in_data", "holder not in our data: a write-in candidate won, whom the results do not name"),
    ]


def test_a_special_term_that_may_be_over_shows_nobody(roster: Roster) -> None:
    board = roster.for_district("school_district", "0199-01", TODAY)
    (special,) = [row for row in board if row.status == "term_ended"]
    assert special.note == (
        "term ended 2026-01-05 at the earliest (special election of 2023-11-07), "
        "successor not in our data of 2026-10-01"
    )
    then = roster.for_district("school_district", "0199-01", date(2024, 6, 1))
    assert [row.name for row in then if row.id == special.id.removeprefix("seat/")] == ["Shana Dukes"]


def test_the_governor_has_a_term_too(roster: Roster) -> None:
    now, later = roster.governor(TODAY), roster.governor(date(2027, 1, 4))
    assert (now.name, now.title, now.district, now.status) == ("Tim Walz", "Governor", "", "sitting")
    assert now.mail == ("130 State Capitol", "75 Rev Dr. Martin Luther King Jr. Blvd.", "St. Paul, MN 55155")
    assert (later.name, later.status) == ("", "term_ended")


def test_education_committees_have_members_until_the_term_ends(roster: Roster) -> None:
    sizes = {
        f"{chamber} {name}": len(roster.committee_members(f"{chamber} {name}", TODAY))
        for chamber in ("House", "Senate")
        for name in ("Education Finance", "Education Policy")
    }
    assert sizes == {
        "House Education Finance": 24,
        "Senate Education Finance": 13,
        "House Education Policy": 14,
        "Senate Education Policy": 11,
    }
    both = roster.committee_members("education finance", TODAY)
    assert [member.kind for member in both] == ["state_house"] * 24 + ["state_senate"] * 13
    chairs = [m.name for m in both if "House Education Finance (co-chair)" in m.committees]
    assert sorted(chairs) == ["Cheryl Youakim", "Ron Kresha"]
    assert roster.committee_members("education finance", date(2027, 2, 1)) == ()
    assert "Joe Schomacker" not in [m.name for m in roster.committee_members("House Ways and Means", TODAY)]


def test_wrong_choices_list_right_ones(roster: Roster) -> None:
    with pytest.raises(UnknownDistrict, match=r"'68B'.*67B"):
        roster.for_district("state_house", "68B", TODAY)
    with pytest.raises(UnknownDistrict, match=r"0625-01"):
        roster.for_district("school_district", "0625", TODAY)
    with pytest.raises(UnknownDistrict, match="state_house, state_senate, school_district, governor"):
        roster.for_district("county", "27123", TODAY)
    with pytest.raises(UnknownCommittee, match="Education Finance"):
        roster.committee_members("Education Finances", TODAY)
    assert roster.for_district("congress", "4", TODAY) == ()
    assert roster.for_district("school_district", "", TODAY) == ()


def test_an_official_as_json_keeps_the_documented_keys(roster: Roster) -> None:
    (seat,) = roster.for_district("state_house", "21A", TODAY)
    told = seat.to_dict()
    assert told["vacant"] is True and told["term_ends"] == "2027-01-04" and told["as_of"] == "2026-08-05"
    documented = {"name", "kind", "district", "title", "party", "email", "phone", "mail", "url"}
    assert documented | {"term_ends", "vacant", "source", "as_of"} <= set(told)


def test_a_broken_file_names_itself_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "officials.json").write_text('{"seats": [', encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"officials\.json cannot be read.*advocate data build"):
        load_roster(open_snapshot(tmp_path)).governor(TODAY)
