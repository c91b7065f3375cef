"""What was done towards one official, by whom from where, and what did they answer?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from advocate.store.counting import REPLIES, Facts
from advocate.store.keys import match_key

if TYPE_CHECKING:
    from advocate.reports.report import Scope


class Done(NamedTuple):
    """One contact: `person` and `town` as reach_facts has them, `constituent` 1, 0 or None (not known).

    `day` is in days since 1970-01-01; `official` the official's number, `campaign` the campaign's.
    """

    person: int
    official: int
    campaign: int
    channel: str
    standing: str
    made: int
    day: int
    letter: int
    template: str
    town: str
    constituent: int | None


class Answered(NamedTuple):
    """One reply that stands; `quotation` is "" where there is no permission to print it."""

    answer: str
    day: str
    channel: str
    quotation: str


class Asked(NamedTuple):
    """A campaign that asked something of an official; "" for acts that belong to none."""

    n: int
    name: str
    ask: str
    bill: str
    item: str


def numbers_of(facts: Facts, key: str, name: str, kind: str, district: str) -> dict[int, tuple[str, str]]:
    """Return the numbers of an official's states in the log, each with (title, district) as they then were.

    Theirs are those of the same key (who holds which seat), and those of the same name in the same
    seat: somebody who is elected again has another key.
    """
    rows = facts.rows(
        "SELECT k.n, o.title, o.district, o.official_key, o.name FROM reach_officials AS k "
        "JOIN officials AS o ON o.id = k.id WHERE o.official_key = :key OR (o.kind = :kind AND o.district = :seat)",
        key=key, kind=kind, seat=district,
    )  # fmt: skip
    wanted = match_key(name)
    return {n: (title, seat) for n, title, seat, own, called in rows if own == key or match_key(called) == wanted}  # fmt: skip


def done_towards(facts: Facts, officials: Sequence[int]) -> list[Done]:
    """Return the contacts of the scope towards these officials, oldest first; drafts and bounces, too."""
    rows = facts.rows(
        "SELECT f.person, f.official, f.campaign, c.channel, s.standing, s.made, f.day, f.letter, template.word, "
        "CASE WHEN town.word LIKE '(forgotten %' THEN '' ELSE town.word END, f.constituent "
        "FROM {facts} AS f JOIN reach_channels AS c ON c.n = f.channel "
        "JOIN reach_standings AS s ON s.n = f.standing JOIN reach_words AS template ON template.n = f.template "
        f"JOIN reach_words AS town ON town.n = f.town WHERE {{scope}} AND f.official IN ({_listed(officials)}) "
        "ORDER BY f.day, f.contact"
    )
    return list(map(Done._make, rows))


def answers_of(facts: Facts, scope: Scope, officials: Sequence[int]) -> list[Answered]:
    """Return the replies of these officials in the scope, newest first."""
    # The rule which replies stand is `REPLIES`; here more is asked of each.
    stand = REPLIES.replace("SELECT r.official_id,", "SELECT r.id, r.official_id,")
    rows = facts.rows(
        "SELECT r.answer, r.happened_on, r.channel, CASE r.may_quote WHEN 1 THEN r.quotation ELSE '' END "
        f"FROM replies AS r JOIN reach_officials AS k ON k.id = r.official_id WHERE k.n IN ({_listed(officials)}) "
        f"AND r.id IN (SELECT id FROM ({stand})) ORDER BY r.happened_on DESC, r.recorded_at DESC, r.id",
        first=scope.since.isoformat() if scope.since else "", last=scope.last_day.isoformat(),
    )  # fmt: skip
    return list(map(Answered._make, rows))


def campaigns_of(facts: Facts, numbers: Sequence[int]) -> dict[int, Asked]:
    """Return number -> what a campaign asks, as on record now."""
    rows = facts.rows(
        "SELECT k.n, c.name, c.ask, c.bill, c.item FROM reach_campaigns AS k JOIN campaigns AS c ON c.id = k.id "
        f"WHERE k.n IN ({_listed(numbers)})"
    )
    return {row[0]: Asked(*row) for row in rows}


def campaign_of(facts: Facts) -> Asked | None:
    """Return what the campaign of the scope asks, also where nothing was done for it yet; None for all campaigns."""
    rows = facts.rows(
        "SELECT coalesce(k.n, -1), c.name, c.ask, c.bill, c.item FROM campaigns AS c "
        "LEFT JOIN reach_campaigns AS k ON k.id = c.id WHERE c.id = :campaign_id"
    )
    return Asked(*rows[0]) if rows else None


def people_of(facts: Facts, persons: Sequence[int]) -> dict[int, str]:
    """Return number -> a supporter's name; "forgotten" for one whose name is gone."""
    rows: list[tuple[Any, ...]] = facts.rows(
        "SELECT k.n, s.name, s.forgotten_on FROM reach_supporters AS k JOIN supporters AS s ON s.id = k.id "
        f"WHERE k.n IN ({_listed(persons)})"
    )
    return {n: "(forgotten)" if gone else name for n, name, gone in rows}


def living_in(facts: Facts, kind: str, district: str) -> int:
    """Return how many supporters on record then have an address in a district ("state_house", "67B")."""
    from advocate.store.quiet import living_by_district

    return living_by_district(facts, kind).get(district, (0, 0))[0]


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(n)) for n in numbers) or "NULL"
