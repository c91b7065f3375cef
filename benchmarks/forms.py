"""How fast are letters made: as text, and as one pack of PDF pages beside weasyprint?

python -m benchmarks.forms
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from datetime import date

from benchmarks.rows import Row, best_of, print_rows, timed
from letters.engine import Letter, load_template, render_letter
from letters.formats import render
from letters.formats.pack import in_posting_order, render_pack
from letters.formats.pdf import render_pdf
from letters.formats.sheet import sheet_of
from letters.formats.text import render_text
from letters.people import Recipient, Sender

PACK = 1_000
PEER_LETTERS = 40
TEXTS = 20_000
DAY = date(2026, 11, 24)
_HALL = ("Room 2113, Minnesota Senate Building", "95 University Ave. West", "St. Paul, MN 55155")
#: To whom: five officials a supporter, as an address in Saint Paul has them.
TO = (
    Recipient("Sandy Pappas", "Senator", kind="state_senate", district="65", mail=_HALL),
    Recipient("Jay Xiong", "Representative", kind="state_house", district="67B", mail=_HALL),
    *(
        Recipient(name, "Board Member", kind="school_board", district="0625-01", mail=("360 Colborne St", "Saint Paul, MN 55102"))
        for name in ("Chauntyll Allen", "Carlo Franco", "Erica Valliant")
    ),
)  # fmt: skip


def letters(count: int, mark: str = "") -> list[Letter]:
    """Return so many letters: each supporter writes five, in words of their own."""
    templates = {kind: load_template(name) for kind, name in (
        ("state_senate", "legislator"), ("state_house", "legislator"), ("school_board", "school-board"),
    )}  # fmt: skip
    made = []
    for number in range(count):
        supporter, to = number // len(TO), TO[number % len(TO)]
        sender = Sender(f"Minh Nguyễn {mark}{supporter}", (f"{1500 + supporter} 6th St E", "Saint Paul, MN 55106"),
                        "651-555-0100", f"minh{supporter}@example.org", "Saint Paul", "55106")  # fmt: skip
        story = (
            f"On Tuesdays I read with {supporter + 2} third graders{mark}. Small groups with a tutor changed what they "
            "believed they could do: by spring “I can’t” had become “let me try.”\n\nIt took 20 minutes a day."
        )
        context = {
            "sender": sender,
            "recipient": to,
            "date": DAY,
            "school_district": "0625-01",
            "story": story,
        }
        made.append(render_letter(templates[to.kind], context))
    return made


def bench_text() -> Row:
    """Measure letters from template to plain text."""
    letters(100)
    speed = 0.0
    for mark in "abc":
        # The core's own time: what else the machine does meanwhile does not count.
        start = time.process_time()
        for letter in letters(TEXTS, mark):
            render_text(letter)
        speed = max(speed, TEXTS / (time.process_time() - start))
    return Row(
        f"{TEXTS:,} letters from template to plain text, five a supporter",
        f"{speed:,.0f} a second of one core's time", "10,000 a second", speed >= 10_000, "",
    )  # fmt: skip


def bench_pack() -> list[Row]:
    """Measure the PDF pack, and weasyprint's of the same letters' pages in the same run."""
    # Other letters in each run: the typesetter remembers pages that it has set.
    packs = iter([in_posting_order(sheet_of(each) for each in letters(PACK, mark)) for mark in "pq"])
    render_pdf(letters(1)[0])
    seconds, made = best_of(2, lambda: render_pack(next(packs), title="Tutors", day=DAY))
    ours = PACK / seconds
    work = f"the PDF pack of {PACK:,} letters, with cover list and labels"
    reached = f"{ours:,.0f} letters a second, {len(made) / 1e6:.1f} MB"
    peer, note = weasyprint_rate(letters(PEER_LETTERS, "w"))
    one, _ = timed(lambda: [render_pdf(letter) for letter in letters(50, "s")])
    single = Row(
        "a letter's PDF by itself, tagged for screen readers", f"{one / 50 * 1000:.1f} ms", "", None, ""
    )
    if peer is None:
        return [Row(work, reached, "10 x weasyprint", None, note), single]
    return [
        Row(
            work,
            f"{reached}; {ours / peer:.1f} x weasyprint ({peer:.1f} a second)",
            "10 x",
            ours >= 10 * peer,
            note,
        ),
        single,
    ]


def weasyprint_rate(some: Sequence[Letter]) -> tuple[float | None, str]:
    """Return how many letters a second weasyprint puts into one PDF, or None and why not."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        return None, f"weasyprint is not here to compare with ({str(error).splitlines()[0]})"
    pages = [render(letter, "html").decode() for letter in some]
    fonts = FontConfiguration()

    def work() -> None:
        laid = [weasyprint.HTML(string=page).render(font_config=fonts) for page in pages]
        laid[0].copy([page for each in laid for page in each.pages]).write_pdf(io.BytesIO())

    weasyprint.HTML(string=pages[0]).write_pdf()
    seconds, _ = best_of(2, work)
    return len(
        pages
    ) / seconds, f"weasyprint {weasyprint.__version__}, {len(pages)} of the same letters from our HTML form"


def bench_forms() -> list[Row]:
    """Run every measurement of this module."""
    return [bench_text(), *bench_pack()]


if __name__ == "__main__":
    print_rows(bench_forms())
