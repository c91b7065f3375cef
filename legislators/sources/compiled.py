"""How is a compiled file written, so that the same input gives the same bytes and a diff reads well?"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from legislators.errors import SnapshotError

Record = Mapping[str, Any]


def write_records(path: Path, head: Mapping[str, Any], name: str, records: Sequence[Record]) -> None:
    """Write one JSON object: the pairs of `head`, then `records` under `name`, one record a line."""
    lines = ["{"]
    lines += [f"{_json(key)}: {_json(value)}," for key, value in sorted(head.items())]
    lines.append(f"{_json(name)}: [")
    lines.append(",\n".join(_json(record) for record in records))
    path.write_text("\n".join([*lines, "]}", ""]), encoding="utf-8", newline="\n")


def read_table(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Read a published CSV with a header. Raises SnapshotError where it lacks a needed column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            rows = [] if missing else [{k: (v or "").strip() for k, v in row.items()} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SnapshotError(f"{path} cannot be read as a table ({error}). Fetch it again.") from error
    if missing:
        raise SnapshotError(f"{path} has no column {', '.join(missing)}; is this the right table?")
    return rows


def tidy_phone(text: str) -> str:
    """Return a ten-digit phone number as 651-296-1802, anything else as it is published."""
    digits = re.sub(r"\D", "", text)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text.strip()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
