"""One of a thing, and several."""

from __future__ import annotations

import pytest

from advocate.how_many import how_many


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 replies"), (1, "1 reply"), (2, "2 replies"), (2000, "2,000 replies")]
)
def test_a_number_of_things(count: int, said: str) -> None:
    assert how_many(count, "reply", "replies") == said


def test_most_words_only_get_an_s() -> None:
    assert [how_many(count, "letter") for count in (0, 1, 2)] == ["0 letters", "1 letter", "2 letters"]
