"""`advocate import`: a list is read, planned, looked at, taken in, and can be taken out again."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.import_work import ask, carry_out, counted, write_plan_file
from advocate.cli.options import FILE, db_option, dry_run_option, json_option, print_json, yes_option

if TYPE_CHECKING:
    from advocate.store.log import Log

#: What stands for the form without a verb: `advocate import FILE`.
FORM = "FILE"


class ImportGroup(click.Group):
    """A group whose usual form has no verb: the first word is a file, unless it is one of the verbs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the form's name before a file or its options."""
        if args and args[0] not in ("-h", "--help") and (args[0] not in self.commands or args[0] == FORM):
            args = [FORM, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of the usual form here, where a person looks for them."""
        form = self.commands[FORM]
        with click.Context(form, info_name=FORM, parent=ctx) as inner:
            form.format_options(inner, formatter)
        self.format_commands(ctx, formatter)


class FormContext(click.Context):
    """The form without a verb has no name of its own on the command line."""

    @property
    def command_path(self) -> str:
        """Return what was typed before the file."""
        return self.parent.command_path if self.parent else super().command_path


class Form(click.Command):
    """The usual form of a group, without a verb."""

    context_class = FormContext


@click.group(
    "import",
    cls=ImportGroup,
    subcommand_metavar="FILE | COMMAND ...",
    short_help="Take a list of supporters in, having seen what it does; undo it.",
)
def command() -> None:
    """Take a list of supporters in: read, plan, show, ask, do. And undo.

    \b
    advocate import sheet.csv                    look, then say yes or no
    advocate import list                         the imports so far
    advocate import undo 3                       take the third one back

    FILE is CSV or TSV in any usual encoding, .xlsx or .ods. Each row is one
    of: create, update, unchanged, needs eyes, rejected. Rows that need eyes
    or are rejected go into a file beside FILE, to be mended and imported
    again; the exit code is 3 then. A file called list, show, undo or apply is
    written ./list.
    """


@command.command(FORM, cls=Form, short_help="Plan the import of FILE, show it, ask, and do it.")
@click.argument("file", type=FILE, metavar="FILE")
@click.option(
    "--preset", default="", metavar="NAME", help="The program it came from, such as van (default: found out)."
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help='Take a column for a field: "Cell=phone"; "Notes=" leaves it out.',
)
@click.option("--sheet", default="", metavar="NAME", help="Which sheet of a workbook.")
@click.option(
    "--consent-source",
    default="",
    metavar="TEXT",
    help='Where everybody on the list said yes: "School fair 2026-09-12".',
)
@click.option(
    "--plan-only", is_flag=True, help="Write the plan to a file to be edited (see --out), and import nothing."
)
@click.option(
    "--out", type=FILE, help="Where --plan-only writes the plan (default: FILE's name and -plan.csv)."
)
@dry_run_option
@yes_option
@json_option
@db_option
def import_file(
    file: Path,
    preset: str,
    maps: tuple[str, ...],
    sheet: str,
    consent_source: str,
    plan_only: bool,
    out: Path | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    db: Path | None,
) -> ExitCode:
    """Plan the import of FILE, show the plan, ask, and do it."""
    from advocate.importing.lists import plan_list

    _check_form(file, plan_only, out)
    with ExitStack() as stack:
        log = _open(stack, db)
        listed = plan_list(
            log, file, preset=preset, maps=maps, sheet=sheet, consent_source=consent_source, progress=counted
        )
        if plan_only:
            return write_plan_file(log, listed, out or file.with_name(f"{file.stem}-plan.csv"), yes, as_json)
        return carry_out(log, listed.plan, listed, file, dry_run=dry_run, yes=yes, as_json=as_json)


@command.command("apply", short_help="Do what a plan file says, your changes included.")
@click.argument("file", type=FILE, metavar="PLAN")
@dry_run_option
@yes_option
@json_option
@db_option
def apply_file(file: Path, dry_run: bool, yes: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Do what PLAN says: a file of `advocate import --plan-only`, with your changes.

    In the column 'decision' you may write create, update or skip; for update,
    the column 'supporter' says whom. Rows that you take out of the file are
    left out. Cells of a person may be mended. If the list has changed so that
    other rows would be decided otherwise, nothing is done.
    """
    from advocate.importing.lists import plan_from_file

    with ExitStack() as stack:
        log = _open(stack, db)
        plan = plan_from_file(log, file)
        return carry_out(log, plan, None, file, dry_run=dry_run, yes=yes, as_json=as_json)


@command.command("list", short_help="The imports so far.")
@json_option
@db_option
def list_batches(as_json: bool, db: Path | None) -> None:
    """List the imports that stand, oldest first."""
    from advocate.cli.imported import batch_line
    from advocate.cli.show import Section, show
    from advocate.store import open_log
    from advocate.store.batches import read_batches

    with open_log(db, create=False) as log:
        batches = read_batches(log.database)
    if as_json:
        print_json([each.to_dict() for each in batches])
    elif batches:
        show([Section("Imports", tuple(map(batch_line, batches)))])
    else:
        click.echo("Nothing has been imported yet.", err=True)


@command.command("show", short_help="One import: what it changed, and what needs eyes.")
@click.argument("batch", metavar="BATCH")
@json_option
@db_option
def show_batch(batch: str, as_json: bool, db: Path | None) -> None:
    """Show one import, by its number: what it changed in whom, and which lines need eyes."""
    from advocate.cli.imported import batch_sections
    from advocate.cli.show import show
    from advocate.store import open_log
    from advocate.store.batches import read_batch, read_batch_rows

    with open_log(db, create=False) as log:
        found = read_batch(log.database, batch)
        rows = list(read_batch_rows(log.database, found.id))
    if as_json:
        print_json(found.to_dict() | {"lines": [row.to_dict() for row in rows]})
    else:
        show(batch_sections(found, rows))


@command.command("undo", short_help="Take an import back.")
@click.argument("batch", metavar="BATCH")
@dry_run_option
@yes_option
@json_option
@db_option
def undo_batch(batch: str, dry_run: bool, yes: bool, as_json: bool, db: Path | None) -> ExitCode:
    """Take an import back, by its number: every row is as it was before.

    Where something depends on a row by now (a letter, a later import, a
    change by hand), the row is told and left, and the exit code is 3.
    """
    from advocate.cli.imported import undo_json, undo_sections
    from advocate.cli.show import show
    from advocate.importing.undoing import plan_undo, undo_import
    from advocate.store import open_log

    with open_log(db, create=False) as log:
        found, undone = plan_undo(log, batch)
        if not as_json and (dry_run or not yes):
            show(undo_sections(found, undone, done=False))
        if not dry_run:
            ask(f"Take import {found.number} back?", yes, as_json)
            undone = undo_import(log, batch)
    if as_json:
        print_json(undo_json(found, undone, done=not dry_run))
    elif not dry_run:
        show(undo_sections(found, undone, done=True))
    return ExitCode.NEEDS_EYES if undone.left else ExitCode.DONE


def _check_form(file: Path, plan_only: bool, out: Path | None) -> None:
    """Answer a verb that is none, and options that do not go together."""
    from difflib import get_close_matches

    if out is not None and not plan_only:
        raise click.UsageError("--out says where --plan-only writes the plan; give both.")
    if str(file) == "-":
        raise click.UsageError("A list is read twice, so it must be a file. Save it first.")
    verbs = [name for name in command.commands if name != FORM]
    near = get_close_matches(str(file), verbs, n=1)
    if near and not file.exists():
        raise click.UsageError(
            f"There is no file '{file}'. Did you mean `advocate import {near[0]}`? The verbs are: {', '.join(verbs)}."
        )


def _open(stack: ExitStack, db: Path | None) -> Log:
    from advocate.store import open_log

    return stack.enter_context(open_log(db))
