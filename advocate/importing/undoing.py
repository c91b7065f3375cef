"""How is an import taken back, so that every row is as it was, unless something later depends on it?"""

from __future__ import annotations

from advocate.store.batches import Batch, read_batch
from advocate.store.bulk import unchecked_keys
from advocate.store.keys import Clock, moment, utc_now
from advocate.store.log import Log
from advocate.store.open import explained
from advocate.store.undo import Undone, count_undone, find_left, take_out


def plan_undo(log: Log, number: str) -> tuple[Batch, Undone]:
    """Return the batch and what undoing it would come to; nothing is written. Raises UnknownBatch, StoreError."""
    with explained(log.path):
        try:
            batch = read_batch(log.database, number)
            return batch, count_undone(log.database, batch, find_left(log.database, batch))
        finally:
            log.database.conn.rollback()


def undo_import(log: Log, number: str, *, clock: Clock = utc_now) -> Undone:
    """Take a batch out of the list in one transaction; return what was done, and who was left and why.

    Where nobody is left, the batch itself goes, too, and the database holds what it held before.
    Undoing once more tries the rest again. Raises UnknownBatch, StoreError.
    """
    with unchecked_keys(log.database), log.writing():
        batch = read_batch(log.database, number)
        undone = count_undone(log.database, batch, find_left(log.database, batch))
        take_out(log.database, batch, moment(clock))
    return undone
