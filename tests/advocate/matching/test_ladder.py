"""Does the ladder find the same person, never a member of the household, and leave a tie to a person?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.importing.entry import Entry
from advocate.matching.ladder import NOBODY, SAME_EMAIL_AND_NAME, Known, Match, find_person
from advocate.store.keys import match_key

# No two of them can be one name.
GIVEN = ("Robert", "Ingrid", "Pa Houa", "Fadumo", "Guadalupe", "Minh", "Søren", "Xee", "Yusuf", "Kimberly")
FAMILY = ("Olson", "Vang", "Ali Hassan", "García López", "Nguyễn", "Olson-Berg", "O'Brien")
NAME_KEYS = st.builds(lambda g, f: match_key(f"{g} {f}"), st.sampled_from(GIVEN), st.sampled_from(FAMILY))
SPELLED = NAME_KEYS | st.sampled_from(
    ["bob olson", "vang pa houa", "r olson", "robert", "robert olson jr", "xee xiong", ""]
)
EMAILS = st.sampled_from(["", "a@x.org", "b@x.org"])
PHONES = st.sampled_from(["", "+16515550111", "+16515550112"])
ADDRESSES = st.sampled_from(["", "1 elm st", "2 oak ave"])
NUMBERS = st.sampled_from(["", "7", "8"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return Entry(
        1, name_key=draw(SPELLED), email_key=draw(EMAILS), phone_key=draw(PHONES), address_key=draw(ADDRESSES),
        external_system="VAN", external_id=draw(NUMBERS),
    )  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> list[Known]:
    count = draw(st.integers(0, 4))
    return [
        Known(
            f"id{at}", draw(SPELLED), draw(EMAILS), draw(PHONES),
            tuple(filter(None, (draw(ADDRESSES), draw(ADDRESSES)))),
            tuple(("VAN", number) for number in (draw(NUMBERS),) if number),
        )
        for at in range(count)
    ]  # fmt: skip


def entry(name: str, **keys: str) -> Entry:
    return Entry(1, name_key=match_key(name), **keys)  # type: ignore[arg-type]


def known(
    name: str, email: str = "", phone: str = "", *addresses: str, id_: str = "id1", number: str = ""
) -> Known:
    return Known(id_, match_key(name), email, phone, addresses, (("VAN", number),) if number else ())


def test_the_steps_one_after_the_other() -> None:
    bob = known("Robert Olson", "bob@x.org", "+16515550111", "1 elm st", number="7")
    by_id = find_person(
        entry("Robert Olson", external_system="VAN", external_id="7", email_key="new@x.org"), [bob]
    )
    assert by_id == Match("same", "id1", "external_id", "the same id in their system and name")
    assert find_person(entry("Robert Olson", email_key="bob@x.org"), [bob]) == Match(
        "same", "id1", "email", SAME_EMAIL_AND_NAME
    )
    by_phone = find_person(entry("Bob Olson", phone_key="+16515550111", email_key="new@x.org"), [bob])
    assert by_phone == Match("same", "id1", "phone", "the same phone; Bob and Robert are forms of one name")
    assert find_person(entry("Olson, Robert", address_key="1 elm st"), [bob]).step == "address"
    assert find_person(entry("Robert Olson", address_key="9 elm st"), [bob]) == NOBODY


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # One e-mail with two names.
        (entry("Ingrid Olson", email_key="bob@x.org"), "tie"),
        (entry("J. Berg", email_key="bob@x.org"), "tie"),
        # A household: one phone, one address.
        (entry("Ingrid Olson", phone_key="+16515550111", address_key="1 elm st"), "new"),
        # Father and son.
        (entry("Robert Olson", address_key="1 elm st", email_key="son@x.org"), "tie"),
        (entry("Robert Olson", address_key="1 elm st", phone_key="+16515550999"), "tie"),
        (entry("Robert Olson Jr.", address_key="1 elm st"), "tie"),
        (entry("Robert Olson Jr.", email_key="bob@x.org"), "tie"),
        (entry("Robert Olson Jr.", phone_key="+16515550111"), "tie"),
        # An e-mail alone speaks for its one owner; a phone alone for nobody.
        (entry("", email_key="bob@x.org"), "same"),
        (entry("", phone_key="+16515550111"), "tie"),
        (entry("", address_key="1 elm st"), "new"),
        # The other system's id with another name.
        (entry("Ingrid Berg", external_system="VAN", external_id="7"), "tie"),
        (entry("Robert Berg", external_system="VAN", external_id="7"), "same"),
        # A new surname: e-mail and phone are enough beside the given name, the e-mail is not.
        (entry("Robert Berg", email_key="bob@x.org"), "tie"),
        (entry("Robert Berg", email_key="bob@x.org", phone_key="+16515550111"), "same"),
        (entry("Robert Berg", phone_key="+16515550111"), "tie"),
    ],
)
def test_what_is_a_question(row: Entry, expected: str) -> None:
    bob = known("Robert Olson", "bob@x.org", "+16515550111", "1 elm st", number="7")
    match = find_person(row, [bob])
    assert match.kind == expected
    assert match.candidates == (("id1",) if expected == "tie" else ())


def test_jr_and_sr_of_one_house_are_two_people() -> None:
    father = known("Robert Olson Sr.", "bob@x.org", "+16515550111", "1 elm st")
    son = entry("Robert Olson Jr.", phone_key="+16515550111", address_key="1 elm st", email_key="son@x.org")
    assert find_person(son, [father]) == NOBODY


def test_more_agreement_settles_what_one_key_does_not() -> None:
    older = known("Robert Olson", "home@x.org", "+16515550111", id_="id1")
    younger = known("Robert Olson", "home@x.org", "+16515550112", id_="id2")
    row = entry("Robert Olson", email_key="home@x.org", phone_key="+16515550112")
    assert find_person(row, [older, younger]).supporter_id == "id2"
    assert find_person(row._replace(phone_key=""), [older, younger]) == Match(
        "tie", "", "email", "2 people of the list may be meant: the same e-mail and name", ("id1", "id2")
    )


def test_somebody_surer_further_up_makes_it_a_question() -> None:
    doubtful = known("Roberta Olson", "bob@x.org", id_="id1")
    sure = known("Robert Olson", "", "", "1 elm st", id_="id2")
    match = find_person(
        entry("Robert Olson", email_key="bob@x.org", address_key="1 elm st"), [sure, doubtful]
    )
    assert (match.kind, match.candidates) == ("tie", ("id1", "id2"))


def test_merged_rows_are_one_person_with_two_names() -> None:
    rows = [known("Anna Berg", "anna@x.org", "", "1 elm st"), known("Anna Larson", "old@x.org")]
    assert find_person(entry("Anna Larson", address_key="1 elm st"), rows).kind == "same"
    assert find_person(entry("Anna Berg", email_key="old@x.org"), rows).kind == "same"


@settings(max_examples=300, deadline=None)
@given(entries(), people(), st.randoms())
def test_the_order_of_candidates_changes_nothing(row: Entry, candidates: list[Known], dice: object) -> None:
    shuffled = [*candidates, *candidates[:1]]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_person(row, candidates) == find_person(row, shuffled)


@settings(max_examples=300, deadline=None)
@given(entries(), people())
def test_blanks_are_no_evidence(row: Entry, candidates: list[Known]) -> None:
    nobody = Known("blank", row.name_key)
    assert find_person(row, [*candidates, nobody]) == find_person(row, candidates)
    assert find_person(Entry(1, name_key=row.name_key), candidates) == NOBODY


@settings(max_examples=300, deadline=None)
@given(entries(), people())
def test_a_tie_is_never_resolved(row: Entry, candidates: list[Known]) -> None:
    match = find_person(row, candidates)
    if match.kind == "same":
        twin = next(each for each in candidates if each.supporter_id == match.supporter_id)
        tied = find_person(row, [*candidates, twin._replace(supporter_id="twin")])
        assert tied.kind == "tie"
        assert {match.supporter_id, "twin"} <= set(tied.candidates)


@settings(max_examples=300, deadline=None)
@given(st.permutations(GIVEN), st.sampled_from(FAMILY), st.sampled_from(FAMILY), EMAILS, PHONES, ADDRESSES)
def test_a_household_is_never_merged(
    names: list[str], family: str, other: str, email: str, phone: str, address: str
) -> None:
    row = entry(f"{names[0]} {family}", email_key=email, phone_key=phone, address_key=address)
    member = known(f"{names[1]} {other}", email, phone, *filter(None, (address,)))
    assert find_person(row, [member]).kind == ("tie" if email else "new")


@settings(max_examples=300, deadline=None)
@given(entries(), people())
def test_the_short_cut_is_the_ladder(row: Entry, candidates: list[Known]) -> None:
    ids = {number for each in candidates for _, number in each.external_ids}
    owners = [each for each in candidates if row.email_key and each.email_key == row.email_key]
    if row.external_id in ids or len(owners) != 1 or not row.name_key or owners[0].name_key != row.name_key:
        return
    expected = Match("same", owners[0].supporter_id, "email", SAME_EMAIL_AND_NAME)
    assert find_person(row, candidates) == expected
