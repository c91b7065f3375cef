"""Where does each address on our lists lie, in which districts, and how surely?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from advocate.store.keys import NO_ADDRESS, Clock, moment

if TYPE_CHECKING:
    from sqlite_utils import Database

#: What the `problem` of an address begins with that the Census Geocoder was asked about in vain.
CENSUS_SAID = "Asked, the US Census Geocoder"

#: Columns of the table, in order.
_COLUMNS = (
    "address_id, lat, lon, method, error_m, certain, state_house, state_senate, congress, school_district, "
    "problem, snapshot, located_at"
)
# Not INSERT OR REPLACE: for that, SQLite opens and drops a journal of its own for every row.
_KEEP = (
    f"INSERT INTO placements ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (address_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])
)

#: An address whose key holds a colon was made coarse or forgotten: its districts stay as they are.
_STILL_KNOWN = "instr(addresses.address_key, ':') = 0"


class Placing(NamedTuple):
    """Where an address lies: degrees (WGS 84) or None, `method` as in `legislators.places` ("" for nowhere).

    `certain` is 1 where the place and all four districts are; `problem` says why not, or what was odd.
    A tuple with names: a million are made, and handed from one process to another.
    """

    lat: float | None = None
    lon: float | None = None
    method: str = ""
    error_m: float | None = None
    certain: int = 0
    state_house: str = ""
    state_senate: str = ""
    congress: str = ""
    school_district: str = ""
    problem: str = ""


class ToPlace(NamedTuple):
    """An address that has no place of this snapshot yet, and what was known of it before (or "", None)."""

    address_id: str
    address: str
    old_method: str
    lat: float | None
    lon: float | None
    error_m: float | None


@dataclass(frozen=True, slots=True)
class Unsure:
    """An address whose districts need a person's eyes, whose it is, and why."""

    supporter_id: str
    supporter: str
    address: str
    method: str
    problem: str

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return asdict(self)


def count_to_place(database: Database, snapshot: str) -> int:
    """Return how many addresses have no place of this snapshot."""
    return int(database.execute(f"SELECT count(*) {_WITHOUT_PLACE}", [snapshot]).fetchone()[0])


def read_to_place(database: Database, snapshot: str, many: int) -> Iterator[list[ToPlace]]:
    """Yield the addresses without a place of this snapshot, `many` at a time.

    Placements may be written between two of them: an address is never given twice. They come in the
    order of their ids, so that what is written goes to the end of the table's index and not all over it.
    """
    after = ""
    while True:
        rows = database.execute(
            "SELECT addresses.id, addresses.address, coalesce(placements.method, ''), placements.lat, "
            f"placements.lon, placements.error_m {_WITHOUT_PLACE} AND addresses.id > ? ORDER BY addresses.id LIMIT ?",
            [snapshot, after, many],
        ).fetchall()
        if not rows:
            return
        after = rows[-1][0]
        yield list(map(ToPlace._make, rows))


_WITHOUT_PLACE = (
    "FROM addresses LEFT JOIN placements ON placements.address_id = addresses.id "
    f"WHERE {_STILL_KNOWN} AND addresses.address <> '' "
    "AND (placements.address_id IS NULL OR placements.snapshot <> ?)"
)


def keep_placements(
    database: Database, placed: Iterable[tuple[str, tuple[Any, ...]]], snapshot: str, clock: Clock
) -> None:
    """Keep the places of many addresses (address id, Placing); an earlier one of the same address goes."""
    when = (snapshot, moment(clock))
    database.conn.executemany(_KEEP, [(address_id, *placing, *when) for address_id, placing in placed])


def keep_placement_of_contact(
    database: Database, contact_id: str, placing: Placing, snapshot: str, clock: Clock
) -> None:
    """Keep where the address of one contact lies; an area does not take the place of a point known before."""
    address_id = database.execute("SELECT address_id FROM contacts WHERE id = ?", [contact_id]).fetchone()[0]
    known = database.execute(
        "SELECT lat FROM placements WHERE address_id = ? AND snapshot = ?", [address_id, snapshot]
    ).fetchone()
    if known and known[0] is not None and placing.lat is None:
        return
    keep_placements(database, [(address_id, placing)], snapshot, clock)


def read_for_census(database: Database, *, again: bool = False) -> list[tuple[str, str]]:
    """Return (address id, address) of those without a point, that were not asked about yet unless `again`."""
    asked = "" if again else f"AND placements.problem NOT LIKE '{CENSUS_SAID}%'"
    rows = database.execute(
        "SELECT addresses.id, addresses.address FROM addresses "
        "JOIN placements ON placements.address_id = addresses.id "
        f"WHERE placements.method IN ('', 'zip_area') AND {_STILL_KNOWN} {asked} ORDER BY addresses.rowid"
    )
    return [(row[0], row[1]) for row in rows]


def read_placings(database: Database, address_ids: Sequence[str]) -> dict[str, Placing]:
    """Return address id -> where it lies, of those that have been looked up."""
    found = {}
    for address_id in address_ids:
        row = database.execute(
            f"SELECT {_COLUMNS} FROM placements WHERE address_id = ?", [address_id]
        ).fetchone()
        if row:
            found[address_id] = Placing(*row[1:11])
    return found


def addresses_of(database: Database, supporter_id: str) -> list[tuple[str, Placing | None]]:
    """Return (address as typed, where it lies or None) of one row, the newest first."""
    columns = ", ".join(f"placements.{name}" for name in Placing._fields)
    rows = database.execute(
        f"SELECT addresses.address, placements.address_id, {columns} FROM addresses LEFT JOIN placements "
        "ON placements.address_id = addresses.id WHERE supporter_id = ? AND address_key <> ? "
        "ORDER BY addresses.created_at DESC, addresses.rowid DESC",
        [supporter_id, NO_ADDRESS],
    )
    return [(row[0], Placing(*row[2:]) if row[1] else None) for row in rows]


def unsure_addresses(database: Database) -> Iterator[Unsure]:
    """Yield the addresses of people on the list that were looked up and need eyes, by name."""
    rows = database.execute(
        "SELECT people.id, people.name, addresses.address, placements.method, placements.problem "
        "FROM placements JOIN addresses ON addresses.id = placements.address_id "
        f"JOIN people ON people.id = addresses.supporter_id WHERE placements.certain = 0 AND {_STILL_KNOWN} "
        "ORDER BY people.name_key, people.id, addresses.rowid"
    )
    for row in rows:
        yield Unsure(*row)


def placing_dict(placing: Placing) -> dict[str, Any]:
    """Return a place as JSON has it."""
    return {**placing._asdict(), "certain": bool(placing.certain)}
