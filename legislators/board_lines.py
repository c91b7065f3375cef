"""Which member of a school board does an address elect? By lines of election districts that a person added.

One GeoJSON file a school district, in the person's own folder; updates of the data leave them alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legislators.board_members import BY_DISTRICT
from legislators.board_terms import is_by_district
from legislators.errors import LegislatorsError, SnapshotError
from legislators.own_files import boards_home, read_again_if_changed, remove_own, write_own
from legislators.places import Notice, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from legislators.official import Official

FOLDER = "lines"
#: The one election district found, in place of the words that it is not resolved.
RESOLVED = "elected by this address's election district"
_POSSIBLE = "by election district, near whose line the address lies: it may elect another"
_AT_HAND = "by election district: give an address to see whose it is"
_NOISE = re.compile(r"\b(?:election|director|school|board|district|dist|area|ward|seat|no|number)\b|[#.]")


class NoLines(LegislatorsError):
    """No election-district lines of that school district are at hand."""

    wrong_usage = True


@dataclass(frozen=True, slots=True)
class ElectionDistrict:
    """One election district: the name of the seat that it elects, and its shape in degrees."""

    seat: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Lines:
    """The election districts of one school district, with where they come from."""

    district: str
    source: str
    added_on: date
    areas: tuple[ElectionDistrict, ...]


@dataclass(frozen=True, slots=True)
class Seats:
    """Which election district a point lies in ("" in none), and those within a radius of it, in metres."""

    own: str
    others: tuple[tuple[str, float], ...]


def seat_key(text: object) -> str:
    """Return what tells an election district from the others: "3" of "District 3", 3.0 or "03"."""
    plain = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    words = _NOISE.sub(" ", plain.casefold()).split()
    return " ".join(word.lstrip("0") or "0" for word in words)


def lines_path(district: str) -> Path:
    """Return where a district's lines lie (the file need not exist)."""
    return boards_home() / FOLDER / f"{district}.geojson"


def lines_of(district: str) -> Lines | None:
    """Return a district's lines, None where none were added. Raises SnapshotError for a broken file."""
    path = lines_path(district)
    return read_again_if_changed(path, _read) if path.is_file() else None


def all_lines() -> tuple[Lines, ...]:
    """Return all lines at hand, by district."""
    folder = boards_home() / FOLDER
    files = sorted(folder.glob("*.geojson")) if folder.is_dir() else []
    return tuple(read_again_if_changed(each, _read) for each in files)


def write_lines(lines: Lines) -> Path:
    """Write a district's lines in place of those before, whole or not at all. Raises SnapshotError."""
    from shapely.geometry import mapping

    features = [
        {"type": "Feature", "properties": {"seat": each.seat}, "geometry": mapping(each.shape)}
        for each in lines.areas
    ]
    about = {"district": lines.district, "source": lines.source, "added_on": lines.added_on.isoformat()}
    content = {"type": "FeatureCollection", "advocate": about, "features": features}
    write_own(lines_path(lines.district), json.dumps(content, ensure_ascii=False) + "\n")
    return lines_path(lines.district)


def remove_lines(district: str) -> None:
    """Remove a district's lines. Raises NoLines that tells which there are, SnapshotError."""
    if not lines_path(district).is_file():
        there = ", ".join(each.district for each in all_lines()) or "none"
        raise NoLines(f"No election-district lines of {district} are at hand. Those at hand: {there}.")
    remove_own(lines_path(district))


def seats_at(lines: Lines, lat: float, lon: float, radius_m: float) -> Seats:
    """Return the election district at a point in degrees, and the others within `radius_m` of it.

    A point on a line belongs to the first in the file, so it has one answer.
    """
    import shapely

    from legislators.district_lines import Ruler
    from legislators.ground import box_around

    box, ruler = box_around(lat, lon, radius_m), Ruler(lat, lon)
    own = next((each for each in lines.areas if shapely.intersects_xy(each.shape, lon, lat)), None)
    near = [(each.seat, ruler.to_area(each.shape, box)) for each in lines.areas if each is not own]
    within = sorted((each for each in near if each[1] <= radius_m), key=lambda each: each[1])
    return Seats(own.seat if own else "", tuple(within))


def own_members(
    officials: Sequence[Official], place: Place | None, radius_m: float
) -> tuple[tuple[Official, ...], tuple[Notice, ...]]:
    """Return the officials with only the board members that the place elects, and what is doubtful.

    Boards without lines at hand stay as they are. Near a line both members stay, and a notice asks.
    """
    found: list[Official] = []
    notices: list[Notice] = []
    lines = {id_: lines_of(id_) for id_ in {o.district for o in officials if is_divided(o)}}
    for district in dict.fromkeys(each.district for each in officials):
        group = [each for each in officials if each.district == district]
        known = lines.get(district)
        if known is None:
            found += group
        elif place is None or place.lat is None or place.lon is None:
            found += [_noted(each, _AT_HAND) if is_divided(each) else each for each in group]
        else:
            here = seats_at(known, place.lat, place.lon, max(place.error_m or 0.0, radius_m))
            found += _of_place(group, here)
            notices += _doubts(district, here)
    return tuple(found), tuple(notices)


def is_divided(official: Official) -> bool:
    """True for a board's seat that only an election district elects."""
    return official.kind == "school_board" and is_by_district(official.seat)


def _of_place(group: Sequence[Official], here: Seats) -> list[Official]:
    possible = [seat for seat in (here.own, *(seat for seat, _ in here.others)) if seat]
    if not possible:
        return list(group)
    sure = len(possible) == 1 and bool(here.own)
    office_sure = all(each.certain for each in group if not is_divided(each))
    own = [
        replace(_noted(each, RESOLVED if sure else _POSSIBLE), certain=sure and office_sure)
        for seat in possible
        for each in group
        if is_divided(each) and each.seat == seat
    ]
    rest = [each for each in group if not is_divided(each)]
    offices = [each for each in rest if each.kind != "school_board"]
    return [*offices, *own, *(each for each in rest if each.kind == "school_board")]


def _noted(official: Official, words: str) -> Official:
    return replace(official, note=official.note.replace(BY_DISTRICT, words))


def _doubts(district: str, here: Seats) -> list[Notice]:
    """Return what to ask where a line is near, or where the lines leave the place out."""
    if not here.own and not here.others:
        text = (
            f"The election-district lines at hand for {district} leave this place out: all members are shown."
        )
        return [Notice("election_district_unknown", text)]
    if here.own and not here.others:
        return []
    names = " or ".join(dict.fromkeys(seat for seat in (here.own, *(s for s, _ in here.others)) if seat))
    away = max(round(here.others[0][1], -1), 10) if here.others else 10
    text = (
        f"Which member of the school board is yours is not certain: {names}. A line runs about {away:.0f} m "
        "away. Ask before you write."
    )
    return [Notice("near_election_district", text)]


def _read(path: Path) -> Lines:
    import shapely
    from shapely.geometry import shape

    try:
        content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        about = content["advocate"]
        areas = tuple(
            ElectionDistrict(str(each["properties"]["seat"]), shape(each["geometry"]))
            for each in content["features"]
        )
        for each in areas:
            shapely.prepare(each.shape)
        return Lines(
            str(about["district"]), str(about["source"]), date.fromisoformat(about["added_on"]), areas
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise SnapshotError(
            f"{path} cannot be read as election-district lines ({error}). Move it away, and add them again: "
            "advocate boards districts add"
        ) from error
