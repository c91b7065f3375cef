"""What do the reports ask of the facts? Each question reads one narrow index in the order it groups by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from advocate.store.counting import Facts, day_number, end_of_day, moment_of
from advocate.store.nameless import HAS_A_NAME

if TYPE_CHECKING:
    from advocate.reports.report import Scope

_Rows = list[tuple[Any, ...]]
#: A kind of district -> the facts' columns that lead to where the writer lives, as reach_made_by_person has them.
_HOMES = {
    "state_house": "house",
    "state_senate": "house, f.senate",
    "school_district": "house, f.senate, f.school",
}
_HOME = {"state_house": "house", "state_senate": "senate", "school_district": "school"}


def any_contact(facts: Facts, *, made: bool = False, ever: bool = False) -> bool:
    """Say whether the scope holds a contact (`made`: one that was made; `ever`: of the campaign, on any day)."""
    campaign = "f.campaign = :campaign" if "campaign" in facts.values else "1"
    where = campaign if ever else "{scope} AND {made}" if made else "{scope}"
    return bool(facts.rows(f"SELECT 1 FROM {{facts}} AS f WHERE {where} LIMIT 1"))


def newest_roster(facts: Facts) -> str:
    """Return the newest snapshot that an official of any contact on record was taken from; "" for none."""
    if facts.table == "reach_facts":
        asked = (
            "SELECT max(o.snapshot) FROM reach_officials AS k JOIN officials AS o ON o.id = k.id WHERE EXISTS "
            "(SELECT 1 FROM contacts WHERE official_key = o.official_key AND official_id = o.id)"
        )
    else:
        asked = (
            "SELECT max(o.snapshot) FROM (SELECT DISTINCT f.official FROM {facts} AS f) AS t "
            "CROSS JOIN reach_officials AS k ON k.n = t.official JOIN officials AS o ON o.id = k.id"
        )
    return facts.rows(asked)[0][0] or ""


def by_channel(facts: Facts) -> _Rows:
    """Return (channel, standing, made, contacts, letters, sum of own words, how many are measured)."""
    return facts.rows(
        "SELECT c.channel, s.standing, s.made, t.n, t.letters, t.own, t.known FROM (SELECT f.channel, f.standing, "
        "count(*) AS n, sum(f.letter) AS letters, sum(f.own_words) AS own, count(f.own_words) AS known "
        "FROM {facts} AS f WHERE {scope} GROUP BY f.channel, f.standing) AS t "
        "CROSS JOIN reach_channels AS c ON c.n = t.channel CROSS JOIN reach_standings AS s ON s.n = t.standing "
        "ORDER BY t.channel, t.standing"
    )


def people_acting(facts: Facts) -> int:
    """Return how many supporters made a contact."""
    found = facts.rows(
        "SELECT count(*) FROM (SELECT DISTINCT f.person FROM {facts} AS f WHERE {scope} AND {made})"
    )
    return int(found[0][0])


def officials_reached(facts: Facts) -> _Rows:
    """Return (kind, district) of each official, in their seat, whom a contact was made to."""
    return facts.rows(
        "SELECT o.kind, o.district FROM (SELECT DISTINCT f.holder FROM {facts} AS f WHERE {scope} AND {made}) AS t "
        "CROSS JOIN reach_officials AS k ON k.n = t.holder JOIN officials AS o ON o.id = k.id"
    )


def by_day(facts: Facts) -> _Rows:
    """Return (day as a number, channel, standing, contacts made)."""
    return facts.rows(
        "SELECT t.day, c.channel, s.standing, sum(t.n) FROM (SELECT f.channel, f.standing, f.template, f.findings, "
        "f.day, count(*) AS n FROM {facts} AS f WHERE {scope} AND {made} "
        "GROUP BY f.channel, f.standing, f.template, f.findings, f.day) AS t "
        "CROSS JOIN reach_channels AS c ON c.n = t.channel CROSS JOIN reach_standings AS s ON s.n = t.standing "
        "GROUP BY t.day, t.channel, t.standing"
    )


def by_official(facts: Facts) -> _Rows:
    """Return, for each official in their seat with contacts made, who they were and what was counted.

    (official_key, name, title, kind, district, contacts, sent, confirmed, writers, constituents, towns,
    last day as a number, channels in order).
    """
    # One pass for each pair of official and writer; what is left to group is small.
    counted = facts.rows(
        "SELECT holder, sum(n), sum(sent), sum(n) - sum(sent), count(*), coalesce(sum(lives), 0), max(last) FROM ("
        "SELECT f.holder, f.person, count(*) AS n, sum(f.standing = 3) AS sent, max(f.constituent) AS lives, "
        "max(f.day) AS last FROM {facts} AS f WHERE {scope} AND {made} GROUP BY f.holder, f.person) GROUP BY holder"
    )
    towns = dict(
        facts.rows(
            "SELECT holder, count(*) FROM (SELECT DISTINCT f.holder, f.town FROM {facts} AS f "
            "WHERE {scope} AND {made} AND f.town > 0) GROUP BY holder"
        )
    )
    channels: dict[int, list[str]] = {}
    for holder, channel in facts.rows(
        "SELECT t.holder, c.channel FROM (SELECT DISTINCT f.holder, f.channel FROM {facts} AS f "
        "WHERE {scope} AND {made}) AS t CROSS JOIN reach_channels AS c ON c.n = t.channel"
    ):
        channels.setdefault(holder, []).append(channel)
    who = {
        row[0]: row[1:]
        for row in facts.rows(
            "SELECT k.n, o.official_key, o.name, o.title, o.kind, o.district FROM reach_officials AS k "
            "JOIN officials AS o ON o.id = k.id WHERE k.holder = k.n"
        )
    }
    return [
        (*who[holder], *numbers[:5], towns.get(holder, 0), numbers[5], sorted(channels[holder]))
        for holder, *numbers in counted
    ]


def writing_by_district(facts: Facts, kind: str) -> dict[str, tuple[int, int]]:
    """Return district -> (contacts made by those who lived there when they wrote, how many people they are)."""
    home = _HOME[kind]
    rows = facts.rows(
        f"SELECT w.word, t.n, t.people FROM (SELECT {home}, sum(n) AS n, count(DISTINCT person) AS people FROM ("
        f"SELECT f.person, f.{_HOMES[kind]}, count(*) AS n FROM {{facts}} AS f WHERE {{scope}} AND {{made}} "
        f"GROUP BY f.person, f.{_HOMES[kind]}) GROUP BY {home}) AS t CROSS JOIN reach_words AS w ON w.n = t.{home}"
    )
    return {word: (n, people) for word, n, people in rows}


def reached_by_district(facts: Facts, kind: str) -> dict[str, int]:
    """Return district -> officials of it whom a contact was made to; of a school district its board or office."""
    kinds = ("school_board", "school_district") if kind == "school_district" else (kind,)
    counts: dict[str, int] = {}
    for office, district in officials_reached(facts):
        if office in kinds:
            counts[district] = counts.get(district, 0) + 1
    return counts


def by_template(facts: Facts) -> _Rows:
    """Return (template, findings or None, letters made, sum of own words, how many are measured)."""
    return facts.rows(
        "SELECT w.word, g.word, t.n, t.own, t.known FROM (SELECT template, findings, sum(n) AS n, sum(own) AS own, "
        "sum(known) AS known FROM (SELECT f.channel, f.standing, f.template, f.findings, count(*) AS n, "
        "sum(f.own_words) AS own, count(f.own_words) AS known FROM {facts} AS f WHERE {scope} AND {made} "
        "AND f.letter = 1 GROUP BY f.channel, f.standing, f.template, f.findings) GROUP BY template, findings) AS t "
        "CROSS JOIN reach_words AS w ON w.n = t.template LEFT JOIN reach_words AS g ON g.n = t.findings"
    )


def same_texts(facts: Facts) -> list[int]:
    """Return the sizes of the groups of letters made that are nearly the same, the largest first."""
    return [
        row[0]
        for row in facts.rows(
            "SELECT count(*) FROM {facts} AS f WHERE {scope} AND {made} AND f.text_group IS NOT NULL "
            "GROUP BY f.text_group HAVING count(*) > 1 ORDER BY 1 DESC"
        )
    ]


def by_person(facts: Facts, scope: Scope) -> _Rows:
    """Return (role, source, month joined, new, acted before or in the period, in it, later, supporters).

    The four are 1 or 0: joined in the period; a contact made up to its end; one in the period; one in a
    later month than that of joining.
    """
    role, source, merged = "s.role", "s.came_from", "s.merged_into IS NULL"
    if facts.were:
        role, source = (
            f"coalesce((SELECT w.{name} FROM temp.people_were AS w WHERE w.id = s.id), s.{name})"
            for name in ("role", "came_from")
        )
        merged = "s.id NOT IN (SELECT id FROM temp.merged_then)"
    campaign = "AND f.campaign = :campaign" if "campaign" in facts.values else ""
    # Its own table: what is joined is then found by number, whatever SQLite knows of the sizes.
    facts.rows("DROP TABLE IF EXISTS temp.acted")
    facts.rows("CREATE TEMP TABLE acted (person INTEGER PRIMARY KEY, last INTEGER NOT NULL)")
    facts.rows(
        "INSERT INTO temp.acted SELECT f.person, max(f.day) FROM {facts} AS f "
        f"WHERE f.day <= :until AND {{made}} {campaign} GROUP BY f.person"
    )
    first = scope.since - timedelta(days=1) if scope.since else date.min
    return facts.rows(
        f"SELECT {role}, {source}, substr(date(s.created_at, 'localtime'), 1, 7), "
        "s.created_at >= :first_moment AND s.created_at < :last_moment, t.last IS NOT NULL, "
        "coalesce(t.last >= :first_day, 0), coalesce(strftime('%Y-%m', t.last * 86400, 'unixepoch') > "
        "substr(date(s.created_at, 'localtime'), 1, 7), 0), count(*) FROM supporters AS s "
        "LEFT JOIN reach_supporters AS k ON k.id = s.id LEFT JOIN temp.acted AS t ON t.person = k.n "
        f"WHERE {merged} AND s.{HAS_A_NAME} AND s.created_at < :cut_moment GROUP BY 1, 2, 3, 4, 5, 6, 7",
        first_moment=moment_of(end_of_day(first)) if scope.since else "",
        last_moment=moment_of(end_of_day(scope.last_day)),
        first_day=day_number(scope.since or date.min),
    )


def by_office(facts: Facts) -> _Rows:
    """Return (kind of official, 1 where the campaign names a bill, contacts made, minutes, cents).

    Minutes and cents are None where nobody entered any.
    """
    bills = "SELECT k.n FROM reach_campaigns AS k JOIN campaigns AS c ON c.id = k.id WHERE c.bill <> ''"
    kinds = dict(
        facts.rows("SELECT k.n, o.kind FROM reach_officials AS k JOIN officials AS o ON o.id = k.id")
    )
    counts: dict[tuple[str, int], list[int | None]] = {}
    for holder, n, with_bill in facts.rows(
        f"SELECT f.holder, count(*), sum(f.campaign IN ({bills})) FROM {{facts}} AS f WHERE {{scope}} AND {{made}} "
        "GROUP BY f.holder"
    ):
        for bill, more in ((1, with_bill), (0, n - with_bill)):
            if more:
                count = counts.setdefault((kinds[holder], bill), [0, None, None])
                count[0] = (count[0] or 0) + more
    for holder, bill, *spent in facts.rows(
        f"SELECT f.holder, f.campaign IN ({bills}), sum(f.minutes), sum(f.cost_cents) FROM {{facts}} AS f "
        "WHERE {scope} AND {made} AND (f.minutes IS NOT NULL OR f.cost_cents IS NOT NULL) "
        f"GROUP BY f.holder, f.campaign IN ({bills})"
    ):
        count = counts[kinds[holder], bill]
        for place, more in enumerate(spent, start=1):
            if more is not None:
                count[place] = (count[place] or 0) + more
    return [(kind, bill, *count) for (kind, bill), count in sorted(counts.items())]
