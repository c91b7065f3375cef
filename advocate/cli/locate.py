"""`advocate locate`: the districts for every row of a list, each row and column kept as it was."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, dry_run_option, may_replace, offline_option, yes_option
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.importing.place_columns import PlaceColumns
    from advocate.importing.sheets import Sheet

STDIO = Path("-")
#: Where the rows of a dry run go.
NOWHERE = Path(os.devnull)


@click.command(name="locate")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, help="Where the answer goes; - prints it (default: FILE-located.csv).")
@click.option(
    "--by",
    type=click.Choice(["point", "address"]),
    default="point",
    show_default=True,
    help="Which counts in a row that has both.",
)
@click.option("--sheet", "sheet_name", default="", metavar="NAME", help="Which sheet of a workbook.")
@click.option("--census", is_flag=True, help="Ask the US Census Geocoder where our streets do not reach.")
@offline_option
@dry_run_option
@yes_option
def command(
    file: Path, out: Path | None, by: str, sheet_name: str, census: bool, offline: bool, dry_run: bool, yes: bool
) -> ExitCode:  # fmt: skip
    """Add its districts to every row of FILE: a list as CSV, TSV, .xlsx or .ods.

    \b
    The columns are found by their names:
      address or street, with unit, city, state and zip, or all in one column
      lat and lon, or latitude and longitude, or y and x

    Nothing leaves this computer, unless --census sends the addresses that our
    own streets do not hold to the US Census Geocoder. Added are state_house,
    state_senate, congress, school_district, method, error_m (metres), certain
    (yes or no), alternatives and problem. The exit code is 3 where a row needs
    a person's eyes: not placed, or not certain. Use - to read standard input.
    The answer to a workbook is CSV, which spreadsheets open.
    """
    from advocate.importing.place_columns import find_place_columns

    sheet = _read(file, sheet_name)
    places = find_place_columns(sheet.columns, sheet.source, headless=sheet.seems_headless())
    target = NOWHERE if dry_run else out or _default_target(file)
    if target not in (STDIO, NOWHERE):
        may_replace(target, yes)
    online = census and not offline
    if online:
        from advocate.config import load_settings

        online = not load_settings().offline
    counts = _write(sheet, places, target, by, offline=not online)
    _tell(sheet, target, counts)
    return ExitCode.DONE if counts["certain"] == len(sheet.rows) else ExitCode.NEEDS_EYES


def _read(file: Path, name: str) -> Sheet:
    from advocate.importing.reading import read_workbook
    from advocate.importing.sheets import SheetError, parse_sheet, read_sheet

    if file == STDIO:
        return parse_sheet(sys.stdin.buffer.read(), "standard input")
    workbook = read_workbook(file, name)
    if workbook is None and name:
        raise SheetError(f"{file.name} is a text file and has no sheets. Leave --sheet out.")
    return workbook or read_sheet(file)


def _default_target(file: Path) -> Path:
    if file == STDIO:
        return STDIO
    text = file.suffix.lower() in (".csv", ".tsv", ".tab", ".txt")
    return file.with_name(f"{file.stem}-located{file.suffix if text else '.csv'}")


def _write(sheet: Sheet, places: PlaceColumns, target: Path, by: str, *, offline: bool) -> Counter[str]:
    """Write the list with its answers; return how many rows were certain, uncertain, not placed."""
    import csv

    from advocate.supporters.locating import added_names, locate_sheet

    counts: Counter[str] = Counter()
    with _opened(target, "utf-8" if sheet.encoding == "utf-8" else "utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=sheet.delimiter, lineterminator="\n")
        writer.writerow((*sheet.columns, *added_names(sheet.columns)))
        answers = locate_sheet(sheet, places, offline=offline, prefer=by)
        for row, answer in zip(sheet.rows, _with_progress(answers, len(sheet.rows)), strict=True):
            writer.writerow((*row.values, *answer.values()))
            counts["certain" if answer.certain else "uncertain" if answer.found else "not placed"] += 1
    return counts


@contextmanager
def _opened(target: Path, encoding: str) -> Iterator[TextIO]:
    """Open the file that appears whole or not at all, or standard output."""
    if target == STDIO:
        yield sys.stdout
        return
    if target == NOWHERE:
        with NOWHERE.open("w", encoding=encoding) as stream:
            yield stream
        return
    from advocate.whole_file import whole_file

    with whole_file(target, encoding) as stream:
        yield stream


def _with_progress(answers: Iterator[Any], length: int) -> Iterator[Any]:
    """Show a bar on the error stream, at a terminal only."""
    if not sys.stderr.isatty():
        yield from answers
        return
    with click.progressbar(answers, length=length, label="Locating", file=sys.stderr) as bar:
        yield from bar


def _tell(sheet: Sheet, target: Path, counts: Counter[str]) -> None:
    """Say on the error stream what was done, and what a person should know of it."""
    from advocate.supporters.locating import ADDED, added_names

    names = added_names(sheet.columns)
    renamed = [f"'{old}' is '{new}'" for old, new in zip(ADDED, names, strict=True) if old != new]
    if renamed:
        click.echo(
            f"The list has columns of these names already, so the added {', '.join(renamed)}.", err=True
        )
    if sheet.encoding == "cp1252":
        click.echo(f"{sheet.source} was read as Windows-1252; the answer is UTF-8.", err=True)
    if sheet.problems:
        many = how_many(len(sheet.problems), "row is", "rows are")
        click.echo(f"{many} not as wide as the header, or empty; 'problem' says which.", err=True)
    total = len(sheet.rows)
    where = {STDIO: "", NOWHERE: " Nothing was written."}.get(target, f" Written to {target}")
    click.echo(
        f"{total} row{'s' * (total != 1)}: {counts['certain']} certain, {counts['uncertain']} not certain, "
        f"{counts['not placed']} not placed.{where}",
        err=True,
    )
