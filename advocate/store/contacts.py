"""What has been written to whom, and what happened to it since? Rows are added, never rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.errors import UnknownContact
from advocate.store.id_starts import SHORT, find_id
from advocate.store.keys import Clock, moment, new_id
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter

if TYPE_CHECKING:
    from sqlite_utils import Database


#: What a contact can be. A letter is `letter` until it is known which way it went.
CHANNELS = ("letter", "email", "post", "call", "visit", "testimony", "comment")


#: Worded as the unique index is, its condition included: SQLite uses a partial index only then.
SAME_LETTER = (
    "SELECT id FROM contacts WHERE supporter_id = ? AND official_key = ? AND letter_hash = ? "
    "AND coalesce(campaign_id, '') = ? AND letter_hash <> ''"
)


@dataclass(frozen=True, slots=True)
class NewContact:
    """A letter (or another act) as it goes into the log.

    `figures` holds JSON-able mappings, each with value, year, basis and source; `files` full paths.
    `own_words` (per cent), `findings` (rules, "L6 L8"; None: not checked) and `writer_districts` (House,
    Senate, Congress, schools; "" unknown) are as on the day of writing, for the reports.
    """

    supporter: Supporter
    official: OfficialThen
    template: str = ""
    subject: str = ""
    letter_hash: str = ""
    figures: tuple[Mapping[str, Any], ...] = ()
    files: tuple[str, ...] = ()
    campaign: str = ""
    channel: str = "letter"
    own_words: int | None = None
    findings: str | None = None
    writer_districts: tuple[str, str, str, str] = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as the log has it. `created_at` is UTC, `standing_since` the day of the last move."""

    id: str
    standing: str
    channel: str
    created_at: str
    standing_since: str
    supporter_id: str
    supporter: str
    address: str
    town: str
    zip_code: str
    official: OfficialThen
    template: str
    subject: str
    letter_hash: str
    figures: tuple[Mapping[str, Any], ...]
    files: tuple[str, ...]
    campaign: str

    @property
    def short_id(self) -> str:
        """The first digits of the id, which people see and type."""
        return self.id[:SHORT]

    def to_dict(self) -> dict[str, Any]:
        """Return the contact as `advocate log --json` has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Spent:
    """What an act took: whole minutes, and cents; None where nothing is said."""

    minutes: int | None = None
    cost_cents: int | None = None


NOTHING_SAID = Spent()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a contact; `corrects` is the id of the event it corrects or takes back.

    `act_on` is the day of the act, where the event says so, else "".
    """

    id: str
    kind: str
    standing: str
    channel: str
    happened_on: str
    who: str
    note: str
    corrects: str | None
    recorded_at: str
    minutes: int | None = None
    cost_cents: int | None = None
    act_on: str = ""


@dataclass(frozen=True, slots=True)
class Ids:
    """The rows a contact hangs on."""

    supporter: str
    address: str
    official: str
    campaign: str | None


def find_same_letter(database: Database, new: NewContact, ids: Ids) -> str | None:
    """Return the id of the same letter to the same official in the same campaign, if it is logged.

    A letter of a row that was merged into the supporter is the supporter's.
    """
    if not new.letter_hash:
        return None
    merged = database.execute("SELECT id FROM supporters WHERE merged_into = ?", [ids.supporter]).fetchall()
    for supporter_id in (ids.supporter, *(row[0] for row in merged)):
        found = database.execute(
            SAME_LETTER, [supporter_id, new.official.official_key, new.letter_hash, ids.campaign or ""]
        ).fetchone()
        if found:
            return str(found[0])
    return None


def insert_contact(database: Database, new: NewContact, ids: Ids, clock: Clock) -> str:
    """Add a contact in standing drafted, with the event that made it; return its id."""
    contact_id = new_id()
    database.execute(
        "INSERT INTO contacts (id, supporter_id, address_id, official_id, official_key, campaign_id, "
        "channel, template, subject, letter_hash, figures, files, standing, created_at, own_words, findings, "
        "writer_house, writer_senate, writer_congress, writer_school_district) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'drafted', ?, ?, ?, ?, ?, ?, ?)",
        [
            contact_id,
            ids.supporter,
            ids.address,
            ids.official,
            new.official.official_key,
            ids.campaign,
            new.channel,
            new.template,
            new.subject,
            new.letter_hash,
            json.dumps([dict(figure) for figure in new.figures], ensure_ascii=False, sort_keys=True),
            json.dumps(list(new.files), ensure_ascii=False),
            moment(clock),
            new.own_words,
            new.findings,
            *_writer_districts(database, new, ids.address),
        ],
    )
    insert_event(database, contact_id, "made", "drafted", clock, channel=new.channel)
    return contact_id


