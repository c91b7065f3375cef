"""Does a person read what we found, how sure it is and how old, without us inventing anything?"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import pytest

from advocate.cli.show import Section, age, metres, print_sections, sections, text_lines
from legislators.districts import Alternative, District
from legislators.officials import Official
from legislators.places import Notice, Place
from legislators.representation import Representation, who_represents

TODAY = date(2026, 11, 24)
HOUSE = District("state_house", "67B", "House District 67B", "ocd:67b", 318.4, True)
SCHOOL = District("school_district", "0625-01", "Saint Paul Public Schools", "ocd:625", 2400.0, True)
PLACE = Place(
    "1540 6TH ST E, SAINT PAUL, MN 55106", 44.9593, -93.0355, "street_range", 41.2, "TIGER/Line 2024"
)

BOARD_NOTE = "won the election of 2023-11-07; no e-mail in our data"


def official(kind: str, district: str, name: str, **changes: object) -> Official:
    base = Official(
        name=name,
        kind=kind,
        district=district,
        title="Representative",
        seat=f"House District {district}",
        party="Democratic-Farmer-Labor" if kind == "state_house" else "",
        email="",
        phone="651-296-4201",
        mail=("658 Cedar St., Fifth Floor", "St. Paul, MN 55155"),
        url="",
        term_ends=date(2027, 1, 4),
        status="sitting",
        note="",
        committees=(),
        source="Open States (CC0)",
        as_of=date(2026, 8, 5),
        id=f"{kind}/{district}/{name}",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def board(name: str, **changes: object) -> Official:
    values = {
        "title": "School Board Member", "seat": "At Large", "term_ends": date(2028, 1, 3), "note": BOARD_NOTE,
        "source": "districtry (ODbL 1.0)", "as_of": date(2026, 10, 1), "mail": ("c/o the office", "360 Colborne St"),
    }  # fmt: skip
    return official("school_board", "0625-01", name, **(values | changes))


def found(**changes: object) -> Representation:
    base = Representation(
        query="1540 6th St E, Saint Paul",
        as_of=TODAY,
        place=PLACE,
        districts=(HOUSE, SCHOOL),
        officials=(
            official(
                "state_house", "67B", "Jay Xiong", note="sits until 2027-01-04; the winner is not in our data"
            ),
            board("Carlo Franco"),
            board("Erica Valliant", seat="Ward 2"),
            board("", seat="", term_ends=None, status="not_in_data", note="3 of 7 seats are not in our data"),
        ),
        warnings=(),
        steps=("Street index: found 1540 6TH ST E.",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def text(representation: Representation) -> str:
    return "\n".join(text_lines(sections(representation, TODAY)))


def test_the_whole_page_as_a_pipe_gets_it() -> None:
    assert (
        text(found())
        == """\
Who represents 1540 6th St E, Saint Paul on 2026-11-24
  found      1540 6TH ST E, SAINT PAUL, MN 55106
  known by   the house numbers along its street
  point      44.95930, -93.03550
  how exact  within about 41 m, at least four times in five
  source     TIGER/Line 2024

How we looked
  1.  Street index: found 1540 6TH ST E.

Districts
  State House      House District 67B, 320 m from its nearest line
  School district  Saint Paul Public Schools (0625-01), 2.4 km from its nearest line

Representative
  name        Jay Xiong (DFL)
  seat        House District 67B
  phone       651-296-4201
  post        658 Cedar St., Fifth Floor, St. Paul, MN 55155
  term        sits until 2027-01-04; the winner is not in our data
  known from  Open States (CC0); as of 2026-08-05, 4 months old

