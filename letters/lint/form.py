"""Is the letter whole, addressed and signed as an office expects? Rules L5, L7, L8, L9, L17 and L18."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from letters.engine import Letter
from letters.errors import NobodyToWriteTo
from letters.figures import Figure
from letters.lint.findings import Finding, finding
from letters.lint.view import Paragraph, View, quoted
from letters.lint.word_lists import ACRONYMS, PROMPT_WORDS
from letters.people import Recipient
from letters.salutations import HONORIFICS, honorific, salutation

PageCount = Callable[[Letter], int]

#: What fits one page with letterhead, address, sources and signature, in lines of plain text.
_MOST_LINES = 72
_WIDTH = 72
_HOLES = re.compile(
    r"\{\{[^}]*\}?\}?|\{%[^%]*%?\}?|\}\}|\{[a-z_]+\}|_{3,}|\bX{3,}\b|\bTODO\b|\bTBD\b|\bTKTK?\b|\b[Ll]orem ipsum\b"
    r"|<(?:your|insert|name|town|story|date|address|enter)[^>]*>|\[\s*\]|\bundefined\b|\bUndefined\b|\bNoneType\b"
    r"|\bDear (?:None|null|nan)\b|\b(?:in|at|of|than) None\b"
)
_BRACKETED = re.compile(r"\[(?!\^?\d+\])([^\[\]]{2,300})\](?!\()")
_FIELDS = ("live in", "constituent in", "reach me at", "writing about", "thank you for", "Thank you for")
# Honorifics of offices, as a greeting or a sentence has them before a name.
_TITLES = {
    "state_senate": ("senator", "sen."),
    "state_house": ("representative", "rep.", "speaker"),
    "school_board": (
        "board member", "director", "chair", "board chair", "vice chair", "clerk", "treasurer", "school board member",
        "member",
    ),
    "governor": ("governor", "gov."),
}  # fmt: skip
_PHONE_DIGITS = range(10, 12)
_SHOUTED = re.compile(r"\b[A-Z][A-Z'’]{3,}\b")
_LOUD = re.compile(
    r"!|\?\?|\b(?:URGENT|urgent|Urgent|ASAP|ACT NOW|ATTENTION|ACTION REQUIRED|Action required)\b|\${2,}|\*{2,}"
)
_REPLY_PREFIX = re.compile(r"^\s*(?:re|fw|fwd)\s*:", re.I)
_LONGEST_SUBJECT = 120
_BROKEN = re.compile(
    r"\ufffd|[\ue000-\uf8ff]|[\x00-\x08\x0b-\x1f\x7f-\x9f]|â€|Ã[\x80-\xbf©¨¼¶±¡³º­]|Â[\xa0-\xbf]"
    r"|&(?:amp|lt|gt|quot|nbsp|rsquo|lsquo|ldquo|rdquo|mdash|ndash|#\d{2,6}|#x[0-9a-fA-F]{2,6});|\\u[0-9a-fA-F]{4}|=(?:E2=80|C3=)[=0-9A-F]*"
    r"|</?(?:b|i|u|p|br|div|span|font|strong|em|a)\b[^>]*>"
)


def check_one_page(letter: Letter, lines_below: int, page_count: PageCount | None) -> tuple[Finding, ...]:
    """L5: one page, measured where a page counter was given, else counted in lines."""
    remedy = "Shorten your story, or leave out a figure."
    if page_count is not None:
        pages = page_count(letter)
        what = f"The letter takes {pages} pages."
        return (finding("L5", "the printed page", what, remedy),) if pages > 1 else ()
    # Sender, date, recipient and the lines between them.
    lines = len(letter.sender.address_lines) + len(letter.recipient.mail) + 13 + lines_below
    if lines <= _MOST_LINES:
        return ()
    what = f"It has about {lines} lines; one page takes {_MOST_LINES}."
    return (finding("L5", "the whole letter", what, remedy),)


def check_no_holes(paragraph: Paragraph) -> Iterator[Finding]:
    """L7: no bracketed hint and no empty field is left."""
    return _holes(paragraph.text)


def check_answered(view: View) -> Iterator[Finding]:
    """L7, for the whole text: no prompt of the template is left, and there is a text and a subject."""
    for prompt in view.template.prompts.values() if view.template is not None else ():
        if prompt in view.body:
            yield finding(
                "L7",
                quoted(prompt),
                "This is the template's question, not an answer.",
                "Answer it in your own words.",
            )
    if not view.paragraphs:
        yield finding(
            "L7",
            "the letter",
            "There is no text.",
            "Write at least who you are, what you saw and what you ask.",
        )
    if not view.subject.strip():
        yield finding("L7", "the subject", "It is empty.", "Say in a few words what the letter is about.")


@lru_cache(maxsize=4096)
def check_greeting(recipient: Recipient, greeting: str) -> tuple[Finding, ...]:
    """L7 and L8: the greeting has no hole, the office's own title and the name of the one it goes to."""
    return (*_holes(greeting), *_check_honorific(recipient, greeting))


def _check_honorific(recipient: Recipient, greeting: str) -> Iterator[Finding]:
    if recipient.kind not in HONORIFICS or greeting == _usual_greeting(recipient):
        return
    wanted = honorific(recipient)
    if not recipient.name.strip():
        return
    said = greeting.casefold().removeprefix("dear ").strip(" ,:")
    if not said.startswith((*_TITLES[recipient.kind], wanted.casefold())):
        yield finding(
            "L8",
            f"the greeting: {quoted(greeting)}",
            f"{recipient.name} is addressed as {wanted}.",
            f"Write: {_usual_greeting(recipient)}",
        )
    elif not set(said.split()) & set(recipient.name.casefold().split()):
        yield finding(
            "L8",
            f"the greeting: {quoted(greeting)}",
            f"The letter goes to {recipient.name}, and the greeting names somebody else.",
            f"Write: {_usual_greeting(recipient)}",
        )


