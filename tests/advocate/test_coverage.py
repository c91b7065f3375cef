"""Who has not written, and who of them lives nearest to a hole, is worked out again in plain Python; seats are marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely import distance, transform
from shapely.geometry import Point

from advocate.reports.coverage import count_coverage, education_seats
from advocate.reports.named import read_scope
from advocate.reports.report import Report, Scope
from advocate.store.consents import Consent, record_consents
from advocate.store.keys import utc_now
from advocate.store.log import Log
from benchmarks.made_campaign import MadeUp, make_campaign
from benchmarks.made_writing import write_campaign
from legislators.districts import default_index
from legislators.nearest import nearest_points

TODAY = date(2026, 11, 24)
#: Said no to everything; said no to e-mail alone, which leaves the other ways.
NO, NO_MAIL = 20, 21


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign(contacts=260, supporters=110)


@pytest.fixture(scope="module")
def log(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("coverage") / "advocate.db") as log:
        write_campaign(log, made)
        ids = [person.id for person in made.people]
        with log.writing():
            record_consents(
                log.database,
                [Consent(ids[NO], False, "by phone"), Consent(ids[NO_MAIL], False, "by phone", "email")],
                utc_now,
            )
        yield log


def count(log: Log, by: str, **scope: Any) -> Report:
    return count_coverage(
        log.database, read_scope(log.database, today=TODAY, name="coverage", by=by, **scope)
    )


def records(report: Report) -> dict[str, dict[str, object]]:
    names = [column.name for column in report.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in report.rows}


def quiet_people(made: MadeUp, kind: str, since: str = "") -> dict[str, set[int]]:
    """Return district -> the people who live there and made no contact, by the rule in words."""
    kept = dict(made.merged)
    acted = {
        kept.get(act.person, act.person)
        for act in made.acts
        if act.events[-1].standing in ("sent", "confirmed") and first_day(act) >= since
    }
    homes: dict[str, set[int]] = defaultdict(set)
    for n, person in enumerate(made.people):
        who = kept.get(n, n)
        home = {"house": person.house, "senate": person.senate, "school_district": person.school}[kind]
        if home and who not in acted and who not in made.forgotten and who != NO:
            homes[home].add(who)
    return homes


def first_day(act: object) -> str:
    """Return the day of the act, by the rule in words."""
    day, before = "", ""
    for event in act.events:  # type: ignore[attr-defined]
        if event.act_on:
            day = event.act_on
        elif event.kind != "correction" and not (
            event.standing in ("sent", "confirmed") and before in ("sent", "confirmed")
        ):
            day = event.happened_on
        before = event.standing
    return day


@pytest.mark.parametrize("by", ["house", "senate", "school_district"])
@pytest.mark.parametrize("since", [None, date(2026, 11, 1)])
def test_who_has_not_written_is_what_plain_python_counts(
    log: Log, made: MadeUp, by: str, since: date | None
) -> None:
    rows = records(count(log, by, since=since))
    quiet = quiet_people(made, by, since.isoformat() if since else "")
    assert {id_: row["quiet"] for id_, row in rows.items() if row["quiet"]} == {
        k: len(v) for k, v in quiet.items()
    }
    assert any(NO_MAIL in people for people in quiet.values()) or since is None
    for id_, row in rows.items():
        if row["officials"]:
            assert row["nearest"] is row["nearest_in"] is row["nearest_km"] is None
        elif id_ in quiet:
            assert (row["nearest"], row["nearest_in"], row["nearest_km"]) == (len(quiet[id_]), id_, 0)
        else:
            assert row["nearest"] == len(quiet[str(row["nearest_in"])])


#: Kilometres in a degree at 45° north: good to some per cent in all of Minnesota.
EAST, NORTH = 111.32 * 0.7071, 111.13


def flat(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return degrees * (EAST, NORTH)


def test_the_nearest_are_the_nearest(log: Log, made: MadeUp) -> None:
    rows = records(count(log, "house"))
    quiet = quiet_people(made, "house")
    kept = dict(made.merged)
    points = {
        (person.house, person.lat, person.lon) for n, person in enumerate(made.people)
        if person.house and person.lat and person.lon and kept.get(n, n) in quiet.get(person.house, ())
    }  # fmt: skip
    shapes = {each.id: each.shape for each in default_index().shapes("state_house")}
    holes = [row for row in rows.values() if not row["officials"] and row["nearest_km"]][:6]
    assert holes
    for row in holes:
        shape = transform(shapes[str(row["district"])], flat)
        far = {home: min(distance(shape, Point(lon * EAST, lat * NORTH)) for h, lat, lon in points if h == home)
               for home in {home for home, _, _ in points}}  # fmt: skip
        assert far[str(row["nearest_in"])] <= min(far.values()) * 1.1 + 1
        assert (
            abs(float(str(row["nearest_km"])) - far[str(row["nearest_in"])])
            < far[str(row["nearest_in"])] * 0.1 + 1.5
        )


def test_holes_come_first_in_the_districts_order(log: Log) -> None:
    rows = count(log, "house").rows
    reached = [row[5] for row in rows]
    assert reached.index(next(n for n in reached if n)) == sum(not n for n in reached)
    holes = [str(row[0]) for row in rows if not row[5] and not row[4]]
    assert holes == [id_ for id_ in default_index().ids("state_house") if id_ in holes]


def test_education_committees_are_marked_and_no_other() -> None:
    house = education_seats(Scope(TODAY), "state_house")
    senate = education_seats(Scope(TODAY), "state_senate")
    assert 15 < len(house) < 60 and 8 < len(senate) < 40
    words = {word.partition(" (")[0] for on in (*house.values(), *senate.values()) for word in on.split(", ")}
    assert words == {"Finance", "Policy"}  # Not Higher Education.


def test_names_only_where_they_are_asked_for(log: Log, made: MadeUp) -> None:
    assert "Made-up" not in str(count(log, "house").to_dict())
    named = count(log, "house", with_names=True)
    assert named.has_people
    rows = records(named)
    quiet = quiet_people(made, "house")
    hole = next(row for row in rows.values() if row["nearest_in"])
    assert sorted(str(hole["people"]).split(", ")) == sorted(
        made.people[n].name for n in quiet[str(hole["nearest_in"])]
    )


def test_no_point_is_no_nearest_and_one_inside_is_at_no_distance() -> None:
    index = default_index()
    assert nearest_points(index, "state_house", ["67B"], []) == {}
    assert nearest_points(index, "state_house", [], [(44.9, -93.0)]) == {}
    near = nearest_points(index, "state_house", ["67B", "1A"], [(48.7, -97.0), (44.9593, -93.0355)])
    assert near["67B"] == (1, 0.0) and near["1A"] == (0, 0.0)
