"""How is it told what a workbook would add, change, and what of it could not be read?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from letters.workbooks.adding import Plan

#: How many changes and problems are listed for a person; JSON has all of them.
SHOWN = 12


def plan_dict(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON has it."""
    return {
        "file": plan.reading.file,
        "target": str(plan.target),
        "sheets": [
            {
                "sheet": sheet.name,
                "rows": sheet.rows,
                "unknown_columns": list(sheet.unknown_columns),
                "kept_out": dict(sheet.kept_out),
            }
            for sheet in plan.reading.sheets
        ],
        "series": [
            {"year": year, "subject": subject, "basis": basis, "rows": count}
            for (year, subject, basis), count in sorted(plan.by_series.items())
        ],
        "added": len(plan.added),
        "changed": [_change(each) for each in plan.changed],
        "same": plan.same,
        "suppressed": plan.suppressed,
        "problems": [
            {"sheet": each.sheet, "row": each.row, "message": each.message} for each in plan.reading.problems
        ],
    }


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield what a person should know before the figures are added."""
    yield f"{plan.reading.file}"
    for sheet in plan.reading.sheets:
        yield f"  sheet {sheet.name}: {sheet.rows:,} rows"
        if sheet.unknown_columns:
            yield f"    columns not known, kept out: {', '.join(sheet.unknown_columns)}"
        for reason, count in sheet.kept_out.items():
            yield f"    {count:,} rows kept out: {reason}"
    for (year, subject, basis), count in sorted(plan.by_series.items()):
        yield f"  {year - 1}-{year % 100:02d} {subject}, basis {basis}: {count:,} figures"
    yield (
        f"Would add {len(plan.added):,} and change {len(plan.changed):,}; {plan.same:,} are there already. "
        f"{plan.suppressed:,} of them are suppressed, and kept as that."
    )
    for change in plan.changed[:SHOWN]:
        each = _change(change)
        before, after = each["before"] or "suppressed", each["after"] or "suppressed"
        yield f"  change: {each['what']}: {before} becomes {after}"
    yield from _more(len(plan.changed))
    for problem in plan.reading.problems[:SHOWN]:
        where = f"sheet {problem.sheet}, " * bool(problem.sheet) + f"row {problem.row}: " * bool(problem.row)
        yield f"  not read: {where}{problem.message}"
    yield from _more(len(plan.reading.problems))


def _change(change: Any) -> dict[str, Any]:
    row = change.row
    what = f"{row.geography} {row.year} {row.subject}, {row.group}, {row.grade.lower()}, basis {row.basis}"
    return {"what": what, "before": change.before, "after": row.percent_met}


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  … and {count - SHOWN:,} more; --json has all of them"
