"""`advocate supporters edit`: something about one person changes, and what was there stays on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocate import clock
from advocate.cli.errors import ExitCode
from advocate.cli.options import db_option, dry_run_option, json_option, login_name, parse_day, print_json
from advocate.cli.supporter_joining import CENSUS_HELP, field_options, is_offline

if TYPE_CHECKING:
    from advocate.store.log import Log


@click.command("edit", short_help="Change something about one person; the change is on record.")
@click.argument("words", nargs=-1, required=True, metavar="WHO")
@click.option("--name", default=None, metavar="TEXT", help="Their name.")
@field_options
@click.option(
    "--opt-out", multiple=True, metavar="WORD", help="They said no: any, email, phone, text or post."
)
@click.option(
    "--opt-in", multiple=True, metavar="WORD", help="They took a no back, or said yes; needs --source."
)
@click.option("--source", default="", metavar="TEXT", help="Where they said so: a call, a letter, a talk.")
@click.option("--on", "on", type=parse_day, metavar="YYYY-MM-DD", help="When they said so (default: today).")
@click.option("--wording", default="", metavar="TEXT", help="The words they agreed to.")
@click.option("--census", is_flag=True, help=CENSUS_HELP)
@dry_run_option
@json_option
@db_option
def edit(
    words: tuple[str, ...], name: str | None, opt_out: tuple[str, ...], opt_in: tuple[str, ...], source: str,
    on: date | None, wording: str, census: bool, dry_run: bool, as_json: bool, db: Path | None, **fields: str | None,
) -> ExitCode:  # fmt: skip
    """Change one person: by the start of the id, the e-mail, or the name.

    \b
    Examples:
      advocate supporters edit mai@example.org --phone 651-555-0100
      advocate supporters edit "Mai Example" --opt-out email --source "her reply"

    What was there before stays on record. A new address is put beside the older
    ones, and is the one that counts. An empty value, as in --phone "", clears a
    field. A no to being reached is lifted by --opt-in alone.
    """
    given = {key: text for key, text in {"name": name, **fields}.items() if text is not None}
    if not given and not opt_out and not opt_in:
        raise click.UsageError("What should change? Name a field, such as --phone, or --opt-out or --opt-in.")
    if (opt_in or opt_out) and not source.strip():
        raise click.UsageError('Where did they say so? Add it, such as: --source "telephone call"')
    from advocate.store import open_log
    from advocate.store.people import find_person
    from advocate.supporters.editing import Changes, apply_changes

    changes = Changes(given, opt_out, opt_in, source, on or clock.today(), wording)
    with open_log(db, create=False) as log:
        person = find_person(log.database, " ".join(words))
        done = apply_changes(
            log, person.id, changes, who=login_name(), offline=not census or is_offline(), dry_run=dry_run
        )
        return _show_changed(log, person.id, done, dry_run, as_json)


def _show_changed(
    log: Log, supporter_id: str, done: tuple[tuple[str, str, str], ...], dry_run: bool, as_json: bool
) -> ExitCode:
    from advocate.store.people import get_person

    person = get_person(log.database, supporter_id)
    if as_json:
        changed = [{"field": name, "before": before, "after": after} for name, before, after in done]
        print_json({"id": person.id, "changed": changed, "dry_run": dry_run})
        return ExitCode.DONE
    from advocate.reports.plain import shown

    click.echo(f"{person.short_id}  {shown(person.called)}:")
    for name, before, after in done:
        click.echo(shown(f"{name.replace('_', ' ')}: '{before}' to '{after}'"))
    if not done:
        click.echo("All of that is on record already; nothing was changed.")
    elif dry_run:
        click.echo("Nothing was changed (--dry-run).")
    return ExitCode.DONE
