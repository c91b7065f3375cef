"""Does the letter say who writes, about what, and what one thing it asks? Rules L1 to L4 and L10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from letters.lint.findings import Finding, finding
from letters.lint.view import Paragraph, View, any_of, quoted
from letters.lint.word_lists import (
    ALL_ISSUE_WORDS,
    OTHER_ISSUES,
    REPLY_WORDS,
    REQUEST_WORDS,
    TURNING_WORDS,
    TURNS,
)

# Asked of the reader: an auxiliary with whom it asks, or a request to do one thing.
_QUESTION = re.compile(
    r"\b(?:will|would|could|can|may|might|do|did|are|have|should|is)(?:n't|n’t)? "
    r"(?:you|i|we|the board|the district|it|there|this board|your office)\b",
    re.IGNORECASE,
)
_NO_ASK = any_of(
    r"(?:do|did|can|could|would|have) you (?:ever |even |really )?"
    r"(?:know|remember|imagine|see what|believe|feel|guess|heard|seen|noticed|wonder)\b",
    r"would you like to know\b",
    r"(?:do|did|should|can|could|am|is) (?:i|we|it|there)\b(?! (?:count on|have your|expect your|put you))",
    flags=re.IGNORECASE,
)
# "What will you do?" cannot be answered with yes or no; "When it comes up, will you …?" can.
_OPEN = re.compile(r"\b(?:what|how|why|when|where|who|whom|which)\b[^,:;—]*\Z", re.IGNORECASE)
_MAY_WE = re.compile(r"\b(?:may|can|could|might) (?:i|we)\b", re.IGNORECASE)
_REQUEST = re.compile(
    r"\b(?:please|i (?:ask|urge) (?:that )?you(?: to)?|i am asking you to|i'm asking you to|i urge you to) "
    r"(?:please )?(?:to )?(?:support|oppose|vote|co-?sponsor|sponsor|fund|pass|reject|back|adopt|approve|introduce|sign|hold a hearing)\b",
    re.IGNORECASE,
)
_TOLD_APART = re.compile(r"\b(?:and|or|also)[, ]+(?:will|would|could|can) you\b", re.IGNORECASE)
_QUOTES = re.compile(r"“[^”]*”|\"[^\"]*\"")
_REPLY = re.compile(
    r"\b(?:repl(?:y|ies)|respon(?:d|se)|answers?|write back|write to me|let me know|hear (?:back )?from you|"
    r"call me|get back to me|tell me|confirm|yes or (?:a )?no)\b",
    re.IGNORECASE,
)


def check_constituent(view: View) -> Iterator[Finding]:
    """L1: the first two sentences say "constituent" and the town or ZIP code."""
    if view.template is not None and not view.template.constituent:
        return
    opening = _opening(view)
    folded = opening.casefold()
    homes = [part for part in (view.sender.town, view.sender.zip_code) if part]
    says_where = any(home.casefold() in folded for home in homes)
    if says_where and "constituent" in folded:
        return
    missing = []
    if "constituent" not in folded:
        missing.append("the word “constituent”")
    if not says_where:
        missing.append(f"your town or ZIP code{f' ({view.sender.home})' if homes else ''}")
    if missing:
        yield finding(
            "L1",
            f"the first two sentences: {quoted(opening)}",
            f"They do not have {' or '.join(missing)}.",
            "Begin with a sentence such as “I am your constituent, and I live in Saint Paul 55106.”",
        )


def check_subject_names_it(view: View) -> Iterator[Finding]:
    """L2: a bill or agenda item that the letter names is in the subject too, in Minnesota's form."""
    foreign = [words for part in (view.heading, *view.paragraphs) for words in part.foreign_bills]
    if foreign:
        yield finding(
            "L2",
            quoted(foreign[0]),
            "This is not how Minnesota numbers its bills.",
            "Write HF and the number for a House file, SF for a Senate file: HF 1234.",
        )
    bills, named = view.bills, view.heading.bills
    if bills and not set(bills) & set(named):
        yield finding(
            "L2",
            f"the subject: {quoted(view.subject)}",
            f"The letter is about {bills[0]}, and the subject does not say so.",
            f"Begin the subject with {bills[0]}.",
        )
    items = [item for paragraph in view.paragraphs for item in paragraph.items]
    if items and not set(items) & set(view.heading.items):
        yield finding(
            "L2",
            f"the subject: {quoted(view.subject)}",
            f"The letter is about agenda item {items[0]}, and the subject does not say so.",
            f"Begin the subject with “Item {items[0]}”.",
        )


