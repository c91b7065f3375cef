"""`advocate campaign new|list|show|edit|close|reopen|use`: what a person types, and what they read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result

from tests.advocate.calling import call as any_call
from tests.advocate.calling import said

pytestmark = pytest.mark.usefixtures("home")


def call(*words: str, code: int = 0) -> Result:
    return any_call("campaign", *words, code=code)


def told(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout)


def test_a_new_organizer_begins_sees_what_comes_first_and_changes_it() -> None:
    assert "Begin one: advocate campaign new NAME" in said(call("list"))
    made = told(
        "new", "Read Well 2027", "--bill", "h.f. 5", "--to", "senate,house", "--starts", "2026-11-01", "--ends", "2027-05-17",
        "--goal", "20 supporters in each of 10 districts", "--answers-for", "Ana", "--template", "legislator", "--use",
    )  # fmt: skip
    assert (made["bill"], made["offices"], made["templates"]) == ("HF 5", ["house", "senate"], ["legislator"])
    shown = call("show", "read well 2027").stdout
    for line in (
        "state           open, in use where none is named",
        "Goal: 20 supporters in each of 10 districts",
        "....................  0 of 10 districts",
        "10 more districts: nobody in them has written",
        "advocate campaign run 'Read Well 2027' --supporters all --dry-run",
    ):
        assert line in shown
    assert all(len(line) <= 100 for line in shown.splitlines())
    assert "ask: '' to 'Will you?'" in said(
        call("edit", "read well 2027", "--ask", "Will you?", "--ends", "")
    )
    assert "nothing was changed" in said(call("edit", "read well 2027", "--ask", "Will you?"))
    now = told("show", "read well 2027")
    assert (now["ask"], now["ends_on"], now["is_default"], now["state"]) == ("Will you?", "", True, "open")
    assert [change["kind"] for change in now["changes"]] == ["new", "edit"]


def test_a_dry_run_keeps_nothing() -> None:
    assert "Nothing was kept" in said(call("new", "Read", "--dry-run"))
    assert told("list") == []
    call("new", "Read")
    assert "Nothing was changed" in said(call("edit", "read", "--ask", "x", "--dry-run"))
    assert "would be closed" in said(call("close", "read", "--dry-run"))
    (read,) = told("list")
    assert (read["ask"], read["closed_on"]) == ("", "")


def test_close_reopen_and_use_say_what_they_did() -> None:
    call("new", "Read")
    call("new", "Tutors", "--ends", "2027-01-01")
    call("use", "tutors")
    assert call("list").stdout == "Read\topen\t\t\t\t\nTutors\topen, in use\tuntil 2027-01-01\t\t\t\n"
    assert "is closed" in said(call("close", "tutors"))
    assert "was closed on 2026-11-24" in said(call("use"))
    assert "What came of it: advocate report reach" in said(call("show", "tutors"))
    assert "is open" in said(call("reopen", "tutors"))
    assert "is not closed" in said(call("reopen", "tutors", code=2))
    assert "No campaign is meant" in said(call("use", "none"))
    assert told("use") == {"campaign": "", "by": ""}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("new", "Read", "--starts", "2027-02-01", "--ends", "2027-01-01"), "before it begins on 2027-02-01"),
        (("new", "Read", "--starts", "soon"), "Write year, month and day"),
        (("new", "Read", "--goal", "win"), "a letter to every member of Education Finance"),
        (("new", "Read", "--goal", "a letter to every member of Education Money"), "near it:"),
        (("new", "Read", "--goal", "2 supporters in each of 99Z"), "no House district"),
        (("new", "Read", "--bill", "12345"), "such as HF 1234"),
        (("new", "Read", "--to", "mayor"), "house, senate, board, governor"),
        (("new", "Read", "--template", "nope"), "Choose one of:"),
        (("new", "?!"), "needs a letter or a digit"),
        (("new", "there"), "There is a campaign 'There' already"),
        (("edit", "there"), "What should change?"),
        (("edit", "there", "--name", "Elsewhere"), "know the campaign by its name"),
        (("edit", "there", "--starts", "2028-01-01"), "before it begins"),
        (("show", "ther"), "The campaigns are: There."),
        (("use", "x"), "The campaigns are: There."),
        (("begin",), "Choose one of: approve, close, edit, fill, list, new, reopen, run, show, use."),
    ],
)
def test_what_is_typed_wrong_is_told_with_what_is_right(words: tuple[str, ...], text: str) -> None:
    call("new", "There", "--ends", "2027-12-31")
    assert text in said(call(*words, code=2))
    assert [each["name"] for each in told("list")] == ["There"]


def test_a_name_cannot_steer_terminals() -> None:
    made = told("new", "Read\x1b[31m\nWell\u202e", "--ask", "Will\x07 you?")
    assert (made["name"], made["ask"]) == ("Read Well", "Will you?")
