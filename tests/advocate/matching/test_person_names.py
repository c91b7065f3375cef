"""Are two spellings of one person's name known for one, and two people's names for two?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.matching.name_words import short_forms, words_of
from advocate.matching.names import KINDS, same_person_name
from advocate.store.keys import match_key

WORDS = (
    "Robert", "Bob", "Bill", "Olson", "Olsen", "Berg", "Maria", "Mario", "García", "Garcia", "López", "Mohamed", "Mohamud",
    "Ali", "Hassan", "Fadumo", "Pa", "Houa", "Kou", "Vang", "Xiong", "Lee", "Mai", "Nguyễn", "Nguyen", "Văn", "Minh", "Søren",
    "Soeren", "Åse", "Aase", "O'Brien", "McDonald", "de", "la", "Cruz", "J", "P", "Jr.", "Sr.", "III", "Dr.", "李", "محمد",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def kind(a: str, b: str) -> str:
    return same_person_name(match_key(a), match_key(b)).kind


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Bob Olson", "Robert Olson", "nickname"),
        ("Lupe García", "Guadalupe Garcia", "nickname"),
        ("Peggy O'Brien", "Margaret OBrien", "nickname"),
        ("Robert Olson", "Bill Olson", "different"),
        ("Emily Scott", "Emma Scott", "unsure"),
        ("Beth Lind", "Lisa Lind", "unsure"),
        # Surnames of two parts.
        ("Anna Olson-Berg", "Anna Olson Berg", "exact"),
        ("Anna Olson-Berg", "Anna Berg", "part"),
        ("Anna Olson-Berg", "Anna Olson", "part"),
        ("María García López", "Maria Garcia", "part"),
        ("María García López", "Maria Lopez", "part"),
        ("Jane de la Cruz", "Jane Delacruz", "spelling"),
        ("Jane de la Cruz", "Jane Cruz", "spelling"),
        ("Anna Larson", "Anna Berg", "family"),
        # Hmong: the clan first or last, given names of two words.
        ("Vang Pa Houa", "Pa Houa Vang", "order"),
        ("Vang Pahoua", "Pa Houa Vang", "order"),
        ("Pahoua Vang", "Pa Houa Vang", "spelling"),
        ("Pa Houa Vang", "Pa Kou Vang", "different"),
        ("Mai Lee Vang", "Mai Xee Vang", "different"),
        ("Pa Vang", "Pa Houa Vang", "unsure"),
        ("Kevin Pao Vang", "Kevin Vang", "part"),
        ("Pa Houa Vang", "Pa Houa Xiong", "family"),
        ("T. Yang", "Tou Ger Yang", "initial"),
        ("Mai Vang", "Mai Yang", "family"),
        # Somali: own name, father's, grandfather's.
        ("Fadumo Ali Hassan", "Fadumo Hassan", "part"),
        ("Fadumo Ali Hassan", "Faduma Ali Hassan", "nickname"),
        ("Mohamed Ali Hassan", "Ali Hassan", "different"),
        ("Mohamed Ali", "Mohamud Ali", "unsure"),
        ("Mohamed Ali", "Mohammed Ali", "nickname"),
        ("Ali Hassan", "Hassan Ali", "unsure"),
        # Scandinavian and Vietnamese letters.
        ("Søren Ødegaard", "Soren Odegaard", "spelling"),
        ("Soeren Ødegaard", "Sören Ødegaard", "spelling"),
        ("Åse Lund", "Aase Lund", "spelling"),
        ("Åse Lund", "Ase Lund", "spelling"),
        ("Nguyễn Văn Minh", "Minh Nguyen", "part"),
        ("Nguyen Van Minh", "Minh Van Nguyen", "order"),
        ("Thùy Trần", "Thúy Trần", "unsure"),
        ("Thùy Trần", "Thuy Tran", "spelling"),
        # Order, initials, Jr., slips.
        ("Olson, John", "John Olson", "order"),
        ("Thomas James", "James Thomas", "unsure"),
        ("Wood Thomas", "Wood Helen", "unsure"),
        ("John P. Olson", "John Olson", "part"),
        ("John P. Olson", "John Peter Olson", "part"),
        ("John P. Olson", "John R. Olson", "unsure"),
        ("J. Olson", "John Olson", "initial"),
        ("John Olson Jr.", "John Olson", "suffix"),
        ("John Olson Jr.", "John Olson, Sr.", "different"),
        ("John Olson II", "John Olson Jr", "exact"),
        ("Dr. John Olson", "John Olson", "exact"),
        ("Micheal Larson", "Michael Larson", "typo"),
        ("John Olson", "John Olsen", "typo"),
        ("Mario López", "Maria López", "unsure"),
        ("Erik Dahl", "Erika Dahl", "unsure"),
        ("Maria", "Maria Lopez", "given_only"),
        ("Xiong", "Mai Xiong", "unsure"),
        ("John Olson", "Mary Olson", "different"),
        ("Jim Berg", "Tim Berg", "different"),
        ("Xee Vang", "See Vang", "different"),
        ("Robert and Ingrid Olson", "Robert Olson", "unsure"),
        ("Rob Berg", "Bob Berg", "nickname"),
        ("", "Mary Olson", "blank"),
        ("محمد علي", "محمد علي", "exact"),
    ],
)
def test_two_names(a: str, b: str, expected: str) -> None:
    assert kind(a, b) == expected
    assert kind(b, a) == expected


@settings(max_examples=400, deadline=None)
@given(NAMES, NAMES)
def test_the_comparison_is_symmetric(a: str, b: str) -> None:
    one = same_person_name(match_key(a), match_key(b))
    assert one == same_person_name(match_key(b), match_key(a))
    assert one.kind in KINDS


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared(a: str, b: str) -> None:
    assert same_person_name(match_key(a), match_key(b)) == same_person_name(match_key(b), match_key(a))


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_a_name_is_itself_and_keeps_a_word(name: str) -> None:
    key = match_key(name)
    assert same_person_name(key, key).kind == ("exact" if key else "blank")
    assert bool(words_of(key).words) == bool(key)


def test_short_forms_go_both_ways() -> None:
    forms = short_forms()
    assert all(name in forms[other] for name, others in forms.items() for other in others)
    assert "bill" not in forms["robert"]
