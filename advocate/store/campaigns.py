"""Which campaign is meant by this name?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.errors import WrongChoice
from advocate.store.keys import Clock, content_id, match_key, moment

if TYPE_CHECKING:
    from sqlite_utils import Database


def find_campaign(database: Database, name: str) -> str:
    """Return the campaign's id; case and punctuation do not count. Raises WrongChoice, with all names."""
    found = database.execute("SELECT id FROM campaigns WHERE name_key = ?", [match_key(name)]).fetchone()
    if found:
        return str(found[0])
    names = campaign_names(database)
    known = f"The campaigns are: {', '.join(names)}." if names else "No contact has a campaign yet."
    raise WrongChoice(f"There is no campaign '{name}' in the log. {known}", names)


def campaign_names(database: Database) -> list[str]:
    """Return all names, in alphabetical order."""
    return [row[0] for row in database.execute("SELECT name FROM campaigns ORDER BY name_key")]


def keep_campaign(database: Database, name: str, clock: Clock) -> str | None:
    """Return the campaign's id, made if it is new; None for no campaign ("").

    The id comes from the name, so that two organizers' logs mean the same campaign by it.
    """
    key = match_key(name)
    if not key:
        return None
    found = database.execute("SELECT id FROM campaigns WHERE name_key = ?", [key]).fetchone()
    if found:
        return str(found[0])
    campaign_id = content_id({"campaign": key})
    database.execute(
        "INSERT INTO campaigns (id, name, name_key, created_at) VALUES (?, ?, ?, ?)",
        [campaign_id, " ".join(name.split()), key, moment(clock)],
    )
    return campaign_id
