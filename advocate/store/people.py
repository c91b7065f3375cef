"""Who is on our lists, which of them are meant, and what does each one's line say?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from advocate.errors import UnknownSupporter
from advocate.store.id_starts import SHORT, may_begin_id
from advocate.store.keys import NO_NAME, email_key, match_key
from advocate.store.nameless import HAS_A_NAME, NOES_OF

if TYPE_CHECKING:
    from sqlite_utils import Database

#: So many people a message names where several are meant.
_NAMED = 10

#: A person and everybody who was merged into them.
_ROWS_OF = "IN (SELECT id FROM supporters AS row WHERE row.id = people.id OR row.merged_into = people.id)"
#: What they said no to, and what somebody without a name said no to for an e-mail of theirs.
_NOES = (
    f"SELECT channel FROM consents WHERE supporter_id {_ROWS_OF} AND given = 0 AND lifted_by IS NULL "
    f"UNION ALL {NOES_OF.format(person='people')}"
)
_LINE = f"""
SELECT people.id, people.name, people.email, people.phone, people.role, people.language, people.interests,
    people.came_from, people.notes, people.created_at,
    coalesce(home.id, '') AS address_id, coalesce(home.address, '') AS address, coalesce(home.town, '') AS town,
    coalesce(home.zip_code, '') AS zip_code,
    coalesce(place.state_house, '') AS state_house, coalesce(place.state_senate, '') AS state_senate,
    coalesce(place.congress, '') AS congress, coalesce(place.school_district, '') AS school_district,
    coalesce(place.method, '') AS method, place.certain AS certain, coalesce(place.problem, '') AS place_problem,
    coalesce((SELECT group_concat(DISTINCT channel) FROM ({_NOES})), '') AS opted_out,
    EXISTS (SELECT 1 FROM consents WHERE consents.supporter_id {_ROWS_OF} AND given = 1) AS consented,
    (SELECT count(*) FROM contacts WHERE contacts.supporter_id {_ROWS_OF}
     AND standing IN ('sent', 'confirmed')) AS contacts
FROM people
LEFT JOIN addresses AS home ON home.id = (
    SELECT id FROM addresses WHERE supporter_id = people.id ORDER BY created_at DESC, rowid DESC LIMIT 1)
