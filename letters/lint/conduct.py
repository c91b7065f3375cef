"""Does the letter name a child, touch on an election, threaten or insult? Rules L12, L13 and L14."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from letters.lint.findings import Finding, finding
from letters.lint.view import Paragraph, View, quoted, read_paragraph
from letters.lint.word_lists import (
    CHILDREN,
    DIAGNOSES,
    ELECTION_WORDS,
    FEELINGS,
    INSULTS,
    NO_NAMES,
    THREAT_WORDS,
)

_CHILD_WORDS = frozenset(CHILDREN.split("|"))
# "my son Leo", "our daughter, Ana,", "a student named Li", "his classmate Omar".
_NAMED_CHILD = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Aa]|[Oo]ne|[Oo]ther|[Oo]f my|s[’'])\s(?:(?!(?:in|at|of|and|with|from)\b)[a-z0-9-]+\s){{0,3}}?"
    rf"(?:{CHILDREN})(?:,? (?:named|called) |,? |’s name is |'s name is | is called | is named )(?P<name>[^\W\d_a-z][\w’'-]+)"
)
_OF_A_CHILD = re.compile(
    rf"\b(?:my|our|his|her|their|a|an|one|this|that)\s(?:[\w-]+\s){{0,3}}?(?:{CHILDREN})\b", re.I
)
_DIAGNOSED = re.compile(r"\bdiagnos(?:ed|is)\b", re.I)
_POLICY = re.compile(
    r"\b(?:screen(?:ing|ed|er|ers|s)?|law|policy|bill|program|programs|act|training|research)\b", re.I
)

# Names of offices and seats that have one of the words in them.
_OFFICES = re.compile(
    r"\b(?:(?:House|Senate|Joint)\s)?(?:Committee on )?Elections?(?: Finance| and| Government| Operations| Policy| Subcommittee)* (?:Committee|Division|Subcommittee)\b"
    r"|\bCommittee on Elections?\b|\bElections? (?:Finance )?and Government Operations\b"
    r"|\b[Ee]lection [Dd]istricts?\b|\b(?:[Cc]ampaign Finance (?:and Public Disclosure )?Board)\b"
)
_PARTY = re.compile(
    r"\b(?:Democrats?|DFL(?:ers?)?|Republicans?|GOP|Libertarians?|DNC|RNC|MAGA)\b"
    r"|\bDemocratic(?! (?:process|processes|society|institutions?|values|participation|republic|principles))\b"
    r"|\b(?:your|my|her|his|their own|the other|which|each|political|majority|minority|ruling) (?:own |political )?part(?:y|ies)\b"
    r"|\b(?:Green|Independence) Party\b"
)
_ELECTION = re.compile(
    r"\b(?:re-?election|re-?elect(?:ed)?|unelect|general election|special election|primary election|midterms?|mid-term election)\b"
    r"|\belections?\b|\belectoral\b"
    r"|\belect (?:someone|somebody|people|leaders|a|new|another|you|him|her)\b"
    r"|\b(?:candidates?|candidacy) for (?:the |a )?(?:\w+ )?(?:office|governor|senate|senator|house|legislature|representative|congress|board|seat)\b"
    r"|\b(?:your|the|any|all|other|which|this|opposing|challenging) (?:\w+ )?(?:candidates?|candidacy)\b(?! for (?:a|the|this) (?:job|position|post|teaching|principal|superintendent))"
    r"|\bvot(?:e|ed|ing) (?:for|against) (?:you|him|her|them|someone|somebody|anyone|your|another|any)\b"
    r"|\bvote (?:you|him|her|them) (?:out|in)\b|\b(?:my|our|their) votes?\b|\b(?:lose|losing|win|winning|earn|cost you) (?:\w+ )?votes?\b"
    r"|\b(?:at|to) the (?:polls|ballot box)\b|\bballots?\b|\b(?:primary|caucus(?:es)?) (?:election|night|in|on)\b"
    r"|\b(?:your|re-?election|political|election|senate|legislative|governor's) (?:\w+ )?campaign(?:ing)?\b|\bcampaign (?:promises?|trail|contributions?|donations?|donors?|season|signs?|fund)\b"
    r"|\bendors(?:e|es|ed|ement) (?:of )?(?:you|him|her|them|any|a candidate|your)\b|\byour (?:opponents?|challengers?|rivals?)\b|\bthe incumbent\b"
    r"|\brun(?:s|ning)? (?:for (?:office|governor|senate|the house|the senate|re-?election|school board)|against you)\b"
    r"|\b(?:super )?PACs?\b(?= (?:money|donors|contributions))|\bdonat(?:e|ed|ion) to (?:your|his|her|their|the) (?:campaign|opponent)\b",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"\byou(?:’ll|'ll| will| are going to) (?:\w+ )?(?:regret|pay|be sorry|be fired|lose your|hear from my lawyer|suffer|answer for)\b"
    r"|\bor else\b(?=[.!,]|$)|\bthere will be consequences\b|\b(?:watch your|watch out|be warned|consider this a warning|last warning)\b"
    r"|\b(?:we|i) (?:know|found out) where you(?:r \w+)? (?:live|lives|work|works|sleep|sleeps)\b|\b(?:we|i)(?:’ll| will|'ll)(?: all)? (?:\w+ )?(?:remember this|make you|come for you|come after you|destroy|ruin|expose|sue you|hurt|kill|end your)\b"
    r"|\bmake (?:sure|certain) (?:that )?you (?:lose|never|are fired|regret|pay)\b|\b(?:cost|lose) you(?:r)? (?:your )?(?:job|seat)\b"
    r"|\byou (?:should|deserve to) (?:burn|die|rot|be ashamed)\b",
    re.IGNORECASE,
)
_INSULTING = re.compile(
    r"\bshame on you\b|\bin the pockets? of\b|\bbought and paid for\b|\bsick of you\b|\byou people\b|\bhow dare you\b"
    r"|\byou (?:don’t|don't|do not|couldn’t|couldn't|could not) care\b|\bwaste of (?:space|skin|oxygen)\b|\bgo to hell\b",
    re.IGNORECASE,
)
_INSULT_STARTS = frozenset("shame pocket pockets bought sick dare people care waste hell".split())
_QUOTES = re.compile(r"“[^”]*”|\"[^\"]*\"")


def check_privacy(view: View) -> Iterator[Finding]:
    """L12: no child, diagnosis or other student is named."""
    for paragraph in view.paragraphs:
        yield from _private(paragraph)


def check_election(view: View) -> Iterator[Finding]:
    """L13: no candidate, party or election words, in the subject or the text; the address is not looked at."""
    for where, paragraph in (
        ("the subject", read_paragraph(view.subject)),
        *(("the letter", each) for each in view.paragraphs),
    ):
        for words in election_words(paragraph):
            yield finding(
                "L13",
                f"{where}: {quoted(words)}",
                "This speaks of a party, a candidate or an election.",
                "Leave it out, and speak of the office's work: what you ask, and why.",
            )


def check_courtesy(view: View) -> Iterator[Finding]:
    """L14: no threat and no insult."""
    for paragraph in (read_paragraph(view.subject), *view.paragraphs):
        yield from _discourteous(paragraph)


@lru_cache(maxsize=8192)
def _private(paragraph: Paragraph) -> tuple[Finding, ...]:
    vocabulary = paragraph.vocabulary
    if vocabulary.isdisjoint(_CHILD_WORDS) and vocabulary.isdisjoint(_DIAGNOSIS_HINTS):
        return ()
    return tuple(found for sentence in paragraph.sentences for found in _private_in(sentence))


_DIAGNOSIS_HINTS = frozenset({"diagnosed", "diagnosis"})


def _private_in(sentence: str) -> Iterator[Finding]:
    for match in _NAMED_CHILD.finditer(sentence):
        name = match["name"]
        if name.removesuffix("’s").removesuffix("'s") not in NO_NAMES and not name.isupper():
            yield finding(
                "L12",
                quoted(match[0].strip()),
                "This names a child.",
                "Say “my daughter”, “a student in our school”, without the name.",
            )
    words = set(sentence.casefold().replace("’", "'").translate(_NO_STOPS).split())
    diagnosed = _DIAGNOSED.search(sentence)
    named = DIAGNOSES & words
    if diagnosed or (named and _OF_A_CHILD.search(sentence) and not _POLICY.search(sentence)):
        yield finding(
            "L12",
            quoted(sentence),
            "This tells a diagnosis, and of whom can often be guessed.",
            "Say what would help (“more time to read”, “a trained tutor”), without the diagnosis.",
        )


_NO_STOPS = {ord(sign): " " for sign in '.,;:!?()“”"'}


@lru_cache(maxsize=8192)
def election_words(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the words about parties, candidates and elections; offices' own names are let pass."""
    if paragraph.vocabulary.isdisjoint(ELECTION_WORDS):
        return ()
    text = _OFFICES.sub("…", paragraph.text)
    found = [match[0] for pattern in (_PARTY, _ELECTION) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def _discourteous(paragraph: Paragraph) -> tuple[Finding, ...]:
    vocabulary = paragraph.vocabulary
    found: list[Finding] = []
    if not vocabulary.isdisjoint(THREAT_WORDS):
        for match in _THREAT.finditer(paragraph.text):
            found.append(
                finding(
                    "L14",
                    quoted(match[0]),
                    "This reads as a threat.",
                    "Leave it out; say what you hope for.",
                )
            )
    if not (vocabulary.isdisjoint(INSULTS) and vocabulary.isdisjoint(_INSULT_STARTS)):
        for words in _insults(paragraph):
            found.append(
                finding(
                    "L14",
                    quoted(words),
                    "This reads as an insult.",
                    "Say what was done and what it led to, and leave out what you think of the person.",
                )
            )
    return tuple(found)


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
