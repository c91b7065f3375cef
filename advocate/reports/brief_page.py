"""What stands on the one page of a brief, in the words and the order in which every form lays it out?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from advocate.how_many import how_many, number_and_words
from advocate.reports.brief import Brief
from advocate.reports.brief_blocks import (
    LEVELS,
    Block,
    Limits,
    asks_block,
    cut,
    figures_block,
    history_block,
    quotations_block,
    replies_block,
    towns_block,
)
from advocate.reports.counts import listed
from advocate.reports.plain import shown


@dataclass(frozen=True, slots=True)
class Page:
    """The page in words, as every form of it lays them out; `numbers` are pairs (number, what it counts)."""

    heading: str
    under: tuple[str, ...]
    stamp: str
    numbers: tuple[tuple[str, str], ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    wide: tuple[Block, ...]
    footer: tuple[str, ...]
    small: bool = False

    def content(self) -> dict[str, Any]:
        """Return the page as plain data, for the typesetter."""
        from dataclasses import asdict

        return asdict(self)


def page_of(brief: Brief, limits: Limits = LEVELS[0]) -> Page:
    """Return the page with so much of each list; what is left out is counted ("and 12 more")."""
    return Page(
        heading=heading_of(brief),
        under=tuple(_under(brief, limits)),
        stamp=f"Brief for a meeting, {(brief.scope.as_of or brief.scope.today).isoformat()}",
        numbers=tuple(_numbers(brief)),
        left=(towns_block(brief, limits), asks_block(brief, limits)),
        right=(quotations_block(brief, limits), replies_block(brief, limits)),
        wide=(figures_block(brief, limits), history_block(brief, limits)),
        footer=(
            *definitions(brief),
            *(["Supporters’ names are in it: keep it to yourself."] if brief.has_people else []),
        ),
        small=limits.small,
    )


def heading_of(brief: Brief) -> str:
    """Return the official as one says who they are: "Senator Foung Hawj"."""
    title = brief.official.title if brief.official.kind in ("state_house", "state_senate", "governor") else ""
    return cut(f"{title} {brief.official.name}")


def definitions(brief: Brief) -> tuple[str, ...]:
    """Return what each number counts, and what the page was made from."""
    campaign = f"the campaign {brief.scope.campaign}" if brief.scope.campaign else "all campaigns"
    who = f"n = {how_many(brief.supporters, 'supporter')} in touch"
    parts = [how_many(brief.constituents, "constituent")] if brief.supporters else []
    if brief.elsewhere:
        parts.append(how_many(brief.elsewhere, "who lives elsewhere", "who live elsewhere"))
    if brief.not_placed:
        parts.append(f"{brief.not_placed:,} not known")
    of_whom = f" ({', '.join(parts)})" if parts else ""
    return (
        "A contact is one act towards this official that was sent, as the supporter reports, or confirmed (accepted "
        "by the mail server, or witnessed); drafted, handed over and bounced ones are not counted as contacts. "
        f"Constituents are supporters whose address lay in the official’s district when they were in touch; {who}{of_whom}. "
        "Merged entries are one supporter. Asks are as on record now.",
        f"Made from the log of {campaign}, period {brief.scope.period}, as on record on "
        f"{(brief.scope.as_of or brief.scope.today).isoformat()}; officials as in the data of {brief.snapshot}, "
        f"{shown(brief.official.source)}, as of {brief.official.as_of.isoformat()}.",
    )


def _under(brief: Brief, limits: Limits) -> Iterator[str]:
    official = brief.official
    of_schools = official.kind in ("school_board", "school_district")
    seat = (
        official.seat
        if not of_schools
        else f"{official.title}{f', {official.seat}' if official.seat else ''}"
    )
    where = f"{brief.place} ({official.district})" if of_schools and brief.place else ""
    ends = f"term ends {official.term_ends.isoformat()}" if official.term_ends else ""
    yield " · ".join(cut(part) for part in (seat, where, official.party, ends) if part)
    beside = "; ".join(part for part in official.note.split("; ") if not part.startswith("sits until"))
    if beside and not of_schools:
        yield cut(f"{beside[:1].upper()}{beside[1:]}.", 200)
    reach = " · ".join(cut(part) for part in (official.phone, official.email) if part)
    if reach:
        yield reach
    if official.committees:
        # Education first: that is what the meeting is about.
        ours = sorted(official.committees, key=lambda each: "Education" not in each)
        yield "Committees: " + listed([cut(each) for each in ours], limits.committees)


def _numbers(brief: Brief) -> Iterator[tuple[str, str]]:
    yield number_and_words(brief.constituents, "constituent in touch", "constituents in touch")
    yield number_and_words(brief.supporters, "supporter in touch, in all", "supporters in touch, in all")
    if brief.living_there is not None:
        yield number_and_words(
            brief.living_there, "supporter known to live there", "supporters known to live there"
        )
    contacts, words = number_and_words(brief.contacts, "contact")
    yield contacts, f"{words} made ({brief.sent:,} sent, {brief.confirmed:,} confirmed)"
    yield number_and_words(sum(each.answer != "none" for each in brief.replies), "reply", "replies")
