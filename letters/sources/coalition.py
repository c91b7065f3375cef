"""Which figures does the coalition publish itself, and what did we find out about each?

They stand on its page as shares *not* meeting the standards in 2023-24, on basis B. The page is no
file that could be compiled, so its eight figures are written down here.
"""

from __future__ import annotations

from decimal import Decimal

from letters.figure import ALL_GRADES, ALL_STUDENTS, STATE
from letters.sources.published import Row

PUBLISHER = "Minnesota Partnership for Achievement"
NAME = "coalition-2024"
YEAR = 2024

_AGREES = "the same as the statewide figure of this basis that was reported from the department's results"
_BOUNDED = (
    "not found in another publication; the North Star rate of 2024, which also counts students who did not "
    "take part as not proficient, is {bound} not proficient and so leaves room for it"
)
# subject, group, percent not meeting as published, standing, what we found
_PUBLISHED = (
    ("reading", ALL_STUDENTS, "50.3", "agrees", _AGREES),
    ("math", ALL_STUDENTS, "54.7", "agrees", _AGREES),
    ("science", ALL_STUDENTS, "60.5", "agrees", _AGREES),
    ("math", "Black or African American", "78", "consistent", _BOUNDED.format(bound="80.06")),
    ("math", "Hispanic or Latino", "77.6", "consistent", _BOUNDED.format(bound="77.77")),
    ("math", "White", "44.4", "consistent", _BOUNDED.format(bound="47.9")),
    (
        "math",
        "Students eligible for free/reduced-price meals",
        "86.4",
        "disputed",
        "cannot be right: North Star 2024 gives 74.82 not proficient even with students who did not take "
        "part counted, and 54.7 overall with 40.8 for the 57.7 percent not eligible gives about 73.7",
    ),
    (
        "math",
        "Students not eligible for free/reduced-price meals",
        "40.8",
        "consistent",
        "not found in another publication; fits 54.7 overall with 57.7 percent not eligible",
    ),
)


def compile_coalition() -> list[Row]:
    """Return the coalition's published figures with their standing, 86.4 as disputed."""
    return [
        Row(
            subject=subject,
            group=group,
            grade=ALL_GRADES,
            geography=STATE,
            year=YEAR,
            basis="B",
            test="mca3" if subject == "science" else "mca",
            percent_met=str(100 - Decimal(not_met)),
            n=None,
            source=NAME,
            found_at="",
            standing=standing,
            note=f"published as {not_met} percent not meeting the standards; {found}",
        )
        for subject, group, not_met, standing, found in _PUBLISHED
    ]


def titles() -> dict[str, dict[str, str]]:
    """Return what a letter says of this source."""
    title = f"{PUBLISHER}, published figures from the Minnesota Department of Education's results"
    return {NAME: {"publisher": PUBLISHER, "title": title, "url": ""}}
