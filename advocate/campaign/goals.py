"""What is a campaign's goal, in words that can be counted, and how far is it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from datetime import date

    from advocate.store.counting import Facts
    from legislators.official import Official
    from legislators.officials import Roster

#: What a person can write; each was read by `read_goals` in the tests.
EXAMPLES = (
    "a letter to every member of Education Finance",
    "2 letters to every representative",
    "a visit to every member of the school board of 0625-01",
    "20 supporters in each of 10 districts",
    "5 supporters in each of 67A, 67B, 52A",
    "3 supporters in each of 20 school districts",
    "500 letters",
)
_ACTS = {
    "letter": "letter", "email": "email", "e-mail": "email", "call": "call", "visit": "visit", "contact": "contact",
    "testimony": "testimony", "comment": "comment",
}  # fmt: skip
_NUMBER = r"(?P<count>an?|one|two|three|\d[\d,]*)"
_EVERY = re.compile(
    rf"{_NUMBER} (?P<act>letter|e-?mail|call|visit|contact|testimony|comment)s? (?:to|with) (?:every|each) (?P<whom>.+)"
)
_EACH = re.compile(
    rf"{_NUMBER} supporters? (?:in|from) (?:each|every)(?: one)? (?:of )?"
    r"(?:(?P<many>\d+) )?(?:(?P<kind>house|senate|school) )?districts?"
)
_EACH_NAMED = re.compile(rf"{_NUMBER} supporters? (?:in|from) (?:each|every) of (?P<named>[0-9][0-9a-z, -]*)")
_TOTAL = re.compile(rf"{_NUMBER} (?P<what>letter|contact|supporter|official)s?")
_MEMBER = re.compile(r"members? of (?:the )?(?P<body>.+?)(?: committee)?")
_BOARD = re.compile(r"school board of (?:district )?(?P<district>\d{1,4}-\d{2})")
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_KINDS = {"": "state_house", "house": "state_house", "senate": "state_senate", "school": "school_district"}
_HOUSES = {
    "representative": "state_house", "member of the house": "state_house", "senator": "state_senate",
    "member of the senate": "state_senate", "legislator": "", "member of the legislature": "",
}  # fmt: skip
_HOW_MANY = {"state_house": 134, "state_senate": 67, "school_district": 329}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it was read. `kind` is "every" (officials), "each" (districts) or "total".

    `count` is how many of each; `act` (every) a channel, "letter" or "contact"; `whom` (every) the
    officials as typed; `district_kind` and `named`, or `many` districts of any name (each); `what` (total).
    """

    text: str
    kind: str
    count: int
    act: str = ""
    whom: str = ""
    district_kind: str = ""
    many: int = 0
    named: tuple[str, ...] = ()
    what: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal is: `done` `of` so many `unit`s; `missing` names those that lack something, nearest first."""

    goal: str
    done: int
    of: int
    unit: str
    missing: tuple[str, ...] = ()
    problem: str = ""

    @property
    def reached(self) -> bool:
        """True where nothing is missing."""
        return not self.problem and self.done >= self.of

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "goal": self.goal, "done": self.done, "of": self.of, "unit": self.unit, "reached": self.reached,
            "missing": list(self.missing), "problem": self.problem,
        }  # fmt: skip


def read_goals(text: str) -> tuple[Goal, ...]:
    """Return the goals of a text, which are parted by semicolons. Raises WrongChoice, which shows right ones."""
    parts = (" ".join(part.split()).strip(" .") for part in text.replace("\n", ";").split(";"))
    return tuple(_read(part) for part in parts if part)


def check_goals(text: str, roster: Roster, day: date) -> None:
    """Raise WrongChoice, or UnknownCommittee and the like, where a goal cannot be counted on a day."""
    for goal in read_goals(text):
        if goal.kind == "every":
            _officials(goal, roster, day)


def progress_of(goal: Goal, facts: Facts, roster: Roster, day: date) -> Progress:
    """Return how far a goal is; counted as the reports count, officials as of the day."""
    from legislators.errors import LegislatorsError

    try:
        return {"every": _every, "each": _each, "total": _total}[goal.kind](goal, facts, roster, day)
    except (LegislatorsError, WrongChoice) as error:
        return Progress(goal.text, 0, 0, "", problem=str(error))


def _read(text: str) -> Goal:
    plain = text.casefold()
    if found := _EVERY.fullmatch(plain):
        start = found.start("whom")
        return Goal(text, "every", _count(found, text), act=_ACTS[found["act"]], whom=text[start:])
    if found := _EACH.fullmatch(plain):
        kind = _KINDS[found["kind"] or ""]
        many = int(found["many"] or _HOW_MANY[kind])
        if not 1 <= many <= _HOW_MANY[kind]:
            raise WrongChoice(f"'{text}': there are {_HOW_MANY[kind]} districts of that kind, not {many}.")
        return Goal(text, "each", _count(found, text), district_kind=kind, many=many)
    if found := _EACH_NAMED.fullmatch(plain):
        kind, named = _named(found["named"])
        return Goal(text, "each", _count(found, text), district_kind=kind, named=named, many=len(named))
    if found := _TOTAL.fullmatch(plain):
        return Goal(text, "total", _count(found, text), what=f"{found['what']}s")
    raise WrongChoice(
        f"The goal '{text}' cannot be counted. Write it like one of these (several with semicolons):",
        EXAMPLES,
    )


def _count(found: re.Match[str], text: str) -> int:
    word = found["count"].replace(",", "")
    count = _WORDS[word] if word in _WORDS else int(word)
    if not 1 <= count <= 10_000_000:
        raise WrongChoice(f"'{text}' asks for {count}; a goal is at least 1.")
    return count


def _named(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the kind and the ids of districts that were named. Raises UnknownDistrict."""
    from legislators.districts import normalise_district_id

    words = [word.strip() for word in text.split(",") if word.strip()]
    kinds = {
        "school_district" if "-" in w else "state_house" if w[-1:].isalpha() else "state_senate"
        for w in words
    }
    if len(kinds) != 1:
        raise WrongChoice(
            f"'{text}' mixes districts of several kinds. Write a goal for each, with a semicolon."
        )
    (kind,) = kinds
    return kind, tuple(dict.fromkeys(normalise_district_id(kind, word) for word in words))


