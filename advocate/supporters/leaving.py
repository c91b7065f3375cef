"""How does a person leave our lists: forgotten on their word, or after years without a word from them?"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advocate.errors import AdvocateError
from advocate.store.id_starts import SHORT

if TYPE_CHECKING:
    from advocate.store.going import Holdings
    from advocate.store.log import Log

_AGE = re.compile(r"(\d{1,4})\s*([dwmy])", re.IGNORECASE)


class CannotForget(AdvocateError):
    """Something has to be settled first, or a file cannot be deleted; the message says what."""


class WrongAge(AdvocateError):
    """An age that cannot be read."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class Left:
    """What was done: people whose data went, files deleted, files that still lie there.

    `scrubbed` is False where another program had the log open, so that old bytes may still be in the file.
    """

    holdings: Holdings
    deleted: tuple[str, ...]
    left: tuple[str, ...]
    scrubbed: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            **self.holdings.to_dict(), "deleted": list(self.deleted), "left": list(self.left), "scrubbed": self.scrubbed,
        }  # fmt: skip


def day_of_age(age: str, today: date) -> date:
    """Return the day that lies so long before today: "3y", "18m", "26w", "90d". Raises WrongAge."""
    found = _AGE.fullmatch(age.strip())
    if found is None or not int(found.group(1)):
        raise WrongAge(f"'{age}' is no age. Write years, months, weeks or days, as in 3y, 18m, 26w, 90d.")
    count, unit = int(found.group(1)), found.group(2).casefold()
    try:
        if unit in "dw":
            return date.fromordinal(today.toordinal() - count * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        # 31 March less a month is the last day of February.
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except ValueError:
        raise WrongAge(f"'{age}' lies before the year 1.") from None


def files_there(files: Sequence[str]) -> tuple[str, ...]:
    """Return those of the letters' files that still lie where they were written."""
    return tuple(file for file in files if Path(file).is_file() or Path(file).is_symlink())


def forget(
    log: Log,
    people: Sequence[str],
    *,
    on: date,
    who: str = "",
    delete_files: bool = False,
    remember: Sequence[str] | None = None,
) -> Left:
    """Take everything out of the log that says who these people are; every count stays.

    `remember` are those whom a later import must not bring back (default: all of them). With
    `delete_files` the letters' files go first: the log is the only list of them. Raises CannotForget.
    """
    from advocate.store.erasing import erase_people, scrub
    from advocate.store.forgetting import remember_forgotten
    from advocate.store.going import count_in_doubt, holdings_of, keys_of
    from advocate.store.people import rows_of

    database = log.database
    doubtful = count_in_doubt(database, people)
    if doubtful:
        raise CannotForget(
            f"{doubtful} of their messages may or may not have reached the mail server. Settle that first with "
            "advocate send or advocate record: afterwards nobody could."
        )
    held = holdings_of(database, people)
    there = files_there(held.files)
    rows = [row for person in people for row in rows_of(database, person)]
    deleted = (*_delete(there), *_delete_own_folders(held.files, rows)) if delete_files else ()
    with log.writing():
        kept = list(people if remember is None else remember)
        if kept:
            remember_forgotten(database, log.path, keys_of(database, kept), on)
        erase_people(database, people, on, log.clock, who)
    return Left(held, deleted, files_there(held.files), scrub(database, log.path))


def _delete_own_folders(files: Sequence[str], rows: Sequence[str]) -> tuple[str, ...]:
    """Delete what is left in folders that a campaign's run made for these rows of people: their names are on them.

    Those are the fact sheets beside the letters, and drafts for a mail program. Anything else stays.
    """
    ids = {row[:SHORT] for row in rows}
    folders = {Path(file).parent for file in files if Path(file).parent.name.rpartition("_")[2] in ids}
    gone: list[str] = []
    for folder in sorted(folders):
        ours = [str(file) for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]-*_*")) if file.is_file()]
        gone += _delete(ours)
        with suppress(OSError):  # somebody put something else there
            folder.rmdir()
    return tuple(gone)


def coarsen(log: Log, people: Sequence[str], *, who: str = "") -> tuple[int, int]:
    """Drop the streets of these people and keep their districts; return (addresses made coarse, left as they are).

    Those left were not looked up yet: `advocate supporters locate` does that.
    """
    from advocate.store.erasing import coarsen_addresses, scrub
    from advocate.store.going import count_without_place

    left = count_without_place(log.database, people)
    with log.writing():
        done = coarsen_addresses(log.database, people, log.clock, who)
    scrub(log.database, log.path)
    return done, left


def purge(log: Log, people: Sequence[str], *, on: date, who: str = "", delete_files: bool = False) -> Left:
    """Forget people of whom nothing was heard for long. They may join again by any way.

    Who said no to being reached is remembered, so that no later list can overturn it.
    """
    from advocate.store.consents import opted_out
    from advocate.store.people import rows_of

    database = log.database
    said_no = opted_out(database)
    remember = (
        [each for each in people if any(row in said_no for row in rows_of(database, each))] if said_no else []
    )
    return forget(log, people, on=on, who=who, delete_files=delete_files, remember=remember)


def _delete(files: Sequence[str]) -> tuple[str, ...]:
    """Delete the files, all that can be. Raises CannotForget where one cannot: the log still lists it then."""
    deleted: list[str] = []
    for file in files:
        try:
            Path(file).unlink(missing_ok=True)
        except OSError as error:
            raise CannotForget(
                f"'{file}' cannot be deleted ({error.strerror}), so nothing was taken out of the log yet. "
                f"Deleted so far: {len(deleted)} of {len(files)} files. Mend that and begin again."
            ) from error
        deleted.append(file)
    return tuple(deleted)
