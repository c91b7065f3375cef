"""Does the letter fit into a link that opens the mail program, and if not, which file holds it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from letters.formats.eml import email_body, email_message
from letters.typed import one_line

if TYPE_CHECKING:
    from letters.engine import Letter

#: Links longer than this are cut without a word by some mail programs and systems.
LONGEST = 1_900


@dataclass(frozen=True, slots=True)
class Mailto:
    """A link, never longer than LONGEST. `whole` is false where the letter is not in it; `note` says so.

    `needed` is how many characters the link with the whole letter would have.
    """

    url: str
    whole: bool
    needed: int
    note: str


def mailto_of(letter: Letter, file: str = "") -> Mailto:
    """Return the link; `file` is where the whole letter lies. Raises FormatError for an address that is none.

    The list of sources is left out before the letter is: each figure's sentence says its source too.
    A letter that is too long even so is not cut: the link then has address and subject alone.
    """
    to = _to(letter)
    full = _link(to, letter.subject, email_body(letter, wrapped=False))
    if len(full) <= LONGEST:
        return Mailto(full, True, len(full), "")
    needed = len(full)
    if _says_its_sources(letter):
        short = _link(to, letter.subject, email_body(letter, wrapped=False, sources=False))
        if len(short) <= LONGEST:
            return Mailto(
                short,
                True,
                needed,
                "The list of sources at the end is not in the link: it would be too long.",
            )
    place = f"open {file}" if file else "use the .eml file (--format eml)"
    note = (
        f"The letter is too long for a link ({needed:,} characters; mail programs take {LONGEST:,}), so the link "
        f"has only the address and the subject. For the whole letter {place}, or copy it from the text file."
    )
    return Mailto(_without_letter(to, letter.subject), False, needed, note)


def render_mailto(letter: Letter, file: str = "") -> str:
    """Return the link on the first line, and below it, as a comment of the format, what is not in it."""
    link = mailto_of(letter, file)
    return f"{link.url}\n" + (f"# {link.note}\n" if link.note else "")


def _to(letter: Letter) -> str:
    # The message checks that this is one mailbox.
    email_message(letter)
    return quote(letter.recipient.email.strip(), safe="@")


def _link(to: str, subject: str, body: str) -> str:
    return f"mailto:{to}?subject={_quoted(one_line(subject))}&body={_quoted(body.strip())}"


def _without_letter(to: str, subject: str) -> str:
    """Return the link without a body; of an endless subject or address as much as there is room for."""
    words = one_line(subject).split(" ")
    while words and len(_subject_link(to, words)) > LONGEST:
        words.pop()
    link = _subject_link(to, words) if words else f"mailto:{to}"
    return link if len(link) <= LONGEST else "mailto:"


def _subject_link(to: str, words: list[str]) -> str:
    return f"mailto:{to}?subject={_quoted(' '.join(words))}"


def _quoted(text: str) -> str:
    """Return text as a link carries it: lines end as e-mail's do."""
    return quote(text.replace("\n", "\r\n"), safe="")


def _says_its_sources(letter: Letter) -> bool:
    return all(figure.publisher and figure.publisher in letter.body for figure in letter.figures)
