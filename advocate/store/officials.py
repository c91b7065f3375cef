"""Who was this official on the day of the contact? Kept as they were, whatever happens to the seat later."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from advocate.store.keys import content_id

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class OfficialThen:
    """An official as our data had them on a day.

    `official_key` is who holds which seat, the same from one snapshot to the next; days are
    YYYY-MM-DD; `snapshot` is the version of the data, `source_as_of` the day its source speaks of.
    """

    official_key: str
    name: str
    title: str
    kind: str
    district: str
    seat: str = ""
    party: str = ""
    email: str = ""
    term_ends: str | None = None
    source: str = ""
    source_as_of: str = ""
    snapshot: str = ""


def keep_official(database: Database, official: OfficialThen) -> str:
    """Return the id of exactly this state of the official, added if it is new."""
    official_id = _id_of(official)
    database.execute(
        """
        INSERT INTO officials (id, official_key, name, title, kind, district, seat, party, email, term_ends,
                               source, source_as_of, snapshot)
        VALUES (:id, :official_key, :name, :title, :kind, :district, :seat, :party, :email, :term_ends,
                :source, :source_as_of, :snapshot)
        ON CONFLICT (id) DO NOTHING
        """,
        {"id": official_id, **{name: getattr(official, name) for name in official.__slots__}},
    )
    return official_id


@lru_cache(maxsize=4096)
def _id_of(official: OfficialThen) -> str:
    return content_id(asdict(official))
