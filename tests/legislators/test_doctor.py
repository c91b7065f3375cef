"""Does the doctor find what is wrong in the data, that alone, and nothing in data that are right?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from legislators.board_appointees import Appointee
from legislators.board_results import HeldRace, HeldResults, write_held_results
from legislators.corrections import Correction
from legislators.doctor import Finding, check_snapshot
from legislators.doctor.records import Row
from legislators.snapshot import Snapshot, bundled_folder

FILES = ("officials.json", "school_boards.json", "school_districts.json", "SOURCES.toml")
TODAY = date(2026, 11, 24)

#: Every finding on the bundled data, as docs/data-check.md explains them: code -> subjects, or how many.
KNOWN: dict[tuple[str, str], list[tuple[str, ...] | int]] = {
    ("note", "vacant"): [("state_house/21A",)],
    ("note", "no_email"): [("governor",)],
    ("warning", "email_not_theirs"): [("state_senate/40",), ("state_senate/65",)],
    ("warning", "no_office"): [("state_house/56A",), ("state_house/9A",)],
    ("warning", "no_start"): [("state_senate/65",)],
    ("warning", "source_ended"): [("source/mn_school_districts_2025",)],
    ("warning", "ended_role"): [("school_board/0199-01/2023-11-07/shana-dukes",)],
    ("warning", "no_board"): [(f"school_district/{id_}",) for id_ in ("0323-02", "0025-01", "0815-02")],
    ("warning", "board_size"): [
        (f"school_district/{id_}",)
        for id_ in (
            "0146-01", "0273-01", "0200-01", "0738-01", "0199-01", "0424-01", "0173-01", "0333-01",
            "0850-01", "0139-01", "0625-01", "0564-01", "0197-01", "0624-01",
        )
    ],
    ("warning", "unnamed_seats"): [1, 179, 2, 2, 33],
}  # fmt: skip


@cache
def baseline() -> tuple[Finding, ...]:
    return check_snapshot(bundled_folder(), on=TODAY, shapes=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled people and sources, to break one thing in."""
    for name in FILES:
        shutil.copy(bundled_folder() / name, tmp_path / name)
    return tmp_path


def change(folder: Path, name: str, edit: Callable[[Any], None]) -> None:
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    edit(content)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def seat(content: Any, district: str) -> Row:
    found: Row
    (found,) = [row for row in content["seats"] if row["district"] == district]
    return found


def board(content: Any, district: str) -> Row:
    found: Row
    (found,) = [row for row in content["boards"] if row["district"] == district]
    return found


