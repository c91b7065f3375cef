"""What would a list of acts put on record, line by line, and which lines would it not?

The same list again doubles nothing: an act that is on record to the letter is there already, and two
that are the same in one list stay two. One that is merely like another on record needs a person's eyes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.acts.acting import (
    Act,
    insert_all,
    is_like,
    make_act,
    named_person,
    on_record,
    renewed,
    take_same,
)
from advocate.acts.columns import ActColumns, read_columns
from advocate.acts.words import read_act, read_cents, read_day, read_hours, read_minutes, read_witnessed, said
from advocate.errors import AdvocateError, UnknownOfficial, UnknownSupporter, WrongChoice
from advocate.store.contacts import Spent
from advocate.store.id_starts import SHORT

if TYPE_CHECKING:
    from advocate.importing.reading import SourceList
    from advocate.importing.records import Row
    from advocate.officials.then import OfficialsThen
    from advocate.store.acts import ActThere
    from advocate.store.log import Log
    from advocate.store.people import Person

DECISIONS = {
    "new": "to be recorded", "there": "on record already", "eyes": "needs eyes", "rejected": "cannot be recorded",
}  # fmt: skip
#: More choices than these are not put into one line.
_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What the command line says for every row that says nothing itself: "" and None say nothing."""

    channel: str = ""
    supporter: str = ""
    official: str = ""
    on: date | None = None
    campaign_id: str | None = None
    campaign: str = ""
    witnessed: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """One line of the list: the decision (a word of DECISIONS), why, and the act where it could be read."""

    line: int
    decision: str
    reason: str = ""
    act: Act | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the line as JSON has it."""
        return {
            "line": self.line, "decision": self.decision, "reason": self.reason,
            "act": self.act.to_dict() if self.act else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActPlan:
    """All lines of a list, in order."""

    source: SourceList
    columns: ActColumns
    rows: tuple[PlannedAct, ...]
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> tuple[PlannedAct, ...]:
        """The lines that a person has to look at: they are not recorded."""
        return tuple(row for row in self.rows if row.decision in ("eyes", "rejected"))

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON has it."""
        return {
            "file": self.source.source, "columns": dict(self.columns.said()),
            "left_out": list(self.columns.left_out), "counts": {name: self.counts[name] for name in DECISIONS},
            "rows": [row.to_dict() for row in self.rows],
        }  # fmt: skip


def plan_list(
    log: Log, file: Path, officials: OfficialsThen, everywhere: Everywhere, *, today: date, sheet: str = ""
) -> ActPlan:
    """Read a list of acts (CSV, TSV, .xlsx, .ods) and say what would become of each line; nothing is written.

    Raises SheetError, OSError, WrongChoice (no column for who, whom or when).
    """
    from advocate.importing.reading import open_list

    source = open_list(file, sheet=sheet)
    given = {name: word for name, word in (("on", everywhere.on), ("act", everywhere.channel),
             ("official", everywhere.official), ("supporter", everywhere.supporter)) if word}  # fmt: skip
    columns = read_columns(source.columns, given)
    if "act" not in {*columns.places, *given}:
        raise WrongChoice(
            "No column says which act it was: name one Act (call, visit, letter ...), or say it for all: "
            "advocate record call --from FILE"
        )
    read = _Reader(log, officials, everywhere, today)
    rows = _read_all(read, columns, list(source.rows()))
    planned = tuple(_decided(log, rows))
    return ActPlan(source, columns, planned, Counter(row.decision for row in planned))


def record_plan(log: Log, plan: ActPlan) -> list[tuple[PlannedAct, str]]:
    """Record the lines that are new, all or none; return each with the id of its contact.

    What came onto the record since the plan was made is not doubled.
    """
    with log.writing():
        wanted = [row for row in plan.rows if row.act is not None and row.decision in ("new", "there")]
        fresh = [PlannedAct(row.line, "new", "", renewed(log, row.act)) for row in wanted if row.act]
        new = [row for row in _decided(log, fresh) if row.decision == "new" and row.act]
        ids = insert_all(log, [row.act for row in new if row.act])
    return list(zip(new, ids, strict=True))


