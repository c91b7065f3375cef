"""Every number of every report is worked out a second time, by plain Python from the rows that were made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from advocate.errors import WrongChoice
from advocate.reports.as_text import table_text
from advocate.reports.named import REPORTS, read_scope, report_named
from advocate.reports.report import Report
from advocate.store.contacts import NewContact
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from benchmarks.made_campaign import VACANT, MadeUp, make_campaign
from benchmarks.made_writing import write_campaign
from legislators.districts import default_index
from tests.advocate import counted_again as again
from tests.advocate.counted_again import Asked, Row
from tests.advocate.noes import add_noes

TODAY = date(2026, 11, 24)
SENATOR = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08")
NAMES = {None: "", 0: "Read Well 2026", 1: "Math by Grade 5"}

AGAIN: dict[str, Callable[[Asked], list[Row]]] = {
    "reach": again.again_reach, "timeline": again.again_timeline, "officials": again.again_officials,
    "letters": again.again_letters, "supporters": again.again_supporters, "replies": again.again_replies,
    "lobbying": again.again_lobbying,
}  # fmt: skip
SECTIONS: dict[str, dict[str, Callable[[Asked], list[Row]]]] = {
    "letters": {"findings": again.again_findings}, "supporters": {"retention": again.again_retention},
}  # fmt: skip
#: Worked out again in test_coverage.py, which has opt-outs and points.
ELSEWHERE = {"coverage": {"quiet", "committee", "nearest", "nearest_in", "nearest_km"}}

SCOPES = [
    {}, {"campaign": 0}, {"campaign": 1, "since": "2026-10-05"}, {"since": "2026-09-20", "until": "2026-10-20"},
    {"as_of": "2026-10-20"}, {"campaign": 0, "since": "2026-09-20", "as_of": "2026-11-01"},
    {"since": "2026-11-23", "as_of": "2026-11-23"}, {"since": "2026-08-01", "until": "2026-08-20"},
]  # fmt: skip


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign(contacts=900, supporters=180)


@pytest.fixture(scope="module")
def log(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    # The merges are on record from the 23rd on.
    path = tmp_path_factory.mktemp("log") / "advocate.db"
    with Log(path, clock=lambda: datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) as log:
        write_campaign(log, made)
        add_noes(log)
        yield log


def count(log: Log, name: str, **scope: Any) -> Report:
    return report_named(name)(
        log.database, read_scope(log.database, **{"today": TODAY, "name": name, **scope})
    )


def both(log: Log, made: MadeUp, name: str, scope: dict[str, Any], by: str = "") -> tuple[Report, Asked]:
    """Return the report, and what is asked of plain Python."""
    days = {key: date.fromisoformat(value) for key, value in scope.items() if key != "campaign"}
    report = count(log, name, campaign=NAMES[scope.get("campaign")], by=by, **days)
    merged = made.merged if scope.get("as_of", "9") >= "2026-11-23" else ()
    return report, Asked(made, TODAY, merged=merged, by=by, **scope)


def records(columns: Any, rows: Any) -> list[Row]:
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("name", list(AGAIN))
def test_every_cell_is_what_plain_python_counts(
    log: Log, made: MadeUp, name: str, scope: dict[str, Any]
) -> None:
    for by in REPORTS[name][2] or ("",):
        report, asked = both(log, made, name, scope, by)
        found, expected = records(report.columns, report.rows), AGAIN[name](asked)
        for row, other in zip(found, expected, strict=True):
            if name == "officials":
                assert row.pop("next") in other.pop("next")
            assert row == other
        assert {section.name for section in report.sections} == set(SECTIONS.get(name, ()))
        for section in report.sections:
            assert records(section.columns, section.rows) == SECTIONS[name][section.name](asked)
    if name == "letters":
        sizes = again.again_groups(asked)
        assert not sizes or f"{len(sizes)} group" in report.notes[0]
        assert not sizes or report.notes[0].endswith(f"the largest {sizes[0]}.")


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("by", REPORTS["coverage"][2])
def test_coverage_is_what_plain_python_counts(log: Log, made: MadeUp, by: str, scope: dict[str, Any]) -> None:
    report, asked = both(log, made, "coverage", scope, by)
    kind, index = {"house": "state_house", "senate": "state_senate"}.get(by, by), default_index()
    expected = again.again_coverage(asked, {id_: index.name(kind, id_) for id_ in index.ids(kind)})
    found = records(report.columns, report.rows)
    assert [
        {name: row[name] for name in other} for row, other in zip(found, expected, strict=True)
    ] == expected
    if by == "house":
        assert next(row for row in found if row["district"] == VACANT)["officials"] == 0


@pytest.mark.parametrize("name", list(REPORTS))
def test_no_column_goes_without_being_counted_again(log: Log, made: MadeUp, name: str) -> None:
    report = count(log, name)
    columns = {column.name for column in report.columns} - ELSEWHERE.get(name, set())
    if name == "coverage":
        rows = again.again_coverage(Asked(made, TODAY, by="house"), {"10A": ""})
    else:
        rows = AGAIN[name](Asked(made, TODAY, by="day"))
    assert columns == set(rows[0])


def test_the_campaign_has_all_that_goes_wrong_in_a_real_one(log: Log, made: MadeUp) -> None:
    standings = {act.events[-1].standing for act in made.acts}
    assert standings == {"drafted", "handed_over", "sent", "confirmed", "bounced"}
    assert {act.channel for act in made.acts} >= {"call", "visit", "testimony", "comment", "post", "email"}
    assert any(event.kind == "correction" for act in made.acts for event in act.events)
    assert any(answer.corrects for answer in made.answers)
    assert any(answer.withdrawn for answer in made.answers)
    assert made.merged
    assert made.forgotten
    moved = made.officials[-1]
    rows = count(log, "officials").rows
    assert {row[2] for row in rows if str(row[0]).endswith(moved["name"])} == {"66", _old_seat(made)}


def _old_seat(made: MadeUp) -> str:
    key = made.officials[-1]["official_key"]
    return str(next(each["district"] for each in made.officials if each["official_key"] == key))


def test_texts_that_are_nearly_the_same_are_one_group(tmp_path: Path) -> None:
    from letters.similarity import sign

    text = "My daughter is in third grade and cannot read the signs on our street yet, which worries us a great deal"
    other = "Our school lost its math coach last spring and the eighth graders now share one teacher for four classes"
    with Log(tmp_path / "advocate.db") as log:
        for n, words in enumerate((text, f"{text} indeed", other)):
            new = NewContact(
                Supporter(f"Writer {n}", f"{n} Main St"), SENATOR, letter_hash=f"h{n}", findings="L6"
            )
            contact = log.add_contact(new).id
            signature = sign(words)
            assert signature is not None
            log.keep_signature(contact, signature)
            log.move(contact, "sent", on=TODAY)
        report = report_named("letters")(
            log.database, read_scope(log.database, today=date(2999, 1, 1), name="letters")
        )
        assert report.notes == ("1 group of texts that are nearly the same, the largest 2.",)
        assert report.sections[0].rows == (("L6", 3),)


def test_an_empty_log_says_what_to_do_first(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        for name in REPORTS:
            assert count(log, name).next_steps


def test_a_campaign_without_contacts_says_what_to_do_first(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        new = NewContact(Supporter("Test Writer", "1 Main St"), SENATOR, letter_hash="h", campaign="Busy")
        log.move(log.add_contact(new).id, "sent", on=TODAY)
        log.database.execute(
            "INSERT INTO campaigns (id, name, name_key, created_at) VALUES ('c', 'New', 'new', '')"
        )
        for name in sorted({*REPORTS} - {"supporters", "coverage"}):
            report = count(log, name, campaign="New")
            assert report.is_empty, name
            assert report.next_steps[0].startswith("Write the first letters"), name
            assert "Write the first letters" in table_text(report)


def test_a_period_with_nothing_in_it_says_so_and_drafts_alone_say_what_comes_next(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        contact = log.add_contact(NewContact(Supporter("Test Writer", "1 Main St"), SENATOR, letter_hash="h"))
        for name in ("officials", "timeline", "letters", "lobbying"):
            report = count(log, name)
            assert report.is_empty
            assert report.next_steps[0].startswith("Say what became of them"), name
        log.move(contact.id, "sent", on=TODAY)
        for name in ("officials", "timeline", "letters", "lobbying"):
            assert not count(log, name).is_empty
            quiet = count(log, name, since=date(2026, 10, 1), until=date(2026, 10, 9))
            assert quiet.is_empty
            assert "other days" in quiet.next_steps[0]
        # Beside the period before, nothing is news.
        fallen = count(
            log, "reach", since=date(2026, 11, 25), until=date(2026, 11, 25), today=date(2026, 11, 25)
        )
        assert fallen.rows[0] == ("supporters acting", 0, 1, None)


def test_wrong_words_are_answered_with_the_right_ones(log: Log) -> None:
    with pytest.raises(WrongChoice, match="reach, coverage"):
        report_named("rich")
    with pytest.raises(WrongChoice, match="Read Well 2026"):
        count(log, "reach", campaign="Nothing")
    with pytest.raises(WrongChoice, match="earlier day"):
        count(log, "reach", since=date(2026, 11, 1), until=date(2026, 10, 1))
