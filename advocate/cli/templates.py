"""`advocate templates`: which letters are there to start from, and how does one make one's own?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advocate.cli.errors import ExitCode
from advocate.cli.options import NamingGroup, json_option, print_json

if TYPE_CHECKING:
    from letters.library import Template

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of your own templates (default: ADVOCATE_TEMPLATES). They win over the bundled ones.",
)


@click.group(
    name="templates", cls=NamingGroup, short_help="The letters' templates: list, show, check, write your own."
)
def command() -> None:
    """Templates are the letters to start from: a few fixed sentences, and questions for your own words."""


@command.command("list")
@click.option("--office", default="", metavar="KIND", help="Only those written for this kind of office.")
@folder_option
@json_option
def list_command(office: str, folder: Path | None, as_json: bool) -> None:
    """List the templates: name, whose voice, for which offices, what it is."""
    from letters.library import OFFICES, list_templates

    if office and office not in OFFICES:
        raise click.UsageError(f"There is no office '{office}'. Choose one of: {', '.join(OFFICES)}.")
    found = [t for t in list_templates(_folder(folder)) if not office or t.fits(office)]
    if as_json:
        print_json([_facts(template) for template in found])
    elif sys.stdout.isatty():
        _print_table(found)
    else:
        for t in found:
            click.echo("\t".join((t.name, t.role, ",".join(t.offices), t.length, t.title)))


@command.command("show")
@click.argument("name")
@folder_option
@json_option
def show_command(name: str, folder: Path | None, as_json: bool) -> None:
    """Show one template: what it is for, what it asks you, and its text."""
    from letters.library import load_template

    template = load_template(name, _folder(folder))
    if as_json:
        print_json({**_facts(template), "subject": template.subject, "body": template.body})
        return
    questions = [f"  {word}: {template.prompt_for(word)}" for word in template.needs]
    choices = [
        f"  {word}: {template.prompt_for(word)}\n      without it: {default or '(left out)'}"
        for word, default in template.defaults.items()
    ]
    click.echo(f"{template.name}: {template.title}")
    click.echo(f"For {', '.join(template.offices)}; in the voice of: {template.role}; {template.length}")
    click.echo("\n".join(["\nIt asks you for:", *questions]))
    if choices:
        click.echo("\n".join(["\nYou may also say (--set NAME=TEXT):", *choices]))
    click.echo(f"\nSubject: {template.subject}\n\n{template.body}\n\n{template.closing}")


@command.command("check")
@click.argument("names", nargs=-1, metavar="[NAME|FILE]...")
@folder_option
@json_option
def check_command(names: tuple[str, ...], folder: Path | None, as_json: bool) -> ExitCode:
    """Check templates: your own folder's, or those you name (a file's name, too).

    Each is compiled, filled with a sample story and held against the lint rules.
    Exit code 0: all are fit; 3: something to look at; 1: a template is broken.
    """
    from advocate.writing.sample_letters import check_templates

    results = check_templates(names, _folder(folder))
    if as_json:
        print_json([each.to_dict() for each in results])
    else:
        from advocate.cli.lint import finding_lines

        for each in results:
            click.echo(f"{each.name}: {each.verdict}")
            for found in each.findings:
                click.echo("\n".join(finding_lines(found)))
        if not results:
            click.echo(
                "There is no template of your own to check. Begin one with: advocate templates new NAME",
                err=True,
            )
    if any(each.error for each in results):
        return ExitCode.FAILED
    return ExitCode.NEEDS_EYES if any(each.findings for each in results) else ExitCode.DONE


@command.command("new")
@click.argument("name")
@click.option(
    "--like", default="legislator", show_default=True, metavar="NAME", help="The template to start from."
)
@folder_option
@click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
def new_command(name: str, like: str, folder: Path | None, dry_run: bool) -> None:
    """Begin a template of your own: a copy of another, in your folder, to change as you like."""
    from letters.library import new_template

    place = _folder(folder)
    if place is None:
        raise click.UsageError(
            "Say where your own templates lie: --folder DIR, or once for all ADVOCATE_TEMPLATES=DIR in .env."
        )
    path = new_template(name, place, like, dry_run=dry_run)
    click.echo(f"{'Would write' if dry_run else 'Written'}: {path}")
    if not dry_run:
        click.echo(f"Change it, then: advocate templates check {name}")


@command.command("path")
@folder_option
def path_command(folder: Path | None) -> None:
    """Print the folders where templates are looked for, your own first."""
    from letters.library import BUNDLED

    place = _folder(folder)
    if place is not None:
        click.echo(f"{place}{'' if place.is_dir() else '  (not there yet)'}")
    click.echo(BUNDLED)


def _folder(flag: Path | None) -> Path | None:
    """Return the folder of the person's own templates: the flag's, else that of the settings."""
    if flag is not None:
        return flag.absolute()
    from advocate.config import load_settings

    return load_settings().templates


def _facts(template: Template) -> dict[str, Any]:
    facts = {key: value for key, value in asdict(template).items() if key not in ("body", "subject")}
    return {**facts, "path": str(template.path), "ask": template.ask, "uses_figures": template.uses_figures}


def _print_table(templates: Sequence[Template]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)
    table.add_column("voice")
    table.add_column("what it is")
    table.add_column("for", style="dim")
    for each in templates:
        offices = ", ".join(office.replace("_", " ") for office in each.offices)
        table.add_row(each.name, each.role, escape(each.title), offices)
    Console().print(table)
