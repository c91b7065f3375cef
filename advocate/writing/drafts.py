"""What does an unfinished letter look like as a file, and how does it come back? TOML between +++, then the story."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advocate.errors import WrongChoice

FENCE = "+++"
#: What a draft remembers of the command line, by the option's name.
FIELDS = (
    "address", "name", "phone", "email", "template", "to", "ask", "district", "school_district", "campaign", "formats",
    "point",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished letter: what was said on the command line, other words of the templates, and the story."""

    fields: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    story: str = ""

    def __bool__(self) -> bool:
        return bool(self.story.strip() or any(word.strip() for word in self.words.values()))


def write_draft(draft: Draft) -> str:
    """Return the draft's text; `read_draft` gives the same draft again."""
    lines = [f"{name} = {_quoted(value)}" for name, value in draft.fields.items() if value.strip()]
    if draft.words:
        lines += [
            "",
            "[words]",
            *(f"{_quoted(name)} = {_quoted(word)}" for name, word in draft.words.items()),
        ]
    return "\n".join([FENCE, *lines, FENCE, "", draft.story.replace("\0", "").rstrip(), ""])


def read_draft(file: Path) -> Draft:
    """Return the draft of a file; a file without front matter is a story alone. Raises WrongChoice, OSError."""
    import tomllib

    from advocate.importing.encodings import decode

    text = decode(file.read_bytes(), str(file))[0].replace("\r\n", "\n")
    if not text.startswith(f"{FENCE}\n"):
        return Draft(story=text.strip())
    head, fence, story = text.removeprefix(f"{FENCE}\n").partition(f"\n{FENCE}\n")
    if not fence and head.startswith(f"{FENCE}\n"):
        head, fence, story = "", FENCE, head.removeprefix(f"{FENCE}\n")
    try:
        if not fence:
            raise ValueError(f"the second line {FENCE} is missing")
        content: dict[str, Any] = tomllib.loads(head)
        words = content.pop("words", {})
        unknown = sorted(set(content) - set(FIELDS))
        if unknown:
            raise ValueError(f"it has {', '.join(unknown)}; known are {', '.join(FIELDS)} and [words]")
        if not all(isinstance(value, str) for value in (*content.values(), *words.values())):
            raise ValueError("every value is a text in quotation marks")
    except (ValueError, AttributeError) as error:
        raise WrongChoice(
            f"The draft '{file}' cannot be gone on with: {error}. Mend its first lines, or take the story alone: "
            "copy it to a file and give --story FILE."
        ) from error
    return Draft(content, words, story.strip())


def _quoted(text: str) -> str:
    """Return a TOML string; JSON's is one, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
