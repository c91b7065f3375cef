"""Are figures found, paired, cited and refused as the rules of honesty say?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from letter_samples import figure

from letters.citations import pair_in_words, require_one_basis
from letters.errors import FigureNotFound, FigureRefused, FiguresUnreadable
from letters.figures import STATE, FigureBook, load_figures

STATE_2025 = figure("45.2", geography=STATE)
STATE_2022 = figure("44.8", geography=STATE, year=2022)


def test_a_letter_says_the_complement_in_the_digits_that_were_published() -> None:
    assert figure("26.55").not_met == Decimal("73.45")
    assert str(figure("45.0").not_met) == "55.0"
    assert str(figure("32.6").not_met) == "67.4"


def test_one_sentence_carries_year_test_basis_group_and_source() -> None:
    assert figure().cite() == (
        "In 2024-25, 73.45 percent of all students tested in Saint Paul Public Schools did not meet or exceed "
        "the standards in math (students with valid scores on all of the state's standards-based tests, "
        "MCA and MTAS/Alternate MCA; Minnesota Department of Education)."
    )


def test_a_footnote_lets_an_aide_find_the_published_number() -> None:
    note = figure(n=14902, url="https://example.org/table").footnote()
    assert note == (
        "Minnesota Department of Education, statewide assessment results, 2024-25: Saint Paul Public Schools, "
        "math, all grades, all students; 14,902 students. Counts students with valid scores on all of the "
        "state's standards-based tests, MCA and MTAS/Alternate MCA. 26.55 percent met or exceeded the "
        "standards. https://example.org/table"
    )


def test_the_state_stands_beside_the_district_for_the_same_year() -> None:
    book = FigureBook([STATE_2022, STATE_2025, figure("25.21", year=2022), figure()])
    own, state = book.side_by_side("math", "0625-01")
    assert own == figure()
    assert state == STATE_2025
    assert pair_in_words(own, state) == (
        "In 2024-25, 73.45 percent of all students tested in Saint Paul Public Schools did not meet or exceed "
        "the standards in math.{0} Across Minnesota it was 54.8 percent.{1} Both figures count students with "
        "valid scores on all of the state's standards-based tests, MCA and MTAS/Alternate MCA, as published "
        "by the Minnesota Department of Education."
    )


@pytest.mark.parametrize(
    "unlike",
    [{"basis": "B"}, {"year": 2024}, {"group": "White"}, {"test": "MCA"}, {"standing": "disputed"}],
    ids=lambda unlike: next(iter(unlike)),
)
def test_a_state_figure_that_counts_otherwise_is_no_neighbour(unlike: dict[str, object]) -> None:
    book = FigureBook([figure("45.2", geography=STATE, **unlike), figure()])
    assert book.side_by_side("math", "0625-01") == (figure(), None)


def test_the_newest_year_that_has_both_is_taken() -> None:
    book = FigureBook([STATE_2022, figure("25.21", year=2022), figure()])
    assert book.side_by_side("math", "0625-01") == (figure("25.21", year=2022), STATE_2022)


def test_a_district_without_a_figure_gets_the_states_alone() -> None:
    book = FigureBook([STATE_2022, STATE_2025])
    assert book.side_by_side("math", "0635-01") == (None, STATE_2025)
    assert book.side_by_side("math", "") == (None, STATE_2025)
    assert pair_in_words(None, STATE_2025).startswith(
        "In 2024-25, 54.8 percent of all students tested in Minnesota"
    )


def test_nothing_at_all_is_said_to_be_missing() -> None:
    assert FigureBook([]).side_by_side("math", "0625-01") == (None, None)
    with pytest.raises(FigureNotFound, match="no figure to state"):
        pair_in_words(None, None)
    with pytest.raises(FigureNotFound, match="Choose one of: math"):
        FigureBook([STATE_2025]).require_subject("art")


@pytest.mark.parametrize("standing", ["disputed", "basis_not_stated", "basis_inferred", "made_up"])
def test_a_figure_that_cannot_be_stood_by_is_refused_and_never_the_newest(standing: str) -> None:
    doubtful = figure("13.6", geography=STATE, standing=standing)
    for use in (doubtful.cite, doubtful.claim, doubtful.footnote):
        with pytest.raises(FigureRefused, match="stays out of letters"):
            use()
    assert FigureBook([STATE_2022, doubtful]).newest("math") == STATE_2022


def test_a_figure_of_unknown_basis_is_refused() -> None:
    with pytest.raises(FigureRefused, match="does not say which tests"):
        figure(basis="").cite()


def test_two_bases_are_refused_together() -> None:
    with pytest.raises(FigureRefused, match="different bases"):
        require_one_basis([figure(), figure("47.58", basis="C")])
    with pytest.raises(FigureRefused, match="different bases"):
        pair_in_words(figure(), figure("45.0", geography=STATE, basis="B"))
    with pytest.raises(FigureRefused, match="same year"):
        pair_in_words(figure(), STATE_2022)
    require_one_basis([figure(), STATE_2022])


def test_groups_and_grades_are_named_as_published() -> None:
    claim = figure("22", group="Black or African American", basis="B").claim()
    assert "of students in the group “Black or African American” in Saint Paul Public Schools" in claim
    assert "all students tested in grade 8 in" in figure(grade="Grade 8").claim()
    assert (
        "in the Aitkin Public School District did"
        in figure(geography_name="Aitkin Public School District").claim()
    )


def test_figures_as_data_keep_every_digit() -> None:
    row = figure("45.0").to_dict()
    assert (row["percent_met"], row["percent_not_met"]) == ("45.0", "55.0")


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FiguresUnreadable, match="advocate data build"):
        load_figures(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "figures.sqlite").write_text("no database")
    with pytest.raises(FiguresUnreadable, match="cannot be read"):
        load_figures(tmp_path / "broken")


# The bundled figures, against the digits that the department published.


@pytest.mark.parametrize(
    ("subject", "district", "met", "state_met"),
    [
        ("math", "0625-01", "26.55", "45.2"),
        ("reading", "0625-01", "34.82", "49.6"),
        ("math", "0001-03", "35.79", "45.2"),
        ("math", "0001-01", "59.79", "45.2"),
    ],
)
def test_bundled_pairs_match_the_published_tables(
    subject: str, district: str, met: str, state_met: str
) -> None:
    own, state = load_figures().side_by_side(subject, district)
    assert own is not None and state is not None
    assert (str(own.value), own.year, own.basis) == (met, 2025, "A")
    assert (str(state.value), state.year, state.basis) == (state_met, 2025, "A")


def test_every_bundled_headline_figure_can_stand_in_a_letter() -> None:
    book = load_figures()
    types = ("01", "02", "03")
    districts = [
        place for place in book.geographies if place[-2:] in types and book.find("math", place, basis="A")
    ]
    assert len(districts) == 324
    for district in districts:
        for subject in ("math", "reading"):
            years = [each.year for each in book.find(subject, district, basis="A", group="All students")]
            assert years == [2019, 2022, 2025]
            own, state = book.side_by_side(subject, district)
            assert own is not None and state is not None
            assert own.cite() and state.cite() and own.source and own.geography_name
            assert {own.basis, state.basis} == {"A"}


def test_a_district_without_headline_figures_has_its_north_star_rate_beside_the_states() -> None:
    own, state = load_figures().side_by_side("reading", "2909-01")
    assert own is not None and state is not None
    assert {own.basis, state.basis} == {"C"} and own.year == state.year


def test_districts_without_results_have_no_figure() -> None:
    book = load_figures()
    assert not {"0323-02", "0815-02"} & set(book.geographies)
    own, state = book.side_by_side("reading", "0323-02")
    assert own is None
    assert state is not None and str(state.value) == "49.6"


def test_the_science_break_is_kept_out_of_letters() -> None:
    book = load_figures()
    newest = book.newest("science")
    assert newest is not None
    assert (newest.year, str(newest.value), newest.test) == (2024, "39.6", "MCA-III and MTAS")
    (new_test,) = book.find("science", year=2025)
    with pytest.raises(FigureRefused):
        new_test.cite()


def test_the_coalitions_disputed_figure_is_on_record_and_refused() -> None:
    group = "Students eligible for free/reduced-price meals"
    (disputed,) = load_figures().find("math", basis="B", group=group)
    assert (disputed.standing, str(disputed.not_met), disputed.basis) == ("disputed", "86.4", "B")
    assert "86.4" in disputed.note
    with pytest.raises(FigureRefused, match="disputed"):
        disputed.cite()


def test_the_coalitions_other_figures_are_those_it_published() -> None:
    rows = [
        each
        for subject in ("math", "reading", "science")
        for each in load_figures().find(subject, year=2024, basis="B")
        if each.publisher == "Minnesota Partnership for Achievement"
    ]
    assert {(each.subject, each.group): str(each.not_met) for each in rows if not each.refusal} == {
        ("reading", "All students"): "50.3",
        ("math", "All students"): "54.7",
        ("science", "All students"): "60.5",
        ("math", "Black or African American"): "78",
        ("math", "Hispanic or Latino"): "77.6",
        ("math", "White"): "44.4",
        ("math", "Students not eligible for free/reduced-price meals"): "40.8",
    }
