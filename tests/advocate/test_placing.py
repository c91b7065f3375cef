"""Is everybody on the lists put into districts, offline first, by the Census only if asked, and never twice?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from advocate.store.keys import match_key
from advocate.store.log import Log
from advocate.store.placements import CENSUS_SAID, Placing, keep_placements, read_placings, unsure_addresses
from advocate.store.supporters import Supporter, keep_supporter
from advocate.supporters.census_placing import census_questions, place_by_census
from advocate.supporters.found_places import placing_of_row, snapshot_mark
from advocate.supporters.placing import count_to_place, locate_texts, place_offline
from legislators.address import Address
from legislators.errors import GeocoderError
from legislators.geocoders.census_batch import BatchAnswer, CensusBatch
from legislators.places import Place
from legislators.snapshot import Snapshot, open_snapshot

SURE = "1540 6th St E, Saint Paul, MN 55106"
AREA = "77 Beech St W, Trimont, MN 56176"
NOWHERE = "Nowhere at all"
BOX = "PO Box 12, Anoka, MN 55303"
ELSEWHERE = "123 2nd St, Hudson, WI 54016"


def live_at(log: Log, *addresses: str) -> list[str]:
    """Put somebody at each address; return the ids of the addresses."""
    with log.writing():
        return [
            keep_supporter(log.database, Supporter(f"Person {n}", address), log.clock)[1]
            for n, address in enumerate(addresses)
        ]


def placed(log: Log, ids: Sequence[str]) -> list[Placing]:
    found = read_placings(log.database, ids)
    return [found[id_] for id_ in ids]


class Service(CensusBatch):
    """The Census, without the network: answers by street, a request at a time, and notes what it was asked."""

    def __init__(self, answers: dict[str, Place | str], chunk: int = 2, dies_after: int = 99) -> None:
        self.answers, self.size, self.dies_after = answers, chunk, dies_after
        self.asked: list[str] = []

    def ask(self, addresses: Sequence[Address]) -> Iterator[list[BatchAnswer]]:
        for start in range(0, len(addresses), self.size):
            if start >= self.dies_after:
                raise GeocoderError("gone")
            yield [self._one(n, addresses[n]) for n in range(start, min(start + self.size, len(addresses)))]

    def _one(self, position: int, address: Address) -> BatchAnswer:
        self.asked.append(address.one_line())
        answer = self.answers.get(address.street, "no_match")
        if isinstance(answer, str):
            return BatchAnswer(position, answer)  # type: ignore[arg-type]
        return BatchAnswer(position, "match", answer)


def census_point(zip_code: str = "56176") -> Place:
    return Place(
        "77 BEECH ST W, TRIMONT, MN, 56176",
        43.7627,
        -94.7125,
        "census",
        125.0,
        "US Census Geocoder",
        zip_code,
    )


def test_each_address_gets_its_place_or_the_reason_and_the_next_run_has_nothing_to_do(log: Log) -> None:
    ids = live_at(log, SURE, AREA, NOWHERE)
    assert count_to_place(log) == 3
    seen: list[int] = []
    tally = place_offline(log, log.clock, progress=seen.append)
    assert (tally.certain, tally.uncertain, tally.not_placed, sum(seen)) == (1, 1, 1, 3)
    assert dict(tally.by_method) == {"street_range": 1, "zip_area": 1}
    sure, area, nowhere = placed(log, ids)
    assert (sure.state_house, sure.state_senate, sure.congress, sure.school_district) == (
        "67B",
        "67",
        "4",
        "0625-01",
    )
    assert (sure.certain, sure.problem) == (1, "")
    assert (area.method, area.lat, area.certain) == ("zip_area", None, 0)
    assert "House 21B or 22A" in area.problem
    assert (nowhere.method, nowhere.certain) == ("", 0)
    assert "Give number, street" in nowhere.problem
    assert count_to_place(log) == 0
    assert place_offline(log, log.clock).located == 0
    assert [each.address for each in unsure_addresses(log.database)] == [AREA, NOWHERE]


def test_two_processes_say_what_one_says(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advocate.supporters.placing.CHUNK", 7)
    lines = [f"{number} 6th St E, Saint Paul, MN 55106" for number in range(1000, 1600, 20)] + [
        AREA,
        NOWHERE,
        BOX,
    ]
    ids = live_at(log, *lines)
    place_offline(log, log.clock, processes=2)
    assert placed(log, ids) == locate_texts(lines)


def test_what_was_done_before_ctrl_c_is_kept(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advocate.supporters.placing.CHUNK", 2)
    live_at(log, SURE, AREA, NOWHERE, BOX, ELSEWHERE)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place_offline(log, log.clock, progress=stop)
    assert count_to_place(log) == 3
    assert place_offline(log, log.clock).located == 3


def test_a_dry_run_tells_the_same_and_keeps_nothing(log: Log) -> None:
    live_at(log, SURE, AREA)
    before = list(log.database.conn.iterdump())
    assert place_offline(log, log.clock, dry_run=True).located == 2
    assert list(log.database.conn.iterdump()) == before


def test_other_data_are_other_places_and_a_point_known_stays_one(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = live_at(log, SURE, AREA, "1 Unknown Rd, Trimont, MN 56176")
    old = [
        Placing(1.0, 1.0, "street_range", 9.0, 1, "1A"),
        Placing(43.7627, -94.7125, "census", 125.0, 1, "1A"),
        Placing(44.9602, -93.0354, "point", 0.0, 1, "1A"),
    ]
    with log.writing():
        keep_placements(log.database, zip(ids, old, strict=True), "2020-01 old", log.clock)
    assert count_to_place(log) == 3
    place_offline(log, log.clock)
    street, census, point = placed(log, ids)
    assert street.state_house == "67B"
    assert (census.method, census.lat, census.state_house) == ("census", 43.7627, "21B")
    assert (point.method, point.state_house, point.certain) == ("point", "67B", 1)
    assert count_to_place(log) == 0


def test_more_streets_change_the_mark_and_the_vintage_alone_does_not_make_it(tmp_path: Path) -> None:
    snapshot = open_snapshot()
    mark = snapshot_mark()
    assert mark.startswith(snapshot.version)
    first = next(source for source in snapshot.sources if "streets.sqlite" in source.used_for)
    other = Snapshot((tmp_path, *snapshot.folders))
    other.__dict__["sources"] = (
        *(each for each in snapshot.sources if each is not first),
        replace(first, sha256="0" * 64),
    )
    import legislators.lookup

    assert legislators.lookup.lookup_for(snapshot).snapshot.version == other.version
    from unittest.mock import patch

    with patch("legislators.lookup.lookup_for") as lookup:
        lookup.return_value.snapshot = other
        assert snapshot_mark() != mark
        assert snapshot_mark().startswith(snapshot.version)


def test_the_census_is_asked_for_each_address_once_and_only_for_what_is_on_a_street_here(log: Log) -> None:
    live_at(log, SURE, AREA, NOWHERE, BOX, ELSEWHERE, AREA + " ", "77 Beech Street W, Trimont MN 56176")
    place_offline(log, log.clock)
    questions = census_questions(log)
    lines = sorted(question.address.one_line() for question in questions)
    assert lines == ["77 BEECH ST W, TRIMONT, MN 56176", "77 BEECH STREET W, TRIMONT, MN 56176"]
    assert sorted(len(question.address_ids) for question in questions) == [1, 2]


def test_answers_are_kept_with_districts_of_our_own_lines_and_not_asked_for_again(log: Log) -> None:
    found, vain, tie, box = ids = live_at(
        log, AREA, "1 Oak St, Trimont, MN 56176", "2 Elm St, Trimont, MN 56176", BOX
    )
    place_offline(log, log.clock)
    before = placed(log, ids)
    service = Service({"BEECH ST W": census_point(), "ELM ST": "tie"})
    tally = place_by_census(log, census_questions(log), service, log.clock)
    assert len(service.asked) == 3
    assert (tally.certain + tally.uncertain, tally.asked, tally.unanswered) == (3, 3, 0)
    now = read_placings(log.database, ids)
    assert (now[found].method, now[found].state_house, now[found].certain) == ("census", "21B", 1)
    assert now[vain].problem == f"{CENSUS_SAID} does not know the address; {before[1].problem}"
    assert now[vain]._replace(problem="") == before[1]._replace(problem="")
    assert "several places" in now[tie].problem
    assert now[box] == before[3]
    assert census_questions(log) == []
    again = census_questions(log, again=True)
    assert len(again) == 2
    place_by_census(log, again, Service({}), log.clock)
    assert read_placings(log.database, ids)[tie].problem.count(CENSUS_SAID) == 1


def test_a_zip_code_that_differs_makes_the_districts_less_certain(log: Log) -> None:
    (id_,) = live_at(log, "77 Beech St W, Trimont, MN 56176")
    place_offline(log, log.clock)
    saint_paul = Place(
        "77 BEECH ST W, SAINT PAUL, MN, 55106", 44.9602, -93.0354, "census", 125.0, "Census", "55106"
    )
    place_by_census(log, census_questions(log), Service({"BEECH ST W": saint_paul}), log.clock)
    placing = placed(log, [id_])[0]
    assert placing.certain == 0
    assert "ZIP code on file is 55106, not 56176" in placing.problem


def test_a_point_outside_minnesota_is_no_place(log: Log) -> None:
    (id_,) = live_at(log, AREA)
    place_offline(log, log.clock)
    place_by_census(
        log, census_questions(log), Service({"BEECH ST W": replace(census_point(), lon=-80.0)}), log.clock
    )
    assert placed(log, [id_])[0].method == ""


def test_a_service_that_dies_leaves_what_it_answered_and_the_rest_is_asked_next_time(log: Log) -> None:
    live_at(log, *(f"{n} Oak St, Trimont, MN 56176" for n in range(1, 6)))
    place_offline(log, log.clock)
    with pytest.raises(GeocoderError):
        place_by_census(log, census_questions(log), Service({}, chunk=2, dies_after=4), log.clock)
    assert len(census_questions(log)) == 1


def test_unanswered_addresses_are_asked_next_time(log: Log) -> None:
    live_at(log, AREA)
    place_offline(log, log.clock)
    tally = place_by_census(log, census_questions(log), Service({"BEECH ST W": "unanswered"}), log.clock)
    assert (tally.asked, tally.unanswered, tally.located) == (1, 1, 0)
    assert len(census_questions(log)) == 1


def test_a_coarse_or_forgotten_address_is_never_looked_up(log: Log) -> None:
    (id_,) = live_at(log, SURE)
    with log.writing():
        log.database.execute("UPDATE addresses SET address = 'Saint Paul, MN', address_key = 'coarse:' || id")
    assert count_to_place(log) == 0
    assert place_offline(log, log.clock).located == 0
    assert not read_placings(log.database, [id_])


def test_a_row_says_why_it_is_not_certain() -> None:
    from legislators.bulk import locate_addresses

    rows = [
        placing_of_row(row)
        for row in locate_addresses(["1000 Grand Ave, Saint Paul, MN 55106", "Saint Paul, MN"])
    ]
    assert rows[0].certain == 0 and "ZIP code" in rows[0].problem and "House" in rows[0].problem
    assert "one of" in rows[1].problem
    assert match_key(rows[1].problem)
