"""How is another log brought in? One transaction: everything, or nothing at all."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import StoreError
from advocate.store.bulk import collector_resting
from advocate.store.keys import Clock, content_id, moment
from advocate.store.union import acts, leaving, meeting, people
from advocate.store.union.choosing import settle_rows
from advocate.store.union.ledger import Change, changes_of, contacts_to_count_again, write_ledger
from advocate.store.union.pair import Pair, attached, rules_away
from advocate.store.union.recount import count_again
from advocate.store.union.texts import bring_texts

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.store.log import Log

#: What two corrections of one thing say; where that is the same they are one correction.
_CORRECTED = {"contact_events": ("standing", "channel", "act_on", "minutes", "cost_cents"),
              "replies": ("answer", "happened_on", "quotation", "may_quote", "channel", "note", "withdrawn")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """The file that is brought in, as it is remembered: its own name, and the SHA-256 of it."""

    path: Path
    file_hash: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought in (or would be): rows by table, and what a person should look at.

    `number` is 0 where nothing was new or nothing was written. `people_met` are people of both logs who
    were one under two ids, `letters_met` letters; `forgotten` were taken out because one log had forgotten
    them; `changed` counts rows that were here and are other now.
    """

    number: int
    added: Mapping[str, int]
    changed: int
    people_met: int
    letters_met: int
    forgotten: int
    eyes: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """False where the other log held nothing that was not here."""
        return bool(self.added or self.changed)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "number": self.number, "added": dict(self.added), "changed": self.changed, "people_met": self.people_met,
            "letters_met": self.letters_met, "forgotten": self.forgotten, "eyes": list(self.eyes),
        }  # fmt: skip


class _OnlyLooking(Exception):
    """Ends the transaction of a dry run."""


def bring_in(
    log: Log, source: Source, copy: Path, clock: Clock, *, who: str = "", dry_run: bool = False
) -> Brought:
    """Make the log the union of itself and the copy of another log. Raises StoreError; then nothing was changed."""
    database = log.database
    pair = Pair(database.conn)
    brought: Brought | None = None
    try:
        with collector_resting(), attached(database, log.path, copy), log.writing():
            with rules_away(database.conn):
                done = _unite(log, pair, source)
            brought = _count_and_record(pair, database, done, source, clock, who)
            _check_references(database)
            if dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    except StoreError as error:
        if isinstance(error.__cause__, sqlite3.IntegrityError):
            raise StoreError(
                f"'{source.path}' and this log contradict each other in a way that has no answer here "
                f"({error.__cause__}). Nothing was changed."
            ) from error
        raise
    assert brought is not None
    return replace(brought, number=0) if dry_run else brought


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of people and letters on the way: how many met, were forgotten now, and who is, since which day."""

    people_met: int
    letters_met: int
    forgotten_now: int
    forgotten: Mapping[str, str]


def _unite(log: Log, pair: Pair, source: Source) -> _Done:
    """Make the tables of the log those of the union."""
    database = log.database
    keys = leaving.keys_to_keep(pair, log.path, source.path)
    if keys:
        from advocate.store.forgetting import add_keys

        # A key that is kept although the rest fails does no harm; hashes without their key would.
        add_keys(log.path, keys)
    forgotten = leaving.forgotten_in_either(pair)
    living = leaving.living_in_one(pair)
    known = leaving.known_as_forgotten(pair, database, log.path)
    people.settle_people(pair)
    kept = people.settle_merges(pair)
    gone, going = leaving.who_goes(pair, {**known, **forgotten}, living, kept)
    people.settle_owners(pair, kept)
    met = meeting.find_meetings(pair, kept)
    kept = meeting.merge_met(pair, met, kept)
    acts.settle_campaigns(pair)
    acts.settle_addresses(pair)
    letters = acts.settle_letters(pair, kept)
    for name, told in _CORRECTED.items():
        acts.settle_corrections(pair, name, told)
    acts.once(pair, "delivery_events", "delivery_id", "state = 'accepted'")
    settle_rows(pair, (name for name in pair.tables if name not in ("supporters", "campaigns")))
    grown = {
        name: acts.grown_in_both(pair, name, parent)
        for name, parent in (("contact_events", "contact_id"), ("delivery_events", "delivery_id"))
    }
    acts.tell_crossing(pair, grown["contact_events"])
    pair.insert_missing()
    for name, parents in grown.items():
        acts.in_order_of_time(pair, name, name.replace("_events", "_id"), parents)
    bring_texts(pair)
    if gone:
        leaving.erase_forgotten(pair, database, gone)
        _note_forgotten(pair, known)
    return _Done(len(met), letters, going, gone)


def _count_and_record(
    pair: Pair, database: Database, done: _Done, source: Source, clock: Clock, who: str
) -> Brought:
    """Work out what the reports count from, and write down what came."""
    added, changes = write_ledger(pair)
    if added or changes:
        count_again(database, contacts_to_count_again(pair, changes))
        # Counting again brings standings along: those are changes, too.
        changes = [*(each for each in changes if each.table != "contacts"), *changes_of(pair, "contacts")]
    brought = Brought(
        0, added, len(changes), done.people_met, done.letters_met, done.forgotten_now, tuple(pair.eyes.told)
    )
    if not brought.is_new:
        return brought
    return _keep_record(pair, database, brought, changes, source, done.forgotten, clock, who)


def _note_forgotten(pair: Pair, known: Mapping[str, str]) -> None:
    for supporter_id, day in known.items():
        pair.execute(
            "INSERT OR IGNORE INTO main.supporter_changes (id, supporter_id, kind, recorded_at) VALUES (?, ?, 'forget', ?)",
            (content_id({"forget": supporter_id}), supporter_id, f"{day}T00:00:00.000000Z"),
        )


def _keep_record(
    pair: Pair,
    database: Database,
    brought: Brought,
    changes: list[Change],
    source: Source,
    gone: Mapping[str, str],
    clock: Clock,
    who: str,
) -> Brought:
    """Write down what came, so that it can be taken back."""
    import json

    # Every row bears the id, so it is a short one.
    merge_id = secrets.token_hex(6)
    number = int(pair.execute("SELECT coalesce(max(number), 0) + 1 FROM main.log_merges").fetchone()[0])
    told = {**brought.to_dict(), "number": number}
    told.pop("eyes")
    pair.execute(
        "INSERT INTO main.log_merges (id, number, file_name, file_hash, added, needs_eyes, who, merged_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            merge_id, number, source.path.name, source.file_hash, json.dumps(told), len(brought.eyes), who, moment(clock),
        ),
    )  # fmt: skip
    pair.execute(
        "INSERT INTO main.log_merge_rows (merge_id, table_name, row_id) SELECT ?, table_name, row_id FROM temp.added",
        (merge_id,),
    )
    pair.connection.executemany(
        "INSERT INTO main.log_merge_rows (merge_id, table_name, row_id, kind, before) VALUES (?, ?, ?, 'changed', ?)",
        ((merge_id, each.table, each.row_id, each.words()) for each in changes),
    )
    if gone:
        leaving.blank_records(database, gone)
    return replace(brought, number=number)


def _check_references(database: Database) -> None:
    """Whatever points somewhere must find it: foreign keys rested meanwhile."""
    row = database.conn.execute("PRAGMA main.foreign_key_check").fetchone()
    if row is not None:
        raise StoreError(
            f"The two logs do not fit together: a row of {row[0]} would point to a missing one of {row[2]}. "
            "Nothing was changed. Please report this line."
        )