LEFT JOIN placements AS place ON place.address_id = home.id
"""

#: What makes a line need a person's eyes; worded as `Person.eyes` says it.
_NEEDS_EYES = (
    "(place.certain = 0 OR (NOT EXISTS (SELECT 1 FROM consents WHERE consents.supporter_id "
    f"{_ROWS_OF} AND given = 1) AND NOT EXISTS (SELECT 1 FROM consents WHERE consents.supporter_id "
    f"{_ROWS_OF} AND given = 0 AND lifted_by IS NULL AND channel = 'any')))"
)
#: How a House or a Senate district is typed; what is neither, nor of Congress, is a school district or its name.
_HOUSE, _SENATE = (
    re.compile(r"^\D*\d{1,2}\s*-?\s*[A-Z]$"),
    re.compile(r"(?:SD|SENATE(?: DISTRICT)?)?[\s#-]*0*\d{1,2}"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A supporter's line: themselves, their newest address, its districts, and how they stand.

    `certain` is None where the address was not looked up; `contacts` counts those sent or confirmed.
    """

    id: str
    name: str
    email: str
    phone: str
    role: str
    language: str
    interests: str
    came_from: str
    notes: str
    created_at: str
    address_id: str
    address: str
    town: str
    zip_code: str
    state_house: str
    state_senate: str
    congress: str
    school_district: str
    method: str
    certain: bool | None
    place_problem: str
    opted_out: tuple[str, ...]
    consented: bool
    contacts: int

    @property
    def has_a_name(self) -> bool:
        """False for one who is there only to hold a no: nobody's letter is signed so."""
        return self.name != NO_NAME

    @property
    def called(self) -> str:
        """The name, or what a no without a name is for: "(no name), mai@example.org"."""
        return self.name if self.has_a_name else f"{NO_NAME}, {self.email or self.phone}"

    @property
    def short_id(self) -> str:
        """The first digits of the id, which people see and type."""
        return self.id[:SHORT]

    @property
    def eyes(self) -> tuple[str, ...]:
        """Why a person should look at this line; () where there is no reason."""
        reasons = []
        if self.has_a_name and not self.consented and "any" not in self.opted_out:
            reasons.append("no consent on record")
        if self.certain is False:
            reasons.append(self.place_problem or "the districts are not certain")
        return tuple(reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return the line as `advocate supporters list --json` has it."""
        return {**asdict(self), "eyes": list(self.eyes)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a list shows; "" and False ask for everybody.

    `district` is a House, Senate or school district ("67B", "67", "ISD 625"), or congress as "CD4".
    Noes that are kept without a name are nobody's, and shown with `opted_out` alone.
    """

    role: str = ""
    district: str = ""
    campaign: str = ""
    opted_out: bool = False
    needs_eyes: bool = False


def list_people(database: Database, wanted: Wanted, *, limit: int | None = None) -> Iterator[Person]:
    """Return people by name. Raises at once UnknownDistrict, WrongChoice (of a campaign)."""
    where, values = _conditions(database, wanted)
    order = f"{_LINE} WHERE {where} ORDER BY people.name_key, people.id LIMIT ?"
    return map(_person, database.execute(order, [*values, -1 if limit is None else limit]))


def count_people(database: Database, wanted: Wanted) -> int:
    """Return how many `list_people` would yield without a limit."""
    where, values = _conditions(database, wanted)
    return int(database.execute(f"SELECT count(*) FROM ({_LINE} WHERE {where})", values).fetchone()[0])


def count_unsure(database: Database, district: str) -> int:
    """Return how many were looked up and may live in a district or not: theirs of that kind is not certain."""
    column, _ = _district(district)
    where = f"place.certain = 0 AND place.{column} = '' AND people.{HAS_A_NAME}"
    return int(database.execute(f"SELECT count(*) FROM ({_LINE} WHERE {where})").fetchone()[0])


def find_person(database: Database, words: str) -> Person:
    """Return the one person meant by the start of an id, an e-mail, a name, or a part of the name.

    Raises UnknownSupporter where nobody is, or more than one; `choices` holds those who could be.
    """
    for condition, values in _ways(words):
        rows = database.execute(f"{_LINE} WHERE {condition} LIMIT {_NAMED + 1}", values).fetchall()
        if len(rows) == 1:
            return _person(rows[0])
        if rows:
            named = [_choice(_person(row)) for row in rows[:_NAMED]]
            more = " (and more)" if len(rows) > _NAMED else ""
            raise UnknownSupporter(
                f"'{words}' could be several people{more}. Say which, by the id in front:", named
            )
    raise UnknownSupporter(
        f"Nobody on the lists is '{words}': no id begins so, and no name or e-mail is that. "
        "See everybody with: advocate supporters list"
    )


def get_person(database: Database, supporter_id: str) -> Person:
    """Return the person with exactly this id."""
    return _person(database.execute(f"{_LINE} WHERE people.id = ?", [supporter_id]).fetchone())


def rows_of(database: Database, supporter_id: str) -> tuple[str, ...]:
    """Return the ids of all rows that are this person: their own first, then those merged into them."""
    rows = database.execute("SELECT id FROM supporters WHERE merged_into = ? ORDER BY id", [supporter_id])
    return (supporter_id, *(row[0] for row in rows))


def _ways(words: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the conditions by which a person can be meant, the surest first."""
    text = words.strip().casefold()
    if may_begin_id(text):
        mine = "SELECT coalesce(merged_into, id) FROM supporters WHERE id >= ? AND id < ?"
        yield f"people.id IN ({mine})", [text, f"{text}g"]
    if "@" in text:
        yield "people.email_key = ?", [email_key(text)]
    elif match_key(text):
        yield "people.name_key = ?", [match_key(text)]
        yield "instr(people.name_key, ?)", [match_key(text)]


def _choice(person: Person) -> str:
    return "  ".join(part for part in (person.short_id, person.name, person.town, person.email) if part)


def _person(row: tuple[Any, ...]) -> Person:
    told = dict(zip((field.name for field in fields(Person)), row, strict=True))
    told["certain"] = None if told["certain"] is None else bool(told["certain"])
    told["opted_out"] = tuple(sorted(told["opted_out"].split(","))) if told["opted_out"] else ()
    return Person(**{**told, "consented": bool(told["consented"])})


def _conditions(database: Database, wanted: Wanted) -> tuple[str, list[str]]:
    """Return the condition in SQL, and its values."""
    parts, values = ["1" if wanted.opted_out else f"people.{HAS_A_NAME}"], list[str]()
    if wanted.role:
        parts.append("people.role = ?")
        values.append(wanted.role)
    if wanted.district:
        column, id_ = _district(wanted.district)
        parts.append(f"place.{column} = ?")
        values.append(id_)
    if wanted.campaign:
        from advocate.store.campaigns import find_campaign

        parts.append(
            f"EXISTS (SELECT 1 FROM contacts WHERE contacts.supporter_id {_ROWS_OF} AND campaign_id = ?)"
        )
        values.append(find_campaign(database, wanted.campaign).id)
    if wanted.opted_out:
        parts.append(f"EXISTS ({_NOES})")
    if wanted.needs_eyes:
        parts.append(_NEEDS_EYES)
    return " AND ".join(parts), values


def _district(typed: str) -> tuple[str, str]:
    """Return the column and the id of a district as people type it: "67b", "067", "ISD 625", "CD4".

    Raises UnknownDistrict, which names the nearest right ones.
    """
    from legislators.districts import normalise_district_id

    text = typed.strip().upper()
    if text.startswith(("CD", "CONGRESS")):
        kind = "congress"
    elif _HOUSE.search(text):
        kind = "state_house"
    elif _SENATE.fullmatch(text):
        kind = "state_senate"
    else:
        kind = "school_district"
    return kind, normalise_district_id(kind, typed)
