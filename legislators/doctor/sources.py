"""Does every file of the data have a source with a publisher, a licence and a date, and is it still valid?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.doctor.finding import Finding
from legislators.errors import SnapshotError

if TYPE_CHECKING:
    from legislators.snapshot import Snapshot

LISTING = "SOURCES.toml"
_TEXTS = ("publisher", "title", "url", "licence")
_DATES = ("vintage", "retrieved_on")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")
#: The compiled files that a data folder may hold; each comes from somewhere.
COMPILED = frozenset({
    "officials.json", "school_districts.json", "school_boards.json", "board_results.json", "districts.gpkg",
    "district_cells.npz", "overlay.json", "streets.sqlite", "zip_areas.json", "figures.sqlite",
})  # fmt: skip
_FILL_IN = "Fill it in from the publisher's page, or get the data again: advocate data update."


def check_listings(snapshot: Snapshot, on: date) -> Iterator[Finding]:
    """Yield what is wrong with the lists of sources of the data folders, as far as their files are in use."""
    for folder in snapshot.folders:
        if (folder / LISTING).is_file():
            yield from check_listing(folder, on, partial(_answers, snapshot, folder))
        elif folder.is_dir():
            yield from _without_source(folder, set(), "warning")


def check_listing(
    folder: Path, on: date, in_use: Callable[[str], bool] = lambda _: True
) -> Iterator[Finding]:
    """Yield what is wrong with one folder's list of sources, and the files that no source is named for.

    A source of which no file is `in_use` is left out: a newer copy has taken its place.
    """
    listing = folder / LISTING
    try:
        rows = tomllib.loads(listing.read_text(encoding="utf-8"))["source"]
        sources = [row for row in rows if isinstance(row, dict)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"The list of sources cannot be read: {error}."
        yield Finding("error", "unreadable", str(listing), what, _FILL_IN, (f"file/{LISTING}",))
        return
    for row in sources:
        files = row.get("used_for") or ()
        if not files or any(in_use(file) for file in files):
            yield from _source(row, on)
    yield from _without_source(
        folder, {file for row in sources for file in row.get("used_for") or ()}, "error"
    )


def _answers(snapshot: Snapshot, folder: Path, file: str) -> bool:
    """Say whether a file is answered from this folder; where that cannot be told, it may be."""
    try:
        return snapshot.path(file).parent == folder
    except SnapshotError:
        return True


def _without_source(folder: Path, named: set[str], level: str) -> Iterator[Finding]:
    for file in sorted(each.name for each in folder.iterdir() if each.name in COMPILED - named):
        what = f"No source in {LISTING} says where {file} comes from."
        yield Finding(level, "no_source", f"{file}, {folder}", what, _FILL_IN, (f"file/{file}",))


def _source(row: dict[str, Any], on: date) -> Iterator[Finding]:
    name = str(row.get("name") or row.get("title") or "a source without a name")
    where, subjects = f"{name}, {LISTING}", (f"source/{name}",)
    lacking = [word for word in _TEXTS if not str(row.get(word) or "").strip()]
    lacking += [word for word in _DATES if not _DAY.fullmatch(str(row.get(word) or ""))]
    if not isinstance(row.get("valid_from"), date):
        lacking.append("valid_from")
    for word in lacking:
        code = (
            "no_licence"
            if word == "licence"
            else "no_date"
            if word in (*_DATES, "valid_from")
            else "no_origin"
        )
        yield Finding(
            "error", code, where, f"The source has no {word.replace('_', ' ')}.", _FILL_IN, subjects
        )
    end = row.get("valid_to")
    if isinstance(end, date) and end < on:
        what = f"It was valid until {end}; what its publisher has put out since is not in our data."
        yield Finding(
            "warning", "source_ended", where, what, "See for newer: advocate data update.", subjects
        )