def _officials(goal: Goal, roster: Roster, day: date) -> tuple[Official, ...]:
    """Return whom a goal means, those who sit on the day. Raises UnknownCommittee, UnknownDistrict."""
    whom = " ".join(goal.whom.casefold().split())
    if whom in _HOUSES:
        kinds = (_HOUSES[whom],) if _HOUSES[whom] else ("state_house", "state_senate")
        seats = (
            seat for kind in kinds for id_ in roster.ids(kind) for seat in roster.for_district(kind, id_, day)
        )
        return tuple(seat for seat in seats if seat.status == "sitting")
    member = _MEMBER.fullmatch(whom)
    if member is None:
        raise WrongChoice(
            f"'{goal.text}': nobody knows who is meant by '{goal.whom}'. Write it like:", EXAMPLES
        )
    if board := _BOARD.fullmatch(member["body"]):
        there = roster.for_district("school_district", board["district"].rjust(7, "0"), day)
        return tuple(
            seat for seat in there if seat.kind == "school_board" and seat.status == "sitting" and seat.name
        )
    return roster.committee_members(member["body"], day)


def _every(goal: Goal, facts: Facts, roster: Roster, day: date) -> Progress:
    from advocate.store.goal_counts import made_to_officials

    channel = "" if goal.act in ("letter", "contact") else goal.act
    made = made_to_officials(facts, letters_only=goal.act == "letter", channel=channel)
    officials = _officials(goal, roster, day)
    missing = [each for each in officials if made.get(each.id, 0) < goal.count]
    done = len(officials) - len(missing)
    return Progress(
        goal.text, done, len(officials), "officials", tuple(_lacks(e, made, goal.count) for e in missing)
    )


def _lacks(official: Official, made: dict[str, int], count: int) -> str:
    had = f", {made.get(official.id, 0)} of {count}" if count > 1 else ""
    return f"{official.title} {official.name} ({official.district}){had}"


def _each(goal: Goal, facts: Facts, roster: Roster, day: date) -> Progress:  # noqa: ARG001
    from advocate.store.goal_counts import writers_by_district

    there = writers_by_district(facts, goal.district_kind)
    if goal.named:
        there = {id_: there.get(id_, 0) for id_ in goal.named}
    done = sum(n >= goal.count for n in there.values())
    short = sorted(
        ((n, id_) for id_, n in there.items() if n < goal.count), key=lambda each: (-each[0], each[1])
    )
    wanted = max(goal.many - done, 0)
    missing = [f"{id_}: {n} of {goal.count}" for n, id_ in short[:wanted]]
    if wanted > len(missing):
        missing.append(f"{wanted - len(missing)} more districts: nobody in them has written")
    return Progress(goal.text, min(done, goal.many), goal.many, "districts", tuple(missing))


def _total(goal: Goal, facts: Facts, roster: Roster, day: date) -> Progress:  # noqa: ARG001
    from advocate.store.goal_counts import total_made

    done = total_made(facts, goal.what)
    missing = (f"{goal.count - done} {goal.what}",) if done < goal.count else ()
    return Progress(goal.text, done, goal.count, goal.what, missing)
