"""What is a seat on a day, with its holder where one sits?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

#: status: how the seat stands on the day that was asked about.
STATUSES = ("sitting", "vacant", "term_ended", "not_in_data")


@dataclass(frozen=True, slots=True)
class Official:
    """A seat on a day, with its holder where one sits; `name` is "" where none does.

    kinds: state_senate, state_house, school_board (a member), school_district (the district's
    office), governor. `district` is the district's id ("67B", "0625-01", "" for the governor).
    `family_name` is "" where no source tells it.
    """

    name: str
    kind: str
    district: str
    title: str
    seat: str
    party: str
    email: str
    phone: str
    mail: tuple[str, ...]
    url: str
    term_ends: date | None
    status: str
    note: str
    committees: tuple[str, ...]
    source: str
    as_of: date
    id: str
    certain: bool = True
    family_name: str = ""

    @property
    def vacant(self) -> bool:
        """True where the seat is known to have no holder."""
        return self.status == "vacant"

    def to_dict(self) -> dict[str, Any]:
        """Return the official as the JSON of `advocate who` has it."""
        return {
            "name": self.name,
            "family_name": self.family_name,
            "kind": self.kind,
            "district": self.district,
            "title": self.title,
            "seat": self.seat,
            "party": self.party,
            "email": self.email,
            "phone": self.phone,
            "mail": list(self.mail),
            "url": self.url,
            "term_ends": self.term_ends.isoformat() if self.term_ends else None,
            "vacant": self.vacant,
            "status": self.status,
            "note": self.note,
            "committees": list(self.committees),
            "certain": self.certain,
            "source": self.source,
            "as_of": self.as_of.isoformat(),
        }
