"""Across which years may no change be stated, because something else than the students changed?"""

from __future__ import annotations

from dataclasses import dataclass

from letters.figure import Figure

#: The groups of race and ethnicity, whose definitions changed together.
RACES = frozenset(
    {
        "American Indian",
        "Asian",
        "Black or African American",
        "Hispanic or Latino",
        "Native Hawaiian or Pacific Islander",
        "Other Indigenous Peoples",
        "Two or more races",
        "White",
    }
)
#: The mean of the groups' rates moves with every definition of a group.
AVERAGE_OF_GROUPS = "Average of groups included in accountability"
MEALS = frozenset(
    {
        "Students eligible for free/reduced-price meals",
        "Students not eligible for free/reduced-price meals",
        AVERAGE_OF_GROUPS,
    }
)


@dataclass(frozen=True, slots=True)
class Break:
    """A series that begins anew with `first_year`; "" and () mean every subject and every group."""

    first_year: int
    why: str
    subject: str = ""
    groups: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset({"A", "B", "C", ""})

    def parts(self, figure: Figure) -> bool:
        """Say whether the break is one in the series that a figure belongs to."""
        return (
            figure.basis in self.bases
            and self.subject in ("", figure.subject)
            and (not self.groups or figure.group in self.groups)
        )


BREAKS = (
    Break(2025, "a new science test, the MCA-IV, began in 2025", subject="science"),
    Break(2026, "a new reading test, the MCA-IV, began in 2026", subject="reading"),
    Break(
        2023,
        "since 2022-23 students are found eligible for free or reduced-price meals by direct certification, "
        "which raised their number by 36.9 percent",
        groups=MEALS,
        bases=frozenset({"A", "B", "C", "", "attendance"}),
    ),
    Break(
        2023,
        "since 2023 race and ethnicity are counted by the state's own definitions",
        groups=RACES | {AVERAGE_OF_GROUPS},
        bases=frozenset({"A", "B", "C", "", "attendance"}),
    ),
)


def breaks_between(figure: Figure, first: int, last: int) -> tuple[Break, ...]:
    """Return the breaks in a figure's series after the year `first` and up to `last`, the earliest first."""
    low, high = sorted((first, last))
    found = [each for each in BREAKS if low < each.first_year <= high and each.parts(figure)]
    return tuple(sorted(found, key=lambda each: each.first_year))
