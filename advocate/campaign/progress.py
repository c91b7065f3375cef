"""How far has a campaign come, what is missing, and what comes first?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.campaign.goals import Progress
    from advocate.store.campaigns import Campaign
    from advocate.store.changes import KeptChange
    from advocate.store.log import Log
    from legislators.officials import Roster


@dataclass(frozen=True, slots=True)
class CampaignState:
    """A campaign as it stands on a day.

    `standings` counts its contacts by standing; `waiting` are letters made for supporters who have not
    said yes (or said no), `approved` those with a yes on record that have not gone yet.
    """

    campaign: Campaign
    state: str
    is_default: bool
    goals: tuple[Progress, ...]
    standings: dict[str, int]
    waiting: int
    approved: int
    changes: tuple[KeptChange, ...]
    next_steps: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as `advocate campaign show --json` has it."""
        return {
            **self.campaign.to_dict(),
            "state": self.state,
            "is_default": self.is_default,
            "goals": [goal.to_dict() for goal in self.goals],
            "standings": self.standings,
            "waiting_for_yes": self.waiting,
            "approved": self.approved,
            "changes": [change.to_dict() for change in self.changes],
            "next_steps": list(self.next_steps),
        }


def state_of(log: Log, campaign: Campaign, roster: Roster, day: date) -> CampaignState:
    """Return how a campaign stands; numbers are counted as the reports count them."""
    from advocate.reports.report import Scope
    from advocate.store.approvals import count_waiting
    from advocate.store.changes import changes_of
    from advocate.store.counting import facts_of
    from advocate.store.goal_counts import counts_by_standing
    from advocate.store.settings import DEFAULT_CAMPAIGN, read_setting

    database = log.database
    facts = facts_of(database, Scope(day, campaign.id, campaign.name))
    standings = counts_by_standing(facts)
    waiting, approved = count_waiting(database, campaign.id)
    goals = _progress(campaign, facts, roster, day)
    return CampaignState(
        campaign,
        campaign.state(day),
        read_setting(database, DEFAULT_CAMPAIGN) == campaign.id,
        goals,
        standings,
        waiting,
        approved,
        changes_of(database, "campaign", campaign.id),
        _next_steps(campaign, campaign.state(day), goals, standings, waiting, approved),
    )


def _progress(campaign: Campaign, facts: Any, roster: Roster, day: date) -> tuple[Progress, ...]:
    from advocate.campaign.goals import Progress, progress_of, read_goals
    from advocate.errors import WrongChoice

    try:
        goals = read_goals(campaign.goal)
    except WrongChoice as error:  # a log of another version, or one that was brought in
        return (Progress(campaign.goal, 0, 0, "", problem=str(error)),)
    return tuple(progress_of(goal, facts, roster, day) for goal in goals)


def _next_steps(
    campaign: Campaign, state: str, goals: tuple[Progress, ...], standings: dict[str, int], waiting: int, approved: int
) -> tuple[str, ...]:  # fmt: skip
    """Return what comes first, as commands."""
    name = f"'{campaign.name}'"
    if state == "closed":
        return (f"It is closed. What came of it: advocate report reach --campaign {name}",)
    if state == "ended":
        return (f"It is over. Close it: advocate campaign close {name}",)
    steps = []
    if not campaign.ask:
        steps.append(f"Say what is asked for: advocate campaign edit {name} --ask TEXT")
    if not campaign.goal:
        steps.append(
            f"Give it a goal: advocate campaign edit {name} --goal '20 supporters in each of 10 districts'"
        )
    if not standings:
        steps.append(f"See who could write: advocate campaign run {name} --supporters all --dry-run")
    if waiting:
        steps.append(
            f"Ask for the yes to the drafts ({waiting} have none): advocate campaign approve --campaign {name}"
        )
    if approved:
        steps.append(f"Send what is approved ({approved}): advocate send --campaign {name}")
    if standings and any(not goal.reached for goal in goals):
        steps.append(f"Find the holes: advocate report coverage --campaign {name}")
    return tuple(steps)
