"""Which rows are one person? Merging two, and taking that back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import CannotMerge, UnknownSupporter
from advocate.matching.ladder import Known
from advocate.store.id_starts import find_id
from advocate.store.keys import Clock, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What a kept person is given where it is blank; what belongs together is given together.
_FILLABLE = (
    ("email", "email_key"), ("phone", "phone_key"), ("given_name", "family_name"), ("role",), ("language",),
    ("interests",), ("came_from",), ("notes",),
)  # fmt: skip
#: What follows a person, and goes back: table -> the columns of its key.
_MOVED = {"consents": ("id",), "addresses": ("id",), "external_ids": ("system", "external_id")}


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging does: who stays, who points there, which blank fields are filled.

    `moved` counts the consents, addresses and external ids that go to the kept person (on unmerging:
    back); `opted_out` are the channels that the kept person is opted out of once it is done.
    """

    kept_id: str
    gone_id: str
    kept_name: str
    gone_name: str
    filled: tuple[str, ...]
    moved: dict[str, int]
    opted_out: tuple[str, ...]


def read_known(database: Database) -> Iterator[Known]:
    """Yield everybody as the ladder sees them, somebody merged under the id of the one kept.

    One who was merged is yielded beside the one kept: an old e-mail still finds the person.
    """
    addresses = _grouped(database, "SELECT supporter_id, address_key FROM addresses ORDER BY supporter_id")
    ids = _grouped(
        database, "SELECT supporter_id, system, external_id FROM external_ids ORDER BY supporter_id"
    )
    rows = database.conn.execute(
        "SELECT id, coalesce(merged_into, id), name_key, email_key, phone_key FROM supporters "
        "WHERE forgotten_on IS NULL AND (merged_into IS NULL OR merged_into IN (SELECT id FROM people)) "
        "ORDER BY id"
    )
    for row_id, supporter_id, name_key, email_key, phone_key in rows:
        mine = tuple(str(key) for (key,) in addresses.take(row_id))
        known_as = tuple((str(system), str(external)) for system, external in ids.take(row_id))
        yield Known(supporter_id, name_key, email_key, phone_key, mine, known_as)


class _Grouped:
    """Rows in order of their first column, taken id by id in the same order: nothing is held in memory."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def take(self, wanted: str) -> Iterator[tuple[Any, ...]]:
        while self._next is not None and self._next[0] <= wanted:
            if self._next[0] == wanted:
                yield self._next[1:]
            self._next = next(self._rows, None)


def _grouped(database: Database, question: str) -> _Grouped:
    return _Grouped(iter(database.conn.execute(question)))


def plan_merge(database: Database, keep: str, gone: str) -> Merged:
    """Say what `merge_supporters` would do; ids or their beginnings. Nothing is written.

    Raises UnknownSupporter (names the choices), CannotMerge (the same person, merged or forgotten already).
    """
    kept, other = _find(database, keep), _find(database, gone)
    if kept["id"] == other["id"]:
        raise CannotMerge(f"{_who(kept)} is one person already: two ids are needed, of two rows.")
    for row in (kept, other):
        if row["forgotten_on"]:
            raise CannotMerge(f"Supporter {row['id'][:8]} was forgotten and cannot be merged.")
        if row["merged_into"]:
            raise CannotMerge(
                f"{_who(row)} was merged into {row['merged_into'][:8]} already. Merge that one, or take the "
                f"merge back first: advocate supporters unmerge {row['id'][:8]}"
            )
    if other["name_key"] and not kept["name_key"]:
        raise CannotMerge(
            f"{_who(kept)} is there only to hold a no, and cannot take in somebody with a name. The other way round: "
            f"advocate supporters merge {other['id'][:8]} {kept['id'][:8]}"
        )
    filled = to_fill(kept, other)
    moved = {table: len(_movable(database, table, other["id"], kept["id"])) for table in _MOVED}
    return Merged(
        kept["id"], other["id"], kept["name"], other["name"], filled, moved, _stops(database, kept, other)
    )


def to_fill(kept: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields of the one who stays that are blank, and known of the other."""
    return tuple(
        field
        for fields in _FILLABLE
        if not any(kept[each] for each in fields)
        # Which part of a name is the given name is said of that spelling alone.
        and ("given_name" not in fields or kept["name_key"] == other["name_key"])
        for field in fields
        if other[field]
    )


def merge_supporters(database: Database, keep: str, gone: str, clock: Clock, who: str = "") -> Merged:
    """Merge `gone` into `keep` inside the caller's `Log.writing()`; raises as `plan_merge`.

    The row of `gone` stays and points to `keep`; contacts and letters keep their rows. Consents,
    external ids, and the addresses that `keep` has not, go over; an opt-out of either counts.
    """
    plan = plan_merge(database, keep, gone)
    moved = {table: _movable(database, table, plan.gone_id, plan.kept_id) for table in _MOVED}
    for table, keys in moved.items():
        _move(database, table, keys, plan.kept_id)
    for field in plan.filled:
        database.execute(
            f"UPDATE supporters SET {field} = (SELECT {field} FROM supporters WHERE id = ?) WHERE id = ?",
            [plan.gone_id, plan.kept_id],
        )
    pointing = [
        row[0] for row in database.execute("SELECT id FROM supporters WHERE merged_into = ?", [plan.gone_id])
    ]
    database.execute(
        "UPDATE supporters SET merged_into = ? WHERE id = ? OR merged_into = ?",
        [plan.kept_id, plan.gone_id, plan.gone_id],
    )
    after = {"merged_into": plan.kept_id, "filled": plan.filled, "moved": moved, "pointing": pointing}
    _record(database, plan, "merge", after, clock, who)
    return plan


