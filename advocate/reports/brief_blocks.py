"""What does each block of a brief say, and what is left out of it first where there is no room?"""

from __future__ import annotations

from dataclasses import dataclass

from advocate.acts.words import SAID
from advocate.how_many import how_many
from advocate.reports.brief import AskedFor, Brief
from advocate.reports.brief_figures import Place
from advocate.reports.counts import listed
from advocate.reports.plain import shown
from letters.figure import Figure

STANDINGS = {"sent": "sent, as reported", "confirmed": "confirmed", "handed_over": "handed over", "bounced": "bounced"}  # fmt: skip
ANSWERS = {"yes": "yes", "no": "no", "unclear": "unclear", "form": "form reply", "none": "no answer"}
#: No word of a person or a source is longer than this on the page, whatever the log holds.
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of each list stands on the page; `words` is the length of an ask or a quotation."""

    towns: int
    asks: int
    templates: int
    replies: int
    quotations: int
    places: int
    acts: int
    committees: int
    words: int
    small: bool = False


#: From the roomiest on: the first with which the page is one page is taken.
LEVELS = (
    Limits(14, 4, 5, 6, 3, 12, 24, 8, 420),
    Limits(12, 3, 4, 5, 3, 10, 18, 8, 320),
    Limits(10, 3, 3, 4, 3, 8, 12, 6, 240),
    Limits(8, 2, 2, 3, 3, 6, 8, 5, 180),
    Limits(5, 2, 2, 2, 2, 4, 4, 4, 130),
    Limits(4, 1, 1, 2, 2, 3, 3, 3, 110, small=True),
    Limits(2, 1, 1, 1, 1, 2, 2, 2, 90, small=True),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with lines, quotations (text, who and when) or a table; `note` stands small under it.

    `halves` asks for the table in two halves side by side, where there is room for them.
    """

    title: str
    lines: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    halves: bool = False


def towns_block(brief: Brief, limits: Limits) -> Block:
    """Return the constituents' towns with how many live in each."""
    named = [(town, n) for town, n in brief.towns if town]
    unknown = sum(n for town, n in brief.towns if not town)
    parts = [f"{cut(town)} ({n:,})" for town, n in named[: limits.towns]]
    left_out = named[limits.towns :]
    if left_out:
        parts.append(f"and {how_many(len(left_out), 'more town')} ({sum(n for _, n in left_out):,})")
    if unknown:
        parts.append(f"town not on record ({unknown:,})")
    none = "No constituent has been in touch yet, as far as is on record."
    return Block("From which towns (constituents)", (", ".join(parts) or none,))


def asks_block(brief: Brief, limits: Limits) -> Block:
    """Return what each campaign asks, and the letters' templates."""
    lines = [_asked(each, limits) for each in brief.asks[: limits.asks]]
    lines += _more(len(brief.asks) - limits.asks, "campaign", "campaigns")
    if brief.templates:
        named = [f"{cut(name) or 'in no template'} ({n:,})" for name, n in brief.templates]
        lines.append("Letters by template: " + listed(named, limits.templates))
    return Block("What they ask", tuple(lines) or ("Nothing has been asked yet, as far as is on record.",))


def _asked(each: AskedFor, limits: Limits) -> str:
    if not each.campaign:
        return f"Outside any campaign: {how_many(each.contacts, 'contact')}."
    about = ", ".join(cut(word) for word in (each.bill, each.item) if word)
    says = cut(each.ask, limits.words) or "no ask is on record for it"
    return (
        f"{cut(each.campaign)}{f' ({about})' if about else ''}: {says} – {how_many(each.contacts, 'contact')}"
    )


def quotations_block(brief: Brief, limits: Limits) -> Block:
    """Return what may be quoted, newest first."""
    title = "In their own words (with recorded permission)"
    quotes = tuple(
        (cut(each.quotation, limits.words), ", ".join(part for part in (cut(brief.official.name, 50), each.day,
         _way(each.channel), f"answer: {ANSWERS[each.answer]}") if part))
        for each in brief.quotations[: limits.quotations]
    )  # fmt: skip
    if not quotes:
        return Block(title, ("No quotation is on record with permission to print it.",))
    return Block(title, tuple(_more(len(brief.quotations) - len(quotes), "on record")), quotes)


