"""What should a person know who goes to meet this official? Who has been in touch, from where, asking what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.reports.report import Scope
from advocate.store.counting import day_of, facts_of
from advocate.store.towards import (
    Answered,
    Asked,
    Done,
    answers_of,
    campaign_of,
    campaigns_of,
    done_towards,
    living_in,
    numbers_of,
    people_of,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

    from advocate.reports.brief_figures import ServedFigures
    from legislators.official import Official

#: kind of official -> kind of district that their constituents live in.
DISTRICT_OF = {
    "state_house": "state_house",
    "state_senate": "state_senate",
    "school_board": "school_district",
    "school_district": "school_district",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Contacts of one day by one channel that stand alike. `seat_then` is "" where it is the seat of now."""

    day: str
    channel: str
    standing: str
    contacts: int
    seat_then: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a campaign asks of the official, with the contacts made for it."""

    campaign: str
    ask: str
    bill: str
    item: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Brief:
    """All that one page is made from.

    `supporters` made contact (sent or confirmed); `constituents` of them live in the official's
    district, `elsewhere` do not, the rest is not known. `towns` are the constituents' towns with how many
    of them ("" where no town is on record). `living_there` are supporters on record who live in the
    district, None for an office without one. `not_made` are drafts and letters handed over,
    `bounced` those that came back. `place` is the name of a board member's school district.
    """

    official: Official
    place: str
    scope: Scope
    supporters: int
    constituents: int
    elsewhere: int
    living_there: int | None
    letters: int
    sent: int
    confirmed: int
    not_made: int
    bounced: int
    towns: tuple[tuple[str, int], ...]
    asks: tuple[AskedFor, ...]
    templates: tuple[tuple[str, int], ...]
    acts: tuple[Act, ...]
    replies: tuple[Answered, ...]
    figures: ServedFigures
    snapshot: str

    @property
    def not_placed(self) -> int:
        """Supporters who made contact of whom it is not known whether they live in the district."""
        return self.supporters - self.constituents - self.elsewhere

    @property
    def contacts(self) -> int:
        """Contacts made: sent or confirmed."""
        return self.sent + self.confirmed

    @property
    def has_people(self) -> bool:
        """True where supporters' names are in it."""
        return any(each.names for each in self.acts)

    @property
    def quotations(self) -> tuple[Answered, ...]:
        """The replies that may be quoted, newest first."""
        return tuple(each for each in self.replies if each.quotation.strip())


def brief_about(database: Database, scope: Scope, text: str) -> Brief:
    """Count the brief of the official who is meant by `text` and sits on the day of asking (or `as_of`).

    Raises AmbiguousOfficial, UnknownOfficial, SnapshotError.
    """
    from advocate.officials.search import find_official
    from legislators.history import snapshot_on
    from legislators.officials import load_roster

    day = scope.as_of or scope.today
    snapshot, _ = snapshot_on(day)
    roster = load_roster(snapshot)
    official = find_official(roster, text, day)
    school = roster.source_row(f"school_district/{official.district}") if official.district else None
    return count_brief(database, scope, official, snapshot.version, str(school["name"]) if school else "")


def count_brief(
    database: Database, scope: Scope, official: Official, snapshot: str, place: str = ""
) -> Brief:
    """Count all that was done towards an official in the scope.

    `snapshot` is the version of the data of officials, `place` the name of a board's school district.
    """
    from advocate.reports.brief_figures import figures_for

    facts = facts_of(database, scope)
    states = numbers_of(facts, official.id, official.name, official.kind, official.district)
    done = done_towards(facts, list(states))
    made = [each for each in done if each.made]
    lives = _where_they_live(made)
    standings = Counter(each.standing for each in done)
    asks = campaigns_of(facts, sorted({each.campaign for each in made}))
    ours = campaign_of(facts)
    if ours is not None:
        asks.setdefault(ours.n, ours)
    names = people_of(facts, sorted({each.person for each in done})) if scope.with_names else {}
    seats = {n: "" if seat == official.district else f"{title} {seat}".strip() for n, (title, seat) in states.items()}  # fmt: skip
    kind = DISTRICT_OF.get(official.kind)
    return Brief(
        official,
        place,
        scope,
        supporters=len(lives),
        constituents=sum(here is True for here, _ in lives.values()),
        elsewhere=sum(here is False for here, _ in lives.values()),
        living_there=living_in(facts, kind, official.district) if kind else None,
        letters=sum(each.letter for each in made),
        sent=standings["sent"],
        confirmed=standings["confirmed"],
        not_made=standings["drafted"] + standings["handed_over"],
        bounced=standings["bounced"],
        towns=_most(town for here, town in lives.values() if here),
        asks=_asks(made, asks),
        templates=_most(each.template for each in made if each.letter),
        acts=_acts(done, seats, names),
        replies=tuple(answers_of(facts, scope, list(states))),
        figures=figures_for(official),
        snapshot=snapshot,
    )


def _where_they_live(made: Sequence[Done]) -> dict[int, tuple[bool | None, str]]:
    """Return person -> (a constituent when they were last in touch as one, the town they then lived in).

    Somebody who was a constituent in any of the contacts is one; None where that is not known of any.
    """
    lives: dict[int, tuple[bool | None, str]] = {}
    for each in made:  # oldest first
        here = None if each.constituent is None else bool(each.constituent)
        before = lives.get(each.person, (None, ""))[0]
        if here or (before is not True and (here is not None or before is None)):
            lives[each.person] = (here, each.town)
    return lives


def _most(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return each word with how often it comes, the most frequent first, "" last."""
    counts: Counter[str] = Counter(words)
    return tuple(sorted(counts.items(), key=lambda each: (not each[0], -each[1], each[0])))


def _asks(made: Sequence[Done], campaigns: dict[int, Asked]) -> tuple[AskedFor, ...]:
    counts = Counter(each.campaign for each in made)
    asks = [AskedFor(c.name, c.ask, c.bill, c.item, counts[n]) for n, c in campaigns.items()]
    if counts[0]:
        asks.append(AskedFor("", "", "", "", counts[0]))
    return tuple(sorted(asks, key=lambda each: (not each.campaign, -each.contacts, each.campaign)))


def _acts(done: Sequence[Done], seats: dict[int, str], names: dict[int, str]) -> tuple[Act, ...]:
    """Return what has left our hands, a line for each day, channel and standing, the newest first."""
    groups: dict[tuple[int, str, str, str], list[int]] = {}
    for each in done:
        if each.standing != "drafted":
            key = (each.day, each.channel, each.standing, seats[each.official])
            groups.setdefault(key, []).append(each.person)
    return tuple(
        Act(day_of(day).isoformat(), channel, standing, len(people), seat,
            tuple(sorted({names[each] for each in people if each in names})))
        for (day, channel, standing, seat), people in sorted(groups.items(), key=lambda each: (-each[0][0], each[0][1:]))
    )  # fmt: skip
