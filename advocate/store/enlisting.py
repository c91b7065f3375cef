"""How do the rows of a plan become supporters, addresses, ids and consents? Set by set, inside one transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.importing.decisions import Planned, consent_words, consents
from advocate.importing.entry import Entry
from advocate.store import staging
from advocate.store.decided import planned
from advocate.store.keys import new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What a field's key is called, and is of an entry.
_KEYS = {"email": "email_key", "phone": "phone_key"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a batch bears: its batch, and when it was written (UTC)."""

    batch_id: str
    now: str
    opt_out_source: str


def enlist(database: Database, stamp: Stamp) -> None:
    """Add everybody whom the plan creates, in the order of the file."""
    connection = database.conn
    connection.execute("DROP TABLE IF EXISTS temp.made")
    connection.execute("CREATE TABLE temp.made (line INTEGER PRIMARY KEY, id TEXT NOT NULL)")
    last = connection.execute("SELECT coalesce(max(line), 1) FROM temp.entry").fetchone()[0]
    step = max(1, 0xFFFFFFFF // (last + 1))
    # Ids are random, but grow with the line: so a million of them are added to an index at its end,
    # or into it in one sweep.
    a_new_id = f"printf('%08x', line * {step} + abs(random() % {step})) || lower(hex(randomblob(12)))"
    connection.execute(
        f"INSERT INTO temp.made SELECT line, {a_new_id} FROM temp.entry "
        "WHERE code = 1 OR (code = 0 AND line IN (SELECT line FROM temp.decided WHERE decision = 'create')) ORDER BY line"
    )
    by = {"batch": stamp.batch_id, "now": stamp.now, "no": stamp.opt_out_source}
    of_made = "FROM temp.made AS m JOIN temp.entry AS e USING (line)"
    connection.execute(
        "INSERT INTO supporters (id, name, name_key, email, email_key, phone, created_at, given_name, family_name, "
        "phone_key, role, language, interests, came_from, notes, batch_id, batch_line) "
        "SELECT m.id, e.name, e.name_key, e.email, e.email_key, e.phone, :now, e.given_name, e.family_name, "
        "e.phone_key, e.role, e.language, e.interests, e.came_from, e.notes, :batch, e.line "
        f"{of_made} ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at, batch_id) "
        f"SELECT {a_new_id}, m.id, e.address, e.address_key, e.town, e.zip_code, :now, :batch "
        f"{of_made} WHERE e.address_key <> '' ORDER BY e.line",
        by,
    )
    connection.execute(
        "INSERT INTO external_ids (system, external_id, supporter_id, batch_id) "
        f"SELECT e.external_system, e.external_id, m.id, :batch {of_made} WHERE e.external_id <> '' "
        "ORDER BY e.external_system, e.external_id",
        by,
    )
    connection.execute(
        "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
        f"SELECT {a_new_id}, m.id, 1, e.consent_channel, e.consent_on, e.consent_source, e.consent_wording, :batch, :now "
        f"{of_made} WHERE e.consent_source IS NOT NULL ORDER BY e.line",
        by,
    )
    more = connection.execute(
        f"SELECT m.id, e.more_consents {of_made} WHERE e.more_consents <> ''"
    ).fetchall()
    _add_consents(
        database,
        (
            (who, 1, channel, on, source, wording)
            for who, text in more
            for channel, on, source, wording in json.loads(text)
        ),
        stamp,
    )
    who_says_no = connection.execute(f"SELECT m.id, e.opted_out {of_made} WHERE e.opted_out <> ''").fetchall()
    noes = (
        (who, 0, each, "", stamp.opt_out_source, "") for who, text in who_says_no for each in text.split()
    )
    _add_consents(database, noes, stamp)


def bring_up_to_date(database: Database, stamp: Stamp) -> None:
    """Carry out the plan's updates in their order, and write down what each changed in whom."""
    made = "SELECT id FROM temp.made WHERE line = ?"
    values: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    kept: list[tuple[Any, ...]] = []
    connection = database.conn
    for step, each, entry in _updates(database):
        who = each.supporter_id
        if who.startswith("new:"):
            who = connection.execute(made, [int(who[4:])]).fetchone()[0]
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for change in each.changes:
            name = change.field
            after[name] = f"{after[name]}, {change.new}" if name in after else change.new
            if change.field in ("address", "external_id", "consent", "opt_out"):
                _add_beside(database, change.field, change.new, who, entry, stamp)
                continue
            before[name] = change.old
            key = _KEYS.get(change.field)
            if key:
                # No line of a file replaces what another line of it gave, so the list still has the old key.
                before[key] = connection.execute(
                    f"SELECT {key} FROM supporters WHERE id = ?", [who]
                ).fetchone()[0]
                after[key] = getattr(entry, key)
                values[key].append((getattr(entry, key), who))
            values[change.field].append((change.new, who))
        kept.append(
            (stamp.batch_id, entry.line, step, "update", each.reason, who, _json(before), _json(after))
        )
    for column, pairs in values.items():
        connection.executemany(f"UPDATE supporters SET {column} = ? WHERE id = ?", pairs)
    _keep_rows(database, kept)


def keep_the_rest(database: Database, stamp: Stamp, no_consent: str) -> None:
    """Write down the lines that need eyes or were rejected, with the reason; what they hold stays in their file."""
    connection = database.conn
    insert = "INSERT INTO batch_rows (batch_id, line, decision, reason) "
    connection.execute(
        f"{insert} SELECT ?, line, decision, reason FROM temp.decided "
        "WHERE decision IN ('needs_eyes', 'rejected') ORDER BY line",
        [stamp.batch_id],
    )
    connection.execute(
        f"{insert} SELECT ?, line, 'needs_eyes', ? FROM temp.entry WHERE code = {staging.NO_CONSENT} ORDER BY line",
        [stamp.batch_id, no_consent],
    )


def _updates(database: Database) -> Iterator[tuple[int, Planned, Entry]]:
    for row in database.conn.execute(
        f"SELECT {staging.ENTRY}, d.step, d.decision, d.reason, d.supporter_id, d.changes, d.candidates "
        "FROM (SELECT * FROM temp.decided WHERE decision = 'update') AS d "
        "CROSS JOIN temp.entry AS e USING (line) ORDER BY d.step"
    ):
        entry = staging.read_entry(row[:-6])
        yield row[-6], planned(entry.line, *row[-5:]), entry


def _add_beside(database: Database, what: str, new: str, who: str, entry: Entry, stamp: Stamp) -> None:
    connection = database.conn
    if what == "address":
        connection.execute(
            "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at, batch_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                new_id(),
                who,
                entry.address,
                entry.address_key,
                entry.town,
                entry.zip_code,
                stamp.now,
                stamp.batch_id,
            ],
        )
    elif what == "external_id":
        connection.execute(
            "INSERT INTO external_ids VALUES (?, ?, ?, ?)",
            [entry.external_system, entry.external_id, who, stamp.batch_id],
        )
    elif what == "consent":
        said = next(each for each in consents(entry) if consent_words(each) == new)
        _add_consents(database, [(who, 1, said.channel, said.happened_on, said.source, said.wording)], stamp)
    elif what == "opt_out":
        _add_consents(database, [(who, 0, new, "", stamp.opt_out_source, "")], stamp)


def _add_consents(database: Database, rows: Any, stamp: Stamp) -> None:
    database.conn.executemany(
        "INSERT INTO consents (id, supporter_id, given, channel, happened_on, source, wording, batch_id, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((new_id(), *row, stamp.batch_id, stamp.now) for row in rows),
    )


def _keep_rows(database: Database, rows: list[tuple[Any, ...]]) -> None:
    database.conn.executemany(
        "INSERT INTO batch_rows (batch_id, line, step, decision, reason, supporter_id, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(rows),
    )


def _json(values: dict[str, str]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else "{}"
