"""Is a letter plain text that any mail program and printer can show?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from letter_samples import SENATOR, context

from letters.engine import load_template, render_letter
from letters.formats.markdown import render_markdown
from letters.formats.text import WIDTH, render_text, text_of, wrap
from letters.people import Recipient, Sender


@given(st.lists(st.text("abc’é%", min_size=1, max_size=90), max_size=40), st.sampled_from(["", "- ", "[1] "]))
def test_wrapping_keeps_every_word_and_the_width(words: list[str], lead: str) -> None:
    lines = wrap(" ".join(words), lead, " " * len(lead)).split("\n")
    assert lines[0].startswith(lead)
    assert " ".join([lines[0][len(lead) :], *lines[1:]]).split() == words
    assert all(len(line) <= WIDTH or len(line.split()) <= 1 + bool(lead) for line in lines)


def test_markup_of_a_template_becomes_plain() -> None:
    source = (
        "# A heading\nbelow it\n\nSome **bold**, *slanted* and `plain` words of snake_case,\n"
        "a [link](https://example.org) and <https://example.org>.[^1]\n\n"
        "- one item that is long enough to be wrapped onto a second line, with a hanging indent\n- two\n\n"
        "1. first\n2. second\n\nhere\\\nand there"
    )
    assert text_of(source) == (
        "A heading\nbelow it\n\nSome bold, slanted and plain words of snake_case, a link\n"
        "(https://example.org) and https://example.org.[1]\n\n"
        "- one item that is long enough to be wrapped onto a second line, with a\n  hanging indent\n- two\n\n"
        "1. first\n2. second\n\nhere\nand there"
    )


def test_curly_quotes_percent_dollar_and_accents_arrive_as_they_left() -> None:
    text = render_text(render_letter(load_template("legislator"), context()))
    for typed in ("“I can’t”", "$40 a child & took", "Minh Nguyễn-Žižek", "minh_nguyen@example.org"):
        assert typed in text
    assert "\\" not in text
    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_what_is_not_given_leaves_no_gap() -> None:
    sender = Sender("Ann Lee", ("1 Main St", "Ely, MN 55731"), town="Ely")
    recipient = Recipient("Grant Hauschild", kind="state_senate", district="3")
    text = render_text(render_letter(load_template("thank-you"), context(recipient, sender=sender)))
    assert text.startswith(
        "Ann Lee\n1 Main St\nEly, MN 55731\n\nNovember 24, 2026\n\nSenator Grant Hauschild\n"
    )
    assert "\n\n\n" not in text
    assert "Sources" not in text
    assert "A short yes or no to 1 Main St, Ely, MN 55731 would be kind" in text


def test_lines_of_people_cannot_add_lines() -> None:
    sender = Sender("Ann\nBcc: x", ("1 Main St\r\nEvil: 1",), town="Ely\n")
    letter = render_letter(load_template("legislator"), context(SENATOR, sender=sender))
    assert render_text(letter).startswith("Ann Bcc: x\n1 Main St Evil: 1\n\n")
    assert "\n" not in letter.subject + letter.salutation + letter.closing


def test_markdown_has_a_footnote_for_every_mark() -> None:
    text = render_markdown(render_letter(load_template("legislator"), context()))
    assert text.count("[^1]") == text.count("[^2]") == 2
    assert "\n[^2]: Minnesota Department of Education, " in text
    assert "1540 6th St E\\\nSaint Paul, MN 55106\\\n" in text
