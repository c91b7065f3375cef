"""Does a results file name exactly the winners, and say so wherever it can name nobody?"""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legislators.sources.secretary_of_state import (
    FEWER,
    WRITE_IN,
    Candidate,
    Race,
    Results,
    Won,
    read_results,
    seats_won,
)

DAY = date(2026, 11, 3)


def line(
    title: str,
    district: str,
    code: str,
    name: str,
    votes: int,
    total: int,
    *,
    office: str = "5000",
    reporting: int = 4,
    precincts: int = 4,
) -> str:
    """Return one line in the publisher's layout."""
    party = "WI" if name == "WRITE-IN" else "NP"
    share = f"{100 * votes / total:.2f}" if total else "0.00"
    return f"MN;;;{office};{title};{district};{code};{name};;;{party};{reporting};{precincts};{votes};{share};{total}"


def read(*lines: str, encoding: str = "cp1252") -> Results:
    return read_results("".join(f"{each}\r\n" for each in lines).encode(encoding), "made-up.txt", DAY)


def race_of(votes: dict[str, int], seats: int = 1) -> Race:
    rows = tuple(
        Candidate(name, count, name == "WRITE-IN", n) for n, (name, count) in enumerate(votes.items(), 1)
    )
    return Race(
        "0625-01",
        "At Large",
        False,
        seats,
        "5000",
        "School Board Member (ISD #625)",
        4,
        4,
        sum(votes.values()),
        rows,
    )


def names(race: Race) -> list[str]:
    return [each.name for each in seats_won(race)]


def test_an_ordinary_race_names_the_top_of_the_count_for_each_seat() -> None:
    title = "School Board Member (ISD #625) (Elect 2)"
    found = read(
        line(title, "0625", "9001", "Ada Example", 40, 120),
        line(title, "0625", "9002", "José Example", 50, 120),
        line(title, "0625", "9003", "Cy Example", 28, 120),
        line(title, "0625", "9901", "WRITE-IN", 2, 120),
    )
    assert found.problems == ()
    (race,) = found.races
    assert (race.district, race.seat, race.special, race.seats, race.complete) == (
        "0625-01", "At Large", False, 2, True,
    )  # fmt: skip
    assert names(race) == ["José Example", "Ada Example"]


