"""How does a letter sound when it is said aloud: which sentences are in it, and how long do they take?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letters.figures import STATE, with_article
from letters.formats.blocks import Block, blocks_of
from letters.typed import as_markdown, one_line

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.figures import Figure

#: How fast people speak who want to be understood.
WORDS_A_MINUTE = 150

_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-ZÀ-ÖØ-ÞĀ-ſẠ-ỹ0-9$])")
# After these a full stop ends no sentence. Better to leave two together than to cut one in half.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Za-z]|St|Ste|Dr|Mr|Mrs|Ms|Mx|Rev|Hon|Sen|Rep|Gov|Supt|No|Nos|vs|Jr|Sr|Mt|Ft|Ave|Blvd|Rd|"
    r"Minn|Stat|U\.S|a\.m|p\.m|e\.g|i\.e|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|approx|est|etc)\.$"
)
_NUMBER = re.compile(r"\d[\d.,-]*")
_COUNTS = re.compile(r" \([\d,]+ of [\d,]+\)")
_ABOUT_WRITING = re.compile(r"\bI(?: am|’m|'m) writing\b")
_REPLY = re.compile(
    r"\b(?:reply|replies|reach me|reading (?:this|my letter)|respond|write back|hear from you)\b|^Thank you\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What can be said of a letter, each a list of whole sentences, in the letter's own order.

    `about` says what the writer writes about, "" where no sentence does; `figures` each say their
    source; `rest` is what else stands in the letter, "please reply" left out.
    """

    about: str
    story: tuple[str, ...]
    figures: tuple[str, ...]
    ask: str
    rest: tuple[str, ...]


def parts_of(letter: Letter, story: str = "") -> Parts:
    """Return the parts of a letter; with the supporter's own `story` as typed, that is told apart for sure."""
    told = _story_sentences(story)
    opening: list[str] = []
    before: list[str] = []
    after: list[str] = []
    blocks = [block for block in blocks_of(letter.body) if block.kind != "heading"]
    ask = _ask(blocks, set(told))
    figure_seen = False
    for number, block in enumerate(blocks):
        if any(run.note for run in block.runs):
            figure_seen = True
            continue
        said = [each for each in _block_sentences(block) if each not in told and each not in (ask, *opening)]
        is_opening = number == 0 and ("constituent" in block.text or "I live in" in block.text)
        if is_opening:
            opening = said
        elif not _is_request_to_reply(said):
            (after if figure_seen or told else before).extend(
                each for each in said if not _REPLY.search(each)
            )
    about = next((each for each in opening if _ABOUT_WRITING.search(each)), "")
    return Parts(about, tuple(told or before), tuple(spoken_figures(letter.figures)), ask, tuple(after))


def about_as(about: str, doing: str) -> str:
    """Return the sentence with what the person does now ("calling", "speaking") for "writing"."""
    return _ABOUT_WRITING.sub(f"I am {doing}", about)


def spoken_figures(figures: Iterable[Figure]) -> Iterable[str]:
    """Yield a sentence for each figure, which says its source; the state's rests on the one before it."""
    before: Figure | None = None
    for figure in figures:
        if before is not None and figure.geography == STATE and _alike(before, figure):
            yield f"Across Minnesota it was {figure.not_met} percent, from the same source."
        else:
            # Nobody can follow two long counts by ear; they are in the source note.
            claim = _COUNTS.sub("", figure.claim())
            yield f"{claim}, according to {with_article(figure.publisher or figure.source)}."
        before = figure


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; in doubt (after "St." or an initial) two stay together."""
    line = one_line(text)
    found: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(line):
        upto = line[start : match.end()].rstrip()
        if not _ABBREVIATED.search(upto):
            found.append(upto)
            start = match.end()
    return [each for each in (*found, line[start:].strip()) if each]


def spoken_words(text: str) -> int:
    """Return how many words are said: numbers count by their digits ("73.45" is said in four or five)."""
    numbers: int = sum(max(1, sum(c.isdigit() or c == "." for c in found)) for found in _NUMBER.findall(text))
    words = sum(any(c.isalpha() for c in word) for word in _NUMBER.sub(" ", text).split())
    return numbers + words


def seconds(text: str) -> int:
    """Return how long the text takes to say, in whole seconds, rounded up."""
    return -(-spoken_words(text) * 60 // WORDS_A_MINUTE)


def time_in_words(text: str) -> str:
    """Return the time as a person says it: "1 minute 40 seconds"."""
    minutes, rest = divmod(seconds(text), 60)
    said = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes else []
    return " ".join([*said, f"{rest} seconds"] if rest or not said else said)


def as_many_as_fit(choices: Sequence[str], room: int) -> list[str]:
    """Return the first of the sentences, in order and without a gap, that are said in `room` words."""
    chosen = []
    for choice in choices:
        room -= spoken_words(choice)
        if room < 0:
            break
        chosen.append(choice)
    return chosen


def _alike(one: Figure, other: Figure) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("year", "subject", "group", "basis", "test", "grade", "publisher")
    )


def _story_sentences(story: str) -> list[str]:
    blocks = blocks_of(as_markdown(story)) if story.strip() else ()
    return [each for block in blocks for each in _block_sentences(block)]


def _block_sentences(block: Block) -> list[str]:
    return sentences(block.text.replace("\n", " "))


def _ask(blocks: Sequence[Block], told: set[str]) -> str:
    """Return the letter's one question: the last that is not the supporter's own story, nor a source's."""
    found = ""
    for block in blocks:
        for each in _block_sentences(block):
            if each.rstrip("”\"’')]").endswith("?") and each not in told:
                found = each
    return found


def _is_request_to_reply(said: Sequence[str]) -> bool:
    return bool(said) and all(_REPLY.search(each) for each in said)
