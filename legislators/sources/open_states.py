"""Who holds the seats of the Legislature and the governor's office? Compiled from the Open States files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from legislators.errors import SnapshotError
from legislators.snapshot import Source, sha256_of
from legislators.sources.compiled import tidy_phone, write_records
from legislators.terms import house_first_met, legislature_term_ends

ROSTER = "roster"
OUTPUT = "officials.json"
SOURCE_NAME = "open-states-people"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the database is read: the day it stands for, its commit ("" where not known), its form."""

    as_of: date
    commit: str
    retrieved_on: str
    form: str = "people database"

    @property
    def words(self) -> str:
        """What an answer says of its source."""
        at = f"at {self.commit}" if self.commit else f"of {self.as_of}"
        return f"Open States, {self.form} {at} (CC0)"


#: The edition that the bundled snapshot is made from.
BUNDLED = Edition(date(2026, 8, 5), "934bf09a94", "2026-10")

CHAMBERS = {"lower": "state_house", "upper": "state_senate"}
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


def compile_officials(published: Path, out: Path, edition: Edition = BUNDLED) -> list[Source]:
    """Write officials.json: one record a seat of House, Senate and governor, its holder or its vacancy.

    The folders below `published`/roster are openstates_mn_legislature, _committees and _executive; the
    files leave the end of a legislator's term open, which the law gives. Raises SnapshotError where a
    folder is missing, or two people hold the same seat.
    """
    folder = published / ROSTER
    committees = list(_read_folder(folder / "openstates_mn_committees"))
    serving = _memberships(committees)
    seats = _seats_of_legislature(list(_read_folder(folder / "openstates_mn_legislature")), serving, edition)
    seats += _seats_of_governor(list(_read_folder(folder / "openstates_mn_executive")), edition)
    names = sorted(_committee_name(committee) for committee in committees)
    write_officials(out, seats, names, edition.as_of, edition.words)
    return [database_source(folder, edition)]


def write_officials(out: Path, seats: list[Row], committees: list[str], as_of: date, source: str) -> None:
    """Write officials.json with the seats in their order."""
    head = {"as_of": as_of.isoformat(), "source": source, "committees": committees}
    write_records(out / OUTPUT, head, "seats", sorted(seats, key=_order))


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


def _seats_of_legislature(
    people: list[Row], serving: dict[str, list[list[str]]], edition: Edition
) -> list[Row]:
    seats: dict[tuple[str, str], Row] = {}
    for person in people:
        for role in person["roles"]:
            if role["type"] not in CHAMBERS or not _is_current_term(role, edition.as_of):
                continue
            kind, district = CHAMBERS[role["type"]], str(role["district"])
            ends = legislature_term_ends(kind, edition.as_of)
            seat = seats.setdefault((kind, district), empty_seat(kind, district, ends, edition))
            _place(seat, person, role, serving.get(person["id"], []), edition.as_of)
    return list(seats.values())


def _seats_of_governor(people: list[Row], edition: Edition) -> list[Row]:
    seats = []
    for person in people:
        for role in person["roles"]:
            if role["type"] == "governor" and _as_date(role.get("end_date"), date.max) > edition.as_of:
                by_law = legislature_term_ends("state_house", edition.as_of)
                ends = _as_date(role.get("end_date"), by_law)
                seat = empty_seat("governor", "", ends, edition)
                _place(seat, person, {**role, "end_date": None}, [], edition.as_of)
                seats.append(seat)
    return seats


def _is_current_term(role: Row, as_of: date) -> bool:
    """Roles that ended before the present House first met belong to an earlier term."""
    return _as_date(role.get("end_date"), date.max) > house_first_met(as_of)


def _place(seat: Row, person: Row, role: Row, committees: list[list[str]], as_of: date) -> None:
    """Put the person on the seat: as its holder, or as the one who left it during the term."""
    ended = _as_date(role.get("end_date"), date.max)
    if ended <= as_of:
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
        "note": remarks(str(person.get("family_name") or person["name"]), email, bool(capitol)),
    }


def remarks(family_name: str, email: str, has_office: bool) -> str:
    """Return what a person should know of a member's published e-mail and office, "" where nothing."""
    found = []
    if looks_like_another_person(email, family_name):
        found.append(f"published address looks like another person's ({email}); check before use")
    if not has_office:
        found.append("no office address or phone is published in our source")
    return "; ".join(found)


def _profile(kind: str, person: Row) -> str:
    return profile_among(
        kind, [each["url"] for each in [*person.get("links", []), *person.get("sources", [])]]
    )


def profile_among(kind: str, links: Iterable[str]) -> str:
    """Return the first link that is the Legislature's own page of a member, "" where none is."""
    links = list(links)
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


def empty_seat(kind: str, district: str, term_ends: date, edition: Edition) -> Row:
    """Return the record of a seat on which nobody has been put yet."""
    return {
        "kind": kind,
        "district": district,
        "title": _TITLES[kind],
        "seat": f"{_SEATS[kind]} {district}" if kind in _SEATS else "Governor of Minnesota",
        "term_ends": term_ends.isoformat(),
        "holder": None,
        "former": None,
        "source": edition.words,
        "as_of": edition.as_of.isoformat(),
    }


def _order(seat: Mapping[str, Any]) -> tuple[str, int, str]:
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


def database_source(read: Path, edition: Edition) -> Source:
    """Return the record of the database in an edition; `read` is the folder or file that was read."""
    at = edition.commit or "main"
    return Source(
        name=SOURCE_NAME,
        publisher="Open States",
        title="People database: Minnesota legislature, committees and executive",
        url=f"https://github.com/openstates/people/tree/{at}/data/mn",
        vintage=edition.as_of.isoformat(),
        licence="CC0 1.0",
        retrieved_on=edition.retrieved_on,
        sha256=sha256_of(read),
        valid_from=edition.as_of,
        valid_to=legislature_term_ends("state_house", edition.as_of),
        used_for=(OUTPUT,),
    )
