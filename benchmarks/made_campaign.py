"""What could a real campaign's log look like? Real seats and districts, made-up people, the same for a seed.

`make_campaign` gives the rows as plain tuples; `write_campaign` (see `made_writing`) puts them into a log.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

ROLES = (
    "parent",
    "educator",
    "community member",
    "business leader",
    "policymaker",
    "school board member",
    "",
)
SOURCES = ("school fair", "web page", "house party", "")
TEMPLATES = ("house-reading", "senate-reading", "board-agenda", "")
FINDINGS = ("", "", "", "L6", "L6 L10", "L1", None)
#: How a contact went, and how often in a hundred.
COURSES = (
    ("drafted", 10), ("handed_over", 6), ("sent", 44), ("confirmed", 22), ("bounced", 5), ("sent_again", 3),
    ("taken_back", 4), ("day_corrected", 3), ("elsewhere", 3),
)  # fmt: skip
_NAMES = [name for name, _ in COURSES]
_WEIGHTS = list(accumulate(weight for _, weight in COURSES))
#: A senator who moves to another seat on this day: the same person, but before it one official, after it another.
MOVES_ON = date(2026, 10, 15)
#: A House seat that nobody holds, and so nobody can be asked in.
VACANT = "10A"
BEGINS = date(2026, 9, 1)
ENDS = date(2026, 11, 23)


class Person(NamedTuple):
    """A made-up supporter with one address and its place ("" for the districts of one that was not placed)."""

    id: str
    name: str
    role: str
    came_from: str
    created_at: str
    address_id: str
    town: str
    lat: float | None
    lon: float | None
    house: str
    senate: str
    congress: str
    school: str


class Event(NamedTuple):
    """A row of contact_events."""

    id: str
    kind: str
    standing: str
    channel: str
    happened_on: str
    corrects: str | None
    recorded_at: str
    minutes: int | None = None
    cost_cents: int | None = None
    act_on: str = ""


class Act(NamedTuple):
    """A contact with what happened to it; `official` is the position among the officials' rows."""

    id: str
    person: int
    official: int
    campaign: int | None
    channel: str
    template: str
    letter_hash: str
    own_words: int | None
    findings: str | None
    events: tuple[Event, ...]


