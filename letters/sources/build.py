"""How do the published statistics become letters/data? The same input gives the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from letters.errors import FiguresUnreadable
from letters.figure import STATE
from letters.figure_file import FIGURES_FILE
from letters.shelving import Contents, write_shelf
from letters.sources import coalition, enrollment, mde, naep, northstar
from letters.sources.published import Row, Source

SOURCES_FILE = "SOURCES.toml"
#: The tests in words, by the short name that rows carry.
TESTS = {
    "mca": "MCA",
    "mca-mtas": "MCA and MTAS/Alternate MCA",
    "mca3": "MCA-III",
    "mca3-mtas": "MCA-III and MTAS",
    "mca4": "MCA-IV",
    "naep": "NAEP",
    "attendance": "attendance records",
}


def build_figures(published: Path, out: Path) -> list[Source]:
    """Compile all figures from `published` (laid out as docs/data.md says) into `out`.

    Writes figures.sqlite and SOURCES.toml and returns the sources. Raises FiguresUnreadable, with
    nothing written, where a published file is missing or not as expected.
    """
    tested, names, sources = mde.compile_districts(published)
    rated, other_names, rated_sources = northstar.compile_districts(published)
    state, state_sources = mde.compile_state(published)
    state_rates, state_rate_sources = northstar.compile_state(published)
    national, scores, naep_sources = naep.compile_naep(published)
    enrolled, enrolled_sources = enrollment.compile_enrollment(published)
    directory = mde.names_in(published / mde.NAMES_FILE)
    rows = [*tested, *rated, *state, *state_rates, *national, *coalition.compile_coalition()]
    _check_unique(rows)
    sources += [*rated_sources, *state_sources, *state_rate_sources, *naep_sources, *enrolled_sources]
    places = {STATE: "Minnesota", naep.NATION: naep.NATION_NAME} | other_names | names
    contents = Contents(
        rows=[_with_test(row) for row in rows],
        places=places | {key: name for key, name in directory.items() if key in places},
        sources=mde.titles() | northstar.titles() | naep.titles() | coalition.titles(),
        scores=scores,
        enrollment=enrolled,
    )
    out.mkdir(parents=True, exist_ok=True)
    write_shelf(out / FIGURES_FILE, contents)
    sources = sorted(sources, key=lambda source: source.name)
    _write(out / SOURCES_FILE, _sources_text(sources))
    return sources


def _with_test(row: Row) -> Row:
    return replace(row, test=TESTS[row.test])


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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