def new(folder: Path, **words: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is found in a broken copy and not in the whole one, without the whole one's words."""
    known = {(each.code, each.subjects) for each in baseline()}
    found = check_snapshot(folder, on=TODAY, shapes=False, **words)
    return [(f.level, f.code, f.subjects) for f in found if (f.code, f.subjects) not in known]


def gone(folder: Path) -> set[str]:
    left = {(each.code, each.subjects) for each in check_snapshot(folder, on=TODAY, shapes=False)}
    return {each.code for each in baseline() if (each.code, each.subjects) not in left}


def test_the_bundled_data_have_exactly_the_known_findings() -> None:
    found = check_snapshot(bundled_folder(), on=TODAY)
    by_code: dict[tuple[str, str], list[Any]] = {}
    for each in found:
        of_code = by_code.setdefault((each.level, each.code), [])
        of_code.append(len(each.subjects) if each.code == "unnamed_seats" else each.subjects)
    assert by_code == KNOWN
    assert sum(number for number in KNOWN["warning", "unnamed_seats"] if isinstance(number, int)) == 217
    assert all(each.where and each.what.endswith((".", ")")) and each.remedy for each in found)


def test_the_same_data_give_the_same_findings_whatever_the_day_of_asking() -> None:
    assert check_snapshot(bundled_folder(), shapes=False) == check_snapshot(bundled_folder(), shapes=False)


def test_after_the_terms_a_line_a_chamber_says_that_they_ended() -> None:
    found = check_snapshot(bundled_folder(), on=date(2027, 1, 4), shapes=False)
    ended = [each for each in found if each.code == "ended_role"]
    assert sorted(len(each.subjects) for each in ended) == [1, 1, 34, 67, 134, 977]
    day_before = check_snapshot(bundled_folder(), on=date(2027, 1, 3), shapes=False)
    assert [len(each.subjects) for each in day_before if each.code == "ended_role"] == [1]


Edit = Callable[[Any], None]


def two_holders(content: Any) -> None:
    second = json.loads(json.dumps(seat(content, "40")))
    second["holder"] |= {"id": "ocd-person/other", "name": "Ana Marty", "email": "sen.ana.marty@senate.mn"}
    content["seats"].append(second)


def holder(**values: Any) -> Edit:
    """Change a field of the holder of House district 67B."""
    return lambda content: seat(content, "67B")["holder"].update(values)


def of_seat(which: str, **values: Any) -> Edit:
    return lambda content: seat(content, which).update(values)


B67 = ("state_house/67B",)
HOLLY, JEN = (f"school_board/0001-01/2022-11-08/{who}" for who in ("holly-mindrum", "jen-burgos"))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (of_seat("67B", holder=None), ("warning", "no_holder", B67)),
        (of_seat("67B", term_ends=None), ("error", "no_term_end", B67)),
        (of_seat("67B", term_ends="soon"), ("error", "no_term_end", B67)),
        (of_seat("67B", term_ends="2026-01-05"), ("warning", "ended_role", B67)),
        (holder(ends="2026-10-01"), ("warning", "ended_role", B67)),
        (holder(starts=None), ("warning", "no_start", B67)),
        (holder(starts="in spring"), ("warning", "no_start", B67)),
        (holder(phone=""), ("warning", "no_office", B67)),
        (holder(mail=[]), ("warning", "no_office", B67)),
        (holder(email=""), ("warning", "no_email", B67)),
        (holder(email="rep.jay.xiong@gmail.com"), ("warning", "wrong_domain", B67)),
        (holder(email="rep.jay.xiong@senate.mn"), ("warning", "wrong_domain", B67)),
        (holder(email="rep.jay.miller@house.mn.gov"), ("warning", "email_not_theirs", B67)),
        (of_seat("47A", former={"name": "Ana Example", "ended": "2026-09-01"}), ("error", "two_holders", ("state_house/47A",))),
        (lambda content: content["seats"].remove(seat(content, "67B")), ("error", "seat_missing", B67)),
        (of_seat("67B", district="68A"), ("error", "unknown_district", ("state_house/68A",))),
    ],
)  # fmt: skip
def test_one_broken_seat_gives_that_finding(
    folder: Path, edit: Edit, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    change(folder, "officials.json", edit)
    found = new(folder)
    # A seat with a number that there is not leaves its own place empty, too.
    if expected[1] == "unknown_district":
        assert ("error", "seat_missing", B67) in found
        found.remove(("error", "seat_missing", B67))
    assert found == [expected]


def test_two_holders_of_one_seat(folder: Path) -> None:
    change(folder, "officials.json", two_holders)
    assert new(folder) == [("error", "two_holders", ("state_senate/40",))]


def test_one_person_on_two_seats_and_one_address_for_two(folder: Path) -> None:
    def edit(content: Any) -> None:
        seat(content, "67B")["holder"] = dict(seat(content, "67A")["holder"])

    change(folder, "officials.json", edit)
    assert {(code, subjects) for _, code, subjects in new(folder)} == {
        ("two_seats", B67),
        ("email_not_theirs", B67),
        ("email_not_theirs", ("state_house/67A",)),
    }


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda b: b["seats"].__delitem__(slice(3)), ("warning", "board_size", ("school_district/0001-01",))),
        (lambda b: b["seats"][0].update(term_ends=None), ("error", "no_term_end", (HOLLY,))),
        (lambda b: b["seats"][0].update(term_begins=""), ("error", "no_start", (HOLLY,))),
        (lambda b: b["seats"][0].update(term_ends="2026-02-02"), ("warning", "ended_role", (HOLLY,))),
        (lambda b: b["seats"][0].update(name="", unnamed="its reason"), ("warning", "unnamed_seats", (HOLLY,))),
        (lambda b: b["seats"][0].update(name="Jen Burgos"), ("error", "two_seats", (HOLLY, JEN))),
        (lambda b: [each.update(seat="Position 1") for each in b["seats"][:2]], ("error", "two_holders", (HOLLY, JEN))),
    ],
)  # fmt: skip
def test_one_broken_board_gives_that_finding(
    folder: Path, edit: Callable[[Row], Any], expected: tuple[str, str, tuple[str, ...]]
) -> None:
    change(folder, "school_boards.json", lambda content: edit(board(content, "0001-01")))
    assert new(folder) == [expected]


