"""Are likely pairs of the whole list found, with a score and why, and households left alone?"""

from __future__ import annotations

import random
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.matching.duplicates import Pair, find_duplicates, sound_of
from advocate.matching.ladder import Known

BOB = Known("b1", "robert olson", "bob@x.org", "+16515550111", ("1 elm st",))


def test_a_pair_says_why() -> None:
    again = Known("a2", "bob olson", "bob@x.org", "+16515550999")
    assert find_duplicates([BOB, again]) == [
        Pair("a2", "b1", 0.978, ("the same e-mail", "Bob and Robert are forms of one name"))
    ]


def test_a_household_is_no_pair() -> None:
    wife = BOB._replace(supporter_id="b2", name_key="ingrid olson")
    assert find_duplicates([BOB, wife]) == []


def test_father_and_son_are_less_likely_than_one_person() -> None:
    son = Known("b2", "robert olson", "son@x.org", "+16515550999", ("1 elm st",))
    twice = Known("b3", "robert olson", "", "", ("1 elm st",))
    scores = {(pair.first_id, pair.second_id): pair.score for pair in find_duplicates([BOB, son, twice])}
    assert scores["b1", "b2"] < scores["b1", "b3"]


def test_one_slip_in_an_e_mail_or_a_phone_is_seen_where_the_name_sounds_alike() -> None:
    slip = Known("b2", "robert olsen", "bbo@x.org", "", ("1 elm st",))
    assert find_duplicates([BOB, slip])[0].why[1] == "nearly the same e-mail"
    far = Known("b3", "robert olson", "", "+16515550112")
    assert [pair.why[0] for pair in find_duplicates([BOB, far])] == ["nearly the same phone"]


def test_the_house_next_door_is_another_house() -> None:
    next_door = Known("b2", "robert olson", "", "", ("2 elm st",))
    others = [Known(f"c{at}", "robert olson", f"c{at}@x.org") for at in range(3)]
    assert find_duplicates([BOB, next_door, *others]) == []


def test_a_name_that_nobody_else_has_is_told_and_a_common_one_is_not() -> None:
    rare = [
        Known("a", "solveig engebretson", "s@x.org"),
        Known("b", "solveig engebretson", "", "", ("9 oak ave",)),
    ]
    assert [pair.why[0] for pair in find_duplicates(rare)] == ["nobody else has this name"]
    assert find_duplicates([*rare, Known("c", "solveig engebretson", "", "+16515550111")]) == []


def test_rows_that_were_merged_are_no_pair() -> None:
    assert find_duplicates([BOB, BOB._replace(name_key="bob olson")]) == []


def test_a_school_as_everybodys_address() -> None:
    names = ("".join(letters) for letters in product("bdgkl", "a", "mnprst", "o", "cfvz", "i", "bdgklmnprst"))
    crowd = [
        Known(f"p{at:04}", f"{name} family", address_keys=("the school",)) for at, name in enumerate(names)
    ]
    assert len(crowd) == 1320
    again = crowd[3]._replace(supporter_id="x", email_key="x@x.org")
    assert [(pair.first_id, pair.second_id) for pair in find_duplicates([*crowd, again])] == [("p0003", "x")]


def test_the_sound_of_a_name() -> None:
    assert sound_of("mohammed ali") == sound_of("ali mohamed") != sound_of("hassan ali")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["robert olson", "bob olson", "r olson", "ingrid olson", "robert berg", "olson robert"]
            ),
            st.sampled_from(["", "a@x.org", "b@x.org"]),
            st.sampled_from(["", "+16515550111", "+16515550112"]),
            st.lists(st.sampled_from(["1 elm st", "2 oak ave"]), max_size=2, unique=True).map(tuple),
        ),
        max_size=8,
    ),
    st.integers(),
)
def test_the_order_of_the_list_changes_nothing(
    rows: list[tuple[str, str, str, tuple[str, ...]]], seed: int
) -> None:
    people = [Known(f"id{at}", *row) for at, row in enumerate(rows)]
    shuffled = list(people)
    random.Random(seed).shuffle(shuffled)
    pairs = find_duplicates(people)
    assert pairs == find_duplicates(shuffled)
    ids = [(pair.first_id, pair.second_id) for pair in pairs]
    assert len(set(ids)) == len(ids)
    assert all(pair.first_id < pair.second_id and 0.5 <= pair.score <= 1 and pair.why for pair in pairs)


def test_a_town_is_no_address() -> None:
    for town, found in (
        ("saint paul mn 55106", 0),
        ("55106 county road 5 willmar", 1),
        ("po box 12 willmar", 1),
    ):
        two = [Known(f"b{at}", "john olson", f"b{at}@x.org", address_keys=(town,)) for at in range(2)]
        assert len(find_duplicates(two)) == found
