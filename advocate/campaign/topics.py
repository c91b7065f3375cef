"""Which results do a campaign's letters speak of: math, reading or science?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from pathlib import Path

    from advocate.store.campaigns import Campaign
    from letters.engine import Template

#: What the templates' `topic` can be.
TOPICS = ("math", "reading", "science")
#: Words by which a campaign shows what it is about.
_SIGNS = {
    "math": re.compile(r"\b(math|maths|mathematics|algebra|arithmetic)\b", re.IGNORECASE),
    "reading": re.compile(r"\b(reading|read|reads|readers?|literacy)\b", re.IGNORECASE),
    "science": re.compile(r"\b(science|sciences|stem)\b", re.IGNORECASE),
}


def read_topic(typed: str) -> str:
    """Return the topic as the templates take it, "" for none. Raises WrongChoice, which lists them."""
    word = " ".join(typed.split()).casefold()
    word = {"maths": "math", "mathematics": "math"}.get(word, word)
    if word and word not in TOPICS:
        raise WrongChoice(
            f"Letters have no figures about '{typed}'. Choose one of: {', '.join(TOPICS)}.", TOPICS
        )
    return word


def implied_topic(campaign: Campaign) -> str:
    """Return the one topic that the campaign's own words speak of; "" for none, or several."""
    words = " ".join((campaign.name, campaign.ask, campaign.item, campaign.bill))
    found = [topic for topic, sign in _SIGNS.items() if sign.search(words)]
    return found[0] if len(found) == 1 else ""


def topic_doubt(campaign: Campaign, templates: Iterable[Template]) -> str:
    """Return what to tell where letters would speak of other results than the campaign does; "" else."""
    implied = "" if campaign.topic else implied_topic(campaign)
    others = {each.defaults["topic"] for each in templates if each.defaults.get("topic", implied) != implied}
    if not implied or not others:
        return ""
    return (
        f"The campaign speaks of {implied}, but its letters would show {' and '.join(sorted(others))} results, as "
        f"their templates do. To show {implied} results: advocate campaign edit '{campaign.name}' --topic {implied}"
    )


def templates_of(campaign: Campaign, folder: Path | None) -> list[Template]:
    """Return the templates by which letters of the campaign are written. Raises UnknownTemplate."""
    from advocate.writing.planning import DEFAULT_TEMPLATES
    from advocate.writing.recipients import DEFAULT_OFFICES, OFFICES
    from letters.engine import load_template

    offices = campaign.offices or DEFAULT_OFFICES
    names = campaign.templates or {DEFAULT_TEMPLATES[OFFICES[office]] for office in offices}
    return [load_template(name, folder) for name in sorted(names)]