def test_a_board_of_a_district_that_is_not_in_the_directory(folder: Path) -> None:
    change(
        folder,
        "school_districts.json",
        lambda content: content.update(
            districts=[r for r in content["districts"] if r["district"] != "0625-01"]
        ),
    )
    assert new(folder) == [("error", "unknown_district", ("school_district/0625-01",))]


def test_an_office_without_a_phone(folder: Path) -> None:
    change(folder, "school_districts.json", lambda content: content["districts"][0].update(phone=""))
    district = json.loads((folder / "school_districts.json").read_text(encoding="utf-8"))["districts"][0]
    assert new(folder) == [("warning", "no_office", (f"school_district/{district['district']}",))]


@pytest.mark.parametrize(
    ("old", "text", "level", "code"),
    [
        ('licence = "CC0 1.0"', 'licence = ""', "error", "no_licence"),
        ('licence = "CC0 1.0"\n', "", "error", "no_licence"),
        ('vintage = "2026-08-05"', 'vintage = "lately"', "error", "no_date"),
        ("valid_from = 2026-08-05", 'valid_from = "2026-08-05"', "error", "no_date"),
        ('publisher = "Open States"', 'publisher = " "', "error", "no_origin"),
        ("valid_to = 2027-01-04", "valid_to = 2026-11-01", "warning", "source_ended"),
    ],
)
def test_one_broken_source_gives_that_finding(
    folder: Path, old: str, text: str, level: str, code: str
) -> None:
    listing = (folder / "SOURCES.toml").read_text(encoding="utf-8")
    assert old in listing
    (folder / "SOURCES.toml").write_text(listing.replace(old, text, 1), encoding="utf-8")
    assert new(folder) == [(level, code, ("source/open-states-people",))]


def test_a_file_that_no_source_is_named_for(folder: Path) -> None:
    listing = (folder / "SOURCES.toml").read_text(encoding="utf-8")
    (folder / "SOURCES.toml").write_text(
        listing.replace('"officials.json"', '"other.json"'), encoding="utf-8"
    )
    assert new(folder) == [("error", "no_source", ("file/officials.json",))]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", ["", "[]", '{"as_of": "2026-08-05"}', None])
