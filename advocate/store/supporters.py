"""Is this supporter already in the log, and at which address?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.store.keys import NO_NAME, Clock, email_key, match_key, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Supporter:
    """A person as they gave themselves; `address` as typed, `address_form` as it is compared.

    `id` is theirs in the log where it is known: then nobody else of that name is taken for them.
    """

    name: str
    address: str
    address_form: str = ""
    town: str = ""
    zip_code: str = ""
    email: str = ""
    phone: str = ""
    id: str = ""


def find_supporter(database: Database, supporter: Supporter) -> str | None:
    """Return the id of the same name at the same address, else with the same e-mail, else None.

    Two people of one name at one address are one here, until somebody says otherwise. Of rows that
    were merged the id is that of the one kept. A no that was kept without a name for the e-mail is theirs.
    """
    if supporter.id:
        return _kept_of(database, supporter.id)
    found = database.execute(
        """
        SELECT coalesce(supporters.merged_into, supporters.id) FROM supporters
        LEFT JOIN addresses ON addresses.supporter_id IN (supporters.id, supporters.merged_into)
            AND addresses.address_key = :address
        WHERE supporters.name_key = :name AND supporters.forgotten_on IS NULL
          AND (addresses.id IS NOT NULL OR (:email <> '' AND supporters.email_key = :email))
        ORDER BY addresses.id IS NULL, supporters.created_at, supporters.rowid LIMIT 1
        """,
        {
            "name": match_key(supporter.name),
            "address": _address_key(supporter),
            "email": email_key(supporter.email),
        },
    ).fetchone()
    return str(found[0]) if found else _nameless(database, supporter.email)


def _nameless(database: Database, email: str) -> str | None:
    """Return who is on the lists without a name, to hold a no for this e-mail, if anybody is."""
    found = database.execute(
        "SELECT id FROM people WHERE email_key = :email AND email_key <> '' AND name_key = '' ORDER BY id LIMIT 1",
        {"email": email_key(email)},
    ).fetchone()
    return str(found[0]) if found else None


def _kept_of(database: Database, supporter_id: str) -> str | None:
    """Return the id of the row that a row was merged into, or its own; None for one forgotten, or none."""
    found = database.execute(
        "SELECT coalesce(merged_into, id) FROM supporters WHERE id = ? AND forgotten_on IS NULL",
        [supporter_id],
    ).fetchone()
    return str(found[0]) if found else None


def supporter_of(database: Database, contact_id: str) -> Supporter:
    """Return who wrote a contact's letter, as the log knows them now, at the address of that letter."""
    row = database.execute(
        "SELECT supporters.name, addresses.address, addresses.town, addresses.zip_code, supporters.email, "
        "supporters.phone FROM contacts JOIN supporters ON supporters.id = contacts.supporter_id "
        "JOIN addresses ON addresses.id = contacts.address_id WHERE contacts.id = ?",
        [contact_id],
    ).fetchone()
    name, address, town, zip_code, email, phone = row
    return Supporter(name, address, town=town, zip_code=zip_code, email=email, phone=phone)


def keep_supporter(database: Database, supporter: Supporter, clock: Clock) -> tuple[str, str]:
    """Return the ids of the supporter and of the address, each added if it is new.

    What the log knows already is never overwritten: only blanks are filled. An address that is
    new for a known person is added beside the older ones.
    """
    supporter_id = find_supporter(database, supporter)
    if supporter_id is None:
        supporter_id = _add_supporter(database, supporter, clock)
    else:
        _fill_blanks(database, supporter_id, supporter)
    return supporter_id, keep_address(database, supporter_id, supporter, clock)


def _add_supporter(database: Database, supporter: Supporter, clock: Clock) -> str:
    from advocate.store.editing import add_supporter

    values = {
        "name": supporter.name.strip(), "email": supporter.email.strip(), "phone": supporter.phone.strip(),
    }  # fmt: skip
    return add_supporter(database, values, phone_key(supporter.phone), clock)


def phone_key(phone: str) -> str:
    """Return the phone as it is compared ("+16515550143"), "" where it is no number that can be called."""
    from advocate.importing.values import read_phone

    return read_phone(phone.strip())[0]


def _fill_blanks(database: Database, supporter_id: str, supporter: Supporter) -> None:
    if match_key(supporter.name):
        database.execute(
            "UPDATE supporters SET name = ?, name_key = ? WHERE id = ? AND name_key = '' AND name = ?",
            [supporter.name.strip(), match_key(supporter.name), supporter_id, NO_NAME],
        )
    if supporter.email.strip():
        database.execute(
            "UPDATE supporters SET email = ?, email_key = ? WHERE id = ? AND email = ''",
            [supporter.email.strip(), email_key(supporter.email), supporter_id],
        )
    if supporter.phone.strip():
        database.execute(
            "UPDATE supporters SET phone = ?, phone_key = ? WHERE id = ? AND phone = ''",
            [supporter.phone.strip(), phone_key(supporter.phone), supporter_id],
        )


def keep_address(database: Database, supporter_id: str, supporter: Supporter, clock: Clock) -> str:
    """Return the id of this address of a person, added if it is new."""
    key = _address_key(supporter)
    found = database.execute(
        "SELECT id FROM addresses WHERE supporter_id = ? AND address_key = ?", [supporter_id, key]
    ).fetchone()
    if found:
        return str(found[0])
    address_id = new_id()
    database.execute(
        "INSERT INTO addresses (id, supporter_id, address, address_key, town, zip_code, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            address_id,
            supporter_id,
            supporter.address.strip(),
            key,
            supporter.town,
            supporter.zip_code,
            moment(clock),
        ],
    )
    return address_id


def make_newest(database: Database, address_id: str, clock: Clock) -> None:
    """Make an address the one that counts, where a person goes back to one they had before."""
    database.execute("UPDATE addresses SET created_at = ? WHERE id = ?", [moment(clock), address_id])


def _address_key(supporter: Supporter) -> str:
    return match_key(supporter.address_form or supporter.address)
