"""How are a person's corrections kept in a file that they can read and edit?"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from legislators.corrections import DATES, FIELDS, Correction, Corrections
from legislators.errors import SnapshotError
from legislators.own_files import read_again_if_changed
from legislators.snapshot import data_home

#: The file's name in the person's data folder; updates swap copies of the data beside it.
FILE = "corrections.toml"
_HEAD = """# What was corrected here in the published data, by whom, when and why.
# `advocate officials edit` and `undo` write this file; you may edit it as well.
# source_value is what the source said at the time. A correction is told as done once the source agrees.
"""
_TEXTS = tuple(each.name for each in fields(Correction) if each.name != "on")


def corrections_path() -> Path:
    """Return where the person's corrections lie (the file need not exist yet)."""
    return data_home() / FILE


def load_corrections(path: Path | None = None) -> Corrections:
    """Return the corrections in force here; none where there is no file. Raises SnapshotError."""
    path = path or corrections_path()
    return read_again_if_changed(path, _read) if path.is_file() else Corrections()


def save_corrections(corrections: Corrections, path: Path | None = None) -> Path:
    """Write the file, whole or not at all, for its owner's eyes; return it. Raises SnapshotError."""
    path = path or corrections_path()
    text = "\n".join([_HEAD, *(_block(each) for each in corrections.items)])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{FILE}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        raise SnapshotError(
            f"{path} was not written ({error.strerror or error}); it is as it was."
        ) from error
    return path


def stamp() -> tuple[int, int]:
    """Return what tells one state of the file from the next: a look-up kept in memory is made anew then."""
    try:
        found = corrections_path().stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def _read(path: Path) -> Corrections:
    import tomllib

    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
        return Corrections(tuple(_from(row) for row in rows))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(
            f"{path} cannot be read as a list of corrections ({error}). Mend it, or move it away: without it "
            "the published data count alone."
        ) from error


def _from(row: dict[str, Any]) -> Correction:
    if row["field"] not in FIELDS:
        raise ValueError(f"there is no field {row['field']!r}; the fields are {', '.join(FIELDS)}")
    if row["field"] in DATES:
        date.fromisoformat(row["value"])
    on = row["on"] if isinstance(row["on"], date) else date.fromisoformat(row["on"])
    return Correction(**{name: str(row[name]) for name in _TEXTS}, on=on)


def _block(correction: Correction) -> str:
    import json

    lines = ["[[correction]]"]
    for each in fields(Correction):
        value = getattr(correction, each.name)
        # A JSON string is also a TOML one, but for the one control character that JSON leaves bare.
        text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{each.name} = {text}".replace("\x7f", "\\u007f"))
    return "\n".join([*lines, ""])
