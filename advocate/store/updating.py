"""How do the updates of a plan reach the list, with what each changed in whom written down? Gathered, then set by set."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from advocate.importing.decisions import BESIDE, consent_words, consents
from advocate.store import staging
from advocate.store.enlisting import Stamp, add_consents

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Fields that are compared by a key, which is called `email_key`, `phone_key`, `name_key`.
_KEYS = ("email", "phone", "name")


class _Update(NamedTuple):
    """One update: whose it is (an id and a row, also of somebody made just now), their keys before, the sheet's, its address."""

    line: int
    step: int
    reason: str
    who: str
    row: int
    candidates: str
    changes: list[tuple[str, str, str]]
    old_keys: list[str]
    new_keys: list[str]
    place: list[str]


@dataclass(slots=True)
class _Work:
    """What is to be written, table by table, each in the order of the plan; of people, by row, what is last said."""

    values: defaultdict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    addresses: list[tuple[Any, ...]] = field(default_factory=list)
    external_ids: list[tuple[Any, ...]] = field(default_factory=list)
    consents: list[tuple[Any, ...]] = field(default_factory=list)
    kept: list[tuple[Any, ...]] = field(default_factory=list)


def bring_up_to_date(database: Database, stamp: Stamp) -> None:
    """Carry out the plan's updates in their order, and write down what each changed in whom."""
    work = _Work()
    for update in _updates(database, stamp):
        _gather(work, update, stamp, database)
    connection = database.conn
    for columns, rows in _by_columns(work.values).items():
        changed = ", ".join(f"{each} = ?" for each in columns)
        connection.executemany(f"UPDATE supporters SET {changed} WHERE rowid = ?", rows)
    connection.executemany(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at, batch_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        work.addresses,
    )
    connection.executemany("INSERT INTO external_ids VALUES (?, ?, ?, ?)", work.external_ids)
    add_consents(database, work.consents, stamp)
    connection.executemany(
        "INSERT INTO batch_rows (batch_id, line, step, decision, reason, supporter_id, before, after) "
        "VALUES (?, ?, ?, 'update', ?, ?, ?, ?)",
        sorted(work.kept),
    )


def _by_columns(values: dict[int, dict[str, str]]) -> dict[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return, for each set of columns, (value of each, row), in the order in which the people lie on the disk."""
    found: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in sorted(values):
        found[tuple(values[row])].append((*values[row].values(), row))
    return found


def _updates(database: Database, stamp: Stamp) -> Iterator[_Update]:
    # No line of a file replaces what another line of it gave, so the list still has the old keys.
    for row in database.conn.execute(
        "SELECT d.line, d.step, d.reason, s.id, s.rowid, d.candidates, d.changes, s.email_key, s.phone_key, s.name_key, "
        "e.email_key, e.phone_key, e.name_key, e.address, e.address_key, e.town, e.zip_code "
        "FROM (SELECT *, CASE WHEN supporter_id LIKE 'new:%' "
        "THEN printf('%08x', :first + substr(supporter_id, 5)) || :ending ELSE supporter_id END AS who "
        "FROM temp.decided WHERE decision = 'update') AS d "
        "CROSS JOIN temp.entry AS e ON e.line = d.line LEFT JOIN supporters AS s ON s.id = d.who ORDER BY d.step",
        {"first": stamp.first, "ending": stamp.ending},
    ):
        line, step, reason, who, at, candidates, changes, *keys_and_place = row
        old, new, place = keys_and_place[:3], keys_and_place[3:6], keys_and_place[6:]
        yield _Update(line, step, reason, who, at, candidates, json.loads(changes or "[]"), old, new, place)


def _gather(work: _Work, update: _Update, stamp: Stamp, database: Database) -> None:
    """Put what one update writes where it belongs."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name, old, new in update.changes:
        after[name] = f"{after[name]}, {new}" if name in after else new
        if name in BESIDE:
            _gather_beside(work, name, new, update, stamp, database)
            continue
        before[name] = old
        values = work.values[update.row]
        values[name] = new
        if name in _KEYS:
            at = _KEYS.index(name)
            key = f"{name}_key"
            before[key] = update.old_keys[at]
            values[key] = after[key] = update.new_keys[at]
    row = (
        stamp.batch_id, update.line, update.step, update.reason, update.who, _json(before), _json(after),
    )  # fmt: skip
    work.kept.append(row)


def _gather_beside(
    work: _Work, name: str, new: str, update: _Update, stamp: Stamp, database: Database
) -> None:
    who = update.who
    if name == "address":
        # No person is made by this line, so its id is free: addresses of one batch stand side by side, too.
        work.addresses.append((stamp.id_of(update.line), who, *update.place, stamp.now, stamp.batch_id))
    elif name == "opt_out":
        # A no may be that of several people.
        told = [stamp.made_as(each) for each in update.candidates.split()] or [who]
        work.consents += ((each, 0, new, "", stamp.opt_out_source, "") for each in told)
    else:
        (entry,) = staging.entries_at(database, [update.line])
        if name == "external_id":
            work.external_ids.append((entry.external_system, entry.external_id, who, stamp.batch_id))
            return
        said = next(each for each in consents(entry) if consent_words(each) == new)
        work.consents.append((who, 1, said.channel, said.happened_on, said.source, said.wording))


def _json(values: dict[str, str]) -> str:
    # As json.dumps does it, without an encoder for each row.
    return f"{{{', '.join(f'{_quoted(name)}: {_quoted(value)}' for name, value in values.items())}}}"
