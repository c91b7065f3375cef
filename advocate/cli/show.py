"""How does a person read who represents them? Sections of labelled lines, for a terminal or for a pipe."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from legislators.districts import Alternative, District
    from legislators.officials import Official
    from legislators.places import Place
    from legislators.representation import Representation

METHODS = {
    "point": "the point you gave",
    "address_point": "the address's own point on file",
    "street_range": "the house numbers along its street",
    "census": "the US Census Geocoder, online",
    "zip_area": "its ZIP code alone: an area, not a house",
}
KIND_TITLES = {
    "state_house": "State House",
    "state_senate": "State Senate",
    "congress": "Congress",
    "school_district": "School district",
}
PARTIES = {"Democratic-Farmer-Labor": "DFL", "Republican": "R", "Independent": "I"}
NOBODY = {"vacant": "vacant", "term_ended": "nobody known", "not_in_data": "not in our data"}

#: With more possible districts of a kind than this, their officials are too many for a person to read.
MANY = 8

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and lines of a label ("" for none) and a text."""

    title: str
    lines: tuple[Line, ...]


def sections(found: Representation, today: date) -> Iterator[Section]:
    """Return all there is to read, in order: the place, the doubts, the districts, the people.

    `today` is the day from which the age of the data counts.
    """
    yield Section(f"Who represents {found.query} on {found.as_of}", tuple(_place(found.place)))
    if found.steps:
        yield Section("How we looked", tuple((f"{n}.", step) for n, step in enumerate(found.steps, 1)))
    if found.warnings:
        yield Section("Please note", tuple(("!", notice.message) for notice in found.warnings))
    yield Section("Districts", tuple(line for district in found.districts for line in _district(district)))
    crowded = _crowded(found)
    for title, people in _groups(found, crowded):
        yield Section(title, tuple(_people(people, today)))
    if crowded:
        yield Section("Too many to list", tuple(_too_many(found, crowded)))
    question = tuple(_question(found))
    if question:
        yield Section("Which one is yours?", question)


def age(as_of: date, today: date) -> str:
    """Return how old something is, in words: "today's", "12 days old", "4 months old"."""
    days = (today - as_of).days
    if days < 1:
        return "today's"
    if days < 60:
        return f"{days} day{'s' if days > 1 else ''} old"
    months = round(days / 30.44)
    return f"{months} months old" if months < 24 else f"{days // 365} years old"


def metres(distance: float) -> str:
    """Return a distance as a person says it: "12 m", "810 m", "2.4 km"."""
    if distance >= 1000:
        return f"{distance / 1000:.1f} km"
    return f"{round(distance) if distance < 100 else round(distance, -1):.0f} m"


def _place(place: Place | None) -> Iterator[Line]:
    if place is None:
        return
    yield "found", place.matched
    yield "known by", METHODS.get(place.method, place.method)
    if place.lat is not None and place.lon is not None and place.method != "point":
        yield "point", f"{place.lat:.5f}, {place.lon:.5f}"
    if place.error_m:
        yield "how exact", f"within about {metres(place.error_m)}, at least four times in five"
    elif place.error_m is None:
        yield "how exact", "no point: the whole area"
    if place.method != "point":
        yield "source", place.source


def _district(district: District) -> Iterator[Line]:
    """Return a district and how sure it is; one that is not certain with a line for each that is possible."""
    title, options = KIND_TITLES[district.kind], district.alternatives
    if not district.certain and len(options) != 1:
        yield title, f"not certain, one of {len(options)}:" if options else "not known"
        yield from (("", _option(option)) for option in options)
    elif not district.certain:
        yield title, f"{_option(options[0])}; only the area tells so"
    elif not district.id:
        yield title, district.name or "none"
    else:
        edge = "" if district.edge_m is None else f", {metres(district.edge_m)} from its nearest line"
        number = f" ({district.id})" if district.kind == "school_district" else ""
        yield title, f"{district.name}{number}{edge}"


def _option(option: Alternative) -> str:
    """Return one possible district, and how near it is or how much of the area it holds."""
    name = option.name or option.id
    if option.share is not None:
        return f"{name} ({_percent(option.share)} of the area)"
    if option.distance_m:
        return f"{name} ({metres(option.distance_m)} away)"
    return name


def _percent(share: float) -> str:
    return "under 1 %" if share < 0.01 else f"{share * 100:.0f} %"


def _crowded(found: Representation) -> frozenset[str]:
    """Return the kinds of district of which more are possible than a person wants to read about."""
    return frozenset(each.kind for each in found.districts if len(each.alternatives) > MANY)


def _too_many(found: Representation, crowded: frozenset[str]) -> Iterator[Line]:
    """Return how many are possible of each crowded kind, and what brings it down to one."""
    for district in found.districts:
        if district.kind in crowded:
            yield KIND_TITLES[district.kind], f"{len(district.alternatives)} are possible"
    yield "what helps", "give number and street with the town, or the ZIP code, or name a district you know:"
    yield "", "advocate who --district 67B --school-district 0625-01"