def check_one_ask(view: View) -> Iterator[Finding]:
    """L3: exactly one question that yes or no can answer."""
    asks = list(dict.fromkeys([ask for noted in view.notes[1:] for ask in noted.asks]))
    double = any(_is_double(ask) for ask in asks)
    if not asks:
        question = next((s for p in view.paragraphs for s in p.sentences if s.endswith("?")), "")
        yield finding(
            "L3",
            quoted(question) if question else "the whole letter",
            "Nothing in it can be answered with yes or no.",
            "Ask one thing, such as “Will you support …?” or “Will you vote for HF 1234?”",
        )
    elif len(asks) > 1 or double:
        asked = " and ".join(quoted(ask) for ask in asks[:3])
        yield finding(
            "L3",
            asked,
            f"It asks {max(len(asks), 2)} things.",
            "Keep the one that matters most; the others can be letters of their own.",
        )


def check_one_issue(view: View) -> Iterator[Finding]:
    """L4: one bill (with its companion), one agenda item, no other field of policy."""
    bills = view.bills
    for chamber in ("HF", "SF") if len(bills) > 1 else ():
        ours = [bill for bill in bills if bill.startswith(chamber)]
        if len(ours) > 1:
            yield finding(
                "L4",
                ", ".join(ours),
                f"The letter is about {len(ours)} bills.",
                "Write one letter a bill; a House file and its Senate companion count as one.",
            )
            return
    notes = view.notes[1:]
    turns = [turn for noted in notes for turn in noted.turns]
    if turns:
        yield finding(
            "L4",
            quoted(turns[0]),
            "Here the letter turns to a second issue.",
            "Leave it out, or put it into a letter of its own.",
        )
        return
    other = other_issues([named for noted in notes for named in noted.issues])
    if other:
        issue, words = other
        yield finding(
            "L4",
            ", ".join(words),
            f"Besides schools the letter speaks of {issue}.",
            "Keep to one issue; write about the other in a letter of its own.",
        )


def check_reply(view: View) -> Iterator[Finding]:
    """L10: a reply is asked for, or said not to be needed."""
    if not any(asks_for_reply(paragraph) for paragraph in reversed(view.paragraphs)):
        yield finding(
            "L10",
            "the end of the letter",
            "It does not say whether you want a reply.",
            "End with “Please reply with a yes or a no” and how to reach you, or say that no reply is needed.",
        )


def asks_in(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the sentences of a paragraph that ask the reader for one thing."""
    if "?" not in paragraph.text and paragraph.telling.isdisjoint(REQUEST_WORDS):
        return ()
    return tuple(sentence for sentence in paragraph.sentences if _is_ask(sentence))


@lru_cache(maxsize=512)
def asks_for_reply(paragraph: Paragraph) -> bool:
    """Say whether a paragraph settles if a reply is wanted."""
    if paragraph.telling.isdisjoint(REPLY_WORDS):
        return False
    return _REPLY.search(_QUOTES.sub("", paragraph.text)) is not None


def turns_in(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the phrases with which a letter turns to something else."""
    if paragraph.telling.isdisjoint(TURNING_WORDS):
        return ()
    folded = paragraph.text.casefold()
    return tuple(turn for turn in TURNS if turn in folded)


def other_issues(named: list[tuple[str, frozenset[str]]]) -> tuple[str, list[str]] | None:
    """Return the issue besides schools that is named most, with two or more of its words."""
    found: dict[str, set[str]] = {}
    for issue, words in named:
        found.setdefault(issue, set()).update(words)
    if not found:
        return None
    issue, most = max(found.items(), key=lambda each: len(each[1]))
    return (issue, sorted(most)) if len(most) > 1 else None


def issue_words(paragraph: Paragraph) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the words of a paragraph about each issue besides schools."""
    telling = paragraph.telling
    if telling.isdisjoint(ALL_ISSUE_WORDS):
        return ()
    return tuple((issue, telling & words) for issue, words in OTHER_ISSUES.items() if telling & words)


def _is_ask(sentence: str) -> bool:
    said = _QUOTES.sub("", sentence)
    if not said.rstrip().endswith("?"):
        return _REQUEST.search(said) is not None
    asked = _QUESTION.search(said)
    if asked is None or _OPEN.search(said, 0, asked.start()):
        return False
    return _NO_ASK.search(said) is None or _MAY_WE.search(said) is not None


@lru_cache(maxsize=4096)
def _is_double(ask: str) -> bool:
    return _TOLD_APART.search(ask) is not None


def _opening(view: View) -> str:
    sentences: list[str] = []
    for paragraph in view.paragraphs:
        sentences.extend(paragraph.sentences)
        if len(sentences) >= 2:
            break
    return " ".join(sentences[:2])
