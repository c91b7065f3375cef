"""How does a compiled seat read on a given day: who sits, what is known, what isn't?"""

from __future__ import annotations

from datetime import date
from typing import Any

from legislators.official import Official
from legislators.terms import ballot_before

Row = dict[str, Any]

OFFICE_TITLE = "School District Office"
_AS_ELECTED = "board members are those who won an election; later appointments are not in our data"


def state_seat(row: Row, on: date) -> Official:
    """Return a seat of the House, the Senate or the governor, as it stands on a day."""
    ends, as_of = date.fromisoformat(row["term_ends"]), row["as_of"]
    person, left = row["holder"], row["former"]
    if on >= ends:
        return _state_official(row, None, "term_ended", _term_ended(ends, as_of))
    if left and _day(left["starts"], date.max) <= on < _day(left["ended"], date.max):
        return _state_official(row, left, "sitting", f"held the seat until {left['ended']}")
    if not person and left and on >= _day(left["ended"], date.max):
        since = f"vacant since {left['ended']}, when {left['name']} left it"
        return _state_official(row, None, "vacant", _join(since, _ballot(ends, on)))
    if not person and not left:
        return _state_official(
            row, None, "vacant", _join(f"vacant in our data of {as_of}", _ballot(ends, on))
        )
    # Where the first day is not published, we only vouch for the day of the data and later.
    if not person or on < _day(person["starts"], date.fromisoformat(as_of)):
        return _state_official(row, None, "not_in_data", f"our data of {as_of} does not say who sat on {on}")
    return _state_official(row, person, "sitting", _join(person["note"], _ballot(ends, on, sits=True)))


def district_office(row: Row) -> Official:
    """Return the office of a school district: it has no term and is always there."""
    return Official(
        name=row["name"],
        kind="school_district",
        district=row["district"],
        title=OFFICE_TITLE,
        seat="",
        party="",
        email="",
        phone=row["phone"],
        mail=tuple(row["mail"]),
        url=row["url"],
        term_ends=None,
        status="sitting",
        note=_AS_ELECTED,
        committees=(),
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        id=f"school_district/{row['district']}",
    )


def _state_official(row: Row, person: Row | None, status: str, note: str) -> Official:
    who: Row = person or {}
    return Official(
        name=who.get("name", ""),
        kind=row["kind"],
        district=row["district"],
        title=row["title"],
        seat=row["seat"],
        party=who.get("party", ""),
        email=who.get("email", ""),
        phone=who.get("phone", ""),
        mail=tuple(who.get("mail", ())),
        url=who.get("url", ""),
        term_ends=date.fromisoformat(row["term_ends"]),
        status=status,
        note=note,
        committees=tuple(_committee(*each) for each in who.get("committees", ())),
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
        id=who.get("id") or f"seat/{row['kind']}/{row['district']}".rstrip("/"),
        family_name=who.get("family_name", ""),
    )


def _committee(name: str, role: str) -> str:
    return name if role == "member" else f"{name} ({role})"


def _term_ended(ends: date, as_of: str) -> str:
    return f"term ended {ends}, successor not in our data of {as_of}"


def _ballot(ends: date, on: date, *, sits: bool = False) -> str:
    """Between the election for the next term and the end of this one, say that we don't know the winner."""
    ballot = ballot_before(ends)
    if on < ballot:
        return ""
    unknown = f"the winner of {ballot} is not in our data"
    return f"sits until {ends}; {unknown}" if sits else unknown


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
