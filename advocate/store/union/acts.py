"""Two logs hold one campaign, one letter, one thing that happened, under two ids: which one stays?

The smaller id stays, and what hung on the other hangs on it; of two things that happened the
earlier. What goes is kept in the merge's record.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from advocate.store.standings import ALLOWED_MOVES
from advocate.store.union.choosing import BLANK, History, choose_with_history, later_place, note
from advocate.store.union.pair import SIDES, Pair

#: So many contacts a message names.
_NAMED = 5


def settle_campaigns(pair: Pair) -> None:
    """Make each campaign the same in both logs, as it was last changed; one name is one campaign."""
    history: History = {}
    differing = list(pair.differing("campaigns"))
    if differing:
        for change, campaign, after, when in pair.execute(
            pair.both("id, campaign_id, after, recorded_at", "campaign_changes")
        ):
            for column, value in json.loads(after).items():
                note(history, (campaign, column), when, change, value)
    keys = dict(pair.execute(pair.both("id, name_key", "campaigns")).fetchall())
    for one, other in differing:
        name = one["name"]

        def tell(column: str, name: str = name) -> None:
            pair.eyes.tell(
                f"the campaign '{name}': the logs hold two values of {column.replace('_', ' ')}, and nothing says "
                "which is right; see advocate campaign show"
            )

        chosen = choose_with_history(one, other, history, tell)
        keys[one["id"]] = chosen["name_key"]
        # Its name may be that of another campaign here: they become one below.
        pair.put("campaigns", chosen | {"name_key": f"\n{one['id']}"})
    same: defaultdict[str, list[str]] = defaultdict(list)
    for id_, key in keys.items():
        same[key].append(id_)
    doubled = {other: min(ids) for ids in same.values() for other in ids if other != min(ids)}
    for old, new in doubled.items():
        _fill(pair, old, new)
        pair.execute("UPDATE main.settings SET value = ? WHERE value = ?", (new, old))
    pair.point_elsewhere("campaigns", doubled)
    for side in SIDES:
        for one, _ in differing:
            pair.execute(
                f"UPDATE {side}.campaigns SET name_key = ? WHERE id = ?", (keys[one["id"]], one["id"])
            )


def _fill(pair: Pair, old: str, new: str) -> None:
    """Give a campaign what it has blank and the other row of its name has not."""
    columns = pair.tables["campaigns"].columns
    question = pair.both(", ".join(columns), "campaigns", "WHERE id = :id")
    gone, stays = (
        dict(zip(columns, pair.execute(question, {"id": each}).fetchone(), strict=True))
        for each in (old, new)
    )
    filled = {name: gone[name] for name in columns if stays[name] in BLANK and gone[name] not in BLANK}
    if filled:
        pair.put("campaigns", stays | filled)


def settle_addresses(pair: Pair) -> None:
    """Make one address of two that one person has under one key; its place is the later one."""
    rows = pair.execute(
        "SELECT m.id, o.id FROM main.addresses AS m JOIN other.addresses AS o "
        "ON o.supporter_id = m.supporter_id AND o.address_key = m.address_key AND o.id <> m.id"
    ).fetchall()
    doubled = {max(ids): min(ids) for ids in rows}
    for old, new in doubled.items():
        moments = pair.both("created_at", "addresses", "WHERE id IN (:old, :new)")
        newest = pair.execute(f"{moments} ORDER BY 1 DESC", {"old": old, "new": new}).fetchone()[0]
        _one_place(pair, old, new)
        for side in SIDES:
            pair.execute(f"UPDATE {side}.addresses SET created_at = ? WHERE id = ?", (newest, new))
    pair.point_elsewhere("addresses", doubled)


def _one_place(pair: Pair, old: str, new: str) -> None:
    columns = pair.tables["placements"].columns
    question = pair.both(", ".join(columns), "placements", "WHERE address_id IN (:old, :new)")
    places = [
        dict(zip(columns, row, strict=True)) for row in pair.execute(question, {"old": old, "new": new}).fetchall()
    ]  # fmt: skip
    if not places:
        return
    place = places[0] | {"address_id": new}
    for each in places[1:]:
        place = later_place(place, each | {"address_id": new})
    for side in SIDES:
        pair.execute(f"DELETE FROM {side}.placements WHERE address_id IN (?, ?)", (old, new))
    pair.execute(
        f"INSERT INTO main.placements ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        [place[column] for column in columns],
    )


def settle_letters(pair: Pair, kept: dict[str, str]) -> int:
    """Make one contact of the same letter to the same official in both logs; return how many there were twice."""
    found = {side: _letters_alone(pair, side, kept) for side in SIDES}
    doubled = {}
    for letter, mine in found["main"].items():
        for one, other in zip(sorted(mine), sorted(found["other"].get(letter, ())), strict=False):
            doubled[max(one, other)] = min(one, other)
    _keep_asking(pair, doubled)
    pair.point_elsewhere("contacts", doubled)
    once(pair, "contact_events", "contact_id", "kind = 'made'")
    return len(doubled)


def _keep_asking(pair: Pair, doubled: dict[str, str]) -> None:
    """Let a letter wait for its supporter's yes where one of the two that become one does."""
    asking = {row[0] for row in pair.execute(pair.both("id", "contacts", "WHERE needs_yes = 1"))}
    for old, new in doubled.items():
        if old in asking:
            for side in SIDES:
                pair.execute(f"UPDATE {side}.contacts SET needs_yes = 1 WHERE id = ?", (new,))


