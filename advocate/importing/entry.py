"""What does one row of a supporters' list say about one person, once it has been understood?

Entries are tuples with names and not dataclasses: a million of them are made, and handed from one
process to another; a tuple takes a third of the time for both.
"""

from __future__ import annotations

from typing import NamedTuple

#: The ways to reach somebody, and the word for all of them.
CHANNELS = ("any", "email", "phone", "text", "post")

#: What a supporter can be to a school, in the words the log keeps.
ROLES = (
    "parent",
    "educator",
    "community member",
    "business leader",
    "policymaker",
    "school board member",
)


class ConsentGiven(NamedTuple):
    """A recorded yes: `happened_on` is an ISO date or "", `source` where it was given, or ""."""

    channel: str = "any"
    happened_on: str = ""
    source: str = ""
    wording: str = ""


class Entry(NamedTuple):
    """One person of a list. What the row does not say is "" (or None, or an empty tuple).

    `line` is the line of the file (from 1) where the row begins. Texts are as typed, without the
    spaces around, control signs and the marks of writing direction; `address` is on one line.
    `email` is what email-validator makes of it; `role` one of ROLES; `language` an ISO 639 code
    where the word is known, else as typed. `opted_out` names channels of CHANNELS.

    The keys say when two spellings mean the same: `name_key` and `address_key` as the store
    computes them, `email_key` without case, `phone_key` as E.164 ("+16515550123"). `names_house` is
    False where the address is no more than a town or a ZIP code: that is no sign of a person.

    `consent` is a recorded yes; its source is "" where neither the row nor the import names one.
    `more_consents` are further ones, where somebody said yes to more than one channel by itself.

    `problems` need a person's eyes: something the row says could not be used as it is. `remarks`
    were put right without loss and are only told. `rejected` says why the row is nobody, or "".
    """

    line: int
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    town: str = ""
    zip_code: str = ""
    role: str = ""
    language: str = ""
    interests: str = ""
    came_from: str = ""
    notes: str = ""
    external_system: str = ""
    external_id: str = ""
    consent: ConsentGiven | None = None
    opted_out: tuple[str, ...] = ()
    name_key: str = ""
    email_key: str = ""
    phone_key: str = ""
    address_key: str = ""
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rejected: str = ""
    names_house: bool = False
    more_consents: tuple[ConsentGiven, ...] = ()
