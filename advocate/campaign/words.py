"""What did a person say about a campaign, and can it be so? Each field is read before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from advocate.reports.plain import shown

if TYPE_CHECKING:
    from advocate.store.campaigns import Campaign
    from legislators.officials import Roster


def read_campaign_words(
    said: Mapping[str, Any], *, roster: Roster, day: date, templates: Path | None, old: Campaign | None = None
) -> dict[str, Any]:
    """Return the fields of `Campaign` that were said, as they are kept; None is not said.

    `said` holds ask, bill, item, topic, goal, answers_for (texts), offices and templates (lists of words, each
    maybe several with commas), starts_on and ends_on (dates or "" to take them away). Raises WrongChoice,
    UnknownTemplate, UnknownCommittee and the like, which list the right ones.
    """
    told = {name: word for name, word in said.items() if word is not None}
    read: dict[str, Any] = {
        name: shown(str(told[name]))
        for name in ("name", "ask", "item", "answers_for", "goal")
        if name in told
    }
    if "topic" in told:
        from advocate.campaign.topics import read_topic

        read["topic"] = read_topic(str(told["topic"]))
    if "bill" in told:
        read["bill"] = _bill(str(told["bill"]))
    if read.get("goal"):
        from advocate.campaign.goals import check_goals

        check_goals(read["goal"], roster, day)
    if told.get("offices") is not None:
        read["offices"] = _offices(told["offices"])
    if told.get("templates") is not None:
        read["templates"] = _templates(told["templates"], templates)
    for name in ("starts_on", "ends_on"):
        if name in told:
            read[name] = told[name].isoformat() if isinstance(told[name], date) else ""
    _check_days(
        read.get("starts_on", old.starts_on if old else ""), read.get("ends_on", old.ends_on if old else "")
    )
    return read


def _check_days(starts_on: str, ends_on: str) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise WrongChoice(
            f"The campaign would end on {ends_on}, before it begins on {starts_on}. Give the earlier day to --starts."
        )


def _bill(typed: str) -> str:
    """Return the bill's number as the letters take it ("HF 5"). Raises WrongChoice."""
    if not typed.strip():
        return ""
    from letters.bills import read_bill

    return read_bill(typed)


def _offices(words: Sequence[str]) -> tuple[str, ...]:
    from advocate.writing.recipients import read_offices

    return read_offices(words) if any(word.strip() for word in words) else ()


def _templates(words: Sequence[str], folder: Path | None) -> tuple[str, ...]:
    """Return the templates' names. Raises UnknownTemplate, which lists the right ones."""
    from letters.engine import load_template

    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    return tuple(dict.fromkeys(load_template(name, folder).name for name in names))
