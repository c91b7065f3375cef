"""How does a plan go before a person and, with their yes, into the list? What `advocate import` and `apply` share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import login_name, may_replace, print_json
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.importing.lists import PlannedList
    from advocate.importing.planning import Plan
    from advocate.store.log import Log

#: So many rows between two signs of life.
_STEP = 20_000
#: Two people importing at once do not stop each other for ever.
_TRIES = 5


def counted(entries: Iterator[Any]) -> Iterator[Any]:
    """Show at a terminal that a long list is being read."""
    if not sys.stderr.isatty():
        yield from entries
        return
    count = 0
    for count, entry in enumerate(entries, 1):
        if count % _STEP == 0:
            click.echo(f"\rReading: {count:,} rows", nl=False, err=True)
        yield entry
    if count >= _STEP:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


def carry_out(
    log: Log, plan: Plan, listed: PlannedList | None, file: Path, *, dry_run: bool, yes: bool, as_json: bool
) -> ExitCode:
    """Show the plan, ask, carry it out, and say what was done and how to take it back."""
    from advocate.importing.applying import Applied, GroundShifted, apply_plan

    _show_plan(plan, listed, as_json=as_json)
    applied: Applied | None = None
    eyes: Path | None = None
    if not dry_run:
        eyes = _write_eyes(log, plan, listed, file)
        try:
            for again in range(_TRIES):
                if plan.changes_something:
                    ask(f"Import {_sum(plan)}?", yes, as_json)
                try:
                    applied = apply_plan(log, plan, who=login_name(), shifted_too=yes, told=_told)
                    break
                except GroundShifted as shifted:
                    if again == _TRIES - 1 or as_json:
                        raise
                    click.echo(
                        "\nThe list was changed meanwhile. This is what the import would do now.\n", err=True
                    )
                    plan = shifted.plan
                    _show_plan(plan, listed, as_json=False)
        except BaseException:
            if eyes is not None:
                eyes.unlink(missing_ok=True)
            raise
    if applied is not None:
        plan = applied.plan
    number = applied.number if applied is not None else None
    if as_json:
        from advocate.cli.imported import plan_json

        told = plan_json(plan, listed.source if listed else None, listed.columns if listed else None)
        print_json(told | {"batch": number, "needs_eyes_file": str(eyes) if eyes else None})
    else:
        _tell(plan, number, eyes, dry_run=dry_run)
    return ExitCode.NEEDS_EYES if plan.counts["needs_eyes"] or plan.counts["rejected"] else ExitCode.DONE


def _show_plan(plan: Plan, listed: PlannedList | None, *, as_json: bool) -> None:
    from advocate.cli.imported import plan_sections
    from advocate.cli.show import show

    if not as_json:
        show(plan_sections(plan, listed.source if listed else None, listed.columns if listed else None))


def _write_eyes(log: Log, plan: Plan, listed: PlannedList | None, file: Path) -> Path | None:
    """Write the rows that are not imported beside the list, before anything is imported; return the file."""
    from advocate.importing.eyes_file import eyes_target, write_eyes
    from advocate.importing.planning import planned_rows

    if listed is None or not (plan.counts["needs_eyes"] or plan.counts["rejected"]):
        return None
    target = eyes_target(file)
    write_eyes(target, listed.source, planned_rows(log, ("needs_eyes", "rejected")))
    return target


def ask(question: str, yes: bool, as_json: bool) -> None:
    """Ask a person; where there is none, only --yes will do."""
    if yes:
        return
    if as_json or not sys.stdin.isatty():
        raise click.UsageError(
            "Nothing was changed: there is nobody to ask. Look with --dry-run, then: --yes."
        )
    click.confirm(f"\n{question}", abort=True, err=True)


def _tell(plan: Plan, number: int | None, eyes: Path | None, *, dry_run: bool) -> None:
    """Say what was done."""
    if dry_run:
        click.echo("\nNothing was written.", err=True)
    elif number is None:
        there = plan.counts["unchanged"] == plan.rows
        click.echo(f"\nNothing to import{': the list holds all of it already' if there else ''}.", err=True)
    else:
        click.echo(
            f"\nImport {number}: {_sum(plan)}. To take it back: advocate import undo {number}", err=True
        )
    if eyes is not None:
        count = plan.counts["needs_eyes"] + plan.counts["rejected"]
        rows = how_many(count, "row that was", "rows that were")
        click.echo(f"{rows} not imported: {eyes}. Mend and import that file.", err=True)


def _sum(plan: Plan) -> str:
    new, noes, updated = plan.counts["create"] - plan.noes, plan.noes, plan.counts["update"]
    people = how_many(new, "new person", "new people")
    unknown = how_many(noes, "no of somebody unknown", "noes of people unknown")
    changes = how_many(updated, "change")
    parts = ((people, new), (unknown, noes), (changes, updated))
    return " and ".join(part for part, count in parts if count) or "nothing"


def write_plan_file(log: Log, listed: PlannedList, target: Path, yes: bool, as_json: bool) -> ExitCode:
    """Write the plan to a file that a person can edit, and say what to do with it."""
    from advocate.cli.imported import plan_json
    from advocate.importing.plan_file import write_plan
    from advocate.importing.planning import planned_rows
    from advocate.store.known import state_of_list

    plan = listed.plan
    may_replace(target, yes)
    write_plan(target, planned_rows(log), plan.source.file_name, state_of_list(log.database))
    if as_json:
        print_json(plan_json(plan, listed.source, listed.columns) | {"plan": str(target)})
    else:
        _show_plan(plan, listed, as_json=False)
        click.echo(
            f"\nNothing was imported. The plan is in {target}. When it is right: advocate import apply {target}",
            err=True,
        )
    return ExitCode.NEEDS_EYES if plan.counts["needs_eyes"] or plan.counts["rejected"] else ExitCode.DONE


def _told(what: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)
