"""How do the updates of a plan reach the list, with what each changed in whom written down? Gathered, then set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from advocate.importing.decisions import BESIDE, Planned, consent_words, consents
from advocate.importing.entry import Entry
from advocate.store import staging
from advocate.store.decided import planned
from advocate.store.enlisting import Stamp, add_consents
from advocate.store.keys import new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Fields that are compared by a key: what it is called, on the list and of an entry.
_KEYS = {"email": "email_key", "phone": "phone_key"}


class _Update(NamedTuple):
    """One update: whose it is (an id, also of somebody made just now), and their keys before."""

    step: int
    planned: Planned
    entry: Entry
    who: str
    keys: dict[str, str]


@dataclass(slots=True)
class _Work:
    """What is to be written, table by table, each in the order of the plan."""

    values: defaultdict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    addresses: list[tuple[Any, ...]] = field(default_factory=list)
    external_ids: list[tuple[Any, ...]] = field(default_factory=list)
    consents: list[tuple[Any, ...]] = field(default_factory=list)
    kept: list[tuple[Any, ...]] = field(default_factory=list)


def bring_up_to_date(database: Database, stamp: Stamp) -> None:
    """Carry out the plan's updates in their order, and write down what each changed in whom."""
    work = _Work()
    for update in _updates(database, stamp):
        _gather(work, update, stamp)
    connection = database.conn
    for column, pairs in work.values.items():
        connection.executemany(f"UPDATE supporters SET {column} = ? WHERE id = ?", pairs)
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


def _updates(database: Database, stamp: Stamp) -> Iterator[_Update]:
    for row in database.conn.execute(
        f"SELECT {staging.ENTRY}, d.step, d.decision, d.reason, d.supporter_id, d.changes, d.candidates, "
        "s.id, s.email_key, s.phone_key "
        "FROM (SELECT *, CASE WHEN supporter_id LIKE 'new:%' "
        "THEN printf('%08x', :first + substr(supporter_id, 5)) || :ending ELSE supporter_id END AS who "
        "FROM temp.decided WHERE decision = 'update') AS d "
        "CROSS JOIN temp.entry AS e ON e.line = d.line LEFT JOIN supporters AS s ON s.id = d.who ORDER BY d.step",
        {"first": stamp.first, "ending": stamp.ending},
    ):
        entry, (step, *decision) = staging.read_entry(row[:-9]), row[-9:-3]
        # No line of a file replaces what another line of it gave, so the list still has the old keys.
        keys = {"email_key": row[-2], "phone_key": row[-1]}
        yield _Update(step, planned(entry.line, *decision), entry, row[-3], keys)


def _gather(work: _Work, update: _Update, stamp: Stamp) -> None:
    """Put what one update writes where it belongs."""
    entry, who = update.entry, update.who
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for change in update.planned.changes:
        name = change.field
        after[name] = f"{after[name]}, {change.new}" if name in after else change.new
        if name in BESIDE:
            _gather_beside(work, name, change.new, update, stamp)
            continue
        before[name] = change.old
        work.values[name].append((change.new, who))
        if name in _KEYS:
            key = _KEYS[name]
            before[key], after[key] = update.keys[key], getattr(entry, key)
            work.values[key].append((after[key], who))
    row = (stamp.batch_id, entry.line, update.step, update.planned.reason, who, _json(before), _json(after))
    work.kept.append(row)


def _gather_beside(work: _Work, name: str, new: str, update: _Update, stamp: Stamp) -> None:
    entry, who = update.entry, update.who
    if name == "address":
        place = (entry.address, entry.address_key, entry.town, entry.zip_code)
        work.addresses.append((new_id(), who, *place, stamp.now, stamp.batch_id))
    elif name == "external_id":
        work.external_ids.append((entry.external_system, entry.external_id, who, stamp.batch_id))
    elif name == "consent":
        said = next(each for each in consents(entry) if consent_words(each) == new)
        work.consents.append((who, 1, said.channel, said.happened_on, said.source, said.wording))
    else:
        # A no may be that of several people.
        told = [stamp.made_as(each) for each in update.planned.candidates] or [who]
        work.consents += ((each, 0, new, "", stamp.opt_out_source, "") for each in told)


def _json(values: dict[str, str]) -> str:
    # As json.dumps does it, without an encoder for each row.
    return f"{{{', '.join(f'{_quoted(name)}: {_quoted(value)}' for name, value in values.items())}}}"
