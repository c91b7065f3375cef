"""How does a plan become rows of the list: all of them, or, if anything comes between, none?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from advocate.errors import AdvocateError
from advocate.importing.decisions import NO_CONSENT
from advocate.importing.planning import Plan, decide_all
from advocate.store.batches import NewBatch, add_batch
from advocate.store.bulk import collector_resting, indexes_afterwards, unchecked_keys
from advocate.store.enlisting import enlist, keep_the_rest, new_stamp
from advocate.store.keys import Clock, moment, utc_now
from advocate.store.leaning import note_leaning
from advocate.store.log import Log
from advocate.store.updating import bring_up_to_date


class GroundShifted(AdvocateError):
    """Somebody changed the list since the plan was made, and the plan would now be another; `plan` is that one."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            "The list was changed since this plan was made (by another import, or by hand), and some rows would "
            "now be decided otherwise. Nothing was imported. Look at the new plan, and import again."
        )
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done. `number` is that of the batch, None where there was nothing to change."""

    plan: Plan
    number: int | None


def apply_plan(
    log: Log,
    plan: Plan,
    *,
    clock: Clock = utc_now,
    shifted_too: bool = False,
    who: str = "",
    told: Callable[[str], None] = lambda _: None,
) -> Applied:
    """Carry out the plan that `plan_import` made last with this open log, in one transaction.

    Where the list has changed meanwhile it is planned again; a plan with other decisions raises
    GroundShifted, or is carried out where `shifted_too`. A plan without anything to change writes
    nothing, not even a batch. `told` hears what is under way. Raises GroundShifted, StoreError.
    """
    database = log.database
    if not plan.changes_something and not shifted_too:
        return Applied(plan, None)
    with collector_resting(), unchecked_keys(database), log.writing():
        version = int(database.conn.execute("PRAGMA main.data_version").fetchone()[0])
        if version != plan.version:
            told("The list has changed; planning again")
            now = decide_all(log, plan.source, plan.chosen, plan.links)
            if now.digest != plan.digest and not shifted_too:
                raise GroundShifted(now)
            plan = now
        if not plan.changes_something:
            return Applied(plan, None)
        told("Writing")
        number = _write(log, plan, clock, who)
    return Applied(plan, number)


def _write(log: Log, plan: Plan, clock: Clock, who: str) -> int:
    database, source, counts = log.database, plan.source, plan.counts
    there = int(database.conn.execute("SELECT count(*) FROM supporters").fetchone()[0])
    batch_id, number = add_batch(
        database,
        NewBatch(
            source.file_name,
            source.file_hash,
            source.preset,
            dict(source.columns),
            source.consent_source,
            plan.rows,
            counts["create"],
            counts["update"],
            counts["unchanged"],
            counts["needs_eyes"],
            counts["rejected"],
            who,
        ),
        clock,
    )
    stamp = new_stamp(database, batch_id, moment(clock), source.consent_source or source.file_name)
    with indexes_afterwards(database, rows=counts["create"], of=there):
        enlist(database, stamp)
    bring_up_to_date(database, stamp)
    keep_the_rest(database, stamp, NO_CONSENT)
    if counts["unchanged"]:
        note_leaning(database, batch_id)
    return number
