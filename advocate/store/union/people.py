"""Two logs know one person: what is said of them, whose are their rows, and to whom was who merged?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from advocate.store.union.choosing import History, choose_address, choose_with_history, note
from advocate.store.union.pair import SIDES, Pair, Row

#: What follows a person when rows are merged: table -> its key.
FOLLOWING = {"consents": ("id",), "addresses": ("id",), "external_ids": ("system", "external_id")}


def settle_people(pair: Pair) -> None:
    """Make each supporter's row that both logs have the same in both: as last changed, forgotten in either."""
    differing = list(pair.differing("supporters"))
    history = _history(pair, [one["id"] for one, _ in differing])
    for one, other in differing:
        pair.put("supporters", _chosen(pair, one, other, history))


def _chosen(pair: Pair, one: Row, other: Row, history: History) -> Row:
    """Return what both logs say of a person; into whom they are merged is settled afterwards."""
    fields = [{name: text for name, text in row.items() if name != "merged_into"} for row in (one, other)]
    forgotten = [row for row in fields if row["forgotten_on"]]
    if forgotten:
        return min(forgotten, key=lambda each: str(each["forgotten_on"]))

    def tell(column: str) -> None:
        pair.eyes.tell(
            f"{one['name']} ({one['id'][:8]}): the logs hold two values of {column.replace('_', ' ')}, and nothing "
            f"says which is right; see advocate supporters show {one['id'][:8]}"
        )

    return choose_with_history(fields[0], fields[1], history, tell)


def _history(pair: Pair, ids: Iterable[str]) -> History:
    """Return the last change on record of each field of these supporters, in either log."""
    history: History = {}
    wanted = list(ids)
    if not wanted:
        return history
    pair.execute("DROP TABLE IF EXISTS temp.wanted_ids")
    pair.execute("CREATE TEMP TABLE wanted_ids (id TEXT PRIMARY KEY) WITHOUT ROWID")
    pair.connection.executemany("INSERT INTO temp.wanted_ids VALUES (?)", ((each,) for each in wanted))
    among = "WHERE supporter_id IN (SELECT id FROM temp.wanted_ids)"
    changes = pair.both("id, supporter_id, kind, after, recorded_at", "supporter_changes", among)
    for change, who, kind, after, when in pair.execute(changes).fetchall():
        told = json.loads(after)
        if kind == "edit":
            for column, value in told.items():
                note(history, (who, column), when, change, value)
        elif "with" in told:
            for column in told.get("filled", ()):
                # What a merge filled in is said by the other row: it stands as whatever is not blank.
                note(history, (who, column), when, change, "" if kind == "unmerge" else None)
    for side in SIDES:
        rows = pair.execute(
            f"SELECT r.batch_id, r.line, r.supporter_id, r.after, b.applied_at FROM {side}.batch_rows AS r "
            f"JOIN {side}.batches AS b ON b.id = r.batch_id {among} AND r.decision = 'update'"
        ).fetchall()
        for batch, line, who, after, when in rows:
            for column, value in json.loads(after).items():
                note(history, (who, column), when, f"{batch} {line:09d}", value)
    return history


def settle_merges(pair: Pair) -> dict[str, str]:
    """Let each supporter point to the one kept, as the last merge or its undoing on record says; return row -> kept.

    Where one log merged the first into the second and the other the second into the first, the older is kept.
    """
    pointing: defaultdict[str, set[str]] = defaultdict(set)
    for gone, kept in pair.execute(
        pair.both("id, merged_into", "supporters", "WHERE merged_into IS NOT NULL")
    ):
        pointing[gone].add(kept)
    last: dict[str, tuple[str, str, str | None]] = {}
    changes = pair.both(
        "id, supporter_id, kind, after, recorded_at",
        "supporter_changes",
        "WHERE kind IN ('merge', 'unmerge')",
    )
    for change, who, _, after, when in pair.execute(changes):
        told = json.loads(after)
        if "merged_into" in told and (who not in last or last[who][:2] < (when, change)):
            last[who] = (when, change, told["merged_into"])
    direct = {
        gone: told
        for gone, kept in pointing.items()
        if (told := last[gone][2] if gone in last else min(kept))
    }
    roots = {gone: _root(pair, gone, direct) for gone in pointing}
    point_at(pair, roots)
    return {gone: kept for gone, kept in roots.items() if gone != kept}


def point_at(pair: Pair, roots: dict[str, str]) -> None:
    """Write down into whom these rows are merged; None for one that is its own."""
    for side in SIDES:
        pair.connection.executemany(
            f"UPDATE {side}.supporters SET merged_into = ? WHERE id = ? AND merged_into IS NOT ?",
            (
                (kept if kept != gone else None, gone, kept if kept != gone else None)
                for gone, kept in roots.items()
            ),
        )


def _root(pair: Pair, gone: str, direct: dict[str, str]) -> str:
    """Follow who was merged into whom to the end; out of a circle the oldest row."""
    way = [gone]
    while way[-1] in direct:
        following = direct[way[-1]]
        if following in way:
            return oldest(pair, way[way.index(following) :])
        way.append(following)
    return way[-1]


