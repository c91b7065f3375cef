"""Which counties' streets are at hand that no list of sources tells of, as `data add-streets` once left them?"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from legislators.snapshot import Source
from legislators.updating.streets import STREETS

if TYPE_CHECKING:
    from legislators.snapshot import Snapshot

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def unlisted_streets(snapshot: Snapshot) -> list[Source]:
    """Return a record for each such county; its year is read from what the index says of it."""
    from legislators.sources.streets import county_source

    listed = {each.name for each in snapshot.sources_of(STREETS)}
    index = snapshot.path(STREETS)
    try:
        with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro", uri=True)) as db:
            rows = db.execute("SELECT fips, source FROM counties").fetchall()
    except sqlite3.Error:
        return []  # the check tells of an index that can't be read
    found = []
    for fips, told in rows:
        year = _YEAR.search(str(told))
        if f"address_ranges_{fips}" not in listed and year:
            found.append(county_source(str(fips), int(year[1]), "", year[1]))
    return found
