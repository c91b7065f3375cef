"""Which letters of other supporters are nearly the same as this one? Looked up by bands, so that 100,000 are no burden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from letters.similarity import Nearest, Signature


def keep_signature(database: Database, contact_id: str, signature: Signature) -> None:
    """Keep the signature of a supporter's own words once, however many officials they write to."""
    from letters.similarity import METHOD

    row = database.execute(
        """
        INSERT INTO letter_signatures (supporter_id, contact_id, method, signature)
        SELECT supporter_id, id, ?, ? FROM contacts WHERE id = ?
        ON CONFLICT DO NOTHING RETURNING id
        """,
        [METHOD, signature.to_bytes(), contact_id],
    ).fetchone()
    if row is not None:
        database.execute(
            "INSERT INTO letter_groups (signature_id, leader) VALUES (?, ?)",
            [row[0], _leader(database, signature, row[0])],
        )
        database.conn.executemany(
            "INSERT OR IGNORE INTO letter_bands (band, signature_id) VALUES (?, ?)",
            [(band, row[0]) for band in signature.bands()],
        )


def _leader(database: Database, signature: Signature, own: int) -> int:
    """Return the group of the nearest text before this one that is nearly the same; else its own number."""
    from letters.similarity import METHOD, MOST_CANDIDATES, NEARLY_THE_SAME, Signature

    bands = signature.bands()
    rows = database.execute(
        "SELECT s.signature, coalesce(g.leader, s.id) FROM letter_signatures AS s "
        "LEFT JOIN letter_groups AS g ON g.signature_id = s.id WHERE s.method = ? AND s.id <> ? AND s.id IN ("
        f"SELECT signature_id FROM letter_bands WHERE band IN ({', '.join('?' * len(bands))}) "
        f"GROUP BY signature_id ORDER BY count(*) DESC, signature_id LIMIT {MOST_CANDIDATES}) ORDER BY s.id",
        [METHOD, own, *bands],
    )
    likeness = [(signature.likeness(Signature.from_bytes(packed)), leader) for packed, leader in rows]
    nearest = max(likeness, key=lambda each: each[0], default=(0.0, own))
    return nearest[1] if nearest[0] >= NEARLY_THE_SAME else own


@dataclass(frozen=True, slots=True)
class OtherSupporters:
    """The letters in the log, but for one supporter's own (None: a supporter who is not in it yet)."""

    database: Database
    supporter_id: str | None

    def nearest(self, signature: Signature) -> Nearest | None:
        """Return the letter most like this one, where it is nearly the same; else None."""
        from letters.similarity import nearest_of

        return nearest_of(signature, self._candidates(signature))

    def _candidates(self, signature: Signature) -> Iterator[tuple[Signature, str]]:
        from letters.similarity import METHOD, MOST_CANDIDATES, Signature

        bands = signature.bands()
        # Ranked by bands in common before any signature is read: a sentence that a whole campaign
        # shares brings thousands into one band, and only the nearest of them matter.
        rows = self.database.execute(
            "SELECT signature, contact_id FROM letter_signatures WHERE method = ? AND supporter_id <> ? "
            "AND supporter_id NOT IN (SELECT id FROM supporters WHERE merged_into = ?) AND id IN ("
            f"SELECT signature_id FROM letter_bands WHERE band IN ({', '.join('?' * len(bands))}) "
            f"GROUP BY signature_id ORDER BY count(*) DESC LIMIT {MOST_CANDIDATES})",
            [METHOD, self.supporter_id or "", self.supporter_id or "", *bands],
        )
        return ((Signature.from_bytes(packed), f"contact {contact_id[:8]}") for packed, contact_id in rows)
