"""How does a person change a plan's decisions in a spreadsheet, and how are they read back?

A plan file is a list like any other, with what would happen to each row beside it. It is written
for people, and read with care: what they changed counts, what they did not must still hold.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from advocate.errors import WrongChoice
from advocate.importing.columns import ColumnMap, Taken
from advocate.importing.decisions import BESIDE, WORDS, Change, Planned
from advocate.importing.entries import entry_reader
from advocate.importing.entry import CHANNELS, ConsentGiven, Entry
from advocate.importing.reading import open_list
from advocate.importing.records import Row
from advocate.importing.sequence import Choice
from advocate.importing.sheets import SheetError
from advocate.reports.plain import harmless
from advocate.whole_file import whole_file

#: What stands before the person: where from, what is decided, and what may be written there instead.
DECISION = ("line", "decision", "supporter", "reason", "changes", "candidates")
#: The person, each column named by the field that it is.
PERSON = (
    "name", "given_name", "family_name", "email", "phone", "address", "town", "zip_code", "role", "language",
    "interests", "came_from", "notes", "external_system", "external_id",
)  # fmt: skip
SAID = ("consent_channel", "consent_on", "consent_source", "consent_wording", "opted_out")
#: For the one who reads the file back: what was decided (and for whom), and whether the person's cells are as they
#: were (`check`), and these (`seal`).
MARKS = ("planned", "problems", "rejected", "file", "list", "check", "seal")
COLUMNS = (*DECISION, *PERSON, *SAID, *MARKS)
#: What a person may write into `decision`.
CHOICES = ("create", "update", "skip")

_PARTS = " | "
#: Fields that the reader of lists takes from columns; the others are read as they are.
_READ = (*PERSON[:6], *PERSON[8:13], "external_id")


class PlanFileError(SheetError):
    """The plan file cannot be carried out as it is; the message names the lines and what to write there."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan said of a line that nobody has changed since."""

    decision: str
    supporter_id: str
    changes: str


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan as read back: whose rows, what a person decided, and what must still hold of the rest."""

    file_name: str
    file_hash: str
    entries: tuple[Entry, ...]
    chosen: Mapping[int, Choice]
    expected: Mapping[int, Expected]
    state: str


def write_plan(target: Path, rows: Iterable[tuple[Planned, Entry]], file_name: str, state: str) -> int:
    """Write the plan's rows, for their owner's eyes alone and without formulas; return how many. Raises OSError.

    `state` says how the list stood when the plan was made.
    """
    count = 0
    with whole_file(target, "utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for planned, entry in rows:
            writer.writerow([harmless(cell) for cell in _cells(planned, entry, file_name, state)])
            count += 1
    return count


def changes_in_words(changes: Iterable[Change]) -> str:
    """Return what changes, as in "phone: 651-555-0100 -> 612-555-0101; address beside: 1 Oak Ln"."""
    return "; ".join(
        f"{BESIDE[each.field]}: {each.new}"
        if each.field in BESIDE
        else f"{each.field.replace('_', ' ')}: {each.old or '(blank)'} -> {each.new}"
        for each in changes
    )


def read_plan(path: Path) -> PlanFile:
    """Read a plan file, as CSV or as a workbook. Raises PlanFileError, SheetError, OSError."""
    source = open_list(path)
    missing = [
        each for each in COLUMNS if each not in source.columns and each not in ("reason", "candidates")
    ]
    if missing:
        raise PlanFileError(
            f"{path.name} is no plan file, or no whole one: it has no column '{missing[0]}'. "
            "`advocate import --plan-only --out plan.csv FILE` writes one. Nothing was changed."
        )
    at = {name: n for n, name in enumerate(source.columns)}
    read = entry_reader(ColumnMap(tuple(Taken(each, _field(each), "map") for each in _READ)))
    entries: list[Entry] = []
    chosen: dict[int, Choice] = {}
    expected: dict[int, Expected] = {}
    troubles: list[str] = []
    name = state = ""
    for row in source.rows():
        cells = {each: _plain(row.values[at[each]]) if each in at else "" for each in COLUMNS}
        name, state = name or cells["file"], state or cells["list"]
        try:
            entry, choice, held = _read_row(cells, read(Row(row.line, tuple(cells[each] for each in _READ))))
        except ValueError as error:
            troubles.append(f"line {row.line} of the plan file: {error}")
            continue
        if entry.line in chosen or entry.line in expected:
            troubles.append(f"line {row.line} of the plan file: line {entry.line} is there twice")
        entries.append(entry)
        if choice is not None:
            chosen[entry.line] = choice
        elif held is not None:
            expected[entry.line] = held
    if troubles:
        more = f"\n… and {len(troubles) - 10} more" if len(troubles) > 10 else ""
        raise PlanFileError(
            f"{path.name} cannot be carried out, and nothing was changed:\n" + "\n".join(troubles[:10]) + more
        )
    return PlanFile(name or path.name, file_hash(path), tuple(entries), chosen, expected, state)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def lines_decided_otherwise(plan: PlanFile, rows: Iterable[tuple[Planned, Entry]]) -> Iterator[int]:
    """Yield the lines that nobody touched and that would now be decided in another way than the plan file says."""
    for planned, entry in rows:
        held = plan.expected.get(entry.line)
        if held is not None and held != _expected(planned):
            yield entry.line


def _expected(planned: Planned) -> Expected:
    who = (
        ""
        if planned.supporter_id.startswith("new:") and planned.decision == "create"
        else planned.supporter_id
    )
    return Expected(planned.decision, who, changes_in_words(planned.changes))


def _cells(planned: Planned, entry: Entry, file_name: str, state: str) -> list[str]:
    held = _expected(planned)
    said = entry.consent or ConsentGiven("", "", "", "")
    person = [str(getattr(entry, each)) for each in PERSON]
    words = [*said, " ".join(entry.opted_out)]
    marks = [
        f"{planned.decision} {held.supporter_id}".strip(), _PARTS.join(entry.problems), entry.rejected, file_name, state,
        _check(entry.line, [*person, *words]),
    ]  # fmt: skip
    return [
        str(entry.line), WORDS[planned.decision], held.supporter_id, planned.reason, held.changes,
        " ".join(planned.candidates), *person, *words, *marks, _check(entry.line, marks),
    ]  # fmt: skip


def _check(line: int, cells: Iterable[str]) -> str:
    # A letter first: a spreadsheet takes nothing that begins with it for a number.
    return "c" + hashlib.sha256("\x1f".join((str(line), *map(str.strip, cells))).encode()).hexdigest()[:15]


def _read_row(cells: Mapping[str, str], entry: Entry) -> tuple[Entry, Choice | None, Expected | None]:
    """Return the entry, and either what a person decided, or what must still hold; neither where they mended it.

    Raises ValueError that says what is wrong.
    """
    line = cells["line"].removesuffix(".0")
    if not line.isdecimal():
        raise ValueError("'line' must hold the number that the plan had there")
    entry = entry._replace(line=int(line), town=cells["town"], zip_code=cells["zip_code"],
                           external_system=cells["external_system"] if entry.external_id else "",
                           consent=_consent(cells), opted_out=_channels(cells["opted_out"]))  # fmt: skip
    decision = cells["decision"].casefold().replace(" ", "_")
    if decision not in WORDS:
        raise ValueError(f"'{cells['decision']}' is no decision. Write one of: {', '.join(CHOICES)}")
    if cells["seal"] != _check(entry.line, [cells[each] for each in MARKS[:-1]]):
        raise ValueError(
            "'line' and the columns from 'planned' on say what the plan was, and are not as they were. "
            "Put them back, take the row out, or plan again"
        )
    untouched = cells["check"] == _check(entry.line, [cells[each] for each in (*PERSON, *SAID)])
    planned, _, whom = cells["planned"].partition(" ")
    another = bool(cells["supporter"]) and cells["supporter"] != whom
    if another and decision not in ("update", "skip"):
        raise ValueError(
            "a supporter goes with update. Write update into 'decision', or leave 'supporter' as it was"
        )
    if decision != planned or another or (decision == "update" and not cells["supporter"]):
        if decision not in CHOICES:
            raise ValueError(f"'{WORDS[decision]}' cannot be asked for. Write one of: {', '.join(CHOICES)}")
        if decision == "update" and not cells["supporter"]:
            raise ValueError(
                "update whom? Write the id into 'supporter', from 'candidates' or `advocate supporters list`"
            )
        return entry, Choice(decision, cells["supporter"] if decision == "update" else ""), None
    if not untouched:
        return entry, None, None
    # What was wrong with the row in its own list was not written here, so it is remembered.
    problems = tuple(part for part in cells["problems"].split(_PARTS) if part)
    entry = entry._replace(problems=problems, rejected=cells["rejected"])
    return entry, None, Expected(planned, whom, cells["changes"])


def _consent(cells: Mapping[str, str]) -> ConsentGiven | None:
    if not (cells["consent_source"] or cells["consent_channel"]):
        return None
    channel = (cells["consent_channel"] or "any").casefold()
    if channel not in CHANNELS:
        raise ValueError(f"'{channel}' is no channel. Write one of: {', '.join(CHANNELS)}")
    return ConsentGiven(channel, cells["consent_on"], cells["consent_source"], cells["consent_wording"])


def _channels(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.casefold().replace(",", " ").split()))
    wrong = [word for word in words if word not in CHANNELS]
    if wrong:
        raise ValueError(f"'{wrong[0]}' is no channel. Write one of: {', '.join(CHANNELS)}")
    return words


def _field(column: str) -> str:
    return column


def _plain(cell: str) -> str:
    """Take off the mark that keeps a spreadsheet from running a cell."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


__all__ = ["PlanFile", "PlanFileError", "WrongChoice", "read_plan", "write_plan"]
