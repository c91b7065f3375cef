"""Is a letter that breaks a rule caught by that rule, and does a good letter pass without a word?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import (
    BOARD_MEMBER,
    DISTRICT_OFFICE,
    GOVERNOR,
    REPRESENTATIVE,
    SENATOR,
    SENDER,
    STORY,
    context,
    figure,
)

from letters.engine import Letter, load_template, render_letter
from letters.figures import STATE, FigureBook
from letters.library import list_templates
from letters.lint import RULES, lint_letter, stops
from letters.similarity import LetterIndex, sign

RECIPIENTS = {
    "state_senate": SENATOR,
    "state_house": REPRESENTATIVE,
    "governor": GOVERNOR,
    "school_board": BOARD_MEMBER,
    "school_district": DISTRICT_OFFICE,
}
#: A story as a supporter types it, that comes near to several rules without breaking one.
NEAR = (
    "My daughter is in third grade. Our school’s principal, a candidate for the job of superintendent, asked the "
    "Campaign Finance Board nothing; she asked parents. At a birthday party my friend said that some children feel "
    "stupid when they cannot read. The Senate Elections Committee met next door, and I live in election district 2. "
    "I agree 100 percent with the teachers: it takes 20 minutes a day, about $40 a child, and both parties to a "
    "conversation. The law asks for dyslexia screening. One of our tutors is a Democratic society's best example!"
)


def good(**more: Any) -> Letter:
    given_words = {"bill": "HF 1234", "ask": "Will you support HF 1234?"} | more
    return render_letter(load_template("legislator"), context(REPRESENTATIVE, **given_words))


def body(old: str, new: str) -> Callable[[Letter], Letter]:
    def change(letter: Letter) -> Letter:
        assert old in letter.body
        return replace(letter, body=letter.body.replace(old, new))

    return change


def others() -> LetterIndex:
    index = LetterIndex()
    signature = sign(STORY.replace("third graders", "second graders"))
    assert signature is not None
    index.add(signature, "somebody else", "contact 1a2b3c4d")
    return index


def pages(_: Letter) -> int:
    return 2


# rule, what is changed (words of the letter, or the finished letter), what the finding says.
BROKEN: list[tuple[str, dict[str, Any], str]] = [
    (
        "L1",
        {"change": body("I am your constituent, and I live", "I have written before, and I live")},
        "constituent",
    ),
    ("L1", {"change": body("I live in Saint Paul 55106", "I live here")}, "Saint Paul 55106"),
    (
        "L2",
        {"change": lambda x: replace(x, subject="A constituent in Saint Paul 55106 on schools")},
        "HF 1234",
    ),
    ("L2", {"change": body("HF 1234", "HB 1234")}, "not how Minnesota numbers"),
    ("L3", {"ask": "Please think about it."}, "yes or no"),
    ("L3", {"ask": "What will you do about HF 1234?"}, "yes or no"),
    ("L3", {"ask": "Will you support HF 1234, and will you visit our school?"}, "2 things"),
    ("L3", {"story": f"{STORY} Will you fund a library too?"}, "2 things"),
    ("L4", {"story": f"{STORY} On another matter, our roads are bad."}, "second issue"),
    ("L4", {"story": f"{STORY} The highway has potholes that nobody repairs."}, "roads"),
    ("L4", {"story": f"{STORY} HF 77 is as important."}, "2 bills"),
    ("L5", {"story": " ".join([STORY] * 12)}, "lines"),
    ("L5", {"options": {"page_count": pages}}, "2 pages"),
    ("L6", {"story": "I agree with this."}, "own"),
    ("L7", {"story": f"{STORY} [What did you see?]"}, "filled in"),
    ("L7", {"story": f"{STORY} My school is [name of school]."}, "filled in"),
    ("L7", {"story": f"{STORY} I teach at ______ school."}, "filled in"),
    ("L7", {"change": lambda x: replace(x, salutation="Dear {{ name }}:")}, "filled in"),
    (
        "L7",
        {"change": body("I live in Saint Paul 55106. I", "I live in Saint Paul 55106, reach me at . I")},
        "filled",
    ),
    (
        "L7",
        {"change": lambda x: replace(x, body=x.body + "\n\n" + load_template("legislator").prompts["story"])},
        "ques",
    ),
    ("L7", {"change": lambda x: replace(x, subject=" ")}, "empty"),
    ("L8", {"change": lambda x: replace(x, salutation="Dear Mr. Xiong:")}, "Representative"),
    ("L8", {"change": lambda x: replace(x, salutation="Dear Senator Xiong:")}, "Representative"),
    ("L8", {"change": lambda x: replace(x, salutation="Dear Representative Pappas:")}, "somebody else"),
    ("L9", {"sender": replace(SENDER, phone="")}, "phone"),
    ("L9", {"sender": replace(SENDER, phone="651-555")}, "phone"),
    ("L9", {"sender": replace(SENDER, name="Minh")}, "full name"),
    ("L9", {"sender": replace(SENDER, address_lines=("Saint Paul",))}, "street address"),
    (
        "L10",
        {"change": body("Please reply with a yes or a no, and with your reasons if you can.", "")},
        "reply",
    ),
    ("L11", {"story": f"{STORY} Only 42% of them can read."}, "typed in"),
    ("L11", {"story": f"{STORY} I heard that 86.4 percent fail."}, "typed in"),
    ("L11", {"story": f"{STORY} Sixty percent of our students are behind."}, "typed in"),
    ("L11", {"story": f"{STORY} Half of all students cannot read."}, "typed in"),
    ("L11", {"story": f"{STORY} One in three Minnesota children is behind."}, "typed in"),
    ("L11", {"change": body("54.8 percent", "45.8 percent")}, "typed in"),
    ("L11", {"change": lambda x: replace(x, figures=x.figures[:1])}, "typed in"),
    (
        "L11",
        {"change": lambda x: replace(x, figures=(*x.figures, figure("86.4", standing="disputed")))},
        "disputed",
    ),
    (
        "L11",
        {"change": lambda x: replace(x, figures=(*x.figures, figure("30.1", basis="C")))},
        "bases A and C",
    ),
    ("L12", {"story": f"{STORY} My son Leo loved it."}, "names a child"),
    ("L12", {"story": f"{STORY} A student named Li taught me that."}, "names a child"),
    ("L12", {"story": f"{STORY} Our oldest daughter, Ana, cried."}, "names a child"),
    ("L12", {"story": f"{STORY} My grandson has ADHD and waited a year."}, "diagnosis"),
    ("L12", {"story": f"{STORY} His classmate was diagnosed last year."}, "diagnosis"),
    ("L13", {"story": f"{STORY} Your party has let us down."}, "party"),
    ("L13", {"story": f"{STORY} I always voted for you."}, "election"),
    ("L13", {"story": f"{STORY} Remember this in the next election."}, "election"),
    ("L13", {"story": f"{STORY} Your opponent would do it."}, "candidate"),
    ("L13", {"story": f"{STORY} The Republicans and the DFL both know it."}, "party"),
    ("L13", {"change": lambda x: replace(x, subject="HF 1234 and your re-election")}, "election"),
    ("L14", {"story": f"{STORY} Do it or else."}, "threat"),
    ("L14", {"story": f"{STORY} You will regret it."}, "threat"),
    ("L14", {"story": f"{STORY} We know where you live."}, "threat"),
    ("L14", {"story": f"{STORY} Only an idiot would refuse."}, "insult"),
    ("L14", {"story": f"{STORY} Shame on you and your colleagues."}, "insult"),
    ("L15", {"options": {"earlier": others().others_than("me")}}, "contact 1a2b3c4d"),
    ("L16", {"sender": replace(SENDER, email="minh@stpaul.k12.mn.us")}, "stpaul.k12.mn.us"),
    ("L16", {"options": {"sender_email": "minh@mail.spps.org", "school_domains": {"spps.org"}}}, "spps.org"),
    ("L17", {"change": lambda x: replace(x, subject="HF 1234: PLEASE READ THIS")}, "shout"),
    ("L17", {"change": lambda x: replace(x, subject="HF 1234: help our schools!")}, "bulk mail"),
    ("L17", {"change": lambda x: replace(x, subject="Re: HF 1234")}, "earlier exchange"),
    ("L17", {"change": lambda x: replace(x, subject="HF 1234 " + "and so on " * 12)}, "characters"),
    ("L18", {"story": f"{STORY} She said â€œI canâ€™t.â€"}, "broken"),
    ("L18", {"story": f"{STORY} Nguy\ufffdn taught me."}, "broken"),
    ("L18", {"story": f"{STORY} It is <b>urgent</b> &amp; dear."}, "broken"),
]


@pytest.mark.parametrize(
    ("rule", "how", "says"), BROKEN, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(BROKEN)]
)
def test_a_broken_rule_is_caught_by_that_rule(rule: str, how: dict[str, Any], says: str) -> None:
    words = {key: value for key, value in how.items() if key not in ("change", "options")}
    letter = how.get("change", lambda same: same)(good(**words))
    found = lint_letter(letter, story=words.get("story", STORY), **how.get("options", {}))
    caught = [each for each in found if each.rule == rule]
    assert caught, f"{rule} said nothing: {letter.body}"
    assert any(says in f"{each.what} {each.where}" for each in caught)
    for each in caught:
        assert (
            each.severity == RULES[rule].severity and each.where and each.why and each.source and each.remedy
        )
    assert stops(found) is any(RULES[each.rule].severity == "stop" for each in found)
    assert stops(found, strict=True)


def test_every_rule_has_a_letter_that_breaks_it() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES) == {f"L{number}" for number in range(1, 19)}
    assert {rule.id for rule in RULES.values() if rule.severity == "stop"} == {"L7", "L11", "L13"}


@pytest.mark.parametrize(
    ("template", "office"), [(t.name, office) for t in list_templates() for office in t.offices]
)
def test_every_bundled_template_passes_with_a_sample_story(template: str, office: str) -> None:
    chosen = load_template(template)
    words = {
        "work": "teach fourth grade.", "board": "the school board of Saint Paul Public Schools", "times": "on any evening",
        "committee": "Finance",
        "sent_on": "October 12", "bill": "HF 1234" if chosen.takes("bill") else "", "position": "oppose",
        "agenda_item": "Item 7, tutoring", "deed": "visiting our school.",
    }  # fmt: skip
    letter = render_letter(chosen, context(RECIPIENTS[office], **words))
    assert lint_letter(letter, story=STORY) == ()
    assert lint_letter(letter) == ()


def test_words_that_only_look_like_trouble_pass() -> None:
    letter = good(story=NEAR)
    assert [(each.rule, each.where) for each in lint_letter(letter, story=NEAR)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for your service on the Committee on Elections.",
        "We all learned how the democratic process works.",
        "My students, Minnesota kids all of them, read every day.",
        "My daughter Monday came home happy.",
        "The students in our Student Council said so.",
        "She told me “I am an idiot,” and she is not.",
        "They called my son lazy, and he was only tired.",
        "Our reading campaign gave every child a book.",
        "Members of both parties can agree on it.",
        "My daughter ran in her student council election.",
        "My friend Maria, who teaches, told me so.",
        "The police officer who reads to our class is a hero.",
        "I want every child to have it, in every election district.",
    ],
)
def test_false_alarms_that_are_not_raised(sentence: str) -> None:
    story = f"{STORY} {sentence}"
    assert [(each.rule, each.where) for each in lint_letter(good(story=story), story=story)] == []


def test_party_words_in_an_address_are_not_looked_at() -> None:
    letter = good(sender=replace(SENDER, address_lines=("12 Republican Ave", "Independence, MN 55106")))
    assert lint_letter(letter, story=STORY) == ()


def test_one_persons_letters_to_several_officials_are_not_the_same() -> None:
    index = others()
    assert lint_letter(good(), story=STORY, earlier=index.others_than("somebody else")) == ()


def test_a_figure_of_the_letter_may_be_named_again_beside_its_source() -> None:
    book = FigureBook([figure("26.55"), figure("45.2", geography=STATE)])
    letter = render_letter(load_template("legislator"), context(figures=book))
    again = body("54.8 percent", "54.8 percent (45.2 percent met them)")(letter)
    assert lint_letter(again, story=STORY) == ()


def test_findings_come_in_the_order_of_the_rules() -> None:
    letter = replace(good(story="[your story] My son Leo 42%"), subject="URGENT!", salutation="Dear Jay:")
    rules = [int(each.rule[1:]) for each in lint_letter(letter)]
    assert rules == sorted(rules) and {2, 6, 7, 8, 11, 12, 17} <= set(rules)


@given(st.text(max_size=400))
def test_any_story_is_linted_without_an_error(story: str) -> None:
    letter = replace(good(), body=f"I am your constituent.\n\n{story}\n\nWill you?")
    for found in lint_letter(letter, story=story):
        assert found.rule in RULES and found.to_dict()["what"]
