"""What does a person see and what does a script get from `advocate boards`?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from shapely.geometry import mapping

from advocate.cli import cli
from legislators.board_imports import plan_import
from legislators.board_lines import lines_path
from legislators.board_sheets import sheet_path
from legislators.geopackage import read_one
from legislators.snapshot import bundled_folder, data_home

NOTICES = str(bundled_folder() / "NOTICES.md")
#: The layout of the Secretary of State with made-up names; the last line is cut short.
LINES = """\
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9001;Ada Example;;;NP;5;5;300;30.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9002;Bo Example;;;NP;5;5;280;28.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9003;Joell Miranda;;;NP;5;5;260;26.00;1000
MN;;;5000;School Board Member (ISD #2) (Elect 3);0002;9901;WRITE-IN;;;WI;5;5;160;16.00;1000
MN;;;5010;School Board Member District 1 (ISD #381);0381;9001;Dee Example;;;NP;3;3;90;90.00;100
MN;;;5010;School Board Member District 1 (ISD #381);0381;9901;WRITE-IN;;;WI;3;3;10;10.00;100
MN;;;5012;School Board Member District 2 (ISD #381);0381;9001;Eli Example;;;NP;3;3;50;45.00;110
MN;;;5012;School Board Member District 2 (ISD #381);0381;9002;Flo Example;;;NP;3;3;50;45.00;110
MN;;;5012;School Board Member District 2 (ISD #381);0381;9901;WRITE-IN;;;WI;3;3;10;10.00;110
MN;;;5014;School Board Member District 3 (ISD #381);0381;9001;Gus Example;;;NP;2;3;50;100.00;50
MN;;;5016;School Board Mem
"""
SHOWN = """\
20261103_sdrace.txt: election of 2026-11-03
   races      4, of which 3 are taken
   seats      5, 4 with a winner's name
              1 without: a tie at 50 votes: Eli Example, Flo Example; the
              results do not say who won
   not final  1 race, left out (--force takes it as it stands)

Please look at
   !  20261103_sdrace.txt, line 11: 5 fields in place of 16
   !  School Board Member District 3 (ISD #381): 2 of 3 precincts have reported,
      so nobody has won yet

Hill City Public School District (0002-01)
   + Ada Example     At Large, from 2027-01-04
   + Bo Example      At Large, from 2027-01-04
   = Joell Miranda   At Large, from 2027-01-04: elected again
   - Jeremy Nelson   sat until then
   - Sarah Kingsley  sat until then

Lake Superior Public School District (0381-01)
   + Dee Example   District 1, from 2027-01-04; before: Steven Allen VanHouse
   ? nobody named  District 2, from 2027-01-04: a tie at 50 votes: Eli Example,
                   Flo Example; the results do not say who won

In all
   boards  2 change
   seats   3 new (+), 1 elected again (=), 1 not named (?)
   races   3 of 3 are new or changed
"""


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["boards", *arguments], input=stdin)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    file = tmp_path / "20261103_sdrace.txt"
    file.write_bytes(LINES.replace("\n", "\r\n").encode("cp1252"))
    return file


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_the_import_reads_at_80_columns_as_a_difference(
    results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from advocate.cli.boards_show import import_sections
    from advocate.cli.show import print_sections

    monkeypatch.setenv("COLUMNS", "80")
    print_sections(import_sections(plan_import([results], date(2026, 11, 24)), everything=False))
    assert plain(capsys.readouterr().out) == SHOWN


def test_many_boards_are_cut_short_unless_all_are_asked_for(
    results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from advocate.cli import boards_show

    monkeypatch.setattr(boards_show, "SHOWN_BOARDS", 1)
    cut = run("import", str(results), "--dry-run")
    assert "More\n  boards  1; --all shows them" in cut.output
    assert "Dee Example" not in cut.output
    assert "Dee Example" in run("import", str(results), "--dry-run", "--all").output


def test_a_dry_run_writes_nothing_and_eyes_are_asked_for(results: Path) -> None:
    done = run("import", str(results), "--dry-run")
    assert (done.exit_code, done.output.splitlines()[-1]) == (3, "Nothing was written.")
    assert not data_home().exists()


def test_without_a_person_only_yes_writes(results: Path) -> None:
    asked = run("import", str(results))
    assert asked.exit_code == 1
    assert "--yes" in asked.output
    assert not data_home().exists()
    done = run("import", str(results), "--yes")
    assert done.exit_code == 3
    assert "Written to " in done.output
    assert run("results").output.startswith("2026-11-03  3 races, 5 seats, read in on ")
    assert "Everything is in our data already" in run("import", str(results), "--yes").output
    assert json.loads(run("results", "--json").output)[0]["election"] == "2026-11-03"
    assert "Nothing was written." in run("results", "--remove", "2026-11-03", "--dry-run").output
    assert run("results", "--remove", "2026-11-03", "--yes").exit_code == 0
    assert run("results", "--remove", "2026-11-03", "--yes").exit_code == 2
    assert run("results").output.startswith("No results were brought in so far")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("import",), 2, "Missing argument"),
        (("import", "none.txt", "--election", "2026-11-03"), 1, "none.txt"),
        (("import", __file__), 2, "Of which election"),
        (("import", __file__, "--election", "3 November"), 2, "is no day"),
        (("import", NOTICES, "--election", "2024-11-05"), 2, "holds no school board race"),
        (("show", "ISD 9999"), 2, "There is no school district"),
        (("show", "1"), 2, "fits 2 districts"),
        (("appoint", "--district", "0381-01"), 2, "Missing option"),
        (("districts", "add", __file__, "--district", "0381-01", "--key", "X"), 2, "is no GeoJSON"),
        (("districts", "remove", "0381-01", "--yes"), 2, "Those at hand: none"),
        (("sheet", "show", "0625-01"), 2, "advocate boards sheet new 0625-01"),
        (("sheet", "edit", "0625-01", "--set", "x"), 2, "has no ="),
        (("appointees", "--remove", "Ada"), 2, "Add --district"),
        (("sheat",), 2, "Choose one of: appoint, appointees"),
    ],
)
def test_what_is_typed_wrong_is_told_with_what_is_right(
    arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert message in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_the_list_fits_80_columns_and_its_json_is_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from advocate.cli.boards_show import board_table, print_table
    from legislators.board_views import list_boards
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    monkeypatch.setenv("COLUMNS", "80")
    boards = list_boards(load_roster(open_snapshot()), date(2026, 11, 24))
    print_table(board_table(boards, short=True))
    shown = capsys.readouterr().out.splitlines()
    assert max(map(len, shown)) <= 80
    assert [line.split() for line in shown[:3]] == [
        ["district", "board", "seats", "named", "terms", "end", "lines", "sheet"],
        ["0001-01", "Aitkin", "7", "7", "2027-01-04", "(4)"],
        ["0001-03", "Minneapolis", "9", "9", "2027-01-04", "(5)", "missing"],
    ]
    rows = json.loads(run("list", "--json", "--as-of", "2026-11-24").output)
    assert len(rows) == 329
    paul = next(row for row in rows if row["district"] == "0625-01")
    assert (paul["listed"], paul["named"], paul["missing"]) == (4, 4, "3 of 7 seats are not in our data")
    gaps = json.loads(run("list", "--gaps", "--json").output)
    assert 0 < len(gaps) < len(rows)
    assert run("list").output.splitlines()[0].startswith("district\tboard")


def test_an_appointee_is_written_down_shown_with_the_source_and_taken_out() -> None:
    words = ["appoint", "--district", "ISD 381", "--seat", "district 4", "--name", " Ada  Example ",
             "--source", "Board minutes of 2026-09-08", "--from", "2026-09-08"]  # fmt: skip
    dry = run(*words, "--dry-run")
    assert dry.output.splitlines() == [
        "Ada Example: District 4 of 0381-01, 2026-09-08 until 2029-01-01",
        "source: Board minutes of 2026-09-08",
        "Nothing was written.",
    ]
    assert not data_home().exists()
    assert run(*words, "--yes").exit_code == 0
    assert run(*words, "--yes").exit_code == 1  # there already
    shown = run("show", "0381-01", "--as-of", "2026-11-24").output
    assert (
        "Ada Example            District 4, until 2029-01-01, in the seat from 2026-09-08, added by hand"
        in shown
    )
    assert "known from             Board minutes of 2026-09-08" in shown
    assert [each["name"] for each in json.loads(run("appointees", "--json").output)] == ["Ada Example"]
    assert run("appointees", "--remove", "ada example", "--district", "381", "--yes").output.endswith(
        "Taken out.\n"
    )
    assert run("appointees").output == "No appointee is on record.\n"
    empty = [" " if word == " Ada  Example " else word for word in words]
    assert run(*empty, "--yes").exit_code == 2


def test_lines_are_added_only_when_they_hold_and_listed_and_removed(tmp_path: Path) -> None:
    outline = read_one(bundled_folder() / "districts.gpkg", "school_district", "0709-01").shape
    board = json.loads(run("show", "0709-01", "--json").output)
    seats = sorted({each["seat"] for each in board["seats"] if "District" in each["seat"]})
    file = tmp_path / "duluth.geojson"

    def write(shapes: dict[str, Any]) -> None:
        features = [
            {"type": "Feature", "properties": {"NAME": name}, "geometry": mapping(shape)}
            for name, shape in shapes.items()
        ]
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")

    words = ["districts", "add", str(file), "--district", "709", "--key", "NAME"]
    write(dict.fromkeys(seats, outline))  # each is the whole: all overlap
    assert run(*words, "--dry-run").exit_code == 3
    refused = run(*words, "--yes")
    assert refused.exit_code == 1
    assert "Nothing was written" in refused.output
    assert not lines_path("0709-01").exists()
    forced = run(*words, "--yes", "--force", "--source", "made up")
    assert (forced.exit_code, lines_path("0709-01").exists()) == (3, True)
    assert "source: made up; added " in run("districts", "list").output
    assert json.loads(run("districts", "list", "--json").output)[0]["seats"] == seats
    assert "Election-district lines" in run("show", "0709-01").output
    assert "Nothing was written" in run("districts", "remove", "709", "--dry-run").output
    assert run("districts", "remove", "709", "--yes").exit_code == 0
    assert run("districts", "list").output.startswith("No election-district lines are at hand")


def test_a_sheet_is_begun_filled_in_checked_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("sheets").output == "No sheet is at hand: advocate boards sheet new DISTRICT\n"
    assert run("sheet", "new", "625", "--dry-run").output.endswith("Nothing was written.\n")
    assert run("sheet", "new", "625").exit_code == 0
    assert run("sheet", "check").exit_code == 3
    assert run("sheet", "check", "0002-01").exit_code == 2
    pairs = [
        "meetings=3rd Tuesday, 5:30 pm",
        "sign_up=by noon",
        "rules=three minutes",
        "verified_by=Ada Example",
    ]
    pairs += ["link=https://www.example.org/board", f"verified_on={date.today()}"]
    done = run("sheet", "edit", "0625-01", *(word for pair in pairs for word in ("--set", pair)))
    assert done.output == "The sheet of 0625-01 is changed.\n"
    assert run("sheet", "check").output == "1 sheet, nothing to correct.\n"
    assert "meets     3rd Tuesday, 5:30 pm" in run("sheet", "show", "0625-01").output
    assert json.loads(run("sheet", "show", "625", "--json").output)["rules"] == "three minutes"
    assert f"verified {date.today()} by Ada Example, 0 days ago" in run("sheets", "--stalest").output
    assert "verified" in run("show", "0625-01").output
    sheet_path("0002-01").write_text("x = [", encoding="utf-8")
    assert run("sheets").exit_code == 3
    assert run("show", "0002-01").exit_code == 0
    monkeypatch.setenv("EDITOR", "true")
    assert run("sheet", "edit", "0004-01").exit_code == 3  # opened, and nothing filled in
