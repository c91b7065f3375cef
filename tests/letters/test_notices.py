"""The law's edges: each notice is said where it applies, with its law, and counsel once."""

from __future__ import annotations

from datetime import date

import pytest

from letters.library import OFFICES
from letters.notices import WHEN, in_words, load_notices, notices_for


def test_the_data_are_dated_and_name_their_law() -> None:
    book = load_notices()
    assert date.fromisoformat(book.as_of)
    assert len({notice.id for notice in book.notices}) == len(book.notices)
    for notice in book.notices:
        assert notice.when in WHEN
        assert set(notice.kinds) <= set(OFFICES)
        assert "Minn. Stat." in notice.source


@pytest.mark.parametrize(
    ("kinds", "school_mail", "ids"),
    [
        (["state_house", "state_senate"], False, ["legislature"]),
        (["school_board"], False, ["elected_official"]),
        (["school_board", "school_board"], False, ["elected_official", "board_members"]),
        (["school_district"], False, ["district_office"]),
        (["governor"], True, ["elected_official", "school_mail"]),
        ([], True, []),
    ],
)
def test_what_applies(kinds: list[str], school_mail: bool, ids: list[str]) -> None:
    assert [notice.id for notice in notices_for(kinds, school_mail=school_mail)] == ids


def test_counsel_is_said_once_and_not_where_nothing_is() -> None:
    said = in_words(notices_for(["school_board", "school_board", "state_house"]))
    assert sum("counsel" in sentence for sentence in said) == 1
    assert "13.601, subd. 2" in said[0]
    assert in_words(()) == ()
