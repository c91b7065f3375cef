"""Is every office addressed rightly, and no name made up?"""

from __future__ import annotations

import pytest
from letter_samples import BOARD_MEMBER, DISTRICT_OFFICE, GOVERNOR, REPRESENTATIVE, SENATOR

from letters.errors import NobodyToWriteTo
from letters.people import Recipient, Sender
from letters.salutations import envelope_lines, family_name, salutation


@pytest.mark.parametrize(
    ("recipient", "greeting"),
    [
        (SENATOR, "Dear Senator Pappas:"),
        (REPRESENTATIVE, "Dear Representative Xiong:"),
        (BOARD_MEMBER, "Dear Board Member Allen:"),
        (GOVERNOR, "Dear Governor Walz:"),
        (DISTRICT_OFFICE, "Dear Members of the School Board:"),
        (Recipient("", kind="school_board"), "Dear Members of the School Board:"),
        (Recipient("", "Superintendent", kind="school_district"), "Dear Superintendent:"),
        (Recipient("Carlo Franco", "Chair", kind="school_board"), "Dear Chair Franco:"),
        (Recipient("Erin Maye Quade", kind="state_senate"), "Dear Senator Erin Maye Quade:"),
        (
            Recipient("Erin Maye Quade", kind="state_senate", family_name="Maye Quade"),
            "Dear Senator Maye Quade:",
        ),
        (Recipient("X", kind="state_house", salutation="Dear friends,"), "Dear friends,"),
        (Recipient("Ilhan Omar", "Congresswoman", kind="congress"), "Dear Congresswoman Omar:"),
        (Recipient("Ilhan Omar"), "Dear Ilhan Omar:"),
    ],
)
def test_greeting(recipient: Recipient, greeting: str) -> None:
    assert salutation(recipient) == greeting


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Ann H. Rest", "Rest"),
        ("María Isa Pérez-Vega", ""),
        ("Scott Van Binsbergen", "Van Binsbergen"),
        ("Karl von Knobelsdorff", "von Knobelsdorff"),
        ("Bobby Joe Champion", ""),
        ("D. Scott Dibble", ""),
        ("Troy Fuller Sr.", "Fuller"),
        ("Curt Rebelein, Junior", "Rebelein"),
        ("Robert Hartman II", "Hartman"),
        ('Gary "Hawk" Huard', "Huard"),
        ("Michelle Nelsen (Buda)", "Nelsen"),
        ("Kim [Kotonias] McLaughlin", "McLaughlin"),
        ("Kou Xiong", "Xiong"),
        ("Cher", ""),
    ],
)
def test_a_surname_is_taken_only_where_there_is_no_doubt(name: str, surname: str) -> None:
    assert family_name(name) == surname


def test_the_whole_name_is_used_without_its_suffix_where_in_doubt() -> None:
    doubt = Recipient("Dana Ann Mayer Sorenson, Jr.", kind="school_board")
    assert salutation(doubt) == "Dear Board Member Dana Ann Mayer Sorenson:"


@pytest.mark.parametrize("kind", ["state_house", "state_senate", "governor", ""])
def test_a_vacant_seat_gets_no_letter(kind: str) -> None:
    with pytest.raises(NobodyToWriteTo, match="no holder"):
        salutation(Recipient("", kind=kind, district="21A"))


def test_envelopes() -> None:
    assert envelope_lines(SENATOR)[:2] == ("Senator Sandy Pappas", "Minnesota Senate, District 65")
    assert envelope_lines(BOARD_MEMBER)[:2] == ("Board Member Chauntyll Allen", "Saint Paul Public Schools")
    assert envelope_lines(DISTRICT_OFFICE) == (
        "Members of the School Board",
        "Saint Paul Public Schools",
        "360 Colborne St",
        "Saint Paul, MN 55102",
    )


def test_how_to_reach_the_sender() -> None:
    assert Sender("A B", email="a@example.org", phone="1").reach == "a@example.org or 1"
    assert Sender("A B", ("1 Main St", "Ely, MN 55731")).reach == "1 Main St, Ely, MN 55731"
    assert Sender("A B", zip_code="55731").home == "55731"
