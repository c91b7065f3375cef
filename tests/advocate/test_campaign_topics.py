"""A campaign about reading shows reading results; what its letters would show else is told before they are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from advocate.campaign.topics import implied_topic, read_topic
from advocate.errors import WrongChoice
from advocate.store.campaigns import Campaign
from tests.advocate.calling import call, said

HOME = "1540 6th St E, Saint Paul, MN 55106"

pytestmark = pytest.mark.usefixtures("home")


def join() -> None:
    call("supporters", "add", "Mai Example", "--email", "mai@example.org", "--phone", "651-555-0100",
         "--address", HOME, "--consent-source", "fair", "--yes")  # fmt: skip


def letter(home: Path) -> str:
    return " ".join(next((home / "outbox").rglob("*senate*.md")).read_text().split())


def test_letters_show_the_results_that_the_campaign_is_about(home: Path) -> None:
    join()
    call("campaign", "new", "Coaches", "--topic", "Reading", "--to", "senate", "--use")
    assert "results in reading" in said(call("campaign", "show"))
    assert "math" not in said(call("campaign", "run", "--supporters", "all", "--dry-run"))
    assert "Campaign: Coaches (in use)." in said(call("campaign", "run", "--supporters", "all", "--yes"))
    text = letter(home)
    assert "met or exceeded the standards" in text
    assert "reading results" in text
    assert "math" not in text


def test_a_word_given_for_one_letter_goes_before_the_campaigns(home: Path) -> None:
    call("campaign", "new", "Coaches", "--topic", "reading", "--to", "senate")
    (home / "story.txt").write_text(
        "The library of our school is closed on three days a week, and my two children miss it."
    )
    words = (
        "write",
        HOME,
        "--name",
        "Mai Example",
        "--story",
        "story.txt",
        "--offline",
        "--yes",
        "--campaign",
        "Coaches",
    )
    call(*words, "--set", "topic=science")
    assert "science results" in letter(home)


def test_letters_about_something_else_than_the_campaign_are_told_of(home: Path) -> None:
    join()
    new = said(call("campaign", "new", "Read Well 2027", "--to", "senate"))
    to_do = "advocate campaign edit 'Read Well 2027' --topic reading"
    assert "speaks of reading, but its letters would show math results" in new
    assert to_do in new
    run = ("campaign", "run", "Read Well 2027", "--supporters", "all", "--dry-run")
    assert to_do in said(call(*run))
    assert "--topic" not in said(call(*run, "--set", "topic=reading"))
    assert "topic: '' to 'reading'" in said(call("campaign", "edit", "Read Well 2027", "--topic", "reading"))
    assert "--topic" not in said(call(*run))
    assert "--topic" not in said(call("campaign", "new", "Fair Pay", "--to", "senate"))


def test_nothing_in_use_and_nothing_named_lists_the_campaigns() -> None:
    call("campaign", "new", "Coaches")
    for words in (("show",), ("run", "--supporters", "all", "--dry-run")):
        assert "name one. The campaigns are: Coaches." in said(call("campaign", *words, code=2))


@pytest.mark.parametrize(
    ("name", "ask", "topic"),
    [
        ("Read Well", "", "reading"),
        ("Coaches", "Will you fund literacy coaches?", "reading"),
        ("Ready for school", "Will you spread the news?", ""),
        ("Reading and math", "", ""),
        ("Labs", "Will you fund SCIENCE rooms?", "science"),
    ],
)
def test_a_campaigns_words_tell_what_it_is_about(name: str, ask: str, topic: str) -> None:
    assert implied_topic(Campaign("1", name, ask)) == topic


def test_a_topic_without_figures_lists_those_with() -> None:
    assert [read_topic(word) for word in (" Maths ", "SCIENCE", "")] == ["math", "science", ""]
    with pytest.raises(WrongChoice, match="Choose one of: math, reading, science"):
        read_topic("history")
