"""Do results files join the boards only after a look, in one move, apart from the compiled boards?"""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from legislators import board_imports
from legislators.board_imports import WrongResults, apply_import, election_of, plan_import, remove_election
from legislators.board_results import (
    RESULTS_FILE,
    HeldRace,
    HeldResults,
    held_results,
    read_held_results,
    write_held_results,
)
from legislators.errors import SnapshotError, UpdateStopped
from legislators.officials import load_roster
from legislators.representation import represent_districts
from legislators.snapshot import bundled_folder, data_home, open_snapshot, read_sources, user_folder

TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 9, 0, 0)
ELECTION, TURN = date(2026, 11, 3), date(2027, 1, 4)
#: A small file in the publisher's layout; the names of the winners are made up, the boards are real.
LINES = """\
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9001;Ada Example;;;NP;5;5;300;30.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9002;José Example;;;NP;5;5;280;28.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9003;Joell Miranda;;;NP;5;5;260;26.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9004;Cy Example;;;NP;5;5;150;15.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9901;WRITE-IN;;;WI;5;5;10;1.00;1000
MN;;;5010;School Board Member District 1 (ISD #381);0381;9001;Dee Example;;;NP;3;3;90;90.00;100
MN;;;5010;School Board Member District 1 (ISD #381);0381;9901;WRITE-IN;;;WI;3;3;10;10.00;100
MN;;;5021;Special Election for School Board Member District 6 (ISD #381);0381;9001;Eli Example;;;NP;3;3;60;60.00;100
MN;;;5021;Special Election for School Board Member District 6 (ISD #381);0381;9002;Flo Example;;;NP;3;3;40;40.00;100
"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    file = tmp_path / "20261103_sdrace.txt"
    file.write_bytes(LINES.replace("\n", "\r\n").encode("cp1252"))
    return file


def members(district: str, day: date) -> list[str]:
    found = load_roster(open_snapshot()).for_district("school_district", district, day)
    return sorted(each.name for each in found if each.kind == "school_board" and each.name)


def test_the_boards_turn_over_on_the_day_and_the_bundled_data_stay_as_they_are(results: Path) -> None:
    bundled = {file.name: file.read_bytes() for file in bundled_folder().glob("*.json")}
    before = members("0002-01", date(2027, 1, 3))
    plan = plan_import([results], TODAY)
    assert not plan.needs_eyes
    assert not data_home().exists()  # a plan writes nothing
    apply_import(plan, NOW)
    assert members("0002-01", date(2027, 1, 3)) == before
    assert {"Ada Example", "José Example", "Joell Miranda"} <= set(members("0002-01", TURN))
    assert len(members("0002-01", TURN)) == len(before)
    assert {file.name: file.read_bytes() for file in bundled_folder().glob("*.json")} == bundled
    assert open_snapshot().path("school_boards.json").read_bytes() == bundled["school_boards.json"]


def test_who_says_before_the_day_that_the_winner_comes_and_after_it_who_it_is(results: Path) -> None:
    apply_import(plan_import([results], TODAY), NOW)
    before = represent_districts(school_district="0381-01", on=date(2027, 1, 3))
    seat = next(each for each in before.officials if each.seat == "District 1")
    assert "the winner elected 2026-11-03 sits from 2027-01-04: Dee Example" in seat.note
    after = represent_districts(school_district="0381-01", on=TURN)
    assert next(each.name for each in after.officials if each.seat == "District 1") == "Dee Example"


def test_the_plan_reads_as_a_difference(results: Path) -> None:
    plan = plan_import([results], TODAY)
    hill_city, two_harbors = plan.comparison.turnovers
    assert [(seat.sign, seat.name) for seat in hill_city.seats] == [
        ("+", "Ada Example"), ("+", "José Example"), ("=", "Joell Miranda"),
    ]  # fmt: skip
    assert hill_city.gone == ("Jeremy Nelson", "Sarah Kingsley")
    assert [(seat.seat, seat.name, seat.special) for seat in two_harbors.seats] == [
        ("District 1", "Dee Example", False), ("District 6", "Eli Example", True),
    ]  # fmt: skip
    assert two_harbors.seats[0].before == "Steven Allen VanHouse"


def test_what_is_written_names_its_source_and_lies_apart_from_the_licensed_boards(results: Path) -> None:
    apply_import(plan_import([results], TODAY), NOW)
    folder = user_folder()
    boards, compiled = folder / "school_boards.json", bundled_folder() / "school_boards.json"
    assert boards.read_bytes() == compiled.read_bytes()
    assert (folder / "school_boards.LICENSE.md").is_file()
    content: dict[str, Any] = json.loads((folder / RESULTS_FILE).read_text(encoding="utf-8"))
    assert content["publisher"] == "Minnesota Secretary of State"
    assert "districtry" not in json.dumps(content)
    source = next(each for each in read_sources(folder / "SOURCES.toml") if each.used_for == (RESULTS_FILE,))
    assert (source.name, source.vintage, source.retrieved_on) == (
        "sos_results_20261103",
        "2026-11-03",
        "2026-11-24",
    )
    assert source.url == "https://electionresultsfiles.sos.mn.gov/20261103/sdrace.txt"
    assert source in open_snapshot().sources


def test_the_same_file_again_changes_nothing_and_a_later_one_corrects(results: Path) -> None:
    apply_import(plan_import([results], TODAY), NOW)
    assert plan_import([results], TODAY).changed == 0
    results.write_bytes(results.read_bytes().replace(b"Dee Example", b"Dee Corrected"))
    plan = plan_import([results], TODAY)
    assert plan.changed == 1
    apply_import(plan, NOW)
    assert "Dee Corrected" in members("0381-01", TURN)
    assert len(held_results(open_snapshot()).races) == 3


def test_an_election_can_be_taken_out_again(results: Path) -> None:
    before = members("0381-01", TURN)
    apply_import(plan_import([results], TODAY), NOW)
    remove_election(ELECTION, NOW)
    assert members("0381-01", TURN) == before
    assert not [each for each in open_snapshot().sources if RESULTS_FILE in each.used_for]
    with pytest.raises(WrongResults, match="Elections at hand: none"):
        remove_election(ELECTION, NOW)


def test_races_that_are_not_final_are_left_out_unless_forced(results: Path) -> None:
    results.write_bytes(results.read_bytes().replace(b";3;3;", b";2;3;"))
    plan = plan_import([results], TODAY)
    assert plan.needs_eyes
    assert [race.district for race in plan.races] == ["0002-01"]
    assert len(plan.files[0].left_out) == 2
    forced = plan_import([results], TODAY, force=True)
    assert len(forced.races) == 3
    apply_import(forced, NOW)
    found = load_roster(open_snapshot()).for_district("school_district", "0381-01", TURN)
    assert "not final: 2 of 3 precincts had reported" in next(
        e.note for e in found if e.name == "Dee Example"
    )


def test_a_district_that_does_not_exist_is_told_and_never_held(results: Path) -> None:
    results.write_bytes(results.read_bytes().replace(b"ISD #2)", b"ISD #3)").replace(b";0002;", b";0003;"))
    plan = plan_import([results], TODAY)
    assert plan.needs_eyes
    assert plan.files[0].unknown == ("School Board Member (ISD #3) (Elect 3)",)
    assert {race.district for race in plan.races} == {"0381-01"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20261103_sdrace.txt", ELECTION),
        ("sdrace-2026-11-03.txt", ELECTION),
        ("20261103/sdrace.txt", ELECTION),
        ("20269999/20261103_sdrace.txt", ELECTION),
    ],
)
def test_the_day_is_read_from_the_name_of_the_file_or_its_folder(name: str, day: date) -> None:
    assert election_of(Path("/x") / name) == day


@pytest.mark.parametrize("name", ["sdrace.txt", "20269999.txt", "120261103.txt"])
def test_a_name_without_a_day_is_told(name: str) -> None:
    with pytest.raises(WrongResults, match="--election 2026-11-03"):
        election_of(Path("/nowhere") / name)


def test_what_is_no_results_file_or_of_a_day_to_come_is_refused(tmp_path: Path, results: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("<html>Request Rejected</html>\n", encoding="utf-8")
    with pytest.raises(WrongResults, match=r"holds no school board race.*First: page.txt, line 1"):
        plan_import([page], TODAY, election=ELECTION)
    with pytest.raises(WrongResults, match="still to come"):
        plan_import([results], date(2026, 11, 2))
    with pytest.raises(FileNotFoundError):
        plan_import([tmp_path / "none.txt"], TODAY, election=ELECTION)


def test_results_said_to_be_of_another_day_are_refused(tmp_path: Path) -> None:
    rows = []
    for number in (1, 2, 4):
        board = load_roster(open_snapshot()).board(f"{number:04d}-01", HeldResults())
        names = [c[0].name for c in board if c[0].elected == date(2022, 11, 8) and c[0].name]
        office = f"School Board Member (ISD #{number}) (Elect {len(names)})"
        for place, name in enumerate(names):
            numbers = f"1;1;5;1;{5 * len(names)}"
            rows.append(f"MN;;;5000;{office};{number:04d};900{place};{name};;;NP;{numbers}")
    assert len(rows) >= 8
    file = tmp_path / "20261103_sdrace.txt"
    file.write_text("\n".join(rows), encoding="cp1252")
    with pytest.raises(WrongResults, match="are those of 2022-11-08"):
        plan_import([file], TODAY)
    assert plan_import([file], TODAY, force=True).races


def test_two_imports_at_once_and_a_failure_half_way_leave_all_as_it_was(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from legislators.copies import only_update

    plan = plan_import([results], TODAY)
    with only_update(data_home()), pytest.raises(UpdateStopped):
        apply_import(plan, NOW)

    def full(path: Path, held: HeldResults) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(board_imports, "write_held_results", full)
    with pytest.raises(UpdateStopped, match="No space left"):
        apply_import(plan, NOW)
    assert held_results(open_snapshot()) == HeldResults()


def test_other_files_of_ones_own_come_along(results: Path) -> None:
    data_home().mkdir(parents=True)
    (data_home() / "streets.sqlite").write_bytes(b"mine")
    apply_import(plan_import([results], TODAY), NOW)
    assert open_snapshot().path("streets.sqlite").read_bytes() == b"mine"


def test_held_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    held = HeldResults(
        (
            HeldRace(
                ELECTION,
                "0002-01",
                "At Large",
                True,
                "5001",
                (("Zoë “Z” Ø", "", "d"), ("", "tie", "")),
                "p",
                TODAY,
            ),
        )
    )
    write_held_results(tmp_path / RESULTS_FILE, held)
    assert read_held_results(tmp_path / RESULTS_FILE) == held
    (tmp_path / RESULTS_FILE).write_text('{"races": [{}]}', encoding="utf-8")
    with pytest.raises(SnapshotError, match="advocate boards import"):
        read_held_results(tmp_path / RESULTS_FILE)


def test_a_special_election_since_the_boards_were_gathered_counts_though_they_are_younger(
    tmp_path: Path,
) -> None:
    # The boards are of October 2026, and the newest election in them is that of November 2025.
    title = "Special Election for School Board Member District 3 (ISD #381)"
    file = tmp_path / "20260414_sdrace.txt"
    file.write_text(f"MN;;;5015;{title};0381;9001;Gus Example;;;NP;3;3;9;100;9\n", encoding="cp1252")
    apply_import(plan_import([file], TODAY), NOW)
    assert "Alan Ringer" in members("0381-01", date(2026, 4, 13))
    assert "Gus Example" in members("0381-01", date(2026, 4, 14))


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_every_board_of_the_state_turns_over_on_the_day_and_keeps_its_seats(tmp_path: Path) -> None:
    """The file of 2022 with other names for every second candidate, said to be of 2026."""
    published = Path(os.environ["ADVOCATE_PUBLISHED"]) / "schools" / "sos" / "20221108_sdrace.txt"
    rows = [row.split(b";") for row in published.read_bytes().split(b"\r\n") if row]
    for row in rows:
        if row[6] != b"9901" and int(row[6]) % 2:
            row[7] = b"Made Up " + row[7].split(b" ")[-1]
    file = tmp_path / "20261103_sdrace.txt"
    file.write_bytes(b"".join(b";".join(row) + b"\r\n" for row in rows))
    plain = load_roster(open_snapshot())
    plan = plan_import([file], TODAY)
    assert (len(plan.races), plan.needs_eyes) == (373, False)
    apply_import(plan, NOW)
    roster = load_roster(open_snapshot())
    special = {race.district for race in plan.races if race.special}
    for district in roster.ids("school_district"):
        eve, day = date(2027, 1, 3), TURN
        seats = {d: roster.for_district("school_district", district, d) for d in (eve, day)}
        before = [(each.name, each.seat) for each in plain.for_district("school_district", district, eve)]
        assert district in special or [(each.name, each.seat) for each in seats[eve]] == before
        real = {d: sum(1 for each in found if not each.id.endswith("/missing")) for d, found in seats.items()}
        assert real[eve] == real[day]
        # Nobody sits in January whose term the election ended, unless elected again.
        assert all(each.term_ends is None or each.term_ends > day or not each.name for each in seats[day])
