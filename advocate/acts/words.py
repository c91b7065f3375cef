"""What do people write for an act, its day, its time and its cost, and what do we take it for?"""

from __future__ import annotations

import re
from datetime import date, datetime

from advocate.errors import WrongChoice

#: The act as a command names it -> the channel in the log.
ACTS = {
    "call": "call", "visit": "visit", "letter": "post", "testimony": "testimony", "comment": "comment",
    "email": "email",
}  # fmt: skip
#: What else people write for each, in a list.
_ALSO = {
    "call": ("phone", "phone call", "telephone", "called", "phoned", "voicemail", "voice mail", "calls"),
    "visit": ("meeting", "met", "visited", "in person", "in person meeting", "office visit", "meet", "lobby day"),
    "letter": ("post", "posted letter", "mail", "mailed", "posted", "us mail", "usps", "postcard", "card"),
    "testimony": ("testified", "hearing", "testify", "committee testimony"),
    "comment": ("public comment", "comments", "spoke", "spoke at the board", "public comments"),
    "email": ("e mail", "emailed", "e mailed", "mail electronic"),
}  # fmt: skip
#: How an act is spoken of: "a call on 2026-11-20".
SAID = {"post": "posted letter", "comment": "public comment", "email": "e-mail", "letter": "letter"}
_DAYS = (
    "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%d %B %Y", "%d %b %Y",
    "%Y/%m/%d", "%Y%m%d", "%B %d %Y", "%b %d %Y",
)  # fmt: skip
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([AaPp][Mm])?Z?$")
_TIME = re.compile(
    r"(?:(?P<hours>\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hour|hours)\b\.?)?\s*(?:(?P<minutes>\d+)\s*(?:m|min|mins|minutes?)?\.?)?"
)
_MONEY = re.compile(r"\$?\s*(\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?")
_YES = ("yes", "y", "x", "true", "1", "confirmed", "witnessed", "✓", "✔")
_NO = ("", "no", "n", "false", "0", "sent", "reported")


def read_act(text: str) -> str:
    """Return the channel of an act as people write it: "phone call" is call, "mailed" post. Raises WrongChoice."""
    word = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    for name, channel in ACTS.items():
        if word in (name, channel, *_ALSO[name]):
            return channel
    raise WrongChoice(f"There is no act '{text}'. Choose one of: {', '.join(ACTS)}.", tuple(ACTS))


def said(channel: str) -> str:
    """Return what a channel is called in a sentence."""
    return SAID.get(channel, channel)


def read_day(text: str) -> date:
    """Return the day of a list's cell: 2026-11-20, 11/20/2026 (month first), Nov 20, 2026. Raises WrongChoice."""
    day = _CLOCK.sub("", " ".join(text.split()))
    try:
        return date.fromisoformat(day)
    except ValueError:
        pass
    for form in _DAYS:
        try:
            return datetime.strptime(day, form).date()
        except ValueError:
            continue
    raise WrongChoice(f"'{text}' is no day. Write 2026-11-20, or 11/20/2026 with the month first.")


def read_minutes(text: str) -> int | None:
    """Return whole minutes of "20", "1:30", "1.5 h", "1 h 20 min"; None for "". Raises WrongChoice."""
    words = " ".join(text.casefold().split())
    if not words:
        return None
    hours, colon, rest = words.partition(":")
    if colon and hours.isdecimal() and rest[:2].isdecimal() and len(rest) in (2, 5) and int(rest[:2]) < 60:
        return _within_a_day(int(hours) * 60 + int(rest[:2]), text)
    match = _TIME.fullmatch(words)
    if match and (match["hours"] or match["minutes"]):
        return _within_a_day(round(float(match["hours"] or 0) * 60) + int(match["minutes"] or 0), text)
    raise WrongChoice(f"'{text}' is no length of time. Write minutes: 20, or hours and minutes: 1:30.")


def read_hours(text: str) -> int | None:
    """Return whole minutes of a cell in a column of hours: "1.5" is 90. Raises WrongChoice."""
    try:
        return _within_a_day(round(float(text) * 60), text) if text.strip() else None
    except (ValueError, OverflowError):
        return read_minutes(text)


def _within_a_day(minutes: int, text: str) -> int:
    if not 0 <= minutes <= 24 * 60:
        raise WrongChoice(f"'{text}' is more than a day. Give the minutes that the act took.")
    return minutes


def read_cents(text: str) -> int | None:
    """Return cents of "12", "$12.50", "1,200"; None for "". Raises WrongChoice."""
    words = text.strip()
    if not words:
        return None
    match = _MONEY.fullmatch(words)
    if match is None:
        raise WrongChoice(f"'{text}' is no amount. Write dollars and cents: 12.50.")
    return int(match[1].replace(",", "")) * 100 + int((match[2] or "0").ljust(2, "0"))


def read_witnessed(text: str) -> bool:
    """Return whether a cell says that the act was witnessed. Raises WrongChoice."""
    word = text.strip().casefold()
    if word not in (*_YES, *_NO):
        raise WrongChoice(f"'{text}' is no standing. Write sent (as reported) or confirmed (witnessed).")
    return word in _YES
