"""Are nearly the same texts found among many, and different ones never?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from letter_samples import STORY

from letters.similarity import NEARLY_THE_SAME, LetterIndex, Signature, sign, sign_all

OTHER = (
    "My grandmother taught me long division with dried beans. At school I sat in the last row and waited for "
    "the bell, until a retired engineer came twice a week and asked me how I had got to a wrong answer."
)

FIRST_SLOTS = (1626098697, 1840499356, 1512952281)
FIRST_BAND = -4863132252320186667


def signed(text: str) -> Signature:
    signature = sign(text)
    assert signature is not None
    return signature


def test_a_changed_word_or_two_is_nearly_the_same_and_another_story_is_not() -> None:
    changed = STORY.replace("third graders", "second graders").replace("$40", "$45")
    assert signed(STORY).likeness(signed(changed)) >= NEARLY_THE_SAME
    assert signed(STORY).likeness(signed(OTHER)) < 0.1
    assert signed(STORY) == signed(STORY.upper().replace("’", "'"))


def test_short_texts_have_no_signature() -> None:
    assert sign("Thank you very much for coming to our school.") is None
    assert sign("") is None
    assert sign_all([STORY, "short", OTHER]) == [signed(STORY), None, signed(OTHER)]


def test_a_signature_is_kept_in_256_bytes() -> None:
    packed = signed(STORY).to_bytes()
    assert len(packed) == 256 and Signature.from_bytes(packed) == signed(STORY)
    assert len(signed(STORY).bands()) == 20
    assert all(-(2**63) <= band < 2**63 for band in signed(STORY).bands())


def test_kept_signatures_are_read_the_same_by_every_version() -> None:
    """A change here means that signatures in people's logs no longer compare: give METHOD another name."""
    assert signed(STORY).slots[:3] == FIRST_SLOTS
    assert signed(STORY).bands()[0] == FIRST_BAND


def test_the_nearest_of_others_is_found_and_ones_own_are_left_out() -> None:
    index = LetterIndex()
    index.add(signed(OTHER), "a", "letter of a")
    index.add(signed(STORY.replace("Tuesdays", "Fridays")), "b", "letter of b")
    index.add(signed(STORY), "c", "letter of c")
    nearest = index.others_than("z").nearest(signed(STORY))
    assert nearest is not None and (nearest.label, nearest.likeness) == ("letter of c", 1.0)
    second = index.others_than("c").nearest(signed(STORY))
    assert second is not None and second.label == "letter of b"
    assert LetterIndex().others_than("z").nearest(signed(STORY)) is None


@given(st.lists(st.sampled_from(OTHER.split()), min_size=12, max_size=60))
def test_the_same_words_in_the_same_order_are_always_found(words: list[str]) -> None:
    text = " ".join(words)
    index = LetterIndex()
    index.add(signed(text), "a", "it")
    nearest = index.others_than("b").nearest(signed(f"“{text}!”"))
    assert nearest is not None and nearest.likeness == 1.0
