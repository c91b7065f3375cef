"""Who was the official that a person names, on the day of an act?"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from advocate.errors import AmbiguousOfficial, UnknownOfficial
from advocate.store.officials import OfficialThen

if TYPE_CHECKING:
    from legislators.official import Official
    from legislators.officials import Roster


class OfficialsThen:
    """Finds officials by what people type, as they were on any day up to `today`; each answer is kept."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._rosters: dict[str, Roster] = {}
        self.find = cache(self._find)
        self._roster = cache(self._roster_on)

    def _find(self, text: str, on: date) -> OfficialThen:
        """Return who is meant by `text` and sat on that day.

        Raises AmbiguousOfficial, UnknownOfficial; the latter also where they sit now, and did not then.
        """
        from advocate.officials.search import find_official

        roster, version = self._roster(on)
        try:
            return official_then(find_official(roster, text, on), version)
        except AmbiguousOfficial:
            raise
        except UnknownOfficial as nobody:
            now = self._now(text) if on < self._today else None
            if now is None:
                raise
            raise UnknownOfficial(
                f"On {on} our data do not have {now} in office. Check the day; where it is right, name "
                "who held the seat then.",
                nobody.choices,
            ) from nobody

    def _now(self, text: str) -> str | None:
        """Return who is meant today, in words, None where that is nobody or several."""
        from advocate.officials.search import described, find_official

        try:
            return described(find_official(self._roster(self._today)[0], text, self._today))
        except UnknownOfficial:
            return None

    def _roster_on(self, on: date) -> tuple[Roster, str]:
        """Return the roster that knows a day, and the version of its data."""
        from legislators.history import snapshot_on
        from legislators.officials import load_roster

        snapshot, _ = snapshot_on(on)
        version = snapshot.version
        if version not in self._rosters:
            self._rosters[version] = load_roster(snapshot)
        return self._rosters[version], version


def official_then(official: Official, snapshot: str) -> OfficialThen:
    """Return an official as the log keeps them: as they were on the day, by the data of that version."""
    return OfficialThen(
        official_key=official.id,
        name=official.name,
        title=official.title,
        kind=official.kind,
        district=official.district,
        seat=official.seat,
        party=official.party,
        email=official.email,
        term_ends=official.term_ends.isoformat() if official.term_ends else None,
        source=official.source,
        source_as_of=official.as_of.isoformat(),
        snapshot=snapshot,
    )
