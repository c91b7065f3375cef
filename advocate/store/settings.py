"""What has been set in this log for good, such as the campaign that is meant when none is named?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.store.keys import Clock, moment

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The id of the campaign that commands mean where none is named.
DEFAULT_CAMPAIGN = "default_campaign"


def read_setting(database: Database, name: str) -> str:
    """Return what was set, "" where nothing was."""
    found = database.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
    return str(found[0]) if found else ""


def keep_setting(database: Database, name: str, value: str, clock: Clock) -> None:
    """Set it; "" takes it away. Settings are this log's own: they are not merged, and have no history."""
    database.execute("DELETE FROM settings WHERE name = ?", [name])
    if value:
        database.execute(
            "INSERT INTO settings (name, value, set_at) VALUES (?, ?, ?)", [name, value, moment(clock)]
        )
