"""Which people, story and figures do the tests of letters use? Officials are real and public, the supporter is made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from letters.figures import Figure
from letters.people import Recipient, Sender

DAY = date(2026, 11, 24)
STORY = (
    "On Tuesdays I read with third graders at our neighborhood school. Small groups with a trained\n"
    "tutor changed what they believed they could do: by spring “I can’t” had become “let me try.”\n"
    "\n"
    "It cost about $40 a child & took 20 minutes a day. I’d like every child to have that chance."
)
SENDER = Sender(
    name="Minh Nguyễn-Žižek",
    address_lines=("1540 6th St E", "Saint Paul, MN 55106"),
    phone="651-555-0100",
    email="minh_nguyen@example.org",
    town="Saint Paul",
    zip_code="55106",
)
SENATOR = Recipient(
    name="Sandy Pappas",
    title="Senator",
    kind="state_senate",
    district="65",
    mail=("Room 2113, Minnesota Senate Building", "95 University Ave. West", "St. Paul, MN 55155"),
    email="sen.sandra.pappas@example.org",
)
REPRESENTATIVE = Recipient(
    name="Jay Xiong",
    title="Representative",
    kind="state_house",
    district="67B",
    mail=("Centennial Office Building, Fifth Floor", "658 Cedar St.", "St. Paul, MN 55155"),
)
BOARD_MEMBER = Recipient(
    name="Chauntyll Allen",
    title="Board Member",
    kind="school_board",
    district="0625-01",
    office="Saint Paul Public Schools",
    mail=("360 Colborne St", "Saint Paul, MN 55102"),
)
DISTRICT_OFFICE = Recipient(
    name="Saint Paul Public Schools",
    kind="school_district",
    district="0625-01",
    mail=("360 Colborne St", "Saint Paul, MN 55102"),
)
GOVERNOR = Recipient(
    name="Tim Walz", title="Governor", kind="governor", mail=("75 Rev. Dr. Martin Luther King Jr. Blvd.",)
)


def context(recipient: Recipient = SENATOR, **more: Any) -> dict[str, Any]:
    """Return what a letter needs to be told; `more` adds or replaces."""
    return {
        "sender": SENDER,
        "recipient": recipient,
        "date": DAY,
        "story": STORY,
        "deed": "visiting our school in October.",
        "school_district": "0625-01",
    } | more


def figure(value: str = "26.55", **more: Any) -> Figure:
    """Return a figure like the published ones; `more` replaces its fields."""
    fields: dict[str, Any] = {
        "value": Decimal(value),
        "year": 2025,
        "subject": "math",
        "group": "All students",
        "geography": "0625-01",
        "geography_name": "Saint Paul Public Schools",
        "basis": "A",
        "test": "MCA and MTAS/Alternate MCA",
        "n": None,
        "source": "Minnesota Department of Education, statewide assessment results",
        "standing": "published",
        "publisher": "Minnesota Department of Education",
    }
    if more.get("geography") == "state":
        fields["geography_name"] = "Minnesota"
    return Figure(**fields | more)
