"""Of two rows of one person, the one to keep is the one that says more; and why is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advocate.store.people import Person
from advocate.supporters.fuller import keep_of

BARE = Person(
    *("a" * 32, "Mai Example", "", "", "", "", "", "", "", "2026-11-01", "", "", "", "", "", "", "", "", ""),
    certain=None,
    place_problem="",
    opted_out=(),
    consented=False,
    contacts=0,
)
OTHER = replace(BARE, id="b" * 32, created_at="2026-11-02")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(OTHER, contacts=1), "it has letters or contacts"),
        (replace(OTHER, consented=True), "it has consent on record"),
        (replace(OTHER, opted_out=("any",)), "it has a no on record"),
        (replace(OTHER, phone="651-555-0100"), "it has a phone"),
        (replace(OTHER, phone="651-555-0100", address="1 Elm St", email="a@example.org"), "it has an e-mail, a phone and an address"),
        (replace(OTHER, name="Mai K. Example"), "it has the fuller name"),
    ],
)  # fmt: skip
def test_who_says_more_is_kept_whichever_comes_first(other: Person, why: str) -> None:
    assert keep_of(BARE, other) == (other, BARE, why)
    assert keep_of(other, BARE) == (other, BARE, why)


def test_letters_count_more_than_words() -> None:
    wordy = replace(OTHER, phone="651-555-0100", email="a@example.org", consented=True)
    assert keep_of(replace(BARE, contacts=2), wordy)[0].id == BARE.id


def test_of_two_that_say_as_much_the_first_on_the_lists_stays() -> None:
    assert keep_of(OTHER, BARE) == (BARE, OTHER, "it was there first")
    twin = replace(OTHER, created_at=BARE.created_at)
    assert keep_of(twin, BARE) == (BARE, twin, "both say as much")
