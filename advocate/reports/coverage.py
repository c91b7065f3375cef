"""Where are the holes: which districts has nobody reached, and who lives nearest and has not written?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advocate.how_many import how_many
from advocate.reports.counts import MADE, NEVER_SUMMED, OUT_OF, listed, made_from, steps_if_empty
from advocate.reports.report import Cell, Column, Report, Scope
from advocate.store import tallies
from advocate.store.counting import Facts, facts_of
from advocate.store.quiet import living_by_district, quiet_names, quiet_places

if TYPE_CHECKING:
    from sqlite_utils import Database

    from legislators.districts import DistrictIndex

_KINDS = {"house": "state_house", "senate": "state_senate", "school_district": "school_district"}

#: (how many, in which district, kilometres to its nearest of them)
_Nearest = tuple[int, str, int]


def count_coverage(database: Database, scope: Scope) -> Report:
    """Count, for every district of a kind, supporters, contacts by them and officials reached; the empty first."""
    from legislators.districts import default_index

    kind, index, facts = _KINDS[scope.by], default_index(), facts_of(database, scope)
    lives = living_by_district(facts, kind)
    wrote = tallies.writing_by_district(facts, kind)
    reached = tallies.reached_by_district(facts, kind)
    quiet = {home: n for home, (_, n) in lives.items() if n}
    holes = [id_ for id_ in index.ids(kind) if not reached.get(id_)]
    nearest = _nearest(facts, index, kind, holes, quiet)
    seats = {} if kind == "school_district" else education_seats(scope, kind)
    names = quiet_names(facts, kind, sorted({n[1] for n in nearest.values()})) if scope.with_names else {}
    rows: list[tuple[Cell, ...]] = []
    for id_ in index.ids(kind):
        contacts, writers = wrote.get(id_, (0, 0))
        near = nearest.get(id_)
        rows.append(
            (id_, index.name(kind, id_), lives.get(id_, (0, 0))[0], writers, contacts, reached.get(id_, 0), quiet.get(id_, 0),
             *((seats.get(id_, ""),) if kind != "school_district" else ()), *(near or (None, None, None)),
             *((listed(names.get(near[1], []) if near else []),) if scope.with_names else ()))
        )  # fmt: skip
    rows.sort(key=lambda row: (row[5] != 0, row[4] != 0))  # In each part as the districts are numbered.
    covered = len(rows) - len(holes)
    notes = [f"{covered} of {OUT_OF[kind]} districts have an official who was reached."]
    unsure = lives.get("", (0, 0))[0]
    if unsure:
        notes.append(
            f"{how_many(unsure, 'supporter is', 'supporters are')} in none of them: where they live is not "
            "certain enough (advocate supporters list --needs-eyes)."
        )
    if seats and holes:
        count = sum(id_ in seats for id_ in holes)
        notes.append(
            f"Of the {len(holes)} without, {how_many(count, 'has a seat', 'have a seat')} on an Education "
            "committee."
        )
    return Report("coverage", "Coverage", "Where are the holes?", _columns(kind, scope), tuple(rows),
                  _definition(kind), made_from(facts, scope), (), tuple(notes), steps_if_empty(facts))  # fmt: skip


def _columns(kind: str, scope: Scope) -> tuple[Column, ...]:
    seat = (Column("committee", "Education committee", "text"),) if kind != "school_district" else ()
    people = (Column("people", "Who has not", "text", personal=True),) if scope.with_names else ()
    return (
        Column("district", "District", "text"), Column("name", "Name", "text"), Column("supporters", "Supporters"),
        Column("writers", "Writers"), Column("contacts", "Contacts by them"), Column("officials", "Officials reached"),
        Column("quiet", "Have not written"), *seat, Column("nearest", "Nearest who have not"),
        Column("nearest_in", "In", "text"), Column("nearest_km", "km away"), *people,
    )  # fmt: skip


def _definition(kind: str) -> str:
    seats = (
        "" if kind == "school_district" else
        " Education committee: the seat's holder is on Education Finance or Education Policy of their chamber."
    )  # fmt: skip
    return (
        f"{MADE} {NEVER_SUMMED} Supporters are those whose address lies in the district for certain, as looked up; contacts are "
        "counted where the writer lived when they wrote; officials reached are the district's own. Districts without "
        "an official reached come first. Have not written: supporters who live there and made no contact at all in "
        "the period, without those who were forgotten or opted out. Nearest who have not: for a district without an "
        "official reached, those in it, or else in the district where the nearest of them lives, and how far that is "
        f"from its border.{seats}"
    )


def _nearest(
    facts: Facts, index: DistrictIndex, kind: str, holes: Sequence[str], quiet: dict[str, int]
) -> dict[str, _Nearest]:
    """Return for each hole the nearest supporters who have not written; nothing where there are none anywhere."""
    found: dict[str, _Nearest] = {id_: (quiet[id_], id_, 0) for id_ in holes if quiet.get(id_)}
    empty = [id_ for id_ in holes if id_ not in found]
    places = quiet_places(facts, kind) if empty else []
    if places:
        from legislators.nearest import nearest_points

        near = nearest_points(index, kind, empty, [(each.lat, each.lon) for each in places])
        for id_, (at, metres) in near.items():
            there = places[at].district
            found[id_] = (quiet[there], there, max(1, round(metres / 1000)))
    return found


def education_seats(scope: Scope, kind: str) -> dict[str, str]:
    """Return district -> which Education committees its holder is on: "Finance (chair), Policy"."""
    from legislators.history import snapshot_on
    from legislators.officials import load_roster

    snapshot, _ = snapshot_on(scope.last_day)
    roster = load_roster(snapshot)
    seats: dict[str, str] = {}
    for district in roster.ids(kind):
        for official in roster.for_district(kind, district, scope.last_day):
            committees = (each.partition(" ")[2] for each in official.committees)  # Without the chamber.
            on = [each.removeprefix("Education ") for each in committees if each.startswith("Education ")]
            if on:
                seats[district] = ", ".join(on)
    return seats
