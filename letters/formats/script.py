"""What does the supporter say on the phone, in under a minute?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from letters.errors import FormatError
from letters.formats.spoken import (
    WORDS_A_MINUTE,
    Parts,
    about_as,
    as_many_as_fit,
    parts_of,
    spoken_words,
    time_in_words,
)
from letters.formats.text import wrap
from letters.salutations import honorific
from letters.typed import one_line

if TYPE_CHECKING:
    from letters.engine import Letter

#: A little less than a minute, so that there is time to breathe.
MOST_WORDS = WORDS_A_MINUTE - 5


def script_of(letter: Letter, story: str = "") -> tuple[str, ...]:
    """Return what is said, a paragraph each, in at most MOST_WORDS words and in whole sentences.

    Name, town, the ask and the thanks always; then the story's first sentence, what it is about, a figure with its
    source, and more of the story. Raises FormatError where not even the first fit.
    """
    parts = parts_of(letter, story)
    hello = _hello(letter)
    thanks = "Thank you for passing this on."
    room = MOST_WORDS - sum(map(spoken_words, (hello, parts.ask, thanks)))
    if room < 0:
        raise FormatError(
            f"The name and the question alone take {time_in_words(f'{hello} {parts.ask} {thanks}')}: too long for a "
            "phone call. Shorten the question."
        )
    return tuple(p for p in (hello, *_chosen(parts, room), parts.ask, thanks) if p)


def render_script(letter: Letter, story: str = "") -> str:
    """Return the script as text: what to say, and what to answer if asked."""
    said = script_of(letter, story)
    blocks = [
        f"PHONE SCRIPT: {_whom(letter)}",
        wrap(
            f"{time_in_words(' '.join(said)).capitalize()}. A member of the staff will answer and take a note. "
            "If there is voice mail, say the same, and your phone number twice."
        ),
        "-" * 8,
        *(wrap(paragraph) for paragraph in said),
        "-" * 8,
        _if_asked(letter),
    ]
    return "\n\n".join(blocks) + "\n"


def _whom(letter: Letter) -> str:
    recipient = letter.recipient
    named = f"{honorific(recipient)} {recipient.name}".strip()
    return one_line(named or recipient.office or letter.salutation.removeprefix("Dear ").rstrip(":,"))


def _hello(letter: Letter) -> str:
    home = one_line(letter.sender.town or letter.sender.home)
    constituent = "constituent" in letter.body
    who = f" from {home}" if home else ""
    called = f"a constituent{who}" if constituent else f"calling{who}"
    return f"Hello, my name is {one_line(letter.sender.name)}, and I am {called}. My message is for {_whom(letter)}."


def _chosen(parts: Parts, room: int) -> list[str]:
    story = as_many_as_fit(parts.story[:1], room)
    room -= sum(map(spoken_words, story))
    about = as_many_as_fit([about_as(parts.about, "calling")] if parts.about else [], room)
    room -= sum(map(spoken_words, about))
    figures = as_many_as_fit(parts.figures[:1], room)
    room -= sum(map(spoken_words, figures))
    if story:
        story += as_many_as_fit(parts.story[1:], room)
    return [" ".join(part) for part in (about, story, figures) if part]


def _if_asked(letter: Letter) -> str:
    sender = letter.sender
    lines = ["If they ask:"]
    for what, value in (
        ("your address", ", ".join(sender.address_lines)),
        ("your phone number", sender.phone),
        ("your e-mail", sender.email),
    ):
        if value.strip():
            lines.append(wrap(f"{what}: {one_line(value)}", "- ", "  "))
    lines.extend(wrap(f"the source: {note}", "- ", "  ") for note in letter.footnotes)
    return "\n".join(lines)
