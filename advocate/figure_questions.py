"""What was asked about the figures, in a person's own words, and which figures answer it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from letters.comparing import Comparison, Trend
    from letters.figure import Figure
    from letters.figures import FigureBook
    from letters.ranges import DistrictRange

STATE = "state"
LEGISLATIVE = ("state_house", "state_senate", "congress")


@dataclass(frozen=True, slots=True)
class Question:
    """Which figures are meant, as typed; empty means not said, and years 0 the newest."""

    subject: str
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    grade: str = ""


@dataclass(frozen=True, slots=True)
class _Key:
    subject: str
    place: str
    group: str
    basis: str | None
    year: int | None
    grade: str


def find_place(book: FigureBook, text: str) -> str:
    """Return the id of a place: "state", a school district as people name it, or an id that has figures.

    Raises UnknownDistrict, which lists near ones.
    """
    plain = text.strip()
    if plain.casefold() in (STATE, "minnesota", "mn"):
        return STATE
    if book.subjects_of(plain):
        return plain
    from legislators.districts import normalise_district_id

    return normalise_district_id("school_district", plain)


def find_word(kind: str, text: str, choices: Iterable[str]) -> str:
    """Return the one choice that a person means: the same but for case, or the only one that contains it.

    Raises WrongChoice that lists the choices.
    """
    known = list(choices)
    wanted = " ".join(text.split()).casefold()
    same = [each for each in known if each.casefold() == wanted]
    close = same or [each for each in known if each.casefold().startswith(wanted)]
    close = close or [each for each in known if wanted in each.casefold()]
    if len(close) == 1:
        return close[0]
    what = (
        f"could be {' or '.join(close)}"
        if close
        else f"is none of them: {', '.join(known) or 'there are none'}"
    )
    raise WrongChoice(f"The {kind} '{text}' {what}. Write more of the name.", known)


def ask_trends(book: FigureBook, question: Question, *, beside_state: bool = False) -> list[Trend]:
    """Return the whole series of each place and group asked for; with `beside_state` the state's as well.

    Raises what is wrong with the question, and FigureRefused with the reason.
    """
    from letters.comparing import require_one_basis, trend
    from letters.errors import FigureNotFound

    trends: list[Trend] = []
    basis = None
    keys = _keys(book, question)
    for key in dict.fromkeys(_Key(k.subject, k.place, k.group, k.basis, None, k.grade) for k in keys):
        basis = key.basis or basis
        trends.append(trend(book, key.subject, key.place, group=key.group, basis=basis, grade=key.grade))
        # What comes after is of the first one's basis, or is refused beside it.
        basis = key.basis or trends[-1].figures[0].basis
    first = trends[0].figures[0]
    if beside_state and first.geography != STATE:
        try:
            state = trend(book, first.subject, STATE, group=first.group, basis=first.basis, grade=first.grade)
            trends.append(state)
        except FigureNotFound:
            pass
    require_one_basis([figure for each in trends for figure in each.figures])
    return trends


def ask_figure(book: FigureBook, question: Question) -> Figure:
    """Return the one figure asked for. Raises FigureRefused with the reason, FigureNotFound with what there is."""
    keys = _keys(book, question)
    if len(keys) > 1:
        raise WrongChoice("One figure is cited at a time: give one district, group, basis and year at most.")
    key = keys[0]
    return book.require(
        key.subject, key.place, year=key.year, group=key.group, basis=key.basis, grade=key.grade
    )


def ask_comparison(book: FigureBook, question: Question) -> Comparison:
    """Return the places, groups or years asked for side by side; one district alone beside the state.

    Raises FigureRefused with the reason.
    """
    from letters.comparing import compare

    keys = _keys(book, question)
    if len(keys) == 1 and keys[0].place != STATE:
        first = _any_figure(book, keys[0])
        keys.append(_Key(first.subject, STATE, first.group, first.basis, first.year, first.grade))
        return compare(book, [first, _any_figure(book, keys[1])])
    figures = [_any_figure(book, key) for key in keys]
    if not question.years and not question.bases:
        figures = _same_year(book, figures)
    return compare(book, figures)


def ask_range(book: FigureBook, legislative: str, question: Question) -> tuple[str, DistrictRange]:
    """Return the name of a legislative district ("67B", "67", or "congress 4") and the range across it.

    Raises UnknownDistrict, FigureNotFound, FigureRefused.
    """
    from advocate.officials.serving import districts_served
    from letters.ranges import range_across

    served, name = districts_served(*_legislative(legislative))
    key = _keys(book, question)[0]
    found = range_across(book, key.subject, served, group=key.group, year=key.year, basis=key.basis)
    return name, found


def list_of_place(book: FigureBook, place: str) -> list[tuple[str, ...]]:
    """Return (subject, basis, group, years) of all that a place has figures about."""
    found: dict[tuple[str, str, str], set[int]] = {}
    for subject in book.subjects_of(place):
        for each in book.all_of(subject, place):
            label = each.group if each.grade == "All grades" else f"{each.group}, {each.grade.lower()}"
            found.setdefault((subject, each.basis or "unknown", label), set()).add(each.year)
    return [(*key, ", ".join(map(str, sorted(years)))) for key, years in sorted(found.items())]


def left_out(book: FigureBook, figure: Figure) -> list[str]:
    """Return why other figures of the same place, group and year are not used, in sentences."""
    found = book.find(
        figure.subject, figure.geography, group=figure.group, year=figure.year, grade=figure.grade
    )
    return [
        f"Not used: {each.not_met} percent not meeting, basis {each.basis or 'unknown'}, published by "
        f"{each.publisher}: {each.refusal}."
        for each in found
        if each.refusal
    ]


def other_bases(book: FigureBook, figure: Figure) -> list[str]:
    """Return the other bases that the same place and group has figures of, which are never mixed with it."""
    found = book.find(figure.subject, figure.geography, group=figure.group, grade=figure.grade)
    return sorted({each.basis for each in found if not each.refusal} - {figure.basis})


def _keys(book: FigureBook, question: Question) -> list[_Key]:
    from letters.figure import ALL_GRADES, ALL_STUDENTS, BASES

    places = [find_place(book, place) for place in question.places] or [STATE]
    subjects = sorted({subject for place in places for subject in book.subjects_of(place)})
    subject = find_word("subject", question.subject, subjects or book.subjects)
    # A group that one of the places lacks is still a group; what that place has is said later.
    groups = sorted({group for place in [*places, STATE] for group in book.groups(subject, place)})
    named = [_group(text, groups) for text in question.groups] or [ALL_STUDENTS]
    bases: list[str | None] = [find_word("basis", basis, BASES) for basis in question.bases]
    grade = _grade(question.grade) if question.grade else ALL_GRADES
    if bases == ["NAEP"] and not question.grade:
        grade = "Grade 4"
    return [
        _Key(subject, place, group, basis, year, grade)
        for place in places
        for group in named
        for basis in bases or [None]
        for year in question.years or (None,)
    ]


def _group(text: str, groups: Sequence[str]) -> str:
    # "eligible" is in "not eligible" too; who says "not" means it, who doesn't does not.
    plain = [group for group in groups if " not " not in f" {group.casefold()} "]
    try:
        return find_word("group", text, groups)
    except WrongChoice:
        if "not" in text.casefold().split():
            raise
        return find_word("group", text, plain)


def _grade(text: str) -> str:
    word = text.strip().casefold().removeprefix("grade").strip()
    if word.isdigit():
        return f"Grade {int(word)}" if int(word) else "All grades"
    return {"hs": "High school", "high school": "High school"}.get(word, "All grades")


def _any_figure(book: FigureBook, key: _Key) -> Figure:
    """Return the figure, also one that may not be used: the comparison then says why. Raises as `require`."""
    from letters.errors import FigureRefused

    try:
        return book.require(
            key.subject, key.place, year=key.year, group=key.group, basis=key.basis, grade=key.grade
        )
    except FigureRefused:
        found = book.find(
            key.subject, key.place, year=key.year, group=key.group, basis=key.basis, grade=key.grade
        )
        if not found:
            raise
        return found[-1]


def _same_year(book: FigureBook, figures: list[Figure]) -> list[Figure]:
    """Return the figures of the newest year and basis that all have, where there is one."""
    series = []
    for each in figures:
        found = book.find(each.subject, each.geography, group=each.group, grade=each.grade)
        series.append({(f.year, f.basis, f.test): f for f in found if not f.refusal})
    common = set(series[0]).intersection(*series[1:])
    if not common:
        return figures
    chosen = max(common, key=lambda key: (key[0], [-ord(letter) for letter in key[1]]))
    return [each[chosen] for each in series]


def _legislative(text: str) -> tuple[str, str]:
    from legislators.districts import normalise_district_id

    words = text.split()
    if words and words[0].casefold() in ("congress", "cd"):
        return "congress", normalise_district_id("congress", words[-1])
    kind = "state_senate" if words and words[-1].isdigit() else "state_house"
    return kind, normalise_district_id(kind, text)
