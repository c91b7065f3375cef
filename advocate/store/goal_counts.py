"""How many letters, supporters, officials count towards a campaign's goal? By the facts that the reports count from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.store.tallies import officials_reached

if TYPE_CHECKING:
    from advocate.store.counting import Facts

#: A goal's kind of district -> the facts' column of where the writer lives.
_LIVES = {"state_house": "house", "state_senate": "senate", "school_district": "school"}
#: What a goal can count in all -> how.
_TOTALS = {
    "letters": "coalesce(sum(f.letter), 0)",
    "contacts": "count(*)",
    "supporters": "count(DISTINCT f.person)",
}
TOTALS = (*_TOTALS, "officials")


def made_to_officials(facts: Facts, *, letters_only: bool, channel: str = "") -> dict[str, int]:
    """Return official_key -> letters (or contacts, of one channel where one is given) made to them."""
    narrowed = " AND f.letter = 1" if letters_only else ""
    if channel:
        narrowed += " AND f.channel = (SELECT n FROM reach_channels WHERE channel = :channel)"
    rows = facts.rows(
        "SELECT o.official_key, sum(t.n) FROM (SELECT f.official, count(*) AS n FROM {facts} AS f WHERE {scope} "
        f"AND {{made}}{narrowed} GROUP BY f.official) AS t JOIN reach_officials AS k ON k.n = t.official "
        "JOIN officials AS o ON o.id = k.id GROUP BY o.official_key",
        channel=channel,
    )
    return dict(rows)


def writers_by_district(facts: Facts, kind: str) -> dict[str, int]:
    """Return district id -> supporters living there who made a contact, as the report `coverage` counts them."""
    column = _LIVES[kind]
    rows = facts.rows(
        f"SELECT w.word, t.n FROM (SELECT f.{column} AS place, count(DISTINCT f.person) AS n FROM {{facts}} AS f "
        f"WHERE {{scope}} AND {{made}} GROUP BY f.{column}) AS t JOIN reach_words AS w ON w.n = t.place"
    )
    return {word: n for word, n in rows if word}


def total_made(facts: Facts, what: str) -> int:
    """Return how many of TOTALS there are in the scope, as the report `reach` counts them."""
    if what == "officials":
        return len(officials_reached(facts))
    row = facts.rows(f"SELECT {_TOTALS[what]} FROM {{facts}} AS f WHERE {{scope}} AND {{made}}")[0]
    return int(row[0])


def counts_by_standing(facts: Facts) -> dict[str, int]:
    """Return standing -> how many contacts of the scope stand so."""
    rows = facts.rows(
        "SELECT s.standing, t.n FROM (SELECT f.standing, count(*) AS n FROM {facts} AS f WHERE {scope} "
        "GROUP BY f.standing) AS t JOIN reach_standings AS s ON s.n = t.standing"
    )
    return dict(rows)
