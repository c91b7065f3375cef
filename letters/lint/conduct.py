"""Does the letter name a child, touch on an election, threaten or insult? Rules L12, L13 and L14."""

from __future__ import annotations

import re
from collections.abc import Iterator

from letters.lint.findings import Finding, finding
from letters.lint.phrases import (
    ELECTION_PHRASES,
    INSULTING_PHRASES,
    OFFICE_NAMES,
    PARTY_PHRASES,
    THREATS,
)
from letters.lint.view import Paragraph, any_of, quoted
from letters.lint.word_lists import (
    CHILD_WORDS,
    CHILDREN,
    DIAGNOSES,
    DIAGNOSIS_WORDS,
    ELECTION_WORDS,
    FEELINGS,
    INSULT_STARTS,
    INSULTS,
    NO_NAMES,
    THREAT_WORDS,
)

# "my son Leo", "our oldest daughter, Ana,", "a student named Li", "a boy's classmate Omar".
_WHOSE = r"(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Aa]|[Oo]ne|[Oo]ther|[Oo]f my|s[’'])"
_BETWEEN = r"(?:(?!(?:in|at|of|and|with|from)\b)[a-z0-9-]+\s){0,3}?"
_IS_CALLED = r"(?:,? (?:named|called) |,? |[’']s name is | is (?:called|named) )"
_NAMED_CHILD = re.compile(rf"\b{_WHOSE}\s{_BETWEEN}(?:{CHILDREN}){_IS_CALLED}(?P<name>[^\W\d_a-z][\w’'-]+)")
# Every name of a child has it; sentences begin after another sign.
_CAPITAL_INSIDE = re.compile(r" (?<=[\w,] )[^\W\d_a-z]")
_OF_A_CHILD = re.compile(
    rf"\b(?:my|our|his|her|their|a|an|one|this|that)\s(?:[\w-]+\s){{0,3}}?(?:{CHILDREN})\b", re.I
)
_DIAGNOSED = re.compile(r"\bdiagnos(?:ed|is)\b", re.I)
# A sentence about screening or a law speaks of a diagnosis, but of nobody's.
_POLICY = re.compile(
    r"\b(?:screen(?:ing|ed|er|ers|s)?|law|policy|bill|programs?|act|training|research)\b", re.I
)
_OFFICES = any_of(*OFFICE_NAMES)
_PARTY = any_of(*PARTY_PHRASES)
_ELECTION = any_of(*ELECTION_PHRASES, flags=re.IGNORECASE)
_THREAT = any_of(*THREATS, flags=re.IGNORECASE)
_INSULTING = any_of(*INSULTING_PHRASES, flags=re.IGNORECASE)
_QUOTES = re.compile(r"“[^”]*”|\"[^\"]*\"")
_NO_STOPS = {ord(sign): " " for sign in '.,;:!?()“”"'}


def check_privacy(paragraph: Paragraph) -> Iterator[Finding]:
    """L12: no child, diagnosis or other student is named."""
    telling = paragraph.telling
    if not telling.isdisjoint(CHILD_WORDS) and _CAPITAL_INSIDE.search(paragraph.text):
        yield from _named_children(paragraph.text)
    if not (telling.isdisjoint(DIAGNOSIS_WORDS) and telling.isdisjoint(DIAGNOSES)):
        yield from _diagnoses(paragraph.sentences)


def check_election(paragraph: Paragraph) -> Iterator[Finding]:
    """L13: no candidate, party or election words, in the subject or the text; the address is not looked at."""
    for words in _election_words(paragraph):
        yield finding(
            "L13",
            quoted(words),
            "This speaks of a party, a candidate or an election.",
            "Leave it out, and speak of the office's work: what you ask, and why.",
        )


def check_courtesy(paragraph: Paragraph) -> Iterator[Finding]:
    """L14: no threat and no insult."""
    telling = paragraph.telling
    if not telling.isdisjoint(THREAT_WORDS):
        for match in _THREAT.finditer(paragraph.text):
            yield finding(
                "L14",
                quoted(match[0]),
                "This reads as a threat.",
                "Leave it out; say what you hope for.",
            )
    if not (telling.isdisjoint(INSULTS) and telling.isdisjoint(INSULT_STARTS)):
        for words in _insults(paragraph):
            yield finding(
                "L14",
                quoted(words),
                "This reads as an insult.",
                "Say what was done and what it led to, and leave out what you think of the person.",
            )


def _named_children(text: str) -> Iterator[Finding]:
    for match in _NAMED_CHILD.finditer(text):
        name = match["name"]
        if name.removesuffix("’s").removesuffix("'s") not in NO_NAMES and not name.isupper():
            yield finding(
                "L12",
                quoted(match[0].strip()),
                "This names a child.",
                "Say “my daughter”, “a student in our school”, without the name.",
            )


def _diagnoses(sentences: tuple[str, ...]) -> Iterator[Finding]:
    for sentence in sentences:
        named = DIAGNOSES & set(sentence.casefold().replace("’", "'").translate(_NO_STOPS).split())
        of_a_child = named and _OF_A_CHILD.search(sentence) and not _POLICY.search(sentence)
        if of_a_child or _DIAGNOSED.search(sentence):
            yield finding(
                "L12",
                quoted(sentence),
                "This tells a diagnosis, and of whom can often be guessed.",
                "Say what would help (“more time to read”, “a trained tutor”), without the diagnosis.",
            )


def _election_words(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the words about parties, candidates and elections; offices' own names are let pass."""
    if paragraph.telling.isdisjoint(ELECTION_WORDS):
        return ()
    text = _OFFICES.sub("…", paragraph.text)
    found = [match[0] for pattern in (_PARTY, _ELECTION) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


def _insults(paragraph: Paragraph) -> Iterator[str]:
    """Yield insulting words, but not those that somebody felt, was called, or is quoted with."""
    for sentence in paragraph.sentences:
        said = _QUOTES.sub(" ", sentence)
        for match in _INSULTING.finditer(said):
            yield match[0]
        words = said.casefold().replace("’", "'").translate(_NO_STOPS).split()
        for number, word in enumerate(words):
            if word in INSULTS and FEELINGS.isdisjoint(words[max(0, number - 5) : number]):
                yield word
