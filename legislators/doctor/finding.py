"""What is wrong with the data, where, and what should a person do about it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: error: the data would answer wrongly, so an update does not take it. warning: a person should look.
#: note: true and worth knowing (a vacancy); nothing has to be done in the data.
LEVELS = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing, in a snapshot.

    `code` is stable ("email_not_theirs"; docs/data-check.md lists them all), `where` names the seat,
    district or source as people do, with its file, `what` is a full sentence, `remedy` what to do.
    `subjects` are the ids that it is about: a seat's "state_house/21A", a board seat's or an
    official's id, a district's "state_house/21A", a source's "source/NAME".
    """

    level: str
    code: str
    where: str
    what: str
    remedy: str
    subjects: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as `advocate data check --json` has it."""
        return {
            "level": self.level,
            "code": self.code,
            "where": self.where,
            "what": self.what,
            "remedy": self.remedy,
            "subjects": list(self.subjects),
        }


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, errors first, then by code and place, each once."""
    once = dict.fromkeys(findings)
    return tuple(sorted(once, key=lambda each: (LEVELS.index(each.level), each.code, each.where, each.what)))
