"""Which officials do we know, and how does a person put right what is published wrongly about one?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice
from legislators.corrections import (
    DATES,
    FIELDS,
    OFFICE_FIELDS,
    SEAT_FIELDS,
    VACANT,
    Correction,
    Corrections,
    holder_of,
    source_value,
    state_of,
)

if TYPE_CHECKING:
    from legislators.official import Official
    from legislators.officials import Roster

_STATES = {
    "in_force": "in force",
    "source_changed": "in force; the source says something else than it did, so look again",
    "source_agrees": "the source says the same now: it can be taken back",
    "not_for_this_holder": "counts no more: another person holds the seat now",
    "no_such_seat": "counts no more: there is no such seat now",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A correction, and how it stands beside what the source says now (`state` is one of corrections.STATES)."""

    correction: Correction
    state: str

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return _STATES[self.state]

    def to_dict(self) -> dict[str, Any]:
        """Return the correction as `advocate officials corrections --json` has it."""
        row = asdict(self.correction) | {"on": self.correction.on.isoformat()}
        return {**row, "state": self.state, "said": self.said}


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit changes: the new corrections, those they replace, and where they were written (None: nowhere)."""

    made: tuple[Correction, ...]
    replaced: tuple[Correction, ...]
    path: Path | None


def list_officials(on: date, words: str = "") -> list[Official]:
    """Return the seats of the Legislature and the governor on a day; with `words`, those that have them all.

    The words are looked for in the name, the district, the title and the party.
    """
    roster = _roster(on)
    wanted = words.casefold().split()
    return [each for each in _officials(roster, on) if all(word in _searched(each) for word in wanted)]


def find_seat(text: str) -> str:
    """Return the seat that a person means: "65" or "65A" the district, "0625-01" an office, "governor".

    Raises UnknownDistrict, which lists near ones.
    """
    asked = text.strip()
    if asked.casefold() in ("governor", "the governor"):
        return "governor"
    kind, _, district = asked.rpartition("/")
    if not kind:
        district = asked
        kind = "school_district" if "-" in asked or asked.upper().startswith(("ISD", "SSD")) else ""
        kind = kind or ("state_senate" if asked[-1:].isdigit() else "state_house")
    from legislators.districts import normalise_district_id

    return f"{kind}/{normalise_district_id(kind, district)}"


def officials_of(subject: str, on: date) -> tuple[Official, ...]:
    """Return who answers for a seat on a day: one, or for a school district its office and its board."""
    roster = _roster(on)
    if subject == "governor":
        return (roster.governor(on),)
    kind, _, district = subject.partition("/")
    return roster.for_district(kind, district, on)


def edit_official(
    text: str, values: Mapping[str, str], *, why: str, by: str, on: date, dry_run: bool = False
) -> Edit:
    """Correct fields of one seat or office; a correction of the same field before is replaced.

    `values` are of legislators.corrections.FIELDS. "holder" says who sits in the seat now ("vacant":
    nobody); what else is given at the same time is then about that person. Raises WrongChoice for a
    field, a day or a reason that will not do, UnknownDistrict, SnapshotError.
    """
    from legislators.correction_file import load_corrections, save_corrections

    subject = find_seat(text)
    _check(subject, values, why, by)
    before, row = load_corrections(), _source_row(subject)
    made: list[Correction] = []
    # Who sits comes first: the other values are that person's.
    for name in sorted(values, key=FIELDS.index):
        kept = [each for each in (*before.items, *made) if not _replaces(subject, name, each)]
        shown = row if name in SEAT_FIELDS else _with_holder(row, subject, kept)
        holder, about = holder_of(shown)
        if name not in SEAT_FIELDS and "kind" in row and not about:
            raise WrongChoice(
                f"Nobody holds {subject} in our data, so there is nobody to correct. Say who sits: --set holder=NAME."
            )
        value = " ".join(values[name].split())
        if name == "holder" and value.casefold() == VACANT:
            value = VACANT
        said = source_value(shown, name)
        if value.casefold() == (said.casefold() or (VACANT if name == "holder" else "")):
            raise WrongChoice(
                f"The source says the same of {subject}: {name} is {value or 'nothing'}. There is nothing to correct."
            )
        made.append(
            Correction(
                subject, name, value, said, about, holder, str(row["source"]), by, on, why.strip()
            )
        )  # fmt: skip
    names = {each.field for each in made}
    replaced = tuple(each for each in before.items if each.subject == subject and each.field in names)
    kept = [each for each in before.items if each not in replaced]
    path = None if dry_run else save_corrections(Corrections((*kept, *made)))
    return Edit(tuple(made), replaced, path)


def undo_corrections(
    text: str, fields: Sequence[str] = (), *, dry_run: bool = False
) -> tuple[Correction, ...]:
    """Take corrections of a seat back, all or those of some fields; return them. Raises WrongChoice."""
    from legislators.correction_file import load_corrections, save_corrections

    before = load_corrections()
    known = {each.subject for each in before.items}
    subject = text if text in known else find_seat(text)
    taken = {*fields} if fields else {each.field for each in before.of(subject)}
    gone = tuple(
        each for each in before.of(subject) if each.field in taken or ("holder" in taken and each.is_by_hand)
    )
    unknown = sorted(set(fields) - {each.field for each in before.of(subject)})
    if not gone or unknown:
        there = [f"{each.subject} {each.field}" for each in before.items]
        what = f"{subject} {unknown[0] if unknown else ''}".strip()
        raise WrongChoice(f"There is no correction of {what} to take back.", there)
    if not dry_run:
        save_corrections(Corrections(tuple(each for each in before.items if each not in gone)))
    return gone


def list_corrections() -> list[Standing]:
    """Return every correction and how it stands beside what the source says now."""
    from legislators.correction_file import load_corrections

    ours = load_corrections()
    standings = []
    for each in ours.items:
        row = _source_row(each.subject)
        if row and each.field not in SEAT_FIELDS:
            row = _with_holder(row, each.subject, ours.items)
        standings.append(Standing(each, state_of(each, row or None)))
    return standings


def _check(subject: str, values: Mapping[str, str], why: str, by: str) -> None:
    fields = OFFICE_FIELDS if subject.startswith("school_district/") else FIELDS
    wrong = [name for name in values if name not in fields]
    if wrong:
        raise WrongChoice(f"There is no field '{wrong[0]}' of {subject} to correct.", fields)
    if not values:
        raise WrongChoice("Nothing is to be corrected. Say what: --set email=NAME@EXAMPLE.ORG", fields)
    if not why.strip():
        raise WrongChoice("Say how you know: --why 'the office said so on the phone'. Others will ask.")
    if not by.strip():
        raise WrongChoice("Say who corrects it: --by NAME.")
    for name in DATES:
        if name in values:
            _check_day(name, values[name])
    if "email" in values and values["email"].strip():
        _check_email(values["email"].strip())
    if not values.get("holder", "somebody").strip():
        raise WrongChoice("Say who sits: --set holder=NAME, or --set holder=vacant where nobody does.")
    if values.get("holder", "").strip().casefold() == VACANT and len(values) > 1:
        raise WrongChoice(
            "Where nobody sits there is nobody else's data to correct: --set holder=vacant alone."
        )


def _check_day(name: str, text: str) -> None:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        raise WrongChoice(f"{name} is '{text}', which is no day. Write it as 2027-01-04.") from None


def _check_email(text: str) -> None:
    local, at, domain = text.partition("@")
    if not (at and local and "." in domain) or any(letter.isspace() or letter in ",;<>" for letter in text):
        raise WrongChoice(f"'{text}' is not one plain e-mail address, such as sen.ana.example@senate.mn.")


def _replaces(subject: str, name: str, other: Correction) -> bool:
    return (other.subject, other.field) == (subject, name)


def _source_row(subject: str) -> dict[str, Any]:
    """Return the seat or office as the source has it, {} where there is none."""
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    return load_roster(open_snapshot(), Corrections()).source_row(subject) or {}


def _with_holder(row: dict[str, Any], subject: str, corrections: Sequence[Correction]) -> dict[str, Any]:
    """Return the seat with the person who sits by our own correction, where there is one."""
    if "kind" not in row:
        return row
    holders = tuple(each for each in corrections if each.subject == subject and each.field == "holder")
    return Corrections(holders).seats([row])[0]


def _roster(on: date) -> Roster:
    from legislators.history import snapshot_on
    from legislators.officials import load_roster

    snapshot, _ = snapshot_on(on)
    return load_roster(snapshot)


def _officials(roster: Roster, on: date) -> Iterator[Official]:
    for kind in ("state_senate", "state_house"):
        for district in roster.ids(kind):
            yield from roster.for_district(kind, district, on)
    yield roster.governor(on)


def _searched(official: Official) -> str:
    status = official.status.replace("_", " ")
    parts = (official.name or status, official.seat, official.title, official.party, official.email)
    return " ".join(parts).casefold()
