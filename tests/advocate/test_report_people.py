"""Names are in a report only where they were asked for; how many stayed is worked out a second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from math import sqrt
from pathlib import Path

import pytest

from advocate.reports.brief import brief_about
from advocate.reports.brief_forms import brief_pdf
from advocate.reports.named import REPORTS, read_scope, report_named
from advocate.reports.report import Report, Scope
from advocate.store.contacts import NewContact
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from benchmarks.made_campaign import MadeUp, make_campaign
from benchmarks.made_writing import write_campaign

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign(contacts=500, supporters=130)


@pytest.fixture(scope="module")
def log(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("people") / "advocate.db") as log:
        write_campaign(log, made)
        yield log


def count(log: Log, name: str, *, with_names: bool = False, until: date | None = None) -> Report:
    scope = read_scope(log.database, today=TODAY, name=name, with_names=with_names, until=until)
    return report_named(name)(log.database, scope)


def days_of_acting(made: MadeUp) -> dict[int, list[str]]:
    """Return person -> the days of their contacts made, those of a merged one among the kept one's."""
    kept = dict(made.merged)
    days: dict[int, list[str]] = defaultdict(list)
    for act in made.acts:
        day, before, history = "", "", [""]
        for event in act.events:
            if event.act_on:
                day = event.act_on
            elif event.kind == "correction":
                day = history[-2]
            elif not (event.standing in ("sent", "confirmed") and before in ("sent", "confirmed")):
                day = event.happened_on
            before = event.standing
            history.append(day)
        if before in ("sent", "confirmed"):
            days[kept.get(act.person, act.person)].append(day)
    return days


@pytest.mark.parametrize("until", [None, date(2026, 7, 31), date(2026, 5, 20)])
def test_how_many_stayed_is_what_plain_python_counts(log: Log, made: MadeUp, until: date | None) -> None:
    report = count(log, "supporters", until=until)
    last = (until or TODAY).isoformat()
    acted, gone = days_of_acting(made), {n for n, _ in made.merged}
    months: dict[str, list[int]] = defaultdict(list)
    for n, person in enumerate(made.people):
        if n not in gone:
            month = person.created_at[:7]
            months[month].append(int(any(day[:7] > month for day in acted.get(n, []) if day <= last)))
    assert {row[0]: (row[1], row[3]) for row in report.sections[0].rows} == {
        month: (len(stayed), sum(stayed)) for month, stayed in months.items()
    }
    whole = [stayed for month, each in months.items() if month < last[:7] for stayed in each]
    if not whole:
        assert report.notes == ()
        return
    n, p, z = len(whole), sum(whole) / len(whole), 1.959963984540054
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((p + z * z / (2 * n) + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    assert f"of n = {n:,} supporters who joined before {last[:7]}, {sum(whole):,} acted" in report.notes[0]
    assert f"{100 * p:.1f} % (95 % interval {100 * low:.1f} to {100 * high:.1f} %)" in report.notes[0]


def test_few_have_no_share(tmp_path: Path) -> None:
    made = make_campaign(contacts=12, supporters=9)
    with Log(tmp_path / "advocate.db") as log:
        write_campaign(log, made)
        report = count(log, "supporters")
        assert "too few for a share" in report.notes[0] and "%" not in report.notes[0]
        assert all(row[4] is row[5] is row[6] is None for row in report.sections[0].rows)


@pytest.mark.parametrize("name", list(REPORTS))
def test_names_are_in_it_only_where_they_were_asked_for(log: Log, name: str) -> None:
    without, having = count(log, name), count(log, name, with_names=True)
    assert not without.has_people and "Made-up" not in str(without.to_dict())
    assert having.has_people == (name in ("coverage", "officials", "supporters"))
    assert ("Made-up Person" in str(having.to_dict())) == having.has_people
    assert "Made-up St" not in str(having.to_dict())  # No street, ever.


def test_who_wrote_to_whom(log: Log, made: MadeUp) -> None:
    report = count(log, "officials", with_names=True)
    row = next(row for row in report.rows if row[6] == 1)
    who = {made.people[act.person].name for act in made.acts
           if made.officials[act.official]["district"] == row[2] and made.officials[act.official]["kind"] == row[1]}  # fmt: skip
    assert row[-1] in who
    people = count(log, "supporters", with_names=True).sections[1].rows
    acted = {
        made.people[n].name: len(days) for n, days in days_of_acting(made).items() if n not in made.forgotten
    }
    assert {row[0]: row[3] for row in people if row[3] and row[0] != "(forgotten)"} == acted
    assert sum(row[0] == "(forgotten)" for row in people) == len(made.forgotten)


def test_a_brief_of_a_past_day_gives_the_same_bytes_before_and_after(log: Log) -> None:
    scope = Scope(TODAY, as_of=date(2026, 10, 20))
    before = brief_pdf(brief_about(log.database, scope, "senate 67"))
    official = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08")
    new = NewContact(Supporter("New Writer", "1 Main St, Duluth"), official, letter_hash="h")
    log.move(log.add_contact(new).id, "sent", on=date(2026, 10, 1))
    assert brief_pdf(brief_about(log.database, scope, "senate 67")) == before
    assert brief_pdf(brief_about(log.database, Scope(TODAY), "senate 67")) != before
