"""Who is on a log only to hold a no, without a name, as an unsubscribe list leaves them, at home in a district that is known."""

from __future__ import annotations

from advocate.importing.applying import apply_plan
from advocate.importing.entry import Entry
from advocate.importing.planning import Source, plan_import
from advocate.store.keys import match_key
from advocate.store.log import Log
from advocate.store.placements import Placing, keep_placements


def add_noes(log: Log, count: int = 12) -> None:
    """Import so many of them, and place them all in House district 67B; no report may count one."""
    rows = []
    for n in range(count):
        address = f"{1500 + n} 6th St E, Saint Paul, MN 55106"
        rows.append(
            Entry(
                n + 2, email=f"gone{n}@example.org", email_key=f"gone{n}@example.org", address=address,
                address_key=match_key(address), names_house=True, town="Saint Paul", zip_code="55106", role="parent",
                came_from="Newsletter", opted_out=("email",),
            )
        )  # fmt: skip
    applied = apply_plan(log, plan_import(log, rows, Source("unsubscribed.csv")), clock=log.clock)
    assert applied.plan.counts["create"] == count
    homes = log.database.execute("SELECT id FROM addresses WHERE batch_id IS NOT NULL").fetchall()
    place = Placing(44.96, -93.04, "point", 5.0, 1, "67B", "67", "4", "0625-01")
    with log.writing():
        keep_placements(log.database, [(row[0], place) for row in homes], "2026-10-08", log.clock)
