"""Which rows of the log does a report count, as they were on record on a day? The one place that narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.reports.report import Scope

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return the day as the facts keep it: days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the day of its number, as `day_number` gives it."""
    return date.fromordinal(number + _EPOCH)


def end_of_day(day: date) -> int:
    """Return the first second after a day, local time, in seconds since 1970."""
    return int(datetime.combine(day + timedelta(days=1), time()).astimezone().timestamp())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted: the table of facts, and the condition on its rows with the condition's values."""

    database: Database
    table: str
    where: str
    values: dict[str, Any]

    def rows(self, question: str, **more: Any) -> list[tuple[Any, ...]]:
        """Return the answer; {facts} is the table, {scope} the condition, {made} that a contact was made."""
        sql = question.format(facts=self.table, scope=self.where, made="f.standing IN (3, 4)")
        return self.database.execute(sql, {**self.values, **more}).fetchall()


def facts_of(database: Database, scope: Scope) -> Facts:
    """Return the facts of a scope; for an earlier day they are put together in a temporary table first."""
    table = "reach_facts" if scope.as_of is None else _facts_then(database, scope.as_of)
    where = "f.day <= :until"
    values: dict[str, Any] = {"until": day_number(scope.last_day)}
    if scope.since is not None:
        where += " AND f.day >= :since"
        values["since"] = day_number(scope.since)
    values["cut"] = end_of_day(scope.as_of or date(9000, 1, 1))
    values["campaign_id"] = scope.campaign_id
    if scope.campaign_id:
        found = database.execute("SELECT n FROM reach_campaigns WHERE id = ?", [scope.campaign_id]).fetchone()
        where += " AND f.campaign = :campaign"
        values["campaign"] = found[0] if found else -1
    return Facts(database, table, where, values)


def _facts_then(database: Database, day: date) -> str:
    """Make temp.facts_then: each contact in the state that was on record by the end of the day."""
    connection, cut = database.conn, end_of_day(day)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(reach_facts)")]
    own = {"channel", "standing", "day", "minutes", "cost_cents", "recorded"}
    earlier = ", ".join(f"past.{name}" if name in own else f"f.{name}" for name in columns)
    connection.execute("DROP TABLE IF EXISTS temp.facts_then")
    connection.execute(
        f"CREATE TEMP TABLE facts_then AS SELECT * FROM reach_facts WHERE recorded < {cut} UNION ALL "
        f"SELECT {earlier} FROM reach_past AS past JOIN reach_facts AS f USING (contact) "
        f"WHERE past.recorded < {cut} AND past.until >= {cut} AND f.recorded >= {cut}"
    )
    _people_then(database, cut)
    return "temp.facts_then"


def _people_then(database: Database, cut: int) -> None:
    """Take back, in temp.facts_then, the merges that were recorded later, and those undone since are done."""
    database.execute(
        "UPDATE temp.facts_then SET person = coalesce((SELECT kept.n FROM reach_supporters AS own "
        "JOIN supporter_changes AS change ON change.supporter_id = own.id "
        "JOIN reach_supporters AS kept ON kept.id = json_extract(change.after, '$.merged_into') "
        "WHERE own.n = facts_then.supporter AND change.kind IN ('merge', 'unmerge') "
        "AND json_extract(change.after, '$.merged_into') IS NOT NULL "
        f"AND CAST(strftime('%s', change.recorded_at) AS INTEGER) < {cut} "
        "ORDER BY change.recorded_at DESC, change.rowid DESC LIMIT 1), supporter) "
        "WHERE supporter IN (SELECT n FROM reach_supporters WHERE id IN "
        "(SELECT supporter_id FROM supporter_changes WHERE kind IN ('merge', 'unmerge') "
        f"AND CAST(strftime('%s', recorded_at) AS INTEGER) >= {cut}))"
    )


#: Replies that stand: not corrected by a later one (that was on record), not withdrawn.
REPLIES = """
SELECT r.official_id, r.official_key, r.answer, r.happened_on, r.contact_id, r.campaign_id FROM replies AS r
WHERE r.withdrawn = 0 AND CAST(strftime('%s', r.recorded_at) AS INTEGER) < :cut
AND NOT EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = r.id
                AND CAST(strftime('%s', later.recorded_at) AS INTEGER) < :cut)
AND (:campaign_id = '' OR r.campaign_id = :campaign_id)
AND r.happened_on <= :last AND r.happened_on >= :first
"""


def replies_of(facts: Facts, scope: Scope) -> list[tuple[Any, ...]]:
    """Return (official_id, official_key, answer, day, days since the act it answers or None) of each reply."""
    first = scope.since.isoformat() if scope.since else ""
    return facts.rows(
        "SELECT r.official_id, r.official_key, r.answer, r.happened_on, CAST(julianday(r.happened_on) - "
        "2440587.5 AS INTEGER) - (SELECT f.day FROM {facts} AS f JOIN contacts ON contacts.number = f.contact "
        "WHERE contacts.id = r.contact_id AND {made}) FROM (" + REPLIES + ") AS r",
        first=first, last=scope.last_day.isoformat(),
    )  # fmt: skip


def per_official(facts: Facts) -> list[tuple[Any, ...]]:
    """Return, for each official with contacts made, who they were and what was counted.

    (official_key, name, title, kind, district, contacts, sent, confirmed, writers, constituents, towns,
    last day as a number, channels in order). Grouped by whole numbers: text would be sorted for minutes.
    """
    database = facts.database
    database.execute("DROP TABLE IF EXISTS temp.who")
    database.execute("CREATE TEMP TABLE who (n INTEGER PRIMARY KEY, first INTEGER NOT NULL)")
    database.execute(
        "INSERT INTO temp.who SELECT k.n, min(k.n) OVER (PARTITION BY o.official_key) "
        "FROM reach_officials AS k JOIN officials AS o ON o.id = k.id"
    )
    # One pass for each pair of official and writer; what is left to group is small.
    counted = facts.rows(
        "WITH pairs AS MATERIALIZED (SELECT w.first AS first, f.person, count(*) AS n, sum(f.standing = 3) AS sent, "
        "max(f.constituent) AS lives, max(f.day) AS last FROM {facts} AS f CROSS JOIN temp.who AS w "
        "ON w.n = f.official WHERE {scope} AND {made} GROUP BY w.first, f.person) "
        "SELECT first, sum(n), sum(sent), sum(n) - sum(sent), count(*), coalesce(sum(lives), 0), max(last) "
        "FROM pairs GROUP BY first"
    )
    towns = dict(
        facts.rows(
            "SELECT first, count(*) FROM (SELECT DISTINCT w.first AS first, f.town FROM {facts} AS f CROSS JOIN "
            "temp.who AS w ON w.n = f.official WHERE {scope} AND {made} AND f.town > 0) GROUP BY first"
        )
    )
    channels: dict[int, list[str]] = {}
    for first, channel in facts.rows(
        "SELECT t.first, c.channel FROM (SELECT DISTINCT w.first AS first, f.channel FROM {facts} AS f CROSS JOIN "
        "temp.who AS w ON w.n = f.official WHERE {scope} AND {made}) AS t JOIN reach_channels AS c ON c.n = t.channel"
    ):
        channels.setdefault(first, []).append(channel)
    people = {
        row[0]: row[1:]
        for row in database.execute(
            "SELECT k.n, o.official_key, o.name, o.title, o.kind, o.district FROM reach_officials AS k "
            "JOIN officials AS o ON o.id = k.id"
        )
    }
    return [
        (*people[first], *numbers[:5], towns.get(first, 0), numbers[5], sorted(channels[first]))
        for first, *numbers in counted
    ]
