"""How did Minnesota do in the National Assessment of Educational Progress?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from letters.errors import FiguresUnreadable
from letters.figure import ALL_STUDENTS, STATE
from letters.figure_file import FIGURES_FILE
from letters.sources.mde import percent
from letters.sources.published import Row, Source, read_rows, sha256_of

FOLDER = Path("statistics/naep")
SHARES_FILE = "naep_mn_national_2019_2022.csv"
#: `geography` of a figure for the public schools of the whole country.
NATION = "us"
NATION_NAME = "the nation’s public schools"
PUBLISHER = "National Center for Education Statistics"
NAME = "naep"

_TITLE = f"{PUBLISHER}, National Assessment of Educational Progress, state results"
_URL = "https://www.nationsreportcard.gov/"
_PLACES = {"Minnesota": STATE, "National public": NATION}
_SUBJECTS = {"Mathematics": "math", "Reading": "reading"}
_SCORE_FILE = re.compile(r"naep_(?P<subject>math|reading)_(?P<grade>[48])_(?P<year>\d{4})\.csv")

Score = tuple[str, str, int, str, int]


def compile_naep(published: Path) -> tuple[list[Row], list[Score], list[Source]]:
    """Return the shares at or above Proficient, every state's average scale scores, and the source."""
    folder = published / FOLDER
    rows = [_row(folder / SHARES_FILE, cells) for cells in read_rows(folder / SHARES_FILE, _NEEDED)]
    scores = [score for path in sorted(folder.glob("naep_*_[48]_*.csv")) for score in _scores(path)]
    return rows, scores, [_source(folder)]


def titles() -> dict[str, dict[str, str]]:
    """Return what a letter says of this source."""
    return {NAME: {"publisher": PUBLISHER, "title": _TITLE, "url": _URL}}


_NEEDED = ("year", "subject", "grade", "jurisdiction", "avg_scale_score", "pct_at_or_above_proficient")


def _row(path: Path, cells: dict[str, str]) -> Row:
    if cells["jurisdiction"] not in _PLACES or cells["subject"] not in _SUBJECTS:
        raise FiguresUnreadable(f"{path} has a row that is not expected: {', '.join(cells.values())}.")
    return Row(
        subject=_SUBJECTS[cells["subject"]],
        group=ALL_STUDENTS,
        grade=f"Grade {cells['grade']}",
        geography=_PLACES[cells["jurisdiction"]],
        year=int(cells["year"]),
        basis="NAEP",
        test="naep",
        percent_met=percent(cells["pct_at_or_above_proficient"], f"{path}, {cells['year']}"),
        n=None,
        source=NAME,
        found_at="",
        standing="published",
        note=f"average scale score {cells['avg_scale_score']}; a sample, so small differences mean nothing",
    )


def _scores(path: Path) -> list[Score]:
    parts = _SCORE_FILE.fullmatch(path.name)
    if parts is None:
        return []
    subject, year = parts["subject"], int(parts["year"])
    column = f"{subject}_grade{parts['grade']}_{year}"
    return [
        (subject, f"Grade {parts['grade']}", year, cells["state"].replace("_", " "), int(cells[column]))
        for cells in read_rows(path, ("state", column))
        if cells[column].isdigit()  # a dash where too few took the test
    ]


def _source(folder: Path) -> Source:
    return Source(
        name=NAME,
        publisher=PUBLISHER,
        title=_TITLE,
        url=_URL,
        vintage="2022",
        licence="public domain (US Government work)",
        retrieved_on="2026-11",
        sha256=sha256_of(folder),
        valid_from=date(2019, 1, 1),
        valid_to=None,
        used_for=(FIGURES_FILE,),
    )
