"""How fast are long lists of addresses put into their districts, offline and on one core?"""

from __future__ import annotations

import itertools

from benchmarks.accuracy import read_schools, schools_file
from benchmarks.rows import Row, best_of
from legislators.bulk import locate_addresses
from legislators.lookup import lookup_for

ROWS = 100_000
#: What the quickest offline geocoder that publishes a figure claims, in addresses a second.
PEER_CLAIMS = 3_000


def school_lines() -> list[str]:
    """Return the school buildings' addresses, repeated; [] where the file is not here."""
    file = schools_file()
    if file is None:
        return []
    lines = [f"{s['street']}, {s['city']}, {s['state']} {s['zip']}" for s in read_schools(file)]
    return list(itertools.islice(itertools.cycle(lines), ROWS))


def street_lines(count: int = ROWS) -> list[str]:
    """Return so many different addresses of the bundled counties, each on a street: none is asked twice."""
    lookup = lookup_for()
    ranges = lookup.streets._db.execute(  # type: ignore[attr-defined]  # made from what is in the index
        "SELECT name, zip, lo, hi FROM ranges WHERE spread = 0 AND zip != '' ORDER BY name, zip, lo"
    ).fetchall()
    lines = (
        f"{number} {name}, {next(iter(lookup.areas.towns(code)), '')}, MN {code}"
        for step in range(60)
        for name, code, lo, hi in ranges
        if (number := lo + 2 * step) <= hi
    )
    return list(itertools.islice(lines, count))


def rate(what: str, lines: list[str], asked: float | None) -> Row:
    """Measure one list."""
    seconds, placed = best_of(2, lambda: sum(bool(row.districts) for row in locate_addresses(lines)))
    speed = len(lines) / seconds
    return Row(
        f"locate_addresses, offline, {len(lines):,} {what}",
        f"{speed:,.0f} a second, one core ({speed / PEER_CLAIMS:.1f} x the {PEER_CLAIMS:,} that the best peer claims); {placed:,} placed",
        f"{asked:,.0f} a second" if asked else "",
        speed >= asked if asked else None,
        "",
    )


def bench_addresses() -> list[Row]:
    """Run every measurement of this module."""
    list(locate_addresses(["1540 6th St E, Saint Paul, MN 55106"]))
    schools = school_lines()
    rows = [rate("school addresses (repeated)", schools, 20_000)] if schools else []
    return [
        *rows,
        rate("different addresses on streets of the index", street_lines(), None if schools else 20_000),
    ]
