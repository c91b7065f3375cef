"""What was changed about a campaign, from what to what, by whom? Each change stays on record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.store.campaigns import Campaign, as_columns, get_campaign, insert_campaign
from advocate.store.keys import Clock, content_id, match_key, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change on record: kind is new, edit, close or reopen; `recorded_at` is UTC."""

    id: str
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    who: str
    recorded_at: str

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON has it."""
        return asdict(self)


def check_new_name(database: Database, name: str) -> None:
    """Raise WrongChoice where a campaign cannot be called so, or is already."""
    key = match_key(name)
    if not key:
        raise WrongChoice(f"'{name}' is no name for a campaign: it needs a letter or a digit.")
    there = get_campaign(database, content_id({"campaign": key}))
    if there is not None:
        raise WrongChoice(
            f"There is a campaign '{there.name}' already. See it: advocate campaign show '{there.name}'. To change it: "
            f"advocate campaign edit '{there.name}'."
        )


def new_campaign(
    database: Database, name: str, words: Mapping[str, Any], clock: Clock, who: str = ""
) -> Campaign:
    """Add a campaign with these fields (of `Campaign`). Raises WrongChoice where there is one of that name.

    Inside the caller's `Log.writing()`, as everything here that writes.
    """
    check_new_name(database, name)
    campaign_id = insert_campaign(database, name, words, clock)
    _record(database, campaign_id, "new", {}, {"name": " ".join(name.split()), **words}, clock, who)
    return _read(database, campaign_id)


def edit_campaign(
    database: Database, campaign: Campaign, new: Mapping[str, Any], clock: Clock, who: str = "", kind: str = "edit"
) -> dict[str, tuple[Any, Any]]:  # fmt: skip
    """Set fields and put the change on record; return field -> (before, after) of what differs.

    A name may change in its spelling alone: the id comes from it, and other organizers' logs mean the
    same campaign by it. Raises WrongChoice.
    """
    if "name" in new and match_key(new["name"]) != match_key(campaign.name):
        raise WrongChoice(
            f"'{campaign.name}' cannot become '{new['name']}': logs of other organizers know the campaign by its name. "
            "Only capitals, spaces and punctuation can be changed. For another campaign: advocate campaign new."
        )
    changed = differing(campaign, new)
    if not changed:
        return {}
    values = as_columns({name: after for name, (_, after) in changed.items()})
    settings = ", ".join(f"{name} = :{name}" for name in values)
    database.execute(f"UPDATE campaigns SET {settings} WHERE id = :id", {**values, "id": campaign.id})
    before, after = ({name: each[n] for name, each in changed.items()} for n in (0, 1))
    _record(database, campaign.id, kind, before, after, clock, who)
    return changed


def differing(campaign: Campaign, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return field -> (before, after) of the fields that an edit would change."""
    return {
        name: (getattr(campaign, name), word) for name, word in new.items() if getattr(campaign, name) != word
    }


def closed(campaign: Campaign, on: date) -> Campaign:
    """Return the campaign as it is when it is closed on a day. Raises WrongChoice where it is closed."""
    if campaign.closed_on:
        raise WrongChoice(f"The campaign '{campaign.name}' is closed already, since {campaign.closed_on}.")
    return replace(campaign, closed_on=on.isoformat())


def reopened(campaign: Campaign) -> Campaign:
    """Return the campaign as it is when it is open again. Raises WrongChoice where it is."""
    if not campaign.closed_on:
        raise WrongChoice(f"The campaign '{campaign.name}' is not closed.")
    return replace(campaign, closed_on="")


def keep_turn(database: Database, campaign: Campaign, turned: Campaign, clock: Clock, who: str = "") -> None:
    """Put it on record that a campaign was closed, or opened again."""
    kind = "close" if turned.closed_on else "reopen"
    edit_campaign(database, campaign, {"closed_on": turned.closed_on}, clock, who, kind)


def changes_of(database: Database, campaign_id: str) -> tuple[KeptChange, ...]:
    """Return every change of a campaign, oldest first."""
    rows = database.execute(
        "SELECT id, kind, before, after, who, recorded_at FROM campaign_changes WHERE campaign_id = ? "
        "ORDER BY recorded_at, rowid",
        [campaign_id],
    )
    return tuple(KeptChange(r[0], r[1], json.loads(r[2]), json.loads(r[3]), r[4], r[5]) for r in rows)


def _record(
    database: Database, campaign_id: str, kind: str, before: Mapping[str, Any], after: Mapping[str, Any],
    clock: Clock, who: str,
) -> None:  # fmt: skip
    database.execute(
        "INSERT INTO campaign_changes (id, campaign_id, kind, before, after, who, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [new_id(), campaign_id, kind, _json(before), _json(after), who, moment(clock)],
    )


def _json(words: Mapping[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True)


def _read(database: Database, campaign_id: str) -> Campaign:
    found = get_campaign(database, campaign_id)
    if found is None:
        raise LookupError(f"the campaign {campaign_id} is gone")
    return found