School board of Saint Paul Public Schools
  Carlo Franco     At Large, until 2028-01-03
  Erica Valliant   Ward 2, until 2028-01-03
  not in our data  3 of 7 seats are not in our data
  all named        won the election of 2023-11-07; no e-mail in our data
  phone            651-296-4201
  post             c/o the office, 360 Colborne St
  known from       districtry (ODbL 1.0); as of 2026-10-01, 54 days old"""
    )


def test_near_a_line_both_districts_are_shown_and_asked_about() -> None:
    near = replace(
        HOUSE,
        certain=False,
        alternatives=(
            Alternative("67B", "House District 67B", 0.0),
            Alternative("67A", "House District 67A", 12.4),
        ),
    )
    people = (official("state_house", "67B", "Jay Xiong"), official("state_house", "67A", "Liz Lee"))
    page = text(found(districts=(near,), officials=people, warnings=(Notice("near_line", "Check first."),)))
    assert "Please note\n  !  Check first." in page
    assert "not certain, one of 2:\n               House District 67B\n" in page
    assert "House District 67A (12 m away)" in page
    assert "Representative: one of these 2" in page
    assert "Jay Xiong (DFL)" in page
    assert "Liz Lee (DFL)" in page
    assert "Which one is yours?" in page
    assert "House District 67A  advocate who --district 67A" in page


def test_an_area_shows_shares_and_never_a_point() -> None:
    area = replace(
        HOUSE,
        edge_m=None,
        certain=False,
        alternatives=(
            Alternative("67B", "House District 67B", share=0.62),
            Alternative("67A", "House District 67A", share=0.004),
        ),
    )
    whole = replace(SCHOOL, certain=False, alternatives=(Alternative("0625-01", "Saint Paul", share=1.0),))
    place = Place("SAINT PAUL, MN 55106", None, None, "zip_area", None, "ZIP areas")
    page = text(found(place=place, districts=(area, whole), officials=()))
    assert "how exact  no point: the whole area" in page
    assert "  point" not in page
    assert "House District 67B (62 % of the area)" in page
    assert "House District 67A (under 1 % of the area)" in page
    assert "Saint Paul (100 % of the area); only the area tells so" in page
    assert "--school-district" not in page


@pytest.mark.parametrize(
    ("status", "shown"),
    [("vacant", "vacant"), ("term_ended", "nobody known"), ("not_in_data", "not in our data")],
)
def test_a_seat_without_a_holder_gets_no_name_and_no_until(status: str, shown: str) -> None:
    empty = official("state_house", "21A", "", status=status, party="", note="since 2026-06-21")
    page = text(found(officials=(empty,)))
    assert f"name        {shown}\n" in page
    assert "term        since 2026-06-21\n" in page
    assert "sits until" not in page


def test_no_school_district_is_said() -> None:
    airport = District("school_district", "", "no school district", "", 900.0, True)
    assert "School district  no school district" in text(found(districts=(airport,), officials=()))


def test_several_possible_school_districts_are_kept_apart() -> None:
    options = (Alternative("0625-01", "Saint Paul", 0.0), Alternative("0622-01", "North St. Paul", 9.0))
    unsure = replace(SCHOOL, certain=False, alternatives=options)
    people = (board("Carlo Franco"), replace(board("Bo Lind"), district="0622-01"))
    page = text(found(districts=(unsure,), officials=people))
    assert "School board of Saint Paul, one of these 2" in page
    assert "School board of North St. Paul, one of these 2" in page
    assert "advocate who --school-district 0622-01" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today's"),
        (date(2026, 12, 1), "today's"),
        (date(2026, 11, 23), "1 day old"),
        (date(2026, 10, 1), "54 days old"),
        (date(2026, 8, 5), "4 months old"),
        (date(2022, 11, 8), "4 years old"),
    ],
)
def test_age_in_words(day: date, words: str) -> None:
    assert age(day, TODAY) == words


@pytest.mark.parametrize(("distance", "words"), [(12.4, "12 m"), (318.4, "320 m"), (2440.0, "2.4 km")])
def test_metres_in_words(distance: float, words: str) -> None:
    assert metres(distance) == words


def test_a_terminal_of_80_columns_without_colour_gets_the_same_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    print_sections(sections(found(query="[bold]1 Main"), TODAY))
    page = capsys.readouterr().out
    assert "\x1b" not in page
    assert "Who represents [bold]1 Main on" in page
    assert "Jay Xiong (DFL)" in page
    assert all(len(line) <= 80 for line in page.splitlines())


def test_rich_is_not_loaded_for_a_pipe() -> None:
    import subprocess

    code = (
        "import sys; from advocate.cli.show import Section, show\n"
        "show([Section('Title', (('label', 'text'),))]); assert 'rich' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Title\n  label  text\n"


def test_sections_without_lines_are_only_a_title() -> None:
    assert list(text_lines([Section("One", ()), Section("Two", (("", "x"),))])) == ["One", "", "Two", "    x"]


def test_a_whole_town_is_not_a_wall_of_officials() -> None:
    town = list(sections(who_represents("Saint Paul", offline=True, on=TODAY), TODAY))
    titles = [section.title for section in town]
    assert "Too many to list" in titles and not any(title.startswith("Representative") for title in titles)
    assert len("\n".join(text_lines(town)).splitlines()) < 120
    few = [section.title for section in sections(who_represents("55106", offline=True, on=TODAY), TODAY)]
    assert "Too many to list" not in few and "Representative: one of these 5" in few
