"""What does importing this file come to? The whole way from a file's name to a plan."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.how_many import how_many
from advocate.importing.ahead import WORTH_IT, ToRead, read_ahead
from advocate.importing.columns import ColumnMap, recognise
from advocate.importing.entries import read_entries
from advocate.importing.eyes_file import left_out
from advocate.importing.plan_file import (
    PlanFileError,
    file_hash,
    lines_decided_otherwise,
    read_plan,
)
from advocate.importing.planning import Plan, Source, plan_import, plan_rows, planned_rows
from advocate.importing.reading import SourceList, open_list
from advocate.importing.sequence import Choice
from advocate.store.known import find_supporter_id, state_of_list
from advocate.store.staging import staged

if TYPE_CHECKING:
    from advocate.store.log import Log


@dataclass(frozen=True, slots=True)
class PlannedList:
    """A list and the plan for it."""

    source: SourceList
    columns: ColumnMap
    plan: Plan


def plan_list(
    log: Log,
    file: Path,
    *,
    preset: str = "",
    maps: Sequence[str] = (),
    sheet: str = "",
    consent_source: str = "",
    progress: Callable[[Iterator[tuple[Any, ...]]], Iterator[tuple[Any, ...]]] = iter,
) -> PlannedList:
    """Read a list and plan its import; nothing is written.

    `progress` is handed the rows and hands them on; a second process reads a long text file.

    Raises SheetError, WrongChoice, StoreError, OSError.
    """
    source = open_list(file, sheet=sheet)
    columns = recognise(
        source.columns, preset, [*left_out(source.columns), *maps], [row.values for row in source.sample]
    )
    about = Source(
        file.name,
        file_hash(file),
        columns.preset,
        {each.column: each.field for each in columns.taken if each.field},
        consent_source,
    )
    if sys.executable and not source.sheet and file.stat().st_size > WORTH_IT:
        rows = read_ahead(ToRead(file, sheet, columns, consent_source))
    else:
        rows = map(staged, read_entries(source.rows(), columns, consent_source=consent_source))
    return PlannedList(source, columns, plan_rows(log, progress(rows), about))


def plan_from_file(log: Log, file: Path) -> Plan:
    """Read a plan file and plan what it says; nothing is written.

    Raises PlanFileError where it cannot be carried out, also where the list has changed since it was written.
    """
    read = read_plan(file)
    chosen: dict[int, Choice] = {}
    for line, each in read.chosen.items():
        who = find_supporter_id(log.database, each.supporter_id) if each.supporter_id else ""
        chosen[line] = Choice(each.decision, who)
    source = Source(read.file_name, read.file_hash)
    plan = plan_import(log, iter(read.entries), source, chosen)
    # On the same list, other decisions come from what the person wrote; on another, they may not know of them.
    same_list = read.state == state_of_list(log.database)
    otherwise = [] if same_list else list(lines_decided_otherwise(read, planned_rows(log)))
    if otherwise:
        some = ", ".join(map(str, otherwise[:10])) + (" …" if len(otherwise) > 10 else "")
        many = how_many(len(otherwise), "line")
        raise PlanFileError(
            f"The list was changed since {file.name} was written: {many} would be decided otherwise now "
            f"({some}). Nothing was changed. Plan again: advocate import --plan-only --out plan.csv FILE"
        )
    return plan
