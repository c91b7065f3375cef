"""What does a person read of a plan, an import and an undo, and what does a program?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advocate.cli.show import Section
from advocate.how_many import how_many
from advocate.reports.plain import shown

if TYPE_CHECKING:
    from advocate.importing.columns import ColumnMap
    from advocate.importing.decisions import Planned
    from advocate.importing.entry import Entry
    from advocate.importing.planning import Plan
    from advocate.importing.reading import SourceList
    from advocate.store.batches import Batch, BatchRow
    from advocate.store.undo import Undone

#: The kinds in the order in which they are told, with what each of them means.
KINDS = {
    "create": "new people",
    "update": "people on the list, with something new",
    "unchanged": "on the list already, with nothing new",
    "needs_eyes": "a person must decide",
    "rejected": "nobody can be made of the row",
    "skip": "left out by the plan file",
}
#: So many are listed of what an undo leaves.
SHOWN = 12
#: More columns that are left out than this are counted, and only the first of them named.
_MOST_UNUSED = 10


def plan_sections(plan: Plan, source: SourceList | None, columns: ColumnMap | None) -> Iterator[Section]:
    """Return the whole plan as a person reads it before saying yes."""
    if source is not None and columns is not None:
        yield Section(f"{source.source}: {how_many(plan.rows, 'row')}", tuple(_how_read(source)))
        yield Section("Columns", tuple(_columns(columns)))
        notes = [*(f"line {each.line}: {each.message}" for each in source.problems), *columns.questions]
        if notes:
            yield Section("Please note", tuple(("!", shown(note)) for note in notes))
    if plan.remarks:
        which = (
            f", the first {len(plan.remarks)} of {plan.remarked:,}"
            if plan.remarked > len(plan.remarks)
            else ""
        )
        yield Section(
            f"Put right in reading{which}",
            tuple((f"line {line}", shown(text)) for line, text in plan.remarks),
        )
    yield Section("What the import would do", tuple(_counts(plan)))
    for kind, rows in plan.first.items():
        if kind in ("unchanged", "skip") or not rows:
            continue
        count = plan.counts[kind]
        which = "" if count <= len(rows) else f", the first {len(rows)} of {count:,}"
        yield Section(f"{_word(kind).capitalize()}{which}", tuple(_row(*each) for each in rows))


def _how_read(source: SourceList) -> Iterator[tuple[str, str]]:
    if source.encoding:
        signs = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
        names = {"cp1252": "Windows-1252", "utf-8-sig": "UTF-8"}
        between = signs.get(source.delimiter, source.delimiter)
        yield (
            "read as",
            f"{names.get(source.encoding, source.encoding.upper())} text, with {between} between the values",
        )
    if source.header_line > 1:
        yield "header", f"on line {source.header_line}"


def _columns(columns: ColumnMap) -> Iterator[tuple[str, str]]:
    from advocate.importing.columns import FIELDS

    why = {"values": " (by its values)", "map": " (as you said)", "spelling": " (by its spelling)"}
    if columns.preset:
        yield "", f"an export of {columns.preset}"
    unused = [shown(each.column) for each in columns.taken if not each.field]
    for each in columns.taken:
        if not each.field and len(unused) > _MOST_UNUSED:
            continue
        told = FIELDS.get(each.field, each.field) + why.get(each.why, "") if each.field else "left out"
        yield shown(each.column), told
    if len(unused) > _MOST_UNUSED:
        yield "left out", f"{len(unused)} columns: {', '.join(unused[:_MOST_UNUSED])} …"


def _counts(plan: Plan) -> Iterator[tuple[str, str]]:
    width = len(f"{plan.rows:,}")
    noes = how_many(plan.noes, "of them the no of somebody unknown", "of them noes of people unknown")
    kinds = KINDS | ({"create": f"new people, {noes}"} if plan.noes else {})
    for kind, means in kinds.items():
        count = plan.counts.get(kind, 0)
        if count or kind != "skip":
            yield _word(kind), f"{count:>{width},}  {means}"
    yield "rows", f"{plan.rows:>{width},}"


def _row(planned: Planned, entry: Entry) -> tuple[str, str]:
    from advocate.importing.plan_file import changes_in_words

    who = ", ".join(part for part in (entry.name, entry.email or entry.phone or entry.address) if part)
    told = [who or "(no name)"]
    if planned.changes:
        told.append(changes_in_words(planned.changes))
    if planned.decision != "create" or not entry.name_key:
        told.append(planned.reason)
    return f"line {entry.line}", shown(" · ".join(told))


def _word(kind: str) -> str:
    return kind.replace("_", " ")


def plan_json(plan: Plan, source: SourceList | None, columns: ColumnMap | None) -> dict[str, Any]:
    """Return the plan as JSON has it: the counts, the columns, and the first rows of each kind."""
    found: dict[str, Any] = {
        "file": plan.source.file_name,
        "rows": plan.rows,
        "counts": dict(plan.counts),
        "put_right": plan.remarked,
        "first": {kind: [row_json(*each) for each in rows] for kind, rows in plan.first.items()},
    }
    if source is not None and columns is not None:
        found["columns"] = {each.column: each.field for each in columns.taken}
        found["preset"] = columns.preset
        found["notes"] = [
            *(f"line {each.line}: {each.message}" for each in source.problems),
            *columns.questions,
        ]
    return found


def row_json(planned: Planned, entry: Entry) -> dict[str, Any]:
    """Return one decision as JSON has it."""
    return {
        "line": entry.line,
        "name": entry.name,
        "decision": planned.decision,
        "reason": planned.reason,
        "supporter": "" if planned.supporter_id.startswith("new:") else planned.supporter_id,
        "changes": [each._asdict() for each in planned.changes],
        "candidates": list(planned.candidates),
    }


def batch_line(batch: Batch) -> tuple[str, str]:
    """Return one import in a list of them."""
    undone = ", partly undone" if batch.undone_at else ""
    return (
        f"{batch.number}",
        f"{batch.applied_at[:10]}  {shown(batch.file_name)}: {batch.created:,} new, {batch.updated:,} updated, "
        f"{batch.unchanged:,} unchanged, {batch.needs_eyes + batch.rejected:,} not imported{undone}",
    )


def batch_sections(batch: Batch, rows: Sequence[BatchRow]) -> Iterator[Section]:
    """Return one import with the lines that were not simply new or unchanged."""
    lines = [
        ("file", shown(batch.file_name)), ("imported", f"{batch.applied_at[:16].replace('T', ' ')} UTC"),
        ("create", f"{batch.created:,}"), ("update", f"{batch.updated:,}"), ("unchanged", f"{batch.unchanged:,}"),
        ("needs eyes", f"{batch.needs_eyes:,}"), ("rejected", f"{batch.rejected:,}"), ("rows", f"{batch.rows:,}"),
    ]  # fmt: skip
    if batch.consent_source:
        lines.append(("consent", shown(batch.consent_source)))
    if batch.undone_at:
        lines.append(("undone", f"in part, {batch.undone_at[:10]}"))
    yield Section(f"Import {batch.number}", tuple(lines))
    for kind in ("update", "needs_eyes", "rejected"):
        some = [row for row in rows if row.decision == kind]
        which = f", the first {SHOWN} of {len(some):,}; --json has all" if len(some) > SHOWN else ""
        if some:
            yield Section(f"{_word(kind).capitalize()}{which}", tuple(_kept(row) for row in some[:SHOWN]))


def _kept(row: BatchRow) -> tuple[str, str]:
    changed = "; ".join(
        f"{name.replace('_', ' ')}: {row.before.get(name) or '(blank)'} -> {value}"
        for name, value in row.after.items()
        if not name.endswith("_key")
    )
    told = " · ".join(part for part in (row.supporter_id[:8], changed, row.reason) if part)
    return f"line {row.line}", shown(told)


def undo_sections(batch: Batch, undone: Undone, *, done: bool) -> Iterator[Section]:
    """Return what an undo does, or did, and whom it leaves and why."""
    verbs = (
        ("removed", "put back as they were")
        if done
        else ("would be removed", "would be put back as they were")
    )
    lines = [("people", f"{undone.removed:,} {verbs[0]}")]
    if undone.put_back:
        lines.append(("", f"{undone.put_back:,} {verbs[1]}"))
    if undone.left:
        lines.append(("", f"{len(undone.left):,} left as they are, for something later depends on them"))
    yield Section(f"Undo of import {batch.number}, {shown(batch.file_name)}", tuple(lines))
    if undone.left:
        which = f", the first {SHOWN} of {len(undone.left):,}" if len(undone.left) > SHOWN else ""
        # Forgetting takes the line out, too.
        left = (
            (f"line {each.line}" if each.line else "no line", f"{each.supporter_id[:8]}  {each.why}")
            for each in undone.left[:SHOWN]
        )
        yield Section(f"Left{which}", tuple(left))


def undo_json(batch: Batch, undone: Undone, *, done: bool) -> Mapping[str, Any]:
    """Return an undo as JSON has it."""
    return {
        "number": batch.number,
        "done": done,
        "removed": undone.removed,
        "put_back": undone.put_back,
        "left": [each._asdict() for each in undone.left],
    }
