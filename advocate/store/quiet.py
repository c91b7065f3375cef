"""Who on the lists has not been in touch with anybody, and where do they live?

Quiet are supporters with an address that was looked up, who made no contact in the scope and may be
asked: neither forgotten nor opted out of everything. Who has no name is nobody's supporter. A merged one is the one
kept. With `were`, all of it as it was on an earlier day (see `advocate.store.past`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from advocate.store.counting import Facts
from advocate.store.nameless import HAS_A_NAME

_KINDS = ("state_house", "state_senate", "school_district")


class QuietPlace(NamedTuple):
    """A spot where quiet supporters of a district live, to a hundredth of a degree (about a kilometre)."""

    district: str
    lat: float
    lon: float


def living_by_district(facts: Facts, kind: str) -> dict[str, tuple[int, int]]:
    """Return district -> (supporters on record with an address there, how many of them are quiet)."""
    # Told apart here: SQLite would sort all of them twice, which takes longer than the rest.
    living: defaultdict[str, set[int]] = defaultdict(set)
    quiet: defaultdict[str, set[int]] = defaultdict(set)
    for home, person, is_quiet in facts.rows(f"SELECT home, person, quiet FROM ({_homes(facts, kind)})"):
        living[home].add(person)
        if is_quiet:
            quiet[home].add(person)
    return {home: (len(people), len(quiet[home])) for home, people in living.items()}


def quiet_places(facts: Facts, kind: str) -> list[QuietPlace]:
    """Return where the quiet supporters live whose address has a point, each spot once."""
    rows = facts.rows(
        f"SELECT DISTINCT home, round(lat, 2), round(lon, 2) FROM ({_homes(facts, kind)}) "
        "WHERE quiet AND lat IS NOT NULL AND home <> '' ORDER BY 1, 2, 3"
    )
    return list(map(QuietPlace._make, rows))


def quiet_names(facts: Facts, kind: str, districts: Sequence[str]) -> dict[str, list[str]]:
    """Return district -> the names of the quiet supporters there, in alphabetical order."""
    names: dict[str, list[str]] = {}
    for home, name, _ in facts.rows(
        f"SELECT DISTINCT q.home, s.name, s.rowid FROM ({_homes(facts, kind)}) AS q "
        "JOIN supporters AS s ON s.rowid = q.person WHERE q.quiet AND s.forgotten_on IS NULL ORDER BY s.name_key, s.id"
    ):
        if home in districts:
            names.setdefault(home, []).append(name)
    return names


def _homes(facts: Facts, kind: str) -> str:
    """Return the question (home, person, lat, lon, quiet) in SQL; a person is the number of their row."""
    if kind not in _KINDS:
        raise ValueError(kind)
    into, owner = "s.merged_into", "a.supporter_id"
    if facts.were:
        into = "(SELECT m.kept FROM temp.merged_then AS m WHERE m.id = s.id)"
        owner = "coalesce((SELECT w.supporter_id FROM temp.addresses_were AS w WHERE w.id = a.id), a.supporter_id)"
    kept = f"coalesce({into}, s.id)"
    forgotten = "CASE WHEN who.id IS NULL THEN s.forgotten_on ELSE who.forgotten_on END"
    no = (
        f"SELECT {kept} FROM consents AS c JOIN supporters AS s ON s.id = c.supporter_id WHERE c.given = 0 "
        "AND c.channel = 'any' AND c.recorded_at < :cut_moment AND NOT EXISTS (SELECT 1 FROM consents AS yes "
        "WHERE yes.id = c.lifted_by AND yes.recorded_at < :cut_moment)"
    )
    return (
        f"SELECT p.{kind} AS home, coalesce(who.rowid, s.rowid) AS person, p.lat, p.lon, "
        f"coalesce({forgotten} > date(:cut - 1, 'unixepoch', 'localtime'), 1) "
        "AND (k.n IS NULL OR k.n NOT IN (SELECT DISTINCT f.person FROM {facts} AS f WHERE {scope} AND {made})) "
        f"AND coalesce(who.id, s.id) NOT IN ({no}) AS quiet FROM placements AS p NOT INDEXED "
        f"CROSS JOIN addresses AS a ON a.id = p.address_id CROSS JOIN supporters AS s ON s.id = {owner} "
        f"LEFT JOIN supporters AS who ON who.id = {into} "
        "LEFT JOIN reach_supporters AS k ON k.id = coalesce(who.id, s.id) "
        f"WHERE s.created_at < :cut_moment AND p.located_at < :cut_moment AND s.{HAS_A_NAME}"
    )
