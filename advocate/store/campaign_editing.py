"""How is a campaign made, changed, closed and opened again? Each change stays on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.store.campaigns import Campaign, as_columns, get_campaign, insert_campaign
from advocate.store.changes import record_change
from advocate.store.keys import Clock, content_id, match_key

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Names that mean something else where a campaign is named -> what.
_TAKEN = {"none": "no campaign (--campaign none)", "(all)": "all campaigns together, in the views of the log"}
_LONGEST = 200


def check_new_name(database: Database, name: str) -> None:
    """Raise WrongChoice where a campaign cannot be called so, or is already."""
    key = match_key(name)
    if not key:
        raise WrongChoice(f"'{name}' is no name for a campaign: it needs a letter or a digit.")
    _check_spelling(name)
    there = get_campaign(database, content_id({"campaign": key}))
    if there is not None:
        raise WrongChoice(
            f"There is a campaign '{there.name}' already. See it: advocate campaign show '{there.name}'. To change it: "
            f"advocate campaign edit '{there.name}'."
        )


def _check_spelling(name: str) -> None:
    """Raise WrongChoice where a name means something else in commands and in the reports' views, or fills a page."""
    plain = " ".join(name.split())
    if plain.casefold() in _TAKEN:
        raise WrongChoice(f"'{plain}' is no name for a campaign: it means {_TAKEN[plain.casefold()]}.")
    if len(plain) > _LONGEST:
        raise WrongChoice(
            f"'{plain[:40]}…' is no name for a campaign: it has {len(plain):,} characters, and {_LONGEST} are the most. "
            "What the campaign asks for goes to --ask."
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
    if "name" in new:
        _check_spelling(new["name"])
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


def _record(
    database: Database, campaign_id: str, kind: str, before: Mapping[str, Any], after: Mapping[str, Any],
    clock: Clock, who: str,
) -> None:  # fmt: skip
    # People are shown the fields in the order of the alphabet.
    was, now = dict(sorted(before.items())), dict(sorted(after.items()))
    record_change(database, "campaign", campaign_id, kind, was, now, clock, who)


def _read(database: Database, campaign_id: str) -> Campaign:
    found = get_campaign(database, campaign_id)
    if found is None:
        raise LookupError(f"the campaign {campaign_id} is gone")
    return found
