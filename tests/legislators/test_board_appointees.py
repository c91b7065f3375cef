"""Does an appointee hold the seat from the day on, with the source, until it is next filled?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from legislators.board_appointees import (
    AlreadyThere,
    Appointee,
    UnclearSeat,
    add_appointee,
    appointees_path,
    read_appointees,
    without_appointee,
    write_appointees,
)
from legislators.board_results import HeldRace, HeldResults
from legislators.errors import SnapshotError
from legislators.officials import Roster, load_roster
from legislators.snapshot import open_snapshot

DAY = date(2026, 9, 8)
ADA = Appointee("0381-01", "District 4", "Ada Example", "Board minutes of 2026-09-08", DAY, date(2026, 9, 20))


@pytest.fixture
def roster() -> Roster:
    return load_roster(open_snapshot())


def holder(roster: Roster, district: str, seat: str, on: date) -> str:
    found = roster.for_district("school_district", district, on)
    return next(each.name for each in found if each.seat == seat)


def test_an_appointee_sits_from_the_day_on_and_is_shown_with_the_source(roster: Roster) -> None:
    write_appointees([ADA])
    assert holder(roster, "0381-01", "District 4", date(2026, 9, 7)) == ""
    assert holder(roster, "0381-01", "District 4", DAY) == "Ada Example"
    found = roster.for_district("school_district", "0381-01", DAY)
    ada = next(each for each in found if each.name == "Ada Example")
    assert (ada.source, ada.as_of, ada.term_ends) == (ADA.source, date(2026, 9, 20), date(2029, 1, 1))
    assert ada.note.startswith("in the seat from 2026-09-08, added by hand")
    assert ada.id == "school_board/0381-01/appointed-2026-09-08/ada-example"


def test_an_election_that_fills_the_seat_ends_the_appointment(roster: Roster) -> None:
    write_appointees([ADA])
    special = HeldRace(
        date(2026, 11, 3),
        "0381-01",
        "District 4",
        True,
        "5017",
        (("Bo Example", "", ""),),
        "",
        date(2026, 11, 24),
    )
    chain = next(
        each for each in roster.board("0381-01", HeldResults((special,))) if each[0].seat == "District 4"
    )
    assert [(term.name, term.begins) for term in chain][-2:] == [
        ("Ada Example", DAY), ("Bo Example", date(2026, 11, 3)),
    ]  # fmt: skip


def test_a_record_whose_person_the_data_name_says_no_more(roster: Roster) -> None:
    before = roster.for_district("school_district", "0381-01", DAY)
    write_appointees([Appointee("0381-01", "District 3", "alan ringer", "x", DAY, DAY)])
    assert roster.for_district("school_district", "0381-01", DAY) == before


def test_among_several_seats_of_one_name_whose_it_was_must_be_said(roster: Roster) -> None:
    chains = roster.board("0625-01")
    bo = Appointee("0625-01", "at large", "Bo Example", "minutes", DAY, DAY)
    with pytest.raises(UnclearSeat, match="--replaces") as unclear:
        add_appointee(bo, chains)
    assert "At Large: Erica Valliant" in unclear.value.choices
    told = replace(bo, replaces="erica VALLIANT")
    term = add_appointee(told, chains)
    assert (term.seat, term.begins, term.ends) == ("At Large", DAY, date(2028, 1, 3))
    write_appointees([told])
    names = [each.name for each in roster.for_district("school_district", "0625-01", DAY)]
    assert "Bo Example" in names
    assert "Erica Valliant" not in names


def test_an_appointee_goes_where_nobody_is_named_where_that_is_clear(roster: Roster) -> None:
    # Seats of one name that nobody is named for, and that end on one day, are as good as one another.
    district = next(
        id_
        for id_ in roster.ids("school_district")
        if sum(1 for chain in roster.board(id_) if not chain[-1].name and chain[-1].ends > DAY) == 1
        and len({chain[-1].seat for chain in roster.board(id_)}) == 1
    )
    write_appointees([Appointee(district, "At Large", "Ada Example", "x", DAY, DAY)])
    unnamed = [each for each in roster.for_district("school_district", district, DAY) if not each.name]
    assert [each for each in unnamed if not each.id.endswith("/missing")] == []


def test_what_cannot_be_is_refused_with_the_right_ones(roster: Roster) -> None:
    chains = roster.board("0381-01")
    with pytest.raises(UnclearSeat, match="has no seat 'District 9'") as wrong:
        add_appointee(Appointee("0381-01", "District 9", "A", "x", DAY, DAY), chains)
    assert "District 3: Alan Ringer" in wrong.value.choices
    with pytest.raises(UnclearSeat, match="held no such seat"):
        add_appointee(Appointee("0381-01", "District 3", "A", "x", DAY, DAY, "Nobody Known"), chains)
    with pytest.raises(AlreadyThere):
        add_appointee(Appointee("0381-01", "District 3", "Alan Ringer", "x", DAY, DAY), chains)


def test_records_are_a_file_that_people_can_edit_and_a_broken_one_is_told(tmp_path: Path) -> None:
    bo = Appointee("0625-01", "At Large", 'Bo "B" Exämple', "minutes", DAY, DAY, "Erica Valliant")
    write_appointees([bo, ADA])
    assert read_appointees() == (ADA, bo)
    gone, left = without_appointee(read_appointees(), "0625-01", 'bo "b" exämple')
    assert (gone, left) == (bo, [ADA])
    with pytest.raises(UnclearSeat):
        without_appointee(left, "0625-01", "Bo")
    for wrong in ("[[appointee]\n", "[[appointee]]\nname = 3\n", '[[appointee]]\nstarts = "soon"\n'):
        appointees_path().write_text(wrong, encoding="utf-8")
        with pytest.raises(SnapshotError, match=r"appointees\.toml cannot be read"):
            read_appointees()


def test_no_update_of_the_data_touches_the_records() -> None:
    from legislators.snapshot import data_home

    assert appointees_path() == data_home() / "boards" / "appointees.toml"


def test_after_a_term_that_is_over_the_end_of_the_new_one_must_be_said(roster: Roster) -> None:
    turn = date(2027, 1, 4)
    ada = Appointee("0381-01", "District 1", "Ada Example", "the board's page", turn, turn)
    with pytest.raises(UnclearSeat, match=r"ends on 2027-01-04, so it is over on 2027-01-04.*--until"):
        add_appointee(ada, roster.board("0381-01"))
    write_appointees([ada])  # written by hand without it: nothing is made up
    assert holder(roster, "0381-01", "District 1", turn) == ""
    told = replace(ada, until=date(2031, 1, 6))
    assert add_appointee(told, roster.board("0381-01")).ends == date(2031, 1, 6)
    write_appointees([told])
    assert read_appointees() == (told,)
    assert holder(roster, "0381-01", "District 1", turn) == "Ada Example"
    assert holder(roster, "0381-01", "District 1", date(2031, 1, 6)) == ""
