"""`advocate data check`: what is wrong with the data, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import FILE, as_of_option, json_option, print_json
from advocate.how_many import how_many

if TYPE_CHECKING:
    from advocate.upkeep.checking import DataReport
    from legislators.doctor import Finding

_WIDTH = 80
_HEADS = {"error": "Errors", "warning": "Warnings: a person should look", "note": "Notes"}


@click.command("check")
@click.option(
    "--from", "folder", type=FILE, metavar="DIR", help="A folder of data (default: the data in use)."
)
@as_of_option
@json_option
def command(folder: Path | None, as_of: date | None, as_json: bool) -> ExitCode:
    """Look for what is wrong with the data: seats, addresses, boards, lines, sources, figures.

    \b
    Each finding says where it is and what to do:
      error    the data would answer wrongly
      warning  a person should look, such as an address that looks like another's
      note     true and worth knowing, such as a vacant seat

    The exit code is 3 where there is an error or a warning. Your own corrections
    (advocate officials edit) count; what they mend becomes a note.
    """
    from advocate import clock
    from advocate.upkeep.checking import check_data

    report = check_data(as_of or clock.today(), folder)
    if as_json:
        print_json(report.to_dict())
    else:
        click.echo("\n".join(_lines(report)))
    return ExitCode.NEEDS_EYES if report.needs_eyes else ExitCode.DONE


def _lines(report: DataReport) -> Iterator[str]:
    counts = [(report.count(level), level) for level in _HEADS]
    said = ", ".join(how_many(number, level) for number, level in counts)
    yield f"The data on {report.on}: {said}."
    for level, same in groupby(report.findings, key=lambda each: each.level):
        yield f"\n{_HEADS[level]}"
        for code, found in groupby(same, key=lambda each: each.code):
            yield from _of_one_code(code, list(found))


def _of_one_code(code: str, found: Sequence[Finding]) -> Iterator[str]:
    """Return the findings of a code; what to do stands once where it is the same for all."""
    yield f"\n  {code}"
    remedies = {each.remedy for each in found}
    for each in found:
        yield _wrapped(f"{each.where}: {each.what}", "  - ")
        if len(remedies) > 1:
            yield _wrapped(each.remedy, "    > ")
    if len(remedies) == 1:
        yield _wrapped(found[0].remedy, "    > ")


def _wrapped(text: str, begin: str) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=f"  {begin}",
        subsequent_indent=" " * (len(begin) + 2),
        break_on_hyphens=False,
        break_long_words=False,
    )
