"""Do a supporter's words arrive exactly as they were typed?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.formats.text import plain, text_of
from letters.typed import as_markdown, cleaned, one_line, paragraphs

# Letters, digits and every sign that Markdown, HTML or Jinja could take for its own.
TYPED = st.text(st.sampled_from("ab Z9é’“”%$&#*_`~<>[](){}|\\!+-=.:/@^\n\"'"), max_size=200)


@given(TYPED)
def test_no_word_or_sign_is_lost_on_the_way_to_plain_text(typed: str) -> None:
    assert text_of(as_markdown(typed)).split() == cleaned(typed).split()


@given(st.text(max_size=100))
def test_anything_that_can_be_typed_becomes_one_clean_line(typed: str) -> None:
    line = one_line(typed)
    assert line == line.strip()
    assert not [sign for sign in line if unicodedata.category(sign) in ("Cc", "Zl", "Zp")]
    assert one_line(line) == line


@given(st.text(max_size=100))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert cleaned(cleaned(typed)) == cleaned(typed)


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("50% of $40, “really” & truly", "50% of $40, “really” & truly"),
        ("2 * 3 and *this* and snake_case", r"2 * 3 and \*this\* and snake\_case"),
        ("# not a heading", r"\# not a heading"),
        ("#200, first door", "#200, first door"),
        ("1. not a list", r"1\. not a list"),
        ("3.5 points", "3.5 points"),
        ("- not a list", r"\- not a list"),
        ("<b>no</b> tags, 3 < 4", r"\<b>no\</b> tags, 3 < 4"),
        ("[^1] is no note", r"\[^1\] is no note"),
        ("&amp; stays", r"\&amp; stays"),
        ("C:\\temp\\", r"C:\\temp\\"),
        ("{{ 7 * 7 }}{% x %}", "{{ 7 * 7 }}{% x %}"),
    ],
)
def test_nothing_typed_is_taken_for_markup(typed: str, markdown: str) -> None:
    assert as_markdown(typed) == markdown
    assert plain(markdown) == typed


def test_text_wrapped_by_an_editor_is_one_paragraph() -> None:
    assert paragraphs("one two three\nfour five six\nseven") == [["one two three four five six seven"]]


def test_lines_broken_on_purpose_stay_broken() -> None:
    verse = "Small groups help:\n- reading\n- math\nThat is what I saw in the whole of last year."
    assert paragraphs(verse) == [
        ["Small groups help:", "- reading", "- math", "That is what I saw in the whole of last year."]
    ]
    assert text_of(as_markdown(verse)) == verse


def test_lines_too_long_to_be_wrapped_are_paragraphs() -> None:
    long = "word " * 30
    assert paragraphs(f"{long}\nA short one.") == [[long.strip()], ["A short one."]]


def test_line_ends_accents_and_invisible_signs_become_one_kind() -> None:
    assert cleaned("Nguye\u0302\u0303n\r\nfrom\rhere\x07\ufeff") == "Nguyễn\nfrom\nhere"


def test_a_new_line_in_a_name_begins_no_header() -> None:
    assert one_line("Ann\r\nBcc: all@example.org\x0bX\x85Y\u2028Z") == "Ann Bcc: all@example.org X Y Z"
