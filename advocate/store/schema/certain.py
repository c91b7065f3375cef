"""Which districts of an address are certain? A guess that an earlier version kept is taken out. As shipped; never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

#: How `placements.problem` names a doubt ("House 67A or 67B; Senate 67") -> the column it is about.
_DOUBTS = (
    ("House ", "state_house"),
    ("Senate ", "state_senate"),
    ("Congress ", "congress"),
    ("schools ", "school_district"),
)


def leave_certain_districts(database: Database) -> None:
    """Blank each district of an address that was one of several possible ones, or of a ZIP code alone."""
    rows = database.execute("SELECT address_id, method, problem FROM placements WHERE certain = 0").fetchall()
    for address_id, method, problem in rows:
        parts = problem.split("; ")
        # Somebody forgotten has no words of the doubt left: then nothing says which districts it was about.
        doubted = [
            column
            for word, column in _DOUBTS
            if method == "zip_area" or not problem or any(part.startswith(word) for part in parts)
        ]
        if doubted:
            settings = ", ".join(f"{column} = ''" for column in doubted)
            database.execute(f"UPDATE placements SET {settings} WHERE address_id = ?", [address_id])
