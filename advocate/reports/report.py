"""What is a report: rows that were counted, in words and units that any form of it can show?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

#: A cell: text, a number in its column's unit, or None where there is nothing to say (shown as "–").
Cell = str | int | float | None

#: What a column holds, and so how it is shown: `text`; `count` (a whole number); `percent` (0 to 100);
#: `days`; `minutes`; `cents` (US cents); `day` (YYYY-MM-DD).
KINDS = ("text", "count", "percent", "days", "minutes", "cents", "day")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` for programs (snake_case), `heading` for people, `kind` one of KINDS.

    `personal` is true where it holds supporters' names: only a scope `with_names` has such a column.
    """

    name: str
    heading: str
    kind: str = "count"
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: acts of `campaign_id` ("" for all), from `since` to `until`, both days included.

    `as_of` leaves out what was not on record by the end of that day, local time; None is all there is.
    `by` is a report's own word (day, week, month; house, senate, school_district). `today` is the day of asking.
    `with_names` lets supporters' names into the report; nothing else does.
    """

    today: date
    campaign_id: str = ""
    campaign: str = ""
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    by: str = ""
    with_names: bool = False

    @property
    def last_day(self) -> date:
        """The last day that can hold an act of the scope."""
        end = self.as_of or self.today
        return min(end, self.until) if self.until else end

    @property
    def before(self) -> Scope | None:
        """The period of the same length that ends the day before this one; None for one without a beginning."""
        if self.since is None:
            return None
        from dataclasses import replace

        length = (self.last_day - self.since).days + 1
        if length < 1 or (self.since - date.min).days < length:
            return None
        start = self.since - timedelta(days=length)
        return replace(self, since=start, until=self.since - timedelta(days=1))

    @property
    def period(self) -> str:
        """The period in words: "2026-11-01 to 2026-11-24", "up to 2026-11-24"."""
        start = f"{self.since.isoformat()} to " if self.since else "up to "
        return f"{start}{self.last_day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Section:
    """A further table of a report, such as the letters' groups beneath the templates."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: str = ""
    #: How many rows there are in all, where only the first of them are in `rows`.
    total_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was counted: what its forms (table, csv, json, md) are made from.

    `rows` are tuples in the order of `columns`; `definition` says in sentences what is counted;
    `made_from` is pairs for people (label, value): log, day, campaign, period, data. `notes` are what a
    reader should know; `next_steps` what to do first where there is nothing to count yet (then `rows`
    may be empty). `sections` are further tables.
    """

    name: str
    title: str
    question: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: str
    made_from: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to count yet; show `next_steps`, not a table."""
        return not self.rows

    @property
    def has_people(self) -> bool:
        """True where supporters' names are in it: whoever has the file has them."""
        columns = (*self.columns, *(column for each in self.sections for column in each.columns))
        return any(column.personal for column in columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it: rows as objects by the columns' names."""
        return {
            "name": self.name,
            "title": self.title,
            "question": self.question,
            "made_from": dict(self.made_from),
            "columns": [asdict(column) for column in self.columns],
            "rows": _records(self.columns, self.rows),
            "sections": [
                {"name": each.name, "title": each.title, "rows": _records(each.columns, each.rows),
                 "definition": each.definition, "total_rows": each.total_rows or len(each.rows)}
                for each in self.sections
            ],
            "definition": self.definition,
            "notes": list(self.notes),
            "next_steps": list(self.next_steps),
        }  # fmt: skip


def _records(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> list[dict[str, Cell]]:
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]
