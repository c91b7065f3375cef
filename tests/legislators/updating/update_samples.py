"""What the tests of updates share."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from published_samples import Rows, row_of

from legislators.snapshot import open_snapshot
from legislators.sources.fetching import Limits
from legislators.updating import Update

NOW = datetime(2026, 11, 24, 8, 0)
QUICK = Limits(connect_s=0.5, silence_s=0.3, whole_s=2, tries=2, back_off_s=0)
SAME_DAY = "Wed, 05 Aug 2026 12:00:00 GMT"
LATER = "Fri, 20 Nov 2026 12:00:00 GMT"
Run = Callable[..., Update]


def told(found: Update) -> list[str]:
    return [f"{each.sign} {each.where}: {each.text}" for each in found.changes]


def seats() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        open_snapshot().path("officials.json").read_text(encoding="utf-8")
    )["seats"]
    return rows


def gone(rows: Rows) -> None:
    """Let the member for 62A leave."""
    rows.remove(row_of(rows, "62A"))


def someone(**fields: str) -> dict[str, str]:
    known = {"id": "ocd-person/1", "name": "Mai Example", "current_chamber": "lower", "family_name": "Example",
             "current_party": "Republican", "email": "rep.mai.example@house.mn.gov"}  # fmt: skip
    return known | fields
