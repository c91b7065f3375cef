"""What has a person here corrected in the published data, and does the source say the same by now?

Corrections lie in a small file of their own beside the copies of the data, so no update touches them.
One of a person's data (an e-mail) holds for that person only, never for whoever comes after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]

#: What can be corrected: of the person who sits, and of the seat itself. "holder" is who sits.
PERSON_FIELDS = ("name", "family_name", "party", "email", "phone", "mail", "url", "starts")
SEAT_FIELDS = ("holder", "term_ends")
FIELDS = (*SEAT_FIELDS, *PERSON_FIELDS)
DATES = ("starts", "term_ends")
#: What of a school district's office can be corrected; who sits on its board is for `advocate boards`.
OFFICE_FIELDS = ("phone", "mail", "url")
#: The value of "holder" for a seat that nobody holds any more.
VACANT = "vacant"
#: in_force: the source still says what it said. source_changed: it says something third; ours is kept.
#: source_agrees: it says the same as ours. not_for_this_holder: another person sits. no_such_seat.
STATES = ("in_force", "source_changed", "source_agrees", "not_for_this_holder", "no_such_seat")
_LABELS = {"email": "e-mail", "mail": "mail address", "url": "page", "starts": "first day",
           "term_ends": "end of term", "family_name": "family name"}  # fmt: skip
#: Remarks of the roster that a correction of a field answers.
_OFFICE = re.compile(r"no office address or phone is published in our source(; )?")
_ANSWERED = {
    "email": re.compile(r"published address looks like another person's \([^)]*\); check before use(; )?"),
    "phone": _OFFICE,
    "mail": _OFFICE,
}
_NOTHING = re.compile(r"(?!)")
#: The id of a person whom a correction put on a seat begins so.
_BY_HAND = "corrected/"


@dataclass(frozen=True, slots=True)
class Correction:
    """One value of ours in place of a published one: whose, by whom, when and why.

    `subject` is the seat ("state_senate/65", "governor"), or the office "school_district/0625-01",
    `about` the name and `holder` the id of the person it is about ("" where nobody sat). `value` and
    `source_value` (what the source said then) are text; the lines of a mail address are joined by "; ".
    """

    subject: str
    field: str
    value: str
    source_value: str
    about: str
    holder: str
    source: str
    by: str
    on: date
    why: str

    @property
    def label(self) -> str:
        """The field as people call it."""
        return _LABELS.get(self.field, self.field)

    @property
    def is_by_hand(self) -> bool:
        """True where it is about a person whom another correction put on the seat."""
        return self.holder.startswith(_BY_HAND)

    def said(self) -> str:
        """Return who corrected what, when and why, as `who` shows it behind the source."""
        return f"{self.label} corrected by {self.by} on {self.on}: {self.why}"


@dataclass(frozen=True)
class Corrections:
    """All corrections of this person, to be laid over what the source says."""

    items: tuple[Correction, ...] = ()
    _by_subject: dict[str, list[Correction]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Correction]] = {}
        for each in self.items:
            found.setdefault(each.subject, []).append(each)
        object.__setattr__(self, "_by_subject", found)

    def of(self, subject: str) -> list[Correction]:
        """Return the corrections of one seat, in the order in which they were made."""
        return self._by_subject.get(subject, [])

    def seats(self, rows: Iterable[Row]) -> list[Row]:
        """Return the seats of the Legislature as corrected; the rows themselves stay as they are."""
        return [self._seat(row, self.of(state_subject(row))) for row in rows]

    def offices(self, rows: Iterable[Row]) -> list[Row]:
        """Return the offices of the school districts as corrected."""
        return [self._plain(row, self.of(f"school_district/{row['district']}")) for row in rows]

    def _seat(self, row: Row, ours: Sequence[Correction]) -> Row:
        # Who sits comes first: the other corrections are about that person.
        for each in sorted(ours, key=lambda one: FIELDS.index(one.field)):
            if state_of(each, row) not in ("in_force", "source_changed"):
                continue
            if each.field == "holder":
                row = _with_holder(row, each)
            elif each.field == "term_ends":
                row = {**row, "term_ends": each.value}
            else:
                row = {**row, "holder": _with_value(row["holder"], each)}
            row = {**row, "source": f"{row['source']}; {each.said()}"}
        return row

    def _plain(self, row: Row, ours: Sequence[Correction]) -> Row:
        for each in ours:
            if state_of(each, row) in ("in_force", "source_changed"):
                row = {**row, each.field: _typed(each.field, each.value)}
                row["source"] = f"{row['source']}; {each.said()}"
        return row


def state_subject(row: Row) -> str:
    """Return the id by which a seat of the Legislature or the governor's is corrected."""
    return f"{row['kind']}/{row['district']}".rstrip("/")


