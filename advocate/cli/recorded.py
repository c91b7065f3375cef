"""How do we tell a person which acts were recorded, which were there already, and which need their eyes?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.acts.lists import DECISIONS
from advocate.acts.words import said
from advocate.cli.show import Line, Section
from advocate.how_many import how_many
from advocate.reports.plain import shown
from advocate.store.id_starts import SHORT

if TYPE_CHECKING:
    from advocate.acts.acting import Act, Recorded
    from advocate.acts.lists import ActPlan, PlannedAct

#: More lines than these of what will be recorded are counted, not listed.
_LISTED = 20


def describe_recorded(done: Recorded, *, dry_run: bool) -> str:
    """Return what became of one act, and what to do where it was not recorded."""
    if done.there and not done.id:
        return _there(done)
    text = (
        f"{done.id[:SHORT]}  {in_words(done.act)}\n" if done.id else f"Would record: {in_words(done.act)}\n"
    )
    if done.letters:
        text += (
            f"Please note: {_letters(done)} in the log, not sent so far. If this was it, take this back "
            f"(advocate record {done.id[:SHORT] or 'ID'} --take-back) and say so: advocate record "
            f"{done.letters[0]} sent\n"
        )
    return text + ("Nothing was recorded (--dry-run).\n" if dry_run else "")


def recorded_json(done: Recorded) -> dict[str, Any]:
    """Return what became of one act as JSON has it."""
    return {
        "id": done.id, **done.act.to_dict(), "on_record": [each.id for each in done.there],
        "letters_waiting": list(done.letters),
    }  # fmt: skip


def in_words(act: Act) -> str:
    """Return an act in a line: "call on 2026-11-20, Mai Example to Senator Foung Hawj (67), 10 min: sent"."""
    new = act.new
    where = f" ({new.official.district})" if new.official.district else ""
    whom = f"{new.official.title} {new.official.name}".strip() + where
    took = spent_in_words(new.spent.minutes, new.spent.cost_cents)
    parts = [f"{said(new.channel)} on {new.on}", f"{act.person.name} to {whom}", *took]
    if act.campaign:
        parts.append(f"campaign {act.campaign}")
    return shown(f"{', '.join(parts)}: {new.standing}")


def spent_in_words(minutes: int | None, cents: int | None) -> list[str]:
    """Return "10 min" and "$12.50", each where it is known."""
    took = [] if minutes is None else [f"{minutes} min"]
    return took if cents is None else [*took, f"${cents // 100}.{cents % 100:02d}"]


def acts_said(count: int) -> str:
    """Return "1 act", "12 acts"."""
    return how_many(count, "act")


def plan_sections(plan: ActPlan) -> Iterator[Section]:
    """Return what a person should see of a list before it is recorded."""
    rows = len(plan.rows)
    lines: list[Line] = [
        (f"{plan.counts[name]:,}", word) for name, word in DECISIONS.items() if plan.counts[name]
    ]
    yield Section(
        f"{plan.source.source}: {how_many(rows, 'line')}",
        tuple(lines) or (("", "no act in it"),),
    )
    taken = tuple((shown(column), label) for column, label in plan.columns.said())
    left = tuple((shown(column), "left out") for column in plan.columns.left_out)
    yield Section("Columns", taken + left)
    new = [row for row in plan.rows if row.decision == "new"]
    if new:
        more = (("", f"and {len(new) - _LISTED:,} more"),) if len(new) > _LISTED else ()
        yield Section("To be recorded", tuple(_line(row) for row in new[:_LISTED]) + more)
    if plan.left:
        yield Section(
            "Not to be recorded", tuple((f"line {row.line}", shown(row.reason)) for row in plan.left)
        )


def describe_list(plan: ActPlan, recorded: int, left: Path | None, *, dry_run: bool) -> str:
    """Return what was done with a list."""
    if dry_run:
        return "\nNothing was recorded (--dry-run).\n"
    text = f"\n{acts_said(recorded)} recorded.\n" if recorded else "\nNothing new was recorded.\n"
    changed = plan.counts["new"] - recorded
    if changed:
        text += f"{acts_said(changed)} came onto the record meanwhile, or one like it: see what the list says now.\n"
    if left is not None:
        rows = how_many(len(plan.left), "line was", "lines were")
        text += f"{rows} not recorded: {left}. Mend and record that file.\n"
    return text


def write_left(plan: ActPlan, file: Path) -> Path | None:
    """Write the lines that are not recorded beside the list, for your eyes only; return the file, or None."""
    from advocate.importing.eyes_file import eyes_target, write_rows

    if not plan.left:
        return None
    target = eyes_target(file)
    reasons = {row.line: (str(row.line), DECISIONS[row.decision], row.reason) for row in plan.left}
    write_rows(target, plan.source, reasons)
    return target


def _line(row: PlannedAct) -> Line:
    return f"line {row.line}", in_words(row.act) if row.act else ""


def _there(done: Recorded) -> str:
    first = done.there[0]
    what = "It is on record already" if done.same else "One like it is on record already"
    return (
        f"Nothing was recorded. {what}: {first.id[:SHORT]}, a {said(first.channel_now)} on {first.on_now}, of the same "
        f"person to the same official.\n  If this is another one:  add --again\n"
        f"  If that one is wrong:    advocate record correct {first.id[:SHORT]}\n"
    )


def _letters(done: Recorded) -> str:
    return f"letter {done.letters[0]} of theirs to this official is" if len(done.letters) == 1 else (
        f"letters {', '.join(done.letters)} of theirs to this official are")  # fmt: skip
