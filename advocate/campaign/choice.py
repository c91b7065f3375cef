"""Which campaign does a command mean: the one named, the one set for this log, or none?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from advocate.errors import UnknownCampaign, WrongChoice
from advocate.store.campaigns import Campaign, campaign_names, find_campaign, get_campaign
from advocate.store.settings import DEFAULT_CAMPAIGN, read_setting

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What a person types to have no campaign where one is set.
NONE = ("", "none")


@dataclass(frozen=True, slots=True)
class Choice:
    """The campaign (None: no campaign), and whence it is: "named", "ADVOCATE_CAMPAIGN", "used", ""."""

    campaign: Campaign | None
    whence: str = ""

    @property
    def name(self) -> str:
        """The campaign's name, "" for none."""
        return self.campaign.name if self.campaign else ""

    @property
    def notice(self) -> str:
        """What to tell the person: which campaign it is where they did not name it, "" else."""
        if self.campaign is None or self.whence == "named":
            return ""
        by = "by ADVOCATE_CAMPAIGN" if self.whence == "ADVOCATE_CAMPAIGN" else "in use"
        return f"Campaign: {self.campaign.name} ({by}; --campaign none for no campaign)."


def outside(choice: Choice, day: date) -> str:
    """Return what to tell of an act on a day when the campaign was not running, "" where it was; it counts all the same."""
    campaign, text = choice.campaign, day.isoformat()
    if campaign is None:
        return ""
    if campaign.closed_on and text > campaign.closed_on:
        why = f"was closed on {campaign.closed_on}"
    elif campaign.ends_on and text > campaign.ends_on:
        why = f"ended on {campaign.ends_on}"
    elif campaign.starts_on and text < campaign.starts_on:
        why = f"begins on {campaign.starts_on}"
    else:
        return ""
    return f"Note: the campaign '{campaign.name}' {why}, and this is of {day}. It is recorded in it all the same."


def named_or_used(database: Database, typed: str | None) -> tuple[Campaign, str]:
    """Return the campaign named, or else the one in use, and what to tell where it was not named.

    Raises UnknownCampaign; WrongChoice, which lists them, where none is meant.
    """
    if typed is not None:
        return find_campaign(database, typed), ""
    choice = choose_campaign(database, None)
    if choice.campaign is None:
        names = campaign_names(database)
        there = (
            f"The campaigns are: {', '.join(names)}." if names else "Begin one: advocate campaign new NAME."
        )
        raise WrongChoice(
            f"Which campaign? None is in use (advocate campaign use NAME); name one. {there}", names
        )
    by = "by ADVOCATE_CAMPAIGN" if choice.whence == "ADVOCATE_CAMPAIGN" else "in use"
    return choice.campaign, f"Campaign: {choice.name} ({by})."


def open_for_letters(choice: Choice, day: date) -> str:
    """Return what to tell before letters are written in the campaign, "" for nothing.

    Raises WrongChoice where it is closed or over; one that has not begun may be prepared.
    """
    if choice.campaign is None:
        return ""
    why = choice.campaign.why_not(day)
    if why and choice.campaign.state(day) != "not begun":
        raise WrongChoice(f"{why} For letters without a campaign: --campaign none.")
    return f"{why} Nothing is sent in it before that." if why else ""


def without_log(typed: str | None) -> Choice:
    """Return what is meant where there is no log yet: no campaign. Raises UnknownCampaign where one is named."""
    from advocate.config import load_settings

    name = load_settings().campaign if typed is None else typed
    if name.strip().casefold() in NONE:
        return Choice(None)
    raise UnknownCampaign(
        f"There is no campaign '{name}', nor any other yet. Make it: advocate campaign new '{name}'."
    )


def choose_campaign(database: Database, typed: str | None) -> Choice:
    """Return the campaign that is meant. `typed` None means that nothing was said: then the default.

    The default is ADVOCATE_CAMPAIGN (environment or .env), else what `advocate campaign use` set in
    this log. "" and "none" mean no campaign. Raises UnknownCampaign, which lists the right ones.
    """
    from advocate.config import load_settings

    if typed is not None:
        nothing = typed.strip().casefold() in NONE
        return Choice(None) if nothing else Choice(find_campaign(database, typed), "named")
    from_settings = load_settings().campaign
    if from_settings:
        return Choice(find_campaign(database, from_settings), "ADVOCATE_CAMPAIGN")
    used = get_campaign(database, read_setting(database, DEFAULT_CAMPAIGN))
    return Choice(used, "used" if used else "")