def oldest(pair: Pair, ids: Iterable[str]) -> str:
    """Return the row that was made first; of two made at once the smaller id."""
    marks = [
        pair.execute(pair.both("created_at, id", "supporters", "WHERE id = :id") + " ORDER BY 1", {"id": each}).fetchone()
        for each in ids
    ]  # fmt: skip
    return str(min(mark for mark in marks if mark)[1])


def settle_owners(pair: Pair, kept: dict[str, str]) -> None:
    """Let consents, addresses and ids that both logs have belong to one row, and those of merged rows to the one kept."""
    came_from = _came_from(pair)
    for one, other in list(pair.differing("addresses")):
        # Its key first: a street that one log let go of is not the same address any more.
        chosen = choose_address(one, other)
        del chosen["supporter_id"]
        pair.put("addresses", chosen)
    for name, key in FOLLOWING.items():
        for one, other in list(pair.differing(name)):
            if one["supporter_id"] != other["supporter_id"]:
                owner = _owner(pair, name, one, other, kept, came_from)
                for row, side in ((one, "main"), (other, "other")):
                    pair.put(name, row | {"supporter_id": owner}, where=(side,))
        if kept:
            _follow(pair, name, key, kept)


def _owner(
    pair: Pair,
    name: str,
    one: Row,
    other: Row,
    kept: dict[str, str],
    came_from: dict[tuple[str, ...], list[str]],
) -> str:
    """Return whose a row is that hangs on one row in one log and on another in the other."""
    first, second = _preferred(pair, name, one, other, kept, came_from)
    if name == "addresses":
        # One person has an address under one key only once; then it stays with the row that has it not.
        has = [has_address(pair, each, one["address_key"], but=one["id"]) for each in (first, second)]
        if has == [True, False]:
            return second
    return first


def _preferred(
    pair: Pair,
    name: str,
    one: Row,
    other: Row,
    kept: dict[str, str],
    came_from: dict[tuple[str, ...], list[str]],
) -> tuple[str, str]:
    """Return whose it is, and whose it is not."""
    mine, theirs = sorted((one["supporter_id"], other["supporter_id"]))
    people = {kept.get(each, each): each for each in (theirs, mine)}
    if len(people) == 1:
        return (theirs, mine) if theirs in people else (mine, theirs)
    living = [root for root in people if not _is_forgotten(pair, root)]
    if name == "external_ids" and len(living) == 1:
        return _this_first(people, living[0])
    for came in reversed(came_from.get((name, *(one[column] for column in FOLLOWING[name])), [])):
        if kept.get(came, came) in people:
            return _this_first(people, kept.get(came, came))
    if name == "external_ids":
        pair.eyes.tell(
            f"the id {one['external_id']} in {one['system']} belongs to another person in each log: the older "
            "one keeps it"
        )
    return _this_first(people, oldest(pair, people))


def _this_first(people: dict[str, str], root: str) -> tuple[str, str]:
    """Return this person's row, then the other's."""
    (other,) = (row for each, row in people.items() if each != root)
    return people[root], other


def _is_forgotten(pair: Pair, supporter_id: str) -> bool:
    question = pair.both("1", "supporters", "WHERE id = :id AND forgotten_on IS NOT NULL")
    return pair.execute(question, {"id": supporter_id}).fetchone() is not None


def _came_from(pair: Pair) -> dict[tuple[str, ...], list[str]]:
    """Return (table, key) of what merges moved -> whose it was before each, in the order of time."""
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    # What is on record of forgotten people goes, so nothing may rest on it.
    living = "supporter_id NOT IN (SELECT id FROM {side}.supporters WHERE forgotten_on IS NOT NULL)"
    changes = " UNION ".join(
        f"SELECT recorded_at, id, supporter_id, after FROM {side}.supporter_changes WHERE kind = 'merge' "
        f"AND {living.format(side=side)}"
        for side in SIDES
    )
    for _, _, who, after in pair.execute(f"{changes} ORDER BY 1, 2"):
        for table, keys in json.loads(after).get("moved", {}).items():
            for key in keys:
                found[table, *key].append(who)
    return found


def _follow(pair: Pair, name: str, key: tuple[str, ...], kept: dict[str, str]) -> None:
    """Move what hangs on merged rows to the one kept; an address that the kept one has stays where it is."""
    extra = ", address_key" if name == "addresses" else ""
    rows: list[tuple[Any, ...]] = []
    gone = sorted(kept)
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        marks = ", ".join(f"'{each}'" for each in some)
        columns = f"supporter_id, {', '.join(key)}{extra}"
        rows += pair.execute(pair.both(columns, name, f"WHERE supporter_id IN ({marks})")).fetchall()
    there = " AND ".join(f"{column} = ?" for column in key)
    for row in sorted(rows, key=lambda each: each[1:]):
        root, own = kept[row[0]], row[1 : 1 + len(key)]
        if name == "addresses" and has_address(pair, root, row[-1]):
            continue
        for side in SIDES:
            pair.execute(f"UPDATE {side}.{name} SET supporter_id = ? WHERE {there}", (root, *own))


def has_address(pair: Pair, supporter_id: str, key: str, but: str = "") -> bool:
    """Say whether a row has this address in either log, but for one of this id."""
    found = pair.both("1", "addresses", "WHERE supporter_id = :who AND address_key = :key AND id <> :but")
    return (
        pair.execute(f"{found} LIMIT 1", {"who": supporter_id, "key": key, "but": but}).fetchone() is not None
    )