def _groups(found: Representation, crowded: frozenset[str]) -> Iterator[tuple[str, list[Official]]]:
    """Return the officials under their headings: senators, representatives, boards, offices."""
    for kind, title in (("state_senate", "Senator"), ("state_house", "Representative")):
        people = [each for each in found.officials if each.kind == kind and kind not in crowded]
        if people:
            yield (f"{title}: one of these {len(people)}" if len(people) > 1 else title), people
    names = {d.id: d.name for d in found.districts if d.kind == "school_district"}
    names |= {o.id: o.name for d in found.districts if d.kind == "school_district" for o in d.alternatives}
    schools = () if "school_district" in crowded else ("school_board", "school_district")
    ids = [each.district for each in found.officials if each.kind in schools]
    for id_ in dict.fromkeys(ids):
        one_of = "" if len(set(ids)) == 1 else f", one of these {len(set(ids))}"
        for kind, title in (("school_board", "School board"), ("school_district", "District office")):
            people = [each for each in found.officials if each.kind == kind and each.district == id_]
            if people:
                yield f"{title} of {names.get(id_) or id_}{one_of}", people
    others = [each for each in found.officials if each.kind == "governor"]
    if others:
        yield "Governor", others


def _people(people: Sequence[Official], today: date) -> Iterator[Line]:
    """Return the lines of one group; what is true of all its board members is said once."""
    if people[0].kind != "school_board":
        for number, official in enumerate(people):
            if number:
                yield "", ""
            yield from official_lines(official, today)
        return
    counts = Counter(note for each in people for note in _notes(each))
    shared = {note for note, count in counts.items() if count > 1 and count == _named(people)}
    for official in people:
        until = f"until {official.term_ends}" if official.name and official.term_ends else ""
        own = [note for note in _notes(official) if note not in shared]
        yield _name(official), ", ".join(part for part in (official.seat, until, *own) if part)
    if shared:
        yield "all named", "; ".join(note for note in counts if note in shared)
    yield from _reach(people[0])
    for source in dict.fromkeys((each.source, each.as_of) for each in people):
        yield "known from", f"{source[0]}; as of {source[1]}, {age(source[1], today)}"


def _named(people: Iterable[Official]) -> int:
    return sum(1 for each in people if each.name)


def official_lines(official: Official, today: date) -> Iterator[Line]:
    """Return who holds one seat, how to reach them, until when, and how we know."""
    yield "name", _name(official)
    if official.seat:
        yield "seat", official.seat
    yield from _reach(official)
    sits = f"sits until {official.term_ends}" if official.term_ends and official.name else ""
    notes = [note for note in _notes(official) if note != sits]
    if any(note.startswith("held the seat until") for note in notes):
        sits = ""  # On an earlier day: the seat's term went on, this person's did not.
    if sits or notes:
        yield "term" if official.term_ends else "note", "; ".join(part for part in (sits, *notes) if part)
    if official.committees:
        yield "committees", ", ".join(official.committees)
    yield "known from", f"{official.source}; as of {official.as_of}, {age(official.as_of, today)}"


def _name(official: Official) -> str:
    if not official.name:
        return NOBODY.get(official.status, "not known")
    party = PARTIES.get(official.party, official.party)
    return f"{official.name} ({party})" if party else official.name


def _notes(official: Official) -> list[str]:
    return [part for part in official.note.split("; ") if part]


def _reach(official: Official) -> Iterator[Line]:
    ways = (
        ("phone", official.phone),
        ("e-mail", official.email),
        ("post", ", ".join(official.mail)),
        ("page", official.url),
    )
    yield from (way for way in ways if way[1])


def _question(found: Representation) -> Iterator[Line]:
    """Return what to do about each district that is not certain: the commands that settle it."""
    for district in found.districts:
        options = [option for option in district.alternatives if option.id]
        flag = {"state_house": "--district", "school_district": "--school-district"}.get(district.kind)
        if district.certain or not flag or not 2 <= len(options) <= MANY:
            continue
        for option in options:
            yield option.name or option.id, f"advocate who {flag} {option.id}"


def show(parts: Iterable[Section]) -> None:
    """Print for a person at a terminal, or plain lines to a pipe."""
    if sys.stdout.isatty():
        print_sections(parts)
    else:
        click.echo("\n".join(text_lines(parts)))


def text_lines(parts: Iterable[Section]) -> Iterator[str]:
    """Return plain lines for a pipe: no colour, no wrapping, labels aligned within a section."""
    for number, section in enumerate(parts):
        if number:
            yield ""
        yield section.title
        width = max((len(label) for label, _ in section.lines), default=0)
        for label, text in section.lines:
            yield f"  {label:<{width}}  {text}".rstrip()


def print_sections(parts: Iterable[Section]) -> None:
    """Print for a person at a terminal, wrapped to its width; rich is loaded for this alone."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=False)
    for number, section in enumerate(parts):
        if number:
            console.print()
        console.print(f"[bold]{escape(section.title)}[/bold]")
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=1)
        grid.add_column(max_width=26, style="cyan")
        grid.add_column(overflow="fold")
        for label, text in section.lines:
            grid.add_row("", escape(label), escape(text))
        console.print(grid)