def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_checked(
    folder: Path, name: str, content: str | None
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")
    found = check_snapshot(folder, on=TODAY, shapes=False)
    about = [each for each in found if each.subjects == (f"file/{name}",)]
    if name == "SOURCES.toml" and content is None:
        assert {(each.level, each.code) for each in found if each.code == "no_source"} == {
            ("warning", "no_source")
        }
    else:
        assert [(each.level, each.code) for each in about] == [("error", "unreadable")]
    if name != "officials.json":
        assert ("state_house/21A",) in [each.subjects for each in found]


def test_a_source_whose_files_a_newer_copy_has_replaced_is_not_looked_at(folder: Path) -> None:
    listing = (folder / "SOURCES.toml").read_text(encoding="utf-8")
    newer = listing.replace("valid_to = 2026-06-30", "valid_to = 2027-06-30").replace(
        '"2025-10-08"', '"2026-10-08"'
    )
    (folder / "SOURCES.toml").write_text(newer, encoding="utf-8")
    for name in ("districts.gpkg", "district_cells.npz", "overlay.json"):
        (folder / name).symlink_to(bundled_folder() / name)
    both = check_snapshot(Snapshot((folder, bundled_folder())), on=TODAY, shapes=False)
    assert "source_ended" not in {each.code for each in both}


def correction(
    field: str, value: str, *, subject: str = "state_senate/65", about: str = "Sandy Pappas"
) -> Correction:
    return Correction(
        subject,
        field,
        value,
        "sen.sandra.parry@senate.mn",
        about,
        "",
        "Open States",
        "ana",
        TODAY,
        "by phone",
    )


def test_a_corrected_address_is_no_finding_any_more_but_a_note_that_says_so(folder: Path) -> None:
    fixed = [correction("email", "sen.sandra.pappas@senate.mn")]
    found = check_snapshot(folder, on=TODAY, shapes=False, corrections=fixed)
    (about,) = [each for each in found if each.subjects == ("state_senate/65",) and "email" in each.code]
    assert (about.level, about.code) == ("note", "email_not_theirs")
    assert "e-mail corrected by ana on 2026-11-24: by phone" in about.what
    assert len(found) == len(baseline())


def test_a_correction_that_is_wrong_itself_stays_a_finding(folder: Path) -> None:
    found = check_snapshot(
        folder, on=TODAY, shapes=False, corrections=[correction("email", "sen.ana.smith@senate.mn")]
    )
    (about,) = [
        each for each in found if each.code == "email_not_theirs" and each.subjects == ("state_senate/65",)
    ]
    assert about.level == "warning"


def test_a_correction_that_the_source_has_caught_up_with_is_told(folder: Path) -> None:
    right = "sen.sandra.pappas@senate.mn"
    change(folder, "officials.json", lambda content: seat(content, "65")["holder"].update(email=right))
    found = check_snapshot(folder, on=TODAY, shapes=False, corrections=[correction("email", right)])
    assert [each.level for each in found if each.code == "correction_agrees"] == ["note"]


def test_a_correction_of_somebody_who_is_gone_needs_eyes(folder: Path) -> None:
    found = check_snapshot(
        folder, on=TODAY, shapes=False, corrections=[correction("email", "x.y@senate.mn", about="Ana Before")]
    )
    assert [each.level for each in found if each.code == "correction_idle"] == ["warning"]


def test_an_appointee_fills_what_was_unnamed() -> None:
    named = Appointee("0166-01", "District 4", "Ana Example", "https://example.org", date(2026, 1, 5), TODAY)
    found = check_snapshot(bundled_folder(), on=TODAY, shapes=False, appointees=[named])
    counts = sorted(len(each.subjects) for each in found if each.code == "unnamed_seats")
    assert counts == [1, 2, 2, 32, 179]


def test_results_that_are_held_end_the_doubt_of_a_board(folder: Path) -> None:
    won = tuple((f"Winner {word}", "", "") for word in ("One", "Two", "Three", "Four"))
    race = HeldRace(
        date(2026, 11, 3), "0001-01", "At Large", False, "School Board Member At Large", won, "", TODAY
    )
    january = date(2027, 1, 5)

    def ended() -> list[str]:
        found = check_snapshot(folder, on=january, shapes=False)
        seats = [subject for each in found if each.code == "ended_role" for subject in each.subjects]
        return [subject for subject in seats if subject.startswith("school_board/0001-01/")]

    assert len(ended()) == 4
    write_held_results(folder / "board_results.json", HeldResults((race,)))
    assert ended() == []
    (folder / "board_results.json").write_text("{", encoding="utf-8")
    broken = check_snapshot(folder, on=TODAY, shapes=False)
    assert ("error", "unreadable", ("file/board_results.json",)) in [
        (f.level, f.code, f.subjects) for f in broken
    ]