def _letters_alone(pair: Pair, side: str, kept: dict[str, str]) -> dict[tuple[str, ...], list[str]]:
    far = "other" if side == "main" else "main"
    letters: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    rows = pair.execute(
        f"SELECT c.id, c.supporter_id, c.official_key, c.letter_hash, coalesce(c.campaign_id, '') FROM {side}.contacts AS c "
        f"WHERE c.letter_hash <> '' AND NOT EXISTS (SELECT 1 FROM {far}.contacts AS f WHERE f.id = c.id)"
    )
    for id_, supporter, official, letter, campaign in rows:
        letters[kept.get(supporter, supporter), official, letter, campaign].append(id_)
    return letters


def once(pair: Pair, name: str, parent: str, what: str) -> None:
    """What can happen once only, and happened under one id in each log: the earlier stays, wherever it is."""
    rows = pair.execute(
        f"SELECT m.recorded_at, m.id, o.recorded_at, o.id FROM main.{name} AS m JOIN other.{name} AS o "
        f"ON o.{parent} = m.{parent} AND o.id <> m.id WHERE m.{what} AND o.{what}"
    ).fetchall()
    for one_at, one, other_at, other in rows:
        pair.drop(name, (max((one_at, one), (other_at, other))[1],))


def settle_corrections(pair: Pair, name: str, told: tuple[str, ...]) -> None:
    """Let each event, or reply, be corrected once: the same correction in both logs is one, another one corrects the first.

    `told` are the columns by which two corrections say the same.
    """
    columns = ", ".join(("recorded_at", "id", *told))
    waiting = {
        row[0]
        for row in pair.execute(
            f"SELECT m.corrects FROM main.{name} AS m JOIN other.{name} AS o ON o.corrects = m.corrects AND o.id <> m.id"
        )
    }
    while waiting:
        target = min(waiting)
        waiting.discard(target)
        question = pair.both(columns, name, "WHERE corrects = :target")
        rows = pair.execute(f"{question} ORDER BY recorded_at, id", {"target": target}).fetchall()
        for row in rows[1:]:
            waiting.add(rows[0][1])
            if row[2:] == rows[0][2:]:
                pair.point_elsewhere(name, {row[1]: rows[0][1]})
            else:
                for side in SIDES:
                    pair.execute(f"UPDATE {side}.{name} SET corrects = ? WHERE id = ?", (rows[0][1], row[1]))


def grown_in_both(pair: Pair, name: str, parent: str) -> list[str]:
    """Return the parents of rows of which each log has some that the other has not."""
    found = []
    for side, far in zip(SIDES, reversed(SIDES), strict=True):
        found.append(
            {
                row[0]
                for row in pair.execute(
                    f"SELECT DISTINCT e.{parent} FROM {side}.{name} AS e WHERE NOT EXISTS "
                    f"(SELECT 1 FROM {far}.{name} AS f WHERE f.id = e.id)"
                )
            }
        )
    return sorted(found[0] & found[1])


def tell_crossing(pair: Pair, contacts: Iterable[str]) -> None:
    """Tell of contacts of which the two logs recorded things that do not follow on each other."""
    question = pair.both(
        "recorded_at, kind <> 'made', id, kind, standing", "contact_events", "WHERE contact_id = :id"
    )
    crossing = []
    for contact in contacts:
        events = pair.execute(f"{question} ORDER BY 1, 2, 3", {"id": contact}).fetchall()
        if any(_crosses(before[4], after) for before, after in pairwise(events)):
            crossing.append(contact)
    if crossing:
        named = ", ".join(each[:8] for each in crossing[:_NAMED])
        more = f" and {len(crossing) - _NAMED} more" if len(crossing) > _NAMED else ""
        pair.eyes.tell(
            f"what became of {len(crossing)} contact{'s' if len(crossing) > 1 else ''} was recorded otherwise in each log, "
            f"and the later record stands: {named}{more}; see advocate log show"
        )


def _crosses(before: str, event: tuple[Any, ...]) -> bool:
    kind, standing = event[3], event[4]
    return kind == "move" and standing != before and standing not in ALLOWED_MOVES[before]


def in_order_of_time(pair: Pair, name: str, parent: str, parents: Iterable[str]) -> None:
    """Lay the rows of these parents down again in order of time: the last row is the one that counts."""
    columns = ", ".join(pair.tables[name].columns)
    made = "kind <> 'made', " if name == "contact_events" else ""
    for some in _chunks(parents):
        marks = ", ".join("?" * len(some))
        rows = pair.execute(
            f"SELECT {columns} FROM main.{name} WHERE {parent} IN ({marks}) ORDER BY recorded_at, {made}id",
            some,
        ).fetchall()
        pair.execute(f"DELETE FROM main.{name} WHERE {parent} IN ({marks})", some)
        pair.connection.executemany(
            f"INSERT INTO main.{name} ({columns}) VALUES ({', '.join('?' * len(pair.tables[name].columns))})",
            rows,
        )


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(ids)
    for start in range(0, len(every), 500):
        yield every[start : start + 500]
