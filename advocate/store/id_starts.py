"""Which row is meant by the start of its id, as people see it and type it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlite_utils import Database

#: So many digits of an id people see, and so few they may type where these are enough.
SHORT, _LEAST = 8, 4
#: So many rows a message names where several are meant.
_NAMED = 10


class NotFound(Protocol):
    """An error that holds the right choices."""

    def __call__(self, message: str, choices: Sequence[str] = ()) -> Exception:
        """Make it."""
        ...


def may_begin_id(typed: str) -> bool:
    """Say whether the text could be the start of an id."""
    start = typed.strip().casefold()
    return _LEAST <= len(start) <= 32 and set(start) <= set("0123456789abcdef")


def find_id(
    database: Database,
    table: str,
    typed: str,
    *,
    error: NotFound,
    noun: str,
    shown_by: str,
    describe: Callable[[str], str],
) -> str:
    """Return the one whole id in a table or view that begins so.

    Raises `error`, which says what is wrong with it, which command shows the ids of such a `noun`, and where
    several begin so, `describe`s them.
    """
    start = typed.strip().casefold()
    if not may_begin_id(start):
        raise error(
            f"'{typed}' is no {noun}'s id. `{shown_by}` shows them: {SHORT} digits like 3fa85f64, of which the "
            "first four will do where they are enough."
        )
    rows = database.execute(
        f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT {_NAMED + 1}",
        [start, start + "g"],
    ).fetchall()
    if not rows:
        raise error(f"No {noun}'s id begins with '{typed}'. `{shown_by}` shows the ids.")
    if len(rows) > 1:
        choices = [describe(row[0]) for row in rows[:_NAMED]]
        raise error(
            f"More than one {noun}'s id begins with '{typed}'. Type more of the one you mean:", choices
        )
    return str(rows[0][0])
