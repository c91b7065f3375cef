"""What do a person's own corrections mend, and which of them are done, doubtful or about somebody gone?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from legislators.corrections import Correction, Corrections, Row, state_of, state_subject
from legislators.doctor.finding import Finding
from legislators.doctor.records import Records

_FILE = "corrections.toml"
#: What has to be corrected for a finding to be answered; who sits answers all that is about the person.
_EMAIL, _WHO = ("email", "holder"), ("holder",)
_FIELDS = {
    "email_not_theirs": _EMAIL, "wrong_domain": _EMAIL, "no_email": _EMAIL, "no_start": ("starts", "holder"),
    "no_office": ("phone", "mail", "holder"), "vacant": _WHO, "no_holder": _WHO, "ended_role": ("term_ends", "holder"),
    "no_term_end": ("term_ends",), "two_holders": ("starts", "holder"), "two_seats": _WHO,
}  # fmt: skip


def corrected(records: Records, corrections: Corrections) -> Records:
    """Return the records as the person's corrections make them."""
    offices = corrections.offices(records.directory.values())
    return replace(
        records,
        seats=corrections.seats(records.seats),
        directory={row["district"]: row for row in offices},
    )


def mended(finding: Finding, corrections: Corrections) -> Finding:
    """Return a finding about the published data that a correction answers, as a note that says so."""
    fields = _FIELDS.get(finding.code, ())
    ours = [each for subject in finding.subjects for each in corrections.of(subject)]
    said = "; ".join(each.said() for each in ours if each.field in fields) or "corrected by hand"
    remedy = "Nothing, until the source agrees: advocate officials corrections."
    return replace(finding, level="note", what=f"{finding.what} Here: {said}.", remedy=remedy)


def check_corrections(corrections: Corrections, records: Records) -> Iterator[Finding]:
    """Yield the corrections that the source has caught up with, and those that need a person's eyes."""
    rows = _rows(records)
    holders = _rows(replace(records, seats=Corrections(_holders(corrections)).seats(records.seats)))
    for each in corrections.items:
        row = (rows if each.field == "holder" else holders).get(each.subject)
        state = state_of(each, row)
        where = f"{each.subject} ({each.about or 'nobody'}), {each.label}, {_FILE}"
        undo = f"Take it back: advocate officials undo {each.subject} {each.field}"
        subjects = (each.subject,)
        if state == "source_agrees":
            what = f"The source says {each.value} itself now, so the correction of {each.on} is not needed any more."
            yield Finding("note", "correction_agrees", where, what, undo, subjects)
        elif state == "source_changed":
            what = f"The source said {each.source_value or 'nothing'} on {each.on} and says something third now; ours is kept."
            yield Finding(
                "warning", "correction_differs", where, what, f"See which is right. {undo}", subjects
            )
        elif state in ("not_for_this_holder", "no_such_seat"):
            gone = (
                "another person sits there now"
                if state == "not_for_this_holder"
                else "there is no such seat now"
            )
            what = f"The correction of {each.on} counts no more: {gone}."
            yield Finding("warning", "correction_idle", where, what, undo, subjects)


def _holders(corrections: Corrections) -> tuple[Correction, ...]:
    return tuple(each for each in corrections.items if each.field == "holder")


def _rows(records: Records) -> dict[str, Row]:
    rows = {state_subject(seat): seat for seat in records.seats}
    return rows | {f"school_district/{district}": row for district, row in records.directory.items()}
