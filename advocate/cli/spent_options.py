"""How does a person say what an act took: minutes, and dollars?"""

from __future__ import annotations

from collections.abc import Callable

import click


def _minutes(text: str) -> int | None:
    from advocate.acts.words import read_minutes

    return _read(read_minutes, text)


def _cents(text: str) -> int | None:
    from advocate.acts.words import read_cents

    return _read(read_cents, text)


def _read(read: Callable[[str], int | None], text: str) -> int | None:
    from advocate.errors import WrongChoice

    try:
        return read(text)
    except WrongChoice as wrong:
        raise click.BadParameter(str(wrong)) from None


minutes_option = click.option(
    "--minutes", type=_minutes, metavar="N", help="What it took, in minutes (20) or hours (1:30)."
)
cost_option = click.option("--cost", type=_cents, metavar="DOLLARS", help="What it cost: 12.50.")
