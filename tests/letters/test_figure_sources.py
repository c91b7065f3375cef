"""Do the publishers' files become the same figures every time, and faulty ones none at all?"""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

from letters.errors import FiguresUnreadable
from letters.figures import load_figures
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


@pytest.fixture
def published(tmp_path: Path) -> Path:
    for folder in ("statistics", "schools"):
        (tmp_path / folder).mkdir()
    (tmp_path / "statistics/mn_statewide_headlines.csv").write_text(STATE, encoding="utf-8")
    (tmp_path / "schools/district_directory.csv").write_text(NAMES, encoding="utf-8")
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
    assert not [each for each in book.find("math") if each.basis == "C"]


def test_charters_and_suppressed_rows_are_left_out(published: Path, tmp_path: Path) -> None:
    charter = ROW.replace("0625,01", "4112,07")
    hidden = ROW.replace("math", "reading").replace("26.50", "CTSTR")
    write_districts(published, ROW + charter + hidden)
    build_figures(published, tmp_path / "out")
    book = load_figures(tmp_path / "out")
    assert book.geographies == ("0625-01", "state")
    assert book.find("reading", "0625-01") == ()


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
    for file in ("figures.json", "SOURCES.toml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_bundled_sources_name_publisher_licence_hash_and_use() -> None:
    sources = tomllib.loads((BUNDLED / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    assert [each["name"] for each in sources] == [
        "mde-district-mca-mtas",
        "mde-district-names",
        "mde-state-headlines",
    ]
    for each in sources:
        assert each["publisher"] and each["licence"] and len(each["sha256"]) == 64
        assert each["used_for"] == ["figures.json"]


def test_every_bundled_row_has_source_standing_and_basis() -> None:
    content = json.loads((BUNDLED / "figures.json").read_text(encoding="utf-8"))
    rows = [dict(zip(content["columns"], row, strict=True)) for row in content["rows"]]
    assert len(rows) == 324 * 2 * 3 + 27 + 8
    for row in rows:
        assert row["source"] in content["sources"] and row["test"] in content["tests"]
        assert row["basis"] in ("A", "B") or row["standing"] == "basis_not_stated"
        assert isinstance(row["percent_met"], str)


@pytest.mark.skipif("ADVOCATE_PUBLISHED" not in os.environ, reason="needs the publishers' own files")
def test_the_bundled_figures_are_what_the_published_files_give(tmp_path: Path) -> None:
    build_figures(Path(os.environ["ADVOCATE_PUBLISHED"]), tmp_path)
    for file in ("figures.json", "SOURCES.toml"):
        assert (tmp_path / file).read_bytes() == (BUNDLED / file).read_bytes()
