"""What exactly will go as an e-mail: which text of which file, from whom, to whom?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import AdvocateError

if TYPE_CHECKING:
    from email.message import EmailMessage

#: The forms that a letter is sent from, the one that people edit first.
FORMS = (".md", ".txt")
#: Files of one letter are written within this many seconds; a later change is a person's.
_SAME_MOMENT = 2.0
# One mailbox in plain ASCII, nothing more: no comma, space, quote or bracket that could begin a second one.
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
                      r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")  # fmt: skip
_RE = re.compile(r"(?m)^Re: (?P<subject>.+(?:\n {4}.+)*)\n\n")
_SOURCES = re.compile(r"(?m)^Sources$")


class CannotSend(AdvocateError):
    """This letter cannot go as an e-mail; the message says why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail to one official, each part a single line but for the body; `file` is where the text lies."""

    from_name: str
    from_email: str
    to_name: str
    to_email: str
    subject: str
    body: str
    file: Path

    @property
    def content_hash(self) -> str:
        """Tell this text apart from an edited one."""
        return _hash(self.subject, self.body)


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says as its file has it now: the subject (one line) and the text."""

    subject: str
    body: str
    file: Path

    @property
    def content_hash(self) -> str:
        """The same as that of the Mail that carries these words."""
        return _hash(self.subject, self.body)


def _hash(subject: str, body: str) -> str:
    return sha256(f"{subject}\n\n{body}".encode()).hexdigest()


def read_words(subject: str, files: Sequence[str]) -> Words:
    """Return what a letter says now; `subject` is for a file that tells none. Raises CannotSend."""
    from letters.typed import one_line

    file = text_file([Path(each) for each in files])
    found, body = (_from_markdown if file.suffix == ".md" else _from_text)(read_text(file), file)
    words = Words(one_line(found or subject), body, file)
    if not words.subject or not words.body.strip():
        raise CannotSend(f"'{file}' has no subject or no text. Write the letter again, or put it in.")
    return words


def compose(
    *, from_name: str, from_email: str, to_name: str, to_email: str, subject: str, files: Sequence[str]
) -> Mail:
    """Return the e-mail of a letter, with its text as the file has it now. Raises CannotSend."""
    from letters.typed import one_line

    words = read_words(subject, files)
    return Mail(
        one_line(from_name),
        mailbox(from_email, "the supporter's e-mail"),
        one_line(to_name),
        mailbox(to_email, "the official's e-mail"),
        words.subject,
        words.body,
        words.file,
    )


def mailbox(email: str, whose: str) -> str:
    """Return the address where it is one plain mailbox. Raises CannotSend."""
    email = email.strip()
    if not _MAILBOX.fullmatch(email) or len(email) > 254:
        raise CannotSend(
            f"{whose.capitalize()}, {email!r}, is not one plain e-mail address. Correct it first."
        )
    return email


def text_file(files: Sequence[Path]) -> Path:
    """Return the file that the letter is sent from: Markdown, but the plain text where only that was edited since.

    Raises CannotSend where none is left.
    """
    there = [file for form in FORMS for file in files if file.suffix == form and file.name.count(".") == 1]
    there = [file for file in there if file.is_file()]
    if not there:
        names = ", ".join(f"'{file.name}'" for file in files) or "no file"
        raise CannotSend(
            f"The letter's text is gone (looked for {names}). Write it again: the same `advocate write` command."
        )
    newest = max(there, key=lambda file: file.stat().st_mtime)
    return newest if newest.stat().st_mtime - there[0].stat().st_mtime > _SAME_MOMENT else there[0]


def read_text(file: Path) -> str:
    """Return a letter's file, in whatever encoding an editor left it. Raises CannotSend."""
    from advocate.importing.encodings import decode

    try:
        return decode(file.read_bytes(), str(file))[0].replace("\r\n", "\n")
    except OSError as error:
        raise CannotSend(f"'{file}' cannot be read ({error.strerror}).") from error


def message_of(mail: Mail, *, message_id: str = "", moment: datetime | None = None) -> EmailMessage:
    """Return the message; without an id and a date it is a draft that a mail program opens (`X-Unsent`).

    No header can be begun by anything typed: each value is one line, and the library refuses others.
    """
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=mail.from_name, addr_spec=mail.from_email)
    message["To"] = Address(display_name=mail.to_name, addr_spec=mail.to_email)
    message["Subject"] = mail.subject
    if message_id:
        message["Message-ID"] = message_id
    if moment is not None:
        message["Date"] = format_datetime(moment)
    else:
        message["X-Unsent"] = "1"
    # Quoted-printable arrives as it left through every mail server; 8-bit text does not.
    message.set_content(mail.body, cte="quoted-printable")
    return message


def _from_markdown(text: str, file: Path) -> tuple[str, str]:
    """Return (subject, body) of the letter's Markdown file. Raises CannotSend."""
    from letters.errors import FormatError
    from letters.formats.blocks import on_paper
    from letters.formats.sheet import read_sheet
    from letters.formats.text import wrap

    try:
        sheet = read_sheet(text, f"'{file}'")
    except FormatError as error:
        raise CannotSend(str(error)) from error
    blocks = [sheet.salutation]
    previous = ""
    for block in sheet.body:
        said = "".join(f"[{run.note}]" if run.note else on_paper(run) for run in block.runs)
        lead = f"{block.mark} " if block.mark else ""
        lines = said.split("\n")
        first = wrap(lines[0], lead, " " * len(lead))
        whole = "\n".join([first, *(wrap(line, " " * len(lead), " " * len(lead)) for line in lines[1:])])
        if previous == block.kind == "item":
            blocks[-1] += f"\n{whole}"
        else:
            blocks.append(whole)
        previous = block.kind
    blocks += [sheet.closing, "\n".join(sheet.letterhead or (sheet.sender,))]
    if sheet.notes:
        notes = (wrap(note, f"[{n}] ", "    ") for n, note in enumerate(sheet.notes, start=1))
        blocks.append("\n".join(["Sources", *notes]))
    return sheet.subject, "\n\n".join(block for block in blocks if block) + "\n"


def _from_text(text: str, file: Path) -> tuple[str, str]:  # noqa: ARG001
    """Return (subject, body) of the plain text: what stands below "Re:", then how an answer finds the writer."""
    found = _RE.search(text)
    if found is None:
        return "", text.strip() + "\n"
    head, body = text[: found.start()].strip(), text[found.end() :].strip()
    reach = head.split("\n\n")[0].splitlines()[1:]
    sources = _SOURCES.search(body)
    signed, rest = (body[: sources.start()], body[sources.start() :]) if sources else (body, "")
    parts = ["\n".join([signed.strip(), *reach]), rest.strip()]
    return " ".join(found["subject"].split()), "\n\n".join(part for part in parts if part) + "\n"
