"""Do the publishers' files become the same figures every time, and faulty ones none at all?"""

from __future__ import annotations

import csv
import os
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from letter_samples import context

from letters.engine import load_template, render_letter
from letters.errors import FigureRefused, FiguresUnreadable
from letters.figure_file import FigureFile
from letters.figures import BASES, STANDINGS, FigureBook, load_figures
from letters.sources.build import build_figures

DISTRICTS = (
    "year,district_number,district_type,district_name,subject,grade,student_group,test,percent_proficient\n"
)
ROW = "2025,0625,01,Saint Paul Public Schools,math,All Grades,All students,MCA+MTAS (all standards-based),26.50\n"
STATE = (
    "year,subject,student_group,percent_meets_or_exceeds,percent_not_meets_or_exceeds,basis,source,confidence,note\n"
    '2025,math,All students,45.2,54.8,"all standards-based tests (MCA + MTAS/Alt MCA), students with valid scores '
    'only",https://example.org/a (a reprint),high,\n'
    '2022,math,All students,44.6,55.4,"MCA only, students with valid scores only",https://example.org/b,medium,'
    "basis inferred (44.8 all-tests)\n"
    "2025,science,Grade 5,26.1,73.9,as reported by MDE 2025-10-01,https://example.org/c,high,NEW test\n"
    "2025,math,All students,42.61,57.39,North Star academic achievement rate,https://example.org/d,high,\n"
)
NAMES = "formid,mde_name\n0625-01,Saint Paul Public Schools\n"
BUNDLED = Path(__file__).parents[2] / "letters" / "data"


