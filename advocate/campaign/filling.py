"""A supporter says their own words once: how do they get into each draft that was made for them?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from advocate.store.contacts import Contact

#: How a place that is still to be filled in begins; rule L7 knows it by its first word.
OPENING = "Write here:"
_PLACE = re.compile(r"\\?\[" + OPENING + r"(.*?)\\?\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filling:
    """A draft with a place for the words: what each of its files becomes. `others` (a .pdf) keep the old text."""

    contact: Contact
    files: Mapping[Path, bytes]
    others: tuple[Path, ...] = ()


def place_for(question: str) -> str:
    """Return the place in square brackets that asks a supporter this."""
    return f"[{OPENING} {_plain(question)}]"


def plan_filling(contacts: Sequence[Contact], words: str, templates: Path | None) -> tuple[Filling, ...]:
    """Return, for each draft that has a place for the supporter's own words, its files with the words in it.

    Nothing is written. A file without that place (it was filled in before) is left alone.
    Raises WrongChoice where there are no words.
    """
    from letters.engine import load_template

    if not words.strip():
        raise WrongChoice("There are no words to fill in. Give them in a file: --story FILE.")
    planned = []
    for contact in contacts:
        question = _plain(load_template(contact.template, templates).prompt_for("story"))
        there = [Path(name) for name in contact.files]
        texts = [file for file in there if file.suffix in (".md", ".txt")]
        new = {file: text for file in texts if (text := _with_words(file, question, words)) is not None}
        if new:
            others = tuple(file for file in there if file not in texts and file.exists())
            planned.append(Filling(contact, new, others))
    return tuple(planned)


def fill_in(planned: Sequence[Filling]) -> None:
    """Write the files, each whole or not at all. Raises OSError."""
    from advocate.whole_file import write_whole

    for each in planned:
        for file, content in each.files.items():
            write_whole(file, content)


def _with_words(file: Path, question: str, words: str) -> bytes | None:
    """Return the file with the words in their place, None where it has no such place."""
    from letters.formats.text import wrap
    from letters.typed import as_markdown, cleaned

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    plain = "\n\n".join(wrap(part) for part in re.split(r"\n\s*\n", cleaned(words)))
    told = str(as_markdown(words)) if file.suffix == ".md" else plain
    found = [match for match in _PLACE.finditer(text) if _plain(match[1].replace("\\", "")) == question]
    for match in reversed(found):
        text = text[: match.start()] + told + text[match.end() :]
    return text.encode() if found else None


def _plain(question: str) -> str:
    """Return a question that can stand in square brackets."""
    return " ".join(question.replace("[", "(").replace("]", ")").replace("\\", "").split())
