"""When do two spellings mean the same person, place or campaign, and what does a new row call itself?"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

#: Gives the moment; tests hand in their own.
Clock = Callable[[], datetime]

#: What stands for the name of a supporter who has none, and is there only to hold a no; their name key is "".
NO_NAME = "(no name)"


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def moment(clock: Clock) -> str:
    """Return the clock's moment as the log keeps it, so that text order is time order."""
    return clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_id() -> str:
    """Return an id that no other log will ever make: 32 hexadecimal digits."""
    return uuid4().hex


def content_id(content: Mapping[str, Any]) -> str:
    """Return an id that is the same wherever the content is the same."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def letter_hash(subject: str, body: str) -> str:
    """Return the SHA-256 of a letter; line ends and spaces at the ends of lines do not count."""
    lines = [line.rstrip() for line in f"{subject}\n\n{body}".strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


#: The key of an address row that stands for "no address known"; a colon is in no key of a typed address.
NO_ADDRESS = "none:"

#: What match_key makes of each ASCII sign, by the rule for all signs; most names and addresses hold no others.
_ASCII_KEY = bytes(ord(chr(n).casefold()) if chr(n).isalnum() else 32 for n in range(128)) + bytes([32] * 128)


def match_key(text: str) -> str:
    """Return the text without case, punctuation, accents' encodings and doubled spaces.

    Accents themselves stay: Nguyễn and Nguyen may be two people, and the log does not decide that.
    """
    if text.isascii():
        return " ".join(text.encode("ascii").translate(_ASCII_KEY).decode("ascii").split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in folded)
    return " ".join("".join(kept).split())


def email_key(email: str) -> str:
    """Return the e-mail address as it is compared: without case and spaces around."""
    return email.strip().casefold()


def coarse_key(town: str, zip_code: str) -> str:
    """Return the key of an address whose street was dropped: any at that place may be the one it was."""
    return f"coarse:{town.casefold()} {zip_code}"
