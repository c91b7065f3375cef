"""Are comparisons and trends refused where bases, breaks, rounding or hidden groups stand in the way?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import figure

from letters.breaks import BREAKS, breaks_between
from letters.comparing import compare, trend
from letters.errors import FigureNotFound, FigureRefused
from letters.figures import ALL_STUDENTS, STATE, Figure, FigureBook, Suppressed, load_figures

MEALS = "Students eligible for free/reduced-price meals"
EMPTY = FigureBook()


def blank(group: str, **more: object) -> Suppressed:
    fields: dict[str, object] = {
        "year": 2025,
        "subject": "math",
        "group": group,
        "geography": "0625-01",
        "geography_name": "Saint Paul Public Schools",
        "basis": "C",
        "grade": "All grades",
        "source": "Minnesota Department of Education, North Star accountability results",
    }
    return Suppressed(**fields | more)  # type: ignore[arg-type]


# What issue 3 is done when: each of these is refused, with its reason.


def test_the_disputed_86_4_is_refused_with_its_reason() -> None:
    with pytest.raises(
        FigureRefused, match="disputed: it cannot be right beside the other published figures"
    ):
        load_figures().require("math", year=2024, basis="B", group=MEALS)


def test_a_science_change_from_2024_to_2025_is_refused_with_its_reason() -> None:
    book = load_figures()
    figures = [book.find("science", year=2024, basis="A")[0], book.find("science", year=2025)[0]]
    with pytest.raises(FigureRefused, match="a new science test, the MCA-IV, began in 2025"):
        compare(book, figures)


def test_basis_a_beside_c_is_refused_with_its_reason() -> None:
    book = load_figures()
    figures = [book.require("math", "0625-01", year=2025, basis=basis) for basis in "AC"]
    with pytest.raises(
        FigureRefused, match=r"different bases cannot stand together \(A: students with valid scores"
    ):
        compare(book, figures)


def test_a_suppressed_group_is_refused_with_its_reason() -> None:
    with pytest.raises(FigureRefused, match="suppressed: its publisher leaves it blank"):
        load_figures().require("math", "0625-01", year=2022, group="White")


# Breaks.


@pytest.mark.parametrize(
    ("subject", "group", "basis", "first", "last", "parted"),
    [
        ("science", ALL_STUDENTS, "A", 2024, 2025, True),
        ("science", ALL_STUDENTS, "A", 2022, 2024, False),
        ("reading", ALL_STUDENTS, "A", 2025, 2026, True),
        ("reading", ALL_STUDENTS, "A", 2019, 2025, False),
        ("math", ALL_STUDENTS, "A", 2019, 2026, False),
        ("math", MEALS, "C", 2022, 2023, True),
        ("math", MEALS, "C", 2023, 2025, False),
        ("math", "White", "C", 2019, 2023, True),
        ("reading", "White", "C", 2023, 2025, False),
        ("math", "English learners", "C", 2019, 2025, False),
        ("math", ALL_STUDENTS, "NAEP", 2019, 2026, False),
    ],
)
def test_the_breaks_are_those_of_the_data_notes(
    subject: str, group: str, basis: str, first: int, last: int, parted: bool
) -> None:
    one = figure(subject=subject, group=group, basis=basis)
    assert bool(breaks_between(one, first, last)) is parted
    book = [figure("40.1", subject=subject, group=group, basis=basis, year=year) for year in (first, last)]
    book[1] = figure("50.1", subject=subject, group=group, basis=basis, year=last)
    if parted:
        with pytest.raises(FigureRefused, match="No change"):
            compare(EMPTY, book)
    else:
        assert compare(EMPTY, book).change == Decimal("-10.0")


@given(st.integers(2017, 2030), st.integers(2017, 2030), st.sampled_from(["math", "reading", "science"]))
def test_a_break_lies_between_two_years_whichever_comes_first(first: int, last: int, subject: str) -> None:
    one = figure(subject=subject, group="White")
    found = breaks_between(one, first, last)
    assert found == breaks_between(one, last, first)
    assert all(min(first, last) < each.first_year <= max(first, last) for each in found)
    assert set(found) <= set(BREAKS)


# Rounding.


@pytest.mark.parametrize(
    ("before", "after", "stated"),
    [
        ("45.5", "45.5", None),
        ("45.5", "45.4", None),
        ("45.5", "45.3", "0.2"),
        ("45.5", "45.44", None),
        ("26.55", "26.54", None),
        ("26.55", "26.53", "0.02"),
    ],
)
def test_a_change_that_rounding_alone_can_make_is_refused(
    before: str, after: str, stated: str | None
) -> None:
    figures = [figure(before, year=2024), figure(after, year=2025)]
    if stated is None:
        with pytest.raises(FigureRefused, match="rounding alone can make that"):
            compare(EMPTY, figures)
    else:
        assert compare(EMPTY, figures).change == Decimal(stated)


def test_a_change_is_said_without_a_judgement() -> None:
    said = compare(EMPTY, [figure("26.55"), figure("25.21", year=2022)]).in_words()
    assert said == (
        "In 2021-22, 74.79 percent of all students tested in Saint Paul Public Schools did not meet or exceed the "
        "standards in math. In 2024-25 it was 73.45 percent, 1.34 percentage points fewer. Both figures count "
        "students with valid scores on all of the state's standards-based tests, MCA and MTAS/Alternate MCA."
    )


# What may stand side by side.


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"year": 2022, "geography": STATE}, "differ in year and geography"),
        ({"subject": "reading"}, "differ in subject"),
        ({"geography": STATE, "test": "MCA-IV"}, "different tests"),
        ({"geography": STATE, "standing": "disputed"}, "disputed"),
        ({}, "differ in nothing"),
    ],
)
def test_figures_that_differ_in_more_than_one_thing_are_refused(
    change: dict[str, object], complaint: str
) -> None:
    with pytest.raises(FigureRefused, match=complaint):
        compare(EMPTY, [figure(), figure("45.2", **change)])


def test_one_figure_alone_is_no_comparison() -> None:
    with pytest.raises(FigureNotFound, match="needs two"):
        compare(EMPTY, [figure()])


def test_a_comparison_that_shows_a_hidden_group_is_refused() -> None:
    everyone = figure("45.0", basis="C", n=100)
    eligible = figure("20.0", basis="C", n=91, group=MEALS)
    hidden = blank("Students not eligible for free/reduced-price meals")
    with pytest.raises(FigureRefused, match="would show what is left over"):
        compare(FigureBook([everyone, eligible, hidden]), [everyone, eligible])
    # With nothing hidden, or two hidden, nothing can be worked out.
    assert compare(FigureBook([everyone, eligible]), [everyone, eligible]).differ_in == "group"
    white = figure("20.0", basis="C", n=80, group="White")
    two = FigureBook([everyone, white, blank("Asian"), blank("American Indian")])
    assert compare(two, [everyone, white]).differ_in == "group"
    one = FigureBook([everyone, white, blank("Asian")])
    with pytest.raises(FigureRefused, match=r"'Asian'.*suppressed"):
        compare(one, [everyone, white])


# Trends.


def test_a_trend_has_every_year_its_breaks_and_its_gaps() -> None:
    found = trend(load_figures(), "math", "0625-01", group=MEALS)
    assert [each.year for each in found.figures] == [2017, 2018, 2019, 2022, 2023, 2024, 2025]
    assert {each.basis for each in found.figures} == {"C"}
    assert [each.first_year for each in found.breaks] == [2023]
    assert [[each.year for each in part] for part in found.segments] == [
        [2017, 2018, 2019, 2022],
        [2023, 2024, 2025],
    ]
    assert found.gaps == ((2020, "no tests were given in spring 2020"), (2021, "not in our data"))


def test_a_trend_leaves_out_what_a_letter_may_not_use() -> None:
    found = trend(load_figures(), "science", STATE)
    assert [each.year for each in found.figures] == [2019, 2021, 2022, 2023, 2024]


# How many students.


@pytest.mark.parametrize(
    ("value", "n", "met", "students"),
    [
        ("55.12", 918, None, (412, 918)),
        ("55.12", 918, 506, (412, 918)),
        ("55.12", None, None, None),
        ("26.55", 90_000, None, None),  # several numbers of students fit
        ("55.99", 20, None, None),  # none fits
        ("28.38", 465, None, (333, 465)),  # the table cut off what others round
        ("0.00", 32, None, (32, 32)),
    ],
)
def test_how_many_students_is_said_only_where_it_is_certain(
    value: str, n: int | None, met: int | None, students: tuple[int, int] | None
) -> None:
    one: Figure = figure(value, n=n, met=met, basis="C")
    assert one.students == students
    said = f"({students[0]:,} of {students[1]:,})" if students else " of "
    assert said in one.cite()


@given(st.integers(1, 4000), st.data())
def test_a_number_of_students_that_is_said_is_the_true_one(n: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, n))
    cut = (Decimal(met) * 100 / n).quantize(Decimal("0.01"), "ROUND_DOWN")
    assert figure(str(cut), n=n, basis="C").students in ((n - met, n), None)
