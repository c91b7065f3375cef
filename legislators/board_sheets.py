"""When does a school board meet, how does one speak there, and who has looked that up when?

A sheet is a small TOML file a school district, in the person's own folder, that people edit. Nothing in
it comes from us: a field that nobody has looked up stays empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from legislators.errors import LegislatorsError, SnapshotError
from legislators.own_files import boards_home, read_again_if_changed, write_own
from legislators.places import Notice

FOLDER = "sheets"
#: The sheets that come with advocate; there are none so far.
BUNDLED = Path(__file__).parent / "sheets"
#: After so many days a sheet is old: boards set their meetings anew each January and July.
OLD_DAYS = 180
_LINK = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")
#: What each field is for, in the order of the file.
MEANINGS = {
    "district": "MDE's number and type",
    "meetings": 'meeting days and times as the board publishes them, e.g. ["3rd Tuesday, 5:30 pm"]',
    "place": "where it meets",
    "sign_up": "how one signs up for public comment, and until when",
    "rules": "the rules of public comment: minutes a speaker, topics, how many speakers",
    "link": "the page that says so",
    "source": "where this was read, if not on that page",
    "verified_on": "the day somebody looked all this up, e.g. 2026-11-24 (leave out until then)",
    "verified_by": "who looked",
}


class WrongSheet(LegislatorsError):
    """A sheet that cannot be used as it is; the message names the file and each thing to correct."""


class NoSheet(LegislatorsError):
    """There is no sheet for that board."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person needs for a board's meeting; `verified_on` is None until somebody has looked."""

    district: str
    meetings: tuple[str, ...] = ()
    place: str = ""
    sign_up: str = ""
    rules: str = ""
    link: str = ""
    source: str = ""
    verified_on: date | None = None
    verified_by: str = ""

    def age(self, today: date) -> int | None:
        """Return the days since somebody looked, None where nobody has."""
        return (today - self.verified_on).days if self.verified_on else None

    def is_old(self, today: date) -> bool:
        """True where nobody has looked for OLD_DAYS."""
        age = self.age(today)
        return age is None or age > OLD_DAYS

    def to_dict(self) -> dict[str, Any]:
        """Return the sheet as JSON has it."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        found["meetings"] = list(self.meetings)
        found["verified_on"] = self.verified_on.isoformat() if self.verified_on else None
        return found


def sheet_path(district: str) -> Path:
    """Return where a board's sheet lies (the file need not exist)."""
    return boards_home() / FOLDER / f"{district}.toml"


def sheet_of(district: str) -> Sheet | None:
    """Return a board's sheet, None where there is none. Raises WrongSheet for a broken one."""
    for path in (sheet_path(district), BUNDLED / f"{district}.toml"):
        if path.is_file():
            return read_again_if_changed(path, read_sheet)
    return None


def sheet_files() -> tuple[Path, ...]:
    """Return the files of all sheets at hand, by district; a person's own wins over a bundled one."""
    found: dict[str, Path] = {}
    for folder in (BUNDLED, boards_home() / FOLDER):
        found |= {file.stem: file for file in (folder.glob("*.toml") if folder.is_dir() else ())}
    return tuple(found[district] for district in sorted(found))


def stalest(sheets: Mapping[str, Sheet], today: date) -> list[Sheet]:
    """Return the sheets with the one first that nobody has looked at for longest, or ever."""
    never = 10**6
    return sorted(
        sheets.values(), key=lambda s: (-(never if s.age(today) is None else s.age(today) or 0), s.district)
    )


def read_sheet(path: Path) -> Sheet:
    """Read one file. Raises WrongSheet that lists everything that has to be corrected in it."""
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WrongSheet(f"{path} cannot be read as TOML: {error}.") from error
    problems = problems_of(values, path.stem)
    if problems:
        raise WrongSheet("\n".join([f"{path} has to be corrected:", *(f"  - {each}" for each in problems)]))
    return Sheet(**{**values, "meetings": tuple(values.get("meetings", ()))})


def problems_of(values: Mapping[str, Any], district: str) -> list[str]:
    """Return what is wrong in a sheet's values, each with what to do; nothing of a later day is believed."""
    problems = [
        f"{name} is no field of a sheet; they are {', '.join(MEANINGS)}"
        for name in values
        if name not in MEANINGS
    ]
    if values.get("district") != district:
        problems.append(f"district is {values.get('district')!r}; the file's name says {district!r}")
    meetings = values.get("meetings", [])
    if not isinstance(meetings, list) or not all(isinstance(each, str) for each in meetings):
        problems.append('meetings must be a list of texts, such as ["3rd Tuesday, 5:30 pm"]')
    for name in ("place", "sign_up", "rules", "link", "source", "verified_by"):
        if not isinstance(values.get(name, ""), str):
            problems.append(f"{name} must be a text in quotes")
    link = values.get("link", "")
    if isinstance(link, str) and link and not _LINK.fullmatch(link):
        problems.append(f"link is {link!r}; write the whole address, such as https://www.example.org/board")
    day = values.get("verified_on")
    if day is not None and type(day) is not date:
        problems.append("verified_on must be a day without quotes, such as 2026-11-24")
    if day is not None and not values.get("verified_by"):
        problems.append("verified_by says who looked on that day; it is empty")
    return problems


