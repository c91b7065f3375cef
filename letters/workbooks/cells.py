"""What does one cell of a public workbook mean: a year, a grade, a subject, a group, a share, a count?"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from letters.figure import ALL_GRADES, ALL_STUDENTS

#: What stands in place of a number where too few students were tested.
MARKS = frozenset({"", "n/a", "na", "no data", "ctstr", "*", "--", "-", "—", "null"})
#: Group names of the workbooks, in small letters without "students", and ours.
_GROUPS = {
    "all": ALL_STUDENTS,
    "american indian": "American Indian",
    "american indian or alaska native": "American Indian",
    "american indian or alaskan native": "American Indian",
    "american indian/alaskan native": "American Indian",
    "asian": "Asian",
    "black": "Black or African American",
    "black or african american": "Black or African American",
    "hispanic": "Hispanic or Latino",
    "hispanic or latino": "Hispanic or Latino",
    "native hawaiian or pacific islander": "Native Hawaiian or Pacific Islander",
    "native hawaiian or other pacific islander": "Native Hawaiian or Pacific Islander",
    "other indigenous peoples": "Other Indigenous Peoples",
    "two or more races": "Two or more races",
    "white": "White",
    "english learner": "English learners",
    "english learners": "English learners",
    "receiving special education services": "Students receiving special education services",
    "special education": "Students receiving special education services",
    "not receiving special education services": "Students not receiving special education services",
    "eligible for free/reduced-price meals": "Students eligible for free/reduced-price meals",
    "eligible for free or reduced-price meals": "Students eligible for free/reduced-price meals",
    "eligible for free or reduced priced meals": "Students eligible for free/reduced-price meals",
    "not eligible for free/reduced-price meals": "Students not eligible for free/reduced-price meals",
    "not eligible for free or reduced-price meals": "Students not eligible for free/reduced-price meals",
    "female": "Female",
    "male": "Male",
}
#: The codes of the North Star workbook's column "Group".
GROUP_CODES = {
    "ALL": ALL_STUDENTS,
    "AMI": "American Indian",
    "ASI": "Asian",
    "BLA": "Black or African American",
    "HIS": "Hispanic or Latino",
    "HPI": "Native Hawaiian or Pacific Islander",
    "OTH": "Other Indigenous Peoples",
    "TWM": "Two or more races",
    "WHI": "White",
    "EL": "English learners",
    "SPED": "Students receiving special education services",
    "FRP": "Students eligible for free/reduced-price meals",
    "AVERAGE": "Average of groups included in accountability",
    "AVG": "Average of groups included in accountability",
}
_SUBJECTS = {"m": "math", "math": "math", "mathematics": "math", "r": "reading", "reading": "reading"}
_SUBJECTS |= {"s": "science", "science": "science"}
_YEAR = re.compile(r"(?:20)?(\d\d)\s*[-–/]\s*(?:20)?(\d\d)")
_TWO_DIGITS = Decimal("0.01")


def text_of(cell: Any) -> str:
    """Return a cell as text on one line; a whole number without its ".0"."""
    if isinstance(cell, str):
        plain = cell.isprintable() and "  " not in cell
        return cell.strip() if plain else " ".join(cell.split())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


@lru_cache(maxsize=256)
def year_of(text: str) -> int | None:
    """Return the spring of a school year: "23-24", "2023-24" and "2024" are 2024. None for another text."""
    if text.isdigit() and len(text) == 4:
        return int(text)
    found = _YEAR.fullmatch(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return 2000 + int(found[2])


@lru_cache(maxsize=256)
def grade_of(text: str) -> str | None:
    """Return "All grades" for 0 and 00, "Grade 3", "High school". None for another text."""
    word = text.casefold().removeprefix("grade").strip()
    if word.isdigit():
        return f"Grade {int(word)}" if int(word) else ALL_GRADES
    if word in ("all", "all grades"):
        return ALL_GRADES
    return "High school" if word in ("hs", "high school") else None


@lru_cache(maxsize=256)
def subject_of(text: str) -> str | None:
    """Return "math", "reading" or "science". None for another text."""
    return _SUBJECTS.get(text.casefold())


@lru_cache(maxsize=1024)
def group_of(text: str, category: str = "") -> str:
    """Return our name of a group, its own name where we have none.

    The federal and the state's definitions of race give two groups of one name; the federal one says so.
    """
    plain = " ".join(word for word in text.casefold().split() if word != "students")
    name = _GROUPS.get(plain, text)
    return f"{name} (federal definition)" if "federal" in category.casefold() else name


def number_of(text: str) -> int | None:
    """Return a count. None where it is blank, marked or no whole number."""
    return int(text) if text.isdigit() else None


@lru_cache(maxsize=65536)
def share_of(text: str) -> tuple[Decimal, bool] | None:
    """Return a share, and whether it has a percent sign. None for a mark. Raises ValueError for another text."""
    if text.casefold() in MARKS:
        return None
    try:
        value = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is no share") from None
    if not value.is_finite() or not 0 <= value <= 100:
        raise ValueError(f"{text!r} is no share between 0 and 100 percent")
    return value, text.endswith("%")


@lru_cache(maxsize=65536)
def percent_text(value: Decimal, fraction: bool) -> str:
    """Return a percent with the two digits that the department shows, whatever a cell keeps behind them."""
    percent = value * 100 if fraction else value
    return f"{percent.quantize(_TWO_DIGITS, ROUND_HALF_UP):f}"