def unmerge_supporters(database: Database, gone: str, clock: Clock, who: str = "") -> Merged:
    """Take the merge of `gone` back, inside the caller's `Log.writing()`.

    All is as it was, but for what was done since: a filled field that somebody changed stays as it
    is. Raises UnknownSupporter, CannotMerge where `gone` is not merged, or where the one it was
    merged into was merged itself since (that is taken back first).
    """
    other = _find(database, gone)
    if not other["merged_into"]:
        raise CannotMerge(f"{_who(other)} is not merged into anybody.")
    kept = _find(database, other["merged_into"])
    if kept["forgotten_on"] or other["forgotten_on"]:
        raise CannotMerge(f"Supporter {other['id'][:8]} was forgotten; nothing is left to take apart.")
    # Of a log that was brought in there may be later merges of others into this very row.
    found = database.execute(
        "SELECT after FROM supporter_changes WHERE supporter_id = ? AND kind = 'merge' "
        "AND json_type(after, '$.merged_into') IS NOT NULL ORDER BY recorded_at DESC, rowid DESC LIMIT 1",
        [other["id"]],
    ).fetchone()
    if found is None:
        raise CannotMerge(
            f"How {_who(other)} was merged into {kept['id'][:8]} is not on record, so it cannot be taken back."
        )
    change = json.loads(found[0])
    if change["merged_into"] != kept["id"]:
        between = change["merged_into"][:8]
        raise CannotMerge(
            f"{_who(other)} was merged into {between}, and that one into {kept['id'][:8]} since. Take "
            f"the later merge back first: advocate supporters unmerge {between}"
        )
    filled = tuple(field for field in change["filled"] if kept[field] == other[field])
    for field in filled:
        database.execute(f"UPDATE supporters SET {field} = '' WHERE id = ?", [kept["id"]])
    for table, keys in change["moved"].items():
        _move(database, table, keys, other["id"])
    back = [other["id"], *change["pointing"]]
    database.conn.executemany(
        "UPDATE supporters SET merged_into = ? WHERE id = ?",
        [(None if each == other["id"] else other["id"], each) for each in back],
    )
    moved = {table: len(keys) for table, keys in change["moved"].items()}
    done = Merged(kept["id"], other["id"], kept["name"], other["name"], filled, moved, _stops(database, kept))
    _record(database, done, "unmerge", {"merged_into": None}, clock, who)
    return done


def _find(database: Database, id_or_start: str) -> dict[str, Any]:
    """Return the one row whose id begins so. Raises UnknownSupporter."""
    id_ = find_id(
        database, "supporters", id_or_start, error=UnknownSupporter, noun="supporter",
        shown_by="advocate supporters list", describe=lambda each: _named(database, each),
    )  # fmt: skip
    return next(iter(database.query("SELECT * FROM supporters WHERE id = ?", [id_])))


def _named(database: Database, supporter_id: str) -> str:
    name = database.execute("SELECT name FROM supporters WHERE id = ?", [supporter_id]).fetchone()[0]
    return f"{supporter_id[:16]} {name}".rstrip()


def _who(row: dict[str, Any]) -> str:
    return f"Supporter {row['id'][:8]} ({row['name']})"


def _movable(database: Database, table: str, gone: str, kept: str) -> list[list[str]]:
    """Return the keys of what would go over; an address that the kept person has stays where it is."""
    unless = (
        " AND address_key NOT IN (SELECT address_key FROM addresses WHERE supporter_id = :kept)"
        if table == "addresses"
        else ""
    )
    question = f"SELECT {', '.join(_MOVED[table])} FROM {table} WHERE supporter_id = :gone{unless} ORDER BY 1"
    return [list(row) for row in database.execute(question, {"gone": gone, "kept": kept})]


def _move(database: Database, table: str, keys: list[list[str]], to: str) -> None:
    there = " AND ".join(f"{column} = ?" for column in _MOVED[table])
    database.conn.executemany(
        f"UPDATE {table} SET supporter_id = ? WHERE {there}", [(to, *key) for key in keys]
    )


def _stops(database: Database, *rows: dict[str, Any]) -> tuple[str, ...]:
    from advocate.store.consents import CHANNELS, opted_out

    stops = opted_out(database, [row["id"] for row in rows])
    told = frozenset[str]().union(*stops.values())
    return tuple(channel for channel in CHANNELS if channel in told)


def _record(
    database: Database, done: Merged, kind: str, after: dict[str, Any], clock: Clock, who: str
) -> None:
    """Write the change to both histories: of what was typed, nothing but external ids."""
    now = moment(clock)
    other = {"with": done.gone_id, "filled": done.filled}
    for supporter_id, told in ((done.gone_id, after), (done.kept_id, other)):
        database.execute(
            "INSERT INTO supporter_changes (id, supporter_id, kind, before, after, who, recorded_at) "
            "VALUES (?, ?, ?, '{}', ?, ?, ?)",
            [new_id(), supporter_id, kind, json.dumps(told), who, now],
        )
