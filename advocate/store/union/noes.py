"""A merge is taken back: which noes to letters that are still here stay, so that no older yes comes into force again?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from advocate.store.union.pair import Pair

_NO = (
    "SELECT a.contact_id FROM approvals AS a JOIN contacts AS c ON c.id = a.contact_id "
    "WHERE a.id = ? AND a.given = 0 AND c.needs_yes = 1"
)


def noes_that_stay(
    pair: Pair, going: Collection[tuple[str, str]], changed: Mapping[tuple[str, str], Mapping[str, Any]]
) -> dict[str, str]:
    """Return approval -> contact of the noes among the rows `going` that are to letters of this log.

    A letter that became one with one of the other log has its own id again afterwards: its yes says which.
    """
    own_again = {
        told["after"]["contact_id"]: str(told["before"]["contact_id"])
        for (name, _), told in changed.items()
        if name == "approvals" and told["after"] and "contact_id" in told["before"]
    }
    staying = {}
    for name, row_id in going:
        found = pair.execute(_NO, (row_id,)).fetchone() if name == "approvals" else None
        if found is None:
            continue
        contact = found[0] if ("contacts", found[0]) not in going else own_again.get(found[0])
        if contact:
            staying[row_id] = contact
    return staying


def who_said_no(pair: Pair, noes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (name, supporter) of those whose noes stay, each once."""
    found = {
        pair.execute(
            "SELECT s.name, s.id FROM contacts AS c JOIN supporters AS s ON s.id = c.supporter_id WHERE c.id = ?",
            (contact,),
        ).fetchone()
        for contact in noes.values()
    }
    return sorted(row for row in found if row)