class _Reader:
    """Makes acts of rows; whom a name means is asked once."""

    def __init__(self, log: Log, officials: OfficialsThen, everywhere: Everywhere, today: date) -> None:
        self._log, self._officials, self._today = log, officials, today
        self._everywhere = everywhere
        self._campaign = cache(self._find_campaign)
        self._person = cache(self._find_person)

    def act(self, cells: dict[str, str]) -> Act:
        """Return the act of a row. Raises AdvocateError where a cell cannot be read."""
        every = self._everywhere
        name = " ".join(part for part in (cells.get("given_name", ""), cells.get("family_name", "")) if part)
        supporter = cells.get("supporter_id") or cells.get("email") or cells.get("supporter") or name
        official = " ".join(part for part in (cells.get("official", ""), cells.get("seat", "")) if part)
        campaign_id, campaign = self._campaign(cells.get("campaign", ""))
        word = cells.get("act", "")
        if not (word or every.channel):
            raise WrongChoice("The row does not say which act it was.")
        day = read_day(cells["on"]) if cells.get("on") else every.on
        if day is None:
            raise WrongChoice("The row does not say on which day it was.")
        minutes = read_minutes(cells.get("minutes", ""))
        return make_act(
            self._officials, self._person(supporter, bool(supporter)), channel=read_act(word) if word else every.channel,
            official=official or every.official, on=day, today=self._today,
            campaign_id=campaign_id, campaign=campaign, who=every.who,
            spent=Spent(read_hours(cells.get("hours", "")) if minutes is None else minutes, read_cents(cells.get("cost", ""))),
            note=cells.get("note", ""), witnessed=read_witnessed(cells.get("witnessed", "")) or every.witnessed,
        )  # fmt: skip

    def _find_person(self, words: str, exact: bool) -> Person:
        return named_person(self._log, words or self._everywhere.supporter, exact=exact)

    def _find_campaign(self, name: str) -> tuple[str | None, str]:
        from advocate.store.campaigns import find_campaign

        if not name:
            return self._everywhere.campaign_id, self._everywhere.campaign
        found = find_campaign(self._log.database, name)
        return found.id, found.name


def _read_all(read: _Reader, columns: ActColumns, rows: list[Row]) -> list[PlannedAct]:
    """Read the rows day by day, since who sat on a day takes longest to find out; return them in their order."""

    def day(row: Row) -> str:
        try:
            return read_day(columns.cells(row.values).get("on", "")).isoformat()
        except WrongChoice:
            return ""

    return sorted((_read(read, columns, row) for row in sorted(rows, key=day)), key=lambda each: each.line)


def _read(read: _Reader, columns: ActColumns, row: Row) -> PlannedAct:
    if row.kind == "damaged" or (
        row.kind == "long" and any(v.strip() for v in row.values[len(columns.columns) :])
    ):
        return PlannedAct(row.line, "rejected", row.problem)
    try:
        return PlannedAct(row.line, "new", "", read.act(columns.cells(row.values)))
    except AdvocateError as wrong:
        return PlannedAct(row.line, "rejected", _in_a_line(wrong))


def _in_a_line(wrong: AdvocateError) -> str:
    """Return an error with its choices as one line of a list; what is said of the command line is left out."""
    choices = getattr(wrong, "choices", ()) if isinstance(wrong, UnknownOfficial | UnknownSupporter) else ()
    text = str(wrong).partition(" Say which")[0].partition(" See them with")[0].partition(" See everybody")[0]
    text = text.partition(": by name, seat")[0].rstrip(":. ")
    if not choices:
        return f"{text}."
    more = f"; and {len(choices) - _CHOICES} more" if len(choices) > _CHOICES else ""
    return f"{text}: {'; '.join(choices[:_CHOICES])}{more}"


def _decided(log: Log, rows: list[PlannedAct]) -> Iterator[PlannedAct]:
    """Yield the rows, each beside what is on record: first those there to the letter, then those like one there."""
    there: dict[tuple[str, str], list[ActThere]] = {}
    for row in rows:
        if row.act and _key(row.act) not in there:
            there[_key(row.act)] = on_record(log, row.act)
    same = {row.line for row in rows if row.act and take_same(there[_key(row.act)], row.act)}
    for row in rows:
        if row.act is None:
            yield row
        elif row.line in same:
            yield PlannedAct(row.line, "there", "", row.act)
        elif like := [each for each in there[_key(row.act)] if is_like(each, row.act)]:
            yield PlannedAct(row.line, "eyes", _like(like[0], row.act), row.act)
        else:
            yield row


def _key(act: Act) -> tuple[str, str]:
    return act.person.id, act.new.official.official_key


def _like(there: ActThere, act: Act) -> str:
    short = there.id[:SHORT]
    return (
        f"{short} is on record: a {said(act.new.channel)} of that day, the same person and official, otherwise told. If "
        f"it is that one: advocate record correct {short}. If it is another: record it by hand, with --again."
    )