class Answer(NamedTuple):
    """A row of replies."""

    id: str
    official: int
    contact_id: str | None
    campaign: int | None
    answer: str
    happened_on: str
    quotation: str
    may_quote: int
    withdrawn: int
    corrects: str | None
    recorded_at: str


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A campaign as rows. `merged` are positions of people (gone, kept), `forgotten` positions."""

    campaigns: tuple[tuple[str, str], ...]
    officials: tuple[dict[str, Any], ...]
    people: tuple[Person, ...]
    acts: tuple[Act, ...]
    answers: tuple[Answer, ...]
    merged: tuple[tuple[int, int], ...]
    forgotten: tuple[int, ...]
    #: (signature of the own words, contact id, the contact id of the group's first text)
    texts: tuple[tuple[bytes, str, str], ...]


def real_officials(on: date = ENDS, boards: int | None = None) -> list[dict[str, Any]]:
    """Return everybody who sits, as rows of `officials`; `boards` limits how many school boards."""
    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot

    roster = load_roster(open_snapshot())
    seats = [o for kind in ("state_house", "state_senate") for d in roster.ids(kind)
             for o in roster.for_district(kind, d, on)]  # fmt: skip
    seats.append(roster.governor(on))
    ids = roster.ids("school_district")
    for district in ids if boards is None else ids[:: max(1, len(ids) // boards)]:
        seats += roster.for_district("school_district", district, on)
    return [
        _official_row(
            {"official_key": o.id, "name": o.name, "title": o.title, "kind": o.kind, "district": o.district,
             "seat": o.seat, "party": o.party, "email": o.email,
             "term_ends": o.term_ends.isoformat() if o.term_ends else None, "source": o.source,
             "source_as_of": o.as_of.isoformat(), "snapshot": "2026-10-08"}
        )
        for o in seats if o.status == "sitting"
    ]  # fmt: skip


def _official_row(content: dict[str, Any]) -> dict[str, Any]:
    from advocate.store.keys import content_id

    return {"id": content_id(content), **content}


def real_places(chance: random.Random, count: int) -> list[tuple[float, float, str, str, str, str]]:
    """Return points of Minnesota with their districts (latitude, longitude, House, Senate, Congress, schools)."""
    from legislators.districts import locate_points

    lats = [round(chance.uniform(43.55, 48.8), 4) for _ in range(count * 2)]
    lons = [round(chance.uniform(-96.4, -91.8), 4) for _ in range(count * 2)]
    # Half of the people live around the Twin Cities, as they do.
    for n in range(0, count * 2, 2):
        lats[n], lons[n] = round(chance.uniform(44.75, 45.2), 4), round(chance.uniform(-93.6, -92.9), 4)
    found = locate_points(lats, lons)
    rows = zip(
        lats,
        lons,
        *(found[k].tolist() for k in ("state_house", "state_senate", "congress", "school_district")),
        strict=True,
    )
    return [row for row in rows if row[2] and row[5]][:count]


def make_campaign(
    *,
    contacts: int = 600,
    supporters: int = 150,
    seed: int = 20261124,
    officials: Sequence[dict[str, Any]] | None = None,
) -> MadeUp:
    """Make a campaign up: rows that hang together, with all that goes wrong in a real one."""
    chance = random.Random(seed)
    seats = [o for o in (real_officials(boards=40) if officials is None else officials)
             if (o["kind"], o["district"]) != ("state_house", VACANT)]  # fmt: skip
    mover = next(n for n, o in enumerate(seats) if o["kind"] == "state_senate")
    moved = {**seats[mover], "district": "66"}
    del moved["id"]
    seats.append(_official_row(moved))
    places = real_places(chance, min(supporters, 4000))
    people = tuple(_person(chance, n, places) for n in range(supporters))
    names = ("Read Well 2026", "Math by Grade 5")
    campaigns = tuple((f"{n:032x}", name) for n, name in enumerate(names, start=0xCA))
    by_kind = {kind: [n for n, o in enumerate(seats[:-1]) if o["kind"] == kind]
               for kind in ("state_house", "state_senate", "school_board", "governor")}  # fmt: skip
    at_home: dict[tuple[str, str], list[int]] = {}
    for n, each in enumerate(seats[:-1]):
        at_home.setdefault((each["kind"], each["district"]), []).append(n)
    acts = tuple(
        _act(chance, people, seats, by_kind, at_home, mover, quiet=supporters // 5) for n in range(contacts)
    )
    merged = tuple((n, n + 1) for n in range(0, min(supporters - 1, max(2, supporters // 50)) * 2, 2))[:20]
    forgotten = tuple(n for n in range(supporters) if n % 97 == 50)[:20]
    return MadeUp(campaigns, tuple(seats), people, acts, tuple(_answers(chance, acts)), merged, forgotten,
                  tuple(_texts(chance, acts)))  # fmt: skip


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def _moment(day: date, second: int) -> str:
    # Noon in Minnesota, so that the day is the same in UTC and at home.
    return f"{day.isoformat()}T{18 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000000Z"


def _person(chance: random.Random, n: int, places: Sequence[tuple[Any, ...]]) -> Person:
    lat, lon, house, senate, congress, school = places[chance.randrange(len(places))]
    if n % 23 == 7:
        lat = lon = None
        house = senate = congress = school = ""
    joined = date(2026, 5, 1) + timedelta(days=chance.randrange(205))
    return Person(
        _id(chance), f"Made-up Person {n}", ROLES[chance.randrange(7)], SOURCES[chance.randrange(4)],
        _moment(joined, chance.randrange(3600)), _id(chance), f"Town {school[:3]}" if school else "", lat, lon,
        house, senate, congress, school,
    )  # fmt: skip


def _act(
    chance: random.Random, people: Sequence[Person], seats: Sequence[dict[str, Any]],
    by_kind: dict[str, list[int]], at_home: dict[tuple[str, str], list[int]], mover: int, quiet: int,
) -> Act:  # fmt: skip
    who = quiet + int((len(people) - quiet) * chance.random() ** 1.5) % (len(people) - quiet)
    person = people[who]
    roll = chance.random()
    kind = (
        "state_house"
        if roll < 0.4
        else "state_senate"
        if roll < 0.7
        else "school_board"
        if roll < 0.97
        else "governor"
    )
    home = {"state_house": person.house, "state_senate": person.senate, "school_board": person.school}.get(
        kind
    )
    choices = at_home.get((kind, home), []) if home is not None and chance.random() < 0.8 else []
    target = chance.choice(choices or by_kind[kind])
    joined = date.fromisoformat(person.created_at[:10])
    first = max(BEGINS, joined)
    day = first + timedelta(days=chance.randrange((ENDS - first).days + 1))
    if target == mover and day >= MOVES_ON:
        target = len(seats) - 1
    course = chance.choices(_NAMES, cum_weights=_WEIGHTS)[0]
    channel = chance.choice(("call", "visit", "testimony", "comment")) if course == "elsewhere" else (
        chance.choice(("letter", "email", "post")))  # fmt: skip
    letter = course != "elsewhere"
    return Act(
        _id(chance), who, target, chance.choice((0, 0, 0, 1, None)), channel,
        TEMPLATES[chance.randrange(4)] if letter else "", _id(chance) * 2 if letter else "",
        chance.randrange(101) if letter and chance.random() < 0.9 else None,
        FINDINGS[chance.randrange(7)] if letter else None, tuple(_events(chance, course, channel, day)),
    )  # fmt: skip


def _events(chance: random.Random, course: str, channel: str, day: date) -> Iterator[Event]:
    """Yield what happened: recorded on its day or up to three days later, never after the last day."""
    at = min(day + timedelta(days=chance.choice((0, 0, 0, 1, 3))), ENDS)
    second = chance.randrange(1800)
    later = min(day + timedelta(days=1 + chance.randrange(9)), ENDS)
    on, much_later = day.isoformat(), max(later, at)

    def event(kind: str, standing: str, happened: str, recorded: date, more: int, **other: Any) -> Event:
        return Event(_id(chance), kind, standing, other.pop("channel", ""), happened, other.pop("corrects", None),
                     _moment(recorded, second + more), **other)  # fmt: skip

    yield event("made", "drafted", on, at, 0, channel=channel)
    if course == "drafted":
        return
    if course == "handed_over":
        yield event("move", "handed_over", on, at, 1)
        return
    if course == "elsewhere":
        yield event(
            "move",
            "sent",
            on,
            at,
            1,
            minutes=chance.randrange(5, 90),
            cost_cents=chance.randrange(0, 4000, 50),
        )
        return
    sent = event("move", "sent", on, at, 2, channel="email" if channel == "letter" else "")
    yield sent
    if course == "confirmed":
        yield event("move", "confirmed", later.isoformat(), much_later, 3)
    elif course == "taken_back":
        yield event("correction", "drafted", much_later.isoformat(), much_later, 3, corrects=sent.id)
    elif course == "day_corrected":
        right = max(day - timedelta(days=2), BEGINS).isoformat()
        yield event(
            "correction", "sent", much_later.isoformat(), much_later, 3, corrects=sent.id, act_on=right
        )
    elif course in ("bounced", "sent_again"):
        yield event("move", "bounced", later.isoformat(), much_later, 3)
        if course == "sent_again":
            again = min(later + timedelta(days=2), ENDS)
            yield event(
                "move", "sent", again.isoformat(), max(again, much_later), 4, channel="post", cost_cents=73
            )


def _answers(chance: random.Random, acts: Sequence[Act]) -> Iterator[Answer]:
    """Yield replies: to one act in forty, a few to a campaign as a whole, some of them corrected."""
    for act in acts[:: max(1, len(acts) // 20_000) * 12]:
        if act.events[-1].standing not in ("sent", "confirmed"):
            continue
        day = min(date.fromisoformat(act.events[-1].happened_on) + timedelta(days=chance.randrange(20)), ENDS)
        answer = chance.choice(("yes", "no", "unclear", "form", "form", "none"))
        whole = chance.random() < 0.2
        first = Answer(
            _id(chance), act.official, None if whole else act.id, act.campaign, answer, day.isoformat(),
            "Every child should read by grade three." if answer == "yes" else "", int(answer == "yes"), 0, None,
            _moment(day, 5000 + chance.randrange(900)),
        )  # fmt: skip
        yield first
        roll = chance.random()
        if roll < 0.15:
            yield first._replace(
                id=_id(chance), answer="yes", corrects=first.id, withdrawn=int(roll < 0.05),
                recorded_at=_moment(min(day + timedelta(days=2), ENDS), 6200),
            )  # fmt: skip


def _texts(chance: random.Random, acts: Sequence[Act]) -> Iterator[tuple[bytes, str, str]]:
    """Yield the own words' signatures, one in four of them near one of a few texts that many copied."""
    from struct import pack

    firsts: list[str] = []
    seen: set[int] = set()
    for act in acts:
        if not act.letter_hash or act.person in seen:
            continue
        seen.add(act.person)
        copied = chance.random() < 0.25
        if copied and len(firsts) >= 7:
            group = firsts[int(7 * chance.random() ** 2)]
        else:
            group = act.id
            firsts.append(act.id)
        yield pack("<64I", *(chance.getrandbits(32) for _ in range(64))), act.id, group
