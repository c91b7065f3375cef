"""Which acts that happened elsewhere are on record, and how does one more get there? Rows are added, never rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advocate.store.contacts import NOTHING_SAID, Spent, insert_event
from advocate.store.keys import NO_ADDRESS, Clock, moment, new_id
from advocate.store.officials import OfficialThen, keep_official

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class NewAct:
    """An act towards one official on a day: a call, a visit, a posted letter, testimony, a comment, an e-mail.

    `standing` is sent (reported) or confirmed (witnessed); `campaign_id` None for no campaign.
    """

    supporter_id: str
    official: OfficialThen
    channel: str
    on: date
    standing: str = "sent"
    campaign_id: str | None = None
    spent: Spent = NOTHING_SAID
    note: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class ActThere:
    """An act on record: `channel` to `campaign_id` as it was recorded first, the rest as it stands now."""

    id: str
    channel: str
    on: str
    minutes: int | None
    cost_cents: int | None
    note: str
    campaign_id: str | None
    standing: str
    channel_now: str
    on_now: str


def insert_act(database: Database, new: NewAct, clock: Clock) -> str:
    """Add an act, inside the caller's `Log.writing()`; return the contact's id.

    It hangs on the supporter's newest address and the districts that one was placed in.
    """
    contact_id = new_id()
    address_id, *districts = _home(database, new.supporter_id)
    database.execute(
        "INSERT INTO contacts (id, supporter_id, address_id, official_id, official_key, campaign_id, channel, "
        "standing, created_at, writer_house, writer_senate, writer_congress, writer_school_district) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            contact_id, new.supporter_id, address_id, keep_official(database, new.official),
            new.official.official_key, new.campaign_id, new.channel, new.standing, moment(clock), *districts,
        ],
    )  # fmt: skip
    insert_event(
        database, contact_id, "made", new.standing, clock,
        on=new.on, channel=new.channel, note=new.note, who=new.who, spent=new.spent,
    )  # fmt: skip
    return contact_id


def acts_there(database: Database, supporter_ids: Sequence[str], official_key: str) -> list[ActThere]:
    """Return the acts without a text of these rows of a person towards an official, oldest first."""
    rows = database.execute(
        "SELECT c.id, made.channel, first.happened_on, first.minutes, first.cost_cents, first.note, c.campaign_id, "
        "c.standing, c.channel, date(f.day * 86400, 'unixepoch') FROM contacts AS c "
        "JOIN contact_events AS made ON made.contact_id = c.id AND made.kind = 'made' "
        "JOIN contact_events AS first ON first.rowid = (SELECT rowid FROM contact_events "
        "WHERE contact_id = c.id AND standing IN ('sent', 'confirmed') ORDER BY recorded_at, rowid LIMIT 1) "
        "JOIN reach_facts AS f ON f.contact = c.number "
        f"WHERE c.supporter_id IN ({', '.join('?' * len(supporter_ids))}) AND +c.official_key = ? "
        "AND c.letter_hash = '' ORDER BY c.created_at, c.rowid",
        [*supporter_ids, official_key],
    )
    return [ActThere(*row) for row in rows]


def letters_waiting(database: Database, supporter_ids: Sequence[str], official_key: str) -> list[str]:
    """Return the ids of letters of a person to an official that are written, and were not sent so far."""
    rows = database.execute(
        f"SELECT id FROM contacts WHERE supporter_id IN ({', '.join('?' * len(supporter_ids))}) "
        "AND +official_key = ? AND letter_hash <> '' AND standing IN ('drafted', 'handed_over') ORDER BY rowid",
        [*supporter_ids, official_key],
    )
    return [row[0] for row in rows]


def _home(database: Database, supporter_id: str) -> tuple[str, ...]:
    """Return the newest address of a person and its four districts; of nobody's street, a row that says so."""
    found = database.execute(
        "SELECT addresses.id, coalesce(state_house, ''), coalesce(state_senate, ''), coalesce(congress, ''), "
        "coalesce(school_district, '') FROM addresses LEFT JOIN placements ON placements.address_id = addresses.id "
        "WHERE supporter_id = ? ORDER BY addresses.created_at DESC, addresses.rowid DESC LIMIT 1",
        [supporter_id],
    ).fetchone()
    if found:
        return tuple(found)
    address_id = new_id()
    # Older than any other, so that an address that is learned later counts at once.
    database.execute(
        "INSERT INTO addresses (id, supporter_id, address, address_key, created_at) VALUES (?, ?, '', ?, "
        "(SELECT created_at FROM supporters WHERE id = ?))",
        [address_id, supporter_id, NO_ADDRESS, supporter_id],
    )
    return (address_id, "", "", "", "")
