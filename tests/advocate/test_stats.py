"""Does `advocate stats` answer with figures and sources, and with the reason where it will not?"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from advocate.cli import cli

COLUMNS = ("Data Year", "District Number", "District Type", "District Name", "Test Name", "Grade", "Subject")
COLUMNS += ("Student Group", "Filter All", "Count Level D", "Count Level P", "Count Level M", "Count Level E")
COLUMNS += ("Percent Proficient",)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADVOCATE_FIGURES", str(tmp_path / "own"))
    return tmp_path / "own"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["stats", *args])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("District")
        sheet.write_row(0, 0, (*COLUMNS, "Mood"))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return path


ROW = (
    "25-26",
    "0625",
    "01",
    "St. Paul",
    "MCA/Alt MCA",
    "0",
    "Math",
    "All Students",
    "N",
    30,
    20,
    40,
    10,
    "0.5000",
)
HIDDEN = (*ROW[:7], "White Students", "Y", "", "", "", "", "")
BAD = (*ROW[:6], "Art", *ROW[7:])


def test_a_trend_is_shown_with_every_year_and_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "--district", "0625-01", "--subject", "math")
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert ["2024-25", "73.45 %", "26.55 %", "", "Saint Paul Public Schools"] in lines
    assert ["2019-20", "no figure", "", "", "no tests were given in spring 2020"] in lines
    assert "Basis A counts students with valid scores on all of the state's standards-based tests" in out
    assert "never mixed with these: --basis C" in out


def test_breaks_stand_in_the_table_where_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "--district", "ISD 625", "--subject", "math", "--group", "free")
    first = [line.split("\t")[0] for line in out.splitlines()]
    assert first.index("2021-22") + 1 == first.index("-- break --") == first.index("2022-23") - 1


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("cite", "--group", "free", "--basis", "B", "--year", "2024"), "it is disputed"),
        (("compare", "--district", "0625-01", "--basis", "A", "--basis", "C"), "Figures of different bases"),
        (("cite", "--district", "0625-01", "--group", "white", "--year", "2022"), "is suppressed"),
        (("compare", "--year", "2023", "--year", "2024"), "rounding alone can make that"),
        (
            ("compare", "--district", "625", "--group", "free", "--year", "2022", "--year", "2025"),
            "direct certific",
        ),
    ],
)
def test_what_is_refused_is_refused_with_its_reason(
    capsys: pytest.CaptureFixture[str], args: tuple[str, ...], reason: str
) -> None:
    code, out, err = run(capsys, *args, "--subject", "math")
    assert (code, out) == (1, "")
    assert reason in err


def test_a_science_change_from_2024_to_2025_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "compare", "--subject", "science", "--year", "2024", "--year", "2025")
    assert (code, out) == (1, "")
    assert "a new science test, the MCA-IV, began in 2025" in err


def test_the_disputed_figure_is_told_of_beside_the_one_that_is_used(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "cite", "--subject", "math", "--group", "free", "--year", "2024")
    assert code == 0
    assert out.startswith("In 2023-24, 74.82 percent of students in the group") and "86.4" not in out
    assert "Not used: 86.4 percent not meeting, basis B" in err


def test_one_district_alone_is_put_beside_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "compare", "--district", "0625-01", "--subject", "math", "--json")
    found = json.loads(out)
    assert code == 0
    assert [each["percent_not_met"] for each in found["figures"]] == ["73.45", "54.8"]
    assert found["differ_in"] == "geography"


def test_a_word_that_fits_nothing_lists_the_right_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "show", "--subject", "math", "--group", "wizards")
    assert code == 2
    assert "Black or African American" in err
    code, _, err = run(capsys, "show", "--subject", "art")
    assert code == 2 and "math, reading, science" in err
    code, _, err = run(capsys, "show", "--subject", "math", "--district", "9999")
    assert code == 2


def test_csv_has_the_published_digits(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "--district", "0625-01", "--subject", "math", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["year"], row["percent_met"]) for row in rows] == [
        ("2019", "32.12"),
        ("2022", "25.21"),
        ("2025", "26.55"),
    ]


def test_a_chart_is_drawn_beside_the_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("altair")
    code, out, err = run(
        capsys, "show", "--district", "0625-01", "--subject", "math", "--chart", str(tmp_path / "math.svg")
    )
    assert code == 0 and "73.45 %" in out and "Drawn in" in err
    assert "73.45" in (tmp_path / "math.svg").read_text(encoding="utf-8")
    code, _, err = run(capsys, "show", "--subject", "math", "--chart", str(tmp_path / "math.doc"))
    assert code == 2 and "End it with .svg, .png, .html" in err


def test_the_range_across_a_legislators_districts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "range", "36a", "--subject", "math")
    assert code == 0
    assert "ran from 39.59 percent in the Centennial Public School District to 51.25 percent" in out
    _, senate, _ = run(capsys, "range", "36", "--subject", "math", "--json")
    assert json.loads(senate)["district"] == "Senate District 36"


def test_the_list_names_subjects_bases_and_years(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list")
    assert "math\tA\t2019, 2021, 2022, 2023, 2024, 2025\t" in out
    _, one, _ = run(capsys, "list", "--district", "0625-01", "--json")
    assert {
        "subject": "math",
        "basis": "A",
        "group": "All students",
        "years": "2019, 2022, 2025",
    } in json.loads(one)


def test_an_import_is_looked_at_first_then_added_whole(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, own: Path
) -> None:
    file = str(workbook(tmp_path / "MCAMTAS_Math_Public_2026.xlsx", ROW, HIDDEN))
    code, out, err = run(capsys, "import", file, "--dry-run")
    assert code == 0 and "Nothing was written." in err and not own.exists()
    assert "Would add 2 and change 0" in out and "1 of them are suppressed" in out
    assert "columns not known, kept out: mood" in out
    code, _, err = run(capsys, "import", file)
    assert code == 1 and "nobody to ask" in err and not own.exists()
    assert run(capsys, "import", file, "--yes")[0] == 0
    _, out, _ = run(capsys, "cite", "--district", "0625-01", "--subject", "math")
    assert out.startswith(
        "In 2025-26, 50.00 percent (50 of 100) of all students tested in Saint Paul Public Schools"
    )
    code, _, err = run(capsys, "import", file)
    assert code == 0 and "All of it is there already" in err


def test_a_row_that_cannot_be_read_needs_a_persons_eyes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = str(workbook(tmp_path / "book.xlsx", ROW, BAD))
    code, out, _ = run(capsys, "import", file, "--yes")
    assert code == 3
    assert "not read: sheet District, row 3: 'Art' is no subject" in out
    code, out, _ = run(capsys, "import", file, "--dry-run", "--json")
    assert code == 3
    assert json.loads(out)["problems"] == [
        {"sheet": "District", "row": 3, "message": "'Art' is no subject: math, reading or science"}
    ]


def test_what_is_no_workbook_is_a_message(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "page.xlsx").write_text("<html>Request Rejected</html>")
    code, _, err = run(capsys, "import", str(tmp_path / "page.xlsx"))
    assert code == 1 and "Download it again as .xlsx" in err
    code, _, err = run(capsys, "import", str(tmp_path / "none.xlsx"))
    assert code == 1 and "There is no file" in err
