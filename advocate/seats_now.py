"""Does the official whom a letter is for still hold the seat today, and what do our data say of them?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.store.officials import OfficialThen
    from legislators.official import Official
    from legislators.officials import Roster

#: How the roster marks an address that may be somebody else's.
DOUBTFUL = "looks like another person's"


def official_now(then: OfficialThen, roster: Roster, today: date) -> Official | None:
    """Return the official as our data have them today, or None where they hold that seat no more."""
    from legislators.errors import LegislatorsError

    try:
        if then.kind == "governor":
            seats: tuple[Official, ...] = (roster.governor(today),)
        else:
            kind = "school_district" if then.kind == "school_board" else then.kind
            seats = roster.for_district(kind, then.district, today)
    except LegislatorsError:
        return None
    return next(
        (seat for seat in seats if seat.id == then.official_key and seat.status == "sitting" and seat.name),
        None,
    )


def why_not(then: OfficialThen, now: Official | None, today: date, allow_doubtful: bool) -> str:
    """Return why nothing can go to this official by e-mail, and what to do; "" where it can."""
    who = f"{then.title} {then.name}".strip()
    if then.term_ends and date.fromisoformat(then.term_ends) <= today:
        return f"The term of {who} ended on {then.term_ends}. Write to the successor: advocate write."
    if now is None:
        return f"{who} does not hold the seat any more in our data. See who does: advocate who."
    if not now.email.strip():
        return "Our data have no e-mail. Print the letter and post it (advocate print), then say so: advocate record."
    if DOUBTFUL in now.note and not allow_doubtful:
        return (
            f"The published e-mail of {who} ({now.email}) {DOUBTFUL}. Look it up on the official's own page "
            f"({now.url or 'in our data there is none'}); if it is right: --allow-doubtful."
        )
    return ""
