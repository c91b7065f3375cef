"""Do the department's workbooks become figures by their headers, and is what cannot be read said and kept out?"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_samples import COLUMNS, END, NORTH_STAR, assessed, hidden, rated, write_workbook

from letters.errors import FigureRefused, FiguresUnreadable
from letters.figures import FigureBook, load_figures
from letters.shelving import Row
from letters.workbooks import adding
from letters.workbooks.adding import apply_plan, plan_import
from letters.workbooks.cells import grade_of, percent_text, year_of
from letters.workbooks.reading import Reading, read_workbook


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADVOCATE_FIGURES", str(tmp_path / "own"))
    return tmp_path / "own"


def read(tmp_path: Path, *rows: Any, sheet: str = "District", **more: Any) -> Reading:
    return read_workbook(write_workbook(tmp_path / "book.xlsx", {sheet: rows}, **more))


def only(reading: Reading) -> Row:
    assert not reading.problems
    (row,) = reading.rows
    return row


def test_all_four_sheets_are_read_each_for_its_own_places(tmp_path: Path) -> None:
    sheets = {name: [assessed(), END] for name in ("State", "County", "District", "School")}
    reading = read_workbook(write_workbook(tmp_path / "MCAMTAS_Math_Public_2026.xlsx", sheets))
    assert [row.geography for row in reading.rows] == ["state", "county-62", "0625-01", "0625-01-110"]
    row = reading.rows[2]
    assert (row.year, row.subject, row.group, row.grade) == (2026, "math", "All students", "All grades")
    assert (row.basis, row.percent_met, row.n, row.met) == ("A", "50.00", 100, 50)
    assert row.test == "MCA and MTAS/Alternate MCA"
    assert row.found_at == "MCAMTAS_Math_Public_2026.xlsx"
    assert not reading.problems


@pytest.mark.parametrize("header_row", [1, 2, 5])
def test_the_header_may_stand_in_row_1_2_or_5(tmp_path: Path, header_row: int) -> None:
    row = only(read(tmp_path, assessed(), END, ("a note under the table",), header_row=header_row))
    assert row.percent_met == "50.00"


def test_columns_are_found_by_name_in_any_order_and_spelling(tmp_path: Path) -> None:
    upset = ["  DATA\nYEAR" if name == "Data Year" else name for name in reversed(COLUMNS)]
    row = only(read(tmp_path, assessed() | {"  DATA\nYEAR": "25-26"}, columns=upset))
    assert (row.year, row.percent_met) == (2026, "50.00")


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        ("0.5000", "50.00"),
        (0.5, "50.00"),
        ("50.00%", "50.00"),
        ("0.5", "50.00"),
        (0.49999999999, "50.00"),
    ],
)
def test_a_percent_is_a_fraction_or_has_its_sign(tmp_path: Path, cell: object, percent: str) -> None:
    assert only(read(tmp_path, assessed(Percent_Proficient=cell))).percent_met == percent


def test_a_sheet_of_percents_without_signs_is_known_by_its_larger_numbers(tmp_path: Path) -> None:
    rows = [
        assessed(Percent_Proficient="50.0"),
        assessed((199, 0, 1, 0), Grade="3", Percent_Proficient="0.5"),
    ]
    assert [row.percent_met for row in read(tmp_path, *rows).rows] == ["50.00", "0.50"]


@pytest.mark.parametrize("mark", ["", "N/A", "no data", "CTSTR", "*"])
def test_a_mark_in_place_of_a_percent_is_suppression(tmp_path: Path, mark: str) -> None:
    row = only(read(tmp_path, assessed(Percent_Proficient=mark)))
    assert (row.percent_met, row.n, row.met) == (None, None, None)


def test_what_the_filter_hides_stays_hidden_even_where_cells_are_filled(tmp_path: Path) -> None:
    for row in (hidden(), assessed(Filter_All="Y"), assessed((2, 2, 2, 2)), assessed(Total_Tested=9)):
        found = only(read(tmp_path, row))
        assert (found.percent_met, found.n, found.met) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "mca", "mtas", "basis"),
    [
        ("MCA/Alternate MCA", 95, 5, "A"),
        ("MCA-III", 95, 5, "A"),  # the counts say that both tests are in the percent
        ("MCA-III", 100, 5, "B"),
        ("MCA-III", "", "", "B"),
        ("All Accountability Tests", "", "", "A"),
        ("MCA-IV and Alt MCA", "", "", "A"),
    ],
)
def test_the_basis_is_what_the_counts_say_else_what_the_test_is_called(
    tmp_path: Path, name: str, mca: object, mtas: object, basis: str
) -> None:
    row = assessed(Test_Name=name, Count_Valid_Scores_MCA=mca, Count_Valid_Scores_MTAS=mtas)
    assert only(read(tmp_path, row)).basis == basis


def test_a_test_on_no_known_basis_is_kept_out_and_said(tmp_path: Path) -> None:
    alone = assessed(Test_Name="MTAS", Count_Valid_Scores_MCA="")
    reading = read(tmp_path, assessed(), alone)
    assert len(reading.rows) == 1
    assert dict(reading.sheets[0].kept_out) == {"test 'MTAS' is on none of the bases A, B and C": 1}


def test_new_tests_are_named_so_that_no_change_can_be_stated(tmp_path: Path) -> None:
    rows = [
        assessed(Subject="Reading"),
        assessed(Subject="Science"),
        assessed(Subject="Science", Data_Year="23-24"),
    ]
    tests = [row.test for row in read(tmp_path, *rows).rows]
    assert tests == ["MCA-IV and Alternate MCA", "MCA-IV and Alternate MCA", "MCA-III and MTAS"]


def test_unknown_columns_are_said_and_kept_out(tmp_path: Path) -> None:
    reading = read(tmp_path, assessed(), columns=(*COLUMNS, "Percent Delighted"))
    assert reading.sheets[0].unknown_columns == ("percent delighted",)
    assert only(reading).percent_met == "50.00"


def test_a_missing_needed_column_says_which_and_what_was_seen(tmp_path: Path) -> None:
    columns = [name for name in COLUMNS if name != "Percent Proficient"]
    with pytest.raises(
        FiguresUnreadable, match=r"no column 'percent proficient' in row 1\. It has: data year, cou"
    ):
        read(tmp_path, assessed(), columns=columns)


def test_one_sheet_without_its_column_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    columns = [name for name in COLUMNS if name != "School Number"]
    reading = read_workbook(write_workbook(path, {"State": [assessed()], "School": [assessed()]}, columns))
    assert [row.geography for row in reading.rows] == ["state"]
    (problem,) = reading.problems
    assert (problem.sheet, problem.row) == ("School", 0)
    assert "no column 'school number'" in problem.message


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"Data_Year": "2025-27"}, "'2025-27' is no school year"),
        ({"Subject": "Art"}, "'Art' is no subject"),
        ({"Grade": "K?"}, "'K\\?' is no grade"),
        ({"Percent_Proficient": "half"}, "'half' is no share"),
        ({"Percent_Proficient": "1234"}, "no share between 0 and 100"),
        ({"Percent_Proficient": "0.61"}, "61.00? percent does not fit 50 of 100"),
        ({"District_Number": "ISD 625"}, "not both numbers"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_sheet_and_row(
    tmp_path: Path, change: dict[str, str], complaint: str
) -> None:
    reading = read(tmp_path, assessed(), assessed(Student_Group="White Students", **change))
    assert len(reading.rows) == 1
    (problem,) = reading.problems
    assert (problem.sheet, problem.row) == ("District", 3)
    assert re.search(complaint, problem.message)


def test_what_is_said_twice_and_differently_is_kept_out(tmp_path: Path) -> None:
    reading = read(tmp_path, assessed(), assessed((50, 0, 50, 1)), assessed(Grade="3"), assessed(Grade="3"))
    assert [row.grade for row in reading.rows] == ["Grade 3"]
    assert "two different figures for 0625-01, math, All students" in reading.problems[0].message


def test_two_definitions_of_race_stay_two_groups(tmp_path: Path) -> None:
    rows = [
        assessed(Student_Group="Asian Students", Group_Category="State Race/Ethnicity"),
        assessed((10, 10, 40, 40), Student_Group="Asian Students", Group_Category="Federal Race/Ethnicity"),
    ]
    assert [row.group for row in read(tmp_path, *rows).rows] == ["Asian", "Asian (federal definition)"]


def test_north_star_is_known_by_its_header_in_row_5(tmp_path: Path) -> None:
    averaged = rated(**{"Accountability Year": "Identification Year: 2026"})
    reading = read(tmp_path, rated(), averaged, columns=NORTH_STAR, header_row=5)
    found = {row.subject: (row.basis, row.percent_met, row.n, row.year) for row in reading.rows}
    assert found == {
        "math": ("C", "24.53", 16000, 2026),
        "reading": ("C", None, None, 2026),
        "attendance": ("attendance", "60.10", None, 2026),
    }
    assert dict(reading.sheets[0].kept_out) == {"an average of three years, about no year": 1}


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_the_departments_own_mock_workbook_is_read() -> None:
    folder = Path(os.environ["ADVOCATE_PUBLISHED"]) / "statistics"
    reading = read_workbook(folder / "2018_North_Star_Accountability_File_test.xlsx")
    assert [sheet.name for sheet in reading.sheets] == ["State", "District", "School"]
    assert {row.year for row in reading.rows} >= {2016, 2018}
    assert "Gopherville Public Schools" in reading.places.values()
    assert all(each.row > 5 or not each.sheet for each in reading.problems)


def test_what_is_no_workbook_is_a_message(tmp_path: Path) -> None:
    page = tmp_path / "page.xlsx"
    page.write_text("<html>Request Rejected</html>")
    with pytest.raises(FiguresUnreadable, match=r"cannot be read as a workbook .* Download it again"):
        read_workbook(page)
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(FiguresUnreadable, match=r"holds no figures .* sheets are Roster, Definitions"):
        read(tmp_path, assessed(), sheet="Roster")


def test_the_2026_files_are_in_letters_as_soon_as_they_are_added(tmp_path: Path, own: Path) -> None:
    sheets = {
        "State": [assessed((20, 30, 30, 20))],
        "District": [assessed(), hidden(Student_Group="White Students")],
    }
    plan = plan_import(write_workbook(tmp_path / "new.xlsx", sheets))
    assert (len(plan.added), len(plan.changed), plan.same, plan.suppressed) == (3, 0, 0, 1)
    assert not own.exists()
    apply_plan(plan)
    book = load_figures()
    district, state = book.side_by_side("math", "0625-01")
    assert district is not None and state is not None
    assert (district.year, state.year, district.geography_name) == (2026, 2026, "Saint Paul Public Schools")
    assert "50.00 percent (50 of 100) of all students tested" in district.cite()
    assert [each.year for each in book.find("math", "0625-01", basis="A")] == [2019, 2022, 2025, 2026]
    with pytest.raises(FigureRefused, match="suppressed"):
        book.require("math", "0625-01", group="White", year=2026)
    again = plan_import(tmp_path / "new.xlsx")
    assert again.nothing_new and again.same == 3


def test_a_corrected_figure_takes_the_place_of_the_bundled_one(tmp_path: Path, own: Path) -> None:
    row = assessed((50, 22, 20, 8), Data_Year="24-25")
    plan = plan_import(write_workbook(tmp_path / "again.xlsx", {"District": [row]}))
    (change,) = plan.changed
    assert (change.before, change.row.percent_met) == ("26.55", "28.00")
    apply_plan(plan)
    (found,) = load_figures().find("math", "0625-01", basis="A", year=2025)
    assert str(found.value) == "28.00"


def test_an_import_that_is_stopped_leaves_nothing(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = plan_import(write_workbook(tmp_path / "one.xlsx", {"District": [assessed()]}))
    apply_plan(first)
    second = plan_import(write_workbook(tmp_path / "two.xlsx", {"District": [assessed(Grade="3")]}))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("letters.shelving._name", stopped)
    with pytest.raises(KeyboardInterrupt):
        apply_plan(second)
    with closing(sqlite3.connect(first.target)) as db:
        assert db.execute("SELECT count(*) FROM figures").fetchone() == (1,)


KILLED = """
import os, sys
from pathlib import Path
from letters.shelving import open_for_adding
with open_for_adding(Path(sys.argv[1])) as db:
    db.execute("PRAGMA cache_size = 1")
    db.executemany("INSERT INTO words (text) VALUES (?)", ((f"word {i}" * 50,) for i in range(5000)))
    db.execute("DELETE FROM figures")
    os._exit(9)
