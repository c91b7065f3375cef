"""How is a supporter added and changed by hand? Each change stays on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advocate.store.changes import record_change
from advocate.store.keys import Clock, email_key, match_key, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Fields of a supporter that can be changed by hand.
FIELDS = (
    "name", "given_name", "family_name", "email", "phone", "role", "language", "interests", "came_from", "notes",
)  # fmt: skip


def add_supporter(database: Database, values: Mapping[str, str], phone_key: str, clock: Clock) -> str:
    """Add a person with these fields (see FIELDS); return the id."""
    supporter_id = new_id()
    row = {
        **{name: values.get(name, "") for name in FIELDS},
        "id": supporter_id,
        "name_key": match_key(values["name"]),
        "email_key": email_key(values.get("email", "")),
        "phone_key": phone_key,
        "created_at": moment(clock),
    }
    columns = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    database.execute(f"INSERT INTO supporters ({columns}) VALUES ({marks})", row)
    return supporter_id


def change_supporter(
    database: Database, supporter_id: str, new: Mapping[str, str], phone_key: str, clock: Clock, who: str = ""
) -> dict[str, tuple[str, str]]:
    """Set fields by hand and put the change on record; return field -> (before, after) of what differs.

    `phone_key` is that of the phone in `new`, where there is one.
    """
    row = database.execute(
        f"SELECT {', '.join(FIELDS)} FROM supporters WHERE id = ?", [supporter_id]
    ).fetchone()
    now = dict(zip(FIELDS, row, strict=True))
    changed = {name: (now[name], text) for name, text in new.items() if now[name] != text}
    if not changed:
        return {}
    values = {name: after for name, (_, after) in changed.items()}
    if "name" in values:
        values["name_key"] = match_key(values["name"])
    if "email" in values:
        values["email_key"] = email_key(values["email"])
    if "phone" in values:
        values["phone_key"] = phone_key
    settings = ", ".join(f"{name} = :{name}" for name in values)
    database.execute(f"UPDATE supporters SET {settings} WHERE id = :id", {**values, "id": supporter_id})
    before = {name: old for name, (old, _) in changed.items()}
    after = {name: new[name] for name in changed}
    record_change(database, "supporter", supporter_id, "edit", before, after, clock, who)
    return changed


def field_of(database: Database, supporter_id: str, name: str) -> str:
    """Return one of FIELDS of a supporter."""
    if name not in FIELDS:
        raise ValueError(name)
    return str(database.execute(f"SELECT {name} FROM supporters WHERE id = ?", [supporter_id]).fetchone()[0])
