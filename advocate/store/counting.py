"""Which rows of the log does a report count, as they were on record on a day? The one place that narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.reports.report import Scope

_EPOCH = date(1970, 1, 1).toordinal()
#: A long log is read from end to end: room for more of it than SQLite's two megabytes.
_CACHE_KIB = 65_536


def day_number(day: date) -> int:
    """Return the day as the facts keep it: days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """Return the day of its number, as `day_number` gives it."""
    return date.fromordinal(number + _EPOCH)


def end_of_day(day: date) -> int:
    """Return the first second after a day, local time, in seconds since 1970."""
    return int(datetime.combine(day + timedelta(days=1), time()).astimezone().timestamp())


def moment_of(second: int) -> str:
    """Return a second since 1970 as the log writes moments, which are in the order of time as text."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted: the table of facts, and the condition on its rows with the condition's values.

    `were` is true where people were not then as they are now: see `advocate.store.past`.
    """

    database: Database
    table: str
    where: str
    values: dict[str, Any]
    were: bool = False

    def rows(self, question: str, **more: Any) -> list[tuple[Any, ...]]:
        """Return the answer; {facts} is the table, {scope} the condition, {made} that a contact was made."""
        sql = question.format(facts=self.table, scope=self.where, made="f.standing IN (3, 4)")
        return self.database.execute(sql, {**self.values, **more}).fetchall()


def facts_of(database: Database, scope: Scope) -> Facts:
    """Return the facts of a scope; for an earlier day they are put together in a temporary table first."""
    from advocate.store.past import facts_then, people_then

    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    table, were = "reach_facts", False
    if scope.as_of is not None:
        cut = end_of_day(scope.as_of)
        table = facts_then(database, cut)
        were = people_then(database, moment_of(cut))
    where = "f.day <= :until"
    values: dict[str, Any] = {"until": day_number(scope.last_day)}
    if scope.since is not None:
        where += " AND f.day >= :since"
        values["since"] = day_number(scope.since)
    values["cut"] = end_of_day(scope.as_of or date(9000, 1, 1))
    values["cut_moment"] = moment_of(values["cut"])
    values["campaign_id"] = scope.campaign_id
    if scope.campaign_id:
        found = database.execute("SELECT n FROM reach_campaigns WHERE id = ?", [scope.campaign_id]).fetchone()
        where += " AND f.campaign = :campaign"
        values["campaign"] = found[0] if found else -1
    return Facts(database, table, where, values, were)


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
    """Return (official_id, official_key, answer, day, days since the act it answers or None, office, district)."""
    first = scope.since.isoformat() if scope.since else ""
    return facts.rows(
        "SELECT r.official_id, r.official_key, r.answer, r.happened_on, CAST(julianday(r.happened_on) - "
        "2440587.5 AS INTEGER) - (SELECT f.day FROM contacts CROSS JOIN {facts} AS f ON f.contact = contacts.number "
        "WHERE contacts.id = r.contact_id AND {made}), o.kind, o.district FROM (" + REPLIES + ") AS r "
        "JOIN officials AS o ON o.id = r.official_id",
        first=first, last=scope.last_day.isoformat(),
    )  # fmt: skip