"""


def test_an_import_that_is_killed_is_undone_by_the_next_reader(tmp_path: Path, own: Path) -> None:
    plan = plan_import(write_workbook(tmp_path / "one.xlsx", {"District": [assessed()]}))
    apply_plan(plan)
    assert subprocess.run([sys.executable, "-c", KILLED, str(plan.target)], check=False).returncode == 9
    assert plan.target.with_name("figures.sqlite-journal").exists()
    assert load_figures().require("math", "0625-01", basis="A").year == 2026


def test_a_changed_book_is_seen_in_the_same_process(tmp_path: Path, own: Path) -> None:
    before: FigureBook = load_figures()
    apply_plan(plan_import(write_workbook(tmp_path / "one.xlsx", {"District": [assessed()]})))
    assert load_figures() is not before
    assert set(adding.SOURCES) == {"mde-workbook-assessments", "mde-workbook-north-star"}


@given(st.decimals(0, 1, places=4))
def test_a_fraction_of_four_digits_keeps_every_digit(share: Decimal) -> None:
    assert Decimal(percent_text(share, fraction=True)) == share * 100


@given(st.integers(2001, 2099))
def test_every_school_year_is_known_by_its_spring(year: int) -> None:
    short = f"{(year - 1) % 100:02d}-{year % 100:02d}"
    assert year_of(short) == year_of(f"{year - 1}-{year}") == year_of(str(year)) == year
    assert grade_of("0") == grade_of("00") == "All grades"
