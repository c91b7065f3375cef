"""How do we address the holder of this office, without getting a name wrong?"""

from __future__ import annotations

import re
from functools import lru_cache

from letters.errors import NobodyToWriteTo
from letters.people import Recipient

#: The honorific of each office (rule L8).
HONORIFICS = {
    "state_senate": "Senator",
    "state_house": "Representative",
    "school_board": "Board Member",
    "governor": "Governor",
}
_BODIES = {
    "state_senate": "Minnesota Senate, District {district}",
    "state_house": "Minnesota House of Representatives, District {district}",
    "governor": "State of Minnesota",
}
_BOARD = "Members of the School Board"
_SUFFIXES = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "esq"})
# A surname begins with the first of these that follows a single given name: "Scott Van Binsbergen".
_PARTICLES = frozenset({"van", "von", "de", "del", "della", "der", "den", "di", "la", "st"})
_ASIDES = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\"“][^\"”]*[\"”]")


@lru_cache(maxsize=4096)
def salutation(recipient: Recipient) -> str:
    """Return the line that opens the letter: "Dear Senator Pappas:".

    Where the surname cannot be told from the name alone, the whole name is used, which is never
    wrong. A board or a district office without a name is greeted as a body. Raises NobodyToWriteTo
    where a seat in the legislature, or the governor's office, has no name.
    """
    if recipient.salutation:
        return recipient.salutation
    if not _is_person(recipient):
        return f"Dear {_body(recipient)}:"
    title, whole = honorific(recipient), _spoken(recipient.name)
    if not title:
        return f"Dear {whole}:"
    return f"Dear {title} {recipient.family_name or family_name(recipient.name) or whole}:"


def honorific(recipient: Recipient) -> str:
    """Return the title to use before the name; the office's own, unless a board gave a member another."""
    fixed = HONORIFICS.get(recipient.kind, "")
    if recipient.kind == "school_board" and recipient.title in {"Chair", "Board Chair", "Vice Chair"}:
        return recipient.title
    return fixed or recipient.title


@lru_cache(maxsize=4096)
def envelope_lines(recipient: Recipient) -> tuple[str, ...]:
    """Return the lines above the salutation: title and name, the body, the mail address."""
    if _is_person(recipient):
        first = f"{honorific(recipient)} {recipient.name}".strip()
        body = recipient.office or _BODIES.get(recipient.kind, "").format(district=recipient.district)
    else:
        first = _body(recipient)
        body = recipient.office or recipient.name
    lines: list[str] = []
    for line in (first, body, *recipient.mail):
        if line and line not in lines:
            lines.append(line)
    return tuple(lines)


def family_name(name: str) -> str:
    """Return the surname where the name leaves no doubt (one given name, one surname), else "".

    Initials, nicknames in quotation marks or brackets, and suffixes are left out of account:
    'Gary "Hawk" Huard' is Huard, "Erin Maye Quade" is in doubt.
    """
    words = _ASIDES.sub(" ", _spoken(name)).split()
    full = [word for word in words if len(word.rstrip(".")) > 1]
    if len(full) >= 3 and _plain(full[1]) in _PARTICLES:
        return " ".join(full[1:])
    return full[1] if len(full) == 2 and full[0] == words[0] else ""


def _spoken(name: str) -> str:
    """Return the name without the suffix that nobody says in a greeting."""
    words = name.replace(",", " ").split()
    while len(words) > 2 and _plain(words[-1]) in _SUFFIXES:
        words.pop()
    return " ".join(words)


def _is_person(recipient: Recipient) -> bool:
    """Say whether the name is a person's: a district's office has at most the district's name."""
    return bool(recipient.name.strip()) and recipient.kind != "school_district"


def _plain(word: str) -> str:
    return word.strip(".,").replace(".", "").casefold()


def _body(recipient: Recipient) -> str:
    if recipient.kind == "school_board":
        return _BOARD
    if recipient.kind == "school_district":
        return "Superintendent" if recipient.title.casefold() == "superintendent" else _BOARD
    where = f" of district {recipient.district}" if recipient.district else ""
    raise NobodyToWriteTo(
        f"The seat{where} ({recipient.kind or 'unknown office'}) has no holder in our data, so no letter "
        "to it is written. Choose another official, or name the office with a salutation of your own."
    )
