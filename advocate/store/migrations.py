"""Which tables does a log have, and how did they come about? A migration that shipped is never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from advocate.store.schema.approvals import APPROVALS
from advocate.store.schema.campaigns import CAMPAIGNS, FACTS, FOLLOW, FOLLOW_FROM_THE_BEGINNING, VIEWS
from advocate.store.schema.certain import leave_certain_districts
from advocate.store.schema.contacts import CONTACT_LOG, DELIVERIES, SIGNATURES, TABLES
from advocate.store.schema.lists import LISTS
from advocate.store.schema.nameless import COUNT_THE_NAMED
from advocate.store.schema.reach import FOLLOW_NARROWLY, NUMBERS
from advocate.store.schema.views import VIEWS as REPORT_VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("advocate")


def known_names() -> frozenset[str]:
    """Return the names of all migrations this version knows."""
    return frozenset(step.name for step in migrations._migrations)


def _run(database: Database, script: str) -> None:
    """Run statements separated by a blank line (`executescript` would end the transaction)."""
    for statement in script.strip().split("\n\n"):
        database.execute(statement)


@migrations()
def m001_supporters_officials_campaigns_contacts(database: Database) -> None:
    """Who asked whom, with which letter, and each thing that happened to it.

    Ids are unique everywhere: random where a person made the row, worked out from the content
    where the same content must be the same row in two logs that are brought together later.
    Days are YYYY-MM-DD, moments are UTC with microseconds, so that text order is time order.
    """
    _run(database, TABLES)


@migrations()
def m002_contact_log_view(database: Database) -> None:
    """One row a contact, readable in any viewer: what `advocate log` shows."""
    _run(database, CONTACT_LOG)


@migrations()
def m003_deliveries(database: Database) -> None:
    """Each message handed to a mail server, with the supporter's yes, and each thing known of it since."""
    _run(database, DELIVERIES)


@migrations()
def m004_letter_signatures(database: Database) -> None:
    """What a supporter's own words look like, so that nearly the same ones of others are found (L15)."""
    _run(database, SIGNATURES)


@migrations()
def m005_supporter_lists(database: Database) -> None:
    """Imported lists that can be undone, consent, places, merges, and what a forgotten person leaves."""
    _run(database, LISTS)


@migrations()
def m006_campaigns_replies_reach(database: Database) -> None:
    """What a campaign is, what came back, whose yes there is, and the facts that reports count from."""
    _run(database, CAMPAIGNS)
    _run(database, FACTS)
    _run(database, FOLLOW)
    _run(database, FOLLOW_FROM_THE_BEGINNING)
    _run(database, VIEWS)


@migrations()
def m007_addresses_compared_in_one_spelling(database: Database) -> None:
    """ "6th Street East" and "6th St E" are one address: the keys that were kept by spelling are made again."""
    for address_id, address, key in database.execute(
        "SELECT id, address, address_key FROM addresses WHERE address <> ''"
    ).fetchall():
        spelled, compared = _keys(address)
        if key == spelled != compared:
            # A person who has both spellings keeps both rows; letters hang on each.
            database.execute(
                "UPDATE OR IGNORE addresses SET address_key = ? WHERE id = ?", [compared, address_id]
            )


@migrations()
def m008_letters_wait_for_a_yes(database: Database) -> None:
    """Which letters were made for a supporter, so that they wait for a yes; what was said stays for good."""
    _run(database, APPROVALS)


@migrations()
def m009_reports_count_along_indexes(database: Database) -> None:
    """A million contacts are counted without sorting them; every report has its view."""
    _run(database, NUMBERS)
    _run(database, FOLLOW_NARROWLY)
    _run(database, REPORT_VIEWS)


@migrations()
def m010_districts_are_certain_or_blank(database: Database) -> None:
    """Nobody is counted in a district that was guessed: near a line, or by a ZIP code that several share."""
    leave_certain_districts(database)


@migrations()
def m011_campaigns_have_a_topic(database: Database) -> None:
    """What a campaign's letters show results of: math, reading or science; "" is left to the templates."""
    _run(database, "ALTER TABLE campaigns ADD COLUMN topic TEXT NOT NULL DEFAULT ''")


@migrations()
def m012_a_no_without_a_name_is_nobodys(database: Database) -> None:
    """Who is there only to hold a no, without a name, is counted as a supporter in no view."""
    _run(database, COUNT_THE_NAMED)


def _keys(address: str) -> tuple[str, str]:
    """Return the key of an address by its spelling and in one form, the same "" for one on no street."""
    from advocate.store.keys import match_key
    from legislators.address import parse_address
    from legislators.errors import BadAddress

    try:
        parsed = parse_address(address)
    except BadAddress:
        return "", ""
    if parsed.problem:
        return "", ""
    return match_key(parsed.one_line()), match_key(parsed.compared())
