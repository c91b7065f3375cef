"""Who sits in the Legislature now, by Open States' table or by a checkout of its database?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from legislators.errors import UpdateStopped
from legislators.snapshot import sha256_of
from legislators.sources.open_states import (
    OUTPUT,
    ROSTER,
    SOURCE_NAME,
    Edition,
    compile_officials,
    write_officials,
)
from legislators.sources.open_states_csv import URL, lay_over, table_source
from legislators.updating.work import Made, Work

_FOLDERS = ("legislature", "committees", "executive")
#: Where the three folders lie below the one that a person names: a checkout, or one laid out for `data build`.
_LAYOUTS = ("data/mn/{}", "mn/{}", "{}", f"{ROSTER}/openstates_mn_{{}}", "openstates_mn_{}")
#: The last line of a checkout's reflog: its commit, and when it was pulled.
_REFLOG = re.compile(r"^[0-9a-f]{40} ([0-9a-f]{40}) .*> (\d+) [+-]\d{4}\t")


def update_officials(work: Work) -> Made:
    """Make officials.json anew. Raises FetchError, SnapshotError, UpdateStopped."""
    if not work.given:
        got = work.fetcher.fetch(URL, "csv")
        as_of = got.published_on or got.retrieved_on
        return _from_table(work, got.path, min(as_of, work.today), got.retrieved_on)
    given = _one(work.given)
    if given.is_dir():
        return _from_checkout(work, given)
    if given.suffix.lower() != ".csv":
        raise UpdateStopped(
            f"{given} is neither a folder nor a .csv file. Name a checkout of openstates/people, or their mn.csv."
        )
    written = datetime.fromtimestamp(given.stat().st_mtime, UTC).date()
    return _from_table(work, given, min(written, work.today), work.today)


def _one(given: tuple[Path, ...]) -> Path:
    if len(given) > 1:
        raise UpdateStopped("Officials come from one folder or file: give --from once.")
    return given[0]


def _from_table(work: Work, table: Path, as_of: date, retrieved_on: date) -> Made:
    roster = _roster_at_hand(work)
    before, source = date.fromisoformat(roster["as_of"]), work.source(SOURCE_NAME)
    if source is not None and source.sha256 == sha256_of(table) and as_of <= before:
        return Made()
    edition = Edition(as_of, "", retrieved_on.isoformat(), "table of members")
    laid = lay_over(table, roster, edition)
    if as_of <= before and _who(laid.seats) == _who(roster["seats"]):
        # An older table that says the same tells us nothing newer.
        return Made(notes=laid.notes)
    write_officials(work.out, laid.seats, roster["committees"], as_of, edition.words)
    doubts = (
        (f"Open States' table is of {as_of}, older than the roster in force ({before}).",)
        if as_of < before
        else ()
    )
    return Made((table_source(table, edition),), (SOURCE_NAME,), notes=laid.notes, doubts=doubts)


def _who(seats: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: seat[key] for key in seat if key not in ("source", "as_of")} for seat in seats]


def _roster_at_hand(work: Work) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(work.snapshot.path(OUTPUT).read_text(encoding="utf-8"))
    return content


def _from_checkout(work: Work, checkout: Path) -> Made:
    layout = next(
        (each for each in _LAYOUTS if all((checkout / each.format(name)).is_dir() for name in _FOLDERS)), None
    )
    if layout is None:
        raise UpdateStopped(
            f"{checkout} holds no people of Minnesota: a checkout of openstates/people has them in "
            "data/mn/legislature, committees and executive."
        )
    published = work.scratch / "officials"
    for name in _FOLDERS:
        target = published / ROSTER / f"openstates_mn_{name}"
        target.mkdir(parents=True)
        for file in sorted((checkout / layout.format(name)).glob("*.yml")):
            shutil.copyfile(file, target / file.name)
    read, source = published / ROSTER, work.source(SOURCE_NAME)
    if source is not None and source.sha256 == sha256_of(read):
        return Made()
    edition = _edition(checkout, layout, work.today)
    sources = compile_officials(published, work.out, edition)
    return Made(tuple(sources), (SOURCE_NAME,), notes=(f"Read from a checkout of {edition.as_of}.",))


def _edition(checkout: Path, layout: str, today: date) -> Edition:
    """Return the commit and day of the last pull; without git's own record, the day of the newest file."""
    reflog = checkout / ".git" / "logs" / "HEAD"
    lines = reflog.read_text(encoding="utf-8", errors="replace").splitlines() if reflog.is_file() else []
    found = _REFLOG.match(lines[-1]) if lines else None
    if found:
        pulled = datetime.fromtimestamp(int(found[2]), UTC).date()
        return Edition(min(pulled, today), found[1][:10], today.isoformat())
    newest = max(_written(checkout, layout), default=0.0)
    return Edition(min(datetime.fromtimestamp(newest, UTC).date(), today), "", today.isoformat())


def _written(checkout: Path, layout: str) -> Iterator[float]:
    for name in _FOLDERS:
        yield from (file.stat().st_mtime for file in (checkout / layout.format(name)).glob("*.yml"))
