"""Which published figures cannot all be right, as far as their own counts prove it?

Nothing hidden is worked out here for anybody's eyes: a finding says that figures do not go together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from letters.breaks import RACES
from letters.errors import FiguresUnreadable
from letters.figure import ALL_STUDENTS, Figure

_FILE = "figures.sqlite"
_MEALS = (
    "Students eligible for free/reduced-price meals",
    "Students not eligible for free/reduced-price meals",
)
_LOOK = "Compare with the publisher's table; until it is settled, cite neither figure in a letter."
_REBUILD = "Get the figures again: advocate data update figures."


@dataclass(frozen=True, slots=True)
class FigureFinding:
    """One thing that is wrong with published figures, or worth knowing; the words are those of `data check`.

    `subjects` are "figure/GEOGRAPHY/SUBJECT/YEAR/BASIS/GROUP" of every figure it is about.
    """

    level: str
    code: str
    where: str
    what: str
    remedy: str
    subjects: tuple[str, ...]


def check_figures(folder: Path | None = None) -> tuple[FigureFinding, ...]:
    """Return what is wrong with a folder's figures (default: those in use), place by place."""
    from letters.figures import load_figures

    try:
        book = load_figures(folder)
        series = ((place, subject) for place in book.geographies for subject in book.subjects_of(place))
        return tuple(
            found for place, subject in series for found in check_series(book.all_of(subject, place))
        )
    except FiguresUnreadable as error:
        what = f"The file cannot be read: {error}"
        return (FigureFinding("error", "unreadable", _FILE, what, _REBUILD, (f"file/{_FILE}",)),)


def check_series(figures: Iterable[Figure]) -> Iterator[FigureFinding]:
    """Yield what is wrong with the figures of one place and subject."""
    tables: defaultdict[tuple[int, str, str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        yield from _alone(figure)
        tables[figure.year, figure.basis, figure.grade, figure.test, figure.source].append(figure)
    for table in tables.values():
        yield from _together(table)


def _alone(figure: Figure) -> Iterator[FigureFinding]:
    if not 0 <= figure.value <= 100:
        yield _found("error", "no_share", [figure], f"{figure.value} percent is no share of anybody.", _LOOK)
    elif figure.met is not None and figure.n:
        share = Decimal(figure.met) * 100 / figure.n
        if abs(share - figure.value) >= figure.step:
            what = f"{figure.met:,} of {figure.n:,} students are not {figure.value} percent."
            yield _found("error", "share_differs", [figure], what, _LOOK)
    if figure.standing == "disputed":
        what = f"{figure.not_met} percent below the standards is disputed and stays out of letters: {figure.note or figure.refusal}"
        yield _found("note", "disputed", [figure], f"{what.rstrip('.')}.", "Nothing; it is kept on record as published.")  # fmt: skip


def _together(table: Sequence[Figure]) -> Iterator[FigureFinding]:
    """Yield the groups that cannot be parts of all students of the same table."""
    whole = next((each for each in table if each.group == ALL_STUDENTS and each.n is not None), None)
    if whole is None:
        return
    counted = [each for each in table if each.n is not None and each is not whole]
    apart = [
        [each for each in counted if each.group in RACES],
        [each for each in counted if each.group in _MEALS],
        *([each] for each in counted if each.group not in RACES and each.group not in _MEALS),
    ]
    for groups in apart:
        why = _cannot_be(groups, whole) if groups else ""
        if why:
            yield _found("error", "groups_differ", [whole, *groups], why, _LOOK)


def _cannot_be(groups: Sequence[Figure], whole: Figure) -> str:
    """Return why groups without a common member cannot be part of the whole, "" where they can."""
    named = ", ".join(each.group for each in groups)
    rest = (whole.n or 0) - sum(each.n or 0 for each in groups)
    if rest < 0:
        return f"The groups ({named}) count {-rest:,} students more than all students together."
    least = sum((_met(each)[0] for each in groups), Decimal(0))
    most = sum((_met(each)[1] for each in groups), Decimal(0))
    if least > _met(whole)[1]:
        return f"More students of the groups ({named}) met the standards than of all students together."
    if _met(whole)[0] - most > rest:
        return (
            f"Fewer students of the groups ({named}) met the standards than the share of all students needs."
        )
    return ""


def _met(figure: Figure) -> tuple[Decimal, Decimal]:
    """Return how many students met the standards at the least and at the most, as exactly as was published."""
    n = Decimal(figure.n or 0)
    low, high = (figure.value - figure.step) * n / 100, (figure.value + figure.step) * n / 100
    return max(low, Decimal(0)), min(high, n)


def _found(level: str, code: str, figures: Sequence[Figure], what: str, remedy: str) -> FigureFinding:
    first = figures[0]
    about = first.group if len(figures) == 1 else f"{len(figures) - 1} groups"
    where = f"{first.geography_name}, {first.subject} {first.year}, basis {first.basis}, {about}, {_FILE}"
    subjects = tuple(f"figure/{f.geography}/{f.subject}/{f.year}/{f.basis}/{f.group}" for f in figures)
    return FigureFinding(level, code, where, what, remedy, subjects)