def _writer_districts(database: Database, new: NewContact, address_id: str) -> tuple[str, ...]:
    """Return the districts given, or else those that the address was placed in before."""
    if any(new.writer_districts):
        return new.writer_districts
    found = database.execute(
        "SELECT state_house, state_senate, congress, school_district FROM placements WHERE address_id = ?",
        [address_id],
    ).fetchone()
    return tuple(found) if found else new.writer_districts


def place_files(database: Database, contact_id: str, files: Sequence[str]) -> None:
    """Note where the letter's files lie now; they may have been written again elsewhere."""
    database.execute(
        "UPDATE contacts SET files = ? WHERE id = ?",
        [json.dumps(list(files), ensure_ascii=False), contact_id],
    )


def insert_event(
    database: Database,
    contact_id: str,
    kind: str,
    standing: str,
    clock: Clock,
    *,
    on: date | None = None,
    who: str = "",
    note: str = "",
    channel: str = "",
    corrects: str | None = None,
    spent: Spent = NOTHING_SAID,
    act_on: date | None = None,
) -> str:
    """Add what happened; a trigger brings the contact's standing and channel after it.

    `on` is the day on which it happened, by default today; `act_on` says which day the act is of from here
    on, where that is another than the rule of schema/campaigns.py has it.
    """
    event_id = new_id()
    # The day is the person's own, not UTC's: at seven in the evening it is still today in Minnesota.
    day = on or clock().astimezone().date()
    database.execute(
        "INSERT INTO contact_events (id, contact_id, kind, standing, channel, happened_on, who, note, "
        "corrects, recorded_at, minutes, cost_cents, act_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            event_id, contact_id, kind, standing, channel, day.isoformat(), who, note, corrects, moment(clock),
            spent.minutes, spent.cost_cents, act_on.isoformat() if act_on else "",
        ],
    )  # fmt: skip
    return event_id


def read_events(database: Database, contact_id: str) -> tuple[Event, ...]:
    """Return everything that happened to a contact, oldest first."""
    rows = database.query(
        "SELECT id, kind, standing, channel, happened_on, who, note, corrects, recorded_at, minutes, cost_cents, "
        "act_on FROM contact_events WHERE contact_id = ? ORDER BY recorded_at, rowid",
        [contact_id],
    )
    return tuple(Event(**row) for row in rows)


def read_contacts(
    database: Database,
    *,
    campaign_id: str | None = None,
    standing: str | None = None,
    contact_id: str | None = None,
) -> Iterator[Contact]:
    """Yield the contacts, oldest first; each argument that is given narrows them."""
    rows = database.query(
        "SELECT contact_log.* FROM contacts JOIN contact_log ON contact_log.id = contacts.id "
        "WHERE (:campaign IS NULL OR contacts.campaign_id = :campaign) "
        "AND (:standing IS NULL OR contacts.standing = :standing) "
        "AND (:id IS NULL OR contacts.id = :id) "
        "ORDER BY contacts.created_at, contacts.rowid",
        {"campaign": campaign_id, "standing": standing, "id": contact_id},
    )
    return (_contact(row) for row in rows)


def contacts_of(database: Database, supporter_ids: Sequence[str]) -> list[Contact]:
    """Return the contacts of these rows of a person, oldest first."""
    rows = database.query(
        "SELECT contact_log.* FROM contacts JOIN contact_log ON contact_log.id = contacts.id "
        f"WHERE contacts.supporter_id IN ({', '.join('?' * len(supporter_ids))}) "
        "ORDER BY contacts.created_at, contacts.rowid",
        list(supporter_ids),
    )
    return [_contact(row) for row in rows]


def find_contact(database: Database, id_or_start: str) -> str:
    """Return the whole id of the one contact whose id begins so. Raises UnknownContact."""
    return find_id(
        database, "contacts", id_or_start, error=UnknownContact, noun="contact", shown_by="advocate log",
        describe=lambda each: _described(next(read_contacts(database, contact_id=each))),
    )  # fmt: skip


def _described(contact: Contact) -> str:
    who = f"{contact.official.title} {contact.official.name}".strip()
    return f"{contact.id[:16]} {contact.supporter} to {who}, {contact.created_at[:10]}"


def _contact(row: Mapping[str, Any]) -> Contact:
    """Build a contact from a row of the view, whose columns bear the fields' names."""
    then = {field.name: row[field.name] for field in fields(OfficialThen) if field.name in row}
    then |= {"name": row["official"], "email": row["official_email"]}
    plain = {field.name: row[field.name] for field in fields(Contact) if field.name in row}
    plain |= {
        "official": OfficialThen(**then),
        "figures": tuple(json.loads(row["figures"])),
        "files": tuple(json.loads(row["files"])),
    }
    return Contact(**plain)