def check_sender(view: View) -> Iterator[Finding]:
    """L9: the sender's full name, street address and phone are there."""
    sender = view.sender
    missing = []
    if len(sender.name.split()) < 2:
        missing.append("full name")
    if not any(map(str.isdigit, "".join(sender.address_lines))):
        missing.append("street address")
    if sum(map(str.isdigit, sender.phone)) not in _PHONE_DIGITS:
        missing.append("phone with its area code")
    if missing:
        yield finding(
            "L9",
            "the head of the letter",
            f"Your {' and your '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
            "Add it: write --name NAME --phone 651-555-0100 and the address in full.",
        )


def check_subject(view: View) -> Iterator[Finding]:
    """L17: the subject is plain and of readable length."""
    for what in faults_of_subject(view.subject):
        yield finding(
            "L17",
            f"the subject: {quoted(view.subject)}",
            what,
            "Say in plain words what the letter is about.",
        )


def check_plain_text(paragraph: Paragraph) -> Iterator[Finding]:
    """L18: no character was broken on the way, and no markup is left."""
    what = "These characters were broken on the way, or are markup of a web page."
    for broken in broken_in(paragraph.text):
        yield finding("L18", quoted(broken), what, "Type them again; save the file as UTF-8.")


def _holes(text: str) -> Iterator[Finding]:
    what, remedy = "This was to be filled in.", "Put your own words there."
    for hole in holes_in(text):
        yield finding("L7", quoted(hole), what, remedy)


def holes_in(text: str) -> tuple[str, ...]:
    """Return the places of a text that were meant to be filled in."""
    found = [match[0] for match in _HOLES.finditer(text)] if _may_have_hole(text) else []
    for field in _FIELDS:
        if field in text:
            found.extend(_empty_after(field, text))
    if "[" in text:
        found.extend(match[0] for match in _BRACKETED.finditer(text) if _is_prompt(match[1]))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def faults_of_subject(subject: str) -> tuple[str, ...]:
    """Return what is not plain about a subject line."""
    faults = []
    letters = [character for character in subject if character.isalpha()]
    shouted = [word for word in _SHOUTED.findall(subject) if word not in ACRONYMS]
    if shouted or (len(letters) > 8 and all(character.isupper() for character in letters)):
        faults.append(f"Words in capitals shout: {', '.join(shouted) or subject}.")
    loud = _LOUD.search(subject)
    if loud:
        faults.append(f"{quoted(loud[0])} makes it look like bulk mail.")
    if _REPLY_PREFIX.match(subject):
        faults.append("It pretends to be part of an earlier exchange.")
    if len(subject) > _LONGEST_SUBJECT:
        faults.append(f"It has {len(subject)} characters; mail programs show fewer than {_LONGEST_SUBJECT}.")
    if any(ord(character) > 0x2190 and not character.isalpha() for character in subject):
        faults.append("It has a picture sign in it.")
    return tuple(faults)


def _may_be_markup(text: str) -> bool:
    return "&" in text or "<" in text or "\\" in text or "=" in text


def broken_in(text: str) -> tuple[str, ...]:
    """Return what will not arrive as it left: broken characters, entities, markup."""
    if text.isascii() and text.isprintable() and not _may_be_markup(text):
        return ()
    return tuple(dict.fromkeys(match[0] for match in _BROKEN.finditer(text)))


def _usual_greeting(recipient: Recipient) -> str:
    from dataclasses import replace

    try:
        return salutation(replace(recipient, salutation=""))
    except NobodyToWriteTo:
        return ""


def _may_have_hole(text: str) -> bool:
    """Say whether a closer look is needed; spelled out, as a loop would take as long as the look."""
    return (
        "{" in text or "}" in text or "<" in text or "[" in text or "_" in text
        # A single letter is looked for ten times as quickly as a word.
        or ("X" in text and "XXX" in text) or ("D" in text and ("TODO" in text or "TBD" in text))
        or ("K" in text and "TKT" in text) or "None" in text or "orem ipsum" in text or "ndefined" in text
        or "Dear n" in text
    )  # fmt: skip


def _empty_after(field: str, text: str) -> list[str]:
    """Return the field with the sign right after it, where nothing was filled in."""
    rests = text.split(field)[1:]
    return [f"{field} {rest.lstrip()[0]}" for rest in rests if rest.lstrip().startswith((".", ",", ";"))]


def _is_prompt(inside: str) -> bool:
    words = inside.split()
    first = words[0].strip(".,:…").casefold() if words else ""
    loud = inside.isupper() and len(inside) > 3
    return first in PROMPT_WORDS or inside.rstrip().endswith("?") or loud


def lines_below(paragraphs: tuple[Paragraph, ...], figures: tuple[Figure, ...]) -> int:
    """Return about how many lines of plain text the body and its sources take, without rendering them."""
    notes = [each.footnote() for each in figures if not each.refusal]
    body = sum([-(-len(paragraph.text) // _WIDTH) + 1 for paragraph in paragraphs])
    return body + sum([-(-len(note) // (_WIDTH - 4)) for note in notes])
