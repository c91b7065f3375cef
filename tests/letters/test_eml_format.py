"""Is the e-mail a draft to one official, with nothing in it that the supporter did not mean?"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from form_samples import figured_letter
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import SENATOR, SENDER

from letters.engine import Letter
from letters.errors import FormatError
from letters.formats import render
from letters.formats.eml import email_body, email_message
from letters.formats.mailto import LONGEST, mailto_of, render_mailto

HEADERS = ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Unsent"]


def _read(eml: bytes) -> EmailMessage:
    message = message_from_bytes(eml, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_draft_arrives_as_it_left() -> None:
    letter = figured_letter()
    message = _read(render(letter, "eml"))
    assert message.keys() == HEADERS
    assert message["X-Unsent"] == "1"
    assert message["From"].addresses[0].display_name == "Minh Nguyễn-Žižek"
    assert message["From"].addresses[0].addr_spec == "minh_nguyen@example.org"
    assert message["To"].addresses[0].addr_spec == "sen.sandra.pappas@example.org"
    assert message["Subject"] == letter.subject
    text = message.get_content().replace("\r\n", "\n")
    assert text == email_body(letter)
    for says in (
        "Dear Senator Pappas:",
        "“let me try.”",
        "1540 6th St E",
        "651-555-0100",
        "Sources\n[1] Minnesota",
    ):
        assert says in text


def test_a_draft_is_seven_bit_with_lines_that_every_server_takes() -> None:
    eml = render(figured_letter(), "eml")
    assert eml.isascii()
    assert all(len(line) <= 78 for line in eml.split(b"\r\n"))
    assert eml.count(b"\n") == eml.count(b"\r\n")


def test_without_an_address_the_header_is_left_to_the_person() -> None:
    letter = figured_letter(sender=replace(SENDER, email=""), recipient=replace(SENATOR, email=" "))
    message = _read(render(letter, "eml"))
    assert "From" not in message
    assert "To" not in message


@pytest.mark.parametrize(
    "email",
    ["a@example.org, b@example.org", "a@example.org;b@example.org", "A <a@example.org>", "a@example.org\r\nBcc: b@example.org",
     "a@example.org\nBcc:b@example.org", "a b@example.org", "a@", "@example.org", "a@localhost", "a@ex(x)ample.org", '"a"@example.org'],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(email: str) -> None:
    for letter in (
        figured_letter(recipient=replace(SENATOR, email=email)),
        figured_letter(sender=replace(SENDER, email=email)),
    ):
        for form in ("eml", "mailto"):
            with pytest.raises(FormatError, match="is not one e-mail address"):
                render(letter, form)


def test_several_addresses_are_told_as_such() -> None:
    letter = figured_letter(recipient=replace(SENATOR, email="a@example.org, b@example.org"))
    with pytest.raises(FormatError, match="every official gets a message of their own"):
        render(letter, "eml")


TYPED = st.text(
    st.one_of(st.characters(), st.sampled_from('\r\n\v\f\x1c\x85\u2028\u2029\0,;:<>"\\()@=?')), max_size=60
)


@given(
    name=TYPED,
    subject=TYPED,
    official=TYPED,
    start=st.sampled_from(["", "x\r\nBcc: a@example.org", "\n\nBody", "=?utf-8?q?"]),
)
def test_no_name_or_subject_adds_a_header_or_a_second_address(
    name: str, subject: str, official: str, start: str
) -> None:
    letter = figured_letter(
        subject=start + subject,
        sender=replace(SENDER, name=start + name),
        recipient=replace(SENATOR, name=start + official, salutation="Dear Senator:"),
    )
    message = _read(render(letter, "eml"))
    assert message.keys() == HEADERS
    assert [len(message[header].addresses) for header in ("From", "To")] == [1, 1]
    assert message["To"].addresses[0].addr_spec == SENATOR.email
    assert message["From"].addresses[0].addr_spec == SENDER.email


def test_a_message_to_send_is_no_draft() -> None:
    assert "X-Unsent" not in email_message(figured_letter())


def _short(letter: Letter, body: str) -> Letter:
    return replace(letter, body=body, figures=())


def test_a_short_letter_is_whole_in_its_link() -> None:
    link = mailto_of(_short(figured_letter(), "I am your constituent.\n\nWill you — 100 % — say “yes” & no?"))
    assert link.whole
    assert link.note == ""
    parts = urlsplit(link.url)
    words = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert unquote(parts.path) == SENATOR.email
    assert "Will you — 100 % — say “yes” & no?\r\n\r\n" in words["body"][0]
    assert "+" not in parts.query


def test_the_list_of_sources_goes_before_the_letter_does() -> None:
    body = (
        "In 2024-25, 73.45 percent did not.[^1] As published by the Minnesota Department of Education. "
        + "Words. " * 90
    )
    link = mailto_of(figured_letter(body=body))
    assert link.whole
    assert "list of sources" in link.note
    assert "[1]" not in unquote(link.url)
    assert "73.45 percent did not. As published" in unquote(link.url)


def test_a_long_letter_is_not_cut_and_the_file_is_named() -> None:
    link = mailto_of(_short(figured_letter(), "A word. " * 400), "2026-11-24_01.eml")
    assert not link.whole
    assert link.needed > LONGEST
    assert "body=" not in link.url
    assert "open 2026-11-24_01.eml" in link.note
    lines = render_mailto(_short(figured_letter(), "A word. " * 400)).splitlines()
    assert lines[0].startswith("mailto:sen.sandra")
    assert lines[1].startswith("# The letter is too long for a link")


@given(subject=st.text(max_size=900), body=st.text(max_size=900), times=st.integers(1, 5))
def test_no_link_is_longer_than_mail_programs_take(subject: str, body: str, times: int) -> None:
    link = mailto_of(_short(replace(figured_letter(), subject=subject), body * times))
    assert len(link.url) <= LONGEST
    assert link.url.isascii()
    assert not set(link.url) & set(' <>"\r\n')
    assert link.whole or link.note
