"""Which options do several commands share, and how is each one spelled and explained?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click


class NamingGroup(click.Group):
    """A group of commands that answers a wrong name with the right ones."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the list of those there are."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            names = ", ".join(sorted(self.commands))
            raise click.UsageError(
                f"There is no command '{self.name} {args[0]}'. Choose one of: {names}.", ctx
            )
        return super().resolve_command(ctx, args)


def parse_day(text: str) -> date:
    """Return the date of YYYY-MM-DD, or fail with an example of a right one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is no day. Write year, month and day, as in 2027-02-01."
        ) from None


def parse_point(text: str) -> tuple[float, float]:
    """Return (latitude, longitude) in degrees of LAT,LON; two swapped numbers get a hint."""
    try:
        lat, lon = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is no point. Write latitude,longitude, as in 44.9593,-93.0355."
        ) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        hint = f" Did you mean {lon:g},{lat:g}?" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise click.BadParameter(f"'{text}' lies nowhere on Earth: latitude comes first.{hint}")
    return lat, lon


#: A file name, "-" included, as a Path; whether it exists is for the reader to say.
FILE = click.Path(path_type=Path, dir_okay=True, allow_dash=True)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask; take yes for every answer.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be done, and write nothing.")
offline_option = click.option(
    "--offline",
    is_flag=True,
    help="Never ask the network: the address stays on this computer (or set ADVOCATE_OFFLINE=1).",
)
as_of_option = click.option(
    "--as-of", type=parse_day, metavar="YYYY-MM-DD", help="Who holds the seats on that day (default: today)."
)
db_option = click.option(
    "--db",
    type=FILE,
    help="The log's file (default: ADVOCATE_DB, else a file in your own data folder).",
)
by_option = click.option(
    "--by", "who", default="", metavar="NAME", help="Who says so (default: your login name)."
)
campaign_option = click.option(
    "--campaign", default=None, metavar="NAME",
    help="The campaign it belongs to; none for no campaign (default: `advocate campaign use`).",
)  # fmt: skip


def print_json(content: Any, default: Callable[[Any], Any] | None = None) -> None:
    """Print for another program what `json_option` asks for; `default` makes text of what JSON has no word for."""
    import json

    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=default))


def may_replace(target: Path, yes: bool) -> None:
    """Ask before a file is written over; without a person to ask, only --yes will do."""
    if not target.exists() or (yes and target.is_file()):
        return
    if target.is_dir():
        raise IsADirectoryError(21, "Is a directory", str(target))
    if not sys.stdin.isatty():
        raise click.ClickException(f"'{target}' is there already. --yes writes over it, --out names another.")
    click.confirm(f"'{target}' is there already. Write over it?", abort=True, err=True)


def login_name() -> str:
    """Return who is at the keyboard, "" where this computer has no name for them."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this user, as in some containers
        return ""
