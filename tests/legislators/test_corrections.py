"""Do corrections hold for whom they were made, outlive updates, and give way where the source agrees?"""

from __future__ import annotations

import json
import shutil
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.correction_file import corrections_path, load_corrections, save_corrections
from legislators.corrections import DATES, FIELDS, VACANT, Correction, Corrections, Row, state_of
from legislators.errors import SnapshotError
from legislators.officials import load_roster
from legislators.snapshot import bundled_folder, open_snapshot

DAY = date(2026, 11, 24)
PAPPAS = "ocd-person/0b83a916-567b-4d36-843f-17d8f5e13b8d"


def made(field: str, value: str, **words: Any) -> Correction:
    given: dict[str, Any] = {
        "subject": "state_senate/65", "source_value": "", "about": "Sandy Pappas", "holder": PAPPAS,
        "source": "Open States", "by": "ana", "on": DAY, "why": "her office, by phone",
    } | words  # fmt: skip
    return Correction(field=field, value=value, **given)


EMAIL = made("email", "sen.sandra.pappas@senate.mn", source_value="sen.sandra.parry@senate.mn")
FILLED = made("holder", "Ana Example", subject="state_house/21A", about="", holder="", why="special election")


def roster(*corrections: Correction, folder: Path | None = None) -> Any:
    return load_roster(open_snapshot(folder), Corrections(corrections))


def row_of(subject: str) -> Row:
    row: Row | None = roster().source_row(subject)
    assert row is not None
    return row


def test_a_corrected_address_is_used_and_says_who_corrected_it() -> None:
    (before,) = roster().for_district("state_senate", "65", DAY)
    (senator,) = roster(EMAIL).for_district("state_senate", "65", DAY)
    assert "looks like another person's" in before.note
    assert (senator.name, senator.email) == ("Sandy Pappas", "sen.sandra.pappas@senate.mn")
    assert senator.source.endswith("e-mail corrected by ana on 2026-11-24: her office, by phone")
    assert "another person's" not in senator.note
    assert "check before use" not in senator.note
    assert senator.id == before.id


def test_nobody_else_is_touched() -> None:
    plain, ours = roster(), roster(EMAIL, FILLED)
    for kind in ("state_senate", "state_house", "governor"):
        for district in plain.ids(kind):
            if (kind, district) in (("state_senate", "65"), ("state_house", "21A")):
                continue
            assert plain.source_row(f"{kind}/{district}".rstrip("/")) == ours.source_row(
                f"{kind}/{district}".rstrip("/")
            )


def test_a_vacancy_that_was_filled() -> None:
    starts = made(
        "starts", "2026-11-10", subject="state_house/21A", about="Ana Example", holder="corrected/x"
    )
    email = made("email", "rep.ana.example@house.mn.gov", subject="state_house/21A", about="Ana Example")
    ours = roster(email, starts, FILLED)
    (then,) = ours.for_district("state_house", "21A", date(2026, 11, 9))
    (now,) = ours.for_district("state_house", "21A", DAY)
    (after,) = ours.for_district("state_house", "21A", date(2027, 1, 4))
    assert then.name == ""
    assert (now.name, now.status, now.email) == ("Ana Example", "sitting", "rep.ana.example@house.mn.gov")
    assert "holder corrected by ana on 2026-11-24: special election" in now.source
    assert (after.name, after.status) == ("", "term_ended")


def test_a_seat_that_somebody_left() -> None:
    left = made("holder", VACANT)
    (seat,) = roster(left).for_district("state_senate", "65", DAY)
    assert (seat.name, seat.status) == ("", "vacant")
    assert "when Sandy Pappas left it" in seat.note


