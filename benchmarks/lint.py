"""How fast are letters rendered and linted, on one core, and how long does a look at 100,000 earlier ones take?"""

from __future__ import annotations

import random
import time
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
        for name in ("Chauntyll Allen", "Yusef Carrillo", "Erica Valliant", "Carlo Franco")
    ),
)  # fmt: skip
_SMALL = (
    "the a of in to and my our we they that it is was for with on at by from who when after before every one this "
    "more help school class teacher tutor child reading math year week"
)
_SYLLABLES = [
    "ba",
    "do",
    "ri",
    "men",
    "tal",
    "ken",
    "sor",
    "vi",
    "lan",
    "per",
    "gu",
    "tem",
    "ho",
    "ras",
    "nel",
    "din",
    "fa",
    "mor",
]


def stories(count: int, seed: int = 1) -> Iterator[str]:
    """Yield stories of about ninety words, no two the same: small words as in any text, the others made up."""
    dice = random.Random(seed)
    small = _SMALL.split(" ")
    large = ["".join(dice.choices(_SYLLABLES, k=3)) for _ in range(4_000)]
    for _ in range(count):
        words = [dice.choice(small if dice.random() < 0.55 else large) for _ in range(90)]
        sentences = [" ".join(words[n : n + 15]).capitalize() + "." for n in range(0, 90, 15)]
        yield " ".join(sentences[:3]) + "\n\n" + " ".join(sentences[3:])


def contexts(seed: int = 1) -> list[dict[str, Any]]:
    """Return what each letter of the list is made of: a thousand supporters, six officials each."""
    made, book = [], load_figures()
    for number, story in enumerate(stories(SUPPORTERS, seed)):
        sender = Sender(
            f"Ann Number{seed}x{number}", (f"{number + 1} Main St", "Saint Paul, MN 55106"), f"651-555-{number:04d}",
            f"ann{seed}x{number}@example.org", "Saint Paul", "55106",
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
    write_and_lint(contexts(99)[:60])
    # Other people and stories each time: nothing that was read before helps.
    runs = [(todo, *timed(lambda todo=todo: write_and_lint(todo))) for todo in map(contexts, (5, 6, 7))]
    todo, seconds, clean = min(runs, key=lambda run: run[1])
    alone = contexts(8)
    start = time.process_time()
    write_and_lint(alone)
    busy = len(alone) / (time.process_time() - start)
    speed = len(todo) / seconds
    return Row(
        f"text letters rendered and linted without L15, {SUPPORTERS:,} supporters, {len(_OFFICIALS)} officials each",
        f"{speed:,.0f} a second, one core",
        f"{ASKED:,} a second",
        speed >= ASKED,
        f"{busy:,.0f} a second of processor time, which other programs disturb less; "
        f"{clean:,} of {len(todo):,} have nothing to say against them; their stories are words drawn at random",
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
    copied = texts[77_777].replace(" the ", " that ")
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


def log_lookup() -> list[Row]:
    """Measure L15 as `write` meets it: signatures on disk in a real log, opened afresh."""
    import tempfile
    from pathlib import Path

    from advocate import open_log
    from advocate.store.supporters import Supporter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.db"
        with open_log(path) as log:
            filling, _ = timed(lambda: _fill(log.database))
        story = next(iter(stories(1, seed=4)))

        def look() -> bool:
            with open_log(path) as log:
                signature = sign(story)
                writer = Supporter("Ann Number", "1 Main St", "1 MAIN ST", "Saint Paul", "55106", "", "")
                return signature is not None and log.others_letters(writer).nearest(signature) is None

        def open_only() -> None:
            with open_log(path):
                pass

        both, _ = best_of(5, look)
        alone, _ = best_of(5, open_only)
    return [
        Row(
            f"L15: one story signed and looked up in a log of {EARLIER:,} letters",
            f"{(both - alone) * 1e3:.1f} ms more than to open the log ({alone * 1e3:.1f} ms)",
            "not noticeable: under 50 ms",
            both - alone < 0.05,
            f"the log was filled in {filling:.0f} s",
        )
    ]


def _fill(database: Any) -> None:
    """Put signatures of 100,000 supporters' stories into the log's own tables."""
    from letters.similarity import METHOD

    signatures = [each for each in sign_all(list(stories(EARLIER, seed=2))) if each is not None]
    database.execute("PRAGMA foreign_keys = OFF")
    with database.conn:
        database.conn.executemany(
            "INSERT INTO letter_signatures (id, supporter_id, contact_id, method, signature) VALUES (?, ?, ?, ?, ?)",
            ((n, f"s{n}", f"c{n}", METHOD, each.to_bytes()) for n, each in enumerate(signatures, start=1)),
        )
        database.conn.executemany(
            "INSERT OR IGNORE INTO letter_bands (band, signature_id) VALUES (?, ?)",
            ((band, n) for n, each in enumerate(signatures, start=1) for band in each.bands()),
        )


def bench_lint() -> list[Row]:
    """Run every measurement of this module."""
    return [rate(), *similarity(), *log_lookup()]
