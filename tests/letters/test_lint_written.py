"""Is a letter read back from its file as it was written, and are foreign files told what they lack?"""

from __future__ import annotations

import pytest
from letter_samples import BOARD_MEMBER, DISTRICT_OFFICE, GOVERNOR, SENATOR, context

from letters.bills import find_bills, read_bill
from letters.engine import load_template, render_letter
from letters.errors import BadWord
from letters.figures import load_figures
from letters.formats.markdown import render_markdown
from letters.formats.text import render_text
from letters.library import list_templates
from letters.lint import lint_letter
from letters.lint.mail import school_domains
from letters.lint.written import read_letter

LETTERS = [
    ("legislator", SENATOR),
    ("legislator", GOVERNOR),
    ("school-board", BOARD_MEMBER),
    ("school-board", DISTRICT_OFFICE),
    ("thank-you", SENATOR),
]


@pytest.mark.parametrize("as_file", [render_text, render_markdown])
@pytest.mark.parametrize(("name", "recipient"), LETTERS)
def test_a_written_letter_is_read_back(name: str, recipient: object, as_file: object) -> None:
    letter = render_letter(load_template(name), context(recipient))  # type: ignore[arg-type]
    back = read_letter(as_file(letter), load_figures(), list_templates())  # type: ignore[operator]
    assert (back.subject, back.salutation, back.closing) == (
        letter.subject,
        letter.salutation,
        letter.closing,
    )
    assert back.template == name and back.figures == letter.figures
    assert back.sender == letter.sender
    assert (back.recipient.kind, back.recipient.mail[-1]) == (
        letter.recipient.kind,
        letter.recipient.mail[-1],
    )
    assert lint_letter(back) == ()


def test_a_number_changed_in_the_file_is_caught() -> None:
    text = render_text(render_letter(load_template("legislator"), context(SENATOR)))
    for old, new in (("54.8 percent", "45.8 percent"), ("26.55 percent met", "36.55 percent met")):
        changed = text.replace(old, new)
        assert changed != text
        found = lint_letter(read_letter(changed, load_figures(), list_templates()))
        assert "L11" in {each.rule for each in found}


def test_a_note_of_ones_own_is_told_what_a_letter_has() -> None:
    found = lint_letter(
        read_letter("Dear Senator Pappas:\n\nFix our schools, they are failing.\n\nSincerely,\n\nAnn")
    )
    assert {"L1", "L3", "L6", "L7", "L9", "L10"} <= {each.rule for each in found}
    assert "L8" not in {each.rule for each in found}


def test_drafts_lose_their_front_matter_and_nothing_else() -> None:
    text = render_text(render_letter(load_template("legislator"), context(SENATOR)))
    assert read_letter("---\nid: 1\n---\n" + text) == read_letter(text)
    assert read_letter(text.replace("\n", "\r\n")) == read_letter(text)


@pytest.mark.parametrize("text", ["", "\n\n", "Re: x", "Sources", "Sincerely,", "[^1]: x", "+++\n"])
def test_scraps_are_read_without_an_error(text: str) -> None:
    assert lint_letter(read_letter(text, load_figures(), list_templates()))


def test_bills_are_found_however_they_are_written() -> None:
    text = "HF1234 and H.F. 12, Senate File No. 567; sf 3, HF 123456, HF 1234, half 12 and 20 of 30"
    assert find_bills(text) == ("HF 1234", "HF 12", "SF 567", "SF 3")
    assert read_bill("") == "" and read_bill("s.f. 0099") == "SF 99"
    for wrong in ("1234", "HB 1", "HF", "HF 0", "HF 1 and SF 2"):
        with pytest.raises(BadWord, match="HF 1234"):
            read_bill(wrong)


def test_mail_domains_come_from_the_districts_own_pages() -> None:
    urls = [
        "https://www.spps.org/",
        "https://home.isd1.org",
        "http://www.ely.k12.mn.us/x",
        "sites.google.com/ours",
        "",
    ]
    assert school_domains(urls) == {"spps.org", "isd1.org", "ely.k12.mn.us"}
