"""Are these the supporter's own words, and nobody else's? Rules L6 and L15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from letters.lint.findings import Finding, finding
from letters.lint.view import Paragraph, View, read_paragraphs, words_of

if TYPE_CHECKING:
    from letters.library import Template
    from letters.similarity import EarlierLetters

#: A letter needs this many own words, and this share of its text without the figures.
FEWEST_WORDS = 30
SMALLEST_SHARE = 0.2
_RUN = 3
_TAGS = re.compile(r"\{[%#].*?[%#]\}|\{\{.*?\}\}", re.DOTALL)


def check_own_words(view: View) -> Iterator[Finding]:
    """L6: enough words that are not in the template."""
    runs = _runs_of(view.template)
    own = sum([_own_count(paragraph, runs) for paragraph in view.own])
    whole = sum([len(paragraph.words) for paragraph in view.paragraphs if not paragraph.marks])
    if own < FEWEST_WORDS or own < SMALLEST_SHARE * whole:
        share = f", {own / whole:.0%} of the text" if whole else ""
        yield finding(
            "L6",
            "your own story",
            f"About {own} words are your own{share}; a letter needs {FEWEST_WORDS} and {SMALLEST_SHARE:.0%}.",
            "Say what you saw, what changed and why it matters to you, in three to six sentences.",
        )


def check_not_the_same(own: tuple[Paragraph, ...], earlier: EarlierLetters) -> Iterator[Finding]:
    """L15: the own words are not nearly another supporter's."""
    from letters.similarity import sign

    signature = sign(" ".join(paragraph.text for paragraph in own))
    nearest = earlier.nearest(signature) if signature is not None else None
    if nearest is not None:
        yield finding(
            "L15",
            "your own story",
            f"It is {nearest.likeness:.0%} the same as another supporter's letter ({nearest.label}).",
            "Tell it in your own words: one thing that you saw yourself is enough.",
        )


def own_paragraphs(paragraphs: tuple[Paragraph, ...], template: Template | None) -> tuple[Paragraph, ...]:
    """Return the paragraphs that are mostly not the template's; figures' own sentences are nobody's."""
    runs = _runs_of(template)
    return tuple(p for p in paragraphs if not p.marks and _own_count(p, runs) > len(p.words) / 2)


def template_share(paragraphs: tuple[Paragraph, ...], template: Template) -> float:
    """Return which share of a letter's words, but for the figures' sentences, is the template's."""
    runs = _runs_of(template)
    plain = [paragraph for paragraph in paragraphs if not paragraph.marks]
    whole = sum(len(paragraph.words) for paragraph in plain)
    return 1 - sum(_own_count(paragraph, runs) for paragraph in plain) / whole if whole else 0.0


def own_share(body: str, template: Template) -> int:
    """Return how many per cent of a letter's words (Markdown `body`, but for the figures' sentences) are in no template."""
    return round(100 * (1 - template_share(read_paragraphs(body), template)))


@lru_cache(maxsize=512)
def _own_count(paragraph: Paragraph, runs: frozenset[tuple[str, ...]]) -> int:
    """Return how many words of a paragraph begin no three-word run of the template."""
    words = paragraph.words
    if len(words) >= _RUN and runs.isdisjoint(zip(words, words[1:], words[2:], strict=False)):
        return len(words)
    mine = [run not in runs for run in zip(words, words[1:], words[2:], strict=False)]
    # The last two words belong to the run that they end.
    return sum(mine) + (_RUN - 1 if mine and mine[-1] else 0)


@lru_cache(maxsize=256)
def _runs_of(template: Template | None) -> frozenset[tuple[str, ...]]:
    """Return the three-word runs of a template's fixed words; a slot ends a run."""
    runs: set[tuple[str, ...]] = set()
    if template is None:
        return frozenset()
    for text in (*_TAGS.split(template.body), *template.defaults.values(), *template.prompts.values()):
        words = words_of(text)
        runs.update(zip(words, words[1:], words[2:], strict=False))
    return frozenset(runs)
