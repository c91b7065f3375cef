"""What do we know of a file that was fetched before, so that its publisher can say "not changed"?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from legislators.files import replace_whole
from legislators.snapshot import sha256_of


@dataclass(frozen=True, slots=True)
class Kept:
    """The publisher's own marks of a file, our hash of it, and the day it came (YYYY-MM-DD)."""

    etag: str
    last_modified: str
    sha256: str
    retrieved_on: str

    def headers(self) -> dict[str, str]:
        """Return the headers of a request that is answered 304 where nothing changed."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


def _notes(path: Path) -> Path:
    return path.with_name(f"{path.name}.fetched.json")


def read_kept(path: Path) -> Kept | None:
    """Return what was written down of the file, None where it is not the file that lies there now."""
    try:
        found = Kept(**json.loads(_notes(path).read_text(encoding="utf-8")))
        date.fromisoformat(found.retrieved_on)
        return found if found.sha256 == sha256_of(path) else None
    except (OSError, ValueError, TypeError):
        return None


def write_kept(path: Path, kept: Kept) -> None:
    """Write down what is known of the file, beside it."""
    pairs = {name: getattr(kept, name) for name in ("etag", "last_modified", "sha256", "retrieved_on")}
    text = json.dumps(pairs, indent=1) + "\n"

    def write(beside: Path) -> None:
        beside.write_text(text, encoding="utf-8")

    replace_whole(_notes(path), write)
