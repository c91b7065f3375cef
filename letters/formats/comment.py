"""What does the supporter say at the microphone, in one, two or three minutes?"""

from __future__ import annotations

from dataclasses import dataclass
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
from letters.typed import one_line

if TYPE_CHECKING:
    from letters.engine import Letter

#: How long boards and committees let one person speak.
MINUTES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it is said, a paragraph each, and the sentences that were left out to keep the time."""

    minutes: int
    paragraphs: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(self.paragraphs)


def comment_of(letter: Letter, minutes: int = 2, story: str = "") -> Comment:
    """Return the letter as a public comment that is said within the minutes.

    Whole sentences are chosen, none is cut: the name, the ask and the thanks always; then the
    story's first sentence, the first figure with its source, the rest of the story in order, and
    what else fits. The street address is never said. Raises FormatError where not even the first
    three fit.
    """
    if minutes not in MINUTES:
        raise FormatError(f"A public comment takes 1, 2 or 3 minutes, not {minutes}.")
    parts = parts_of(letter, story)
    name = _introduction(letter)
    thanks = "Thank you."
    room = minutes * WORDS_A_MINUTE - sum(map(spoken_words, (name, parts.ask, thanks)))
    if room < 0:
        raise FormatError(
            f"The name and the question alone take {time_in_words(f'{name} {parts.ask} {thanks}')}: more than "
            f"{minutes} minute{'s' if minutes > 1 else ''}. Shorten the question, or take more minutes."
        )
    chosen = _chosen(parts, room)
    said = tuple(p for p in (name, *chosen, parts.ask, thanks) if p)
    all_said = " ".join(said)
    optional = (*parts.story, *parts.figures, *parts.rest)
    return Comment(minutes, said, tuple(each for each in optional if each not in all_said))


def render_comment(letter: Letter, minutes: int = 2, story: str = "") -> str:
    """Return the comment as text to read from: first how long it takes, then what to say, then the sources."""
    comment = comment_of(letter, minutes, story)
    limit = f"{minutes} minute{'s' if minutes > 1 else ''}"
    head = [
        f"PUBLIC COMMENT for {limit}",
        wrap(
            f"{time_in_words(comment.text).capitalize()} at {WORDS_A_MINUTE} words a minute. Comments are public and "
            "often recorded: your town is in it, your street address is not."
        ),
    ]
    foot = []
    if comment.left_out:
        foot.append("Left out to keep the time:\n" + "\n".join(wrap(s, "- ", "  ") for s in comment.left_out))
    if letter.figures:
        notes = enumerate(letter.footnotes, start=1)
        foot.append(
            "If somebody asks for the source:\n" + "\n".join(wrap(n, f"[{i}] ", "    ") for i, n in notes)
        )
    spoken = [wrap(paragraph) for paragraph in comment.paragraphs]
    return "\n\n".join([*head, "-" * 8, *spoken, *(["-" * 8, *foot] if foot else [])]) + "\n"


def _introduction(letter: Letter) -> str:
    town = one_line(letter.sender.town)
    where = f", and I live in {town}" if town else ""
    return f"Chair and members, my name is {one_line(letter.sender.name)}{where}."


def _chosen(parts: Parts, room: int) -> list[str]:
    """Return the paragraphs between the name and the ask, in the order in which they are said."""
    story = as_many_as_fit(parts.story[:1], room)
    room -= sum(map(spoken_words, story))
    figures = as_many_as_fit(parts.figures[:1], room)
    room -= sum(map(spoken_words, figures))
    if story:
        more = as_many_as_fit(parts.story[1:], room)
        story += more
        room -= sum(map(spoken_words, more))
    if figures:
        more = as_many_as_fit(parts.figures[1:], room)
        figures += more
        room -= sum(map(spoken_words, more))
    whole = len(story) == len(parts.story) and len(figures) == len(parts.figures)
    rest = as_many_as_fit(parts.rest, room) if whole else []
    room -= sum(map(spoken_words, rest))
    about = about_as(parts.about, "here to speak") if not story else ""
    return [
        *as_many_as_fit([about] if about else [], room),
        *(" ".join(p) for p in (story, figures, rest) if p),
    ]
