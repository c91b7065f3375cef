"""How fast are letters rendered and linted, on one core, and how long does a look at 100,000 earlier ones take?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks.rows import Row, best_of, timed
from letters.engine import load_template, render_letter
from letters.figures import load_figures
from letters.formats.text import render_text
from letters.lint import lint_letter
from letters.people import Recipient, Sender
from letters.similarity import LetterIndex, sign, sign_all

ASKED = 10_000
SUPPORTERS = 1_000
EARLIER = 100_000
_DAY = date(2026, 11, 24)
# What one supporter in Saint Paul writes by default: both legislators, and the board members with a name.
_OFFICIALS = (
    Recipient("Jay Xiong", "Representative", kind="state_house", district="67B", mail=("658 Cedar St.", "St. Paul, MN 55155")),
    Recipient("Foung Hawj", "Senator", kind="state_senate", district="67", mail=("95 University Ave. West", "St. Paul, MN 55155")),
    *(
        Recipient(name, "Board Member", kind="school_board", district="0625-01", mail=("360 Colborne St", "Saint Paul, MN 55102"))
        for name in ("Chauntyll Allen", "Uriah Ward", "Erica Valliant", "Carlo Franco")
    ),
)  # fmt: skip
_SUBJECTS = [
    "my neighbor",
    "our tutor",
    "the school",
    "a teacher",
    "my daughter",
    "our principal",
    "one student",
    "the class",
    "a volunteer",
]
_VERBS = [
    "asked for",
    "found",
    "read",
    "learned from",
    "told me about",
    "waited for",
    "needed",
    "worked on",
    "was proud of",
    "gave us",
    "talked of",
]
_OBJECTS = [
    "a quiet place to read",
    "twenty minutes a day",
    "small groups after lunch",
    "the story of a river",
    "a second chance",
    "numbers and fractions",
    "more time with a tutor",
    "a library card",
    "help before winter",
    "a song about planets",
]
_ENDS = [
    "last fall",
    "this spring",
    "every Tuesday",
    "at our kitchen table",
    "before the test",
    "all year",
    "in one week",
    "with patience",
]


def stories(count: int, seed: int = 1) -> Iterator[str]:
    """Yield stories of about ninety words, no two the same."""
    dice = random.Random(seed)
    for _ in range(count):
        sentences = [
            f"{dice.choice(_SUBJECTS).capitalize()} {dice.choice(_VERBS)} {dice.choice(_OBJECTS)} {dice.choice(_ENDS)}, "
            f"and {dice.choice(_SUBJECTS)} {dice.choice(_VERBS)} {dice.choice(_OBJECTS)}."
            for _ in range(5)
        ]
        yield " ".join(sentences[:3]) + "\n\n" + " ".join(sentences[3:])


def contexts() -> list[dict[str, Any]]:
    """Return what each letter of the list is made of: a thousand supporters, six officials each."""
    made, book = [], load_figures()
    for number, story in enumerate(stories(SUPPORTERS)):
        sender = Sender(
            f"Ann Number{number}", (f"{number + 1} Main St", "Saint Paul, MN 55106"), f"651-555-{number:04d}",
            f"ann{number}@example.org", "Saint Paul", "55106",
        )  # fmt: skip
        for official in _OFFICIALS:
            made.append(
                {
                    "sender": sender,
                    "recipient": official,
                    "date": _DAY,
                    "story": story,
                    "school_district": "0625-01",
                    "figures": book,
                }
            )
    return made


def write_and_lint(all_contexts: list[dict[str, Any]]) -> int:
    """Render each letter to text and lint it; return how many have nothing to say against them."""
    legislator, board = load_template("legislator"), load_template("school-board")
    clean = 0
    for context in all_contexts:
        template = board if context["recipient"].kind == "school_board" else legislator
        letter = render_letter(template, context)
        render_text(letter)
        clean += not lint_letter(letter, story=context["story"], template=template)
    return clean


def rate() -> Row:
    """Measure letters a second, rendered as text and linted without L15."""
    todo = contexts()
    write_and_lint(todo[:60])
    seconds, clean = best_of(3, lambda: write_and_lint(todo))
    speed = len(todo) / seconds
    return Row(
        f"text letters rendered and linted without L15, {SUPPORTERS:,} supporters, {len(_OFFICIALS)} officials each",
        f"{speed:,.0f} a second, one core",
        f"{ASKED:,} a second",
        speed >= ASKED,
        f"{clean:,} of {len(todo):,} have nothing to say against them; the stories' phrases are drawn at random",
    )


def similarity() -> list[Row]:
    """Measure L15: to make signatures, and to look one letter up among 100,000 in the log's tables."""
    texts = list(stories(EARLIER, seed=2))
    signing, signatures = timed(lambda: sign_all(texts))
    index = LetterIndex()
    for number, signature in enumerate(signatures):
        if signature is not None:
            index.add(signature, str(number), str(number))
    others = index.others_than("nobody")
    asked = [each for each in sign_all(list(stories(1_000, seed=3))) if each is not None]
    copied = texts[77_777].replace("twenty", "thirty")
    looking, _ = best_of(3, lambda: [others.nearest(each) for each in asked])
    found = others.nearest(sign(copied) or asked[0])
    return [
        Row(
            "L15: signatures made", f"{EARLIER / signing:,.0f} a second, one core", "", None, "256 bytes each"
        ),
        Row(
            f"L15: a letter looked up among {EARLIER:,} in memory",
            f"{looking / len(asked) * 1e3:.2f} ms a letter",
            "",
            None,
            f"a changed copy of letter 77777 was told as {found.label if found else 'nothing'}",
        ),
    ]