def state_of(correction: Correction, row: Row | None) -> str:
    """Return how a correction stands beside a seat as the source has it now: one of STATES.

    For a person's data, the row may have the correction of "holder" in it already.
    """
    if row is None:
        return "no_such_seat"
    if correction.field == "holder":
        return _state_of_holder(correction, row)
    if correction.field in PERSON_FIELDS and "kind" in row and not _is_about(correction, row):
        return "not_for_this_holder"
    if holder_of(row)[0].startswith(_BY_HAND):
        return "in_force"  # The source knows nothing of this person yet.
    now = source_value(row, correction.field)
    if _same(now, correction.value):
        return "source_agrees"
    return "in_force" if _same(now, correction.source_value) else "source_changed"


def source_value(row: Row, name: str) -> str:
    """Return a field of a seat or an office as text, "" where it has none."""
    if name == "holder":
        return str((row.get("holder") or {}).get("name") or "")
    if name in PERSON_FIELDS and holder_of(row)[0].startswith(_BY_HAND):
        return ""
    place = row.get("holder") or {} if name in PERSON_FIELDS and "kind" in row else row
    value = place.get(name)
    if isinstance(value, list | tuple):
        return "; ".join(str(line) for line in value)
    return str(value or "")


def holder_of(row: Row) -> tuple[str, str]:
    """Return the id and the name of who sits on a seat, "" and "" for nobody."""
    if "kind" not in row:
        return "", str(row.get("name") or "")
    holder = row.get("holder") or {}
    return str(holder.get("id") or ""), str(holder.get("name") or "")


def _state_of_holder(correction: Correction, row: Row) -> str:
    now_id, now = holder_of(row)
    if _same(now, "" if correction.value == VACANT else correction.value):
        return "source_agrees"
    return "in_force" if now_id == correction.holder else "not_for_this_holder"


def _is_about(correction: Correction, row: Row) -> bool:
    now_id, now = holder_of(row)
    return bool(now) and (now_id == correction.holder or _same(now, correction.about))


def _with_holder(row: Row, correction: Correction) -> Row:
    """Return the seat with another person on it, or nobody; who sat before is kept as the former holder."""
    before, day = row.get("holder"), correction.on.isoformat()
    former = row.get("former")
    if before:
        former = {name: before.get(name) for name in ("id", "name", "party", "starts")} | {"ended": day}
    if correction.value == VACANT:
        return {**row, "holder": None, "former": former}
    holder = {
        "id": f"{_BY_HAND}{correction.subject}/{_slug(correction.value)}",
        "name": correction.value,
        "family_name": "",
        "starts": day,
        "mail": [],
        "committees": [],
        "note": "named here by hand",
    }
    blank = dict.fromkeys(("party", "email", "phone", "district_phone", "url"), "")
    return {**row, "holder": {**blank, **holder}, "former": former}


def _with_value(holder: Row, correction: Correction) -> Row:
    note = _ANSWERED.get(correction.field, _NOTHING).sub("", str(holder.get("note") or ""))
    value = _typed(correction.field, correction.value)
    return {**holder, correction.field: value, "note": note.strip("; ")}


def _typed(name: str, value: str) -> Any:
    if name == "mail":
        return [line.strip() for line in value.split(";") if line.strip()]
    return value or None if name in DATES else value


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _slug(name: str) -> str:
    return "-".join(re.findall(r"\w+", name.casefold()))
