"""For what is each column of this list taken, and which are left out?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: What a column can be taken for, with what a person reads about it. "opt_out" and "do_not_..."
#: hold yes where somebody asked not to be reached; "..._status" hold words such as "subscribed".
FIELDS = {
    "name": "the full name",
    "given_name": "first name",
    "middle_name": "middle name, kept in the name",
    "family_name": "last name",
    "prefix": "Mr., Dr. and the like; not kept",
    "suffix": "Jr., III; kept in the name",
    "email": "e-mail",
    "phone": "phone",
    "address": "street, or the whole address",
    "unit": "apartment, second line of the address",
    "number": "house number",
    "town": "town",
    "state": "state",
    "zip": "ZIP code",
    "role": "what they are to a school",
    "language": "language",
    "interests": "interests, tags",
    "came_from": "the event or link that brought them",
    "notes": "notes",
    "external_id": "the id in the other system",
    "consent": "consent: yes or no",
    "consent_date": "when they said yes",
    "consent_source": "where they said yes",
    "consent_wording": "to which words they said yes",
    "opt_out": "yes: reach them in no way",
    "opt_out_email": "yes: no e-mail",
    "opt_out_phone": "yes: no calls",
    "opt_out_text": "yes: no text messages",
    "opt_out_post": "yes: no post",
    "email_status": "subscribed, unsubscribed, cleaned …",
    "text_status": "as email_status, for text messages",
    "phone_status": "as email_status, for calls",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One column: what it is taken for ("" = left out) and why ("name", "values", "map", "preset:...")."""

    column: str
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All columns in order. `preset` and `system` name the program the list came from, or "".

    `questions` are what a person should settle with --map: two columns for one field, a column
    whose name and values disagree.
    """

    taken: tuple[Taken, ...]
    preset: str = ""
    system: str = ""
    questions: tuple[str, ...] = ()

    def column_of(self, field: str) -> int | None:
        """Return the number (from 0) of the first column taken for a field, or None."""
        return next((n for n, each in enumerate(self.taken) if each.field == field), None)


def recognise(
    columns: Sequence[str],
    preset: str = "",
    overrides: Sequence[str] = (),
    sample: Sequence[Sequence[str]] = (),
) -> ColumnMap:
    """Return for what each column is taken.

    `preset` is a name of presets.PRESETS, or "" to find it out. `overrides` are as typed on the
    command line: "Cell=phone", "Notes=" (leave out). `sample` are values of the first rows, a
    second witness. Raises WrongChoice for a column or field that is none.
    """
    raise NotImplementedError
