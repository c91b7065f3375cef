"""Who holds the seats of the Legislature and the governor's office? Compiled from the Open States files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from legislators.errors import SnapshotError
from legislators.snapshot import Source, sha256_of
from legislators.sources.compiled import tidy_phone, write_records
from legislators.terms import first_monday_of_january

ROSTER = "roster"
OUTPUT = "officials.json"
AS_OF = date(2026, 8, 5)
COMMIT = "934bf09a94"
SOURCE = f"Open States, people database at {COMMIT} (CC0)"
#: The files leave the end of a legislator's term open: all 201 seats were on the ballot of November 2026.
TERM_ENDS = first_monday_of_january(2027)

Row = dict[str, Any]

_CHAMBERS = {"lower": "state_house", "upper": "state_senate"}
_TITLES = {"state_house": "Representative", "state_senate": "Senator", "governor": "Governor"}
_SEATS = {"state_house": "House District", "state_senate": "Senate District"}
_PREFIXES = {"lower": "House", "upper": "Senate"}
#: The Legislature's own page of a member, never the member's campaign site.
_PROFILES = {
    "state_house": (
        r"//www\.house\.mn\.gov/members/profile/\d+$",
        r"//www\.house\.leg\.state\.mn\.us/members/profile/\d+$",
    ),
    "state_senate": (r"//www\.senate\.mn/members/member_bio\.html\?mem_id=\d+$",),
    "governor": (r"//mn\.gov/governor/",),
}
_CITY_LINE = re.compile(r"^(?P<rest>.*?)[,;]\s*(?P<city>[^,;]+, MN \d{5}(?:-\d{4})?)$")
_BUILDING = re.compile(r"^(?P<building>.*\bBuilding) (?P<street>\d+ .*)$")


def compile_officials(published: Path, out: Path) -> list[Source]:
    """Write officials.json: one record a seat of House, Senate and governor, its holder or its vacancy.

    Raises SnapshotError where a folder is missing, or two people hold the same seat.
    """
    folder = published / ROSTER
    committees = list(_read_folder(folder / "openstates_mn_committees"))
    serving = _memberships(committees)
    seats = _seats_of_legislature(list(_read_folder(folder / "openstates_mn_legislature")), serving)
    seats += _seats_of_governor(list(_read_folder(folder / "openstates_mn_executive")))
    head = {
        "as_of": AS_OF.isoformat(),
        "source": SOURCE,
        "committees": sorted(_committee_name(committee) for committee in committees),
    }
    seats.sort(key=_order)
    write_records(out / OUTPUT, head, "seats", seats)
    return [_source(folder)]


def mail_lines(address: str) -> list[str]:
    """Split an office address as published into the lines of an envelope, the city last.

    An address that only names the state gives none.
    """
    found = _CITY_LINE.match(re.sub(r"\s+", " ", address).strip())
    if not found:
        return []
    lines: list[str] = []
    for part in re.split(r"\s*;\s*", found["rest"]):
        building = _BUILDING.match(part)
        lines += [building["building"], building["street"]] if building else [part]
    return [line.strip(" ,;") for line in lines] + [found["city"]]


def looks_like_another_person(email: str, family_name: str) -> bool:
    """Say whether no part of the family name is in the address, so that it may be somebody else's."""
    local = _letters(email.partition("@")[0])
    parts = [_letters(part) for part in re.split(r"[\s-]", family_name)]
    return bool(email) and not any(part and part in local for part in parts)


def _seats_of_legislature(people: list[Row], serving: dict[str, list[list[str]]]) -> list[Row]:
    seats: dict[tuple[str, str], Row] = {}
    for person in people:
        for role in person["roles"]:
            if role["type"] not in _CHAMBERS or not _is_current_term(role):
                continue
            kind, district = _CHAMBERS[role["type"]], str(role["district"])
            seat = seats.setdefault((kind, district), _seat(kind, district, TERM_ENDS))
            _place(seat, person, role, serving.get(person["id"], []))
    return list(seats.values())


def _seats_of_governor(people: list[Row]) -> list[Row]:
    seats = []
    for person in people:
        for role in person["roles"]:
            if role["type"] == "governor" and _as_date(role.get("end_date"), date.max) > AS_OF:
                seat = _seat("governor", "", _as_date(role.get("end_date"), TERM_ENDS))
                _place(seat, person, {**role, "end_date": None}, [])
                seats.append(seat)
    return seats


def _is_current_term(role: Row) -> bool:
    """Roles that ended before the House elected in 2024 first met belong to an earlier term."""
    return _as_date(role.get("end_date"), date.max) > first_monday_of_january(TERM_ENDS.year - 2)