def replies_block(brief: Brief, limits: Limits) -> Block:
    """Return the replies, newest first."""
    if not brief.replies:
        return Block("Replies", ("None is on record.",))
    kept = brief.replies[: limits.replies]
    ways = any(each.channel for each in kept)
    rows = tuple(
        (each.day, ANSWERS[each.answer], *([_way(each.channel) or "–"] if ways else [])) for each in kept
    )
    more = tuple(_more(len(brief.replies) - len(rows), "earlier"))
    return Block("Replies", more, (), ("Day", "Answer", *(["By"] if ways else [])), rows)


def figures_block(brief: Brief, limits: Limits) -> Block:
    """Return the figures of the districts served, the largest part first, the state last."""
    found = brief.figures
    if not found.places:
        return Block("Figures", ("There is no published figure of the districts served that can be shown.",))
    title = f"Students who did not meet the state’s standards, {found.all[0].school_year}"
    subjects = found.subjects
    state = [place for place in found.places if _is_state(place)]
    districts = [place for place in found.places if not _is_state(place)]
    kept = [*districts[: limits.places], *state]
    shares = any(place.share is not None for place in kept)
    head = (
        "School district" if districts else "",
        *(["Share of the seat's area"] if shares else []),
        *(f"{subject.capitalize()}: did not meet" for subject in subjects),
    )
    rows = tuple(
        (cut(place.name), *([_share(place.share)] if shares else []), *(_cell(place.figures.get(s)) for s in subjects))
        for place in kept
    )  # fmt: skip
    lines = _more(
        len(districts) - limits.places, "district, a smaller part", "districts, each a smaller part"
    )
    if found.without:
        names = listed([cut(name) for name in found.without], 3)
        lines.append(f"No such figure is published for: {names}.")
    return Block(title, tuple(lines), (), head, rows, found.definition)


def _is_state(place: Place) -> bool:
    return any(figure.geography == "state" for figure in place.figures.values())


def _share(share: float | None) -> str:
    if share is None:
        return ""
    return "under 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "not published"
    counted = f" ({figure.students[0]:,} of {figure.students[1]:,})" if figure.students else ""
    return f"{figure.not_met} %{counted}"


def history_block(brief: Brief, limits: Limits) -> Block:
    """Return what was done, newest first; names where the brief has them."""
    title = "Contact history, newest first"
    lines = []
    if brief.not_made or brief.bounced:
        lines.append(f"Not counted: {brief.not_made:,} drafted or handed over, {brief.bounced:,} bounced.")
    if not brief.acts:
        return Block(title, ("Nothing has left our hands yet, as far as is on record.", *lines))
    kept, rest = brief.acts[: limits.acts], brief.acts[limits.acts :]
    names = any(each.names for each in kept)
    then = any(each.seat_then for each in kept)
    head = ("Day", "By", "Standing", "Contacts", *(["Then"] if then else []), *(["Who"] if names else []))
    rows = tuple(
        (each.day, _way(each.channel), STANDINGS[each.standing], f"{each.contacts:,}",
         *([cut(each.seat_then, 40)] if then else []), *([listed([cut(n, 40) for n in each.names], limits.committees)] if names else []))
        for each in kept
    )  # fmt: skip
    if rest:
        n = sum(each.contacts for each in rest)
        lines.insert(0, f"and {n:,} more, from {rest[-1].day} to {rest[0].day}")
    return Block(title, tuple(lines), (), head, rows, halves=len(head) == 4 and len(rows) > 5)


def _way(channel: str) -> str:
    return SAID.get(channel, cut(channel))


def _more(count: int, one: str, several: str = "") -> list[str]:
    return [f"and {count:,} more {one if count == 1 else several or one}"] if count > 0 else []


def cut(text: str, longest: int = _LONGEST) -> str:
    """Return the text on one line and no longer than this, cut between words where that can be."""
    plain = shown(text)
    if len(plain) <= longest:
        return plain
    head = plain[: longest - 1]
    at = head.rfind(" ")
    return f"{head[:at] if at > longest // 2 else head}…".replace(" …", "…")
