"""What should a supporter know about the law's edges before a letter goes? Dated notices, kept as data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "notices.toml"
#: When a notice is said: to these officials always, from a school's mail account, to several board members.
WHEN = ("always", "school_mail", "many_members")


@dataclass(frozen=True, slots=True)
class LegalNotice:
    """One notice: for which kinds of official and when, in plain words, with the law it rests on."""

    id: str
    kinds: tuple[str, ...]
    when: str
    text: str
    source: str

    @property
    def message(self) -> str:
        """The notice with its source."""
        return f"{self.text} ({self.source})"


@dataclass(frozen=True, slots=True)
class NoticeBook:
    """All notices, the day they were written, and the sentence about counsel that is said once."""

    notices: tuple[LegalNotice, ...]
    as_of: str
    counsel: str


@cache
def load_notices(file: Path = _FILE) -> NoticeBook:
    """Return the notices of the data file, read once."""
    import tomllib

    content = tomllib.loads(file.read_text(encoding="utf-8"))
    notices = tuple(LegalNotice(**{**row, "kinds": tuple(row["kinds"])}) for row in content["notice"])
    return NoticeBook(notices, content["as_of"], content["counsel"])


def notices_for(kinds: Collection[str], *, school_mail: bool = False) -> tuple[LegalNotice, ...]:
    """Return what applies to letters to these officials, a kind for each letter, in the order of the file.

    `school_mail` is true where they go from a school district's own mail account.
    """
    many = sum(kind == "school_board" for kind in kinds) > 1
    said = {"always": True, "school_mail": school_mail, "many_members": many}
    return tuple(
        notice
        for notice in load_notices().notices
        if said[notice.when] and any(kind in kinds for kind in notice.kinds)
    )


def in_words(notices: Collection[LegalNotice]) -> tuple[str, ...]:
    """Return the notices as sentences, and below them, once, when they were written and to ask counsel."""
    if not notices:
        return ()
    book = load_notices()
    return (*(notice.message for notice in notices), f"As of {book.as_of}. {book.counsel}")
