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
from letters.errors import BadWord, FigureNotFound, FigureRefused, MissingNeeds, NobodyToWriteTo
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
    "bill-position": ("bill-position", context(REPRESENTATIVE, bill="hf 1234", position="support")),
    "business-legislator": (
        "business-legislator",
        context(SENATOR, work="run a machine shop in Saint Paul."),
    ),
    "community-legislator": ("community-legislator", context(SENATOR)),
    "community-school-board": ("community-school-board", context(BOARD_MEMBER, agenda_item="Item 7")),
    "education-committee": (
        "education-committee",
        context(SENATOR, bill="SF 56", committee="Education Finance"),
    ),
    "educator-legislator": (
        "educator-legislator",
        context(REPRESENTATIVE, work="teach fourth grade", bill="HF 12"),
    ),
    "follow-up": ("follow-up", context(REPRESENTATIVE, sent_on="October 12")),
    "governor": ("governor", context(GOVERNOR)),
    "meeting-request": (
        "meeting-request",
        context(SENATOR, times="on any weekday after four o’clock in January"),
    ),
    "parent-legislator": ("parent-legislator", context(REPRESENTATIVE, who="a grandparent")),
    "parent-school-board": ("parent-school-board", context(BOARD_MEMBER)),
    "phone-script": ("phone-script", context(SENATOR, bill="SF 56")),
    "public-comment": ("public-comment", context(BOARD_MEMBER, agenda_item="Item 7")),
    "school-board-member-legislator": (
        "school-board-member-legislator",
        context(SENATOR, board="the school board of Saint Paul Public Schools"),
    ),
    "student-legislator": ("student-legislator", context(REPRESENTATIVE)),
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


def test_every_template_is_among_the_letters_that_were_looked_at() -> None:
    assert {template for template, _ in LETTERS.values()} == {each.name for each in list_templates()}


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_words_give_the_same_bytes(name: str) -> None:
    assert render_text(written(name)).encode() == render_text(written(name)).encode()
    assert written(name) == written(name)


@pytest.mark.parametrize("name", LETTERS)
def test_what_makes_a_letter_work(name: str) -> None:
    letter = written(name)
    opening = " ".join(re.split(r"(?<=[.!?])\s", letter.body)[:2])
    ours = letter.body.replace("I can’t", "")
    assert "Saint Paul 55106" in opening
    assert ("constituent" in opening) is load_template(letter.template).constituent
    assert ours.count("?") == 1
    assert re.search(r"(Will|May|Can|Could|Do|Would) (you|I|the board)\b[^.?]*\?", ours)
    assert re.search(r"reply|let me know|answer", ours)
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
    for district in ("", "0323-02", "9999-01"):
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
    asks = custom('{{ figure("math", group="' + group + '") }}')
    only = FigureBook([figure("13.6", geography=STATE, group=group, basis="B", standing="disputed")])
    with pytest.raises((FigureRefused, FigureNotFound)):
        render_letter(asks, context(school_district="", figures=only))
    letter = render_letter(asks, context(school_district=""))
    assert "86.4" not in letter.body and letter.figures[0].basis == "C"


def test_the_range_across_a_legislators_districts_is_one_sentence_without_an_average() -> None:
    asks = custom('{{ figure("math") }} {{ district_range("math") }}')
    served = ("0012-01", "0624-01", "0831-01", "0621-01")
    letter = render_letter(
        asks,
        context(school_district="0624-01", districts_served=served, served_by="House District 36A"),
    )
    assert (
        "In the 4 school districts that lie wholly or partly in House District 36A, the share that did not meet or "
        "exceed the standards in math in 2024-25 ran from 39.59 percent in the Centennial Public School "
        "District[^2] to 51.25 percent in the White Bear Lake School District.[^1]" in letter.body
    )
    assert {each.basis for each in letter.figures} == {"A"}
    alone = render_letter(asks, context(districts_served=("0625-01",), served_by="House District 67B"))
    assert "67B" not in alone.body and len(alone.figures) == 1


def test_a_subject_stays_one_line_whatever_was_typed() -> None:
    item = "Item 1\r\nBcc: all@example.org"
    letter = render_letter(load_template("school-board"), context(BOARD_MEMBER, agenda_item=item))
    assert letter.subject.startswith("Item 1 Bcc: all@example.org: A resident")


@pytest.mark.parametrize("typed", ["hf 1234", "HF1234", "H.F. 1234", "House File 1234", " HF  01234 "])
def test_a_bill_is_named_in_the_one_form_that_offices_file_by(typed: str) -> None:
    words = {"bill": typed, "position": "For"}
    letter = render_letter(load_template("bill-position"), context(REPRESENTATIVE, **words))
    assert letter.subject == "HF 1234: a constituent in Saint Paul 55106 asks you to support it"
    assert "Will you support HF 1234?" in letter.body


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"bill": "HB 12"}, "no number of a Minnesota bill.*HF 1234"),
        ({"bill": "HF 1\r\nBcc: all@example.org"}, "no number of a Minnesota bill"),
        ({"bill": "HF 99999"}, "no number of a Minnesota bill"),
        ({"position": "maybe"}, "support, oppose"),
    ],
)
def test_a_bill_or_position_of_another_form_is_refused(words: dict[str, str], says: str) -> None:
    given = {"bill": "SF 12", "position": "oppose"} | words
    with pytest.raises(BadWord, match=says):
        render_letter(load_template("bill-position"), context(SENATOR, **given))


def test_dates_are_english_whatever_the_machine_speaks() -> None:
    letter = render_letter(load_template("thank-you"), context(date=date(2027, 3, 1)))
    assert "\nMarch 1, 2027\n" in render_text(letter)


def test_a_wrong_bill_is_told_where_the_template_names_none_either() -> None:
    with pytest.raises(BadWord, match="no number of a Minnesota bill"):
        render_letter(load_template("thank-you"), context(SENATOR, bill="HB 12"))


def test_what_is_missing_is_told_before_the_empty_seat() -> None:
    empty = Recipient("", kind="state_senate", district="67")
    with pytest.raises(MissingNeeds, match="story"):
        render_letter(load_template("legislator"), context(empty, story=" "))
    with pytest.raises(NobodyToWriteTo):
        render_letter(load_template("legislator"), context(empty))