@pytest.mark.parametrize(
    ("title", "district", "expected"),
    [
        ("School Board Member (ISD #1) (Elect 4)", "0001", ("0001-01", "At Large", False, 4)),
        ("School Board Member at Large (SSD #1) (Elect 2)", "0001", ("0001-03", "At Large", False, 2)),
        ("School Board Member District 5 (SSD #1)", "0001", ("0001-03", "District 5", False, 1)),
        ("School Board Member Position 6 (ISD #535)", "0535", ("0535-01", "Position 6", False, 1)),
        ("School Board Member Tyler District (ISD #2902)", "2902", ("2902-01", "Tyler District", False, 1)),
        ("School Board Member District 1 (ISD #2909) (Elect 2)", "2909", ("2909-01", "District 1", False, 2)),
        ("Special Election for School Board Member (ISD #12)", "0012", ("0012-01", "At Large", True, 1)),
        (
            "Special Election for School Board Member District 6 (ISD #381)",
            "0381",
            ("0381-01", "District 6", True, 1),
        ),
        ("School Board Member (CSD #323)", "0323", ("0323-02", "At Large", False, 1)),
    ],
)
def test_every_form_of_an_office_tells_board_seat_and_seats(
    title: str, district: str, expected: tuple[object, ...]
) -> None:
    found = read(line(title, district, "9001", "Ada Example", 3, 3))
    assert found.problems == ()
    (race,) = found.races
    assert (race.district, race.seat, race.special, race.seats) == expected


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("MN;;;5000;School Board Member (ISD #1);0001;9001;Ada", "8 fields in place of 16"),
        (line("School Board Member (ISD #1)", "0001", "9001", "A;B", 1, 1), "17 fields"),
        (line("Mayor (Elect 2)", "0001", "9001", "Ada", 1, 1), "no school board race"),
        (line("School Board Member (XSD #1)", "0001", "9001", "Ada", 1, 1), "no school board race"),
        (line("School Board Member (ISD #2)", "0001", "9001", "Ada", 1, 1), "the district is '0001'"),
        (line("School Board Member (ISD #1)", "0001", "9001", "", 1, 1), "no candidate's name"),
        (line("School Board Member (ISD #1)", "0001", "9001", "A\x07da", 1, 1), "cannot be printed"),
        (
            line("School Board Member (ISD #1)", "0001", "9001", "Ada", 1, 1).replace(";1;100", ";x;100"),
            "no count",
        ),
        (
            line("School Board Member (ISD #1)", "0001", "9001", "Ada", 1, 1).replace("MN;;", "MN;62;"),
            "a county's",
        ),
        (
            line("School Board Member (ISD #1)", "0001", "9001", "Ada", 1, 1).replace("MN", "WI", 1),
            "the state is",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number_and_the_rest_is_read(
    wrong: str, why: str
) -> None:
    good = line("School Board Member (ISD #4)", "0004", "9001", "Bo Example", 3, 3)
    found = read(good, wrong)
    assert [race.district for race in found.races] == ["0004-01"]
    (problem,) = found.problems
    assert (problem.line, why in problem.message) == (2, True)
    assert str(problem).startswith("made-up.txt, line 2: ")


def test_one_candidate_twice_is_told_and_counted_once() -> None:
    row = line("School Board Member (ISD #4)", "0004", "9001", "Bo Example", 3, 3)
    found = read(row, row)
    assert [each.line for each in found.problems] == [2]
    assert found.races[0].complete


def test_two_special_elections_of_one_name_are_two_races() -> None:
    title = "Special Election for School Board Member (ISD #283)"
    found = read(
        line(title, "0283", "9001", "Ada Example", 9, 9, office="5001"),
        line(title, "0283", "9001", "Bo Example", 8, 8, office="5025"),
    )
    assert [names(race) for race in found.races] == [["Ada Example"], ["Bo Example"]]


def test_a_race_without_all_precincts_or_with_a_row_missing_is_not_final() -> None:
    title = "School Board Member (ISD #4)"
    partial = read(line(title, "0004", "9001", "Bo Example", 3, 3, reporting=2))
    assert not partial.races[0].complete
    assert "2 of 4 precincts" in partial.problems[0].message
    before = read(line(title, "0004", "9001", "Bo Example", 0, 0, reporting=0, precincts=0))
    assert not before.races[0].complete
    lacking = read(line(title, "0004", "9001", "Bo Example", 3, 10))
    assert not lacking.races[0].complete
    assert "the rows hold 3 votes and the file says 10" in lacking.problems[0].message


def test_names_come_in_windows_1252_or_utf_8_and_an_impossible_byte_is_told() -> None:
    row = line("School Board Member (ISD #4)", "0004", "9001", "Zoë “Zo” Peña", 3, 3)
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        assert names(read(row, encoding=encoding).races[0]) == ["Zoë “Zo” Peña"]
    broken = read_results(row.replace("Zoë “Zo” Peña", "Z\x81").encode("latin-1"), "x", DAY)
    assert broken.races == ()
    assert "cannot be printed" in broken.problems[0].message


def test_a_write_in_a_tie_and_a_seat_without_candidates_name_nobody_and_say_why() -> None:
    assert seats_won(race_of({"A": 9, "WRITE-IN": 5, "B": 4}, 2))[1] == Won(
        "0625-01", "At Large", False, "", WRITE_IN
    )
    won = seats_won(race_of({"A": 9, "B": 5, "C": 5}, 2))
    assert [each.name for each in won] == ["A", ""]
    assert won[1].unnamed == "a tie at 5 votes: B, C; the results do not say who won"
    assert [each.unnamed for each in seats_won(race_of({"A": 9, "WRITE-IN": 0}, 3))] == ["", FEWER, FEWER]
    assert names(race_of({"A": 5, "B": 5, "C": 1}, 2)) == ["A", "B"]  # a tie above the line decides nothing


def test_a_name_behind_many_write_ins_is_in_doubt() -> None:
    sure = seats_won(race_of({"A": 100, "WRITE-IN": 60, "B": 50}, 3))
    assert [each.doubt for each in sure] == ["", "", ""]
    doubtful = seats_won(race_of({"A": 100, "WRITE-IN": 90, "B": 20}, 3))
    assert [bool(each.doubt) for each in doubtful] == [False, False, True]


def is_also_utf_8(text: str) -> bool:
    """Whether the text's bytes in Windows-1252 happen to be UTF-8, which the reader takes first."""
    try:
        return not text.isascii() and bool(text.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        return False


words = st.text(st.characters(codec="cp1252", categories=("L",)), min_size=1, max_size=12)
places = st.one_of(
    st.just(""),
    st.just("at Large"),
    st.integers(1, 12).map("District {}".format),
    st.integers(1, 9).map("Position {}".format),
    words.filter(lambda word: not is_also_utf_8(word)).map("{} District".format),
)


@given(
    places, st.sampled_from(["ISD", "SSD", "CSD"]), st.integers(1, 9999), st.integers(1, 20), st.booleans()
)
def test_any_office_name_of_the_publishers_form_is_read_as_it_was_meant(
    place: str, kind: str, number: int, seats: int, special: bool
) -> None:
    title = f"{'Special Election for ' * special}School Board Member {place} ".rstrip()
    title += f" ({kind} #{number})" + (f" (Elect {seats})" if seats > 1 else "")
    found = read(line(title, f"{number:04d}", "9001", "Ada Example", 3, 3))
    assert found.problems == ()
    (race,) = found.races
    assert race.seat == ("At Large" if place in ("", "at Large") else place)
    assert (race.seats, race.special) == (seats, special)
    assert race.district == f"{number:04d}-{ {'ISD': '01', 'CSD': '02', 'SSD': '03'}[kind] }"


@given(st.binary(max_size=400))
def test_no_bytes_at_all_stop_the_reader(data: bytes) -> None:
    found = read_results(data, "x", DAY)
    lines = data.split(b"\n")
    assert all(0 <= each.line <= len(lines) for each in found.problems)


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=9),
    st.integers(0, 40),
    st.integers(1, 6),
)
def test_every_seat_is_told_once_and_nobody_named_is_behind_somebody_unnamed_by_the_count(
    votes: list[int], written: int, seats: int
) -> None:
    race = race_of({**{f"P{n}": count for n, count in enumerate(votes)}, "WRITE-IN": written}, seats)
    won = seats_won(race)
    assert len(won) == seats
    assert all(bool(each.name) != bool(each.unnamed) for each in won)
    named = {each.name for each in won if each.name}
    counts = {each.name: each.votes for each in race.candidates if not each.write_in}
    assert all(counts[name] > 0 for name in named)
    # Whoever is named has fewer than `seats` others, write-ins as one, with as many votes or more.
    for name in named:
        rivals = [count for other, count in counts.items() if other != name] + [written]
        assert sum(1 for count in rivals if count >= counts[name]) < seats


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_the_winners_of_2022_are_those_of_the_list_seat_for_seat() -> None:
    folder = Path(os.environ["ADVOCATE_PUBLISHED"]) / "schools"
    found = read_results((folder / "sos/20221108_sdrace.txt").read_bytes(), "2022", date(2022, 11, 8))
    assert found.problems == ()
    kinds = {"01": "ISD", "02": "CSD", "03": "SSD"}
    ours = Counter(
        (f"{kinds[w.district[-2:]]} {int(w.district[:4])}", w.seat, "Y" if w.special else "", w.name)
        for race in found.races
        for w in seats_won(race)
    )
    with (folder / "board_winners_2022.csv").open(encoding="utf-8", newline="") as file:
        listed = Counter((r["district"], r["seat"], r["special"], r["name"]) for r in csv.DictReader(file))
    assert listed - ours == Counter()
    # ISD 283 filled two seats in two special elections of the same name (offices 5001 and 5025); the list
    # has put them together and kept the winner of one.
    assert ours - listed == Counter({("ISD 283", "At Large", "Y", "Virginia Mancini"): 1})