def changed(folder: Path, district: str, **values: Any) -> Path:
    """A newer copy of the data in which one holder differs."""
    for name in ("officials.json", "school_districts.json"):
        shutil.copy(bundled_folder() / name, folder / name)
    content = json.loads((folder / "officials.json").read_text(encoding="utf-8"))
    (seat,) = [row for row in content["seats"] if row["district"] == district]
    seat["holder"] = (seat["holder"] or {}) | values
    (folder / "officials.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_whoever_comes_next_does_not_get_the_correction_of_the_one_before(tmp_path: Path) -> None:
    folder = changed(tmp_path, "65", id="ocd-person/next", name="Ana Next", email="sen.ana.next@senate.mn")
    (senator,) = roster(EMAIL, folder=folder).for_district("state_senate", "65", DAY)
    assert (senator.name, senator.email) == ("Ana Next", "sen.ana.next@senate.mn")
    assert "corrected" not in senator.source


@pytest.mark.parametrize(
    ("holder", "state", "email"),
    [
        ({}, "in_force", "sen.sandra.pappas@senate.mn"),
        ({"email": "sen.sandra.p@senate.mn"}, "source_changed", "sen.sandra.pappas@senate.mn"),
        ({"email": "SEN.sandra.pappas@senate.mn"}, "source_agrees", "SEN.sandra.pappas@senate.mn"),
        ({"id": "ocd-person/moved-id"}, "in_force", "sen.sandra.pappas@senate.mn"),
        ({"name": "Sandra Pappas"}, "in_force", "sen.sandra.pappas@senate.mn"),
        ({"id": "x", "name": "Ana Next"}, "not_for_this_holder", "sen.sandra.parry@senate.mn"),
    ],
)
def test_it_outlives_an_update_until_the_source_agrees(
    tmp_path: Path, holder: dict[str, str], state: str, email: str
) -> None:
    folder = changed(tmp_path, "65", **holder)
    assert state_of(EMAIL, roster(folder=folder).source_row("state_senate/65")) == state
    (senator,) = roster(EMAIL, folder=folder).for_district("state_senate", "65", DAY)
    assert senator.email == email


@pytest.mark.parametrize(
    ("name", "state"), [("Ana Example", "source_agrees"), ("Bo Other", "not_for_this_holder")]
)
def test_a_seat_filled_by_hand_gives_way_to_the_source(name: str, state: str) -> None:
    row = {**row_of("state_house/21A"), "holder": {"id": "ocd-person/new", "name": name}}
    assert state_of(FILLED, row) == state
    assert Corrections((FILLED,)).seats([row])[0]["holder"]["name"] == name


def test_a_seat_that_is_gone() -> None:
    assert state_of(EMAIL, None) == "no_such_seat"


def test_a_district_office() -> None:
    ours = made("phone", "651-555-0100", subject="school_district/0625-01", about="", holder="")
    office = roster(ours).for_district("school_district", "0625-01", DAY)[0]
    assert office.phone == "651-555-0100"
    assert "phone corrected by ana" in office.source


def test_the_lines_of_a_mail_address() -> None:
    ours = made("mail", "Room 1; 95 University Ave. West; St. Paul, MN 55155")
    (senator,) = roster(ours).for_district("state_senate", "65", DAY)
    assert senator.mail == ("Room 1", "95 University Ave. West", "St. Paul, MN 55155")


# The file

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
shared = dict.fromkeys(("subject", "source_value", "about", "holder", "source", "by", "why"), texts)
plain_fields = st.sampled_from([each for each in FIELDS if each not in DATES])
anything = st.builds(Correction, field=plain_fields, value=texts, on=st.dates(), **shared) | st.builds(
    Correction, field=st.sampled_from(DATES), value=st.dates().map(str), on=st.dates(), **shared
)


@settings(deadline=None)
@given(items=st.lists(anything, max_size=4).map(tuple))
def test_whatever_was_written_is_read_again(tmp_path_factory: Any, items: tuple[Correction, ...]) -> None:
    path = tmp_path_factory.mktemp("corrections") / "corrections.toml"
    save_corrections(Corrections(items), path)
    assert load_corrections(path).items == items


def test_the_file_is_for_its_owner_and_no_part_of_it_is_left_behind() -> None:
    path = save_corrections(Corrections((EMAIL,)))
    assert path == corrections_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["corrections.toml"]
    assert '\nvalue = "sen.sandra.pappas@senate.mn"\n' in path.read_text(encoding="utf-8")


def test_the_roster_takes_the_corrections_on_file() -> None:
    save_corrections(Corrections((EMAIL,)))
    (senator,) = load_roster(open_snapshot()).for_district("state_senate", "65", DAY)
    assert senator.email == "sen.sandra.pappas@senate.mn"


DAYLESS = """[[correction]]
subject = "state_senate/65"
field = "term_ends"
value = "soon"
source_value = ""
about = ""
holder = ""
source = ""
by = "a"
on = 2026-11-24
why = "b"
"""


@pytest.mark.parametrize(
    "text",
    [
        "[[correction",
        "correction = 3",
        "[[correction]]\nsubject = 'x'",
        '[[correction]]\nfield = "shoes"',
        "\xff",
    ],
)
def test_a_file_that_cannot_be_read_says_so_and_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(
        SnapshotError, match=r"cannot be read as a list of corrections.*Mend it, or move it away"
    ):
        load_corrections(path)
