"""How did the log stand at the end of an earlier day: the contacts, and who was whom?

A contact's earlier states are in reach_past. Who was merged into whom, whose an address was, and what
a person's role and source were, is worked out from supporter_changes. Everything goes into temporary
tables: facts_then, merged_then, people_were, addresses_were; the log itself is not written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What a contact's state is made of; the rest of a fact does not change.
_STATE = ("channel", "standing", "day", "minutes", "cost_cents", "recorded")
#: What a report shows of a person, and a person can change.
_SHOWN = ("role", "came_from")
#: (supporter id, kind, what stood there before, what was written)
_Change = tuple[str, str, dict[str, Any], dict[str, Any]]


def facts_then(database: Database, cut: int) -> str:
    """Make temp.facts_then: each contact in the state that was on record before second `cut` (since 1970)."""
    columns = [row[1] for row in database.execute("PRAGMA table_info(reach_facts)")]
    earlier = ", ".join(f"past.{name}" if name in _STATE else f"f.{name}" for name in columns)
    database.execute("DROP TABLE IF EXISTS temp.facts_then")
    database.execute(f"CREATE TEMP TABLE facts_then (contact INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
    database.execute(
        f"INSERT INTO temp.facts_then SELECT {', '.join(columns)} FROM reach_facts WHERE recorded < ?", [cut]
    )
    database.execute(
        f"INSERT INTO temp.facts_then SELECT {earlier} FROM reach_past AS past CROSS JOIN reach_facts AS f "
        "USING (contact) WHERE past.recorded < ? AND past.until >= ? AND f.recorded >= ?",
        [cut, cut, cut],
    )
    return "temp.facts_then"


def people_then(database: Database, moment: str) -> bool:
    """Bring temp.facts_then after who was whom before a moment; True where people were not as they are now.

    Then temp.merged_then has everybody who was merged (id, kept), temp.addresses_were whose an address
    was where that is another's now, temp.people_were role and source where they were others.
    """
    now = dict(database.execute("SELECT id, merged_into FROM supporters WHERE merged_into IS NOT NULL"))
    merges = _merges(database)
    if not any(at >= moment for _, at in merges) and not _anybody_changed(database, moment):
        return False
    before = [change for change, at in merges if at < moment]
    merged = _merged_by(before, now, {change[0] for change, _ in merges})
    owners = _owners(database, [change for change, _ in merges], before)
    _keep(database, "merged_then (id TEXT PRIMARY KEY, kept TEXT)", merged.items())
    _keep(database, "addresses_were (id TEXT PRIMARY KEY, supporter_id TEXT)", owners.items())
    shown = _shown_then(database, moment)
    _keep(
        database,
        "people_were (id TEXT PRIMARY KEY, role TEXT, came_from TEXT)",
        ((id_, *values) for id_, values in shown.items()),
    )
    others = {id_: merged.get(id_, id_) for id_ in {*merged, *now} if merged.get(id_) != now.get(id_)}
    _keep(database, "others_then (id TEXT PRIMARY KEY, kept TEXT)", others.items())
    database.execute(
        "UPDATE temp.facts_then SET person = (SELECT kept.n FROM reach_supporters AS own "
        "JOIN temp.others_then AS o ON o.id = own.id JOIN reach_supporters AS kept ON kept.id = o.kept "
        "WHERE own.n = supporter) WHERE supporter IN (SELECT n FROM reach_supporters WHERE id IN "
        "(SELECT id FROM temp.others_then))"
    )
    return True


def _keep(database: Database, table: str, rows: Any) -> None:
    name, columns = table.split(" ", 1)
    database.execute(f"DROP TABLE IF EXISTS temp.{name}")
    database.execute(f"CREATE TEMP TABLE {name} {columns}")
    found = list(rows)
    if found:
        marks = ", ".join("?" * len(found[0]))
        database.conn.executemany(f"INSERT INTO temp.{name} VALUES ({marks})", found)


def _merges(database: Database) -> list[tuple[_Change, str]]:
    """Return the changes of the rows that were merged or taken apart, each with its moment, oldest first."""
    rows = database.execute(
        "SELECT supporter_id, kind, after, recorded_at FROM supporter_changes WHERE kind IN ('merge', 'unmerge') "
        "AND json_type(after, '$.merged_into') IS NOT NULL ORDER BY recorded_at, rowid"
    )
    return [((id_, kind, {}, json.loads(after)), at) for id_, kind, after, at in rows]


def _anybody_changed(database: Database, moment: str) -> bool:
    return bool(
        database.execute(
            "SELECT 1 FROM supporter_changes WHERE recorded_at >= ? AND kind <> 'coarsen' LIMIT 1", [moment]
        ).fetchone()
    )


def _merged_by(changes: list[_Change], now: dict[str, str], told: set[str]) -> dict[str, str]:
    """Return who was merged, and into whom in the end; whose merge is not told of is as they are now."""
    into = {id_: kept for id_, kept in now.items() if id_ not in told}
    for id_, _, _, after in changes:
        if after["merged_into"] is None:
            into.pop(id_, None)
        else:
            into[id_] = after["merged_into"]
    return {id_: _end(into, id_) for id_ in into}


def _end(into: dict[str, str], id_: str) -> str:
    while id_ in into:
        id_ = into[id_]
    return id_


def _owners(database: Database, changes: list[_Change], before: list[_Change]) -> dict[str, str]:
    """Return whose an address was, where merges have moved it since (or back)."""
    owners: dict[str, str] = {}
    for id_, _, _, after in changes:
        for (address,) in after.get("moved", {}).get("addresses", ()):
            owners.setdefault(address, id_)
    moved: dict[str, list[str]] = {}
    for id_, _, _, after in before:
        if after["merged_into"] is not None:
            moved[id_] = [address for (address,) in after.get("moved", {}).get("addresses", ())]
        for address in moved.get(id_, ()):
            owners[address] = after["merged_into"] or id_
    question = "SELECT supporter_id FROM addresses WHERE id = ?"
    now = {id_: database.execute(question, [id_]).fetchone() for id_ in owners}
    return {id_: owner for id_, owner in owners.items() if now[id_] and now[id_][0] != owner}


def _shown_then(database: Database, moment: str) -> dict[str, tuple[str, str]]:
    """Return role and source of everybody in whom one of them was changed since, as they were."""
    rows = database.execute(
        "SELECT supporter_id, kind, before, after FROM supporter_changes WHERE recorded_at >= ? "
        "ORDER BY recorded_at DESC, rowid DESC",
        [moment],
    ).fetchall()
    then: dict[str, dict[str, str]] = {}

    def person(id_: str) -> dict[str, str]:
        if id_ not in then:
            found = database.execute(
                f"SELECT {', '.join(_SHOWN)} FROM supporters WHERE id = ?", [id_]
            ).fetchone()
            then[id_] = dict(zip(_SHOWN, found or ("", ""), strict=True))
        return then[id_]

    for id_, kind, before, after in rows:
        was, told = json.loads(before), json.loads(after)
        if kind in ("edit", "forget"):
            values = {field: was[field] for field in _SHOWN if field in was}
        else:
            # Merging filled what was blank; taking it apart blanked it again.
            filled = [field for field in told.get("filled", ()) if field in _SHOWN and "with" in told]
            values = {field: "" if kind == "merge" else person(told["with"])[field] for field in filled}
        if values:
            person(id_).update(values)
    return {id_: (was["role"], was["came_from"]) for id_, was in then.items()}