def doubts_of(sheet: Sheet, today: date) -> list[str]:
    """Return what a person should still look up or look at again."""
    doubts = []
    if sheet.verified_on and sheet.verified_on > today:
        doubts.append(f"verified_on is {sheet.verified_on}, a day to come")
    empty = [name for name in ("meetings", "sign_up", "rules", "link") if not getattr(sheet, name)]
    if empty:
        doubts.append(f"empty so far: {', '.join(empty)}")
    if sheet.verified_on is None:
        doubts.append("nobody has verified it yet: set verified_on and verified_by")
    elif sheet.is_old(today):
        doubts.append(f"verified {sheet.age(today)} days ago; look again, and set verified_on")
    return doubts


def sheet_notices(districts: Iterable[str], today: date) -> list[Notice]:
    """Return a line a board that has a sheet: when it meets, how one signs up, and how old that is.

    A sheet that is broken says so, and stops nobody from writing.
    """
    notices = []
    for district in sorted(districts):
        try:
            sheet = sheet_of(district)
        except WrongSheet:
            text = f"The board's sheet of {district} cannot be read: advocate boards sheet check {district}."
            notices.append(Notice("board_sheet", text))
            continue
        if sheet:
            notices.append(Notice("board_sheet", _in_short(sheet, today)))
    return notices


def _in_short(sheet: Sheet, today: date) -> str:
    meets = f"The school board meets: {'; '.join(sheet.meetings)}." if sheet.meetings else ""
    sign_up = f"Public comment: {sheet.sign_up.rstrip('.')}." if sheet.sign_up else ""
    old = ", so look again" if sheet.is_old(today) else ""
    known = (
        f"verified {sheet.verified_on} by {sheet.verified_by}{old}"
        if sheet.verified_on
        else "not verified yet"
    )
    whole = f"The board's sheet ({known}): advocate boards sheet show {sheet.district}"
    return " ".join(part for part in (meets, sign_up, whole) if part)


def new_sheet(district: str, link: str = "") -> Path:
    """Write an empty sheet to be filled in by hand; return its file. Raises WrongSheet where there is one."""
    path = sheet_path(district)
    if path.exists():
        raise WrongSheet(f"{path} is there already. Change it with: advocate boards sheet edit {district}")
    write_own(path, sheet_text(Sheet(district, link=link)))
    return path


def set_values(sheet: Sheet, pairs: Mapping[str, str]) -> Sheet:
    """Return the sheet with some fields as typed; meetings are parted by "; ". Raises WrongSheet."""
    values: dict[str, Any] = {}
    for name, text in pairs.items():
        if name not in MEANINGS or name == "district":
            names = ", ".join(each for each in MEANINGS if each != "district")
            raise WrongSheet(f"{name!r} is no field that can be set. They are: {names}.")
        values[name] = text.strip()
    if "meetings" in values:
        values["meetings"] = tuple(part.strip() for part in values["meetings"].split(";") if part.strip())
    if "verified_on" in values:
        try:
            values["verified_on"] = (
                date.fromisoformat(values["verified_on"]) if values["verified_on"] else None
            )
        except ValueError:
            raise WrongSheet("verified_on is a day such as 2026-11-24.") from None
    made = replace(sheet, **values)
    problems = problems_of(_file_values(made), sheet.district)
    if problems:
        raise WrongSheet("\n".join(["The sheet was not changed:", *(f"  - {each}" for each in problems)]))
    return made


def sheet_text(sheet: Sheet) -> str:
    """Return the file of a sheet: each field under a comment that says what it is for."""
    lines = [
        "# A board's sheet. Leave empty what nobody has looked up; check it with:",
        f"#   advocate boards sheet check {sheet.district}",
        "",
    ]
    values = _file_values(sheet)
    for name, meaning in MEANINGS.items():
        lines.append(f"# {meaning}")
        if name in values:
            value = values[name]
            # A JSON string, and a JSON list of strings, is also a TOML one.
            text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
            lines.append(f"{name} = {text}")
        else:
            lines.append(f"# {name} = ")
    return "\n".join([*lines, ""])


def _file_values(sheet: Sheet) -> dict[str, Any]:
    found = {each.name: getattr(sheet, each.name) for each in fields(sheet)}
    found["meetings"] = list(sheet.meetings)
    return {name: value for name, value in found.items() if value is not None}


def read_all() -> tuple[dict[str, Sheet], list[str]]:
    """Return all sheets that can be read, by district, and the messages of those that can't."""
    sheets, wrong = {}, []
    for path in sheet_files():
        try:
            sheets[path.stem] = read_again_if_changed(path, read_sheet)
        except (WrongSheet, SnapshotError) as error:
            wrong.append(str(error))
    return sheets, wrong
