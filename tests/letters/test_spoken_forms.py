"""Does what is said aloud keep its time, its sentences and its sources?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from form_samples import figured_letter
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import BOARD_MEMBER, figure

from letters.errors import FormatError
from letters.formats.comment import comment_of, render_comment
from letters.formats.script import MOST_WORDS, render_script, script_of
from letters.formats.spoken import parts_of, seconds, sentences, spoken_figures, spoken_words, time_in_words
from letters.typed import as_markdown

WORDS = [
    "school",
    "reading",
    "tutors",
    "3,400",
    "73.45",
    "St. Paul",
    "Žižek",
    "HF 123",
    "2024-25",
    "children",
    "we",
    "“yes”",
]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(
    lambda words: f"So {' '.join(words)}."
)
STORY = st.lists(SENTENCE, min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I moved to St. Paul. I stayed.", ["I moved to St. Paul.", "I stayed."]),
        ("“Is it so?” she asked. Yes!", ["“Is it so?” she asked.", "Yes!"]),
        ("“It is.” We know.", ["“It is.”", "We know."]),
        ("Dr. J. Lee came at 3 p.m. Monday. We met.", ["Dr. J. Lee came at 3 p.m. Monday.", "We met."]),
        ("It was 73.45 percent. 54.8 it was.", ["It was 73.45 percent.", "54.8 it was."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences_are_never_cut_in_half(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_numbers_take_their_time() -> None:
    assert spoken_words("In 2024-25, 73.45 percent") == 1 + 6 + 5 + 1
    assert seconds("word " * 150) == 60
    assert time_in_words("word " * 250) == "1 minute 40 seconds"
    assert time_in_words("word " * 300) == "2 minutes"


def test_a_letter_comes_apart_into_what_can_be_said() -> None:
    parts = parts_of(figured_letter())
    assert parts.about.endswith("I am writing about how students are doing in math.")
    assert parts.story[0] == "On Tuesdays I read with third graders."
    assert parts.ask == "So I have one question for you: Will you support tutoring in the coming session?"
    assert not any("reach me" in each or "reply" in each for each in parts.rest)


def test_every_figure_says_its_source() -> None:
    own, state, naep = (
        figure("26.55"),
        figure("45.2", geography="state"),
        figure("30.1", geography="state", subject="reading"),
    )
    said = list(spoken_figures([own, state, naep]))
    assert said[0].endswith("according to the Minnesota Department of Education.")
    assert said[1] == "Across Minnesota it was 54.8 percent, from the same source."
    assert "In 2024-25, 69.9 percent" in said[2]
    assert "according to the Minnesota Department of Education" in said[2]


def test_long_counts_are_left_to_the_source_note() -> None:
    (said,) = spoken_figures([figure("26.55", n=14_350, met=3_810)])
    assert "of 14,350" not in said


def test_the_story_comes_first_then_the_figure_then_the_ask() -> None:
    comment = comment_of(figured_letter(), 3)
    text = comment.text
    places = [
        text.index(each)
        for each in ("my name is Minh", "On Tuesdays", "73.45 percent", "one question", "Thank you.")
    ]
    assert places == sorted(places)
    assert "1540 6th St" not in text
    assert "55106" not in text
    assert comment.left_out == ()


def test_what_is_left_out_to_keep_the_time_is_told() -> None:
    letter = figured_letter(
        body=figured_letter().body.replace(
            "Dr. Lee", "Everybody in our town knows it well, and says so. " * 9 + "Dr. Lee"
        )
    )
    comment = comment_of(letter, 1)
    assert comment.left_out
    assert "Left out to keep the time:" in render_comment(letter, 1)
    assert seconds(comment.text) <= 60


@given(story=STORY, minutes=st.sampled_from([1, 2, 3]))
def test_a_comment_keeps_its_time_and_whole_sentences(story: str, minutes: int) -> None:
    body = figured_letter().body.split("\n\n")
    body[1] = as_markdown(story)
    letter = figured_letter(body="\n\n".join(body), recipient=BOARD_MEMBER)
    for given_story in ("", story):
        comment = comment_of(letter, minutes, given_story)
        assert seconds(comment.text) <= minutes * 60
        whole = set(sentences(story))
        said = [each for each in parts_of(letter, given_story).story if each in comment.text]
        assert set(said) <= whole
        assert "one question" in comment.text
        for number, source in (
            ("73.45", "Minnesota Department of Education"),
            ("54.8", "from the same source"),
        ):
            sentence = next((p for p in sentences(comment.paragraphs[-3]) if f"{number} percent" in p), "")
            assert not sentence or source in sentence


@given(story=STORY)
def test_a_phone_script_is_under_a_minute(story: str) -> None:
    body = figured_letter().body.split("\n\n")
    body[1] = as_markdown(story)
    said = script_of(figured_letter(body="\n\n".join(body)), story)
    assert sum(map(spoken_words, said)) <= MOST_WORDS
    assert seconds(" ".join(said)) < 60
    assert "Senator Sandy Pappas" in said[0]
    assert any("one question" in part for part in said)


def test_a_script_tells_what_to_answer() -> None:
    text = render_script(figured_letter())
    assert "your address: 1540 6th St E, Saint Paul, MN 55106" in text
    assert "I am calling about how students are doing in math." in text
    assert "the source: Minnesota Department of Education" in text
    assert all(len(line) <= 72 for line in text.splitlines())


def test_a_question_too_long_to_be_said_is_refused() -> None:
    letter = replace(
        figured_letter(), body="I am your constituent.\n\nWill you " + "really " * 160 + "do it?"
    )
    with pytest.raises(FormatError, match="Shorten the question"):
        comment_of(letter, 1)
    with pytest.raises(FormatError, match="Shorten the question"):
        script_of(letter)
    with pytest.raises(FormatError, match="1, 2 or 3 minutes, not 5"):
        comment_of(letter, 5)
