"""`advocate lint FILE…|ID…`: is this letter fit to go?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import db_option, json_option, print_json

if TYPE_CHECKING:
    from advocate.writing.linting import Linted
    from letters.lint import Finding


@click.command(short_help="Check letters against the rules L1 to L18.")
@click.argument("letters", nargs=-1, metavar="FILE|ID...")
@click.option(
    "--rules", "list_rules", is_flag=True, help="List the rules, why each is there, and its source."
)
@click.option("--strict", is_flag=True, help="Let every finding stop a letter, not only L7, L11 and L13.")
@json_option
@db_option
def command(
    letters: tuple[str, ...], list_rules: bool, strict: bool, as_json: bool, db: Path | None
) -> ExitCode:
    """Check letters: text or Markdown files, or ids of the log.

    Exit code 0: nothing found; 3: something to look at; 1: something stops the letter.
    """
    if list_rules:
        _show_rules(as_json)
        return ExitCode.DONE
    if not letters:
        raise click.UsageError("Name at least one letter: a .md or .txt file, or an id from: advocate log")
    from advocate.config import load_settings
    from advocate.writing.linting import lint_named

    settings = load_settings(db=db)
    looked_at = lint_named(letters, db=settings.db, templates=settings.templates)
    if as_json:
        print_json([each.to_dict() for each in looked_at])
    else:
        click.echo("\n".join(_lines(looked_at, strict)))
    return outcome([found for each in looked_at for found in each.findings], strict)


def outcome(findings: Sequence[Finding], strict: bool) -> ExitCode:
    """Return 1 where something stops a letter, 3 where there is something to look at, else 0."""
    from letters.lint import stops

    if stops(findings, strict):
        return ExitCode.FAILED
    return ExitCode.NEEDS_EYES if findings else ExitCode.DONE


def finding_lines(finding: Finding, strict: bool = False) -> Iterator[str]:
    """Yield what a person reads of one finding."""
    weight = "stops" if strict or finding.severity == "stop" else "warns"
    yield f"  {finding.rule} {weight}: {finding.what}"
    yield f"      where   {finding.where}"
    yield f"      why     {finding.why} ({finding.source})"
    yield f"      do      {finding.remedy}"


def _lines(looked_at: Sequence[Linted], strict: bool) -> Iterator[str]:
    for each in looked_at:
        count = len(each.findings)
        yield f"{each.name}: {'fit to go' if not count else f'{count} to look at'}"
        for found in each.findings:
            yield from finding_lines(found, strict)


def _show_rules(as_json: bool) -> None:
    from letters.lint import RULES

    if as_json:
        from dataclasses import asdict

        print_json([asdict(rule) for rule in RULES.values()])
        return
    for rule in RULES.values():
        click.echo(
            f"{rule.id:<4}{rule.severity}s: the letter {rule.title}.\n      {rule.why} ({rule.source})"
        )
