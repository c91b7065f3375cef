"""Who are the supporters behind the numbers? Asked only where names were asked for."""

from __future__ import annotations

from typing import Any

from advocate.store.counting import Facts
from advocate.store.nameless import HAS_A_NAME

#: How somebody is called whose name is gone.
FORGOTTEN = "(forgotten)"
_NAME = f"CASE WHEN s.forgotten_on IS NULL THEN s.name ELSE '{FORGOTTEN}' END"


def writers_by_official(facts: Facts) -> dict[tuple[str, str, str], list[str]]:
    """Return (official_key, kind, district) -> the names of who made contact with them, in order."""
    names: dict[tuple[str, str, str], list[str]] = {}
    for key, kind, district, name in facts.rows(
        f"SELECT o.official_key, o.kind, o.district, {_NAME} FROM (SELECT DISTINCT f.holder, f.person FROM {{facts}} AS f "
        "WHERE {scope} AND {made}) AS t JOIN reach_officials AS k ON k.n = t.holder JOIN officials AS o ON o.id = k.id "
        "JOIN reach_supporters AS p ON p.n = t.person JOIN supporters AS s ON s.id = p.id ORDER BY s.name_key, s.id"
    ):
        names.setdefault((key, kind, district), []).append(name)
    return names


def people_by_name(facts: Facts) -> list[tuple[Any, ...]]:
    """Return (name, role, day joined, contacts made in the scope, day of the last or None) of everybody on record."""
    merged = "s.id NOT IN (SELECT id FROM temp.merged_then)" if facts.were else "s.merged_into IS NULL"
    return facts.rows(
        f"SELECT {_NAME}, s.role, date(s.created_at, 'localtime'), coalesce(t.n, 0), date(t.last * 86400, 'unixepoch') "
        "FROM supporters AS s LEFT JOIN reach_supporters AS k ON k.id = s.id LEFT JOIN (SELECT f.person, count(*) AS n, "
        "max(f.day) AS last FROM {facts} AS f WHERE {scope} AND {made} GROUP BY f.person) AS t ON t.person = k.n "
        f"WHERE {merged} AND s.{HAS_A_NAME} AND s.created_at < :cut_moment ORDER BY s.name_key, s.id"
    )
