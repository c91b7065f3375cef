"""What stands in a published CSV file, and where does it come from?"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.shelving import Row

__all__ = ["Row", "Source", "read_rows", "sha256_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """One published input of the figures; the same fields as the sources of the officials' snapshot.

    `vintage` and `retrieved_on` are "YYYY-MM-DD", "YYYY-MM" or "YYYY": no more exact than is known.
    """

    name: str
    publisher: str
    title: str
    url: str
    vintage: str
    licence: str
    retrieved_on: str
    sha256: str
    valid_from: date | None
    valid_to: date | None
    used_for: tuple[str, ...]


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield a CSV file's rows by header name. Raises FiguresUnreadable that says what is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            seen = reader.fieldnames or []
            missing = [name for name in needed if name not in seen]
            if missing:
                raise FiguresUnreadable(
                    f"{path} has no column {', '.join(missing)}; it has: {', '.join(seen) or 'nothing'}."
                )
            yield from reader
    except OSError as error:
        raise FiguresUnreadable(
            f"{path} cannot be read ({error.strerror}). Point --from at the folder of published files."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FiguresUnreadable(f"{path} is not the CSV file that was expected ({error}).") from error


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of a folder: the sorted names in it, each with its own hash."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    listing = "".join(
        f"{sha256_of(each)}  {each.name}\n" for each in sorted(path.iterdir()) if each.is_file()
    )
    return hashlib.sha256(listing.encode()).hexdigest()