RATES = (
    "year,identification_year_row,district_number,district_type,district_name,group_code,student_group,"
    "math_ach_rate,math_ach_count,reading_ach_rate,reading_ach_count,consistent_attendance_rate\n"
    "2025,N,0625,01,St. Paul,ALL,All students,24.53,16000,30.10,16100,60.1\n"
    "2025,N,0625,01,St. Paul,WHI,White,45.80,100,,,88.0\n"
    "2025,Y,0625,01,St. Paul,ALL,All students,11.11,,22.22,,33.3\n"
    "2025,N,4112,07,A Charter School,ALL,All students,40.00,20,,,\n"
)
STATE_RATES = (
    "year,group_code,student_group,math_academic_achievement_rate,reading_academic_achievement_rate,race_definition\n"
    "2025,ALL,All students,42.61,47.58,\n"
    "2025,Average,Average of groups included in accountability,33.55,38.55,\n"
)
NAEP = (
    "year,subject,grade,jurisdiction,avg_scale_score,pct_at_or_above_basic,pct_at_or_above_proficient,source_file\n"
    "2022,Mathematics,4,Minnesota,239,78,41,x\n"
    "2022,Mathematics,4,National public,235,74,35,x\n"
)
ENROLLED = (
    "data_year,district_number,district_type,total_enrollment,frp_count,frp_percent,sped_count,sped_percent,"
    "el_count,el_percent,filter_groups,suppress_frp,suppress_sped,suppress_el\n"
    "24-25,0625,01,33000,20000,60.61%,5000,15.15%,9,0.03%,N,N,N,Y\n"
)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / "statistics" / "naep").mkdir(parents=True)
    (tmp_path / "schools").mkdir()
    files = {
        "statistics/mn_statewide_headlines.csv": STATE,
        "statistics/mn_district_northstar_by_group_2017_2025.csv": RATES,
        "statistics/mn_statewide_northstar_academic_achievement_by_group_2017_2025.csv": STATE_RATES,
        "statistics/mn_district_enrollment_all_grades_2019_2022_2025.csv": ENROLLED,
        "statistics/naep/naep_mn_national_2019_2022.csv": NAEP,
        "statistics/naep/naep_math_4_2022.csv": "state,math_grade4_2022\nMinnesota,239\nNew_Jersey,239\nGuam,—\n",
        "schools/district_directory.csv": NAMES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_districts(tmp_path, ROW)
    return tmp_path


def write_districts(published: Path, rows: str, head: str = DISTRICTS) -> None:
    path = published / "statistics/mn_district_mca_mtas_all_students_2019_2022_2025.csv"
    path.write_text(head + rows, encoding="utf-8")


def test_figures_keep_their_digits_basis_and_origin(published: Path, tmp_path: Path) -> None:
    build_figures(published, tmp_path / "out")
    book = load_figures(tmp_path / "out")
    own, state = book.side_by_side("math", "0625-01")
    assert own is not None and state is not None
    assert (str(own.value), own.basis, own.geography_name) == ("26.50", "A", "Saint Paul Public Schools")
    assert (str(state.value), state.found_at) == ("45.2", "https://example.org/a")
    assert [each.standing for each in book.find("math", year=2022)] == ["basis_inferred"]
    assert [each.basis for each in book.find("science", grade="Grade 5")] == [""]
    assert [str(each.value) for each in book.find("math", basis="C", group="All students")] == ["42.61"]


def test_every_table_is_compiled_with_what_it_says_and_no_more(published: Path, tmp_path: Path) -> None:
    build_figures(published, tmp_path / "out")
    book, file = load_figures(tmp_path / "out"), FigureFile(tmp_path / "out" / "figures.sqlite")
    (rate,) = book.find("math", "0625-01", basis="C", group="White")
    assert (str(rate.value), rate.n, rate.geography_name) == ("45.80", 100, "Saint Paul Public Schools")
    assert [row.year for row in book.suppressed("reading", "0625-01", group="White")] == [2025]
    assert [each.value for each in book.find("attendance", "0625-01", group="White")] == [Decimal("88.0")]
    (average,) = book.find("math", group="Average of groups included in accountability")
    assert "average" in average.refusal
    naep = book.require("math", grade="Grade 4", basis="NAEP")
    assert (
        "59 percent of all students in grade 4 in Minnesota scored below the NAEP Proficient level"
        in naep.cite()
    )
    assert file.scores("math", "Grade 4", 2022) == {"Minnesota": 239, "New Jersey": 239}
    (enrolled,) = file.enrollment("0625-01")
    assert (enrolled["students"], enrolled["meals"], enrolled["english_learners_n"]) == (33000, "60.61", None)


def test_two_tables_that_differ_about_one_rate_stop_the_build(published: Path, tmp_path: Path) -> None:
    path = published / "statistics/mn_statewide_northstar_academic_achievement_by_group_2017_2025.csv"
    path.write_text(STATE_RATES.replace("42.61", "42.62"), encoding="utf-8")
    with pytest.raises(FiguresUnreadable, match="differ about"):
        build_figures(published, tmp_path / "out")


def test_a_suppressed_figure_is_kept_as_suppressed_and_refused(published: Path, tmp_path: Path) -> None:
    charter = ROW.replace("0625,01", "4112,07")
    hidden = ROW.replace("math", "reading").replace("26.50", "CTSTR")
    write_districts(published, ROW + charter + hidden)
    build_figures(published, tmp_path / "out")
    book = load_figures(tmp_path / "out")
    assert book.geographies == ("0625-01", "4112-07", "state", "us")
    assert book.find("reading", "0625-01", basis="A") == ()
    with pytest.raises(FigureRefused, match="suppressed: its publisher leaves it blank"):
        book.require("reading", "0625-01", basis="A")


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (ROW.replace("26.50", "many"), "'many' is no percentage"),
        (ROW.replace("26.50", "126.5"), "no percentage between 0 and 100"),
        (ROW.replace("26.50", "NaN"), "no percentage"),
        (ROW.replace("(all standards-based)", "?"), "none whose basis we know"),
        (ROW.replace("0625", "9999"), "not in .*district_directory.csv: 9999-01"),
        (ROW + ROW, "two figures for"),
    ],
)
def test_a_faulty_row_stops_the_build_with_nothing_written(
    published: Path, tmp_path: Path, rows: str, complaint: str
) -> None:
    write_districts(published, rows)
    with pytest.raises(FiguresUnreadable, match=complaint):
        build_figures(published, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_shares_that_do_not_make_100_stop_the_build(published: Path, tmp_path: Path) -> None:
    path = published / "statistics/mn_statewide_headlines.csv"
    path.write_text(STATE.replace("54.8", "54.9"), encoding="utf-8")
    with pytest.raises(FiguresUnreadable, match="do not make 100"):
        build_figures(published, tmp_path / "out")


def test_a_missing_column_or_file_is_named(published: Path, tmp_path: Path) -> None:
    write_districts(published, "", head="year,percent\n")
    with pytest.raises(FiguresUnreadable, match=r"no column district_number.*it has: year, percent"):
        build_figures(published, tmp_path / "out")
    (published / "statistics/mn_statewide_headlines.csv").unlink()
    write_districts(published, ROW)
    with pytest.raises(FiguresUnreadable, match=r"mn_statewide_headlines\.csv cannot be read .*--from"):
        build_figures(published, tmp_path / "out")


def test_the_same_files_give_the_same_bytes(published: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_figures(published, tmp_path / name)
    for file in ("figures.sqlite", "SOURCES.toml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_bundled_sources_name_publisher_licence_hash_and_use() -> None:
    sources = tomllib.loads((BUNDLED / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    assert [each["name"] for each in sources] == [
        "mde-district-mca-mtas",
        "mde-district-names",
        "mde-enrollment",
        "mde-north-star-districts",
        "mde-north-star-state",
        "mde-state-headlines",
        "naep",
    ]
    for each in sources:
        assert each["publisher"] and each["licence"] and len(each["sha256"]) == 64
        assert each["used_for"] == ["figures.sqlite"]


def test_every_bundled_row_has_source_standing_and_basis() -> None:
    with closing(sqlite3.connect(f"{(BUNDLED / 'figures.sqlite').as_uri()}?mode=ro", uri=True)) as db:
        words = dict(db.execute("SELECT id, text FROM words"))
        sources = {row[0] for row in db.execute("SELECT id FROM sources")}
        rows = db.execute("SELECT source, standing, basis, percent, geography, n FROM figures").fetchall()
        places = {row[0] for row in db.execute("SELECT id FROM places")}
    assert len(rows) > 70_000
    for source, standing, basis, percent, geography, n in rows:
        assert words[source] in sources and words[geography] in places
        assert words[standing] in STANDINGS
        assert words[basis] in BASES or words[standing] in ("basis_not_stated", "other_basis")
        assert percent is None or 0 <= Decimal(percent) <= 100
        # A count beside a suppressed rate would help to work it out.
        assert percent is not None or n is None


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_the_bundled_figures_are_what_the_published_files_give(tmp_path: Path) -> None:
    build_figures(Path(os.environ["ADVOCATE_PUBLISHED"]), tmp_path)
    for file in ("figures.sqlite", "SOURCES.toml"):
        assert (tmp_path / file).read_bytes() == (BUNDLED / file).read_bytes()


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_letters_figures_equal_the_published_tables_to_the_digit() -> None:
    folder, book = Path(os.environ["ADVOCATE_PUBLISHED"]) / "statistics", load_figures()
    checked = 0
    for cells in _cells(folder / "mn_district_mca_mtas_all_students_2019_2022_2025.csv"):
        place = f"{cells['district_number']}-{cells['district_type']}"
        (found,) = book.find(cells["subject"], place, basis="A", year=int(cells["year"]))
        assert str(found.value) == cells["percent_proficient"]
        checked += 1
    for cells in _cells(folder / "mn_district_northstar_by_group_2017_2025.csv"):
        if cells["identification_year_row"] == "N":
            checked += _check_rates(book, cells)
    assert checked > 50_000


def _check_rates(book: FigureBook, cells: dict[str, str]) -> int:
    place = f"{cells['district_number']}-{cells['district_type']}"
    group, year = cells["student_group"], int(cells["year"])
    for subject in ("math", "reading"):
        found = book.find(subject, place, basis="C", year=year, group=group)
        rate, count = cells[f"{subject}_ach_rate"], cells[f"{subject}_ach_count"]
        assert [str(each.value) for each in found] == ([str(Decimal(rate))] if rate else [])
        assert [each.n for each in found] == ([int(count) if count else None] if rate else [])
        hidden = [row.year for row in book.suppressed(subject, place, basis="C", group=group)]
        assert (year in hidden) == (not rate)
    return 2


def _cells(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
@pytest.mark.parametrize("subject", ["math", "reading"])
def test_a_letter_for_every_district_says_the_published_digits(subject: str) -> None:
    folder = Path(os.environ["ADVOCATE_PUBLISHED"]) / "statistics"
    template, written = load_template("legislator"), 0
    for cells in _cells(folder / "mn_district_mca_mtas_all_students_2019_2022_2025.csv"):
        if (cells["year"], cells["subject"]) != ("2025", subject):
            continue
        place, met = f"{cells['district_number']}-{cells['district_type']}", cells["percent_proficient"]
        letter = render_letter(template, context(school_district=place, topic=subject))
        assert f"In 2024-25, {100 - Decimal(met)} percent of all students tested in" in letter.body
        assert f" {met} percent met or exceeded the standards." in letter.footnotes[0]
        assert {figure.basis for figure in letter.figures} == {"A"}
        written += 1
    assert written > 460