def _place(seat: Row, person: Row, role: Row, committees: list[list[str]]) -> None:
    """Put the person on the seat: as its holder, or as the one who left it during the term."""
    ended = _as_date(role.get("end_date"), date.max)
    if ended <= AS_OF:
        former = {"id": person["id"], "name": person["name"], "party": _party(person)}
        former |= {"starts": _iso(role.get("start_date")), "ended": ended.isoformat()}
        if not seat["former"] or seat["former"]["ended"] < former["ended"]:
            seat["former"] = former
        return
    if seat["holder"]:
        raise SnapshotError(
            f"two people hold {seat['seat']}: {seat['holder']['name']} and {person['name']}. "
            "Correct the end date of one role in the roster."
        )
    seat["holder"] = _holder(seat["kind"], person, role, committees)


def _holder(kind: str, person: Row, role: Row, committees: list[list[str]]) -> Row:
    offices = {office["classification"]: office for office in reversed(person.get("offices", []))}
    capitol, district = offices.get("capitol", {}), offices.get("district", {})
    email = person.get("email", "")
    return {
        "id": person["id"],
        "name": person["name"],
        "family_name": str(person.get("family_name") or ""),
        "party": _party(person),
        "email": email,
        "phone": tidy_phone(capitol.get("voice", "")),
        "district_phone": tidy_phone(district.get("voice", "")),
        "mail": mail_lines(capitol.get("address", "")),
        "url": _profile(kind, person),
        "starts": _iso(role.get("start_date")),
        "committees": sorted(committees),
        "note": "; ".join(_remarks(person, email, bool(capitol))),
    }


def _remarks(person: Row, email: str, has_office: bool) -> Iterator[str]:
    if looks_like_another_person(email, str(person.get("family_name") or person["name"])):
        yield f"published address looks like another person's ({email}); check before use"
    if not has_office:
        yield "no office address or phone is published in our source"


def _profile(kind: str, person: Row) -> str:
    links = [each["url"] for each in [*person.get("links", []), *person.get("sources", [])]]
    for pattern in _PROFILES[kind]:
        for link in links:
            if re.search(pattern, link):
                return str(link)
    return ""


def _memberships(committees: list[Row]) -> dict[str, list[list[str]]]:
    serving: dict[str, list[list[str]]] = {}
    for committee in committees:
        for member in committee["members"]:
            entry = [_committee_name(committee), member.get("role", "member")]
            serving.setdefault(member.get("person_id", ""), []).append(entry)
    return serving


def _committee_name(committee: Row) -> str:
    return f"{_PREFIXES[committee['chamber']]} {committee['name']}"


def _seat(kind: str, district: str, term_ends: date) -> Row:
    return {
        "kind": kind,
        "district": district,
        "title": _TITLES[kind],
        "seat": f"{_SEATS[kind]} {district}" if kind in _SEATS else "Governor of Minnesota",
        "term_ends": term_ends.isoformat(),
        "holder": None,
        "former": None,
        "source": SOURCE,
        "as_of": AS_OF.isoformat(),
    }


def _order(seat: Row) -> tuple[str, int, str]:
    number = re.match(r"\d+", seat["district"])
    return seat["kind"], int(number.group()) if number else 0, seat["district"]


def _read_folder(folder: Path) -> Iterator[Row]:
    import yaml

    files = sorted(folder.glob("*.yml"))
    if not files:
        raise SnapshotError(f"{folder} has no .yml files; the Open States roster belongs there.")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for file in files:
        try:
            yield yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise SnapshotError(f"{file} is no readable YAML ({error}). Fetch it again.") from error


def _party(person: Row) -> str:
    return str(person["party"][-1]["name"]) if person.get("party") else ""


def _as_date(value: Any, otherwise: date) -> date:
    """Return a YAML date, which comes as a date or as text, or `otherwise` where there is none."""
    return date.fromisoformat(str(value)) if value else otherwise


def _iso(value: Any) -> str | None:
    return str(value) if value else None


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain)


def _source(folder: Path) -> Source:
    return Source(
        name="open-states-people",
        publisher="Open States",
        title="People database: Minnesota legislature, committees and executive",
        url=f"https://github.com/openstates/people/tree/{COMMIT}/data/mn",
        vintage=AS_OF.isoformat(),
        licence="CC0 1.0",
        retrieved_on="2026-10",
        sha256=sha256_of(folder),
        valid_from=AS_OF,
        valid_to=TERM_ENDS,
        used_for=(OUTPUT,),
    )
