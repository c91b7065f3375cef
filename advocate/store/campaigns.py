"""Which campaigns are there, what is each one for, and which is meant by this name?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from advocate.errors import UnknownCampaign
from advocate.store.keys import Clock, content_id, match_key, moment

if TYPE_CHECKING:
    from sqlite_utils import Database

#: How near a name has to be to be asked about: of 1, by difflib.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Campaign:
    """One ask, to some offices, between two dates. Days are YYYY-MM-DD or "", "" is not said.

    `offices` are words of `advocate.writing.recipients.OFFICES`; `goal` is as typed (`advocate.campaign.goals` reads
    it); `topic` is what its letters show results of (`advocate.campaign.topics`); `closed_on` is "" while it is open.
    """

    id: str
    name: str
    ask: str = ""
    bill: str = ""
    item: str = ""
    topic: str = ""
    offices: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    templates: tuple[str, ...] = ()
    goal: str = ""
    answers_for: str = ""
    closed_on: str = ""
    created_at: str = ""

    def state(self, day: date) -> str:
        """Return how it stands on a day: "open", "closed", "ended", "not begun"."""
        if self.closed_on:
            return "closed"
        if self.ends_on and day.isoformat() > self.ends_on:
            return "ended"
        return "not begun" if self.starts_on and day.isoformat() < self.starts_on else "open"

    def why_not(self, day: date) -> str:
        """Return why nothing is written or sent in it on a day, and what to do; "" where it is open."""
        state = self.state(day)
        if state == "closed":
            return (
                f"The campaign '{self.name}' was closed on {self.closed_on}. To go on: advocate campaign reopen "
                f"'{self.name}'."
            )
        if state == "ended":
            return (
                f"The campaign '{self.name}' ended on {self.ends_on}. If it goes on: advocate campaign edit "
                f"'{self.name}' --ends YYYY-MM-DD."
            )
        if state == "not begun":
            return f"The campaign '{self.name}' begins on {self.starts_on}."
        return ""

    def to_dict(self) -> dict[str, Any]:
        """Return the campaign as JSON has it."""
        return {**asdict(self), "offices": list(self.offices), "templates": list(self.templates)}


_COLUMNS = tuple(field.name for field in fields(Campaign))
_LISTS = ("offices", "templates")
_READ = f"SELECT {', '.join(_COLUMNS)} FROM campaigns"


def find_campaign(database: Database, name: str) -> Campaign:
    """Return the campaign of this name; case and punctuation do not count.

    Raises UnknownCampaign, whose message and choices list all names, the nearest first.
    """
    found = database.execute(f"{_READ} WHERE name_key = ?", [match_key(name)]).fetchone()
    if found:
        return _campaign(found)
    raise _unknown(database, name)


def get_campaign(database: Database, campaign_id: str) -> Campaign | None:
    """Return the campaign with exactly this id, or None."""
    found = database.execute(f"{_READ} WHERE id = ?", [campaign_id]).fetchone()
    return _campaign(found) if found else None


def list_campaigns(database: Database) -> list[Campaign]:
    """Return all campaigns by name."""
    return [_campaign(row) for row in database.execute(f"{_READ} ORDER BY name_key")]


def campaign_names(database: Database) -> list[str]:
    """Return all names, in alphabetical order."""
    return [row[0] for row in database.execute("SELECT name FROM campaigns ORDER BY name_key")]


def keep_campaign(database: Database, name: str, clock: Clock) -> str | None:
    """Return the campaign's id, made if it is new; None for no campaign ("").

    Commands look it up with `find_campaign` first: only `advocate campaign new` makes one by hand.
    """
    key = match_key(name)
    if not key:
        return None
    found = database.execute("SELECT id FROM campaigns WHERE name_key = ?", [key]).fetchone()
    return str(found[0]) if found else insert_campaign(database, name, {}, clock)


def insert_campaign(database: Database, name: str, words: Mapping[str, Any], clock: Clock) -> str:
    """Add a campaign with these columns; return its id.

    The id comes from the name, so that two organizers' logs mean the same campaign by it.
    """
    key = match_key(name)
    row = {"id": content_id({"campaign": key}), "name": " ".join(name.split()), "name_key": key}
    row |= {"created_at": moment(clock), **as_columns(words)}
    database.execute(
        f"INSERT INTO campaigns ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
    )
    return row["id"]


def as_columns(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return a campaign's fields as the table keeps them."""
    return {name: json.dumps(list(word)) if name in _LISTS else word for name, word in words.items()}


def _campaign(row: tuple[Any, ...]) -> Campaign:
    told = dict(zip(_COLUMNS, row, strict=True))
    return Campaign(**{**told, **{name: tuple(json.loads(told[name])) for name in _LISTS}})


def _unknown(database: Database, name: str) -> UnknownCampaign:
    names = _nearest_first(name, campaign_names(database))
    if not names:
        return UnknownCampaign(
            f"There is no campaign '{name}', nor any other yet. Make it: advocate campaign new '{name}'."
        )
    return UnknownCampaign(
        f"There is no campaign '{name}'. The campaigns are: {', '.join(names)}. A new one: "
        f"advocate campaign new '{name}'.",
        names,
    )


def _nearest_first(name: str, names: list[str]) -> list[str]:
    from difflib import SequenceMatcher

    asked = match_key(name)

    def nearness(other: str) -> float:
        key = match_key(other)
        ratio = SequenceMatcher(None, asked, key).ratio()
        return 1.0 if asked and asked in key else ratio if ratio >= _NEAR else 0.0

    return sorted(names, key=nearness, reverse=True)
