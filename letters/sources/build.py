"""How do the published statistics become letters/data? The same input gives the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path
from typing import Any

from letters.errors import FiguresUnreadable
from letters.figures import FIGURES_FILE, STATE
from letters.sources import coalition, mde
from letters.sources.published import Row, Source

SOURCES_FILE = "SOURCES.toml"
#: The tests in words, by the short name that rows carry.
TESTS = {
    "mca": "MCA",
    "mca-mtas": "MCA and MTAS/Alternate MCA",
    "mca3": "MCA-III",
    "mca3-mtas": "MCA-III and MTAS",
    "mca4": "MCA-IV",
}


def build_figures(published: Path, out: Path) -> list[Source]:
    """Compile the figures of first letters from `published` (laid out as docs/data.md says) into `out`.

    Writes figures.json and SOURCES.toml and returns the sources. Raises FiguresUnreadable, with
    nothing written, where a published file is missing or not as expected.
    """
    districts, places, sources = mde.compile_districts(published)
    state, state_sources = mde.compile_state(published)
    rows = sorted([*districts, *state, *coalition.compile_coalition()], key=_order)
    _check_unique(rows)
    sources = sorted([*sources, *state_sources], key=lambda source: source.name)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / FIGURES_FILE, _figures_text(rows, {STATE: "Minnesota", **places}))
    _write(out / SOURCES_FILE, _sources_text(sources))
    return sources


def _figures_text(rows: Sequence[Row], places: dict[str, str]) -> str:
    """Return the figures as JSON with a row a line, so that a change can be read in a diff."""
    head = {
        "about": "Percent of students who met or exceeded the standards. Written by `advocate data build`.",
        "sources": {**mde.titles(), **coalition.titles()},
        "tests": TESTS,
        "places": places,
        "columns": [field.name for field in fields(Row)],
    }
    parts = [f'"{key}": {_json(value, indent=1)}' for key, value in head.items()]
    lines = ",\n".join(_json(astuple(row)) for row in rows)
    return "{\n" + ",\n".join(parts) + ',\n"rows": [\n' + lines + "\n]\n}\n"


def _sources_text(sources: Iterable[Source]) -> str:
    blocks = ["# Where every file of this folder comes from. Written by `advocate data build`.\n"]
    for source in sources:
        pairs = [(field.name, getattr(source, field.name)) for field in fields(Source)]
        lines = [f"{name} = {_toml(value)}" for name, value in pairs if value is not None]
        blocks.append("\n".join(["[[source]]", *lines, ""]))
    return "\n".join(blocks)


def _check_unique(rows: Sequence[Row]) -> None:
    keys = Counter((row.source, *_order(row)[:-1]) for row in rows)
    twice = [key for key, count in keys.items() if count > 1]
    if twice:
        raise FiguresUnreadable(f"The published files have two figures for {twice[0]}.")


def _order(row: Row) -> tuple[Any, ...]:
    return row.geography, row.subject, row.group, row.grade, row.basis, row.year, row.source


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _toml(value: str | date | tuple[str, ...]) -> str:
    # A JSON string, and a JSON list of strings, is also a TOML one.
    return value.isoformat() if isinstance(value, date) else _json(value)


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
