"""Who won which school board seat, by a results file (sdrace.txt) of the Minnesota Secretary of State?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

PUBLISHER = "Minnesota Secretary of State"
#: Where an election's file lies; the day as 20261103.
URL = "https://electionresultsfiles.sos.mn.gov/{day}/sdrace.txt"

_FIELDS = 16
_TYPES = {"ISD": "01", "CSD": "02", "SSD": "03"}
_OFFICE = re.compile(
    r"(?P<special>Special Election for )?School Board Member(?: (?P<seat>\S[^()]*?))? "
    r"\((?P<type>ISD|CSD|SSD) #0*(?P<number>[1-9]\d{0,3})\)(?: \(Elect (?P<seats>[1-9]\d?)\))?",
    re.IGNORECASE,
)
#: The code under which all write-ins of a race are counted together, by the publisher's layout.
_WRITE_IN_CODE = "9901"

WRITE_IN = "a write-in candidate won, whom the results do not name"
FEWER = "fewer people ran than there were seats"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line (from 1; 0 for a whole race) that could not be read or believed, and why."""

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of a race; `write_in` is the row that counts all write-ins together."""

    name: str
    votes: int
    write_in: bool
    line: int


@dataclass(frozen=True, slots=True)
class Race:
    """One contest of a board: `seats` are filled, at large or for one election district, position or place.

    `district` is MDE's number and type, "0625-01"; `seat` is "At Large", "District 3", "Position 2" or
    "Tyler District". `total` is the publisher's own sum of votes. Two races of one board can have the
    same name: `office` (the publisher's code) tells them apart.
    """

    district: str
    seat: str
    special: bool
    seats: int
    office: str
    title: str
    reporting: int
    precincts: int
    total: int
    candidates: tuple[Candidate, ...]

    @property
    def complete(self) -> bool:
        """True where every precinct has reported and the rows add up to the publisher's own sum."""
        return self.reporting == self.precincts > 0 and self.adds_up

    @property
    def adds_up(self) -> bool:
        """False where a candidate's row must be missing or wrong."""
        return sum(each.votes for each in self.candidates) == self.total


@dataclass(frozen=True, slots=True)
class Won:
    """One seat that a race filled; `name` is "" with the reason in `unnamed` where nobody can be named.

    `doubt` says why a named winner may yet be another person, "" where nothing speaks against it.
    """

    district: str
    seat: str
    special: bool
    name: str
    unnamed: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """All races of one file in its order, and every line or race that needs a person's eyes."""

    source: str
    election: date
    races: tuple[Race, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Gathering:
    """Rows of one race while the file is read."""

    title: str
    office: str
    found: re.Match[str]
    candidates: dict[str, Candidate] = field(default_factory=dict)
    reporting: list[int] = field(default_factory=list)
    precincts: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def read_results(data: bytes, source: str, election: date) -> Results:
    """Read a file of 16 fields a line, parted by semicolons, without a header, in Windows-1252 (or UTF-8).

    Never raises for what is in the file: a line that can't be read is a Problem with its number, and so
    is a race whose precincts have not all reported, or whose rows do not add up.
    """
    gathered: dict[tuple[str, str, str], _Gathering] = {}
    problems: list[Problem] = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        line = raw.rstrip(b"\r")
        if line.strip(b" \t\x1a\x00"):
            wrong = _take(line, number, gathered)
            if wrong:
                problems.append(Problem(source, number, wrong))
    races = tuple(_race(each) for each in gathered.values())
    problems += [Problem(source, 0, wrong) for race in races if (wrong := _doubtful(race))]
    return Results(source, election, races, tuple(problems))


def seats_won(race: Race) -> tuple[Won, ...]:
    """Return one entry a seat that the race filled: the top `seats` by votes, in the order of votes.

    A write-in, a tie for the last seat and a seat for which nobody ran name nobody, and say so. Counts
    the votes as they are: whether they are final is `race.complete`.
    """
    ranked = sorted((each for each in race.candidates if each.votes), key=lambda each: -each.votes)
    winners = ranked[: race.seats]
    tied: list[Candidate] = []
    if len(ranked) > race.seats and ranked[race.seats].votes == winners[-1].votes:
        tied = [each for each in ranked if each.votes == winners[-1].votes]
        winners = [each for each in winners if each not in tied]
    named = [_won(race, each, ranked) for each in winners]
    reason = _tie(tied) if tied else FEWER
    return (*named, *(_seat(race, "", reason) for _ in range(race.seats - len(named))))


def _won(race: Race, winner: Candidate, ranked: Sequence[Candidate]) -> Won:
    if winner.write_in:
        return _seat(race, "", WRITE_IN)
    written = next((each.votes for each in ranked if each.write_in), 0)
    above = sum(1 for each in ranked if not each.write_in and each.votes > winner.votes)
    # All write-ins are counted in one row; shared among several people they can fill several seats.
    doubt = ""
    if above + written // winner.votes >= race.seats:
        doubt = f"all write-ins together got {written} votes: if they were several people's, one of them may hold this seat"
    return _seat(race, winner.name, doubt=doubt)


def _seat(race: Race, name: str, unnamed: str = "", doubt: str = "") -> Won:
    return Won(race.district, race.seat, race.special, name, unnamed, doubt)


def _tie(tied: Sequence[Candidate]) -> str:
    names = ", ".join("the write-ins" if each.write_in else each.name for each in tied)
    return f"a tie at {tied[0].votes} votes: {names}; the results do not say who won"


def _take(line: bytes, number: int, gathered: dict[tuple[str, str, str], _Gathering]) -> str:
    """Add one line to its race, and return what is wrong with it ("" for nothing)."""
    fields = [part.strip() for part in _text(line).split(";")]
    if len(fields) != _FIELDS:
        return f"{len(fields)} fields in place of {_FIELDS}"
    state, county, precinct, office, title, district, code, name = fields[:8]
    if state != "MN":
        return f"the state is {state!r}, not MN"
    if county or precinct:
        return "a county's or a precinct's row; the file of whole districts is needed"
    found = _OFFICE.fullmatch(title)
    if not found:
        return f"{title!r} is no school board race"
    if district.lstrip("0") != found["number"]:
        return f"the district is {district!r} and the office says {found['number']}"
    numbers = [fields[place] for place in (11, 12, 13, 15)]
    if not all(each.isascii() and each.isdigit() for each in numbers):
        return f"no count of precincts or votes: {', '.join(repr(each) for each in numbers)}"
    if not name or not name.isprintable():
        return "no candidate's name" if not name else "the name holds signs that cannot be printed"
    race = gathered.setdefault((district, office, title), _Gathering(title, office, found))
    if code in race.candidates:
        return f"{name} is in this race a second time (code {code})"
    reporting, precincts, votes, total = map(int, numbers)
    write_in = code == _WRITE_IN_CODE or fields[10] == "WI" or name.upper().startswith("WRITE-IN")
    race.candidates[code] = Candidate(name, votes, write_in, number)
    race.reporting.append(reporting)
    race.precincts.append(precincts)
    race.totals.append(total)
    return ""


def _text(line: bytes) -> str:
    """Return the line's text: UTF-8 where it is that, else Windows-1252 as the publisher writes it."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; the sign in their place makes the name unprintable.
        return line.decode("cp1252", errors="replace").replace("\ufffd", "\x00")


def _race(rows: _Gathering) -> Race:
    found = rows.found
    return Race(
        district=f"{int(found['number']):04d}-{_TYPES[found['type'].upper()]}",
        seat=seat_name(found["seat"] or ""),
        special=bool(found["special"]),
        seats=int(found["seats"] or 1),
        office=rows.office,
        title=rows.title,
        reporting=min(rows.reporting),
        precincts=max(rows.precincts),
        total=max(rows.totals),
        candidates=tuple(rows.candidates.values()),
    )


def seat_name(published: str) -> str:
    """Return how we call a seat: "" and "at Large" are "At Large", anything else is as published."""
    text = " ".join(published.split())
    return "At Large" if text.casefold() in ("", "at large") else text


def _doubtful(race: Race) -> str:
    if not race.adds_up:
        counted = sum(each.votes for each in race.candidates)
        return f"{race.title}: the rows hold {counted} votes and the file says {race.total}; a row is missing or wrong"
    if not race.complete:
        return f"{race.title}: {race.reporting} of {race.precincts} precincts have reported, so nobody has won yet"
    return ""
