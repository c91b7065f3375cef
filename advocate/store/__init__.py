"""The log of letters and contacts: `open_log`, and the dataclasses that go in and come out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.store.log import Log

__all__ = ["open_log"]


def open_log(path: Path | str | None = None, *, create: bool = True) -> Log:
    """Open the log (a context manager), by default where the settings say, made if it is not there.

    Raises StoreError: not a database, another program's, locked, not writable, from a newer
    version; NoLogYet where there is none and `create` is false; SettingError.
    """
    from advocate.config import load_settings
    from advocate.errors import NoLogYet
    from advocate.store.log import Log

    place = load_settings(db=path).db
    if not create and not place.exists():
        raise NoLogYet(
            f"There is no log at '{place}' yet. `advocate write` makes it with the first letters, "
            "`advocate supporters add` or `advocate import` with the first people."
        )
    return Log(place)
