"""What does `advocate data status` show: parts with their age and remedy, kept copies, and every source?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from advocate.cli.show import Line, Section, age

if TYPE_CHECKING:
    from advocate.upkeep.holdings import Holding
    from advocate.upkeep.parts import Part
    from legislators.copies import KeptCopy


def part_section(part: Part, today: date) -> Section:
    """Return how a part of the data stands, and what brings it up to date."""
    return Section(part.title, tuple(_part_lines(part, today)))


def copies_section(kept: Sequence[KeptCopy]) -> Section:
    """Return the copies at hand; an older one answers for an earlier day (`who --as-of`)."""
    lines = tuple(
        (
            "in force" if each.in_force else "kept",
            f"{each.name}, roster of {each.as_of or 'no known day'}: {each.folder}",
        )
        for each in kept
    )
    return Section("Copies of the data at hand", lines)


def source_section(held: Holding, today: date) -> Section:
    """Return a source with its vintage, terms and address."""
    title = held.title if held.publisher in held.title else f"{held.publisher}: {held.title}"
    return Section(
        title,
        (
            ("vintage", f"{held.vintage}, {age(held.since(), today)}"),
            ("retrieved", held.retrieved_on),
            ("terms", held.licence),
            ("from", held.url),
            ("used for", ", ".join(held.used_for)),
            ("lies in", str(held.folder)),
        ),
    )


def _part_lines(part: Part, today: date) -> Iterator[Line]:
    yield "newest", f"{part.vintage}, {age(_first_day(part.vintage), today)}" if part.vintage else "none"
    if part.retrieved_on:
        yield "retrieved", part.retrieved_on
    if part.asked_on:
        yield "asked last", part.asked_on
    for day, count in part.terms_end:
        when = f"ended {day}" if day <= today else f"end {day}, in {(day - today).days} days"
        yield "terms", f"{count:,} {when}"
    yield "update by", part.command


def _first_day(vintage: str) -> date:
    parts = [int(part) for part in vintage.split("-")]
    return date(*[*parts, 1, 1][:3])
