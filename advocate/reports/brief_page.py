"""What stands on the one page of a brief, and what is left out first so that it stays one page?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from advocate.reports.brief import AskedFor, Brief
from advocate.reports.brief_figures import Place
from advocate.reports.plain import shown
from letters.figure import Figure

CHANNELS = {
    "letter": "letter", "email": "e-mail", "post": "posted letter", "call": "call", "visit": "visit",
    "testimony": "testimony", "comment": "public comment",
}  # fmt: skip
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
        left=(_towns(brief, limits), _asks(brief, limits)),
        right=(_quotations(brief, limits), _replies(brief, limits)),
        wide=tuple(block for block in (_figures(brief, limits), _history(brief, limits)) if block),
        footer=(
            *definitions(brief),
            *(["Supporters’ names are in it: keep it to yourself."] if brief.has_people else []),
        ),
        small=limits.small,
    )


def heading_of(brief: Brief) -> str:
    """Return the official as one says who they are: "Senator Foung Hawj"."""
    title = brief.official.title if brief.official.kind in ("state_house", "state_senate", "governor") else ""
    return _cut(f"{title} {brief.official.name}")


def definitions(brief: Brief) -> tuple[str, ...]:
    """Return what each number counts, and what the page was made from."""
    campaign = f"the campaign {brief.scope.campaign}" if brief.scope.campaign else "all campaigns"
    who = f"n = {brief.supporters:,} supporters in touch"
    parts = [f"{brief.constituents:,} constituents"] if brief.supporters else []
    if brief.elsewhere:
        parts.append(f"{brief.elsewhere:,} who live elsewhere")
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
    yield " · ".join(_cut(part) for part in (seat, where, official.party, ends) if part)
    beside = "; ".join(part for part in official.note.split("; ") if not part.startswith("sits until"))
    if beside and not of_schools:
        yield _cut(f"{beside[:1].upper()}{beside[1:]}.", 200)
    reach = " · ".join(_cut(part) for part in (official.phone, official.email) if part)
    if reach:
        yield reach
    if official.committees:
        # Education first: that is what the meeting is about.
        ours = sorted(official.committees, key=lambda each: "Education" not in each)
        yield "Committees: " + _listed([_cut(each) for each in ours], limits.committees)


def _numbers(brief: Brief) -> Iterator[tuple[str, str]]:
    yield (
        f"{brief.constituents:,}",
        "constituent in touch" if brief.constituents == 1 else "constituents in touch",
    )
    yield (
        f"{brief.supporters:,}",
        "supporter in touch, in all" if brief.supporters == 1 else "supporters in touch, in all",
    )
    if brief.living_there is not None:
        yield f"{brief.living_there:,}", "supporters known to live there"
    yield (
        f"{brief.contacts:,}",
        f"{'contact' if brief.contacts == 1 else 'contacts'} made ({brief.sent:,} sent, {brief.confirmed:,} confirmed)",
    )
    came = sum(each.answer != "none" for each in brief.replies)
    yield f"{came:,}", "reply" if came == 1 else "replies"


def _towns(brief: Brief, limits: Limits) -> Block:
    named = [(town, n) for town, n in brief.towns if town]
    unknown = sum(n for town, n in brief.towns if not town)
    parts = [f"{_cut(town)} ({n:,})" for town, n in named[: limits.towns]]
    left_out = named[limits.towns :]
    if left_out:
        parts.append(f"and {len(left_out):,} more towns ({sum(n for _, n in left_out):,})")
    if unknown:
        parts.append(f"town not on record ({unknown:,})")
    none = "No constituent has been in touch yet, as far as is on record."
    return Block("From which towns (constituents)", (", ".join(parts) or none,))


def _asks(brief: Brief, limits: Limits) -> Block:
    lines = [_asked(each, limits) for each in brief.asks[: limits.asks]]
    lines += _more(len(brief.asks) - limits.asks, "campaigns")
    if brief.templates:
        named = [f"{_cut(name) or 'in no template'} ({n:,})" for name, n in brief.templates]
        lines.append("Letters by template: " + _listed(named, limits.templates))
    return Block("What they ask", tuple(lines) or ("Nothing has been asked yet, as far as is on record.",))


def _asked(each: AskedFor, limits: Limits) -> str:
    if not each.campaign:
        return f"Outside any campaign: {_contacts(each.contacts)}."
    about = ", ".join(_cut(word) for word in (each.bill, each.item) if word)
    says = _cut(each.ask, limits.words) or "no ask is on record for it"
    return f"{_cut(each.campaign)}{f' ({about})' if about else ''}: {says} – {_contacts(each.contacts)}"


def _contacts(count: int) -> str:
    return f"{count:,} contact" if count == 1 else f"{count:,} contacts"


def _quotations(brief: Brief, limits: Limits) -> Block:
    title = "In their own words (with recorded permission)"
    quotes = tuple(
        (_cut(each.quotation, limits.words), ", ".join(part for part in (_cut(brief.official.name, 50), each.day,
         _way(each.channel), f"answer: {ANSWERS[each.answer]}") if part))
        for each in brief.quotations[: limits.quotations]
    )  # fmt: skip
    if not quotes:
        return Block(title, ("No quotation is on record with permission to print it.",))
    return Block(title, tuple(_more(len(brief.quotations) - len(quotes), "on record")), quotes)


def _replies(brief: Brief, limits: Limits) -> Block:
    if not brief.replies:
        return Block("Replies", ("None is on record.",))
    kept = brief.replies[: limits.replies]
    ways = any(each.channel for each in kept)
    rows = tuple(
        (each.day, ANSWERS[each.answer], *([_way(each.channel) or "–"] if ways else [])) for each in kept
    )
    more = tuple(_more(len(brief.replies) - len(rows), "earlier"))
    return Block("Replies", more, (), ("Day", "Answer", *(["By"] if ways else [])), rows)


def _figures(brief: Brief, limits: Limits) -> Block | None:
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
        (_cut(place.name), *([_share(place.share)] if shares else []), *(_cell(place.figures.get(s)) for s in subjects))
        for place in kept
    )  # fmt: skip
    lines = _more(len(districts) - limits.places, "districts, each a smaller part")
    if found.without:
        names = _listed([_cut(name) for name in found.without], 3)
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


def _history(brief: Brief, limits: Limits) -> Block:
    title = "Contact history, newest first"
    lines = []
    if brief.not_made:
        lines.append(f"Not counted: {brief.not_made:,} drafted or handed over, {brief.bounced:,} bounced.")
    if not brief.acts:
        return Block(title, ("Nothing has left our hands yet, as far as is on record.", *lines))
    kept, rest = brief.acts[: limits.acts], brief.acts[limits.acts :]
    names = any(each.names for each in kept)
    then = any(each.seat_then for each in kept)
    head = ("Day", "By", "Standing", "Contacts", *(["Then"] if then else []), *(["Who"] if names else []))
    rows = tuple(
        (each.day, _way(each.channel), STANDINGS[each.standing], f"{each.contacts:,}",
         *([_cut(each.seat_then, 40)] if then else []), *([_listed([_cut(n, 40) for n in each.names], limits.committees)] if names else []))
        for each in kept
    )  # fmt: skip
    if rest:
        n = sum(each.contacts for each in rest)
        lines.insert(0, f"and {n:,} more, from {rest[-1].day} to {rest[0].day}")
    return Block(title, tuple(lines), (), head, rows, halves=len(head) == 4 and len(rows) > 5)


def _way(channel: str) -> str:
    return CHANNELS.get(channel, _cut(channel))


def _listed(words: Sequence[str], most: int) -> str:
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def _more(count: int, what: str) -> list[str]:
    return [f"and {count:,} more {what}"] if count > 0 else []


def _cut(text: str, longest: int = _LONGEST) -> str:
    """Return the text on one line and no longer than this, cut between words where that can be."""
    plain = shown(text)
    if len(plain) <= longest:
        return plain
    head = plain[: longest - 1]
    at = head.rfind(" ")
    return f"{head[:at] if at > longest // 2 else head}…".replace(" …", "…")
