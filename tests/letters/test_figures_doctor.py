"""Are figures found that cannot be parts of one whole, and none that can?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.doctor import check_figures, check_series
from letters.figure import ALL_STUDENTS, Figure

EL, WHITE, BLACK = "English learners", "White", "Black or African American"


def figure(group: str, value: str, n: int | None, **words: object) -> Figure:
    given = {
        "year": 2025, "subject": "math", "geography": "0001-01", "geography_name": "Aitkin", "basis": "C",
        "test": "mca-mtas", "source": "North Star", "standing": "published",
    } | words  # fmt: skip
    return Figure(value=Decimal(value), group=group, n=n, **given)  # type: ignore[arg-type]


def codes(*figures: Figure) -> list[str]:
    return [each.code for each in check_series(figures)]


def test_the_bundled_figures_go_together_and_one_is_disputed() -> None:
    (found,) = check_figures()
    assert (found.level, found.code) == ("note", "disputed")
    assert found.subjects == ("figure/state/math/2024/B/Students eligible for free/reduced-price meals",)
    assert found.what.startswith("86.4 percent below the standards is disputed and stays out of letters")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([figure(EL, "20.00", 40)], []),
        ([figure(EL, "20.00", 101)], ["groups_differ"]),
        # 50 of 100 met; the 90 learners cannot have 60 among them, nor so few that the other 10 had 45.
        ([figure(EL, "66.67", 90)], ["groups_differ"]),
        ([figure(EL, "5.56", 90)], ["groups_differ"]),
        ([figure(WHITE, "50.00", 60), figure(BLACK, "50.00", 40)], []),
        ([figure(WHITE, "50.00", 60), figure(BLACK, "50.00", 41)], ["groups_differ"]),
        ([figure(WHITE, "50.00", 60), figure(BLACK, "52.50", 40)], ["groups_differ"]),
        # Learners are also white or black: only groups without a common member are added up.
        ([figure(WHITE, "50.00", 60), figure(BLACK, "50.00", 40), figure(EL, "20.00", 40)], []),
        ([figure(EL, "20.00", None)], []),
        ([figure(EL, "20.00", 101, year=2024)], []),
        ([figure(EL, "20.00", 101, basis="A")], []),
    ],
)
def test_groups_are_parts_of_all_students(groups: list[Figure], expected: list[str]) -> None:
    assert codes(figure(ALL_STUDENTS, "50.00", 100), *groups) == expected


def test_a_share_and_its_counts_say_the_same() -> None:
    assert codes(figure(ALL_STUDENTS, "33.3", 30, met=10, basis="A")) == []
    assert codes(figure(ALL_STUDENTS, "33.3", 30, met=11, basis="A")) == ["share_differs"]
    assert codes(figure(ALL_STUDENTS, "133.3", 30, basis="A")) == ["no_share"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 400), st.floats(0, 1)), min_size=1, max_size=6), st.booleans())
def test_true_counts_rounded_or_cut_off_are_never_found(parts: list[tuple[int, float]], cut: bool) -> None:
    """Whatever the classes, published shares of one whole give no finding."""
    names = (WHITE, BLACK, "Asian", "American Indian", "Hispanic or Latino", "Two or more races")
    counts = [(name, n, round(n * share)) for name, (n, share) in zip(names, parts, strict=False)]
    counts.append((ALL_STUDENTS, sum(n for _, n, _ in counts), sum(met for _, _, met in counts)))

    def published(met: int, n: int) -> str:
        rule = "ROUND_DOWN" if cut else "ROUND_HALF_UP"
        return str((Decimal(met) * 100 / n).quantize(Decimal("0.01"), rounding=rule))

    assert codes(*(figure(name, published(met, n), n) for name, n, met in counts)) == []


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "figures.sqlite").write_bytes(b"no database at all")
    assert [each.code for each in check_figures(tmp_path)] == ["unreadable"]
    assert [each.code for each in check_figures(tmp_path / "nowhere")] == ["unreadable"]
