"""Does a template make a letter that is fit to go? Each is filled with a sample story and linted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from letters.library import Template
    from letters.lint import Finding
    from letters.people import Recipient

#: A story of the length that the prompts ask for; nobody's in particular.
STORY = (
    "On Tuesdays I read with third graders in our neighborhood. In the fall several of them guessed at words "
    "and hoped that nobody would notice. Then a trained tutor worked with them in small groups, twenty minutes a "
    "day. By spring they read to me, and corrected my mistakes. I would like every child who needs such help to "
    "get it before it is late."
)
_WORDS = {
    "bill": "HF 1234",
    "position": "support",
    "work": "volunteer with a reading program",
    "board": "the school board of our district",
    "committee": "Education Finance",
    "deed": "visiting our school in October",
    "times": "on any weekday after four o'clock",
    "sent_on": "October 12",
}


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """A template's name with what the rules find in a letter made of it, or why it makes none."""

    name: str
    findings: tuple[Finding, ...] = ()
    error: str = ""

    @property
    def verdict(self) -> str:
        """What became of it, in a few words."""
        if self.error:
            return f"broken. {self.error}"
        return "fit" if not self.findings else f"{len(self.findings)} to look at"

    def to_dict(self) -> dict[str, Any]:
        """Return it as `advocate templates check --json` has it."""
        return {"name": self.name, "error": self.error, "findings": [f.to_dict() for f in self.findings]}


def check_templates(names: Sequence[str], folder: Path | None) -> list[CheckedTemplate]:
    """Check the named templates (names, or files), or without names all of the person's own folder."""
    from letters.errors import LettersError
    from letters.library import find_templates, read_template

    results = []
    for name, path in find_templates(names, folder):
        try:
            results.append(CheckedTemplate(name, tuple(_lint(read_template(path)))))
        except LettersError as error:
            results.append(CheckedTemplate(name, error=str(error)))
    return results


def _lint(template: Template) -> Iterator[Finding]:
    """Yield each thing once that the rules find, over all offices that the template is for."""
    from letters.engine import render_letter
    from letters.lint import lint_letter

    told: set[tuple[str, str]] = set()
    for kind in template.offices:
        letter = render_letter(template, _context(template, kind))
        for found in lint_letter(letter, story=STORY if template.takes("story") else "", template=template):
            if (found.rule, found.what) not in told:
                told.add((found.rule, found.what))
                yield found


def _context(template: Template, kind: str) -> dict[str, Any]:
    from letters.people import Sender

    words = {need: _WORDS.get(need, f"what I say about {need.replace('_', ' ')}") for need in template.needs}
    home = ("1 Main Street", "Saint Paul, MN 55101")
    return {
        **words,
        "story": STORY,
        "sender": Sender("Ann Sample", home, "651-555-0100", "ann@example.org", "Saint Paul", "55101"),
        "recipient": _recipient(kind),
        "date": date(2026, 11, 24),
        "school_district": "0625-01",
    }


def _recipient(kind: str) -> Recipient:
    from letters.people import Recipient
    from letters.salutations import HONORIFICS

    name = "Our Schools" if kind == "school_district" else "Sam Sample"
    return Recipient(
        name, HONORIFICS.get(kind, ""), kind=kind, district="0625-01" if "school" in kind else "67B"
    )
