"""Who was forgotten in one of two logs? They are forgotten in the union: by their rows, and by what they are known by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.store.erasing import blank_merges, blank_people
from advocate.store.forgetting import ForgottenPeople, NoKey, PersonKeys, key_file, read_keys
from advocate.store.going import going
from advocate.store.union.pair import SIDES, Pair

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Marks by which somebody is taken for a forgotten person; a phone alone is often a household's.
_SURE = ("external id", "e-mail", "name and address")


def keys_to_keep(pair: Pair, log_path: Path, other: Path) -> tuple[bytes, ...]:
    """Return the other log's keys for forgotten people; without them its hashes say nothing and stay behind.

    Raises NoKey where our own are missing.
    """
    if _count(pair, "main"):
        read_keys(log_path)
    if not _count(pair, "other"):
        return ()
    try:
        return read_keys(other)
    except NoKey:
        if not pair.execute(
            "SELECT 1 FROM main.forgotten AS m JOIN other.forgotten AS o USING (keyed_hash) LIMIT 1"
        ).fetchone():
            pair.execute("DELETE FROM other.forgotten")
            pair.eyes.tell(
                f"the other log remembers people who asked to be forgotten, but its key, '{key_file(other).name}', does "
                "not lie beside it: who was forgotten there is known by their rows alone, not by e-mail or address"
            )
        return ()


def _count(pair: Pair, side: str) -> int:
    return int(pair.execute(f"SELECT count(*) FROM {side}.forgotten").fetchone()[0])


def forgotten_in_either(pair: Pair) -> dict[str, str]:
    """Return supporter -> day, of the rows that are forgotten in one log or in both. Before rows are settled."""
    found: dict[str, str] = {}
    question = pair.both("id, forgotten_on", "supporters", "WHERE forgotten_on IS NOT NULL")
    for supporter_id, day in pair.execute(question):
        found[supporter_id] = min(day, found.get(supporter_id, day))
    return found


def living_in_one(pair: Pair) -> set[str]:
    """Return the rows that one log has forgotten and the other has not. Before rows are settled."""
    return {
        row[0]
        for row in pair.execute(
            "SELECT m.id FROM main.supporters AS m JOIN other.supporters AS o ON o.id = m.id "
            "WHERE (m.forgotten_on IS NULL) <> (o.forgotten_on IS NULL)"
        )
    }


def who_goes(
    pair: Pair, days: Mapping[str, str], living: set[str], kept: Mapping[str, str]
) -> tuple[dict[str, str], int]:
    """Return person -> day of all who are forgotten in the union, and how many of them one log knew until now.

    With a row goes whoever it was merged with. From here on they match nobody; their words go at the end.
    """
    gone: dict[str, str] = {}
    for row_id, day in days.items():
        root = kept.get(row_id, row_id)
        gone[root] = min(day, gone.get(root, day))
    rows: dict[str, str] = {row_id: gone[row_id] for row_id in gone}
    rows |= {row_id: gone[root] for row_id, root in kept.items() if root in gone}
    now = {kept.get(row_id, row_id) for row_id in living}
    for row_id, day in rows.items():
        for side in SIDES:
            marked = pair.execute(
                f"UPDATE {side}.supporters SET forgotten_on = ? WHERE id = ? AND forgotten_on IS NULL", (day, row_id)
            ).rowcount  # fmt: skip
            if marked:
                now.add(kept.get(row_id, row_id))
            pair.execute(
                f"UPDATE {side}.addresses SET address = '', address_key = 'forgotten:' || id, town = '', zip_code = '' "
                "WHERE supporter_id = ?",
                (row_id,),
            )
    return gone, len(now)


def known_as_forgotten(pair: Pair, database: Database, log_path: Path) -> dict[str, str]:
    """Return supporter -> day, of people of one log whom the other knows as forgotten. Before rows are settled.

    Who joined after that day is told, and stays: they may have come back of their own accord.
    """
    found: dict[str, str] = {}
    for side, far in zip(SIDES, reversed(SIDES), strict=True):
        days = dict(
            pair.execute(
                f"SELECT keyed_hash, forgotten_on FROM {far}.forgotten WHERE keyed_hash NOT IN "
                f"(SELECT keyed_hash FROM {side}.forgotten)"
            ).fetchall()
        )
        if not days:
            continue
        forgotten = ForgottenPeople(database, log_path, days)
        alone = pair.alone("supporters", side)
        for row_id, name, joined, keys in _keys(pair, side):
            if row_id not in alone:
                continue
            for known_by, day in forgotten.all_known_by(keys):
                if known_by in _SURE and joined[:10] <= day:
                    found[row_id] = min(day, found.get(row_id, day))
                elif row_id not in found:
                    why = "joined after that" if known_by in _SURE else "a phone may be a household's"
                    pair.eyes.tell(
                        f"{name} ({row_id[:8]}) has the {known_by} of somebody who asked to be forgotten, but {why}: "
                        f"if it is them, advocate supporters forget {row_id[:8]}"
                    )
    return found


def _keys(pair: Pair, side: str) -> list[tuple[str, str, str, PersonKeys]]:
    rows = pair.execute(
        "SELECT s.id, s.name, s.created_at, s.name_key, s.email_key, s.phone_key, coalesce(a.address_key, ''), '' "
        f"FROM {side}.supporters AS s LEFT JOIN {side}.addresses AS a ON a.supporter_id = s.id "
        "WHERE s.forgotten_on IS NULL UNION ALL "
        "SELECT s.id, s.name, s.created_at, '', '', '', '', e.system || ':' || e.external_id "
        f"FROM {side}.supporters AS s JOIN {side}.external_ids AS e ON e.supporter_id = s.id "
        "WHERE s.forgotten_on IS NULL ORDER BY 1"
    )
    return [(row[0], row[1], row[2], PersonKeys(*row[3:])) for row in rows]


def erase_forgotten(pair: Pair, database: Database, forgotten: dict[str, str]) -> None:
    """Take out what says who these people are, in the united log."""
    by_day: defaultdict[str, list[str]] = defaultdict(list)
    for supporter_id, day in forgotten.items():
        by_day[day].append(supporter_id)
    # The earliest last: where two days are told of rows merged into one, that one stands.
    for day, people in sorted(by_day.items(), reverse=True):
        blank_people(database, people, date.fromisoformat(day))
    # Foreign keys rest meanwhile, so what hangs on a text that is gone is taken away by hand.
    pair.execute(
        "DELETE FROM main.letter_groups WHERE signature_id NOT IN (SELECT id FROM main.letter_signatures)"
    )


def blank_records(database: Database, people: Iterable[str]) -> None:
    """Keep nothing of these people as they were in the records of merges."""
    with going(database, people):
        blank_merges(database)
