"""What was written, to whom, where does it lie, and who got no letter?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advocate.writing.planning import Plan
    from advocate.writing.recipients import Skipped
    from legislators.officials import Official
    from legislators.places import Notice
    from letters.engine import Letter
    from letters.lint import Finding


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter with its files and its contact in the log ("" in a dry run); not new if it was there already.

    `findings` are what the rules L1 to L18 warn of, `problems` the forms that could not be made of it.
    """

    official: Official
    letter: Letter
    files: tuple[Path, ...]
    contact_id: str
    is_new: bool
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the letter as `advocate write --json` has it."""
        return {
            "id": self.contact_id,
            "is_new": self.is_new,
            "official": self.official.to_dict(),
            "template": self.letter.template,
            "subject": self.letter.subject,
            "files": [str(file) for file in self.files],
            "figures": [figure.to_dict() for figure in self.letter.figures],
            "findings": [finding.to_dict() for finding in self.findings],
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class WrittenLetters:
    """What was written, to whom, where it lies, who got none and why. `log` is None in a dry run.

    `facts` are the files from which an aide can check every number in the letters.
    """

    plan: Plan
    letters: tuple[WrittenLetter, ...]
    outbox: Path
    log: Path | None
    campaign: str
    facts: tuple[Path, ...] = ()

    @property
    def notices(self) -> tuple[str, ...]:
        """What the law says of such letters, in sentences; () where nothing applies."""
        from advocate.writing.school_mail import is_school_mail
        from letters.notices import in_words, notices_for

        kinds = [letter.official.kind for letter in self.letters]
        email = self.letters[0].letter.sender.email if self.letters else ""
        return in_words(notices_for(kinds, school_mail=bool(email) and is_school_mail(email)))

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Who got no letter, and why."""
        return self.plan.skipped

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What a person should know before sending."""
        return self.plan.warnings

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `advocate write --json`."""
        return {
            "query": self.plan.query,
            "as_of": self.plan.as_of.isoformat(),
            "written_on": self.plan.today.isoformat(),
            "place": self.plan.place.to_dict() if self.plan.place else None,
            "campaign": self.campaign,
            "outbox": str(self.outbox),
            "log": str(self.log) if self.log else None,
            "facts": [str(file) for file in self.facts],
            "letters": [letter.to_dict() for letter in self.letters],
            "skipped": [
                {"kind": s.kind, "district": s.district, "seat": s.official.seat if s.official else "",
                 "reason": s.reason, "in_doubt": s.in_doubt}
                for s in self.skipped
            ],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "notices": list(self.notices),
        }  # fmt: skip
