"""Who writes, and to whom? Only what a letter needs to know of the two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipient:
    """The official, or the office, that the letter goes to.

    kind: state_senate, state_house, school_board (a member), school_district (the office) or governor.
    `district` is the district's id ("67B", "0625-01"). `office` is the body's name where the caller
    knows it ("Saint Paul Public Schools"); `family_name` where the roster gives it apart. A given
    `salutation` is used as it stands. `name` is "" where nobody is known to hold the seat.
    """

    name: str
    title: str = ""
    salutation: str = ""
    kind: str = ""
    district: str = ""
    mail: tuple[str, ...] = ()
    email: str = ""
    family_name: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """The supporter who signs; `address_lines` are the lines of an envelope, street first."""

    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    town: str = ""
    zip_code: str = ""

    @property
    def home(self) -> str:
        """The town with its ZIP code, or whichever of the two is known: "Saint Paul 55106"."""
        return " ".join(part for part in (self.town, self.zip_code) if part)

    @property
    def reach(self) -> str:
        """How an answer finds the sender: "jane@example.org or 651-555-0100", else the street address."""
        known = [way for way in (self.email, self.phone) if way]
        return " or ".join(known) or ", ".join(self.address_lines)
