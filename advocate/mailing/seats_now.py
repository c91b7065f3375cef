"""Does the official whom a letter is for still hold the seat today, and what do our data say of them?"""

from __future__ import annotations

from datetime import date, timedelta
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
        (seat for seat in seats if seat.status == "sitting" and seat.name and _is_same(seat, then)), None
    )


def _is_same(seat: Official, then: OfficialThen) -> bool:
    """Say whether it is the person of the letter; whom we named by hand, the source may name by now."""
    by_hand = then.official_key.startswith("corrected/") and seat.name.casefold() == then.name.casefold()
    return seat.id == then.official_key or by_hand


def last_known(then: OfficialThen, roster: Roster) -> Official | None:
    """Return the official as our data have them on the last day of the term in which the letter was written."""
    ends = _ends(then)
    return official_now(then, roster, ends - timedelta(days=1)) if ends else None


def why_not(
    then: OfficialThen, now: Official | None, today: date, allow_doubtful: bool, allow_stale: bool = False
) -> str:
    """Return why nothing can go to this official by e-mail, and what to do; "" where it can.

    A person who sits today by our data may be written to, whatever term they had when the letter was
    written. With `allow_stale`, `now` is whom our data have last, though the term is over.
    """
    who, ends = f"{then.title} {then.name}".strip(), _ends(then)
    if ends and ends <= today and (now is None or (_over(now, today) and not allow_stale)):
        return (
            f"The term of {who} ended on {ends}, and our data do not name them after that. Get newer data (advocate "
            "data update), and write to the successor (advocate write). Only if they surely hold the seat again: "
            "--allow-stale."
        )
    if now is None:
        return f"{who} does not hold the seat any more in our data. See who does: advocate who."
    if not now.email.strip():
        return "Our data have no e-mail. Print the letter and post it (advocate print), then say so: advocate record."
    if DOUBTFUL in now.note and not allow_doubtful:
        return (
            f"The published e-mail of {who} ({now.email}) {DOUBTFUL}. Look it up on the official's own page "
            f"({now.url or 'in our data there is none'}); if it is right: --allow-doubtful. To put it right for good: "
            "advocate officials edit."
        )
    return ""


def _ends(then: OfficialThen) -> date | None:
    return date.fromisoformat(then.term_ends) if then.term_ends else None


def _over(now: Official, today: date) -> bool:
    return now.term_ends is not None and now.term_ends <= today
