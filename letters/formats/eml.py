"""What does the letter look like as an e-mail: a message to send, or a draft that a mail program opens?"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from letters.errors import FormatError
from letters.formats.text import letterhead, text_of, wrap
from letters.typed import one_line

if TYPE_CHECKING:
    from letters.engine import Letter

# One mailbox, nothing more: no comma, space, quote or bracket that could begin a second one.
_MAILBOX = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MARK = re.compile(r"\[\^\d+\]")


def render_eml(letter: Letter) -> bytes:
    """Return the letter as an .eml draft: `X-Unsent` makes mail programs open it ready to be sent.

    It goes to one official, never to several. Raises FormatError.
    """
    message = email_message(letter)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def email_message(letter: Letter) -> EmailMessage:
    """Return the letter as a message, without a date or id of its own. Raises FormatError.

    The sender's or the official's address may be missing ("" in the letter); then so is the header,
    and a person fills it in.
    """
    message = EmailMessage(policy=SMTP)
    for header, name, email in (
        ("From", letter.sender.name, letter.sender.email),
        ("To", letter.recipient.name, letter.recipient.email),
    ):
        if email.strip():
            message[header] = _mailbox(header, name, email)
    message["Subject"] = one_line(letter.subject)
    # Quoted-printable arrives as it left through every mail server; 8-bit text does not.
    message.set_content(email_body(letter), cte="quoted-printable")
    return message


def email_body(letter: Letter, *, sources: bool = True, wrapped: bool = True) -> str:
    """Return the text of the e-mail: salutation, letter, name and street address, then the sources.

    Without `sources` the marks and the list of sources are left out (what a figure is, and who
    published it, still stands in its sentence). Without `wrapped` each paragraph is one line.
    """
    body = letter.body if sources else _MARK.sub("", letter.body)
    name, *reach = letterhead(letter.sender)
    signature = "\n".join(one_line(line) for line in (name, *reach))
    parts = [letter.salutation, text_of(body) if wrapped else _unwrapped(body), letter.closing, signature]
    if sources and letter.figures:
        notes = enumerate(letter.footnotes, start=1)
        each = (wrap(n, f"[{i}] ", "    ") if wrapped else f"[{i}] {n}" for i, n in notes)
        parts.append("\n".join(["Sources", *each]))
    return "\n\n".join(parts) + "\n"


def _unwrapped(body: str) -> str:
    """Return the body as plain text whose paragraphs are one line each; breaks made on purpose stay."""
    from letters.formats.blocks import blocks_of

    lines: list[str] = []
    previous = ""
    for block in blocks_of(body):
        text = "".join(f"[{run.note}]" if run.note else run.text for run in block.runs)
        gap = "\n" if block.kind == previous == "item" else "\n\n" if lines else ""
        lines.append(gap + (f"{block.mark} {text}" if block.mark else text))
        previous = block.kind
    return "".join(lines)


def _mailbox(header: str, name: str, email: str) -> Address:
    """Return one name and address. Raises FormatError where it is none, or more than one."""
    email = email.strip()
    if not _MAILBOX.fullmatch(email):
        many = (
            " It seems to hold more than one: every official gets a message of their own."
            if email.count("@") > 1
            else ""
        )
        raise FormatError(
            f"{header}: {email!r} is not one e-mail address.{many} Correct it, or leave it out."
        )
    try:
        return Address(display_name=one_line(name), addr_spec=email)
    except (ValueError, MessageError, IndexError) as error:
        raise FormatError(
            f"{header}: {email!r} cannot be used as an e-mail address ({error}). Correct it, or leave it out."
        ) from error
