"""Which forms does a letter take, and what is in each file beside it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from letters.engine import Letter

#: What is written where nothing else is asked for.
DEFAULT_FORMATS = ("text", "md")


@dataclass(frozen=True, slots=True)
class Forms:
    """A letter's forms by the ending of their file (".txt", ".phone.txt"), and why a form could not be made."""

    files: dict[str, bytes]
    problems: tuple[str, ...]


def read_formats(words: Sequence[str], *, every: bool = False) -> tuple[str, ...]:
    """Return the names of the forms in the order of the list of forms. Raises WrongChoice, with the right ones."""
    from letters.formats import FORMATS

    if every:
        return tuple(FORMATS)
    chosen = {word.strip().lower() for entry in words for word in entry.split(",") if word.strip()}
    wrong = sorted(chosen.difference(FORMATS))
    if wrong or not chosen:
        what = f"There is no form '{wrong[0]}'" if wrong else "No form was chosen"
        raise WrongChoice(f"{what}. Choose from: {', '.join(FORMATS)} (several with commas).", tuple(FORMATS))
    return tuple(name for name in FORMATS if name in chosen)


def endings_of(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the endings of these forms' files."""
    from letters.formats import FORMATS

    return tuple(FORMATS[name].suffix for name in formats)


def make_forms(letter: Letter, stem: str, formats: Sequence[str], story: str = "") -> Forms:
    """Return the letter in each form; a form that cannot be made of it is told, and the others are made."""
    from letters.errors import FormatError
    from letters.formats import FORMATS, render

    files: dict[str, bytes] = {}
    problems = []
    for name in formats:
        try:
            files[FORMATS[name].suffix] = render(letter, name, **_options(name, stem, formats, story))
        except FormatError as error:
            problems.append(f"{FORMATS[name].title}: {error}")
    return Forms(files, tuple(problems))


def _options(name: str, stem: str, formats: Sequence[str], story: str) -> dict[str, Any]:
    from letters.formats import FORMATS

    if name == "mailto":
        whole = next((each for each in ("eml", "text", "md") if each in formats), "")
        return {"file": stem + FORMATS[whole].suffix if whole else ""}
    return {"story": story} if name == "script" or name.startswith("comment") else {}
