"""Do a template, a story and true figures become the letter that a person has looked at?"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from letter_samples import (
    BOARD_MEMBER,
    DISTRICT_OFFICE,
    GOVERNOR,
    REPRESENTATIVE,
    SENATOR,
    STORY,
    context,
    figure,
)

from letters.engine import Letter, list_templates, load_template, missing_needs, render_letter
from letters.errors import FigureNotFound, FigureRefused, MissingNeeds, NobodyToWriteTo
from letters.figures import STATE, FigureBook
from letters.formats.markdown import render_markdown
from letters.formats.text import render_text
from letters.library import Template
from letters.people import Recipient, Sender

SNAPSHOTS = Path(__file__).parent / "snapshots"
LETTERS = {
    "legislator-senator": ("legislator", context(SENATOR)),
    "legislator-representative-bill": (
        "legislator",
        context(REPRESENTATIVE, bill="HF 1234", topic="reading", ask="Will you vote yes on HF 1234?"),
    ),
    "legislator-governor-no-district": ("legislator", context(GOVERNOR, school_district="", topic="science")),
    "school-board-member": ("school-board", context(BOARD_MEMBER)),
    "school-board-office": ("school-board", context(DISTRICT_OFFICE, agenda_item="Item 7, tutoring")),
    "thank-you-senator": ("thank-you", context(SENATOR)),
}


def written(name: str) -> Letter:
    template, given = LETTERS[name]
    return render_letter(load_template(template), given)


@pytest.mark.parametrize("name", LETTERS)
def test_letters_are_those_that_were_looked_at(name: str) -> None:
    """Read tests/letters/snapshots/*.txt; after a wanted change: UPDATE_SNAPSHOTS=1 pytest tests/letters."""
    letter = written(name)
    for suffix, text in ((".txt", render_text(letter)), (".md", render_markdown(letter))):
        path = SNAPSHOTS / f"{name}{suffix}"
        if os.environ.get("UPDATE_SNAPSHOTS") == "1":
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_words_give_the_same_bytes(name: str) -> None:
    assert render_text(written(name)).encode() == render_text(written(name)).encode()
    assert written(name) == written(name)


@pytest.mark.parametrize("name", LETTERS)
def test_what_makes_a_letter_work(name: str) -> None:
    letter = written(name)
    opening = " ".join(re.split(r"(?<=[.!?])\s", letter.body)[:2])
    ours = letter.body.replace("I can’t", "")
    assert "constituent" in opening and "Saint Paul 55106" in opening
    assert ours.count("?") == 1
    assert re.search(r"(Will|May|Can|Do|Would) (you|I) [^.?]*\?", ours)
    assert "reply" in ours
    text = render_text(letter)
    assert text.startswith("Minh Nguyễn-Žižek\n1540 6th St E\nSaint Paul, MN 55106\n651-555-0100\n")
    assert len(text.splitlines()) <= 70
    assert letter.subject == " ".join(letter.subject.split()) and not letter.subject.isupper()
    assert not re.search(r"\d\s*%", ours)


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_mixes_bases(name: str) -> None:
    assert len({each.basis for each in written(name).figures}) <= 1


def test_own_district_comes_first_then_the_state_of_the_same_year() -> None:
    letter = written("legislator-senator")
    assert [each.geography for each in letter.figures] == ["0625-01", STATE]
    assert len({(each.year, each.basis, each.group, each.test) for each in letter.figures}) == 1
    assert letter.body.index("Saint Paul Public Schools did not meet") < letter.body.index("Across Minnesota")


def test_without_a_district_figure_nothing_is_invented() -> None:
    for district in ("", "2909-01", "9999-01"):
        letter = render_letter(load_template("legislator"), context(school_district=district))
        assert [each.geography for each in letter.figures] == [STATE]
        assert "tested in Minnesota did not meet or exceed the standards in math.[^1]" in letter.body
        assert district == "" or district not in render_text(letter)


def test_an_unknown_topic_lists_the_right_ones() -> None:
    with pytest.raises(FigureNotFound, match=r"'art'.*math, reading, science"):
        render_letter(load_template("legislator"), context(topic="art"))


def test_template_language_inside_a_story_is_only_text() -> None:
    story = "{{ sender.name }} {% for x in y %} {# gone? #} {{ 7 * 7 }} ''.__class__"
    letter = render_letter(load_template("legislator"), context(story=story))
    assert story in " ".join(render_text(letter).split())


def test_paragraphs_of_the_story_stay_as_typed() -> None:
    body = render_text(written("thank-you-senator"))
    for paragraph in STORY.split("\n\n"):
        assert " ".join(paragraph.split()) in " ".join(body.split())
    assert "let me try.”\n\nIt cost" in body


def test_what_is_missing_is_told_with_a_question() -> None:
    template = load_template("thank-you")
    assert missing_needs(template, {}) == [
        "deed",
        "story",
        "sender.name",
        "sender.address_lines",
        "sender.home",
        "recipient",
        "date",
    ]
    assert missing_needs(template, context()) == []
    assert missing_needs(template, context(story=" \n", sender=Sender("A B", ("1 Main St",)))) == [
        "story",
        "sender.home",
    ]
    with pytest.raises(MissingNeeds) as caught:
        render_letter(template, context(story=""))
    assert caught.value.prompts == {"story": template.prompts["story"]}
    assert "what difference did it make" in str(caught.value)


def test_every_need_has_a_question_for_a_person() -> None:
    for template in list_templates():
        for need in (*template.needs, *template.defaults, "sender.name", "date"):
            assert len(template.prompt_for(need)) > 15


def test_a_blank_choice_falls_back_to_the_templates_own_words() -> None:
    plain = render_letter(load_template("legislator"), context())
    assert render_letter(load_template("legislator"), context(ask=" ", topic=None)) == plain


def test_a_vacant_seat_gets_no_letter() -> None:
    with pytest.raises(NobodyToWriteTo, match="21A"):
        render_letter(load_template("legislator"), context(Recipient("", kind="state_house", district="21A")))


def custom(body: str, subject: str = "A subject") -> Template:
    return Template("mine", "Mine", subject, body, ("state_house",), needs=())


def test_a_template_can_name_one_figure_at_a_time() -> None:
    book = FigureBook([figure(), figure("45.2", geography=STATE)])
    letter = render_letter(
        custom('{{ figure("math") }}\n\n{{ figure("math", geography="state") }} {{ figure("math") }}'),
        context(figures=book),
    )
    assert re.findall(r"\[\^\d\]", letter.body) == ["[^1]", "[^2]", "[^1]"]
    assert [str(each.value) for each in letter.figures] == ["26.55", "45.2"]


def test_a_letter_cannot_bring_two_bases_together() -> None:
    book = FigureBook(
        [
            figure("45.2", geography=STATE),
            figure("22", geography=STATE, group="White", basis="B", test="MCA"),
        ]
    )
    mixed = custom('{{ figure("math") }} {{ figure("math", group="White") }}')
    with pytest.raises(FigureRefused, match="different bases"):
        render_letter(mixed, context(figures=book))


def test_a_letter_cannot_use_a_disputed_figure() -> None:
    group = "Students eligible for free/reduced-price meals"
    with pytest.raises((FigureRefused, FigureNotFound)):
        render_letter(custom('{{ figure("math", group="' + group + '") }}'), context(school_district=""))


def test_a_subject_stays_one_line_whatever_was_typed() -> None:
    letter = render_letter(load_template("legislator"), context(bill="HF 1\r\nBcc: all@example.org"))
    assert letter.subject.startswith("HF 1 Bcc: all@example.org: A constituent")


def test_dates_are_english_whatever_the_machine_speaks() -> None:
    letter = render_letter(load_template("thank-you"), context(date=date(2027, 3, 1)))
    assert "\nMarch 1, 2027\n" in render_text(letter)
